"""When something was signed: the deployment's own timestamps, or those of an RFC 3161 service."""

import secrets
from datetime import UTC, datetime
from urllib.error import URLError
from urllib.request import Request, urlopen

from asn1crypto import cms, tsp
from asn1crypto.core import Integer
from pyhanko.sign import Signer
from pyhanko.sign.timestamps import TimeStamper

SERVICE_SECONDS = 10


class TimestampUnavailable(Exception):  # noqa: N818 - says what was the matter
    """The timestamp service did not answer, or not with a timestamp: it may later."""


class OwnTimeStamper(TimeStamper):
    """Timestamps by a key of our own, which was loaded once."""

    def __init__(self, signer: Signer, policy: str) -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self._signer = signer
        self._policy = policy

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a signed token over the digest and the present second."""
        token = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": self._policy,
                "message_imprint": {
                    "hash_algorithm": {"algorithm": md_algorithm},
                    "hashed_message": message_digest,
                },
                # Always as long: the space for it is measured on an earlier one.
                "serial_number": Integer(secrets.randbits(62) | (1 << 62)),
                "gen_time": datetime.now(UTC).replace(microsecond=0),
            }
        )
        content = cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": cms.ParsableOctetString(token.dump())}
        )
        return await self._signer.async_sign_general_data(content, md_algorithm, detached=False)


class ServiceTimeStamper(TimeStamper):
    """Timestamps by a service that speaks RFC 3161 over HTTP."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("TIMESTAMP_URL must begin with https:// or http://")
        super().__init__()  # type: ignore[no-untyped-call]
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the service's answer; raise TimestampUnavailable where there is none."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = Request(self._url, data=req.dump(), headers=headers, method="POST")  # noqa: S310 - checked above
        try:
            with urlopen(request, timeout=SERVICE_SECONDS) as response:  # noqa: S310 - checked above
                return tsp.TimeStampResp.load(response.read(1_000_000))
        except (URLError, OSError, ValueError) as error:
            raise TimestampUnavailable(f"The timestamp service did not answer: {error}") from error
