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
    details = {_identity(entry): entry for entry in record["evidence"]}
    return tuple(
        Proof(
            number=number,
            title=identity[0],
            link=identity[1],
            sha256=identity[2],
            dated=words.day(details.get(identity, {}).get("dated") or ""),
            expires=words.day(details.get(identity, {}).get("expires") or ""),
            backs=tuple(names),
        )
        for number, (identity, names) in enumerate(backs.items(), start=1)
    )


def numbers(proofs: tuple[Proof, ...]) -> dict[Identity, int]:
    """From what a proof is to its number."""
    return {(proof.title, proof.link, proof.sha256): proof.number for proof in proofs}


def numbers_of(question: Frozen, numbered: Mapping[Identity, int]) -> tuple[int, ...]:
    """The register numbers that one frozen question refers to."""
    return tuple(sorted({numbered[_identity(proof)] for proof in question["proof"]}))


def questions_of(record: Frozen) -> Iterator[Frozen]:
    """Every question of the record, in catalogue order."""
    return (question for section in record["sections"] for question in section["questions"])


def _backing(record: Frozen) -> dict[Identity, list[str]]:
    backs: dict[Identity, list[str]] = {}
    names = {}
    for question in questions_of(record):
        names[question["key"]] = question["name"]
        for proof in question["proof"]:
            backs.setdefault(_identity(proof), []).append(question["name"])
    for entry in record["evidence"]:
        named = backs.setdefault(_identity(entry), [])
        named += [names.get(key, key) for key in entry["questions"] if names.get(key, key) not in named]
    return {identity: list(dict.fromkeys(named)) for identity, named in backs.items()}


def _identity(proof: Frozen) -> Identity:
    return (proof["title"], proof["link"], proof["sha256"])
