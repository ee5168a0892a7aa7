"""Light markdown in what people write: paragraphs, lists, bold, italic, code and links, and nothing else.

What is stored stays as it was typed. HTML is never passed on: the parser escapes it, and what the parser made
is sanitised once more, so that a fault in one of the two is no hole.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES: Final = {"http", "https", "mailto"}
TAGS: Final = {"p", "br", "ul", "ol", "li", "strong", "em", "code", "a"}
ATTRIBUTES: Final[dict[str, set[str]]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
RULES: Final = ("list", "emphasis", "backticks", "link", "newline", "escape")

LEADS_SOMEWHERE: Final = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE)
"""A link within this site is none: what people write moves nobody here."""


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name in the parser
        return bool(LEADS_SOMEWHERE.match(url))


_PARSER: Final = _Parser("zero", {"html": False, "breaks": True}).enable(list(RULES))


@lru_cache(maxsize=2000)
def to_html(text: str) -> SafeString:
    """Render a text for a page; its links lead to the web or to an address only, and lend no trust."""
    made = nh3.clean(
        _PARSER.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )
    return mark_safe(made)  # noqa: S308 - sanitised a line above


@lru_cache(maxsize=2000)
def to_plain(text: str) -> str:
    """The same meaning without marks, for paper and mail: a list item on a line of its own, links in full."""
    return "\n".join(" ".join(line.split()) for line in _written(_PARSER.parse(text)).splitlines()).strip()


def _written(tokens: Iterable[Token]) -> str:
    written: list[str] = []
    for token in tokens:
        if token.type == "list_item_open":
            written.append(f"{token.info}. " if token.info else "• ")
        elif token.type == "inline":
            written.append(f"{_inline(token.children or [])}\n")
    return "".join(written)


def _inline(tokens: Iterable[Token]) -> str:
    written: list[str] = []
    links: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            links.append(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            written.append(f" ({links.pop()})")
        elif token.type in {"softbreak", "hardbreak"}:
            written.append("\n")
        else:
            written.append(token.content)
    return "".join(written)
