"""What a case is made of: its stages and items, facts, conditions, and rules with law.

A condition is a value: it can be asked, read aloud in Danish and English, and digested.
So is a definition, which a case type is compiled to. Everything here is pure: no clock
and no file.
"""

from kvalitet_core.casetypes import forvaltningsloven
from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.conditions import (
    Condition,
    Fact,
    Facts,
    Known,
    Truth,
    at_least,
)
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.hooks import Duty, Hook
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Decision, Document, Milestone, Param, Task
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.references import ref
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.casetypes.rules import Finding, Input, Rule, in_force
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.casetypes.status import Status

__all__ = [
    "CaseType",
    "Condition",
    "Decision",
    "Definition",
    "Document",
    "Duty",
    "Fact",
    "Facts",
    "Finding",
    "Hook",
    "Input",
    "Invariant",
    "Known",
    "Milestone",
    "Obligation",
    "Param",
    "Renamed",
    "Role",
    "Rule",
    "Stage",
    "Status",
    "Task",
    "Truth",
    "at_least",
    "forvaltningsloven",
    "in_force",
    "ref",
]
