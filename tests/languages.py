"""Languages for tests: a few texts, compiled as the product's own are."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def compiled(folder: Path, language: str, texts: Mapping[str, str], domain: str = "django") -> str:
    """Write these translations where LOCALE_PATHS finds them; return that folder's name."""
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    entries = {"": "Content-Type: text/plain; charset=UTF-8\\n", **texts}
    lines = (f'msgid "{text}"\nmsgstr "{said}"\n' for text, said in entries.items())
    target.joinpath(f"{domain}.po").write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(["msgfmt", "-o", f"{domain}.mo", f"{domain}.po"], cwd=target, check=True)
    return str(folder)
