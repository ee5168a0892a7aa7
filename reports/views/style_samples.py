"""What the sample sheet shows: the brief's own example, a pilot of 500 records before 50,000."""

from decimal import Decimal
from typing import Any

from assessments.forms.layout import QuestionCard
from reports.charts import PairRow, RadarSection, StripSection

COLOURS = ("paper", "surface", "ink", "muted", "rule", "accent", "green", "amber", "brick", "grey")
SECTIONS = (
    "Data quality",
    "User capability",
    "Infrastructure load",
    "Integration complexity",
    "Change management",
    "Support model",
    "Scope and edge cases",
    "Success criteria",
)
_FOUND = ("unmatched", "unmatched", "partial", "unmatched", "matched", "unknown", "matched", "matched")
_CLAIMED = (3, 2, 3, 0, 4, None, 3, 4)
_EVIDENCED = (1, 1, 2, 0, 3, 0, 3, 4)

STRIP = [{"name": name, "finding": finding} for name, finding in zip(SECTIONS, _FOUND, strict=True)]
RADAR = [
    RadarSection(name, claimed, evidenced, verified=evidenced == 4)
    for name, claimed, evidenced in zip(SECTIONS, _CLAIMED, _EVIDENCED, strict=True)
]
STRIP_CHART = [
    StripSection(name, finding, level, claimed)
    for name, finding, level, claimed in zip(SECTIONS, _FOUND, _EVIDENCED, _CLAIMED, strict=True)
]
PAIRS = (
    PairRow("Records the pilot processed", Decimal(500), Decimal(50_000), "records", "1 %"),
    PairRow("Transactions in one day", Decimal(50), Decimal(5_000), "a day", "1 %"),
    PairRow("Production systems connected", Decimal(0), Decimal(4), "systems", "0 %"),
    PairRow("Peak concurrent users", None, Decimal(300), "users"),
    PairRow("Hours of training and help for each user", Decimal(12), Decimal("0.5"), "hours", "4.2 %"),
)
UNSEEN = (Decimal(500), Decimal(150_000), Decimal(896))

CLAIM = {
    "claimed": "95 % accuracy in sorting incoming invoices.",
    "shown": (
        "95 % accuracy (n = 500, 95 % interval 92.7-96.6 % for cases like these) on hand-picked, "
        "hand-cleaned data, with hand-picked volunteers and no known resistant users, at 1 % of production "
        "load, with none of 4 systems integrated, supported by the vendor, for 8 of 40 kinds of case, with "
        "personal help the rollout will not have."
    ),
    "needed": (
        "95 % accuracy on randomly sampled data as production has it, with whole units as they are and "
        "resistant users as frequent as in production, at full production load, with all 4 systems "
        "integrated."
    ),
}
FINDING_LIST: list[dict[str, Any]] = [
    {
        "name": "Data quality",
        "finding": "unmatched",
        "level": 1,
        "claimed": 3,
        "why": "The pilot’s records were picked and cleaned by hand. Production’s will be neither.",
        "held_down": [
            ("How the records were chosen", "level 0 of 4"),
            ("Cleaning before the pilot", "level 1 of 4"),
        ],
    },
    {
        "name": "Infrastructure load",
        "finding": "partial",
        "level": 2,
        "claimed": 3,
        "why": "Load-tested to half of production’s peak, on servers of its own.",
        "held_down": [("Transactions in one day", "50 % of production")],
    },
    {
        "name": "Support model",
        "finding": "unknown",
        "level": 0,
        "claimed": None,
        "why": "Nobody knows who will answer at night.",
        "held_down": [],
    },
    {
        "name": "Change management",
        "finding": "matched",
        "level": 3,
        "claimed": 4,
        "why": "The pilot’s users had the help that everyone will get.",
        "held_down": [],
    },
]
_TASKS = (
    ("Data quality", "What the pilot ran on", 7, 7, "Complete"),
    ("User capability", "Who used it, and whether they chose to", 2, 6, "Started"),
    ("Infrastructure load", "How much it had to carry", 0, 7, "Not started"),
)
TASKS = [
    {"name": name, "hint": hint, "url": "#", "answered": answered, "total": total, "state": state}
    | {"done": answered == total}
    for name, hint, answered, total, state in _TASKS
]
JOBS: list[dict[str, Any]] = [
    {
        "steps": [("Requested", "done"), ("Rendering", "now"), ("Sealed", "")],
        "state": "The report is being drawn. It takes a few seconds; you may leave this page.",
    },
    {
        "steps": [("Requested", "done"), ("Rendering", "done"), ("Sealed", "done")],
        "state": "Sealed on 12 May 2026 at 10:42.",
    },
    {
        "steps": [("Requested", "done"), ("Failed", "failed"), ("Sealed", "")],
        "state": "The report could not be drawn.",
        "reason": "A text is too long for its page. Shorten the project’s description and ask again.",
    },
]
_OTHER = ("matched", "partial", "matched", "matched", "matched", "partial", "matched", "matched")
_LEVELS = (3, 2, 4, 3, 3, 2, 4, 3)
HEAT: list[dict[str, Any]] = [
    {
        "project": "Invoice sorting",
        "note": "Finance · round 2",
        "url": "#",
        "verdict": "Not predictive",
        "index": "43.8",
        "cells": [(f, n, f"level {n}, {f}") for f, n in zip(_FOUND, _EVIDENCED, strict=True)],
    },
    {
        "project": "Sepsis early warning",
        "note": "Clinical safety · round 1",
        "url": "#",
        "verdict": "Conditionally predictive",
        "index": "75.0",
        "cells": [(f, n, f"level {n}, {f}") for f, n in zip(_OTHER, _LEVELS, strict=True)],
    },
]


def cards(theme: str) -> list[QuestionCard]:
    """Two questions, a choice and a pair with an error; the theme keeps their names apart on one page."""
    return [
        QuestionCard(
            key=f"data.selection_{theme}",
            number="1.1",
            name="How the records were chosen",
            text="How were the records chosen that the pilot ran on?",
            why="A system that saw only good records says nothing about bad ones.",
            evidence="The query or procedure that drew the sample, with its date.",
            example="A clerk exported 500 invoices that looked typical: level 0.",
            sources=("F1", "S1", "H1"),
            critical=True,
            kind="choice",
            levels=(
                ("0", "Picked by hand, or cleaned up before anyone measured", False),
                ("1", "Taken from one recent source, with the odd ones left out", False),
                ("2", "A sample from several sources, chosen by someone who knows them", True),
                ("3", "Drawn at random, with a few kinds of record excluded and listed", False),
                ("4", "Drawn at random from all production data, mess included", False),
            ),
            evidence_grade="documented",
            proof_title="Sampling note, 3 March",
            save_url="#",
            saved_text="Saved at 10:42",
        ),
        QuestionCard(
            key=f"load.volume_{theme}",
            number="3.1",
            name="Transactions a day",
            text="How many transactions did it process within one day?",
            why="Bottlenecks stay invisible on idle servers.",
            evidence="The system’s own log of its busiest day.",
            critical=True,
            kind="pair",
            pilot="50",
            production="5,000",
            unit="transactions a day",
            pilot_label="The most it really processed in one day",
            production_label="What the first year expects on a busy day",
            asks_how=True,
            how="live",
            errors={"production": ["Type a number without a unit, like 5000"]},
        ),
    ]
