"""What one case does besides: planned, added, repeated, come back to, tied."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest
from tests.domain.case.samples import AN, BO, KO, Play, actor

from kvalitet_core.domain.case import (
    AddTask,
    Claim,
    Close,
    Complete,
    LinkTo,
    Plan,
    ReopenItem,
    Repeat,
    SetFollowUp,
    Skip,
)
from kvalitet_core.values import Deadline

SAMTALE, MOEDE = "opstart.samtale", "opstart.moede"


def test_a_discretionary_item_is_there_once_it_is_planned(play: Play) -> None:
    """By a role that may; silent the second time."""
    play.started()
    before = play.no(Complete, by=KO, item=SAMTALE)

    event, settled = play.do(Plan, by=BO, item=SAMTALE)

    assert [each.code for each in before[0].because] == ["case.not_planned"]
    assert (event.by, event.item) == ("bo", SAMTALE)
    assert [each.part for each in settled.changes] == ["opstart", SAMTALE] or [
        each.part for each in settled.changes
    ] == [SAMTALE]
    assert play.do(Plan, by=BO, item=SAMTALE) == ()
    play.do(Complete, by=KO, item=SAMTALE)


def test_nobody_else_plans_and_nothing_else_is_planned(play: Play) -> None:
    """Who may is named."""
    play.started()

    (reason,) = play.no(Plan, by=KO, item=SAMTALE)

    assert reason.code == "case.role"
    assert "planned by 'fagchef', got 'konsulent'" in reason.text
    assert play.codes(Plan, by=BO, item=MOEDE) == ("case.not_discretionary",)
    assert play.codes(Plan, by=BO, item="opstart.plan") == ("case.not_a_task",)
    assert play.codes(Plan, by=BO, item="x") == ("case.item_unknown",)


class TestAdding:
    """A task that no definition has, with a reason."""

    TOLD: Final = {"title": "Ring til kommunen", "role": "sagsbehandler"}

    def test_it_acts_once_and_is_silent_while_it_is_to_be_done(
        self, play: Play
    ) -> None:
        """Done, the same can be added anew."""
        play.opened()

        (event,) = play.do(AddTask, **self.TOLD)
        again = play.do(AddTask, **self.TOLD)
        play.do(Complete, item="adhoc.1")
        (another,) = play.do(AddTask, **self.TOLD)

        assert (event.item, event.by, event.reason) == ("adhoc.1", "an", "fordi")
        assert again == ()
        assert another.item == "adhoc.2"

    def test_it_is_done_by_its_role_as_any_other(self, play: Play) -> None:
        """Claimed, done, left out, reopened."""
        play.opened().do(AddTask, **self.TOLD)

        assert play.codes(Claim, by=KO, item="adhoc.1") == ("case.role",)
        play.do(Claim, item="adhoc.1")
        play.do(Skip, item="adhoc.1")
        play.do(ReopenItem, item="adhoc.1")
        assert play.status("adhoc.1") == "available"

    def test_roles_are_those_of_the_case_type(self, play: Play) -> None:
        """Else nobody could do it."""
        play.opened()

        codes = play.codes(
            AddTask,
            by=actor("x", "gaest"),
            title="x",
            role="ingen",
            due=Deadline("9999-12-31"),
        )

        assert codes == (
            "case.role",
            "case.role_unknown",
            "case.deadline_unreachable",
        )


class TestRepeating:
    """A `repeatable` task is done once more; what it came to before stands."""

    def test_it_acts_once_and_is_silent_while_it_is_to_be_done(
        self, play: Play
    ) -> None:
        """Each time has a path, and a deadline from its day."""
        play.started().do(Complete, by=KO, item=MOEDE)
        play.at("2020-11-09T09:00:00")

        event, settled = play.do(Repeat, by=KO, item=MOEDE)

        assert (event.item, event.repeats, event.title, event.role) == (
            f"{MOEDE}#2",
            MOEDE,
            "Statusmøde",
            "konsulent",
        )
        assert [(d.item, d.proof.deadline) for d in settled.dues] == [
            (f"{MOEDE}#2", "2020-11-23")
        ]
        assert play.do(Repeat, by=KO, item=MOEDE) == ()
        assert play.status(MOEDE) == "done"
        play.do(Complete, by=KO, item=f"{MOEDE}#2")
        assert play.do(Repeat, by=KO, item=MOEDE)[0].item == f"{MOEDE}#3"

    def test_what_is_not_repeatable_or_not_done_is_not_repeated(
        self, play: Play
    ) -> None:
        """Everything that stands against it is told."""
        play.started()

        assert play.codes(Repeat, item="ansoegning.afgoer") == (
            "case.not_repeatable",
            "case.role",
        )
        assert play.codes(Repeat, by=KO, item=MOEDE) == ("case.not_done",)
        assert play.codes(Repeat, by=KO, item="opstart.plan") == ("case.not_a_task",)


@pytest.mark.parametrize("item", [SAMTALE, f"{MOEDE}#2"])
def test_what_was_asked_for_by_mistake_is_left_out(play: Play, item: str) -> None:
    """With a reason; what the case type asks for is not."""
    play.started().do(Complete, by=KO, item=MOEDE)
    play.do(Plan, by=BO, item=SAMTALE)
    play.do(Repeat, by=KO, item=MOEDE)

    play.do(Skip, by=KO, item=item)

    assert play.status(item) == "skipped"


class TestComingBack:
    """A follow-up date is no deadline."""

    def test_it_acts_once_and_is_silent_the_second_time(self, play: Play) -> None:
        """It can be moved and taken away."""
        play.opened()
        given = {"item": "ansoegning.oplys"}

        (event,) = play.do(SetFollowUp, on=date(2020, 11, 9), **given)

        assert (event.on, event.by) == (date(2020, 11, 9), "an")
        assert play.do(SetFollowUp, on=date(2020, 11, 9), **given) == ()
        play.do(SetFollowUp, on=None, **given)
        assert play.case.work("ansoegning.oplys").follow_up is None

    def test_all_that_stands_against_it_is_told(self, play: Play) -> None:
        """The role, what is done, and a day that is past."""
        play.opened().informed()

        assert play.codes(
            SetFollowUp, by=KO, item="ansoegning.oplys", on=date(2020, 11, 1)
        ) == ("case.role", "case.item_done", "case.follow_up_past")

    def test_what_is_done_is_not_come_back_to(self, play: Play) -> None:
        """The day goes with it."""
        play.opened().received()
        play.do(SetFollowUp, item="ansoegning.oplys", on=date(2020, 11, 9))

        play.do(Complete, item="ansoegning.oplys")

        assert play.case.work("ansoegning.oplys").follow_up is None


def test_linking_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """`cases.md` 2: round → application → course → follow-up."""
    play.opened()

    (event,) = play.do(LinkTo, to="case/sag.forloeb.2", relation="follow_up")

    assert event.to == "case/sag.forloeb.2"
    assert play.do(LinkTo, to="case/sag.forloeb.2", relation="follow_up") == ()
    assert [link.relation for link in play.case.links] == ["follow_up"]


def test_a_case_is_not_tied_to_itself(play: Play) -> None:
    """There is nothing to follow."""
    play.opened()

    assert play.codes(LinkTo, to=play.stream, relation="x") == ("case.link",)


@pytest.mark.parametrize("item", ["adhoc.1", f"{MOEDE}#2"])
def test_a_case_is_not_closed_over_what_was_added(play: Play, item: str) -> None:
    """It is done or left out first."""
    play.started().do(Complete, by=KO, item=MOEDE)
    play.do(AddTask, by=AN, title="Ring", role="sagsbehandler")
    play.do(Repeat, by=KO, item=MOEDE)
    texts = [reason.text for reason in play.no(Close, by=BO)]

    assert any(f"{item} is still to be done" in text for text in texts)
