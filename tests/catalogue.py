"""A language that a deployment has beside English, with as many texts as a test needs."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from django.conf import LazySettings


def speak_also(code: str, texts: Mapping[str, str], folder: Path, settings: LazySettings) -> None:
    """Let the site also speak this language; what is not among its texts stays English."""
    place = folder / code / "LC_MESSAGES"
    place.mkdir(parents=True)
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **texts}
    lines = [f"msgid {_quoted(english)}\nmsgstr {_quoted(said)}\n" for english, said in entries.items()]
    (place / "django.po").write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(["msgfmt", "--check", "-o", "django.mo", "django.po"], cwd=place, check=True)
    settings.LOCALE_PATHS = [str(folder)]
    settings.LANGUAGES = [*settings.LANGUAGES, (code, code)]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
