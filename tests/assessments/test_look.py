"""The visual language holds: colours exist once and can be read, nothing is inline, glyphs have words."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from assessments.templatetags import glyphs
from assessments.tokens import DARK, LIGHT, TOKENS_CSS

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in {".html", ".svg"})
MODES = {"light": LIGHT, "dark": DARK}

TEXT = ("ink", "muted", "accent", "green", "amber", "brick", "grey")
GROUNDS = ("paper", "surface")

COLOUR_IN_CSS = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch)\(", re.IGNORECASE
)
COLOUR_IN_TEMPLATE = re.compile(r'="#(?:[0-9a-f]{3}|[0-9a-f]{6})"|\brgba?\(', re.IGNORECASE)
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:|\shx-on", re.IGNORECASE)
ONE_SIDED = re.compile(
    r"\b(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right):"
    r"|\b(?:float|text-align): (?:left|right)"
    r"|(?<=[;{ ])(?:margin|padding|inset):(?: [^ ;!]+){4}"
)
"""What would stand on the same side in a language that is read from right to left."""
SCRIPT_WITHOUT_SOURCE = re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_the_known_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_has_a_contrast_of_4_5(mode: str, ground: str, text: str) -> None:
    assert contrast(MODES[mode][text], MODES[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fill", ["accent", "brick"])
def test_text_on_a_filled_button_has_a_contrast_of_4_5(mode: str, fill: str) -> None:
    assert contrast(MODES[mode]["surface"], MODES[mode][fill]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("mark", ["ink", "green", "amber", "brick", "grey", "muted", "accent"])
def test_marks_and_borders_of_controls_have_a_contrast_of_3(mode: str, ground: str, mark: str) -> None:
    assert contrast(MODES[mode][mark], MODES[mode][ground]) >= 3


def test_both_modes_have_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert {*TEXT, *GROUNDS, "rule"} == LIGHT.keys()


@pytest.mark.parametrize("path", [path for path in STYLES if path != TOKENS_CSS], ids=name_of)
def test_style_sheets_have_no_colour_of_their_own(path: Path) -> None:
    assert COLOUR_IN_CSS.findall(path.read_text()) == []


@pytest.mark.parametrize("path", [path for path in STYLES if path.stem != "document"], ids=name_of)
def test_style_sheets_of_pages_know_no_left_and_right(path: Path) -> None:
    rules = [line for line in path.read_text().splitlines() if "rtl" not in line and "legend" not in line]

    assert [line for line in rules if ONE_SIDED.search(line)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_have_no_colour_of_their_own(path: Path) -> None:
    assert COLOUR_IN_TEMPLATE.findall(path.read_text()) == []


def test_the_icon_uses_colours_of_the_tokens() -> None:
    used = re.findall(r"#[0-9A-F]{6}", (ROOT / "static" / "img" / "mark.svg").read_text())

    assert used
    assert set(used) <= set(LIGHT.values()) | set(DARK.values())


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_every_property_that_is_used_is_defined(path: Path) -> None:
    defined = {name for style in STYLES for name in re.findall(r"(--[\w-]+)\s*:", style.read_text())}

    used = set(re.findall(r"var\((--[\w-]+)\)", path.read_text()))

    assert used <= defined


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_have_nothing_inline(path: Path) -> None:
    text = path.read_text()
    of_mails = {" style=", "<style"} if path.parent.name == "mail" else set()  # no style sheet reaches them

    assert set(INLINE.findall(text)) <= of_mails
    assert SCRIPT_WITHOUT_SOURCE.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_stay_under_120_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 120


def test_scripts_need_no_eval() -> None:
    for path in (ROOT / "static" / "js").glob("*.js"):
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", path.read_text()), path.name


def test_levels_are_five_different_bridges() -> None:
    assert len({glyphs.bridge(level) for level in range(5)}) == 5


def test_a_claim_above_the_evidence_is_outlined() -> None:
    assert glyphs.bridge(1, 3) != glyphs.bridge(1)
    assert glyphs.bridge(3, 3) == glyphs.bridge(3, 1) == glyphs.bridge(3, None) == glyphs.bridge(3)


def test_a_glyph_alone_says_its_label() -> None:
    assert "<title>level 2, partial &amp; held</title>" in glyphs.bridge(2, None, "level 2, partial & held")
    assert 'aria-hidden="true"' in glyphs.bridge(2)


@pytest.mark.parametrize(("finding", "word"), glyphs.FINDINGS.items())
def test_a_finding_is_word_shape_and_colour(finding: str, word: str) -> None:
    mark = glyphs.finding_mark(finding)

    assert word in mark
    assert "<svg" in mark
    assert f"is-{finding}" in mark


def test_the_strip_takes_keys_and_attributes_and_escapes_names() -> None:
    class Section:
        name, finding, url = "Support <model>", "unknown", "/there/"

    strip = glyphs.finding_strip([{"name": "Data quality", "finding": "matched"}, Section()])

    assert strip.count("<li") == 2
    assert '<a href="/there/">' in strip
    assert "Support &lt;model&gt;" in strip


def test_symbols_define_every_glyph_once() -> None:
    page = Template("{% load glyphs %}{% glyph_symbols %}").render(Context())

    ids = re.findall(r'id="([\w-]+)"', page)

    assert len(ids) == len(set(ids)) == 5 + 4 + 4
