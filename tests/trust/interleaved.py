"""Two people in two browsers who save answers of one section in turn, often the same one."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Choice
from assessments.models import Assessment
from assessments.queries import answers_of, as_answer

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTIONS = ("data.unseen", "data.history")


@dataclass
class Saves:
    """What both did: the reasons that each was told are saved, and how often they met."""

    told: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in QUESTIONS})
    met: int = 0

    def one(self, page: "Page", key: str, level: int, words: str) -> None:
        """Answer with these words below what stands there; where somebody was faster, put both together."""
        card, reasons = f"#{key.replace('.', '__')}", f"#id_{key.replace('.', '__')}-rationale"
        page.eval_on_selector(f"{card} details.below", "below => { below.open = true }")
        page.fill(reasons, f"{page.input_value(reasons)}\n{words}".strip())
        if not self._saved(page, key, f"{card} [value='{level}'][name$=said]"):
            self.met += 1
            assert self._saved(page, key, f"{card} [value=both][name$=keep]")
        self.told[key].append(words)

    def _saved(self, page: "Page", key: str, chosen: str) -> bool:
        """Choose something and wait for the answer: whether it was saved, or stands against another."""
        with page.expect_response(lambda response: response.url.endswith(f"/answers/{key}/")) as answered:
            page.check(chosen)
        for state in ("request", "swapping", "settling"):
            page.wait_for_selector(f".htmx-{state}", state="detached")
        return answered.value.status == 200

    def lost(self, assessment: Assessment) -> list[str]:
        """Words that somebody was told are saved, and that stand nowhere."""
        with acting_as(SYSTEM):
            rows = answers_of(assessment)
            stored = {key: as_answer(rows.get(key)) for key in QUESTIONS}
        found = {key: answer.rationale.split() if answer else [] for key, answer in stored.items()}
        assert all(answer is None or isinstance(answer.said, Choice) for answer in stored.values())
        return [words for key, told in self.told.items() for words in told if words not in found[key]]


def interleaved(pages: Mapping[str, "Page"], number: int, seed: int) -> Saves:
    """So many saves, by one or the other, to one question or the other."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    saves = Saves()
    for place in range(number):
        who = chance.choice(list(pages))
        saves.one(pages[who], chance.choice(QUESTIONS), place % 5, f"{who}-{place}")
    return saves
