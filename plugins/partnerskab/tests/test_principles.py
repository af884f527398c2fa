"""A partnership works by all eight principles, or it does not count as reorganised."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from kvalitet_core.errors import Malformed
from kvalitet_partnerskab import partnership
from kvalitet_partnerskab.concept import PRINCIPLES, principle
from kvalitet_partnerskab.partnership import ALL, Group, Phase
from kvalitet_partnerskab.sources import GUIDE
from partnership_begun import BEGUN, OWN, REASON, SINCE, begun, folded, taken_up
from partnerskab_situation import known


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
