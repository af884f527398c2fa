"""The selection is published once: who is a partner, who is invited, and who is not."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from kvalitet_partnerskab import selection
from kvalitet_partnerskab.known import PUBLISHED
from partnerskab_situation import SELECTION, applied, chosen, select, selecting, town
from selection_begun import ANNA, BO, PUBLISH, REASON, told


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
        _commands = (
            select(2),
            selection.Deselect(**common, reason=REASON),
            selection.Strike(**common, reason=REASON),
            attrs.evolve(PUBLISH, effective_from=date(2020, 1, 1)),
        )

        for command in _commands:
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
