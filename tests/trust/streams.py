"""Files sent to a real site byte by byte, as no browser would, and how much memory the site took for them."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, EvidenceFile, Person
from tests.assessments.browsing import signed_in
from tests.factories import AssessmentFactory, member
from tests.processes import free_port, running, wait_until_said

PIECE = b"0123456789abcdef" * 4096
BOUNDARY = "a-boundary-of-our-own"


@dataclass
class Site:
    """A site of its own with one round in draft, and its lead signed in."""

    process: Popen[bytes]
    port: int
    assessment: Assessment
    cookies: str

    def send(self, size: int, *, declared: bool = True, name: str = "stream.txt") -> int:
        """Send a file of so many bytes; the status of the answer."""
        token = self._token()
        head, tail = self._form(token, name)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=900)
        url = reverse("answer_evidence_file", args=[self.assessment.pk, "data.selection"])
        connection.putrequest("POST", url)
        connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        connection.putheader("Cookie", f"{self.cookies}; csrftoken={token}")
        if declared:
            connection.putheader("Content-Length", str(len(head) + size + len(tail)))
        else:
            connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        try:
            for piece in (head, *pieces(size), tail):
                connection.send(piece if declared else b"%x\r\n%s\r\n" % (len(piece), piece))
            if not declared:
                connection.send(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # answered and hung up before all was sent: so it should
        try:
            return int(connection.getresponse().status)
        except (ConnectionResetError, BrokenPipeError):
            return 0
        finally:
            connection.close()

    def memory(self) -> int:
        """The most that one of its processes ever held, in bytes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(_peak(pid) for pid in (str(self.process.pid), *children))

    def _token(self) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        url = reverse("answer_evidence", args=[self.assessment.pk, "data.selection"])
        connection.request("GET", url, headers={"Cookie": self.cookies})
        response = connection.getresponse()
        response.read()
        found = re.search(r"csrftoken=(\w+)", response.headers["Set-Cookie"] or "")
        connection.close()
        assert found, (response.status, response.headers.items())
        return found[1]

    def _form(self, token: str, name: str) -> tuple[bytes, bytes]:
        def part(of: str) -> str:
            return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{of}"'

        head = f"{part('csrfmiddlewaretoken')}\r\n\r\n{token}\r\n"
        head += f'{part("file")}; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        return head.encode(), f"\r\n--{BOUNDARY}--\r\n".encode()


@contextmanager
def site(log: Path) -> Iterator[Site]:
    """A site that is given files; it reads its settings from the environment."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead: Person = member(assessment.project)
        client = signed_in(lead)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    port = free_port()
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "2"]
    options += ["--timeout", "900", "--no-control-socket"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_KEY", settings.SECRET_KEY)  # else the session is none there
        with running("gunicorn", *options, "config.wsgi", log=log) as process:
            wait_until_said("Booting worker", process, log)
            yield Site(process, port, assessment, cookies)


def pieces(size: int) -> Iterator[bytes]:
    """So many bytes of plain text."""
    for _ in range(size // len(PIECE)):
        yield PIECE
    if rest := size % len(PIECE):
        yield PIECE[:rest]


def digest_of(size: int) -> str:
    """The SHA-256 of that text."""
    digest = hashlib.sha256()
    for piece in pieces(size):
        digest.update(piece)
    return digest.hexdigest()


def kept() -> list[tuple[int, str]]:
    """Size and hash of every file that was taken."""
    with acting_as(SYSTEM):
        return list(EvidenceFile.objects.values_list("size", "sha256"))


def _peak(pid: str) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) * 1024 if found else 0
