"""The evidence register: every proof once, numbered in the order in which the answers refer to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from . import words
from .parts import Proof

Frozen = Mapping[str, Any]
Identity = tuple[str, str, str]


def register(record: Frozen) -> tuple[Proof, ...]:
    """All proofs of the answers, then the case's further entries that no answer names."""
    backs = _backing(record)
    details = {_same(_identity(entry)): entry for entry in record["evidence"]}
    return tuple(
        Proof(
            number=number,
            title=identity[0],
            link=identity[1],
            sha256=identity[2],
            dated=words.day(details.get(_same(identity), {}).get("dated") or ""),
            expires=words.day(details.get(_same(identity), {}).get("expires") or ""),
            backs=tuple(names),
        )
        for number, (identity, names) in enumerate(backs, start=1)
    )


def numbers(proofs: tuple[Proof, ...]) -> dict[Identity, int]:
    """From what a proof is to its number."""
    return {_same((proof.title, proof.link, proof.sha256)): proof.number for proof in proofs}


def numbers_of(question: Frozen, numbered: Mapping[Identity, int]) -> tuple[int, ...]:
    """The register numbers that one frozen question refers to."""
    return tuple(sorted({numbered[_same(_identity(proof))] for proof in question["proof"]}))


def questions_of(record: Frozen) -> Iterator[Frozen]:
    """Every question of the record, in catalogue order."""
    return (question for section in record["sections"] for question in section["questions"])


def _backing(record: Frozen) -> list[tuple[Identity, list[str]]]:
    """Every proof as it was first written, with the questions that rest on it."""
    backs: dict[Identity, tuple[Identity, list[str]]] = {}
    names = {}
    for question in questions_of(record):
        names[question["key"]] = question["name"]
        for proof in question["proof"]:
            _named(backs, proof).append(question["name"])
    for entry in record["evidence"]:
        named = _named(backs, entry)
        named += [names.get(key, key) for key in entry["questions"] if names.get(key, key) not in named]
    return [(identity, list(dict.fromkeys(named))) for identity, named in backs.values()]


def _named(backs: dict[Identity, tuple[Identity, list[str]]], proof: Frozen) -> list[str]:
    identity = _identity(proof)
    return backs.setdefault(_same(identity), (identity, []))[1]


def _identity(proof: Frozen) -> Identity:
    return (proof["title"], proof["link"], proof["sha256"])


def _same(identity: Identity) -> Identity:
    """What two spellings of one proof have in common: case, spaces and a last slash tell nothing apart."""
    title, link, sha256 = identity
    return " ".join(title.split()).casefold(), link.strip().rstrip("/"), sha256.lower()
