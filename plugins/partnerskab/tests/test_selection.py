"""Two to four partners are selected; the others are invited as references.

The news of the pool, restated: "Expected recipients: two to four municipalities";
"Losers: offered reference-municipality status".
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from kvalitet_core.domain import application
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab import selection
from kvalitet_partnerskab.call import MOST
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.rounds import ROUND
from kvalitet_partnerskab.selection import Standing, evolve
from kvalitet_partnerskab.sources import ANNOUNCEMENT
from partnerskab_situation import (
    OPENED,
    SELECTION,
    actor,
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

BO, ANNA = actor(), actor("sagsbehandler", "a-17")
REASON = ReasonCode("fortrudt")
PUBLISH = selection.Publish(selection=SELECTION, effective_from=PUBLISHED)
FOUR = tuple(chosen(number) for number in range(1, MOST + 1))
WITHDRAWN = application.Withdrawn(reason=REASON)


def told(*events: Any, towns: int = 6) -> selection.Selection:
    """The selection as it is after these events."""
    state: selection.Selection | None = None
    for event in (OPENED, *(entered(n) for n in range(1, towns + 1)), *events):
        state = evolve(state, event)
    assert state is not None
    return state


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


class TestPublishing:
    """Partners are named, and the others invited, in one commit."""

    def test_partners_are_named_and_the_others_invited(self) -> None:
        """Two of three; again on that day it is silent."""
        events = selecting(chosen(1), chosen(3), towns=3).when(PUBLISH, by=BO).events

        named = {"application": applied(1), "applicant": town(1)}
        since = {"effective_from": PUBLISHED}
        assert events == (
            selection.Published(**since),
            selection.PartnerNamed(**named, **since),
            selection.ReferenceOffered(
                application=applied(2), applicant=town(2), **since
            ),
            selection.PartnerNamed(application=applied(3), applicant=town(3), **since),
        )
        again = selecting(chosen(1), chosen(3), *events, towns=3)
        again.when(PUBLISH, by=BO).then_nothing()
        state = told(chosen(1), chosen(3), *events, towns=3)
        assert [each.applicant for each in state.selected] == [town(1), town(3)]
        assert state.selected[0].reasons == ("Langt fremme.",)

    def test_one_partner_is_too_few(self) -> None:
        """There are two at least; all that is wrong is told at once."""
        early = attrs.evolve(PUBLISH, effective_from=date(2019, 1, 1))

        selecting(chosen(1)).when(PUBLISH, by=BO).then_refused(
            "partnerskab-selection.too_few"
        )
        selecting(chosen(1)).when(early, by=ANNA).then_refused(
            "partnerskab-selection.role",
            "partnerskab-selection.not_begun",
            "partnerskab-selection.round_open",
            "partnerskab-selection.too_few",
        )

    def test_nothing_is_published_while_one_can_apply(self) -> None:
        """The deadline is 24 September 2019 at noon, and that day is the first."""
        chose = selecting(chosen(1), chosen(3))
        early = attrs.evolve(PUBLISH, effective_from=date(2019, 9, 23))
        first = attrs.evolve(PUBLISH, effective_from=date(2019, 9, 24))
        before_noon = datetime.fromisoformat("2019-09-24T11:59:59+02:00")
        code = "partnerskab-selection.round_open"

        chose.when(early, by=BO).then_refused(code)
        chose.when(PUBLISH, by=BO, now=before_noon).then_refused(code)
        assert chose.when(first, by=BO).events

    def test_what_is_published_stands(self) -> None:
        """Nobody enters, is selected, deselected or struck any more."""
        said = selection.Published(effective_from=PUBLISHED)
        common = {"selection": SELECTION, "application": applied(1)}
        commands = (
            select(2),
            selection.Deselect(**common, reason=REASON),
            selection.Strike(**common, reason=REASON),
            attrs.evolve(PUBLISH, effective_from=date(2020, 1, 1)),
        )

        for command in commands:
            selecting(chosen(1), chosen(3), said).when(command, by=BO).then_refused(
                "partnerskab-selection.published"
            )

    def test_who_is_invited_answers(self) -> None:
        """Also otherwise later; a partner is not asked."""
        offer = selection.ReferenceOffered(
            application=applied(2), applicant=town(2), effective_from=PUBLISHED
        )
        said = (selection.Published(effective_from=PUBLISHED), offer)
        joins = selection.Answer(
            selection=SELECTION,
            application=applied(2),
            joins=True,
            effective_from=date(2020, 1, 6),
        )
        answered = selection.Answered(
            application=applied(2),
            applicant=town(2),
            joins=True,
            effective_from=date(2020, 1, 6),
        )
        leaves = attrs.evolve(joins, joins=False, effective_from=date(2021, 1, 1))
        not_invited = "partnerskab-selection.not_invited"

        selecting(*said).when(joins).then(answered)
        selecting(*said, answered).when(joins).then_nothing()
        left = {"application": applied(2), "applicant": town(2)}
        day = {"effective_from": date(2021, 1, 1)}
        told_no = selection.Answered(joins=False, **left, **day)
        gone = selection.ReferenceLeft(**left, **day)
        selecting(*said, answered).when(leaves).then(told_no, gone)
        selecting(*said, answered, told_no, gone).when(leaves).then_nothing()
        selecting(*said).when(leaves).then(told_no)
        selecting(*said, answered).when(
            attrs.evolve(leaves, effective_from=date(2020, 1, 1))
        ).then_refused(not_invited)
        selecting(*said).when(
            attrs.evolve(joins, effective_from=date(2019, 12, 1))
        ).then_refused(not_invited)
        selecting(chosen(2), said[0]).when(joins).then_refused(not_invited)


@st.composite
def commands(draw: st.DrawFn) -> list[Any]:
    """Whatever may be asked of a selection, in any order."""
    which = st.integers(1, 7).map(applied)
    common = {"selection": st.just(SELECTION), "application": which}
    kinds = (
        st.builds(selection.Enter, **common),
        st.builds(selection.Strike, **common, reason=st.just(REASON)),
        st.builds(selection.Select, **common, reasons=st.just(("Langt fremme.",))),
        st.builds(selection.Deselect, **common, reason=st.just(REASON)),
        st.just(PUBLISH),
        st.builds(
            selection.Answer,
            **common,
            joins=st.booleans(),
            effective_from=st.dates(date(2019, 12, 1), date(2020, 3, 1)),
        ),
    )
    return draw(st.lists(st.one_of(*kinds), max_size=30))


_OTHERS = [announced(), *((applied(n), [submitted(n)]) for n in range(1, 8))]
_BEGUN = known(OPENED, *_OTHERS)


@settings(max_examples=40, deadline=None)
@drawn(commands())
def test_whatever_is_asked_there_are_never_five(asked: list[Any]) -> None:
    """Never more than four, two once published; and folding twice is the same."""
    events: list[Any] = [OPENED]
    for command in asked:
        situation = attrs.evolve(_BEGUN, told=(*events, *_OTHERS))
        events += situation.when(command, by=BO).events

        one, other = (_folded(events) for _ in range(2))
        assert one == other
        assert len(one.selected) <= MOST
        standing = [each.standing for each in one.candidates]
        if one.published:
            assert standing.count(Standing.PARTNER) >= one.least
            assert Standing.UDVALGT not in standing
        assert len({each.application for each in one.candidates}) == len(standing)
        assert one.round == ROUND


def _folded(events: list[Any]) -> selection.Selection:
    state: selection.Selection | None = None
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state
