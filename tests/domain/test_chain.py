"""Where a chain is broken, and what is said about it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assessments.domain.chain import Link, breaks_in, hash_after, issued_break, start_of

Chain = list[Link]


def chain(length: int = 6, stream: str = "people") -> Chain:
    links, before = [], start_of(stream)
    for seq in range(1, length + 1):
        entry = f'{{"text": {seq}}}'
        before = hash_after(before, entry)
        links.append(Link(seq, before, entry))
    return links


def numbered(links: Chain) -> Chain:
    return [replace(link, seq=seq) for seq, link in enumerate(links, start=1)]


def broken(links: Chain, head: Link | None) -> list[tuple[int, str]]:
    """The number and the first word of every break."""

    def place_of(wanted: Link) -> int | None:
        hashes = {0: start_of("people")} | {link.seq: link.hash for link in links}
        fits = [seq for seq, before in hashes.items() if hash_after(before, wanted.entry) == wanted.hash]
        return fits[0] if fits else None

    found = breaks_in("people", links, lambda: head, place_of)
    return [(item.seq, item.what.split()[0].rstrip(",:")) for item in found]


def text_of_third(links: Chain) -> Chain:
    return [*links[:2], replace(links[2], entry="{}"), *links[3:]]


def hash_of_third(links: Chain) -> Chain:
    return [*links[:2], replace(links[2], hash="0" * 64), *links[3:]]


def third_gone(links: Chain) -> Chain:
    return links[:2] + links[3:]


def third_and_fourth_gone(links: Chain) -> Chain:
    return links[:2] + links[4:]


def third_gone_and_numbered(links: Chain) -> Chain:
    return numbered(third_gone(links))


def second_and_fifth_swapped(links: Chain) -> Chain:
    first, second, third, fourth, fifth, sixth = links
    return numbered([first, fifth, third, fourth, second, sixth])


def forged_after_second(links: Chain) -> Chain:
    forged = Link(3, hash_after(links[1].hash, "{}"), "{}")
    return numbered([*links[:2], forged, *links[2:]])


def first_two_swapped(links: Chain) -> Chain:
    return numbered([links[1], links[0], *links[2:]])


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (list, []),
        (text_of_third, [(3, "its")]),
        (hash_of_third, [(3, "its")]),
        (third_gone, [(3, "missing")]),
        (third_and_fourth_gone, [(3, "missing")]),
        (third_gone_and_numbered, [(3, "its"), (6, "missing")]),
        (second_and_fifth_swapped, [(2, "out"), (3, "out"), (5, "out"), (6, "out")]),
        (forged_after_second, [(4, "out"), (7, "it")]),
        (first_two_swapped, [(1, "out"), (2, "out"), (3, "out")]),
        (lambda links: links[:4], [(5, "missing")]),
        (lambda _links: [], [(1, "missing")]),
    ],
)
def test_break_is_named_where_it_is(edit: Callable[[Chain], Chain], said: list[tuple[int, str]]) -> None:
    links = chain()

    assert broken(edit(links), links[-1]) == said


def test_end_of_the_chain_is_held_against_its_head() -> None:
    links = chain()

    assert broken(links, None) == [(6, "the")]
    assert broken(links, replace(links[5], hash="0" * 64)) == [(6, "the")]
    assert broken(links, links[3]) == [(5, "it")]


def test_chain_of_another_stream_is_told() -> None:
    links = chain(stream="project:1")

    assert broken(links, links[-1])[0] == (1, "its")


def test_several_missing_are_named_as_one() -> None:
    links = chain()
    found = breaks_in("people", third_and_fourth_gone(links), lambda: links[-1], lambda _link: None)

    assert [str(item) for item in found] == ["people entry 3: missing, and all up to 4"]


@pytest.mark.parametrize(
    ("stored", "last", "words"),
    [
        (Link(4, "b"), 6, "the chain was written anew"),
        (None, 3, "its tail was cut off"),
        (None, 6, "but it is missing"),
    ],
)
def test_issued_head_that_is_not_in_the_chain_is_told(stored: Link | None, last: int, words: str) -> None:
    found = issued_break("people", Link(4, "a"), stored, last)

    assert found is not None
    assert (found.stream, found.seq) == ("people", 4)
    assert words in found.what


def test_issued_head_that_is_in_the_chain_breaks_nothing() -> None:
    assert issued_break("people", Link(4, "a"), Link(4, "a"), 6) is None
