"""Reform: what other rules had found in a round, as a sensitivity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.applied import (
    FIRST,
    MOST,
    REGARD,
    RENAMED,
    Applied,
    assessed,
    played,
    plugin,
    rules,
    version,
)
from tests.cli import shelter, sheltering
from tests.domain import programme
from tests.domain.programme import ROUND

from kvalitet_core import Journal
from kvalitet_core.audit import Effect, Reformed, reform
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case import Case, LinkTo, Stated
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import ReasonCode

STRICTER = version(
    "2", *rules(6, 2, valid_from=date(2021, 1, 1)), valid_from=date(2021, 1, 1)
)
LATER = plugin(FIRST, STRICTER)
APPLIED = st.lists(
    st.builds(
        Applied,
        months=st.integers(1, 2 * MOST),
        late=st.booleans(),
        decided=st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def effects(found: Any) -> list[Effect]:
    """What it came to, case by case."""
    return [each.effect for each in found]


@settings(max_examples=40)
@given(applied=APPLIED)
def test_the_same_definition_flips_nothing(applied: list[Applied]) -> None:
    """What a case was decided by finds again what it found."""
    with played(*applied, plugin=plugin()) as told:
        found = list(reform(told.journal, FIRST.definition, ROUND))

    assert len(found) == len(applied)
    decided = sum(each.decided for each in applied)
    assert effects(found).count(Effect.SAME) == decided
    assert effects(found).count(Effect.NOT_DECIDED) == len(applied) - decided
    assert not [one for each in found for one in each.decisions if one.turned]


@settings(max_examples=40)
@given(applied=APPLIED, most=st.integers(1, 2 * MOST))
def test_a_case_flips_where_it_meets_the_one_and_not_the_other(
    applied: list[Applied], most: int
) -> None:
    """A limit that is moved flips those between, and names its rule in each."""
    other = version("2", *rules(most, 2))
    with played(*applied, plugin=plugin(FIRST, other)) as told:
        found = {
            each.case: each for each in reform(told.journal, other.definition, ROUND)
        }
        pairs = [
            (each, found[case]) for each, case in zip(applied, told.cases, strict=True)
        ]

    for each, one in pairs:
        meets = not each.late and each.months <= most
        flips = each.decided and meets is not each.meets
        assert (one.effect is Effect.FLIPS) is flips
        if flips:
            assert _flipped_by(one) == ["proeve.laengde"]


def _flipped_by(found: Reformed) -> list[str]:
    return [each.rule for one in found.decisions for each in one.turned if each.flips]


def test_rules_count_as_if_their_definition_had_been_in_force() -> None:
    """What begins in 2021 is asked of 2020, as on its first day."""
    with played(Applied(9), Applied(3), plugin=LATER) as told:
        found = list(reform(told.journal, STRICTER.definition, ROUND))

    assert sorted(effects(found)) == [Effect.FLIPS, Effect.SAME]
    (flipped,) = [each for each in found if each.effect is Effect.FLIPS]
    (taken,) = flipped.decisions
    assert (taken.outcome, taken.was, taken.now) == (
        "imoedekommet",
        Truth.TRUE,
        Truth.FALSE,
    )
    (turned,) = taken.turned
    assert turned.was is not None
    assert turned.now is not None
    assert (turned.was.version, turned.now.version) == (1, 2)


def test_the_rules_of_a_day_are_asked_where_one_is_named() -> None:
    """A day before the stricter rule leaves what was."""
    with played(Applied(9), plugin=LATER) as told:
        found = reform(told.journal, STRICTER.definition, ROUND, on=date(2020, 6, 1))

        assert effects(found) == [Effect.SAME]


def test_what_a_rule_lacks_is_unknown_and_no_flip() -> None:
    """Nobody was asked for special regard then."""
    other = version("2", *rules(MOST, 1), REGARD)
    with played(Applied(9), plugin=plugin(FIRST, other)) as told:
        (found,) = reform(told.journal, other.definition, ROUND)

    (taken,) = found.decisions
    assert (found.effect, taken.now) == (Effect.UNKNOWN, Truth.UNKNOWN)
    (turned,) = taken.turned
    assert turned.now is not None
    assert (turned.rule, turned.now.missing) == ("proeve.hensyn", ("hensyn",))


def test_a_fact_can_be_supposed_of_every_case() -> None:
    """What nobody was asked is taken to be so; a limit of the round can be moved."""
    other = version("2", *rules(MOST, 1), REGARD)
    with played(Applied(9), Applied(9, late=True), plugin=plugin(FIRST, other)) as told:
        first, second = (
            reform(told.journal, definition.definition, ROUND, facts=facts)
            for definition, facts in (
                (other, {"hensyn": "ja"}),
                (FIRST, {"runde.ansoegningsfrist": "2020-12-01"}),
            )
        )

        assert effects(first) == [Effect.SAME, Effect.SAME]
        assert sorted(effects(second)) == [Effect.FLIPS, Effect.SAME]


def test_a_definition_need_not_be_installed() -> None:
    """A draft of next year's rules is tried, under the name that the old ones have."""
    draft = version("1", *rules(6, 2))
    with played(Applied(9), Applied(3), plugin=plugin()) as told:
        found = reform(told.journal, draft.definition, ROUND)

        assert sorted(effects(found)) == [Effect.FLIPS, Effect.SAME]


def test_items_are_found_under_the_names_that_they_have_there() -> None:
    """In a newer version, and, back again, in an older one."""
    other = version(
        "2",
        stages=(assessed(rules(6, 2)),),
        migrate_from=RENAMED,
        valid_from=date(2021, 1, 1),
    )
    with played(Applied(9), plugin=plugin(FIRST, other)) as told:
        assert effects(reform(told.journal, other.definition, ROUND)) == [Effect.FLIPS]


def test_what_has_no_such_decision_is_not_checked() -> None:
    """It is told, and is neither the same nor a flip."""
    other = version("2", stages=(assessed(rules(6, 2)),))
    with played(Applied(9), plugin=plugin(FIRST, other)) as told:
        (found,) = reform(told.journal, other.definition, ROUND)

    (taken,) = found.decisions
    assert found.effect is Effect.NOT_CHECKED
    assert "did you mean" in (taken.why or "") or "it has" in (taken.why or "")


def test_a_case_that_decides_no_application_is_tied_to_its_round() -> None:
    """By a link: what it was granted on had not met another ground."""
    clock = GivenClock(sheltering.MONDAY)
    with Journal.open(
        "memory:", plugins=(programme.PLUGIN, shelter.PLUGIN), clock=clock, views=False
    ) as journal:
        journal.do(programme.ANNOUNCE, by=sheltering.ANNA)
        ground = Stated(fact="hjemmel", value="SEL107")
        for key in ("1", "2"):
            journal.do(sheltering.opening(key, facts=(ground,)), by=sheltering.ANNA)
        case = sheltering.case_of("1")
        tied = LinkTo(case=case, to=ROUND, relation=ReasonCode("round"))
        for command in (
            tied,
            sheltering.receipt(),
            sheltering.completion("ansoegning.oplys"),
            sheltering.completion("ansoegning.indstil"),
        ):
            clock.set(clock() + timedelta(days=1))
            journal.do(command, by=sheltering.ANNA)
        journal.do(sheltering.decision("imoedekommet"), by=sheltering.BO)
        newer = shelter.NewerStay.definition

        (same,) = reform(journal, newer, ROUND)
        (flipped,) = reform(journal, newer, ROUND, facts={"hjemmel": "SEL110"})

    assert (same.case, same.effect) == (case, Effect.SAME)
    assert _flipped_by(flipped) == ["shelter.grundlag"]


def test_nothing_is_written() -> None:
    """It only reads."""
    with played(Applied(9), plugin=LATER) as told:
        before = told.journal.head(), told.journal.get(Case, told.cases[0])
        list(reform(told.journal, STRICTER.definition, ROUND))

        assert (told.journal.head(), told.journal.get(Case, told.cases[0])) == before


@pytest.mark.parametrize(
    ("round_", "facts", "error", "said"),
    [
        ("proeve-2020-12", {}, Unknown, "did you mean round/proeve-2020-11"),
        (ROUND, {"hensin": "ja"}, Unknown, "did you mean hensyn"),
        (ROUND, {"hensyn": 7}, Malformed, "hensyn: expected a text, got 7"),
    ],
)
def test_a_wrong_question_is_told(
    round_: str, facts: dict[str, Any], error: type[Exception], said: str
) -> None:
    """An unknown round, an unknown fact, a value of another type."""
    with (
        played(Applied(9), plugin=plugin()) as told,
        pytest.raises(error) as raised,
    ):
        reform(told.journal, FIRST.definition, round_, facts=facts)

    assert said in str(raised.value)


def test_a_definition_of_another_case_type_is_told() -> None:
    """Its rules have nothing to say of these cases."""
    other = version("1", *rules(MOST, 1), code="proeve.andet")
    with (
        played(Applied(9), plugin=plugin(FIRST, other)) as told,
        pytest.raises(Malformed, match=r"expected a version of proeve\.sag"),
    ):
        reform(told.journal, other.definition, ROUND)


def test_a_round_without_cases_is_no_empty_answer() -> None:
    """An empty answer would read as if nothing had flipped."""
    with (
        played(plugin=plugin()) as told,
        pytest.raises(Unknown, match="no case decides"),
    ):
        _ask(told.journal)


def _ask(journal: Journal) -> None:
    reform(journal, FIRST.definition, ROUND)
