"""A budget frame: money that grants are given from, and the terms they are given on.

What is committed never exceeds it, whoever decides at the same time: every commitment
is written in the frame's own stream too, by the commit that makes it.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.frame.events import (
    AmountChanged,
    Committed,
    Corrected,
    Event,
    Registered,
    Released,
    TermsSet,
)
from kvalitet_core.domain.frame.state import Frame, evolve
from kvalitet_core.domain.frame.terms import (
    AuditLevel,
    Auditor,
    BeginLimit,
    ChangeBase,
    ChangeLimit,
    DeMinimis,
    GrantTerms,
)

if TYPE_CHECKING:
    from kvalitet_core.domain.frame.commands import (
        ChangeAmount,
        Correct,
        Register,
        SetTerms,
    )

__all__ = [
    "AGGREGATE",
    "AmountChanged",
    "AuditLevel",
    "Auditor",
    "BeginLimit",
    "ChangeAmount",
    "ChangeBase",
    "ChangeLimit",
    "Committed",
    "Correct",
    "Corrected",
    "DeMinimis",
    "Event",
    "Frame",
    "GrantTerms",
    "Register",
    "Registered",
    "Released",
    "SetTerms",
    "TermsSet",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "frame.register/1": "commands.Register",
        "frame.change_amount/1": "commands.ChangeAmount",
        "frame.set_terms/1": "commands.SetTerms",
        "frame.correct/1": "commands.Correct",
    },
)

AGGREGATE = Aggregate(
    kind="frame",
    state=Frame,
    evolve=evolve,
    events={
        "frame.registered/1": Registered,
        "frame.amount_changed/1": AmountChanged,
        "frame.terms_set/1": TermsSet,
        "frame.committed/1": Committed,
        "frame.released/1": Released,
        "frame.corrected/1": Corrected,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
