"""The glyphs of the visual language, same bytes on page and paper: bridge, finding shapes, evidence marks.

Each is inline SVG with light-mode colours as attributes, for paper, and classes by which
static/css/glyphs.css recolours it on screen. None of them stands without its word.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from assessments.tokens import LIGHT

register = template.Library()

FINDINGS: Mapping[str, str] = {
    "matched": gettext_noop("Matched"),
    "partial": gettext_noop("Partial"),
    "unmatched": gettext_noop("Unmatched"),
    "unknown": gettext_noop("Unknown"),
}
EVIDENCE: Mapping[str, str] = {
    "none": gettext_noop("No evidence"),
    "documented": gettext_noop("Documented"),
    "measured": gettext_noop("Measured"),
    "verified": gettext_noop("Verified"),
}

BRIDGE_BOX = "0 2 36 13"
SQUARE_BOX = "0 0 16 16"
GAP = 20
"""Width between the piers; the deck grows from both and closes at level 4."""


@lru_cache(maxsize=64)
def _shapes(kind: str, **what: Any) -> SafeString:
    return mark_safe(render_to_string(f"components/glyphs/{kind}.html", {"c": LIGHT, **what}).strip())  # noqa: S308


def bridge_shapes(level: int, claimed: int | None = None) -> SafeString:
    """Draw a road on two piers whose deck closes with the level; a higher claim is drawn as its outline."""
    reach = GAP * claimed / 8 if claimed is not None and claimed > level else 0
    return _shapes(
        "bridge", half=f"{GAP * level / 8:g}" if level else "", reach=f"{reach:g}" if reach else ""
    )


def _svg(class_name: str, box: str, shapes: SafeString, label: str) -> SafeString:
    """Wrap shapes; without a label the glyph is decoration for the words beside it."""
    _, _, width, height = box.split()
    told = format_html('role="img"><title>{}</title>', label) if label else mark_safe('aria-hidden="true">')
    svg = '<svg class="{}" viewBox="{}" width="{}" height="{}" {}{}</svg>'
    return format_html(svg, class_name, box, width, height, told, shapes)


def finding_word(finding: str) -> str:
    """What a finding is called where it stands alone."""
    return gettext(FINDINGS[str(finding)])


@register.simple_tag
def bridge(level: int, claimed: int | None = None, label: str = "") -> SafeString:
    """Draw the level 0-4 as a bridge; with `claimed`, the outline of what lies beyond the evidence."""
    return _svg("bridge", BRIDGE_BOX, bridge_shapes(int(level), claimed), label)


@register.simple_tag
def finding_shape(finding: str, label: str = "") -> SafeString:
    """Draw a finding's shape alone; give its label unless the word stands beside it."""
    return _svg("shape", SQUARE_BOX, _shapes("finding", finding=str(finding)), label)


@register.simple_tag
def finding_mark(finding: str) -> SafeString:
    """Write a finding as shape and word in its colour."""
    mark = '<span class="finding-mark is-{}">{} {}</span>'
    return format_html(mark, finding, finding_shape(finding), finding_word(finding))


@register.simple_tag
def evidence_mark(grade: str) -> SafeString:
    """Write an evidence grade as mark and word."""
    svg = _svg("shape", SQUARE_BOX, _shapes("evidence", grade=str(grade)), "")
    return format_html('<span class="evidence-mark">{} {}</span>', svg, gettext(EVIDENCE[str(grade)]))


@register.simple_tag
def side_mark(side: str) -> SafeString:
    """Draw the legend's mark of a pair's side: hollow for "pilot", solid for "production"."""
    return _svg("shape", SQUARE_BOX, _shapes("side", side=side), "")


@register.simple_tag
def finding_strip(sections: Iterable[Any]) -> SafeString:
    """Draw the strip of eight; each section gives `name`, `finding` and perhaps `url`."""
    items = ([_strip_item(section)] for section in sections)
    return format_html('<ol class="strip">{}</ol>', format_html_join("", "{}", items))


def _strip_item(section: Any) -> SafeString:
    name, finding, url = (_given(section, part) for part in ("name", "finding", "url"))
    inner = format_html(
        '{}<span class="word">{}</span><span class="name">{}</span>',
        finding_shape(finding),
        finding_word(finding),
        name,
    )
    linked = format_html('<a href="{}">{}</a>', url, inner) if url else inner
    return format_html('<li class="is-{}">{}</li>', finding, linked)


def _given(section: Any, part: str) -> Any:
    return section.get(part) if isinstance(section, Mapping) else getattr(section, part, None)


@register.simple_tag
@cache
def glyph_symbols() -> SafeString:
    """Define every glyph once a page, for `<svg><use href="#bridge-3"/></svg>` in long lists."""
    symbols = [(f"bridge-{level}", BRIDGE_BOX, bridge_shapes(level)) for level in range(5)]
    symbols += [(f"evidence-{grade}", SQUARE_BOX, _shapes("evidence", grade=grade)) for grade in EVIDENCE]
    symbols += [
        (f"finding-{finding}", SQUARE_BOX, _shapes("finding", finding=finding)) for finding in FINDINGS
    ]
    return format_html(
        '<svg class="symbols" width="0" height="0" aria-hidden="true">{}</svg>',
        format_html_join("", '<symbol id="{}" viewBox="{}">{}</symbol>', symbols),
    )
