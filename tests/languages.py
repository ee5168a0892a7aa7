"""Languages for tests: a few texts, compiled as the product's own are."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from django.conf import LazySettings


def speak_also(code: str, texts: Mapping[str, str], folder: Path, settings: LazySettings) -> None:
    """Let the site also speak this language; what is not among its texts stays English."""
    settings.LOCALE_PATHS = [compiled(folder, code, texts)]
    settings.LANGUAGES = [*settings.LANGUAGES, (code, code)]


def compiled(folder: Path, language: str, texts: Mapping[str, str], domain: str = "django") -> str:
    """Write these translations where LOCALE_PATHS finds them; return that folder's name."""
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **texts}
    lines = [f"msgid {_quoted(english)}\nmsgstr {_quoted(said)}\n" for english, said in entries.items()]
    target.joinpath(f"{domain}.po").write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(["msgfmt", "--check", "-o", f"{domain}.mo", f"{domain}.po"], cwd=target, check=True)
    return str(folder)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
