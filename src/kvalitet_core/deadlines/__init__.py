"""How long there is, until when, and the proof: terms of Danish administrative law.

    frist = Term(6, "weeks", after=modtaget, suspendable=("partshoering",))
    due = frist.due(received_at)
    due.deadline, due.proof.text("da")

Everything here is pure: the time is an argument.
"""

from kvalitet_core.deadlines.calendar import Calendar
from kvalitet_core.deadlines.closings import Closing, EasterDay, Weekday, YearDay
from kvalitet_core.deadlines.danish import DANISH
from kvalitet_core.deadlines.differing import Difference, differences
from kvalitet_core.deadlines.proof import Due, Proof
from kvalitet_core.deadlines.stated import Extension
from kvalitet_core.deadlines.suspending import Suspension
from kvalitet_core.deadlines.term import Term, Trigger, fixed

__all__ = [
    "DANISH",
    "Calendar",
    "Closing",
    "Difference",
    "Due",
    "EasterDay",
    "Extension",
    "Proof",
    "Suspension",
    "Term",
    "Trigger",
    "Weekday",
    "YearDay",
    "differences",
    "fixed",
]
