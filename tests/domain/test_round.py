"""A round is announced, opened and closed; its deadline may change."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain import programme
from tests.domain.programme import ANNOUNCE, ANNOUNCED, OPENED, PLUGIN, ROUND

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.dated import Period
from kvalitet_core.domain import round as rounds
from kvalitet_core.errors import Malformed
from kvalitet_core.schemas import json_schema
from kvalitet_core.testing import Outcome, given
from kvalitet_core.texts import read_texts
from kvalitet_core.values import Deadline, FormName, ReasonCode

ACTOR = Actor(id="a-1", role="test", organisation="test", authority="test")
EARLIER = date(2020, 8, 31)
LATER = date(2020, 11, 20)
END = date(2020, 12, 1)

CHANGE = rounds.ChangeDeadline(
    round=ROUND,
    deadline=Deadline("2020-12-04T12:00:00+01:00"),
    reason=ReasonCode("it_problems"),
    effective_from=LATER,
)
CHANGED = rounds.DeadlineChanged(
    deadline=CHANGE.deadline, reason=CHANGE.reason, effective_from=LATER
)
OPEN = rounds.Open(round=ROUND, effective_from=date(2020, 10, 1))
CLOSE = rounds.Close(round=ROUND, effective_from=END)
CLOSED = rounds.Closed(effective_from=END)


CORRECT = rounds.Correct(
    round=ROUND,
    reason=ReasonCode("misread"),
    themes=frozenset({"Sundhed", "Ledelse"}),
    unsaid=frozenset({rounds.Unsaid.MONTHS_MIN}),
    opened=date(2020, 10, 5),
)
CORRECTED = rounds.Corrected(
    reason=CORRECT.reason,
    themes=CORRECT.themes,
    unsaid=CORRECT.unsaid,
    opened=CORRECT.opened,
)


def trying(command: Any, *told: Any) -> Outcome:
    """Try a command where Prøveprogrammet is installed."""
    return given(*told, plugins=[PLUGIN]).when(command)


def folded(*events: rounds.Event) -> rounds.Round:
    """The round after these events."""
    state = None
    for event in events:
        state = rounds.evolve(state, event)
    assert state is not None
    return state


def texts(outcome: Outcome) -> list[str]:
    """What a refusal says."""
    return [reason.text for reason in outcome.proposal.reasons]


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), ANNOUNCE, ANNOUNCED),
        ((ANNOUNCED,), CHANGE, CHANGED),
        ((ANNOUNCED,), OPEN, OPENED),
        ((ANNOUNCED, OPENED), CLOSE, CLOSED),
        ((ANNOUNCED, OPENED), CORRECT, CORRECTED),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: rounds.Event
) -> None:
    """What is already so needs no event."""
    outcome = trying(command, *told).then(event)

    assert outcome.stream == ROUND
    trying(command, *told, event).then_nothing()


def test_announcing_again_is_silent_after_all_that_can_happen() -> None:
    """A catalogue can be given to a journal again, whatever became of its rounds."""
    retroactive = attrs.evolve(CHANGED, effective_from=ANNOUNCED.effective_from)

    trying(ANNOUNCE, ANNOUNCED, OPENED, CHANGED, retroactive, CLOSED).then_nothing()


def test_a_round_is_announced_once() -> None:
    """What was announced otherwise is named, each thing with both values."""
    again = attrs.evolve(
        ANNOUNCE, deadline=Deadline("2021-08-20"), themes=frozenset({"Sundhed"})
    )

    outcome = trying(again, ANNOUNCED)

    outcome.then_refused("round.announced", "round.announced")
    assert texts(outcome) == [
        (
            "round/proeve-2020-11: is already announced with deadline '2020-11-27', "
            "got '2021-08-20'"
        ),
        (
            "round/proeve-2020-11: is already announced with themes "
            "'Civilsamfund, Sundhed', got 'Sundhed'"
        ),
    ]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("proeve.andet/1", "'proeve.andet/1' is not one of plugin 'proeve', which has"),
        ("ukendt.ansoegning/1", "is not one of plugin 'ukendt', which has none"),
    ],
)
def test_the_form_is_one_that_its_plugin_defines(form: str, text: str) -> None:
    """A round that nobody could apply in is not announced."""
    outcome = trying(attrs.evolve(ANNOUNCE, form=FormName(form)))

    outcome.then_refused("round.form_unknown")
    assert text in texts(outcome)[0]


@pytest.mark.parametrize("programme_named", ["proev", "tom"])
def test_a_programme_without_rules_announces_nothing(programme_named: str) -> None:
    """A mistyped one would leave every application in the round without an end."""
    empty = Plugin(name="tom", version="1")
    named = attrs.evolve(ANNOUNCE, programme=programme_named)

    outcome = given(plugins=[PLUGIN, empty]).when(named)

    outcome.then_refused("round.no_rules")
    assert programme_named in texts(outcome)[0]


def test_a_round_opens_before_its_deadline_is_over() -> None:
    """On its last day at the latest, announced, opened, or with another deadline."""
    day, after = date(2020, 11, 27), date(2020, 11, 28)
    short = attrs.evolve(CHANGE, deadline=Deadline("2020-09-30T23:59:00+02:00"))
    code = "round.opens_after_deadline"

    trying(attrs.evolve(ANNOUNCE, opens=after)).then_refused(code)
    trying(attrs.evolve(OPEN, effective_from=after), ANNOUNCED).then_refused(code)
    trying(short, ANNOUNCED).then_refused(code)
    trying(short, attrs.evolve(ANNOUNCED, opens=None), OPENED).then_refused(code)
    assert trying(attrs.evolve(ANNOUNCE, opens=day)).events
    assert trying(attrs.evolve(OPEN, effective_from=day), ANNOUNCED).events
    assert trying(attrs.evolve(OPEN, effective_from=after), ANNOUNCED, CHANGED).events


@pytest.mark.parametrize("last", ["9999-12-31", "9999-12-31T23:59:59-12:00"])
def test_a_deadline_has_an_end_that_can_be_counted_to(last: str) -> None:
    """Else no application could be held against it."""
    away = Deadline(last)

    for command, told in ((ANNOUNCE, ()), (CHANGE, (ANNOUNCED,))):
        outcome = trying(attrs.evolve(command, deadline=away), *told)
        outcome.then_refused("round.deadline_unreachable")
        assert last in texts(outcome)[0]
    far = attrs.evolve(ANNOUNCED, deadline=away)
    assert trying(OPEN, far).events


@pytest.mark.parametrize("name", ["announce", "announced", "correct", "corrected"])
def test_its_words_ask_for_any_of_the_legal_grounds(name: str) -> None:
    """As the rules do: an applicant needs one of them, and not as the primary one."""
    stem = f"round.{name}"
    classes = {**rounds.AGGREGATE.commands, **rounds.AGGREGATE.events}
    schema = json_schema(classes[f"{stem}/1"], f"{stem}/1")
    danish = read_texts("kvalitet_core")["da"][f"{stem}.eligible_grounds"]

    english = schema["properties"]["eligible_grounds"]["description"]

    assert english.startswith("The legal grounds, one of which an applicant must have")
    assert danish.startswith("De lovgrundlag, som en ansøger skal have mindst ét af")


class TestCorrecting:
    """What was registered wrongly of a round is put right, and the rest stands."""

    def test_what_is_named_is_put_right(self) -> None:
        """Themes, what was never announced, and the day of opening; nothing else."""
        state = folded(ANNOUNCED, OPENED, CORRECTED)

        assert state.themes == {"Sundhed", "Ledelse"}
        assert (state.months_min, state.months_max) == (None, 12)
        assert state.opened == date(2020, 10, 5)
        assert state.announced == ANNOUNCED
        changed = {"themes", "months_min", "opened"}
        before = folded(ANNOUNCED, OPENED)
        for field in attrs.fields(rounds.Round):
            if field.name not in changed:
                assert getattr(state, field.name) == getattr(before, field.name)

    @pytest.mark.parametrize(
        ("right", "told"),
        [
            ({"opened": EARLIER}, (ANNOUNCED, OPENED)),
            ({"opened": END}, (ANNOUNCED, OPENED, CLOSED)),
            ({"announced": date(2020, 10, 2)}, (ANNOUNCED, OPENED)),
            ({"closed": OPENED.effective_from}, (ANNOUNCED, OPENED, CLOSED)),
        ],
    )
    def test_it_is_still_announced_then_opened_then_closed(
        self, right: dict[str, Any], told: tuple[Any, ...]
    ) -> None:
        """The refusal gives all three days."""
        bare = rounds.Correct(round=ROUND, reason=CORRECT.reason, **right)

        outcome = trying(bare, *told)

        assert "round.not_begun" in {each.code for each in outcome.proposal.reasons}

    @pytest.mark.parametrize(
        ("right", "codes"),
        [
            ({"opened": LATER}, ["not_opened"]),
            ({"closed": LATER}, ["not_closed"]),
            ({"months_min": 13}, ["months"]),
            ({"form": FormName("proeve.andet/1")}, ["form_unknown"]),
            ({"opens": date(2020, 11, 28)}, ["opens_after_deadline"]),
            (
                {"opens": LATER, "unsaid": frozenset({rounds.Unsaid.OPENS})},
                ["unsaid"],
            ),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, right: dict[str, Any], codes: list[str]
    ) -> None:
        """As when it is announced."""
        bare = rounds.Correct(round=ROUND, reason=CORRECT.reason, **right)

        outcome = trying(bare, ANNOUNCED)

        outcome.then_refused(*(f"round.{code}" for code in codes))

    def test_a_round_opened_after_its_deadline_is_put_right(self) -> None:
        """It was registered with a wrong year."""
        wrong = rounds.Opened(effective_from=date(2025, 1, 1))
        right = rounds.Correct(
            round=ROUND, reason=CORRECT.reason, opened=date(2020, 10, 1)
        )

        (event,) = trying(right, ANNOUNCED, wrong).events

        assert folded(ANNOUNCED, wrong, event).opened == date(2020, 10, 1)

    def test_an_announcement_that_held_earlier_has_its_deadline_then(self) -> None:
        """What was changed since holds from the day that it did."""
        earlier = rounds.Corrected(reason=CORRECT.reason, announced=date(2020, 8, 1))

        state = folded(ANNOUNCED, CHANGED, earlier)

        held = [state.deadline.on(day) for day in (date(2020, 8, 1), END)]
        assert held == [ANNOUNCED.deadline, CHANGE.deadline]
        assert state.period == Period(start=date(2020, 8, 1))
        later = attrs.evolve(earlier, announced=date(2020, 9, 15))
        assert folded(ANNOUNCED, later).period.start == date(2020, 9, 15)

    def test_announcing_again_is_silent_as_it_was_and_as_it_is_right(self) -> None:
        """A catalogue may be put right too; what is neither is refused."""
        told = (ANNOUNCED, OPENED, CORRECTED)
        right = attrs.evolve(ANNOUNCE, themes=CORRECT.themes, months_min=None)
        other = attrs.evolve(ANNOUNCE, title="Anden runde", months_min=None)

        trying(ANNOUNCE, *told).then_nothing()
        trying(right, *told).then_nothing()
        trying(other, *told).then_refused("round.announced", "round.announced")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", " "),
            ("source", ""),
            ("decides", frozenset()),
            ("themes", frozenset({" "})),
            ("months_max", 0),
        ],
    )
    def test_what_it_names_has_the_form_it_must(self, field: str, value: Any) -> None:
        """What has nothing to read puts nothing right."""
        with pytest.raises(Malformed, match=field):
            attrs.evolve(CORRECT, **{field: value})


def test_one_can_say_no_more_than_is_known() -> None:
    """Themes, lengths and who can apply are left out where nothing is announced."""
    command = rounds.Announce(
        programme="proeve",
        label="aaben",
        title="Prøverunden",
        deadline=Deadline("2022-12-31"),
        form=programme.FORM.name,
        decides=frozenset({"fagchef"}),
        source="Opdigtet opslag",
        effective_from=date(2019, 9, 1),
    )

    (event,) = trying(command).events

    assert (event.themes, event.eligible_grounds) == (frozenset(), frozenset())
    assert (event.opens, event.months_min, event.months_max) == (None, None, None)


@pytest.mark.parametrize(
    ("told", "command", "code"),
    [
        ((), CHANGE, "unknown"),
        ((), OPEN, "unknown"),
        ((), CLOSE, "unknown"),
        ((), CORRECT, "unknown"),
        ((ANNOUNCED,), attrs.evolve(CHANGE, effective_from=EARLIER), "not_begun"),
        ((ANNOUNCED,), attrs.evolve(OPEN, effective_from=EARLIER), "not_begun"),
        ((ANNOUNCED,), attrs.evolve(CLOSE, effective_from=EARLIER), "not_begun"),
        (
            (ANNOUNCED, OPENED),
            attrs.evolve(CLOSE, effective_from=OPENED.effective_from),
            "not_begun",
        ),
        (
            (ANNOUNCED, OPENED, CLOSED),
            attrs.evolve(CHANGE, effective_from=END),
            "closed",
        ),
        ((ANNOUNCED, CLOSED), attrs.evolve(OPEN, effective_from=END), "closed"),
        ((ANNOUNCED, CLOSED), attrs.evolve(CLOSE, effective_from=LATER), "closed"),
        ((ANNOUNCED, OPENED), attrs.evolve(OPEN, effective_from=LATER), "opened"),
    ],
)
def test_nothing_takes_effect_outside_a_rounds_life(
    told: tuple[Any, ...], command: Any, code: str
) -> None:
    """It is announced, then opened once, then closed once."""
    trying(command, *told).then_refused(f"round.{code}")


def test_a_round_may_be_called_off_before_it_opens() -> None:
    """Nothing says that what is announced must come."""
    trying(CLOSE, ANNOUNCED).then(CLOSED)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("programme", "Prøve", "programme 'Prøve': expected a plugin's name"),
        ("label", "2020.11", "label '2020.11': expected a-z, 0-9 and -"),
        ("title", " ", "title ' ': expected some text"),
        ("source", "", "source '': expected some text"),
        ("themes", frozenset({""}), "themes '': expected some text"),
        ("decides", frozenset(), "decides: expected 1 or more, got 0"),
        ("months_min", 0, "months_min 0: expected a whole number of months, 1 or"),
        ("months_max", True, "months_max True: expected a whole number of months"),
        ("months_max", 3, "months_max 3: expected no less than months_min 4"),
    ],
)
def test_an_announcement_has_the_form_it_must(
    field: str, value: Any, said: str
) -> None:
    """What is no name, no text or no length is named with its rule."""
    with pytest.raises(Malformed) as malformed:
        attrs.evolve(ANNOUNCE, **{field: value})

    assert str(malformed.value).startswith(said)


def test_a_history_without_its_beginning_is_malformed() -> None:
    """The fold names the event that has nothing to stand on."""
    with pytest.raises(Malformed, match="Opened: expected an earlier event"):
        rounds.evolve(None, OPENED)


EVENTS = st.one_of(*map(strategies.stored, rounds.AGGREGATE.events.values()))
DAYS = st.dates(date(2020, 9, 1), date(2021, 6, 1))
LAST_DAYS = st.dates(date(2020, 10, 2), date(2021, 6, 1))
CHANGES = st.lists(
    st.builds(
        rounds.ChangeDeadline,
        round=st.just(ROUND),
        deadline=st.one_of(
            LAST_DAYS.map(date.isoformat),
            LAST_DAYS.map(lambda day: f"{day}T12:00:00+01:00"),
        ).map(Deadline),
        reason=st.just(CHANGE.reason),
        effective_from=DAYS,
    ),
    max_size=5,
)


@each(st.lists(EVENTS, max_size=8))
def test_the_fold_takes_any_history_that_begins(events: list[rounds.Event]) -> None:
    """It evaluates no rule: what commands would refuse, it folds."""
    state = rounds.evolve(None, ANNOUNCED)

    for event in events:
        state = rounds.evolve(state, event)

    assert state.form


@each(CHANGES)
def test_which_deadline_held_and_which_was_known(
    changes: list[rounds.ChangeDeadline],
) -> None:
    """As effective, the newest statement that covers a day; as known, those by then.

    The state as of a version is the fold of the events until then, so both can be
    asked at once: which deadline was believed, then, to hold on that day.
    """
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in (ANNOUNCE, *changes):
            journal.do(command, by=ACTOR)
        events = [recorded.event for recorded in journal.history(ROUND)]

        state = None
        for version, event in enumerate(events, start=1):
            state = rounds.evolve(state, event)
            assert journal.get(rounds.Round, ROUND, version=version) == state
            for day in {change.effective_from for change in changes} | {END}:
                said = [e for e in events[:version] if e.effective_from <= day]
                assert state.deadline.on(day) == said[-1].deadline


def test_a_round_lasts_from_its_announcement_until_it_is_closed() -> None:
    """Its state keeps what was announced beside what holds now."""
    state = None
    for event in (ANNOUNCED, OPENED, CHANGED, CLOSED):
        state = rounds.evolve(state, event)

    assert state is not None
    assert state.period == Period(start=ANNOUNCED.effective_from, end=END)
    assert state.announced == ANNOUNCED
    assert state.deadline.on(END) == CHANGE.deadline
