"""Conditions on facts: what an author writes, and what it comes to.

    modtaget = Fact("modtaget", Instant, da="modtaget", en="received")
    frist = Fact("frist", Deadline, da="ansøgningsfristen", en="the deadline")
    i_tide = modtaget <= frist

A condition is TRUE, FALSE or UNKNOWN. It is joined by `&`, `|` and `~`, names the facts
that it depends on and those that it lacks, and reads as a sentence.

Pure.
"""

from __future__ import annotations

from kvalitet_core.casetypes.counting import AtLeast, at_least
from kvalitet_core.casetypes.facts import Comparison, Fact, IsKnown
from kvalitet_core.casetypes.logic import AllOf, AnyOf, Condition, Not
from kvalitet_core.casetypes.truth import Facts, Known, Truth

__all__ = [
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Comparison",
    "Condition",
    "Fact",
    "Facts",
    "IsKnown",
    "Known",
    "Not",
    "Truth",
    "at_least",
]
