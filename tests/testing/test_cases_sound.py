"""What a machine holds against the engine: four eyes by its own list, and progress."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.testing.counselling import Ansoegning, Forloeb

from kvalitet_core.casetypes.items import Task
from kvalitet_core.domain import case as cases
from kvalitet_core.ids import ActorId
from kvalitet_core.testing.cases import (
    Trial,
    brought_to,
    case,
    close,
    decide,
    fact,
    notify,
    received,
)
from kvalitet_core.testing.cases_acts import Acts
from kvalitet_core.testing.cases_machine import case_machine, written_as_class
from kvalitet_core.testing.cases_progress import awaited, onwards, stuck
from kvalitet_core.testing.cases_running import running
from kvalitet_core.values import ReasonCode

AN, BO, EVA = map(ActorId, ("an", "bo", "eva"))
INDSTIL, AFGOER = "ansoegning.indstil", "ansoegning.afgoer"
DAY = date(2020, 12, 1)
WHY = ReasonCode("proevet")

ready = case(Forloeb, round={"ansoegningsfrist": "2020-11-27"}).given(
    received("2020-11-20"), fact(hjemmel="SEL107"), brought_to(Ansoegning.afgoer)
)


def recommended(by: ActorId = AN, **more: Any) -> cases.TaskCompleted:
    """Somebody recommended."""
    return cases.TaskCompleted(item=INDSTIL, by=by, **more)


def decided(by: ActorId = BO, **more: Any) -> cases.Decided:
    """Somebody decided."""
    return cases.Decided(
        item=AFGOER,
        number=1,
        outcome="imoedekommet",
        authority="et opslag",
        decided_on=DAY,
        effective_from=DAY,
        by=by,
        **more,
    )


def broken(*events: Any, deputies: tuple[tuple[str, str], ...] = ()) -> list[str]:
    """What the last of several events breaks."""
    acts = Acts(Forloeb.definition)
    acts.deputies.update(deputies)
    *before, last = events
    for event in before:
        assert acts.after(event) == []
    return acts.after(last)


def test_two_acts_by_different_people_break_nothing() -> None:
    """Nor does the same person in items that are not kept apart."""
    assert broken(recommended(AN), decided(BO)) == []
    other = cases.TaskCompleted(item="ansoegning.oplys", by=AN)
    assert broken(other, recommended(AN)) == []


@pytest.mark.parametrize(
    "second", [decided(AN), decided(BO, on_behalf_of=AN), decided(EVA)]
)
def test_the_same_person_or_a_deputy_breaks_it(second: cases.Decided) -> None:
    """Whoever acts, on whoever's behalf, and whichever is whose deputy."""
    for pair in (("eva", "an"), ("an", "eva")):
        assert broken(recommended(AN), second, deputies=(pair,)) != []


def test_what_is_done_anew_does_not_count() -> None:
    """After it is reopened, revoked or sent back, others may have done it."""
    undone = (
        cases.ItemReopened(item=INDSTIL, by=AN, reason=WHY, invalidated=(INDSTIL,)),
        decided(BO, invalidated=(INDSTIL, AFGOER)),
        cases.Revoked(
            number=1, reasons=("x",), by=BO, effective_from=DAY, invalidated=(INDSTIL,)
        ),
    )

    for event in undone:
        assert broken(recommended(AN), event, decided(AN)) == []


def test_who_is_put_right_counts() -> None:
    """The one who did it, not the one who was written down first."""
    right = cases.TaskCorrected(item=INDSTIL, done_by=EVA, by=AN, reason=WHY)

    assert broken(recommended(AN), right, decided(AN)) == []
    assert broken(recommended(AN), right, decided(EVA)) != []


def test_those_who_decide_together_are_several() -> None:
    """Each vote is an act of its own, and counts against what is kept apart."""
    first = cases.Voted(
        item=AFGOER, outcome="imoedekommet", authority="et opslag", by=BO
    )

    assert broken(first, attrs.evolve(first, by=EVA)) == []
    assert broken(first, attrs.evolve(first, on_behalf_of=AN)) != []
    assert broken(recommended(BO), first) != []
    assert broken(first, recommended(BO)) != []


def test_what_is_repeated_is_kept_apart_as_what_it_repeats() -> None:
    """The second time is by the same rule as the first."""
    again = cases.TaskRepeated(
        item="adhoc.1",
        repeats=INDSTIL,
        title="Indstil",
        role="sagsbehandler",
        by=AN,
        reason=WHY,
    )
    done = cases.TaskSkipped(item="adhoc.1", by=BO, reason=WHY)

    assert broken(again, recommended(AN), done, decided(BO)) != []


def told(trial: Trial, **changes: Any) -> list[str]:
    """Why a course is stuck by a definition that no check has let through."""
    of = written_as_class(attrs.evolve(Forloeb.definition, **changes))
    setting = attrs.evolve(trial.setting, definition=of.definition)
    with running(of, setting, ()) as course:
        for part in trial.parts:
            for step in getattr(part, "steps", ()):
                assert course.take(step).came != "refused"
        return stuck(course)


def test_a_case_that_can_never_be_closed_is_stuck() -> None:
    """Nothing can be done, and what it waits for has no name."""
    refusal = decide(AFGOER, "afslag", reasons="Nej")
    granted = Ansoegning.afgoer.outcome.equals("imoedekommet")

    why, *_ = told(ready.when(refusal), ends=granted)

    assert why.startswith("case.unfinished: ")
    assert told(ready, ends=granted) == []
    assert told(ready.when(refusal)) == []


def test_waiting_for_what_has_a_name_is_not_being_stuck() -> None:
    """A fact that is not told, also for the end itself."""
    asked = Forloeb.definition.known_facts["maaneder"] >= 4

    assert told(ready.when(decide(AFGOER, "afslag", reasons="Nej")), ends=asked) == []


def test_a_closed_case_is_not_stuck() -> None:
    """Nothing is left in it, and nothing goes on."""
    refusal = decide(AFGOER, "afslag", reasons="Nej")

    assert told(ready.when(refusal, notify(), close())) == []


def test_what_is_known_from_a_later_day_is_waited_for() -> None:
    """Time alone brings it about."""
    granted = Ansoegning.afgoer.outcome.equals("imoedekommet")
    trial = ready.when(
        decide(AFGOER, "afslag", reasons="Nej"), fact(maaneder=8, since="2021-06-01")
    )

    assert told(trial, ends=granted) == []


def test_what_an_item_needs_is_named() -> None:
    """What it requires and what its rules ask, as far as it is not known."""
    trial = case(Forloeb, round={"ansoegningsfrist": "2020-11-27"})
    with running(Forloeb, trial.setting, ()) as course:
        open_now = [path for path, _ in onwards(course)]

        assert open_now == ["ansoegning.oplys"]
        assert awaited(course, "ansoegning.oplys") == ["ansoegningsskema"]
        assert awaited(course, AFGOER) == ["hjemmel"]
        assert awaited(course, "opstart.plan") == []


def test_a_machine_finds_what_is_stuck() -> None:
    """A definition that cannot end is found by walking, and the account says so."""
    oplys = Forloeb.definition.items["ansoegning.oplys"]
    assert isinstance(oplys, Task)
    short = attrs.evolve(
        Forloeb.definition,
        ends=oplys.done & Ansoegning.afgoer.outcome.equals("delvist"),
    )
    machine = case_machine(written_as_class(short), round={})

    with pytest.raises(AssertionError, match="something that can be done"):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=200,
                stateful_step_count=30,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
