"""A partnership goes through its phases, with its team."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from kvalitet_core.casetypes.conditions import Truth
from kvalitet_partnerskab import partnership
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.partnership import Group, Phase
from partnership_begun import (
    BEGIN,
    BEGUN,
    NAMED,
    OWN,
    REASON,
    SINCE,
    begun,
    enter,
    entered_phase,
    folded,
)
from partnerskab_situation import SELECTION, known, town


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
