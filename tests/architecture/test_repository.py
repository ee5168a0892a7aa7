"""What holds for the whole repository."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
# Written in pieces, so that this file does not name them either.
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb." + "debian.org",
    "ghcr" + ".io",
    "cdn.js" + "delivr.net",
    "un" + "pkg.com",
]
TEXT = {".py", ".md", ".toml", ".txt", ".yml", ".yaml", ".sh", ".html", ".css", ".cfg", ".json", ".svg", ""}


def _files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_host() -> None:
    naming = [
        (str(path.relative_to(ROOT)), host)
        for path in _files()
        if path.suffix in TEXT
        for host in REGISTRY_HOSTS
        if host in path.read_text(errors="replace")
    ]

    assert naming == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes_and_without_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    requirements = text.replace("\\\n", " ").splitlines()

    for requirement in filter(None, requirements):
        assert re.match(r"^[a-z0-9._\[\], -]+==\S+ ", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_locks_hold_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {"requirements.txt": project["dependencies"]}
    wanted["requirements-dev.txt"] = project["dependencies"] + project["optional-dependencies"]["dev"]

    for lock, dependencies in wanted.items():
        locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==", (ROOT / lock).read_text(), re.MULTILINE))
        assert {_name(dependency) for dependency in dependencies} <= locked


def _name(dependency: str) -> str:
    return re.split(r"[\[<>=~! ]", dependency)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_name_every_extra_that_a_package_asks_for(lock: str) -> None:
    """One that is not named is looked up anew, and the newest release has no hash here: set-up fails then."""
    pinned = {
        canonicalize_name(requirement.name): requirement.extras
        for requirement in map(
            Requirement, re.findall(r"^\w\S*(?:\[.*?\])?==[^\s;]+", (ROOT / lock).read_text(), re.MULTILINE)
        )
    }
    missing = []
    for name, extras in pinned.items():
        try:
            requires = distribution(name).requires or []
        except PackageNotFoundError:  # it is for other machines than this one
            continue
        for wanted in map(Requirement, requires):
            asked = not wanted.marker or any(
                wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)
            )
            if asked and wanted.extras - pinned.get(canonicalize_name(wanted.name), set()):
                missing.append(f"{name} asks for {wanted.name}{sorted(wanted.extras)}")

    assert len(pinned) > 50
    assert missing == []


def test_layers_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    checked = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_sizes_are_kept() -> None:
    checked = subprocess.run(
        [sys.executable, "script/sizes.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


def test_scripts_are_plain_sh_and_executable() -> None:
    for name in ("setup", "server", "test", "lint", "bench", "prove", "make-secrets"):
        script = ROOT / "script" / name
        assert script.stat().st_mode & 0o111, name
        assert script.read_text().startswith("#!/bin/sh\n"), name
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0, name
