"""Projects or rounds side by side: weakest link first, and what differs most before what agrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .questionnaire import SECTIONS
from .scoring import Finding


@dataclass(frozen=True)
class Profile:
    """What comparison needs of one assessed round; `evidenced` has None where a question was dropped."""

    name: str
    findings: Mapping[str, Finding]
    evidenced: Mapping[str, int | None]
    index: float = 0.0


@dataclass(frozen=True)
class Difference:
    """One question's evidenced levels over all profiles, in their order, and the widest gap between two."""

    key: str
    levels: tuple[int | None, ...]
    spread: int


@dataclass(frozen=True)
class Comparison:
    """Profiles by rank, questions by difference, and the sections that no profile shows as matched."""

    profiles: tuple[Profile, ...]
    differences: tuple[Difference, ...]
    common_gaps: tuple[str, ...]


def compare(profiles: Sequence[Profile]) -> Comparison:
    """Compare rounds by permanent question keys; a key that only some have is compared among those."""
    ranked = tuple(sorted(profiles, key=weakest_link, reverse=True))
    keys = dict.fromkeys(key for profile in ranked for key in profile.evidenced)
    differences = (_difference(key, ranked) for key in keys)
    return Comparison(
        ranked,
        tuple(sorted(differences, key=lambda difference: -difference.spread)),
        tuple(key for key in SECTIONS if all(p.findings.get(key) is not Finding.MATCHED for p in ranked)),
    )


def weakest_link(profile: Profile) -> tuple[int, int, float]:
    """Rank by sections that show nothing, then partial ones, then the index; the weakest is largest."""
    findings = list(profile.findings.values())
    nothing = sum(finding.shows_nothing for finding in findings)
    return nothing, findings.count(Finding.PARTIAL), -profile.index


def _difference(key: str, profiles: Sequence[Profile]) -> Difference:
    levels = tuple(profile.evidenced.get(key) for profile in profiles)
    known = [level for level in levels if level is not None]
    return Difference(key, levels, max(known) - min(known) if known else 0)
