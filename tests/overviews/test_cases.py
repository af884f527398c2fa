"""The views of cases: what each is, what there is to do in it, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Final

import pytest

from kvalitet_core import Journal, Plugin
from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import at
from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Fact,
    Invariant,
    Milestone,
    Renamed,
    Role,
    Stage,
    Task,
)
from kvalitet_core.deadlines import Term
from kvalitet_core.domain.case import (
    AddTask,
    Case,
    Claim,
    Close,
    Complete,
    Decide,
    Delegate,
    Migrate,
    Open,
    RecordFact,
    ReopenItem,
    Resume,
    Suspend,
    Waive,
)
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.overviews import CASES, DEADLINES, WORKLIST
from kvalitet_core.testing import given_events
from kvalitet_core.values import Deadline, Hjemmel, ReasonCode

CLERK: Final = Role("clerk", da="Sagsbehandler", en="Clerk")
HEAD: Final = Role("head", da="Leder", en="Head")
months: Final = Fact("maaneder", int, da="længden", en="the length")


class Modtag(Stage):
    """Modtagelse"""

    oplys = Task(
        "Oplys sagen",
        en="Clarify",
        role=CLERK,
        due=Term(14, "days", suspendable=("oplysninger",)),
    )
    afgoer = Decision(
        "Afgør",
        en="Decide",
        role=HEAD,
        when=oplys.done,
        outcomes=("imoedekommet", "afslag"),
    )
    en = "Receipt"


class Forloeb(Stage):
    """Forløb"""

    when = Modtag.afgoer.outcome.equals("imoedekommet")
    moede = Task("Hold møde", en="Meet", role=CLERK)
    slut = Milestone("Mødet er holdt", en="Met", when=moede.done)
    en = "Course"


class Sag(CaseType):
    """En sag"""

    code, version, valid_from = "proeve.sag", "1", date(2020, 1, 1)
    en = "A case"
    roles = (CLERK, HEAD)
    stages = (Modtag, Forloeb)
    obliges = (Modtag.afgoer.obliges(Forloeb.moede, within=Term(30, "days")),)
    invariants = (
        Invariant("laengde", months >= 4, Hjemmel(source="Opdigtet", paragraph="1")),
    )


PLUGIN: Final = Plugin(name="proeve", version="1", case_types=(Sag,))
STREAM: Final = StreamId("case/proeve.sag.1")
OPEN: Final = Open(definition="proeve.sag", key="1", title="Prøvesagen")
REASON: Final = ReasonCode("aftalt")
DONE: Final = Complete(case=STREAM, item="modtag.oplys")
GRANT: Final = Decide(case=STREAM, item="modtag.afgoer", outcome="imoedekommet")
MET: Final = Complete(case=STREAM, item="forloeb.moede")
CLAIMED: Final = Claim(case=STREAM, item="modtag.oplys")
HANDED_ON: Final = Delegate(
    case=STREAM, item="modtag.oplys", to=ActorId("bo"), reason=REASON
)
ADDED: Final = AddTask(
    case=STREAM,
    title="Ring op",
    role="head",
    reason=REASON,
    due=Deadline("2021-02-01"),
)
WAITS: Final = Suspend(
    case=STREAM, cause=ReasonCode("oplysninger"), start=date(2021, 1, 6)
)
GOES_ON: Final = Resume(
    case=STREAM, cause=ReasonCode("oplysninger"), end=date(2021, 1, 11)
)
SHORT: Final = RecordFact(
    case=STREAM,
    fact="maaneder",
    value=3,
    effective_from=date(2021, 1, 4),
    source="samtale",
)
AGAIN: Final = ReopenItem(case=STREAM, item="modtag.oplys", reason=REASON)
WAIVED: Final = Waive(
    case=STREAM, obligation="modtag.afgoer>forloeb.moede", reason=REASON
)
CLOSED: Final = Close(case=STREAM, reason=ReasonCode("afsluttet"))

MONDAY: Final = datetime(2021, 1, 4, 9, tzinfo=UTC)


def acting(command: Any) -> Actor:
    """Somebody in the role that a command asks for."""
    heads = isinstance(command, Decide | Close | Waive)
    heads = heads or getattr(command, "item", "") == "adhoc.1"
    return Actor(
        id="lis" if heads else "an",
        role="head" if heads else "clerk",
        organisation="Eksempelkommune",
        authority="Opdigtet",
    )


def history(*commands: Any) -> tuple[list[Any], Case]:
    """What happens to a case that these commands are given to, and how it stands."""
    clock = GivenClock(MONDAY)
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
        for command in (OPEN, *commands):
            journal.do(command, by=acting(command))
        told = [at(STREAM, each.event) for each in journal.history(STREAM)]
        state = journal.get(Case, STREAM)
    assert state is not None
    return told, state


def rows(view: Any, *commands: Any, table: str | None = None) -> list[dict[str, Any]]:
    """The rows of a view after these commands."""
    told, _ = history(*commands)
    happened = given_events(*told, plugins=[PLUGIN], since=MONDAY)
    return [dict(row) for row in happened.rows(view, table=table)]


def of(found: Iterable[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of rows."""
    return [tuple(row[column] for column in columns) for row in found]


@pytest.mark.parametrize(
    ("commands", "state", "stages"),
    [
        ((), "open", "modtag"),
        ((WAITS,), "suspended", "modtag"),
        ((WAITS, GOES_ON, DONE), "open", "modtag"),
        ((DONE, GRANT), "open", "forloeb"),
        ((DONE, GRANT, MET, CLOSED), "closed", ""),
    ],
)
def test_a_case_says_how_far_it_is(
    commands: tuple[Any, ...], state: str, stages: str
) -> None:
    """In one row, with the stages that are under way."""
    (row,) = rows(CASES, *commands)

    assert (row["state"], row["stages"]) == (state, stages)
    assert (row["definition"], row["version"]) == ("proeve.sag", "1")


def test_a_case_says_what_was_decided_what_is_owed_and_what_is_wrong() -> None:
    """The newest decision that counts, how much is owed, and each warning."""
    (row,) = rows(CASES, SHORT, DONE, GRANT)

    assert (row["outcome"], row["owed"]) == ("imoedekommet", 1)
    assert row["warnings"] == "laengde"


@pytest.mark.parametrize(
    ("commands", "tasks"),
    [
        ((), [("modtag.oplys", "available", "clerk", None)]),
        ((CLAIMED,), [("modtag.oplys", "claimed", "clerk", "an")]),
        ((CLAIMED, HANDED_ON), [("modtag.oplys", "claimed", "clerk", "bo")]),
        ((DONE,), [("modtag.afgoer", "available", "head", None)]),
        ((DONE, AGAIN), [("modtag.oplys", "available", "clerk", None)]),
        ((DONE, GRANT), [("forloeb.moede", "available", "clerk", None)]),
        ((DONE, GRANT, MET), []),
        (
            (ADDED,),
            [
                ("adhoc.1", "available", "head", None),
                ("modtag.oplys", "available", "clerk", None),
            ],
        ),
    ],
)
def test_the_worklist_has_what_can_be_done(
    commands: tuple[Any, ...], tasks: list[tuple[Any, ...]]
) -> None:
    """Each open task with who can do it and who has it; no other."""
    found = rows(WORKLIST, *commands)

    assert of(found, "item", "status", "role", "holder") == tasks


@pytest.mark.parametrize(
    ("commands", "due"),
    [
        ((), "2021-01-18"),
        ((WAITS,), None),
        ((WAITS, GOES_ON), "2021-01-25"),
    ],
)
def test_a_task_says_when_it_is_due(commands: tuple[Any, ...], due: str | None) -> None:
    """The term that runs now: none while it is suspended; days lost are given back."""
    (row,) = rows(WORKLIST, *commands)

    expected = Deadline(due).instant if due else None
    assert row["due"] == expected
    assert of(rows(DEADLINES, *commands), "about", "due") == (
        [("modtag.oplys", expected)] if due else []
    )


def test_what_is_owed_is_listed_until_it_is_done_or_waived() -> None:
    """With when it is due."""
    owed = rows(WORKLIST, DONE, GRANT, table="owed")
    done = rows(WORKLIST, DONE, GRANT, MET, table="owed")
    waived = rows(WORKLIST, DONE, GRANT, WAIVED, table="owed")

    due = Deadline("2021-02-03").instant
    assert of(owed, "obligation", "due", "breached") == [
        ("modtag.afgoer>forloeb.moede", due, False)
    ]
    assert done == waived == []
    assert of(rows(DEADLINES, DONE, GRANT), "about", "kind", "due") == [
        ("modtag.afgoer>forloeb.moede", "obligation", due)
    ]
    assert rows(DEADLINES, DONE, GRANT, WAIVED) == []


def test_nothing_is_to_be_done_in_a_closed_case() -> None:
    """Nor is anything due."""
    rang = Complete(case=STREAM, item="adhoc.1")
    commands = (ADDED, DONE, GRANT, MET)

    assert of(rows(WORKLIST, *commands), "item") == [("adhoc.1",)]
    assert of(rows(DEADLINES, *commands), "about") == [("adhoc.1",)]
    assert rows(WORKLIST, *commands, rang, CLOSED) == []
    assert rows(DEADLINES, *commands, rang, CLOSED) == []


class Videre(Stage):
    """Forløb"""

    when = Modtag.afgoer.outcome.equals("imoedekommet")
    samtale = Task("Hold møde", en="Meet", role=CLERK)
    slut = Milestone("Mødet er holdt", en="Met", when=samtale.done)
    en = "Course"


class NaesteSag(Sag):
    """En sag"""

    version, valid_from = "2", date(2022, 1, 1)
    stages = (Modtag, Videre)
    obliges = (Modtag.afgoer.obliges(Videre.samtale, within=Term(30, "days")),)
    migrate_from: ClassVar[Any] = {
        "1": Renamed(
            {
                "forloeb": "videre",
                "forloeb.moede": "videre.samtale",
                "forloeb.slut": "videre.slut",
            }
        )
    }


def test_what_is_due_goes_on_under_its_new_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a migration nothing is due under names of before, and nothing is lost."""
    both = Plugin(name="proeve", version="1", case_types=(Sag, NaesteSag))
    monkeypatch.setattr(f"{__name__}.PLUGIN", both)
    migrated = Migrate(case=STREAM, to="2", reason=REASON)

    found = of(rows(DEADLINES, ADDED, DONE, GRANT, migrated), "about")

    owed = rows(WORKLIST, DONE, GRANT, migrated, table="owed")
    assert sorted(found) == [("adhoc.1",), ("modtag.afgoer>videre.samtale",)]
    assert of(owed, "obligation") == [("modtag.afgoer>videre.samtale",)]
