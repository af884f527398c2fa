"""`kvalitet tick`: what has fallen due is noted once, in order, whoever runs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli import shelter
from tests.cli.sheltering import (
    ANNA,
    BO,
    MONDAY,
    Sheltering,
    case_of,
    completion,
    decision,
    opening,
    receipt,
)
from tests.cli.test_case import DECIDED

from kvalitet_core import Journal, Plugin
from kvalitet_core.casetypes import CaseType, Stage, Task
from kvalitet_core.casework.ticking import tick
from kvalitet_core.casework.timer import TIMER
from kvalitet_core.deadlines import Term
from kvalitet_core.domain.case import (
    AddTask,
    Close,
    Decide,
    Open,
    Reopen,
    ReopenItem,
    SetFollowUp,
    Suspend,
    Tick,
)
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import Deadline, ReasonCode

DUE = ("case.reminder_due/1", "case.deadline_passed/1", "case.obligation_breached/1")
END = "udgangen af mandag den 21. september 2020"
LATE = "2020-12-01T00:00:00+01:00"


def noted(sheltering: Sheltering) -> list[tuple[str, str]]:
    """What is on record as fallen due, in order."""
    with sheltering.opened() as journal:
        return [
            (each.stream.rpartition(".")[2], each.name.partition("/")[0][5:])
            for each in journal.events(names=DUE)
        ]


def told(sheltering: Sheltering, *args: str) -> Any:
    """What a run says, as JSON."""
    return sheltering.look("tick", "--at", *args)["noted"]


class Hjaelp(Stage):
    """Hjælp"""

    tilbyd = Task(
        "Tilbyd hjælp",
        en="Offer help",
        role=shelter.CLERK,
        due=Term(14, "days"),
        optional=True,
    )
    en = "Help"


class Venlig(CaseType):
    """En venlig sag"""

    code, version, valid_from = "proeve.venlig", "1", date(2020, 1, 1)
    en = "A friendly case"
    stages = (Hjaelp,)


CALL = AddTask(
    case=case_of("1"),
    title="Ring op",
    role="clerk",
    reason=ReasonCode("aftalt"),
    due=Deadline("2020-09-18T12:00:00+02:00"),
)
LOOK_AGAIN = SetFollowUp(
    case=case_of("1"), item="ansoegning.oplys", on=date(2020, 9, 9)
)
CLOSED = Close(case=case_of("1"), reason=ReasonCode("afsluttet"))


@pytest.fixture
def memory() -> Iterator[Journal]:
    """A journal in memory on the Tuesday after."""
    clock = GivenClock(MONDAY + timedelta(days=1))
    with Journal.open("memory:", plugins=[shelter.PLUGIN], clock=clock) as journal:
        yield journal


class TestOnce:
    """Each thing is noted once."""

    def test_a_deadline_that_passed_is_noted(self, sheltering: Sheltering) -> None:
        """With when it fell due: the midnight after its day."""
        sheltering.give(opening())

        (reminder, passed) = told(sheltering, LATE)

        assert (reminder["kind"], reminder["days"]) == ("reminder_due", 3)
        assert (passed["kind"], passed["about"]) == (
            "deadline_passed",
            "ansoegning.oplys",
        )
        assert passed["title"] == "Clarify the case"
        assert passed["deadline"] == "2020-09-21"
        assert passed["fell_due"] == "2020-09-21T22:00:00.000000Z"

    def test_a_second_run_is_silent(self, sheltering: Sheltering) -> None:
        """The same instant or a later one: nothing is noted twice."""
        sheltering.give(opening())

        told(sheltering, LATE)
        before = noted(sheltering)

        assert told(sheltering, LATE) == []
        assert told(sheltering, "2021-01-01") == []
        assert noted(sheltering) == before

    def test_what_is_not_due_is_left(self, sheltering: Sheltering) -> None:
        """A deadline of a day is not passed before the day is."""
        sheltering.give(opening())

        assert told(sheltering, "2020-09-18T23:59:59+02:00") == []
        assert len(told(sheltering, "2020-09-21T23:59:59+02:00")) == 1
        assert len(told(sheltering, "2020-09-22T00:00:00+02:00")) == 1

    def test_what_was_owed_is_noted(self, sheltering: Sheltering) -> None:
        """An obligation that was not met in time."""
        sheltering.give(*DECIDED)

        (breached,) = told(sheltering, LATE)
        again = told(sheltering, LATE)

        assert again == []
        assert breached["kind"] == "obligation_breached"
        assert breached["title"] == "Hold a talk, after Decide the application"

    def test_what_is_done_anew_can_be_late_anew(self) -> None:
        """The same deadline passes twice, where the task was to be done again."""
        again = ReopenItem(
            case=case_of("1"), item="ansoegning.oplys", reason=ReasonCode("fejl")
        )
        late = MONDAY + timedelta(days=30)
        clock = GivenClock(MONDAY + timedelta(days=1))
        with Journal.open("memory:", plugins=[shelter.PLUGIN], clock=clock) as journal:
            journal.do(opening(), by=ANNA)
            before = tick(journal, at=late).noted
            for command in (receipt(), completion("ansoegning.oplys"), again):
                journal.do(command, by=ANNA)

            anew = tick(journal, at=late).noted

        assert [each.event for each in anew] == [each.event for each in before]
        assert all(each.is_new for each in anew)

    def test_a_suspended_term_does_not_pass(self, sheltering: Sheltering) -> None:
        """While it waits for what suspends it, there is no deadline."""
        waits = Suspend(
            case=case_of("1"), cause=ReasonCode("partshoering"), start=date(2020, 9, 8)
        )
        sheltering.give(opening(), waits)

        assert told(sheltering, LATE) == []


class TestOrder:
    """What falls due first is noted first."""

    def test_over_all_cases(self, sheltering: Sheltering) -> None:
        """And each at its own instant, however late the run is."""
        sheltering.give(opening("2"), opening("1"))

        told(sheltering, LATE)

        assert noted(sheltering) == [
            ("2", "reminder_due"),
            ("1", "reminder_due"),
            ("2", "deadline_passed"),
            ("1", "deadline_passed"),
        ]

    @settings(max_examples=15)
    @given(days=st.lists(st.integers(0, 40), max_size=5))
    def test_runs_that_were_missed_make_no_difference(self, days: list[int]) -> None:
        """One late run notes what many would have noted, in the same order."""

        def happened(*instants: int) -> list[Any]:
            clock = GivenClock(MONDAY)
            with Journal.open(
                "memory:", plugins=[shelter.PLUGIN], clock=clock
            ) as journal:
                for key in ("1", "2"):
                    journal.do(opening(key), by=ANNA)
                    clock.set(MONDAY + timedelta(days=2))
                for day in instants:
                    tick(journal, at=MONDAY + timedelta(days=day))
                return [(each.stream, each.event) for each in journal.events(names=DUE)]

        assert happened(*sorted(days), 41) == happened(41)


class TestLooking:
    """Which cases are looked at."""

    def test_those_that_the_views_call_open(self, sheltering: Sheltering) -> None:
        """Where the views are there and have followed."""
        sheltering.give(opening("1"), opening("2"))
        sheltering.followed()

        result = sheltering.run("tick", "--at", LATE)

        assert result.stderr.endswith("cases: 2 looked at, 4 noted\n")

    def test_all_where_the_views_are_behind(self, sheltering: Sheltering) -> None:
        """A deadline is not missed because a view is late."""
        sheltering.give(opening("1"))
        sheltering.followed()
        sheltering.later(opening("2"))

        result = sheltering.run("tick", "--at", LATE)

        assert "cases: 2 looked at" in result.stderr

    def test_a_case_that_cannot_be_looked_at_is_told(
        self, sheltering: Sheltering
    ) -> None:
        """The others are looked at all the same."""
        sheltering.give(opening("1"), opening("2", version="2021"))
        sheltering.change("Term(14, ", "Term(15, ")
        sheltering.manifested()

        result = sheltering.run("tick", "--at", LATE)

        assert result.exit_code == 0
        assert "not looked at: case/shelter.stay.1" in result.stderr
        assert "(case.definition_differs)" in result.stderr
        assert {case for case, _ in noted(sheltering)} == {"2"}

    def test_text_is_in_the_language_asked_for(self, sheltering: Sheltering) -> None:
        """A line for each thing."""
        sheltering.give(opening())

        text = sheltering.run("tick", "--at", LATE, "--lang", "da").stdout

        assert text.splitlines() == [
            f"shelter.stay.1  Oplys sagen: 3 dage til fristen {END}",
            f"shelter.stay.1  Oplys sagen: fristen {END} er overskredet",
        ]

    def test_the_instant_must_be_told(self, sheltering: Sheltering) -> None:
        """Time comes in as an argument."""
        assert sheltering.run("tick").exit_code == 2


class TestFunction:
    """The same for those who embed the library."""

    def test_everything_that_can_fall_due(self, memory: Journal) -> None:
        """A follow-up, a reminder, and a deadline at a time of a day."""
        for command in (opening(), CALL, LOOK_AGAIN):
            memory.do(command, by=ANNA)

        told = tick(memory, at=MONDAY + timedelta(days=13))

        assert [type(each.event).__name__ for each in told.noted] == [
            "FollowUpDue",
            "DeadlinePassed",
            "ReminderDue",
        ]
        assert [each.at.isoformat() for each in told.noted] == [
            "2020-09-08T22:00:00+00:00",
            "2020-09-18T10:00:00.000001+00:00",
            "2020-09-19T22:00:00+00:00",
        ]
        assert tick(memory, at=MONDAY + timedelta(days=13)).noted == ()

    def test_a_closed_case_is_left_alone(self, memory: Journal) -> None:
        """Nothing falls due in it, and it is not refused either."""
        for command in (*DECIDED[:4], decision("afslag", reasons=("Nej.",)), CLOSED):
            by = BO if command in (DECIDED[-1], CLOSED) else ANNA
            memory.do(command, by=BO if isinstance(command, Decide) else by)

        told = tick(memory, at=MONDAY + timedelta(days=90))

        assert (told.noted, told.left, told.cases) == ((), (), 1)

    def test_a_case_that_is_not_there_is_no_case(self, memory: Journal) -> None:
        """Whoever names one by mistake learns that nothing is due in it."""
        told = tick(memory, at=MONDAY, cases=[case_of("none")])

        assert (told.noted, told.left) == ((), ())

    def test_an_id_that_somebody_else_has_used(self, memory: Journal) -> None:
        """What is due is noted all the same, under an id of its own."""
        memory.do(opening(), by=ANNA)
        late = MONDAY + timedelta(days=30)
        clock = GivenClock(MONDAY + timedelta(days=1))
        with Journal.open("memory:", plugins=[shelter.PLUGIN], clock=clock) as other:
            other.do(opening(), by=ANNA)
            usual = [each.command_id for each in tick(other, at=late).noted]
        for command_id in usual:
            asked = Tick(case=case_of("1"), at=MONDAY)
            memory.do(asked, by=ANNA, command_id=command_id)

        told = tick(memory, at=late)

        assert [each.is_new for each in told.noted] == [True, True]
        assert {each.command_id for each in told.noted}.isdisjoint(usual)
        assert tick(memory, at=late).noted == ()

    def test_what_was_looked_at_while_the_case_was_closed(self) -> None:
        """A run that found nothing, since it was closed, does not stand in the way."""
        case, why = StreamId("case/proeve.venlig.1"), ReasonCode("aftalt")
        late, clock = MONDAY + timedelta(days=30), GivenClock(MONDAY)
        plugin = Plugin(name="proeve", version="1", case_types=(Venlig,))

        def opened() -> Journal:
            return Journal.open("memory:", plugins=[plugin], clock=clock)

        begin = Open(definition="proeve.venlig", key="1", title="En venlig sag")
        with opened() as other:
            other.do(begin, by=ANNA)
            (usual,) = tick(other, at=late).noted
        with opened() as journal:
            journal.do(begin, by=ANNA)
            journal.do(Close(case=case, reason=why), by=ANNA)
            asked = Tick(case=case, at=usual.at)
            journal.do(asked, by=TIMER, command_id=usual.command_id)
            journal.do(Reopen(case=case, reason=why), by=ANNA)

            (noted_then,) = tick(journal, at=late).noted

        assert noted_then.is_new
        assert noted_then.event == usual.event


class TestTwoProcesses:
    """Two runners at once do no harm."""

    @pytest.mark.parametrize("followed", [False, True])
    def test_nothing_is_noted_twice(
        self, sheltering: Sheltering, *, followed: bool
    ) -> None:
        """Real processes, begun at the same time, over the same cases."""
        keys = [str(number) for number in range(1, 8)]
        sheltering.give(*(opening(key, received=MONDAY) for key in keys))
        if followed:
            sheltering.followed()
        running = [sheltering.started("tick", "--at", LATE) for _ in range(2)]

        for each in running:
            _, said = each.communicate(timeout=60)
            assert each.returncode == 0, said

        found = noted(sheltering)
        assert sorted(found) == sorted(
            (key, kind) for key in keys for kind in ("reminder_due", "deadline_passed")
        )
