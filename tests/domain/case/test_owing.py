"""Obligations: owed, met, dropped, waived; and no case is closed over them."""

from __future__ import annotations

from datetime import date

from tests.domain.case.samples import BO, KO, OWED, Play

from kvalitet_core.domain.case import (
    Complete,
    ReopenItem,
    Resume,
    Revoke,
    Suspend,
    Tick,
    Waive,
)

DAY = date(2020, 11, 2)


def test_what_is_owed_has_its_term_from_the_day_it_was_brought_about(
    play: Play,
) -> None:
    """With a proof, which names the event that brought it about."""
    play.recommended()

    decided, settled = play.decide()

    ((owed),) = settled.owed
    *_, event, _ = play.journal.history(play.stream)
    assert (owed.obligation, owed.proof.deadline) == (OWED, "2020-12-02")
    assert event.event == decided
    assert owed.proof.trigger.set_by == event.event_id


def test_what_cannot_be_done_is_not_owed(play: Play) -> None:
    """A refusal brings about no course."""
    play.recommended().decided("afslag")

    assert play.case.owed == {}


def test_it_is_met_when_it_is_done(play: Play) -> None:
    """By the same commit."""
    play.recommended().decided()

    _, settled = play.do(Complete, by=KO, item="opstart.forvent")

    assert settled.met == (OWED,)
    assert play.case.owed == {}


def test_what_was_met_and_is_undone_is_owed_again(play: Play) -> None:
    """What it asks for is not there any more."""
    play.started()

    play.do(ReopenItem, by=KO, item="opstart.forvent")

    assert {*play.case.owed} == {OWED}


def test_waiving_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """Who did and why is on record; it is not owed again by itself."""
    play.recommended().decided()

    event, *_ = play.do(Waive, by=BO, obligation=OWED)

    assert (event.by, event.reason) == ("bo", "fordi")
    assert play.do(Waive, by=BO, obligation=OWED) == ()
    assert play.case.owed == {}


def test_what_is_not_owed_is_not_waived(play: Play) -> None:
    """What is owed is named."""
    play.recommended().decided()

    (reason,) = play.no(Waive, obligation="x")

    assert reason.code == "case.not_owed"
    assert f"expected {OWED}, got 'x'" in reason.text


def test_a_waiver_goes_with_what_brought_it_about(play: Play) -> None:
    """A new decision brings a new obligation, which nobody has waived."""
    play.recommended().decided().do(Waive, by=BO, obligation=OWED)

    play.do(Revoke, by=BO, number=1, reasons=("Fejl.",), effective_from=DAY)
    play.decide()

    assert {*play.case.owed} == {OWED}
    assert play.do(Waive, by=BO, obligation=OWED) != ()


def test_a_suspension_moves_what_is_owed(play: Play) -> None:
    """`Term` is the only maker of due dates: both proofs stay on record."""
    play.recommended().decided()

    _, waits = play.do(Suspend, cause="ferie", start=date(2020, 11, 9))
    _, goes_on = play.do(Resume, cause="ferie", end=date(2020, 11, 16))

    assert waits.owed[0].proof.deadline is None
    assert goes_on.owed[0].proof.deadline == "2020-12-09"
    assert play.case.owed[OWED].deadline == "2020-12-09"


def test_what_is_not_done_in_time_is_breached_once(play: Play) -> None:
    """It is owed still; with more time it can be breached again."""
    play.recommended().decided()
    late = play.at("2020-12-03T09:00:00").now

    (event,) = [e for e in play.do(Tick, at=late) if "obligation" in dir(e)]

    assert (event.obligation, event.deadline) == (OWED, "2020-12-02")
    assert play.do(Tick, at=late) == ()
    assert play.case.breached == {OWED}
    play.do(Complete, by=KO, item="opstart.forvent")
    assert play.case.breached == frozenset()
