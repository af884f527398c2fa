"""A programme is entered; what is known of it and its parts is said, and put right."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from kvalitet_core import Actor, Journal
from kvalitet_core.dated import Period
from kvalitet_core.domain import programme
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import Money, ReasonCode

START, LATER, END = date(2019, 1, 1), date(2020, 5, 1), date(2023, 1, 1)
STREAM = StreamId("programme/proeve")
PAPER = "Opdigtet aftale"
ANNA = PersonId("p-anna")
POST = ReasonCode("projekt")

ESTABLISH = programme.Establish(
    key="proeve",
    title="Prøveprogrammet",
    also_called=("Prøven",),
    authority="Eksempelstyrelsen",
    agreement="En opdigtet aftale",
    target_groups=("ledere", "medarbejdere"),
    headings=("Formål", "Målgruppe"),
    source=PAPER,
    effective_from=START,
    effective_to=END,
)
AUTHORITY = programme.ChangeAuthority(
    programme=STREAM, authority="Den nye styrelse", source=PAPER, effective_from=END
)
ENDS = programme.ChangeEnd(
    programme=STREAM,
    effective_to=date(2024, 1, 1),
    reason=ReasonCode("prolonged"),
    source=PAPER,
)
TRACK = programme.StateTrack(
    programme=STREAM, number=1, title="Viden", source=PAPER, effective_from=START
)
GOAL = programme.StateGoal(
    programme=STREAM, number=1, text="Bedre trivsel", source=PAPER, effective_from=START
)
PART = programme.StateSubInitiative(
    programme=STREAM,
    number=1,
    title="Netværk",
    track=1,
    plugin="netvaerk",
    begins=START,
    ends=date(2022, 1, 1),
    source=PAPER,
    effective_from=START,
)
BUDGET = programme.StateBudget(
    programme=STREAM,
    sub_initiative=1,
    post=POST,
    amount=Money(oere=100),
    source=PAPER,
    effective_from=START,
)
UNKNOWN = attrs.evolve(BUDGET, amount=None, source="Ledt efter, ikke fundet")
PAGE = programme.StatePage(
    programme=STREAM,
    sub_initiative=1,
    sections=(programme.PageSection(heading="Formål", text="Bedre viden"),),
    updated=date(2020, 3, 1),
    source=PAPER,
    effective_from=LATER,
)
NAME = programme.NameContact(
    programme=STREAM,
    contact=ANNA,
    card=Personal(ContactCard(name="Anna Anemone")),
    sub_initiative=1,
    effective_from=LATER,
)
REMOVE = programme.RemoveContact(
    programme=STREAM, contact=ANNA, sub_initiative=1, effective_from=date(2021, 1, 1)
)
CHANGES = (AUTHORITY, ENDS, TRACK, GOAL, PART, BUDGET, PAGE, NAME, REMOVE)


def event_of(command: Any) -> Any:
    """The event that a command leads to: it has the fields that the event has."""
    classes = {
        programme.Establish: programme.Established,
        programme.ChangeAuthority: programme.AuthorityChanged,
        programme.ChangeEnd: programme.EndChanged,
        programme.StateTrack: programme.TrackStated,
        programme.StateGoal: programme.GoalStated,
        programme.StateSubInitiative: programme.SubInitiativeStated,
        programme.StateBudget: programme.BudgetStated,
        programme.StatePage: programme.PageStated,
        programme.NameContact: programme.ContactNamed,
        programme.RemoveContact: programme.ContactRemoved,
    }
    made = classes[type(command)]
    return made(**{f.name: getattr(command, f.name) for f in attrs.fields(made)})


TOLD = tuple(map(event_of, (ESTABLISH, TRACK, PART)))


def trying(command: Any, *told: Any) -> Outcome:
    """Try a command after what was told."""
    return given(*told).when(command)


def folded(*commands: Any) -> programme.Programme:
    """The programme after these commands' events."""
    state = None
    for command in commands:
        state = programme.evolve(state, event_of(command))
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("told", "command"),
    [
        ((), ESTABLISH),
        (TOLD, AUTHORITY),
        (TOLD, ENDS),
        (TOLD[:1], TRACK),
        (TOLD, GOAL),
        (TOLD[:2], PART),
        (TOLD, BUDGET),
        (TOLD, UNKNOWN),
        (TOLD, PAGE),
        ((*TOLD, event_of(NAME)), REMOVE),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is already so needs no event."""
    outcome = trying(command, *told).then(event_of(command))

    assert outcome.stream == STREAM
    trying(command, *told, event_of(command)).then_nothing()


def test_a_contact_is_named_each_time_it_is_said() -> None:
    """Whether a card is the same one cannot be seen while deciding."""
    (event,) = trying(NAME, *TOLD).events

    assert len(trying(NAME, *TOLD, event).events) == 1


def test_a_programme_is_entered_once() -> None:
    """What was entered otherwise is named, each with both values and the paper."""
    again = attrs.evolve(ESTABLISH, title="Noget andet", headings=("Formål",))

    outcome = trying(again, *TOLD)

    outcome.then_refused("programme.established", "programme.established")
    reason = outcome.proposal.reasons[0]
    assert "title 'Prøveprogrammet', got 'Noget andet'" in reason.text
    assert reason.source == PAPER


@pytest.mark.parametrize("command", CHANGES)
def test_nothing_is_said_of_a_programme_that_is_not_there(command: Any) -> None:
    """It is entered first."""
    trying(command).then_refused("programme.unknown")


@pytest.mark.parametrize(
    ("command", "codes"),
    [
        (attrs.evolve(AUTHORITY, effective_from=date(2018, 1, 1)), ["not_begun"]),
        (attrs.evolve(ENDS, effective_to=START), ["not_begun"]),
        (attrs.evolve(ENDS, effective_to=date(2021, 1, 1)), ["outside"]),
        (attrs.evolve(TRACK, number=2, effective_from=END), ["closed"]),
        (attrs.evolve(GOAL, effective_from=date(2018, 1, 1)), ["not_begun"]),
        (
            attrs.evolve(PART, track=3, ends=None, effective_from=END),
            ["track_unknown", "outside", "closed"],
        ),
        (attrs.evolve(PART, begins=date(2018, 1, 1)), ["outside"]),
        (
            attrs.evolve(BUDGET, sub_initiative=4, amount=Money(oere=-1)),
            ["sub_initiative_unknown", "negative"],
        ),
        (
            attrs.evolve(
                PAGE,
                sections=tuple(
                    programme.PageSection(heading=heading, text="…")
                    for heading in ("Formål", "Kantine", "Formål")
                ),
            ),
            ["heading_unknown", "heading_twice"],
        ),
        (attrs.evolve(NAME, sub_initiative=9), ["sub_initiative_unknown"]),
        (REMOVE, ["contact_unknown"]),
    ],
)
def test_what_cannot_be_is_refused(command: Any, codes: list[str]) -> None:
    """All that is wrong at once."""
    trying(command, *TOLD).then_refused(*(f"programme.{code}" for code in codes))


def test_a_budget_that_nobody_knows_is_stated_as_unknown_until_somebody_does() -> None:
    """Unknown is not nothing, and a post of which nothing is said has no budget."""
    known = attrs.evolve(BUDGET, effective_from=LATER)

    before = folded(ESTABLISH, TRACK, PART, UNKNOWN)
    after = folded(ESTABLISH, TRACK, PART, UNKNOWN, known)

    part = before.sub_initiative(1)
    assert part is not None
    stated = part.budget(POST).on(START)
    assert stated is not None
    assert stated.amount is None
    assert part.budget(ReasonCode("andet")).on(START) is None
    part = after.sub_initiative(1)
    assert part is not None
    amounts = [part.budget(POST).on(day) for day in (START, LATER)]
    assert [each and each.amount for each in amounts] == [None, Money(oere=100)]


def test_what_was_said_wrongly_is_said_anew_and_the_first_stays_in_the_history() -> (
    None
):
    """From the same day on the later statement wins; from a later one both hold."""
    right = attrs.evolve(TRACK, title="Viden og kompetencer")
    later = attrs.evolve(GOAL, text="Bedre sundhed", effective_from=LATER)

    found = folded(ESTABLISH, TRACK, GOAL, right, later)

    track, goal = found.track(1), found.goal(1)
    assert track is not None
    assert goal is not None
    assert track.text.on(START) == "Viden og kompetencer"
    assert [goal.text.on(day) for day in (START, LATER)] == [
        "Bedre trivsel",
        "Bedre sundhed",
    ]
    assert (found.track(2), found.goal(2), found.sub_initiative(2)) == (None,) * 3


def test_it_ends_on_another_day_and_under_another_authority() -> None:
    """Its papers are kept by somebody also when it is over."""
    found = folded(ESTABLISH, AUTHORITY, ENDS)

    assert found.period == Period(start=START, end=date(2024, 1, 1))
    assert found.end_reason == ReasonCode("prolonged")
    assert found.established.effective_to == END
    held = [found.authority.on(day) for day in (LATER, END)]
    assert held == ["Eksempelstyrelsen", "Den nye styrelse"]


def test_a_part_of_which_only_a_budget_is_told_keeps_no_programme_from_ending() -> None:
    """A history may tell it; nobody has said how long the part lasts."""
    told = (event_of(ESTABLISH), event_of(BUDGET))
    sooner = attrs.evolve(ENDS, effective_to=date(2021, 1, 1))

    trying(sooner, *told).then(event_of(sooner))


def test_a_person_is_contact_of_one_part_and_not_of_the_whole() -> None:
    """The card stays sealed, and stands on the days that the person is the contact."""
    whole = attrs.evolve(NAME, sub_initiative=None)

    found = folded(ESTABLISH, TRACK, PART, NAME, whole, REMOVE)

    of_part, of_whole = found.contact(ANNA, 1), found.contact(ANNA, None)
    assert of_part is not None
    assert of_whole is not None
    assert of_part.card.ends_by(date(2021, 1, 1))
    assert not of_whole.card.ends_by(END)
    assert "Anemone" not in repr(found)


def test_a_contact_that_is_removed_before_being_named_is_none() -> None:
    """A history may tell it: the fold holds no rule."""
    found = folded(ESTABLISH, REMOVE).contact(ANNA, 1)

    assert found is not None
    assert found.card.newest is None


@pytest.mark.parametrize(
    ("command", "field", "value"),
    [
        (ESTABLISH, "key", "Stort"),
        (ESTABLISH, "headings", (" ",)),
        (PART, "plugin", "Netværk"),
        (PART, "ends", START),
        (TRACK, "number", 0),
        (GOAL, "text", ""),
    ],
)
def test_what_a_command_says_has_the_form_it_must(
    command: Any, field: str, value: Any
) -> None:
    """What cannot be read is malformed, and is never asked."""
    with pytest.raises(Malformed, match=field):
        attrs.evolve(command, **{field: value})


def test_a_history_without_its_beginning_is_malformed() -> None:
    """The fold names the event that has nothing to stand on."""
    with pytest.raises(Malformed, match=r"GoalStated: expected an earlier event"):
        programme.evolve(None, event_of(GOAL))


NUMBERS = st.integers(1, 3)
DAYS = st.sampled_from([START, LATER, date(2021, 6, 1), END])
COMMANDS = st.one_of(
    st.builds(
        lambda n, d: attrs.evolve(TRACK, number=n, effective_from=d), NUMBERS, DAYS
    ),
    st.builds(
        lambda n, d: attrs.evolve(GOAL, number=n, effective_from=d), NUMBERS, DAYS
    ),
    st.builds(
        lambda n, t, d: attrs.evolve(PART, number=n, track=t, effective_from=d),
        NUMBERS,
        NUMBERS,
        DAYS,
    ),
    st.builds(
        lambda n, a, d: attrs.evolve(
            BUDGET, sub_initiative=n, amount=a, effective_from=d
        ),
        NUMBERS,
        st.sampled_from([None, Money(oere=0), Money(oere=7)]),
        DAYS,
    ),
    st.builds(lambda n: attrs.evolve(NAME, sub_initiative=n), st.none() | NUMBERS),
    st.builds(lambda n: attrs.evolve(REMOVE, sub_initiative=n), st.none() | NUMBERS),
    st.builds(lambda d: attrs.evolve(ENDS, effective_to=d), st.none() | DAYS),
    st.sampled_from([ESTABLISH, AUTHORITY, PAGE]),
)


@each(commands=st.lists(COMMANDS, max_size=12))
def test_whatever_is_said_the_state_is_the_fold_of_what_was_recorded(
    commands: list[Any],
) -> None:
    """And each part belongs to a track, within the programme's days."""
    actor = Actor(id="a-1", role="test", organisation="test", authority="test")
    clock = GivenClock(datetime(2021, 6, 1, 10, 0, tzinfo=UTC))
    with Journal.open("memory:", clock=clock) as journal:
        journal.do(ESTABLISH, by=actor)
        for command in commands:
            with suppress(Refused):
                journal.do(command, by=actor)
        state = None
        for recorded in journal.history(STREAM):
            state = programme.evolve(state, recorded.event)

        assert state is not None
        assert state == journal.get(programme.Programme, STREAM)
        for part in state.sub_initiatives:
            said = part.stated.newest
            assert said is not None
            assert state.track(said.track) is not None
            assert state.period.start <= said.begins
