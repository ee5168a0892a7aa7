"""What a file is called: the end of its path, in characters that show what they are."""

import re
import unicodedata

LONGEST_NAME = 200

_SPACES = re.compile(r"\s+")
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
"""Controls, marks that turn the direction of writing, what has no meaning: none of them can be seen."""


def safe_name(given: str) -> str:
    """The name without folders, controls and invisible marks, at most 200 characters; empty for none.

    Only ever shown and offered for saving: it is no path here, and none is made of it.
    """
    base = given.replace("\\", "/").rpartition("/")[2]
    seen = "".join(character for character in base if not _is_hidden(character))
    name = _SPACES.sub(" ", seen).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME or not dot or len(ending) > 10:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and not character.isspace()
