"""The award review runs as it reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date

import pytest
from tests.examples.awards import (
    APPROVALS,
    AWARDS,
    CASE,
    DEFINITION,
    FILE,
    Review,
    review,
)

from kvalitet_core.domain import case


@pytest.fixture
def drafted() -> Iterator[Review]:
    """A review whose award is written."""
    with review() as found:
        yield found.drafted()


def test_it_is_at_most_sixty_lines() -> None:
    """Every line counts: imports, and blank ones."""
    text = FILE.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 60
    assert max(map(len, text.splitlines())) <= 88
    assert ast.parse(text)


def test_it_has_eight_stages_and_four_approvals() -> None:
    """Each approval can be given, sent back or refused."""
    assert len(DEFINITION.stages) == 8
    found = [path for path, item in DEFINITION.items.items() if item.sort == "decision"]
    assert found == [*APPROVALS]
    for path in APPROVALS:
        assert DEFINITION.items[path].outcomes == ("approve", "needs_change", "reject")
        assert DEFINITION.kept_apart[path] == {*APPROVALS} - {path}


def test_five_people_can_award(drafted: Review) -> None:
    """Programme, legal, director, and two for the budget."""
    assert drafted.respond("programme.approve", "approve", by="pia")
    assert drafted.respond("budget.approve", "approve", by="bo")
    assert drafted.status("budget.approve") == "available"
    assert drafted.respond("budget.approve", "approve", by="bea")
    assert drafted.respond("legal.approve", "approve", by="liv")
    assert drafted.respond("director.approve", "approve", by="dan")
    assert drafted.complete("award.issue", by="anna")

    assert drafted.do(case.Close(case=CASE, reason="awarded"), by="dan", role="any")


def test_four_people_cannot(drafted: Review) -> None:
    """The director's approval is a fifth pair of eyes."""
    for item, by in (
        ("programme.approve", "pia"),
        ("budget.approve", "bo"),
        ("budget.approve", "bea"),
        ("legal.approve", "liv"),
    ):
        assert drafted.respond(item, "approve", by=by)

    for by in ("pia", "bo", "bea", "liv"):
        assert not drafted.respond("director.approve", "approve", by=by)


def test_one_person_cannot_be_two_of_the_budget(drafted: Review) -> None:
    """A minimum of approvals is a number of people."""
    assert drafted.respond("budget.approve", "approve", by="bo")

    assert drafted.respond("budget.approve", "approve", by="bo")
    assert drafted.status("budget.approve") == "available"
    assert not drafted.respond("budget.approve", "approve", by="bea", of="bo")


def test_what_one_of_two_said_keeps_them_from_other_approvals(drafted: Review) -> None:
    """Also before the other one has said anything."""
    assert drafted.respond("budget.approve", "approve", by="bo")

    assert not drafted.respond("legal.approve", "approve", by="bo")


def test_the_director_waits_for_all_three(drafted: Review) -> None:
    """No two of them are enough."""
    assert drafted.respond("programme.approve", "approve", by="pia")
    assert drafted.respond("legal.approve", "approve", by="liv")

    assert drafted.status("director.approve") == "waiting"
    assert not drafted.respond("director.approve", "approve", by="dan")


@pytest.mark.parametrize("path", APPROVALS[:3])
def test_a_change_means_that_all_of_them_look_again(drafted: Review, path: str) -> None:
    """Approvals that were given, and half a budget's, do not count any more."""
    given = {"programme.approve": "pia", "legal.approve": "liv", "budget.approve": "bo"}
    for item, by in given.items():
        if item != path:
            assert drafted.respond(item, "approve", by=by)

    assert drafted.respond(path, "needs_change", by="max")

    assert {drafted.status(item) for item in APPROVALS} == {"waiting"}
    assert drafted.status("draft.write") == "available"
    assert drafted.complete("draft.write", by="anna")
    assert {drafted.status(item) for item in APPROVALS[:3]} == {"available"}
    assert drafted.respond("budget.approve", "approve", by="bo")
    assert drafted.status("budget.approve") == "available"


def test_a_rejection_ends_the_review(drafted: Review) -> None:
    """Nothing after it can be done, and the case can be closed once all have answered.

    The other approvals are still open: the director's and the award are not possible.
    """
    assert drafted.respond("legal.approve", "reject", by="liv")
    assert drafted.respond("programme.approve", "approve", by="pia")
    assert drafted.respond("budget.approve", "reject", by="bo")

    assert drafted.status("director.approve") == "waiting"
    assert drafted.do(case.Close(case=CASE, reason="rejected"), by="dan", role="any")


def test_ten_working_days_leave_out_two_weekends(drafted: Review) -> None:
    """From the day when the award was written; the deadline is proved."""
    proof = drafted.state.work("legal.approve").proof

    assert proof is not None
    assert proof.deadline is not None
    assert str(proof.deadline) == "2026-03-16"
    assert proof.recompute().proof == proof


def test_what_is_not_approved_in_time_is_noted_once(drafted: Review) -> None:
    """However often one looks."""
    drafted.wait(15)
    drafted.tick()
    before = drafted.state.events

    drafted.tick()

    late = drafted.state.work("budget.approve").passed
    assert str(late) == "2026-03-16"
    assert drafted.state.events == before


def test_it_reads_as_a_sentence() -> None:
    """When the director has it."""
    when = DEFINITION.stage_of["director"].when

    assert when is not None
    assert when.text("en").startswith("The outcome of “Approve the aims” is “approve”")
    assert AWARDS.AwardReview.definition.valid_from == date(2026, 1, 1)
