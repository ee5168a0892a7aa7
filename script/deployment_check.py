"""Run `check --deploy` under the very settings that docker-compose.yml gives to the web."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
CHOSEN = {"HONEST_PILOT_HOST": "pilot.example.org", "ORGANISATION_NAME": "Example Ltd"}
STAND_INS = {
    "secret_key": "not-a-secret-but-as-long-and-as-varied-as-one-0123456789-ABCDEFGHIJKLMNOP",
    "database_url": "postgresql://honest_pilot_app:password@postgres/honest_pilot",
    "seal_password": "",
    "owner_database_url": "postgresql://honest_pilot_owner:password@postgres/honest_pilot",
}


def environment_of(service: str, secrets: Path) -> dict[str, str]:
    """The environment compose gives a service; its secrets are stand-ins, written to a folder."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    environment = {}
    for name, value in compose["services"][service]["environment"].items():
        text = VARIABLE.sub(lambda found: CHOSEN.get(found[1]) or found[3] or "", str(value))
        if text.startswith("/run/secrets/"):
            stand_in = secrets / Path(text).name
            stand_in.write_text(STAND_INS[stand_in.name])
            text = str(stand_in)
        environment[name] = text
    return environment


def main(service: str = "web") -> int:
    """Return what `check --deploy` returns."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], **environment_of(service, Path(folder))}
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
