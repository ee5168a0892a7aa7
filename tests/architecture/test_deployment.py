"""The production path, as far as it can be checked without a container engine."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import settings as product

ROOT = Path(__file__).resolve().parents[2]
SERVICES_OF_OURS = ("web", "worker", "beat", "migrate")
NOT_SETTINGS = {
    "DJANGO_SETTINGS_MODULE",
    "WEB_WORKERS",
    "WEB_THREADS",
}  # read by Django and by gunicorn's file


NOT_GIVEN = {
    "DEBUG": "never in production",
    "TRIAL": "never in production",
    "HTTPS": "always in production",
    "SECRET_KEY_FALLBACKS": "only while a key is replaced",
    "QUEUE_DIR": "Redis is the queue",
    "TRANSLATIONS": "mounted by who has translations, as docs/operations.md tells",
    **dict.fromkeys(
        (
            "SAML_METADATA_URL",
            "SAML_ENTITY_ID",
            "SAML_KEY",
            "SAML_NAME",
            "SAML_EMAIL_ATTRIBUTE",
            "SAML_VERIFIED_DOMAINS",
        ),
        "the image is built without the extra that speaks SAML",
    ),
    **dict.fromkeys(
        (
            "EVIDENCE_S3_BUCKET",
            "EVIDENCE_S3_ENDPOINT",
            "EVIDENCE_S3_REGION",
            "EVIDENCE_S3_ACCESS_KEY",
            "EVIDENCE_S3_SECRET_KEY",
            "EVIDENCE_S3_FOLDER",
        ),
        "the image is built without the extra that speaks S3",
    ),
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml, its anchors resolved."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture(scope="module")
def names_read() -> set[str]:
    """Every variable that settings.py reads through `env`."""
    calls = [node for node in ast.walk(ast.parse((ROOT / "config/settings.py").read_text())) if _reads(node)]
    return {call.args[0].value for call in calls}  # type: ignore[attr-defined]


def _reads(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )


def test_compose_file_follows_the_schema() -> None:
    checker = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [checker, "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]

    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("service", SERVICES_OF_OURS)
def test_compose_names_only_settings_that_exist(
    compose: dict[str, Any], names_read: set[str], service: str
) -> None:
    named = {name.removesuffix("_FILE") for name in compose["services"][service]["environment"]}

    assert named - NOT_SETTINGS <= names_read


def test_every_setting_is_given_by_compose_or_has_a_reason_not_to(
    compose: dict[str, Any], names_read: set[str]
) -> None:
    environments = [compose["services"][service]["environment"] for service in SERVICES_OF_OURS]
    given = {name.removesuffix("_FILE") for environment in environments for name in environment}

    assert names_read - given == set(NOT_GIVEN)


def test_compose_falls_back_to_the_settings_own_defaults(compose: dict[str, Any]) -> None:
    given = {**compose["services"]["web"]["environment"], **compose["services"]["worker"]["environment"]}
    fallbacks = {
        name: found[1]
        for name, value in given.items()
        if name.startswith("REPORT_") and (found := re.fullmatch(r"\$\{\w+:-(\d+)\}", value))
    }

    assert fallbacks == {name: str(getattr(product, name)) for name in fallbacks}
    assert len(fallbacks) == 5


def test_worker_is_given_time_to_finish(compose: dict[str, Any]) -> None:
    grace = int(compose["services"]["worker"]["stop_grace_period"].removesuffix("s"))

    assert grace > product.REPORT_HARD_SECONDS > product.REPORT_SOFT_SECONDS > product.REPORT_LEASE_SECONDS


def test_every_setting_is_described(names_read: set[str]) -> None:
    described = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs/operations.md").read_text()))

    assert names_read <= described


@pytest.mark.parametrize("service", SERVICES_OF_OURS)
def test_compose_gives_each_service_the_secrets_it_reads(compose: dict[str, Any], service: str) -> None:
    definition = compose["services"][service]
    read = {Path(value).name for name, value in definition["environment"].items() if name.endswith("_FILE")}

    assert read == set(definition["secrets"])
    assert read <= set(compose["secrets"])


def test_only_the_migration_knows_the_owner_and_only_the_worker_holds_keys(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert [name for name in SERVICES_OF_OURS if "owner_database_url" in services[name]["secrets"]] == [
        "migrate"
    ]
    assert [
        name
        for name in services
        if any(str(volume).startswith("keys:") for volume in services[name].get("volumes", []))
    ] == ["worker"]


def test_every_service_restarts_and_tells_its_health(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service.get("restart"), name
        assert service.get("healthcheck") or name in {"migrate", "caddy"}, name


def test_secrets_script_writes_what_compose_reads(compose: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script/make-secrets", tmp_path / "script")
    for _ in range(2):
        subprocess.run(["script/make-secrets"], cwd=tmp_path, check=True, capture_output=True)

    written = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    assert {tmp_path / "secrets" / name for name in written} == {
        tmp_path / secret["file"] for secret in compose["secrets"].values()
    }
    assert written["app_password"] in written["database_url"]
    assert len(set(written.values())) == len(written)


@pytest.mark.parametrize("service", SERVICES_OF_OURS)
def test_deployment_check_is_clean_under_compose_settings(service: str) -> None:
    checked = subprocess.run(
        [sys.executable, "script/deployment_check.py", service],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


def test_image_copies_what_exists_and_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]

    assert all((ROOT / source).exists() for source in copied)
    assert [line.split()[1] for line in lines if line.startswith("USER ")] == ["honest-pilot"]


def test_image_ignores_everything_but_what_it_copies() -> None:
    kept = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert set(kept) == set(copied)
