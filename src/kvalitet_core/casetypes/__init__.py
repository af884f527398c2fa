"""What a case is made of: facts, conditions on them, and rules with their law.

A condition is a value: it can be asked, read aloud in Danish and English, and digested.
Everything here is pure: no clock and no file.
"""

from kvalitet_core.casetypes.conditions import Condition, Fact, Facts, Known, Truth
from kvalitet_core.casetypes.rules import Finding, Input, Rule, in_force

__all__ = [
    "Condition",
    "Fact",
    "Facts",
    "Finding",
    "Input",
    "Known",
    "Rule",
    "Truth",
    "in_force",
]
