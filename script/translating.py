"""Texts to translate and translated texts: found, kept and compiled with GNU gettext.

A language has one folder, named as a locale: `<folder>/de/LC_MESSAGES/django.po` for pages, mails and
reports, and one file of the same kind for each question set, as `honest-pilot-1.po`.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from assessments import questionnaires

ROOT = Path(__file__).resolve().parent.parent
PSEUDO = "ar_XB"
"""Read from right to left, and no language: what is not translated stands out on every page."""
LIBRARIES = ("django", "allauth", "crispy_forms", "django_filters")
"""Whose own texts are shown beside ours; for real languages they bring their translations along."""

SOURCES = ("assessments", "config", "reports", "templates")
HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=n != 1;\n"
"""
KEPT = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{[^}]*\}|<[^>]*>|&#?\w+;|\\.|https?://\S+")
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابسدهفغحيجكلمنوقصرشتعثخطظزابسدهفغحيجكلمنوقصرشتعثخطظز",
)

Entry = dict[str, str]
"""The parts of one text as they stand in the file, escapes and all: msgctxt, msgid, msgid_plural."""


def main(asked: list[str]) -> None:
    """Do what the command line asks for."""
    if asked[:1] == ["--pseudo"] and len(asked) == 2:
        pseudo(Path(asked[1]))
        return
    folder = Path(os.environ.get("TRANSLATIONS", ROOT / "locale"))
    for locale in asked:
        _collect(folder, locale)
    for found in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        _run("msgfmt", "--check", "-o", found.with_suffix(".mo"), found)
        print(f"{found}: compiled")


def pseudo(folder: Path) -> None:
    """Write and compile the trial language: every text of ours, of the libraries and of the question sets."""
    with tempfile.TemporaryDirectory() as workshop:
        _collect(Path(workshop), PSEUDO)
        ours = sorted(Path(workshop).glob("*/LC_MESSAGES/*.po"))
        theirs = [found for name in LIBRARIES for found in _catalogues(name)]
        for found in ours:
            read = [found, *theirs] if found.stem == "django" else [found]
            entries = {tuple(entry.items()): entry for path in read for entry in _entries(path)}
            target = folder / PSEUDO / "LC_MESSAGES" / found.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(HEADER + "".join(map(_pseudo_entry, entries.values())), encoding="utf-8")
            _run("msgfmt", "-o", target.with_suffix(".mo"), target)


def _collect(folder: Path, locale: str) -> None:
    """Bring the texts of a language up to date: new ones are added, those that are gone are marked."""
    target = folder / locale / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as view:
        # Seen from here there is no other folder of translations that would be filled instead.
        for name in SOURCES:
            (Path(view) / name).symlink_to(ROOT / name)
        _run(
            *(sys.executable, ROOT / "manage.py", "makemessages", "--locale", locale, "--symlinks"),
            *("--extension", "html,svg,txt,py", "--no-wrap", "--no-location"),
            cwd=Path(view),
            TRANSLATIONS=folder.resolve(),
        )
    for name in questionnaires.available():
        _merge(target / f"{name.replace('/', '-')}.po", questionnaires.texts(questionnaires.load(name)))


def _merge(target: Path, texts: Iterable[str]) -> None:
    """Bring a question set's file up to date."""
    fresh = HEADER + "".join(f'\nmsgid "{_escaped(text)}"\nmsgstr ""\n' for text in texts)
    if not target.exists():
        target.write_text(fresh, encoding="utf-8")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".pot", encoding="utf-8") as template:
        template.write(fresh)
        template.flush()
        _run("msgmerge", "--quiet", "--no-wrap", "--update", "--backup=none", target, template.name)


def _catalogues(library: str) -> Iterator[Path]:
    """A library's texts, from whichever of its languages has them."""
    spec = find_spec(library)
    home = Path(spec.origin or "").parent if spec else Path("none")
    for language in ("en", "ar"):
        yield from home.rglob(f"locale/{language}/LC_MESSAGES/django.po")


def _entries(path: Path) -> Iterator[Entry]:
    """Every text of a file but its header."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry: Entry = {}
        part = ""
        for line in block.splitlines():
            if match := re.match(r'(msg\w+)(?:\[\d\])? "(.*)"$', line):
                part = match[1]
                entry[part] = entry.get(part, "") + match[2] if part != "msgstr" else ""
            elif line.startswith('"') and part and part != "msgstr":
                entry[part] += line[1:-1]
        entry.pop("msgstr", None)
        if entry.get("msgid"):
            yield entry


def _pseudo_entry(entry: Entry) -> str:
    lines = [f'{part} "{text}"' for part, text in entry.items()]
    if plural := entry.get("msgid_plural"):
        lines += [f'msgstr[0] "{_disguised(entry["msgid"])}"', f'msgstr[1] "{_disguised(plural)}"']
    else:
        lines.append(f'msgstr "{_disguised(entry["msgid"])}"')
    return "\n" + "\n".join(lines) + "\n"


def _disguised(text: str) -> str:
    """Other letters and a third more of them; what is filled in, tags and addresses stay."""
    kept = KEPT.findall(text)
    words = [part.translate(LETTERS).replace("ا", "اـ").replace("ه", "هـ") for part in KEPT.split(text)]
    return "".join(word + tag for word, tag in zip(words, [*kept, ""], strict=True))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _run(*command: object, cwd: Path = ROOT, **environment: object) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=cwd,
        env=os.environ | {name: str(value) for name, value in environment.items()},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr or done.stdout}")


if __name__ == "__main__":
    main(sys.argv[1:])
