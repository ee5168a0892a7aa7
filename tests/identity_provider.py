"""A real OpenID provider beside the tests, on loopback: whoever is named to it signs in with one click."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.processes import free_port, running, wait_until_said


@dataclass(frozen=True)
class IdentityProvider:
    """Where it answers, and what tests ask of it."""

    issuer: str

    def knows(self, sub: str, **claims: str | bool | int) -> None:
        """Make it know somebody, by the subject that its tokens will carry."""
        requests.put(f"{self.issuer}/users/{sub}", json=claims, timeout=10).raise_for_status()

    def consent(self, address: str, sub: str) -> str:
        """Sign in there as somebody, at the address a site sent them to; returns where they go next."""
        answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return re.sub(r"^https?://[^/]+", "", answer.headers["Location"])


@contextmanager
def identity_provider(log: Path) -> Iterator[IdentityProvider]:
    """Run one for as long as the block."""
    port = free_port()
    somebody = json.dumps({"sub": "somebody"})
    with running("oidc_provider_mock", "--port", str(port), "--user-claims", somebody, log=log) as process:
        wait_until_said("Uvicorn running", process, log)
        yield IdentityProvider(f"http://127.0.0.1:{port}")
