"""A partnership goes through its phases, with its team, by the eight principles."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.testing.given_when_then import Situation
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab import partnership, selection
from kvalitet_partnerskab.call import OBLIGATIONS
from kvalitet_partnerskab.concept import PRINCIPLES, principle
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.partnership import ALL, Group, Phase, evolve
from kvalitet_partnerskab.sources import GUIDE, POOL
from partnerskab_situation import (
    OPENED,
    SELECTION,
    applied,
    chosen,
    entered,
    known,
    town,
)

OWN = StreamId("partnerskab-partnership/0001")
BEGUN = partnership.Begun(
    municipality=town(1),
    selection=SELECTION,
    obligations=OBLIGATIONS,
    source=POOL,
    effective_from=PUBLISHED,
)
BEGIN = partnership.Begin(
    **{each.name: getattr(BEGUN, each.name) for each in attrs.fields(type(BEGUN))}
)
SINCE = date(2021, 1, 1)
REASON = ReasonCode("fejl")
NAMED = (
    SELECTION,
    [
        OPENED,
        entered(1),
        chosen(1),
        selection.Published(effective_from=PUBLISHED),
        selection.PartnerNamed(
            application=applied(1), applicant=town(1), effective_from=PUBLISHED
        ),
    ],
)


def begun(*events: Any) -> Situation:
    """A partnership that is begun, and what has happened since."""
    return known(BEGUN, *events)


def entered_phase(phase: Phase, day: date) -> partnership.PhaseEntered:
    """A phase that was entered."""
    return partnership.PhaseEntered(phase=phase, effective_from=day)


def enter(phase: Phase, day: date) -> partnership.EnterPhase:
    """Enter a phase."""
    return partnership.EnterPhase(partnership=OWN, phase=phase, effective_from=day)


def taken_up(*numbers: int) -> list[Any]:
    """The principles that are taken up."""
    return [
        partnership.PrincipleTakenUp(principle=number, effective_from=SINCE)
        for number in numbers
    ]


class TestBeginning:
    """Only who is selected is a partner."""

    def test_a_partner_that_is_named_begins_once(self) -> None:
        """With what it takes on."""
        known(NAMED).when(BEGIN).then(BEGUN)
        begun(NAMED).when(BEGIN).then_nothing()
        begun(NAMED).when(attrs.evolve(BEGIN, source="Andet")).then_refused(
            "partnerskab-partnership.begun"
        )

    def test_nobody_else_begins(self) -> None:
        """Nor before the selection is published."""
        other = attrs.evolve(BEGIN, municipality=town(2))
        early = attrs.evolve(BEGIN, effective_from=date(2019, 12, 1))
        unpublished = (SELECTION, NAMED[1][:3])
        not_selected = "partnerskab-partnership.not_selected"

        known(NAMED).when(other).then_refused(not_selected)
        known(unpublished).when(BEGIN).then_refused(not_selected)
        known().when(BEGIN).then_refused(not_selected)
        known(NAMED).when(early).then_refused("partnerskab-partnership.too_early")


class TestPhases:
    """Preparing 2019-2020, testing from 1 January 2021, the end, the concept."""

    FIRST = entered_phase(Phase.FORBEREDENDE, date(2020, 1, 1))

    def test_phases_are_entered_one_after_the_other(self) -> None:
        """Entering one again on its day is silent."""
        begun().when(enter(Phase.FORBEREDENDE, date(2020, 1, 1))).then(self.FIRST)
        begun(self.FIRST).when(
            enter(Phase.FORBEREDENDE, date(2020, 1, 1))
        ).then_nothing()
        begun(self.FIRST).when(enter(Phase.AFPROEVNING, SINCE)).then(
            entered_phase(Phase.AFPROEVNING, SINCE)
        )

    def test_no_phase_is_skipped_or_turned_round(self) -> None:
        """All that is wrong is told at once."""
        begun(self.FIRST).when(enter(Phase.UDGIVELSE, date(2019, 1, 1))).then_refused(
            "partnerskab-partnership.not_begun",
            "partnerskab-partnership.phase_out_of_turn",
            "partnerskab-partnership.phases_in_disorder",
        )
        begun(self.FIRST).when(enter(Phase.FORBEREDENDE, SINCE)).then_refused(
            "partnerskab-partnership.phase_entered"
        )

    def test_a_day_that_was_registered_wrongly_is_put_right(self) -> None:
        """As long as the phases still follow one another."""
        second = entered_phase(Phase.AFPROEVNING, SINCE)
        right = partnership.CorrectPhase(
            partnership=OWN,
            phase=Phase.FORBEREDENDE,
            reason=REASON,
            effective_from=date(2020, 1, 2),
        )
        corrected = partnership.PhaseCorrected(
            phase=Phase.FORBEREDENDE, reason=REASON, effective_from=date(2020, 1, 2)
        )

        begun(self.FIRST, second).when(right).then(corrected)
        begun(self.FIRST, second, corrected).when(right).then_nothing()
        begun(self.FIRST, second).when(
            attrs.evolve(right, effective_from=SINCE)
        ).then_refused("partnerskab-partnership.phases_in_disorder")
        begun().when(right).then_refused("partnerskab-partnership.phase_not_entered")

    def test_the_phase_of_a_day_is_told(self) -> None:
        """None before the first."""
        state = folded(BEGUN, self.FIRST, entered_phase(Phase.AFPROEVNING, SINCE))

        assert state.phase_on(date(2019, 12, 31)) is None
        assert state.phase_on(date(2020, 12, 31)) is Phase.FORBEREDENDE
        assert state.phase_on(SINCE) is Phase.AFPROEVNING


class TestTeam:
    """Seven groups must be represented; a missing one is a finding."""

    def test_there_are_seven_groups(self) -> None:
        """As the agency's page names them."""
        assert len(Group) == 7

    @pytest.mark.parametrize("missing", Group)
    def test_a_missing_group_is_a_finding_and_no_refusal(self, missing: Group) -> None:
        """The team stands, and the record says what it lacks."""
        groups = frozenset(Group) - {missing}
        name = partnership.NameTeam(
            partnership=OWN, groups=groups, effective_from=SINCE
        )

        (named,) = begun().when(name).events

        assert named.missing == {missing}
        assert named.finding.rule == "partnerskab.implementeringsteam"
        assert named.finding.truth is Truth.FALSE
        begun(named).when(name).then_nothing()
        state = folded(BEGUN, named)
        team = state.team.on(SINCE)
        assert team is not None
        assert team.missing == {missing}
        assert state.team.on(PUBLISHED) is None

    def test_a_whole_team_lacks_nothing(self) -> None:
        """Nor can it be named before there is a partnership."""
        whole = partnership.NameTeam(
            partnership=OWN, groups=frozenset(Group), effective_from=SINCE
        )

        (named,) = begun().when(whole).events

        assert named.missing == frozenset()
        assert named.finding.truth is Truth.TRUE
        begun().when(attrs.evolve(whole, effective_from=date(2019, 1, 1))).then_refused(
            "partnerskab-partnership.not_begun"
        )


class TestPrinciples:
    """The guide, restated: "all eight must be followed for an omlægning"."""

    FOUND = partnership.DeclareReorganised(partnership=OWN, effective_from=SINCE)

    @pytest.mark.parametrize("left", ALL)
    def test_seven_are_not_enough(self, left: int) -> None:
        """The one that is missing is named, with the source of the rule."""
        refusal = begun(*taken_up(*(ALL - {left}))).when(self.FOUND)

        refusal.then_refused("partnerskab-partnership.principle_missing")
        (reason,) = refusal.proposal.reasons
        assert principle(left).title in reason.text
        assert reason.source == GUIDE

    def test_all_eight_are_and_once_found_it_stands(self) -> None:
        """What was found is kept, with all that it rests on."""
        events = taken_up(*ALL)
        found = partnership.Reorganised(
            principles=ALL, source=GUIDE, effective_from=SINCE
        )
        later = attrs.evolve(self.FOUND, effective_from=date(2022, 1, 1))

        begun(*events).when(self.FOUND).then(found)
        begun(*events, found).when(self.FOUND).then_nothing()
        begun(*events, found).when(later).then_refused(
            "partnerskab-partnership.reorganised"
        )
        state = folded(BEGUN, *events, found)
        assert state.reorganised == SINCE
        assert state.complete_on(SINCE)
        assert not folded(BEGUN, *events[1:]).complete_on(SINCE)

    def test_with_none_each_of_the_eight_is_missing(self) -> None:
        """All problems at once."""
        refusal = begun().when(self.FOUND)

        refusal.then_refused(*("partnerskab-partnership.principle_missing",) * 8)

    def test_a_principle_is_taken_up_and_laid_down_once(self) -> None:
        """On dated days; never before there is a partnership."""
        take = partnership.TakeUp(partnership=OWN, principle=3, effective_from=SINCE)
        lay = partnership.LayDown(
            partnership=OWN, principle=3, reason=REASON, effective_from=SINCE
        )
        down = partnership.PrincipleLaidDown(
            principle=3, reason=REASON, effective_from=SINCE
        )

        begun().when(take).then(*taken_up(3))
        begun(*taken_up(3)).when(take).then_nothing()
        begun(*taken_up(3)).when(lay).then(down)
        begun(*taken_up(3), down).when(lay).then_nothing()
        begun().when(lay).then_nothing()
        for command in (take, lay):
            early = attrs.evolve(command, effective_from=date(2019, 1, 1))
            begun(*taken_up(3)).when(early).then_refused(
                "partnerskab-partnership.not_begun"
            )

    @pytest.mark.parametrize("number", [0, 9])
    def test_there_is_no_ninth(self, number: int) -> None:
        """Nor one before the first."""
        with pytest.raises(Malformed):
            partnership.TakeUp(partnership=OWN, principle=number, effective_from=SINCE)
        with pytest.raises(Malformed):
            principle(number)

    def test_they_are_called_as_the_guide_has_them(self) -> None:
        """Letter by letter, in the official order."""
        assert [each.title for each in PRINCIPLES] == [
            "Tag udgangspunkt i borgernes håb, ønsker og drømme",
            "Fokusér på borgernes ressourcer",
            "Inddrag borgernes netværk og de almene fællesskaber",
            "Mød borgerne med åbenhed, tillid og respekt",
            "Hjælp borgerne så tidligt som muligt",
            "Arbejd koordineret med borgernes samlede livssituation",
            "Følg op, så indsatsen altid er den rette",
            "Brug viden og metoder, der virker",
        ]


_DAYS = st.dates(date(2019, 6, 1), date(2024, 1, 1))
_COMMANDS = st.one_of(
    st.builds(
        partnership.EnterPhase,
        partnership=st.just(OWN),
        phase=st.sampled_from(Phase),
        effective_from=_DAYS,
    ),
    st.builds(
        partnership.CorrectPhase,
        partnership=st.just(OWN),
        phase=st.sampled_from(Phase),
        reason=st.just(REASON),
        effective_from=_DAYS,
    ),
    st.builds(
        partnership.NameTeam,
        partnership=st.just(OWN),
        groups=st.frozensets(st.sampled_from(Group)),
        effective_from=_DAYS,
    ),
    st.builds(
        partnership.TakeUp,
        partnership=st.just(OWN),
        principle=st.integers(1, 8),
        effective_from=_DAYS,
    ),
    st.builds(
        partnership.LayDown,
        partnership=st.just(OWN),
        principle=st.integers(1, 8),
        reason=st.just(REASON),
        effective_from=_DAYS,
    ),
    st.builds(
        partnership.DeclareReorganised, partnership=st.just(OWN), effective_from=_DAYS
    ),
)
_EMPTY = known(BEGUN)


@settings(max_examples=40, deadline=None)
@drawn(st.lists(_COMMANDS, max_size=25))
def test_whatever_is_asked_fewer_than_eight_never_count(asked: list[Any]) -> None:
    """Phases stand in order, folding twice is the same, and no subset is complete."""
    events: list[Any] = [BEGUN]
    for command in asked:
        before = folded(*events)
        more = attrs.evolve(_EMPTY, told=tuple(events)).when(command).events
        events += more

        one, other = folded(*events), folded(*events)
        assert one == other
        days = [one.phases[phase] for phase in Phase if phase in one.phases]
        assert days == sorted(set(days))
        assert list(one.phases) == list(Phase)[: len(one.phases)]
        if any(isinstance(each, partnership.Reorganised) for each in more):
            assert before.works_by(command.effective_from) == ALL


def folded(*events: Any) -> partnership.Partnership:
    """The partnership as it is after these events."""
    state: partnership.Partnership | None = None
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state
