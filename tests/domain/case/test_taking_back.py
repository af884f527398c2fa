"""Sending back, revoking, deciding anew, doing again: what depends does not count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from tests.domain.case.samples import (
    BO,
    DA,
    JO,
    KO,
    OWED,
    STOPPET,
    Play,
    actor,
    playing,
    plugin_of,
    version,
)

from kvalitet_core.domain.case import (
    Complete,
    Decide,
    Notify,
    RecordFact,
    ReopenItem,
    Revoke,
)

AFGOER = "ansoegning.afgoer"
DAY = date(2020, 11, 2)


class TestSendingBack:
    """An outcome in `returns` sends the case back, and what depends with it."""

    def test_what_depends_on_the_item_is_to_be_done_anew(self, play: Play) -> None:
        """The decision itself among it; what is not touched stays."""
        play.recommended().do(Complete, by=JO, item="ansoegning.gennemse")

        event, settled = play.decide("mangler")

        assert event.invalidated == (
            AFGOER,
            "ansoegning.gennemse",
            "ansoegning.indstil",
            "ansoegning.oplys",
        )
        assert [(each.part, each.to) for each in settled.changes] == [
            ("ansoegning.oplys", "available")
        ]
        work = play.case.work("ansoegning.indstil")
        assert (work.status, work.holder, work.persons) == ("waiting", None, set())
        assert play.case.outcomes == {}

    def test_it_is_silent_until_it_can_be_decided_again(self, play: Play) -> None:
        """Then the same outcome is another decision, in a chain."""
        play.recommended().decide("mangler")

        again = play.decide("mangler")
        play.do(Complete, item="ansoegning.oplys")
        play.do(Complete, item="ansoegning.indstil")
        event, *_ = play.decide("mangler")

        assert again == ()
        assert (event.number, event.supersedes) == (2, 1)

    def test_it_decides_nothing_so_no_rule_and_no_duty_stands_against_it(
        self, play: Play
    ) -> None:
        """But it says why."""
        play.at("2020-12-01T09:00:00").recommended()

        event, *_ = play.decide("mangler")

        assert event.duties == ()
        assert play.codes(Decide, by=BO, **play.decision("afslag")) == (
            "case.not_available",
        )

    def test_who_approved_before_may_do_something_else_then(self, play: Play) -> None:
        """Four eyes look at what counts, not at what does not count any more."""
        play.recommended().decide("mangler")
        play.do(Complete, by=actor("bo", "sagsbehandler"), item="ansoegning.oplys")
        play.do(Complete, by=actor("bo", "sagsbehandler"), item="ansoegning.indstil")

        assert play.codes(Decide, by=BO, **play.decision()) == ("case.four_eyes",)
        play.decide(by=DA)


class TestRevoking:
    """`cases.md` 2: "revocation and re-decision by a `supersedes` chain"."""

    TOLD: Final = {"number": 1, "reasons": ("Fejl.",), "effective_from": DAY}

    def test_it_acts_once_and_is_silent_the_second_time(self, play: Play) -> None:
        """What came of the decision is to be done anew."""
        play.started()

        event, *_ = play.do(Revoke, by=BO, **self.TOLD)

        assert event.invalidated == (
            AFGOER,
            "opstart.forvent",
            "opstart.moede",
            "opstart.plan",
            "udvikling.udvikl",
        )
        assert play.do(Revoke, by=BO, **self.TOLD) == ()
        assert play.status(AFGOER) == "available"
        assert play.status("opstart") == "waiting"
        assert play.case.decisions[0].revoked == DAY

    def test_the_next_decision_supersedes_it(self, play: Play) -> None:
        """Both stay on record."""
        play.recommended().decided().do(Revoke, by=BO, **self.TOLD)

        event, *_ = play.decide("afslag", by=DA)

        assert (event.number, event.supersedes) == (2, 1)
        assert play.case.outcomes == {AFGOER: ("afslag", 2)}

    def test_the_same_decision_can_be_taken_anew(self, play: Play) -> None:
        """It is not taken for the one that was revoked."""
        play.recommended().decided().do(Revoke, by=BO, **self.TOLD)

        assert play.decide()[0].number == 2

    def test_all_that_stands_against_it_is_told_at_once(self, play: Play) -> None:
        """Role, reasons, and a day before it held."""
        play.recommended().decided()
        early = {"reasons": (" ",), "effective_from": DAY - timedelta(days=1)}

        assert play.codes(Revoke, by=KO, **(self.TOLD | early)) == (
            "case.role",
            "case.reasons",
            "case.effective_before_decision",
        )

    def test_what_does_not_count_any_more_is_not_revoked(self, play: Play) -> None:
        """It was sent back, or another took its place."""
        play.recommended().decide("mangler")

        assert play.codes(Revoke, by=BO, **self.TOLD) == ("case.superseded",)
        assert play.codes(Revoke, by=BO, **(self.TOLD | {"number": 2})) == (
            "case.decision_unknown",
        )

    def test_revoking_from_another_day_is_not_silent(self, play: Play) -> None:
        """It was revoked already."""
        play.recommended().decided().do(Revoke, by=BO, **self.TOLD)
        later = self.TOLD | {"effective_from": DAY + timedelta(days=1)}

        assert play.codes(Revoke, by=BO, **later) == ("case.superseded",)

    def test_what_was_owed_because_of_it_is_owed_no_more(self, play: Play) -> None:
        """Until it is decided anew."""
        play.recommended().decided()
        owed = {*play.case.owed}

        play.do(Revoke, by=BO, **self.TOLD)
        dropped = {*play.case.owed}
        play.decide()

        assert (owed, dropped, {*play.case.owed}) == ({OWED}, set(), {OWED})


class TestTelling:
    """The party is told of a decision, on a day."""

    def test_it_acts_once_and_is_silent_the_second_time(self, play: Play) -> None:
        """The day is kept with the decision."""
        play.recommended().decided()

        (event,) = play.do(Notify, number=1, on=DAY)

        assert event.on == DAY
        assert play.case.decisions[0].notified == DAY
        assert play.do(Notify, number=1, on=DAY) == ()

    @pytest.mark.parametrize("days", [-1, 1])
    def test_nobody_is_told_before_the_decision_or_in_the_future(
        self, play: Play, days: int
    ) -> None:
        """Both days are named."""
        play.recommended().decided()

        codes = play.codes(Notify, number=1, on=DAY + timedelta(days=days))

        assert codes == ("case.notified_when",)

    def test_another_day_is_not_silent(self, play: Play) -> None:
        """It is told when it was."""
        play.recommended().decided().do(Notify, number=1, on=DAY)
        play.at("2020-11-05T09:00:00")

        assert play.codes(Notify, number=1, on=date(2020, 11, 4)) == ("case.notified",)
        assert play.codes(Notify, number=7, on=DAY) == ("case.decision_unknown",)


class TestReopening:
    """An item that was done is to be done again, with what depends on it."""

    def test_it_acts_once_and_is_silent_the_second_time(self, play: Play) -> None:
        """What depends on it waits."""
        play.recommended()

        event, *_ = play.do(ReopenItem, item="ansoegning.oplys")

        assert event.invalidated == (
            AFGOER,
            "ansoegning.gennemse",
            "ansoegning.indstil",
            "ansoegning.oplys",
        )
        assert play.do(ReopenItem, item="ansoegning.oplys") == ()
        assert play.status("ansoegning.indstil") == "waiting"

    def test_a_decision_is_revoked_and_so_is_one_that_depends(self, play: Play) -> None:
        """Which one, by its number."""
        play.recommended().decided()

        (reason,) = play.no(ReopenItem, item="ansoegning.oplys")

        assert reason.code == "case.decided"
        assert "decision 1, ansoegning.afgoer" in reason.text
        assert play.codes(ReopenItem, by=KO, item=AFGOER) == (
            "case.role",
            "case.decided",
        )

    def test_what_was_held_against_it_depends_on_it(self, play: Play) -> None:
        """Also what only required it: that is no longer so."""
        play.developed()
        for by in (BO, DA):
            play.do(Decide, by=by, item="udvikling.godkend", outcome="godkendt")

        assert play.codes(ReopenItem, by=KO, item="opstart.moede") == ("case.decided",)

    def test_a_stage_that_was_ended_because_of_it_begins_anew(self) -> None:
        """Left is left, until what ended it does not count any more."""
        with playing() as play:
            play.developed()
            play.do(
                RecordFact,
                fact=STOPPET.name,
                value=True,
                effective_from=DAY,
                source="brev",
            )
            left = play.status("udvikling")

            event, *_ = play.do(ReopenItem, by=KO, item="udvikling.udvikl")

            assert left == "left"
            assert "udvikling" in event.invalidated
            assert play.status("udvikling") == "left"


def test_votes_on_what_cannot_be_decided_any_more_do_not_count(play: Play) -> None:
    """The stage was ended early: what was found there is not kept for later."""
    play.developed()
    play.do(Decide, by=BO, item="udvikling.godkend", outcome="godkendt")

    play.do(RecordFact, fact="stoppet", value=True, effective_from=DAY, source="brev")

    assert play.case.votes == {}
    assert play.status("udvikling.godkend") == "waiting"


def test_votes_on_what_is_undone_do_not_count() -> None:
    """Who found something on other facts is asked again."""
    with playing(plugin_of(version("1"))) as play:
        play.developed()
        play.do(Decide, by=BO, item="udvikling.godkend", outcome="godkendt")

        play.do(ReopenItem, by=KO, item="udvikling.udvikl")
        play.do(Complete, by=KO, item="udvikling.udvikl")

        assert play.case.votes == {}
