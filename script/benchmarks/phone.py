"""A section page on a phone: what is sent for it, and how long a slow one takes until it can be used.

Sent is what production sends, through its proxy with its own Caddyfile (Debian's package `caddy`), heads
included: over HTTP/2, the page compressed by it, static files as they are collected. The slow phone is
Chromium with a quarter of this machine's speed on a line of 4 Mbit/s and 150 ms, its cache empty.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.database import open_demo_database
from benchmarks.figures import Figure

SETTINGS = {"DJANGO_SETTINGS_MODULE": "benchmarks.collected"}
TRIES = 5
SLOWER, LATENCY_MS, BYTES_A_SECOND = 4, 150, 500_000
ALONE = ("admin off", "auto_https disable_redirects", "skip_install_trust", "local_certs")
"""How the proxy runs beside others: nothing of the machine is touched."""
USABLE = "fieldset.question input[type=radio]"
"""The first thing that can be answered."""
USABLE_AFTER = """() => Math.max(
    performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
    performance.getEntriesByName("first-contentful-paint")[0].startTime,
)"""
"""Milliseconds after which the page is painted and its scripts are at work, by the browser's own clock."""


def measure() -> list[Figure]:
    """Kilobytes by kind, and seconds until the first question can be answered."""
    open_demo_database()
    from tests.processes import free_port, running, wait_until_said  # noqa: PLC0415 - needs the settings
    from tests.settings import PROCESS_HOME  # noqa: PLC0415

    port, log = free_port(), Path(PROCESS_HOME) / "phone.log"
    as_in_production = os.environ | {"COLLECTED": str(Path(PROCESS_HOME) / "collected")} | SETTINGS
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(collect, env=as_in_production, check=True, stdout=subprocess.DEVNULL)
    options = ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
    for name in ("COLLECTED", *SETTINGS):
        options += ["--env", f"{name}={as_in_production[name]}"]
    with running("gunicorn", *options, "config.wsgi", log=log) as process:
        wait_until_said("Booting worker", process, log)
        with _proxy(port, free_port()) as site:
            return _on_a_phone(site)


@contextmanager
def _proxy(web: int, port: int) -> Iterator[str]:
    """Caddy before the site, with a certificate of its own making; yields the address."""
    caddy = shutil.which("caddy")
    if caddy is None:
        raise SystemExit("The proxy is measured too. Type:  sudo apt-get install caddy")
    home = Path(tempfile.mkdtemp())
    lines = Path("config/Caddyfile").read_text().replace("web:8000", f"127.0.0.1:{web}").splitlines()
    # Debian's is too old for one directive, which is about uploads.
    kept = [line for line in lines if "request_buffers" not in line]
    options = ["{", *ALONE, f"https_port {port}", "}"]
    (home / "Caddyfile").write_text("\n".join([*options, *kept, ""]))
    named = os.environ | {"HONEST_PILOT_HOST": "localhost", "XDG_DATA_HOME": str(home), "HOME": str(home)}
    command = [caddy, "run", "--config", str(home / "Caddyfile"), "--adapter", "caddyfile"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=named, stdout=quiet, stderr=quiet)
    try:
        _wait_for(port)
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.wait(15)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("localhost", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("The proxy did not start")


def _on_a_phone(site: str) -> list[Figure]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow

    cookie, path = _session()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        _opened(browser, site, cookie, path)  # the site reads its templates
        opened = [_opened(browser, site, cookie, path) for _ in range(TRIES)]
        browser.close()
    weight = opened[0][1]
    usable = statistics.median(seconds for seconds, _ in opened)
    told = ", ".join(f"{kind} {size / 1000:.3g}" for kind, size in sorted(weight.items()))
    return [
        Figure("section page: sent", sum(weight.values()) / 1000, "kB", limit=150, note=told),
        Figure("section page: script", weight["script"] / 1000, "kB", limit=40),
        Figure("section page: painted and at work on a slow phone", usable, "s", limit=1),
    ]


def _opened(browser: Any, site: str, cookie: dict[str, str], path: str) -> tuple[float, dict[str, int]]:
    """Seconds until a question can be answered, and bytes by kind of what came."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        is_mobile=True,
        ignore_https_errors=True,
    )
    context.add_cookies([{**cookie, "url": site}])
    page = context.new_page()
    phone = context.new_cdp_session(page)
    sent = _counting(phone)
    phone.send("Network.enable")
    line = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND}
    phone.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": BYTES_A_SECOND})
    phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(site + path, wait_until="networkidle")
    page.wait_for_selector(USABLE, state="visible")
    usable = page.evaluate(USABLE_AFTER) / 1000
    context.close()
    return usable, sent


def _counting(phone: Any) -> dict[str, int]:
    """Bytes by kind, as they come over the line from now on."""
    sent: dict[str, int] = defaultdict(int)
    kinds: dict[str, str] = {}
    phone.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"].lower()}))

    def finished(told: dict[str, Any]) -> None:
        sent[kinds.get(told["requestId"], "other")] += int(told["encodedDataLength"])

    phone.on("Network.loadingFinished", finished)
    return sent


def _session() -> tuple[dict[str, str], str]:
    """A lead's cookie, and the address of a section of their draft."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings
    from django.test import Client  # noqa: PLC0415

    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415
    from assessments.models import Assessment, Person, State  # noqa: PLC0415

    client = Client()
    lead = Person.objects.get(email="lead@example.org")
    client.force_login(lead)
    with acting_as(SYSTEM):
        own = Assessment.objects.filter(state=State.DRAFT, project__memberships__person=lead)
        draft = own.earliest("started_at")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}, f"/assessments/{draft.pk}/sections/data/"
