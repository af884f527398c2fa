"""An indicator is defined in versions, observed, corrected and reported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain.indicator.counted import (
    AIM,
    AIMED,
    CORRECT,
    CORRECTED,
    DEFINE,
    DEFINED,
    END,
    FIRST,
    INDICATOR,
    LINDEHUSET,
    MID,
    MISREAD,
    OBSERVE,
    OBSERVED,
    PARTNERSHIP,
    RANDERS,
    REPORT,
    REPORTED,
    TODAY,
    WITHDRAW,
    WITHDRAWN,
    folded,
    texts,
    trying,
)

from kvalitet_core import Actor, Journal
from kvalitet_core.dated import Period
from kvalitet_core.domain import indicator
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.testing import given
from kvalitet_core.values import Figure

ACTOR = Actor(id="a-1", role="test", organisation="test", authority="test")
AGAIN = attrs.evolve(
    DEFINE, version=2, decimals=2, source="Opdigtet notat 2", valid_from=MID
)
DEFINED_AGAIN = attrs.evolve(
    DEFINED, version=2, decimals=2, source="Opdigtet notat 2", valid_from=MID
)


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), DEFINE, DEFINED),
        ((DEFINED,), AGAIN, DEFINED_AGAIN),
        ((DEFINED,), OBSERVE, OBSERVED),
        ((DEFINED, OBSERVED), CORRECT, CORRECTED),
        ((DEFINED, OBSERVED), WITHDRAW, WITHDRAWN),
        ((DEFINED,), AIM, AIMED),
        ((DEFINED, OBSERVED), REPORT, REPORTED),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: indicator.Event
) -> None:
    """What is already so needs no event."""
    outcome = trying(command, *told).then(event)

    assert outcome.stream == INDICATOR
    trying(command, *told, event).then_nothing()


def test_defining_again_is_silent_once_another_version_is_given() -> None:
    """A catalogue can be given to a journal again, whatever came after."""
    trying(DEFINE, DEFINED, DEFINED_AGAIN).then_nothing()


def test_an_observation_for_a_superseded_definition_is_refused() -> None:
    """It names what supersedes it, from when, and the document that says so."""
    late = attrs.evolve(OBSERVE, effective_from=MID, effective_to=date(2021, 8, 1))

    outcome = trying(late, DEFINED, DEFINED_AGAIN)

    outcome.then_refused("indicator.superseded")
    assert texts(outcome) == [
        (
            "indicator/trivsel: definition 1 is superseded by 2 from 2021-07-01, "
            "got figures of 2021-07-01 until 2021-08-01"
        )
    ]
    assert outcome.proposal.reasons[0].source == "Opdigtet notat 2"


def test_a_refused_observation_is_kept_and_changes_nothing() -> None:
    """The refusal is on record under the command's id; the figures stand."""
    late = attrs.evolve(
        OBSERVE, of=PARTNERSHIP, effective_from=MID, effective_to=date(2021, 8, 1)
    )
    clock = GivenClock(datetime(2021, 8, 16, 10, 0, tzinfo=UTC))
    with Journal.open("memory:", plugins=[], clock=clock) as journal:
        for command in (DEFINE, AGAIN):
            journal.do(command, by=ACTOR)
        before = journal.get(indicator.Indicator, INDICATOR)

        with pytest.raises(Refused) as refused:
            journal.do(late, by=ACTOR)

        kept = journal.commit(str(refused.value.command_id))
        assert kept is not None
        assert kept.record.outcome == "refused"
        assert [each.code for each in kept.record.reasons] == ["indicator.superseded"]
        assert (kept.command, kept.events) == (late, ())
        assert journal.get(indicator.Indicator, INDICATOR) == before


def test_what_was_so_before_a_new_definition_can_still_be_told() -> None:
    """A definition is superseded from a day on, and counts until then."""
    trying(OBSERVE, DEFINED, DEFINED_AGAIN).then(OBSERVED)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"definition": 3}, "definition_unknown"),
        (
            {"effective_from": date(2019, 1, 1), "effective_to": date(2021, 4, 1)},
            "definition_not_begun",
        ),
        ({"effective_to": date(2021, 9, 1)}, "not_over"),
        ({"of": StreamId("municipality/0999")}, "of_unknown"),
        ({"of": LINDEHUSET}, "of_unknown"),
        (
            {"effective_from": date(2020, 1, 1), "effective_to": date(2020, 7, 1)},
            "of_not_in_force",
        ),
        ({"value": Figure("62.25")}, "decimals"),
        ({"value": Figure("100.1")}, "off_scale"),
        ({"value": Figure("-0.1")}, "off_scale"),
    ],
)
def test_what_cannot_have_been_observed_is_refused(
    changed: dict[str, Any], code: str
) -> None:
    """Each refusal names the value that was given."""
    outcome = trying(attrs.evolve(OBSERVE, **changed), DEFINED)

    outcome.then_refused(f"indicator.{code}")


def test_everything_wrong_with_an_observation_is_named_at_once() -> None:
    """One attempt tells all that is to be put right."""
    wrong = attrs.evolve(
        OBSERVE,
        of=StreamId("municipality/0999"),
        effective_to=date(2021, 9, 1),
        value=Figure("100.25"),
    )

    trying(wrong, DEFINED, DEFINED_AGAIN).then_refused(
        "indicator.superseded",
        "indicator.not_over",
        "indicator.of_unknown",
        "indicator.decimals",
        "indicator.off_scale",
    )


def test_a_figure_can_be_of_anything_that_has_a_stream() -> None:
    """Of what a plugin brings, the core asks nothing."""
    (event,) = trying(attrs.evolve(OBSERVE, of=PARTNERSHIP), DEFINED).events

    assert event.of == PARTNERSHIP


def test_a_figure_is_observed_once() -> None:
    """Another figure for the same days is a correction."""
    same = attrs.evolve(OBSERVE, value=Figure("62.0"))
    other = attrs.evolve(OBSERVE, value=Figure("63"))

    trying(same, DEFINED, OBSERVED).then_nothing()
    outcome = trying(other, DEFINED, OBSERVED).then_refused("indicator.observed")
    assert "has 62.0 for 2021-01-01 until 2021-07-01, got 63" in texts(outcome)[0]


def test_the_same_figure_from_elsewhere_is_not_lost() -> None:
    """Where a figure comes from is part of it: another source is a correction too."""
    source = "Opdigtet måling, sidste udgave"
    again = attrs.evolve(OBSERVE, source=source, based_on=None)
    right = attrs.evolve(CORRECT, value=Figure("62"), source=source)

    trying(again, DEFINED, OBSERVED).then_refused(*["indicator.observed"] * 2)
    (event,) = trying(right, DEFINED, OBSERVED).events
    assert (event.value, event.source) == ("62.0", source)
    trying(right, DEFINED, OBSERVED, event).then_nothing()


def test_the_last_day_of_a_figure_can_be_today_and_no_later() -> None:
    """A figure of days to come is no observation."""
    today = attrs.evolve(OBSERVE, effective_to=TODAY + timedelta(days=1))
    later = attrs.evolve(OBSERVE, effective_to=TODAY + timedelta(days=2))

    assert trying(today, DEFINED).events
    trying(later, DEFINED).then_refused("indicator.not_over")


def test_nothing_is_aimed_at_by_a_definition_that_holds_no_more() -> None:
    """The last day before the new definition is its last; there is no other aim."""
    last = attrs.evolve(AIM, of=None, effective_from=MID - timedelta(days=1))
    late = attrs.evolve(AIM, of=None, effective_from=MID)

    assert trying(last, DEFINED, DEFINED_AGAIN).events
    trying(late, DEFINED, DEFINED_AGAIN).then_refused("indicator.superseded")


def test_nobody_aims_who_is_not_registered() -> None:
    """A municipality that is not on record, and one that is from a later day."""
    now = datetime(2021, 8, 16, tzinfo=UTC)
    early = attrs.evolve(
        AIM,
        of=RANDERS,
        effective_from=date(2020, 1, 1),
        effective_to=date(2020, 6, 1),
    )

    given(DEFINED).when(attrs.evolve(AIM, of=RANDERS), now=now).then_refused(
        "indicator.of_unknown"
    )
    trying(early, DEFINED).then_refused("indicator.of_not_in_force")


def test_a_figure_that_was_taken_back_can_be_observed_anew() -> None:
    """There is none until then, so there is nothing to correct."""
    told = (DEFINED, OBSERVED, WITHDRAWN)

    trying(CORRECT, *told).then_refused("indicator.not_observed")
    trying(OBSERVE, *told).then(OBSERVED)
    assert folded(*told).known() == ()
    assert len(folded(*told, OBSERVED).known()) == 1


@pytest.mark.parametrize(
    ("command", "told", "codes"),
    [
        (attrs.evolve(DEFINE, name="Andet"), (DEFINED,), ["defined"]),
        (attrs.evolve(DEFINE, version=2), (), ["version"]),
        (attrs.evolve(AGAIN, valid_from=date(2020, 1, 1)), (DEFINED,), ["valid_from"]),
        (
            attrs.evolve(DEFINE, decimals=7, least=Figure("100")),
            (),
            ["decimals", "scale"],
        ),
        (attrs.evolve(DEFINE, decimals=-1), (), ["decimals"]),
        (
            attrs.evolve(AIM, value=Figure("100.25")),
            (DEFINED,),
            ["decimals", "off_scale"],
        ),
        (
            attrs.evolve(AIM, effective_from=date(2019, 1, 1)),
            (DEFINED,),
            ["definition_not_begun"],
        ),
        (
            attrs.evolve(CORRECT, value=Figure("101")),
            (DEFINED, OBSERVED),
            ["off_scale"],
        ),
        (CORRECT, (DEFINED,), ["not_observed"]),
        (WITHDRAW, (DEFINED,), ["not_observed"]),
        (OBSERVE, (), ["unknown"]),
        (REPORT, (DEFINED,), ["nothing_known"]),
        (
            attrs.evolve(REPORT, known_on=date(2021, 8, 17)),
            (DEFINED, OBSERVED),
            ["known_in_future"],
        ),
        (
            attrs.evolve(REPORT, effective_to=END),
            (DEFINED, OBSERVED, REPORTED),
            ["reported"],
        ),
    ],
)
def test_what_cannot_be_is_refused(
    command: Any, told: tuple[Any, ...], codes: list[str]
) -> None:
    """Every reason is given at once."""
    trying(command, *told).then_refused(*(f"indicator.{code}" for code in codes))


def test_a_figure_is_about_some_days_and_of_something() -> None:
    """An end that is no later than the beginning is no period."""
    with pytest.raises(Malformed, match="later than effective_from"):
        attrs.evolve(OBSERVE, effective_to=FIRST)
    with pytest.raises(Malformed, match="expected a stream"):
        attrs.evolve(OBSERVE, of=StreamId("Randers"))


def test_a_correction_leaves_what_a_report_said_and_shows_the_difference() -> None:
    """The report keeps its figures; what is known now is held against them."""
    late = attrs.evolve(OBSERVED, of=PARTNERSHIP)

    state = folded(DEFINED, OBSERVED, AIMED, REPORTED, CORRECTED, late)

    (report,) = state.reports
    assert report == REPORTED
    assert [
        (each.of, each.reported, each.now) for each in indicator.since(state, report)
    ] == [(RANDERS, "62.0", "58.5"), (PARTNERSHIP, None, "62.0")]
    assert indicator.since(folded(DEFINED, OBSERVED, REPORTED), report) == ()


def test_a_report_says_what_was_known_on_its_day() -> None:
    """What was registered later is not in it, also where it is made later."""
    later = TODAY + timedelta(days=30)
    corrected = attrs.evolve(CORRECTED, registered=later)
    now = datetime(2021, 12, 1, 10, 0, tzinfo=UTC)

    was = attrs.evolve(REPORT, known_on=TODAY)
    (then,) = trying(was, DEFINED, OBSERVED, corrected, now=now).events
    (today,) = trying(REPORT, DEFINED, OBSERVED, corrected, now=now).events

    assert then == REPORTED
    assert [each.value for each in today.figures] == ["58.5"]
    assert today.known_on == date(2021, 12, 1)


def test_what_is_aimed_at_is_that_of_the_day_and_the_nearest() -> None:
    """One's own target goes before the one for all; a report gives that of its end."""
    own = attrs.evolve(
        AIMED, of=RANDERS, value=Figure("65.0"), effective_from=MID, effective_to=END
    )

    state = folded(DEFINED, OBSERVED, AIMED, own)

    assert state.target(1, RANDERS, FIRST) == "70.0"
    assert state.target(1, RANDERS, MID) == "65.0"
    assert state.target(1, RANDERS, END) == "70.0"
    assert state.target(1, PARTNERSHIP, MID) == "70.0"
    assert state.target(2, RANDERS, MID) is None
    (figure,) = indicator.figures(state, Period(start=FIRST, end=MID))
    assert figure.target == "70.0"


def test_the_definition_is_that_of_the_day() -> None:
    """Before the first one holds there is none."""
    state = folded(DEFINED, DEFINED_AGAIN)

    assert state.definition_on(date(2019, 12, 31)) is None
    assert state.definition_on(date(2021, 6, 30)) == DEFINED
    assert state.definition_on(MID) == DEFINED_AGAIN
    assert (state.valid_to(1), state.valid_to(2)) == (MID, None)


EVENTS = st.one_of(*map(strategies.stored, indicator.AGGREGATE.events.values()))


@each(st.lists(EVENTS, max_size=8))
def test_the_fold_takes_any_history_that_begins(events: list[indicator.Event]) -> None:
    """It evaluates no rule, and comes to the same twice."""
    once, twice = folded(DEFINED, *events), folded(DEFINED, *events)

    assert once == twice
    assert once.known() == twice.known()


DAYS = st.dates(date(2020, 1, 1), date(2021, 12, 1))
FIGURES = st.decimals(0, 100, places=1).map(lambda each: Figure(f"{each:f}"))
WHOM = st.sampled_from([RANDERS, PARTNERSHIP])
ABOUT: dict[str, Any] = {
    "indicator": st.just(INDICATOR),
    "definition": st.integers(1, 2),
    "of": WHOM,
    "effective_from": st.sampled_from([FIRST, MID]),
    "effective_to": st.sampled_from([date(2021, 4, 1), MID, END]),
}


def made(cls: type[Any], **fields: Any) -> st.SearchStrategy[Any]:
    """Commands of a class, those that can be made."""

    def make(given_fields: dict[str, Any]) -> Any:
        try:
            return cls(**given_fields)
        except Malformed:
            return None

    return st.fixed_dictionaries(fields).map(make).filter(bool)


COMMANDS = st.one_of(
    st.sampled_from([DEFINE, AGAIN, AIM, REPORT]),
    made(indicator.Observe, value=FIGURES, source=st.just("Måling"), **ABOUT),
    made(
        indicator.Correct,
        value=FIGURES,
        source=st.just("Måling"),
        reason=st.just(MISREAD),
        **ABOUT,
    ),
    made(indicator.Withdraw, reason=st.just(MISREAD), **ABOUT),
    made(
        indicator.Report,
        indicator=st.just(INDICATOR),
        report=st.sampled_from(["a", "b"]),
        known_on=st.none() | DAYS,
        effective_from=st.just(FIRST),
        effective_to=st.sampled_from([MID, END]),
    ),
)


@each(st.lists(st.tuples(COMMANDS, st.integers(0, 40)), max_size=10))
def test_what_was_known_on_a_day_is_the_fold_of_what_was_registered_by_then(
    plays: list[tuple[Any, int]],
) -> None:
    """Whatever is observed, corrected and taken back, in whatever order.

    A command that acted has nothing to do the second time, and no report changes.
    """
    told: list[Any] = [DEFINED]
    now = datetime(2022, 2, 1, 10, 0, tzinfo=UTC)
    for command, days in plays:
        now += timedelta(days=days)
        events = trying(command, *told, now=now).events
        told += events
        if events:
            trying(command, *told, now=now).then_nothing()
        for report in folded(*told).reports:
            by_then = [e for e in told if _day(e) <= report.known_on]
            then = folded(*by_then).known()
            said = {(f.of, f.effective_from, f.effective_to): f for f in report.figures}
            for figure in then:
                inside = figure.effective_to <= report.effective_to
                key = (figure.of, figure.effective_from, figure.effective_to)
                if inside and len([e for e in then if _key(e) == key]) == 1:
                    assert said[key].value == figure.value


def _key(each: Any) -> tuple[Any, ...]:
    return each.of, each.effective_from, each.effective_to


def _day(event: Any) -> date:
    return getattr(event, "registered", None) or date.min


def test_a_figure_of_somebody_who_is_not_registered_is_refused() -> None:
    """Without the municipality on record the figure would hang in the air."""
    outcome = given(DEFINED).when(OBSERVE, now=datetime(2021, 8, 16, tzinfo=UTC))

    outcome.then_refused("indicator.of_unknown")
