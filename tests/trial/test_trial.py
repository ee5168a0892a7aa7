"""The promises of script/server, kept by the real thing."""

import os
import re
import signal
import socket
import time

import pytest
import requests

from tests.trial.running import RunningTrial


def test_trial_starts_answers_and_stops_leaving_nothing(trial: RunningTrial) -> None:
    trial.start()

    assert trial.get("/healthz") == 200
    assert len(trial.parts()) == 4

    assert trial.end(signal.SIGINT) == 0
    assert trial.gone(0)
    assert f"answers at http://localhost:{trial.port}/ " in trial.output()


@pytest.mark.parametrize("part", ["supervisor", "postgres"])
def test_trial_starts_again_after_kill(trial: RunningTrial, part: str) -> None:
    trial.start()
    os.kill(trial.pid if part == "supervisor" else trial.parts()[0], signal.SIGKILL)

    assert trial.wait() != 0
    assert trial.gone()

    trial.start()
    assert trial.get("/healthz") == 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_trial_takes_a_form_under_the_name_it_prints_and_under_the_number(
    trial: RunningTrial, host: str
) -> None:
    trial.start()
    site = f"http://{host}:{trial.port}"

    with requests.Session() as browser:
        page = browser.get(f"{site}/accounts/login/", timeout=10).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        typed = {"login": "a@example.org", "password": "wrong", "csrfmiddlewaretoken": token[1]}
        answer = browser.post(f"{site}/accounts/login/", typed, headers={"origin": site}, timeout=10)

    assert answer.status_code == 200
    assert "do not go together" in answer.text


def test_trial_restarts_web_worker_and_beat_after_kill(trial: RunningTrial) -> None:
    trial.start()
    postgres, *others = trial.parts()
    for pid in others:
        os.kill(pid, signal.SIGKILL)

    deadline = time.monotonic() + 10
    while trial.output().count("is started again") < 3 and time.monotonic() < deadline:
        time.sleep(0.05)

    assert len(trial.parts()) == 4
    assert trial.parts()[0] == postgres
    assert not set(others) & set(trial.processes())
    assert trial.get("/healthz") == 200


def test_trial_overcomes_pid_file_of_an_unrelated_process(trial: RunningTrial) -> None:
    trial.start()
    trial.end()
    pid_file = trial.home / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{trial.home / 'postgres'}\n1\n5432\n\n\n0 0\n")

    trial.start()

    assert trial.get("/healthz") == 200


def test_trial_refuses_port_in_use_and_names_another(trial: RunningTrial) -> None:
    with socket.create_server(("127.0.0.1", trial.port)):
        trial.begin()
        assert trial.wait() == 1

    assert f"Port {trial.port} is in use" in trial.output()
    assert f"script/server --port {trial.port + 1}" in trial.output()
    assert not trial.home.exists()


def test_trial_refuses_a_folder_where_one_runs(trial: RunningTrial) -> None:
    trial.start()
    second = RunningTrial(trial.home, command=trial.command)
    second.said = trial.home.with_name("second.said")
    second.begin()

    assert second.wait() == 1
    assert f"http://localhost:{trial.port}/" in second.output()
    assert trial.get("/healthz") == 200


def test_trial_stops_while_it_starts(trial: RunningTrial) -> None:
    trial.begin()
    deadline = time.monotonic() + 30
    while not (trial.home / "postgres").exists() and time.monotonic() < deadline:
        time.sleep(0.01)

    assert trial.end(signal.SIGTERM) == 0
    assert trial.gone(0)
