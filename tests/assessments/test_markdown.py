"""Light markdown: what it shows, what it never lets through, and that it costs little."""

import re
import time

import pytest

from assessments.domain.casefile.values import LONG
from assessments.markdown import to_html, to_plain

SHOWN = [
    ("one\n\ntwo", "<p>one</p><p>two</p>", "one\ntwo"),
    ("one\ntwo", "<p>one<br>two</p>", "one\ntwo"),
    ("**bold**, _leaning_, `code`", "<p><strong>bold</strong>, <em>leaning</em>, <code>code</code></p>",
     "bold, leaning, code"),
    ("- a\n- b", "<ul><li>a</li><li>b</li></ul>", "• a\n• b"),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
    ("[plan](https://wiki.example.org/plan)",
     '<p><a href="https://wiki.example.org/plan" rel="noopener nofollow">plan</a></p>',
     "plan (https://wiki.example.org/plan)"),
    ("[mail](mailto:a@example.org)",
     '<p><a href="mailto:a@example.org" rel="noopener nofollow">mail</a></p>', "mail (mailto:a@example.org)"),
    ("# no heading", "<p># no heading</p>", "# no heading"),
    ("    no block", "<p>no block</p>", "no block"),
    ("2 * 3 * 4 of a_b_c < 5 & more", "<p>2 * 3 * 4 of a_b_c &lt; 5 &amp; more</p>",
     "2 * 3 * 4 of a_b_c < 5 & more"),
    ("", "", ""),
]  # fmt: skip

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/account/logout/)",
    '[x](https://a.example"onmouseover="alert(1))',
    "[x](https://a.example 'onclick=alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<https://evil.example>",
    "`<img src=x onerror=alert(1)>`",
    "**<svg/onload=alert(1)>**",
    "- <iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input name=csrfmiddlewaretoken>",
    "</p></div><h1 id=form>",
    "<!--><script>alert(1)</script>-->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
]
TAG = re.compile(r"<[^>]*>")
HARMLESS = re.compile(
    r'</?(p|ul|li|strong|em|code)>|<br>|</?ol>|<ol start="\d+">|</a>|'
    r'<a href="(https?://|mailto:)[^"<>]*" rel="noopener nofollow">'
)


@pytest.mark.parametrize(("typed", "html", "plain"), SHOWN)
def test_text_is_shown_with_its_marks_and_printed_without(typed: str, html: str, plain: str) -> None:
    assert to_html(typed).replace("\n", "") == html
    assert to_plain(typed) == plain


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_but_harmless_tags_comes_out(attack: str) -> None:
    for text in (attack, f"- {attack}", f"**{attack}**", f"> {attack}"):
        found = TAG.findall(to_html(text))

        assert [tag for tag in found if not HARMLESS.fullmatch(tag)] == []


@pytest.mark.parametrize("piece", ["*a ", "[", "[a](", "`", "- ", "_a*", "**a", "\\", "1. ", "<a "])
def test_longest_text_takes_no_time_worth_telling(piece: str) -> None:
    text = (piece * LONG)[:LONG]
    began = time.process_time()

    to_html.__wrapped__(text)
    to_plain.__wrapped__(text)

    assert time.process_time() - began < 2
