"""Evidence in a bucket, on a real server that speaks S3: kept, read, listed and removed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.core.files.base import File
from django.utils import timezone
from pytest_django import Settings

from assessments import storage
from config.file_storage import in_a_bucket
from config.trial.lifeline import die_with_parent
from tests.processes import free_port

boto3 = pytest.importorskip("boto3")
BUCKET, FOLDER = "evidence", "honest-pilot"
KEYS = {"access_key": "key", "secret_key": "secret"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server of S3 on this machine, with an empty bucket."""
    with served() as (url, _):
        yield url


@contextmanager
def served() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same for as long as it is asked for, with its process."""
    port, parent = free_port(), os.getpid()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent=parent),  # noqa: PLW1509
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server)
        client = boto3.client(
            "s3",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket=BUCKET)
        yield url, server
    finally:
        server.terminate()
        server.wait(15)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None
        try:
            urlopen(f"{url}/moto-api/", timeout=2).close()  # noqa: S310 - our own server
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("The S3 server did not start")


@pytest.fixture
def bucket(settings: Settings, endpoint: str) -> None:
    kept_in(settings, endpoint)


def kept_in(settings: Settings, endpoint: str, bucket: str = BUCKET) -> None:
    entry = in_a_bucket(bucket, endpoint=endpoint, region="us-east-1", folder=FOLDER, **KEYS)
    settings.STORAGES = settings.STORAGES | {"evidence": entry}


@pytest.mark.usefixtures("bucket")
def test_file_is_kept_read_listed_and_removed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"0123456789" * 1_000_000)
    with (tmp_path / "file").open("rb") as opened:
        stored = storage.keep(File(opened))
    preview = storage.keep_preview(b"picture")

    with storage.open_file(stored) as read:
        assert read.read() == (tmp_path / "file").read_bytes()
    assert {name for folder in storage.everything_stored() for name in folder} == {stored, preview}
    assert abs(storage.stored_at(stored) - timezone.now()) < timedelta(minutes=5)

    for name in (stored, preview, stored):
        storage.discard(name)
    assert [*storage.everything_stored()] in ([], [[]])
    with pytest.raises(OSError, match=stored.rpartition("/")[2]):
        storage.open_file(stored)


def test_bucket_that_is_not_there_is_told_as_not_stored(settings: Settings, endpoint: str) -> None:
    kept_in(settings, endpoint, "nowhere")

    with pytest.raises(OSError, match="could not be stored"):
        storage.keep_preview(b"picture")
    with pytest.raises(OSError, match="cannot be reached"):
        [*storage.everything_stored()]


def test_server_that_stops_is_told_as_a_disk_that_fails(settings: Settings) -> None:
    with served() as (url, server):
        kept_in(settings, url)
        stored = storage.keep_preview(b"picture")
        with storage.open_file(stored) as opened:
            server.terminate()
            server.wait(15)
            assert opened.read() == b"picture"  # fetched when it was opened
        for use in (storage.open_file, storage.stored_at):
            with pytest.raises(OSError, match="cannot be reached"):
                use(stored)
        with pytest.raises(OSError, match="cannot be reached"):
            [*storage.everything_stored()]
        assert storage.discard(stored) is False
