"""Asking a journal about its cases: why something was decided, and why not yet.

    why(journal, "case/indsatsteam.forloeb.…").text("da")
    why_not(journal, "case/indsatsteam.forloeb.…", "opstart.forvent", by=ACTOR, now=NOW)
    public(journal, "case/indsatsteam.forloeb.…").text("da")

It only reads. An answer is data first, and text in Danish or English from that. The
last is what somebody outside may be shown.
"""

from kvalitet_core.casework.causes import DutyMet, Given, Happened, Ruled, Why
from kvalitet_core.casework.looking import Looking
from kvalitet_core.casework.publicly import PublicCase, PublicDecision, public
from kvalitet_core.casework.reasoning import why, why_not

__all__ = [
    "DutyMet",
    "Given",
    "Happened",
    "Looking",
    "PublicCase",
    "PublicDecision",
    "Ruled",
    "Why",
    "public",
    "why",
    "why_not",
]
