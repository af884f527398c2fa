"""Doing the tasks of a case: who has one, who does it, and what stands against it."""

from __future__ import annotations

import pytest
from tests.domain.case.samples import AN, BO, EA, KO, Play, actor

from kvalitet_core.domain.case import (
    Claim,
    Complete,
    CorrectTask,
    Delegate,
    Fail,
    Release,
    ReopenItem,
    Settled,
    Skip,
    Start,
)

OPLYS, INDSTIL = "ansoegning.oplys", "ansoegning.indstil"


def test_claiming_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """Somebody says to do it."""
    play.opened()

    (event,) = play.do(Claim, item=OPLYS)

    assert (event.item, event.by) == (OPLYS, "an")
    assert play.status(OPLYS) == "claimed"
    assert play.do(Claim, item=OPLYS) == ()


def test_starting_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """One who has begun need not claim it too."""
    play.opened()

    (event,) = play.do(Start, item=OPLYS)

    assert event.by == "an"
    assert play.do(Start, item=OPLYS) == ()
    assert play.do(Claim, item=OPLYS) == ()
    assert play.status(OPLYS) == "started"


def test_delegating_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """The other one has it then, and the first has not."""
    play.opened().do(Claim, item=OPLYS)

    (event,) = play.do(Delegate, item=OPLYS, to="ea")

    assert (event.by, event.to) == ("an", "ea")
    assert play.case.work(OPLYS).holder == "ea"
    assert play.do(Delegate, item=OPLYS, to="ea") == ()
    assert play.codes(Start, item=OPLYS) == ("case.held",)
    play.do(Start, by=EA, item=OPLYS)


def test_releasing_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """Then anybody in the role may have it."""
    play.opened().do(Claim, item=OPLYS)

    (event,) = play.do(Release, item=OPLYS)

    assert event.by == "an"
    assert play.do(Release, item=OPLYS) == ()
    assert play.case.work(OPLYS).holder is None
    play.do(Claim, by=EA, item=OPLYS)


@pytest.mark.parametrize("command", [Claim, Start, Release, Complete, Fail])
def test_what_somebody_has_is_not_taken_from_them(play: Play, command: type) -> None:
    """They release or delegate it, and the refusal says who they are."""
    play.opened().received().do(Claim, item=OPLYS)

    (reason,) = play.no(command, by=EA, item=OPLYS)

    assert reason.code == "case.held"
    assert "is with 'an'" in reason.text


def test_a_deputy_may_go_on_with_what_somebody_has(play: Play) -> None:
    """Whoever stands in for one who is away, and whoever acts on their authority."""
    play.opened().received().deputy("an", "ea").do(Claim, item=OPLYS)

    play.do(Release, by=EA, item=OPLYS)
    play.do(Claim, item=OPLYS)
    play.do(Complete, by=actor("ib", "sagsbehandler", delegated_by="an"), item=OPLYS)

    work = play.case.work(OPLYS)
    assert (work.holder, work.persons) == ("ib", frozenset({"ib", "an"}))


def test_completing_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """What waits for it becomes available by the same commit."""
    play.opened().received()

    event, settled = play.do(Complete, item=OPLYS, note="Alt er der")

    assert (event.by, event.note, event.on_behalf_of) == ("an", "Alt er der", None)
    assert isinstance(settled, Settled)
    (change,) = settled.changes
    assert (change.part, change.to, change.role) == (
        INDSTIL,
        "available",
        "sagsbehandler",
    )
    assert play.do(Complete, item=OPLYS) == ()


def test_what_follows_names_the_event_that_made_it_so(play: Play) -> None:
    """`cases.md` 1.2: "each leaf names a fact and the event that set it"."""
    play.opened().received().do(Complete, item=OPLYS)

    *_, done, settled = play.journal.history(play.stream)

    ((given,),) = [change.inputs for change in settled.event.changes]
    assert (given.fact, given.set_by) == (f"{OPLYS}.done", done.event_id)


def test_everything_that_stands_against_completing_is_told_at_once(play: Play) -> None:
    """The role, who has it, and what it requires."""
    play.opened().do(Claim, item=OPLYS)

    reasons = play.no(Complete, by=KO, item=OPLYS)

    assert [each.code for each in reasons] == [
        "case.role",
        "case.held",
        "case.requires",
    ]
    assert "ansoegningsskema" in reasons[2].text


def test_what_is_not_available_is_refused_with_the_tree_of_why(play: Play) -> None:
    """As data: down to the item that is waited for, and the document that it lacks."""
    play.opened()

    (reason,) = play.no(Complete, item=INDSTIL)

    assert reason.code == "case.not_available"
    (unmet,) = reason.because
    (waiting,) = unmet.because
    assert (unmet.code, waiting.code) == ("case.condition_false", "case.item_open")
    assert [each.code for each in waiting.because] == ["case.requires_not_met"]


def test_the_tree_of_why_is_kept_with_the_refusal(play: Play) -> None:
    """Whoever asks later is told the same."""
    play.opened()
    reasons = play.no(Complete, item=INDSTIL)

    *_, commit = play.journal.commits()

    assert commit.record.reasons == reasons
    assert reasons[0].because


@pytest.mark.parametrize("command", [Claim, Start, Release, Complete, Fail])
def test_an_item_that_the_case_does_not_have_is_refused(
    play: Play, command: type
) -> None:
    """So is a milestone, which nobody does."""
    play.opened()

    assert play.codes(command, item="ansoegning.opls") == ("case.item_unknown",)
    assert play.codes(command, item="opstart.plan") == ("case.not_a_task",)


def test_a_decision_is_not_completed(play: Play) -> None:
    """It is decided, with an outcome, before and after."""
    play.recommended()

    before = play.codes(Complete, by=BO, item="ansoegning.afgoer")
    play.decided()

    assert before == ("case.decision",)
    assert play.codes(Complete, by=BO, item="ansoegning.afgoer") == before


@pytest.mark.parametrize("command", [Claim, Start, Release, Fail])
def test_what_is_done_is_not_done_again(play: Play, command: type) -> None:
    """It is reopened, or repeated."""
    play.opened().informed()

    (reason,) = play.no(command, item=OPLYS)

    assert reason.code == "case.item_done"


def test_skipping_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """What is left out counts as done."""
    play.recommended()
    given = {"by": actor("jo", "jurist"), "item": "ansoegning.gennemse"}

    event, *_ = play.do(Skip, **given)

    assert (event.by, event.reason) == ("jo", "fordi")
    assert play.status("ansoegning.gennemse") == "skipped"
    assert play.do(Skip, **given) == ()
    assert play.codes(Complete, **given) == ("case.item_done",)


def test_only_what_is_optional_is_skipped(play: Play) -> None:
    """Everything else is done."""
    play.opened()

    assert play.codes(Skip, item=OPLYS) == ("case.not_optional",)


def test_failing_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """It can be begun on again, by anybody in the role."""
    play.opened().do(Claim, item=OPLYS)

    (event,) = play.do(Fail, item=OPLYS)

    assert event.by == "an"
    assert play.do(Fail, item=OPLYS) == ()
    assert play.status(OPLYS) == "failed"
    play.do(Start, by=EA, item=OPLYS)


def test_correcting_who_did_a_task_leaves_it_done(play: Play) -> None:
    """Nothing that depends on it is undone; silent the second time."""
    play.recommended()

    (event,) = play.do(CorrectTask, item=INDSTIL, done_by="ea", note="Forkert login")

    work = play.case.work(INDSTIL)
    assert (event.by, event.done_by) == ("an", "ea")
    assert (work.persons, work.note) == (frozenset({"ea"}), "Forkert login")
    assert play.status("ansoegning.afgoer") == "available"
    assert play.do(CorrectTask, item=INDSTIL, done_by="ea", note="Forkert login") == ()


def test_correcting_says_no_with_everything_that_stands_against_it(play: Play) -> None:
    """It must be done, by one in the role, and by others than four eyes allow."""
    play.recommended().decided()
    more = {"by": KO, "done_by": "bo"}

    assert play.codes(CorrectTask, item=INDSTIL, **more) == (
        "case.role",
        "case.four_eyes",
    )
    assert play.codes(CorrectTask, item="ansoegning.gennemse", done_by="jo") == (
        "case.role",
        "case.not_done",
    )
    assert play.codes(CorrectTask, item="ansoegning.afgoer", done_by="jo") == (
        "case.decision",
    )


def test_what_goes_back_to_waiting_is_nobodys(play: Play) -> None:
    """Level-triggered: when what it waits for is undone, so is who has it."""
    play.opened().informed().do(Claim, item=INDSTIL)

    play.do(ReopenItem, item=OPLYS)

    work = play.case.work(INDSTIL)
    assert (work.status, work.holder, work.proof) == ("waiting", None, None)
    play.do(Complete, by=AN, item=OPLYS)
    assert play.case.work(INDSTIL).holder is None
