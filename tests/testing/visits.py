"""A made-up programme of visits, with what the other made-up ones have not."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Fact,
    Invariant,
    Param,
    Renamed,
    Role,
    Rule,
    Stage,
    Task,
)
from kvalitet_core.values import Deadline, Hjemmel, Instant

CALL = Hjemmel(source="Eksempelopslag 2020", paragraph="besøg")

visitor = Role("visitor", da="Besøgende", en="Visitor")
wishes = Fact("wishes", frozenset, da="ønskerne", en="the wishes")
order = Fact("order", tuple, da="rækkefølgen", en="the order")
from_day = Fact("from_day", date, da="dagen", en="the day")
at_time = Fact("at_time", Instant, da="tiden", en="the time")
until = Fact("until", Deadline, da="fristen", en="the deadline")
urgent = Fact("urgent", bool, da="haster", en="urgent")
number = Fact("number", int, da="antallet", en="the number")
place = Param("call.place", str, da="stedet", en="the place")


class Visit(Stage):
    """Visit"""

    until = urgent.equals(False)  # noqa: FBT003 - no is what ends it
    go = Task("Go", role=visitor, repeatable=True)
    judge = Decision(
        "Judge",
        role=visitor,
        outcomes=("good", "bad", "ugly", "again"),
        favourable=("good",),
        returns={"again": go},
        when=go.done,
        requires=[urgent],
        rules=[
            Rule("visits.number", 1, number >= 1, CALL, "Mindst én …"),
            Rule("visits.wishes", 1, wishes.includes("ro"), CALL, "Ro …"),
        ],
        quorum=2,
    )


class Tell(Stage):
    """Tell"""

    when = Visit.judge.outcome.equals("good")
    go = Task("Go", role=visitor)


class Visits(CaseType):
    """Visits"""

    code, version, valid_from = "visits.visit", "2", date(2020, 1, 1)
    stages = (Visit, Tell)
    facts = (order, from_day, at_time, until, place)
    invariants = (Invariant("enough", number >= 0, CALL, breach="refuses"),)
    migrate_from: ClassVar = {"1": Renamed({})}
    languages = ("en",)


class Earlier(CaseType):
    """Visits"""

    code, version, valid_from = "visits.visit", "1", date(2019, 1, 1)
    valid_to = date(2020, 1, 1)
    stages = (Visit, Tell)
    facts = (order, from_day, at_time, until, place)
    invariants = (Invariant("enough", number >= 0, CALL, breach="refuses"),)
    languages = ("en",)
