"""Who could become a partner: one rule a condition of the call.

The deadline stands in the round, since it was moved, and each finding names the call
that the round comes from. Who is preferred is no rule: no source has its weight.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.values import Deadline, Hjemmel
from kvalitet_partnerskab.sources import ANNOUNCEMENT, of_pool

__all__ = ["ANSOEGERKREDS", "BUDGET", "RETTIDIG", "RULES", "UDVALGT", "selected"]

_applicant: Final = Fact(
    "ansoegertype",
    str,
    one_of=("kommune", "tilbud"),
    da="ansøgerens art",
    en="the kind of applicant",
)
_received: Final = Fact(
    "modtaget",
    datetime,
    da="ansøgningen er modtaget",
    en="the application was received",
)
_deadline: Final = Fact(
    "runde.ansoegningsfrist", Deadline, da="rundens frist", en="the round's deadline"
)
_budget: Final = Fact(
    "svar.budget", bool, da="budgettet er indsendt", en="the budget is handed in"
)
_notes: Final = Fact(
    "svar.budgetnoter",
    bool,
    da="budgetnoterne er indsendt",
    en="the budget notes are handed in",
)
selected: Final = Fact(
    "udvaelgelse.valgt",
    bool,
    da="kommunen er udvalgt som partner",
    en="the municipality is selected as a partner",
)
"""What the selection came to; nobody tells it before it is published."""

ANSOEGERKREDS: Final = Rule(
    code="partnerskab.ansoegerkreds",
    version=1,
    condition=_applicant.equals("kommune"),
    hjemmel=of_pool("Hvem kan søge (ansøgerkreds)?"),
    quote="Restated: applicant circle: all municipalities.",
)

BUDGET: Final = Rule(
    code="partnerskab.budget",
    version=1,
    condition=_budget.equals(True) & _notes.equals(True),  # noqa: FBT003 - as answered
    hjemmel=of_pool("Bilag"),
    quote=(
        "Restated: what is assessed: the application and the budget with budget notes; "
        "attachments count only where the guidance says that they may be sent."
    ),
)

RETTIDIG: Final = Rule(
    code="partnerskab.rettidig",
    version=1,
    condition=_received <= _deadline,
    hjemmel=of_pool("Ansøgningsfrist"),
    quote=(
        "Restated: deadline 24 September 2019 at 12.00, announced as 17 September 2019 "
        "at 12.00."
    ),
)

RULES: Final = (ANSOEGERKREDS, BUDGET, RETTIDIG)
"""What an application is held against, by their codes."""

UDVALGT: Final = Rule(
    code="partnerskab.udvalgt",
    version=1,
    condition=selected.equals(True),  # noqa: FBT003 - as it was published
    hjemmel=Hjemmel(source=ANNOUNCEMENT, paragraph="Forventede modtagere"),
    quote="Restated: expected recipients: two to four municipalities.",
    as_of="decided",
)
"""What the decision is held against besides: whether the municipality is selected."""
