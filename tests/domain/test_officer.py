"""An officer's deputies are named, and mandates are given; each may be put right."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from kvalitet_core.actor import Actor
from kvalitet_core.domain import officer
from kvalitet_core.domain.officer import Mandate, MandateCode, officer_stream
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import ActorId, is_stream
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import Money, ReasonCode

BO = ActorId("bo@eksempel.dk")
EVA = ActorId("eva@eksempel.dk")
GRANT = MandateCode("proeve.bevilling")
LEAVE = ReasonCode("leave")
MISREAD = ReasonCode("misread")
EARLIER = date(2020, 12, 1)
START = date(2021, 1, 1)
SPRING = date(2021, 3, 1)
SUMMER = date(2021, 6, 1)
LOW, HIGH = Money(oere=10_000_00), Money(oere=100_000_00)

NAME = officer.NameDeputy(officer=BO, deputy=EVA, effective_from=START, reason=LEAVE)
NAMED = officer.DeputyNamed(deputy=EVA, effective_from=START, reason=LEAVE)
STOP = officer.EndDeputy(
    officer=BO, deputy=EVA, effective_from=SUMMER, reason=ReasonCode("back")
)
STOPPED = officer.DeputyEnded(
    deputy=EVA, effective_from=SUMMER, reason=ReasonCode("back")
)
MOVE = officer.CorrectDeputy(
    officer=BO, deputy=EVA, was_from=START, effective_from=SPRING, reason=MISREAD
)
MOVED = officer.DeputyCorrected(
    deputy=EVA, was_from=START, effective_from=SPRING, reason=MISREAD
)
GIVE = officer.GiveMandate(
    officer=BO, mandate=GRANT, ceiling=LOW, effective_from=START, source="Delegation 7"
)
GIVEN = officer.MandateGiven(
    mandate=GRANT, ceiling=LOW, effective_from=START, source="Delegation 7"
)
TAKE = officer.EndMandate(
    officer=BO, mandate=GRANT, effective_from=SUMMER, reason=ReasonCode("revoked")
)
TAKEN = officer.MandateEnded(
    mandate=GRANT, effective_from=SUMMER, reason=ReasonCode("revoked")
)
RAISE = officer.CorrectMandate(
    officer=BO,
    mandate=GRANT,
    was_from=START,
    ceiling=HIGH,
    effective_from=SPRING,
    source="Delegation 7, side 2",
    reason=MISREAD,
)
RAISED = officer.MandateCorrected(
    mandate=GRANT,
    was_from=START,
    ceiling=HIGH,
    effective_from=SPRING,
    source="Delegation 7, side 2",
    reason=MISREAD,
)
COMMANDS = (NAME, STOP, MOVE, GIVE, TAKE, RAISE)


def folded(*events: officer.Event) -> officer.Officer:
    """The officer after these events."""
    state = None
    for event in events:
        state = officer.evolve(state, event)
    assert state is not None
    return state


def texts(outcome: Outcome) -> list[str]:
    """What a refusal says."""
    return [reason.text for reason in outcome.proposal.reasons]


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), NAME, NAMED),
        ((NAMED,), STOP, STOPPED),
        ((NAMED,), MOVE, MOVED),
        ((), GIVE, GIVEN),
        ((GIVEN,), TAKE, TAKEN),
        ((GIVEN,), RAISE, RAISED),
        (
            (NAMED,),
            attrs.evolve(MOVE, effective_from=None),
            attrs.evolve(MOVED, effective_from=None),
        ),
        (
            (GIVEN,),
            attrs.evolve(RAISE, effective_from=None, ceiling=None),
            attrs.evolve(RAISED, effective_from=None, ceiling=None),
        ),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: officer.Event
) -> None:
    """What is already so needs no event."""
    outcome = given(*told).when(command).then(event)

    assert outcome.stream == "officer/bo:at:eksempel.dk"
    given(*told, event).when(command).then_nothing()


class TestNaming:
    """An officer's stream is called by the id that the officer acts under."""

    @pytest.mark.parametrize(
        ("actor", "stream"),
        [
            ("a-17", "officer/a-17"),
            ("bo@eksempel.dk", "officer/bo:at:eksempel.dk"),
            ("ad:bo", "officer/ad::bo"),
            ("ad:at:bo", "officer/ad::at::bo"),
        ],
    )
    def test_what_a_stream_cannot_hold_is_written_out(
        self, actor: str, stream: str
    ) -> None:
        """An id without `@` and `:` stands as it is."""
        assert officer_stream(ActorId(actor)) == stream

    @each(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,30}", fullmatch=True))
    def test_each_officer_has_a_stream_of_their_own(self, actor: str) -> None:
        """The id can be read back from the stream, so no two share one."""
        stream = officer_stream(ActorId(actor))

        key = stream.removeprefix("officer/")
        spelled = {":at:": "@", "::": ":"}
        assert re.sub(":at:|::", lambda found: spelled[found[0]], key) == actor
        assert is_stream(stream)

    @each(st.text(st.sampled_from("a:@t"), min_size=1).map("a".__add__))
    def test_ids_that_look_alike_are_kept_apart(self, actor: str) -> None:
        """Also those that spell what stands for another character."""
        for other in {actor.replace("@", ":at:"), actor.replace("::", ":")} - {actor}:
            assert officer_stream(ActorId(actor)) != officer_stream(ActorId(other))

    @pytest.mark.parametrize(
        ("actor", "said"),
        [
            ("Bo Bæk", "deputy 'Bo Bæk': expected letters, digits and . _ : - @"),
            ("", "deputy '': expected letters"),
            ("010170-1234", "deputy: expected an id that is no CPR number"),
            ("b@" * 32 + "b" * 40, "128 at most where @ is written :at: and : is ::"),
        ],
    )
    def test_what_is_no_id_is_malformed(self, actor: str, said: str) -> None:
        """A name, a CPR number, and what is too long for a stream; each with its rule.

        The number itself is not repeated.
        """
        with pytest.raises(Malformed) as malformed:
            attrs.evolve(NAME, deputy=ActorId(actor))

        assert said in str(malformed.value)
        assert "1234" not in str(malformed.value)

    def test_whoever_acts_can_be_an_officer(self) -> None:
        """The ids are those of `Actor`: what it takes, a stream is called by."""
        actor = Actor(id="a._:@-Z9", role="x", organisation="x", authority="x")

        assert is_stream(officer_stream(ActorId(actor.id)))


class TestDeputies:
    """Who stands in for whom, on which days."""

    def test_one_stands_in_from_the_first_day_until_the_last(self) -> None:
        """The day of ending is the first one without."""
        other = ActorId("a-3")
        also = attrs.evolve(NAMED, deputy=other, effective_to=SPRING)

        state = folded(NAMED, also, STOPPED)

        assert state.deputies_on(EARLIER) == frozenset()
        assert state.deputies_on(START) == {EVA, other}
        assert state.deputies_on(SPRING) == {EVA}
        assert state.deputies_on(SUMMER) == frozenset()

    def test_nobody_is_their_own_deputy(self) -> None:
        """Else one person would make two pairs of eyes."""
        outcome = given().when(attrs.evolve(NAME, deputy=BO))

        outcome.then_refused("officer.own_deputy")
        assert texts(outcome) == [
            (
                "officer/bo:at:eksempel.dk: expected a deputy who is somebody else, "
                "got 'bo@eksempel.dk'"
            )
        ]

    def test_naming_for_more_days_is_told(self) -> None:
        """Only what is so on every day needs no event."""
        short = attrs.evolve(NAMED, effective_to=SUMMER)
        part = attrs.evolve(NAME, effective_from=SPRING, effective_to=SUMMER)

        assert given(short).when(NAME).events == (NAMED,)
        given(short).when(part).then_nothing()

    def test_ending_takes_what_was_to_begin_later_too(self) -> None:
        """What is to stand after it is named anew."""
        later = attrs.evolve(NAMED, effective_from=date(2022, 1, 1))
        first = attrs.evolve(NAMED, effective_to=SPRING)

        state = folded(first, later, attrs.evolve(STOPPED, effective_from=SPRING))

        assert state.deputies_on(START) == {EVA}
        assert state.deputies_on(date(2022, 1, 1)) == frozenset()

    @pytest.mark.parametrize(
        ("told", "day", "code"),
        [
            ((), SUMMER, "unknown"),
            ((GIVEN,), SUMMER, "unknown"),
            (
                (NAMED, attrs.evolve(MOVED, effective_from=None)),
                SUMMER,
                "unknown",
            ),
            ((NAMED,), START, "not_begun"),
            ((NAMED,), EARLIER, "not_begun"),
        ],
    )
    def test_what_has_not_begun_does_not_end(
        self, told: tuple[Any, ...], day: date, code: str
    ) -> None:
        """Nobody was named, or it would have ended on its first day or before."""
        outcome = given(*told).when(attrs.evolve(STOP, effective_from=day))

        outcome.then_refused(f"officer.deputy_{code}")
        assert repr(EVA) in texts(outcome)[0]

    def test_what_is_over_by_then_needs_no_end(self) -> None:
        """Whoever's days ran out is no deputy afterwards."""
        over = attrs.evolve(NAMED, effective_to=SPRING)

        given(over).when(STOP).then_nothing()


class TestMandates:
    """Who may decide what, up to which amount, on which days."""

    def test_a_mandate_says_how_far_it_reaches(self) -> None:
        """The ceiling itself is within it; without one, it reaches to any amount."""
        mandate = folded(GIVEN).mandate_on(GRANT, START)
        anything = folded(attrs.evolve(GIVEN, ceiling=None)).mandate_on(GRANT, START)

        assert mandate == Mandate(code=GRANT, ceiling=LOW, source="Delegation 7")
        assert mandate.covers(LOW)
        assert not mandate.covers(LOW + Money(oere=1))
        assert anything is not None
        assert anything.covers(HIGH)

    def test_a_mandate_holds_on_its_days_and_for_its_code(self) -> None:
        """Not before, not after, and for nothing else."""
        state = folded(NAMED, GIVEN, TAKEN)

        on = [state.mandate_on(GRANT, day) for day in (EARLIER, SPRING, SUMMER)]
        assert [mandate is not None for mandate in on] == [False, True, False]
        assert state.mandate_on("proeve.andet", SPRING) is None

    def test_another_ceiling_begins_when_the_former_has_ended(self) -> None:
        """Of two ceilings on one day nobody could say which one holds."""
        higher = attrs.evolve(GIVE, ceiling=HIGH, effective_from=SUMMER)

        given(GIVEN).when(higher).then_refused("officer.mandate_overlaps")
        (event,) = given(GIVEN, TAKEN).when(higher).events

        state = folded(GIVEN, TAKEN, event)
        ceilings = [state.mandate_on(GRANT, day) for day in (SPRING, SUMMER)]
        assert [each.ceiling for each in ceilings if each] == [LOW, HIGH]

    def test_every_mandate_that_is_in_the_way_is_named(self) -> None:
        """With its days, its ceiling and its document."""
        first = attrs.evolve(GIVEN, effective_to=SPRING)
        second = attrs.evolve(GIVEN, effective_from=SUMMER, source="Delegation 8")

        outcome = given(first, second).when(attrs.evolve(GIVE, ceiling=None))

        outcome.then_refused("officer.mandate_overlaps", "officer.mandate_overlaps")
        assert [reason.source for reason in outcome.proposal.reasons] == [
            "Delegation 7",
            "Delegation 8",
        ]
        assert texts(outcome)[0] == (
            "officer/bo:at:eksempel.dk: has mandate 'proeve.bevilling' up to "
            "10.000,00 kr. from 2021-01-01 until 2021-03-01, got any amount "
            "from 2021-01-01"
        )

    def test_a_newer_document_may_say_the_same(self) -> None:
        """With the same ceiling there is nothing to mistake."""
        newer = attrs.evolve(GIVE, effective_from=SPRING, source="Delegation 8")

        (event,) = given(GIVEN).when(newer).events

        state = folded(GIVEN, event)
        sources = [state.mandate_on(GRANT, day) for day in (START, SPRING)]
        assert [each.source for each in sources if each] == [
            "Delegation 7",
            "Delegation 8",
        ]

    @pytest.mark.parametrize(
        ("told", "day", "code"),
        [
            ((), SUMMER, "unknown"),
            ((NAMED,), SUMMER, "unknown"),
            ((GIVEN,), START, "not_begun"),
            ((GIVEN,), EARLIER, "not_begun"),
        ],
    )
    def test_what_has_not_begun_does_not_end(
        self, told: tuple[Any, ...], day: date, code: str
    ) -> None:
        """It was never given, or it would have ended on its first day or before."""
        outcome = given(*told).when(attrs.evolve(TAKE, effective_from=day))

        outcome.then_refused(f"officer.mandate_{code}")
        assert repr(str(GRANT)) in texts(outcome)[0]

    @pytest.mark.parametrize(
        ("command", "field", "value", "said"),
        [
            (GIVE, "ceiling", Money(oere=-1), "ceiling -0,01 kr.: expected 0,00 kr."),
            (RAISE, "ceiling", Money(oere=-1), "ceiling -0,01 kr.: expected 0,00 kr."),
            (GIVE, "source", " ", "source ' ': expected some text"),
            (RAISE, "source", "", "source '': expected some text"),
            (GIVE, "effective_to", START, "effective_to 2021-01-01: expected a date"),
            (NAME, "effective_to", START, "effective_to 2021-01-01: expected a date"),
            (RAISE, "effective_from", None, "ceiling 100.000,00 kr.: expected none"),
        ],
    )
    def test_what_it_says_has_the_form_it_must(
        self, command: Any, field: str, value: Any, said: str
    ) -> None:
        """No debt for a ceiling, a document with a name, an end after the beginning."""
        with pytest.raises(Malformed) as malformed:
            attrs.evolve(command, **{field: value})

        assert str(malformed.value).startswith(said)

    @pytest.mark.parametrize("text", ["Bevilling", "bevilling.", "1", "bev illing"])
    def test_a_mandate_has_a_permanent_code(self, text: str) -> None:
        """The words of a code, its plugin's name first where a plugin has it."""
        with pytest.raises(Malformed, match="mandate code"):
            MandateCode(text)


class TestCorrecting:
    """What was registered wrongly is put right by a new event; history stands."""

    def test_days_are_put_right(self) -> None:
        """Why the deputy was named stands; only the correction is misread."""
        state = folded(NAMED, MOVED)

        assert state.deputies_on(START) == frozenset()
        assert state.deputies_on(SPRING) == {EVA}
        (deputy,) = state.deputies
        assert deputy.reason.on(SPRING) == LEAVE

    def test_an_end_that_was_wrong_is_put_right(self) -> None:
        """Later, earlier, or none after all."""
        longer = attrs.evolve(MOVED, effective_from=START)

        state = folded(NAMED, STOPPED, longer)

        assert state.deputies_on(date(2022, 1, 1)) == {EVA}
        command = attrs.evolve(MOVE, effective_from=START)
        given(NAMED, STOPPED).when(command).then(longer)
        given(NAMED, STOPPED, longer).when(command).then_nothing()

    def test_a_mandate_is_put_right_as_a_whole(self) -> None:
        """Its ceiling and document too, from the day that is right."""
        state = folded(GIVEN, RAISED)

        assert state.mandate_on(GRANT, START) is None
        assert state.mandate_on(GRANT, SPRING) == Mandate(
            code=GRANT, ceiling=HIGH, source="Delegation 7, side 2"
        )

    def test_what_never_was_is_taken_out(self) -> None:
        """The wrong person was named, and the other days stand."""
        later = attrs.evolve(NAMED, effective_from=SUMMER)
        first = attrs.evolve(NAMED, effective_to=SPRING)
        never = attrs.evolve(MOVED, effective_from=None)

        state = folded(first, later, never)

        assert state.deputies_on(START) == frozenset()
        assert state.deputies_on(SUMMER) == {EVA}

    @pytest.mark.parametrize("right", [None, SUMMER])
    def test_only_what_is_registered_is_put_right(self, right: date | None) -> None:
        """The refusal gives the days that there are."""
        other = {"was_from": EARLIER, "effective_from": right}
        deputy = attrs.evolve(MOVE, **other)
        mandate = attrs.evolve(RAISE, ceiling=None, **other)

        given(GIVEN).when(deputy).then_refused("officer.deputy_unknown")
        given(NAMED).when(mandate).then_refused("officer.mandate_unknown")
        outcome = given(NAMED).when(deputy)
        outcome.then_refused("officer.deputy_unknown")
        assert texts(outcome) == [
            (
                "officer/bo:at:eksempel.dk: expected a day from which deputy "
                "'eva@eksempel.dk' is registered (2021-01-01), got 2020-12-01"
            )
        ]

    def test_everything_that_is_in_the_way_is_named(self) -> None:
        """A day that is not registered, and a mandate with another ceiling."""
        wrong = attrs.evolve(RAISE, was_from=EARLIER)

        given(GIVEN).when(wrong).then_refused(
            "officer.mandate_unknown", "officer.mandate_overlaps"
        )

    @pytest.mark.parametrize("command", [MOVE, RAISE])
    def test_what_never_was_has_no_end(self, command: Any) -> None:
        """One cannot say both."""
        changes: dict[str, Any] = {"effective_from": None, "effective_to": SUMMER}
        if command is RAISE:
            changes["ceiling"] = None

        with pytest.raises(Malformed, match="effective_to 2021-06-01: expected none"):
            attrs.evolve(command, **changes)
