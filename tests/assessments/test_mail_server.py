"""Mail through a real SMTP server process: from a comment to the letter, once each, whoever is killed."""

import email
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.actions.notices import News, tell
from assessments.models import Assessment, Mail, MemberRole, NoticeKind, Person
from assessments.tasks import send_waiting_mail
from tests.factories import AssessmentFactory, PersonFactory, member
from tests.processes import free_port, running, wait_until_said

from .browsing import signed_in
from .mailed import parts_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
WORKER = ["--app", "config", "worker", "--concurrency", "1", "--loglevel", "INFO"]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat"]


class Post:
    """An SMTP server of our own on one port, that keeps what it takes in a folder."""

    def __init__(self, folder: Path, settings: LazySettings) -> None:
        self.folder, self.port = folder / "letters", free_port()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.port
        settings.EMAIL_TIMEOUT = 5

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let it run."""
        where = ["-n", "-l", f"127.0.0.1:{self.port}", "-c", "aiosmtpd.handlers.Mailbox", str(self.folder)]
        with running("aiosmtpd", *where, log=self.folder.with_suffix(".log")):
            until(self._answers)
            yield

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def letters(self) -> list[Message]:
        """All that it took."""
        return [email.message_from_bytes(path.read_bytes()) for path in sorted(self.folder.glob("new/*"))]


@pytest.fixture
def post(tmp_path: Path, settings: LazySettings) -> Post:
    return Post(tmp_path, settings)


def until(holds: Callable[[], bool], patience: float = 60) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def mentioned(person: Person, key: str = "one") -> None:
    with acting_as(SYSTEM):
        news = News(NoticeKind.MENTION, key, f"News {key}", "/there/")
        tell([person.pk], lambda: news, at=timezone.now())


def test_mention_becomes_a_letter_through_a_real_worker(
    post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_EMAIL_URL", f"smtp://127.0.0.1:{post.port}")
    monkeypatch.setenv("SITE_ADDRESS", "https://pilot.example.org")
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead = member(assessment.project, name="Lea Lead")
        person = member(assessment.project, MemberRole.REVIEWER, name="Réka Ñandú")
    page = reverse("talk", args=[assessment.pk, "data.selection"])
    posted = {"text": "@Réka Ñandú: “wie viele”?\r\nmore"}
    assert signed_in(lead).post(page, posted).status_code == 302

    log = tmp_path / "worker.log"
    with post.open(), running("celery", *WORKER, log=log) as worker:
        wait_until_said("ready.", worker, log)
        for _ in range(3):
            send_waiting_mail.delay()
        until(lambda: bool(post.letters))
        until(lambda: log.read_text().count("succeeded") >= 3)

    (letter,) = post.letters
    with acting_as(SYSTEM):
        sent = Mail.objects.get()
    assert (letter["To"], letter["Subject"]) == (person.email, "You were mentioned")
    assert letter["Message-ID"] == f"<{sent.pk}@pilot.example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    text, shown = parts_of(letter)
    assert f"> @Réka Ñandú: “wie viele”?\nhttps://pilot.example.org{page}" in text
    assert '<blockquote dir="auto">@Réka Ñandú: “wie viele”?</blockquote>' in shown
    assert f'href="https://pilot.example.org{page}' in shown
    assert sent.sent_at


def test_many_workers_send_each_mail_once(post: Post) -> None:
    with acting_as(SYSTEM):
        people = [PersonFactory() for _ in range(40)]
    for person in people:
        mentioned(person)

    def work(_: int) -> int:
        try:
            return actions.send_waiting_mail(at=timezone.now())
        finally:
            connection.close()

    with post.open(), ThreadPoolExecutor(6) as workers:
        sent = list(workers.map(work, range(12)))

    assert sum(sent) == 40
    assert sorted(letter["To"] for letter in post.letters) == sorted(person.email for person in people)


def test_who_gathers_for_somebody_else_is_not_waited_for(post: Post) -> None:
    with acting_as(SYSTEM):
        person = PersonFactory()
    mentioned(person)

    def work() -> int:
        try:
            return actions.send_waiting_mail(at=timezone.now())
        finally:
            connection.close()

    with post.open(), ThreadPoolExecutor(1) as worker:
        with acting_as(SYSTEM):
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            assert worker.submit(work).result(30) == 0
        assert worker.submit(work).result(30) == 1


def test_server_that_is_down_loses_nothing_and_stops_no_page(post: Post) -> None:
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead, _ = member(assessment.project), member(assessment.project, name="Rosa Respondent")
    page = reverse("talk", args=[assessment.pk, "data.selection"])

    assert signed_in(lead).post(page, {"text": "@Rosa Respondent"}).status_code == 302
    now = timezone.now()
    assert actions.send_waiting_mail(at=now) == 0
    with post.open():
        assert actions.send_waiting_mail(at=now + timedelta(minutes=1)) == 0
        assert actions.send_waiting_mail(at=now + timedelta(minutes=3)) == 1
        assert actions.send_waiting_mail(at=now + timedelta(minutes=9)) == 0

    assert len(post.letters) == 1


def test_worker_killed_while_the_server_is_slow_loses_nothing(
    post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_EMAIL_URL", f"smtp://127.0.0.1:{post.port}")
    with acting_as(SYSTEM):
        person = PersonFactory()
    mentioned(person)
    log = tmp_path / "worker.log"

    with (
        socket.create_server(("127.0.0.1", post.port)) as silent,
        running("celery", *WORKER, log=log) as worker,
    ):
        wait_until_said("ready.", worker, log)
        send_waiting_mail.delay()
        silent.settimeout(60)
        heard, _ = silent.accept()  # and never says a word
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        heard.close()

    with acting_as(SYSTEM):
        taken = Mail.objects.get()
    assert (taken.attempts, taken.sent_at) == (1, None)
    with post.open():
        assert actions.send_waiting_mail(at=taken.next_try_at - timedelta(seconds=1)) == 0
        assert actions.send_waiting_mail(at=taken.next_try_at) == 1
    assert [letter["To"] for letter in post.letters] == [person.email]
