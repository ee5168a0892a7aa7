"""Glyphs and drawings for paper.

A glyph stands dozens of times in a report. As an image it is read once and drawn often; inline it would be
parsed, matched against every rule and tagged each time.
"""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.templatetags.glyphs import finding_word

register = template.Library()


@register.filter
def drawn(drawings: Mapping[str, SafeString], key: str) -> SafeString | str:
    """The drawing under that key, nothing where there is none."""
    return drawings.get(key, "")


@register.simple_tag
def paper_bridge(level: int, claimed: int | None = None) -> SafeString:
    """Draw a level as a bridge, the claim's reach as its outline, and words for those who cannot see it."""
    reach = claimed if claimed is not None and claimed > level else level
    told = _("Level %(level)s, claimed %(claimed)s:") if reach > level else _("Level %(level)s:")
    return format_html(
        '<img class="bridge" src="report:bridge-{}-{}.svg" alt="{}">',
        level,
        reach,
        told % {"level": level, "claimed": reach},
    )


@register.simple_tag
def paper_strip(finding: str) -> SafeString:
    """Draw a finding's shape over its word, for the strip of eight."""
    mark = (
        '<span class="finding-mark is-{0}">'
        '<img class="shape" src="report:finding-{0}.svg" alt="{2}"><span class="word">{1}</span></span>'
    )
    return format_html(mark, finding, finding_word(finding), _("Finding:"))


@register.simple_tag
def paper_mark(finding: str) -> SafeString:
    """Write a finding as shape and word in its colour."""
    mark = (
        '<span class="finding-mark is-{0}">'
        '<img class="shape" src="report:finding-{0}.svg" alt="{2}"> {1}</span>'
    )
    return format_html(mark, finding, finding_word(finding), _("Finding:"))
