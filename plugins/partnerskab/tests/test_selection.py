"""Two to four partners are selected; the others are invited as references.

The news of the pool, restated: "Expected recipients: two to four municipalities";
"Losers: offered reference-municipality status".
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_partnerskab import selection
from kvalitet_partnerskab.sources import ANNOUNCEMENT
from partnerskab_situation import (
    OPENED,
    SELECTION,
    announced,
    applied,
    chosen,
    entered,
    known,
    select,
    selecting,
    submitted,
    town,
)
from selection_begun import ANNA, BO, FOUR, REASON, WITHDRAWN, told


class TestSelecting:
    """Who is selected, by whom, and how many."""

    def test_a_municipality_is_selected_once(self) -> None:
        """Selecting it again is silent."""
        selecting().when(select(1), by=BO).then(chosen(1))
        selecting(chosen(1)).when(select(1), by=BO).then_nothing()

    def test_a_fifth_partner_is_refused_by_rule_source_and_value(self) -> None:
        """The refusal names the limit, who is selected, and who is one too many."""
        refusal = selecting(*FOUR).when(select(5), by=BO)

        refusal.then_refused("partnerskab-selection.full")
        (reason,) = refusal.proposal.reasons
        assert reason.source == ANNOUNCEMENT
        assert "2 to 4 partners" in reason.text
        assert f"got {town(5)} too" in reason.text

    def test_the_limit_is_the_records_own(self) -> None:
        """Another pool's selection may take another number, from its own source."""
        two = attrs.evolve(OPENED, most=2, source="Et andet opslag")
        others = [(applied(number), [submitted(number)]) for number in (1, 2, 3)]
        full = known(
            two,
            *(entered(number) for number in (1, 2, 3)),
            chosen(1),
            chosen(2),
            announced(),
            *others,
        )

        (reason,) = full.when(select(3), by=BO).proposal.reasons

        assert (reason.code, reason.source) == (
            "partnerskab-selection.full",
            "Et andet opslag",
        )

    def test_a_place_that_is_given_up_is_free_again(self) -> None:
        """Before it is published, one can be taken back and another be selected."""
        back = selection.Deselect(
            selection=SELECTION, application=applied(1), reason=REASON
        )
        gone = selection.Deselected(application=applied(1), reason=REASON)

        selecting(*FOUR).when(back, by=BO).then(gone)
        selecting(*FOUR, gone).when(back, by=BO).then_nothing()
        selecting(*FOUR, gone).when(select(5), by=BO).then(chosen(5))

    def test_only_who_decides_the_round_selects(self) -> None:
        """And gives a reason that can be read."""
        mute = attrs.evolve(select(1), reasons=(" ",))

        selecting().when(select(1), by=ANNA).then_refused("partnerskab-selection.role")
        selecting().when(mute, by=BO).then_refused("partnerskab-selection.reasons")
        back = selection.Deselect(
            selection=SELECTION, application=applied(1), reason=REASON
        )
        selecting(chosen(1)).when(back, by=ANNA).then_refused(
            "partnerskab-selection.role"
        )

    def test_who_has_not_applied_is_not_selected(self) -> None:
        """Nor who withdrew, be it told to the selection or not."""
        struck = selection.Struck(application=applied(1), reason=REASON)

        selecting().when(select(9), by=BO).then_refused(
            "partnerskab-selection.candidate_unknown"
        )
        selecting(struck).when(select(1), by=BO).then_refused(
            "partnerskab-selection.struck"
        )
        known(
            OPENED, entered(1), announced(), (applied(1), [submitted(1), WITHDRAWN])
        ).when(select(1), by=BO).then_refused(
            "partnerskab-selection.application_withdrawn"
        )


class TestEntering:
    """Who is selected from."""

    def test_who_applies_enters_once(self) -> None:
        """Late or in time: the rules find that, and people decide."""
        enter = selection.Enter(selection=SELECTION, application=applied(1))
        others = (applied(1), [submitted(1)])

        known(OPENED, others).when(enter).then(entered(1))
        known(OPENED, entered(1), others).when(enter).then_nothing()

    def test_only_applications_of_the_round_enter(self) -> None:
        """They are submitted, not withdrawn, and a municipality's."""
        enter = selection.Enter(selection=SELECTION, application=applied(1))
        other = submitted(1, round=StreamId("round/andet-2019"))
        home = submitted(1, applicant=StreamId("tilbud/laerkehoej"))

        def trying(*events: Any) -> Any:
            told = [(applied(1), list(events))] if events else []
            return known(OPENED, *told).when(enter)

        trying().then_refused("partnerskab-selection.application_unknown")
        trying(submitted(1), WITHDRAWN).then_refused(
            "partnerskab-selection.application_withdrawn"
        )
        trying(other).then_refused("partnerskab-selection.other_round")
        trying(home).then_refused("partnerskab-selection.applicant_circle")

    def test_who_withdraws_is_struck_and_may_come_back(self) -> None:
        """Striking twice is silent; a place that was given is free."""
        strike = selection.Strike(
            selection=SELECTION, application=applied(1), reason=REASON
        )
        struck = selection.Struck(application=applied(1), reason=REASON)
        enter = selection.Enter(selection=SELECTION, application=applied(1))

        selecting(chosen(1)).when(strike).then(struck)
        selecting(struck).when(strike).then_nothing()
        selecting(struck).when(enter).then(entered(1))
        assert told(chosen(1), struck).selected == ()

    def test_a_selection_is_of_a_round_and_begun_once(self) -> None:
        """What it was begun with otherwise is named."""
        fields = attrs.fields(selection.Opened)
        said = {each.name: getattr(OPENED, each.name) for each in fields}
        begin = selection.Open(**said)

        known(announced()).when(begin).then(OPENED)
        known(OPENED, announced()).when(begin).then_nothing()
        known().when(begin).then_refused("partnerskab-selection.round_unknown")
        known(OPENED, announced()).when(attrs.evolve(begin, most=5)).then_refused(
            "partnerskab-selection.opened"
        )
        with pytest.raises(Malformed):
            attrs.evolve(begin, least=5)
