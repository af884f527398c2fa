"""Four eyes: by person, whoever stands in for whom, whichever comes first."""

from __future__ import annotations

from typing import Final

import pytest
from tests.domain.case.samples import BO, DA, EA, JO, Play, actor

from kvalitet_core.domain.case import (
    Complete,
    CorrectTask,
    Decide,
    KeptApart,
    Skip,
    Voted,
)

AN_AS_HEAD = actor("an", "fagchef")
GENNEMSE = "ansoegning.gennemse"


def test_nobody_does_what_others_must_have_done(play: Play) -> None:
    """Who recommended does not decide."""
    play.recommended().mandated(AN_AS_HEAD)

    (reason,) = play.no(Decide, by=AN_AS_HEAD, **play.decision())

    assert reason.code == "case.four_eyes"
    assert "than who did ansoegning.indstil: 'an' stands in both" in reason.text


def test_it_holds_whichever_of_the_two_comes_first(play: Play) -> None:
    """Symmetrical: who decided does not look it through afterwards."""
    play.recommended().decided()

    assert play.codes(Complete, by=actor("bo", "jurist"), item=GENNEMSE) == (
        "case.four_eyes",
    )


@pytest.mark.parametrize(("of", "deputy"), [("an", "bo"), ("bo", "an")])
def test_a_deputy_is_no_other_person(play: Play, of: str, deputy: str) -> None:
    """Either way round."""
    play.recommended().deputy(of, deputy)

    (reason,) = play.no(Decide, by=BO, **play.decision())

    assert reason.code == "case.four_eyes"
    assert f"'{deputy}' is a deputy of '{of}'" in reason.text


def test_whoever_delegated_the_authority_stands_in_the_act(play: Play) -> None:
    """One who acts for the one who recommended does not decide."""
    play.recommended().mandated(AN_AS_HEAD)
    by = actor("ib", "fagchef", delegated_by="an")

    assert play.codes(Decide, by=by, **play.decision()) == ("case.four_eyes",)


def test_a_deputy_of_whoever_delegated_is_no_other_person(play: Play) -> None:
    """However many are between."""
    play.recommended().deputy("an", "da")
    by = actor("ib", "fagchef", delegated_by="da")

    assert play.codes(Decide, by=by, **play.decision()) == ("case.four_eyes",)


def test_what_others_must_do_is_not_left_out_by_the_same(play: Play) -> None:
    """Leaving out a check is an act too."""
    play.recommended()

    assert play.codes(Skip, by=actor("an", "jurist"), item=GENNEMSE) == (
        "case.four_eyes",
    )


def test_nobody_gets_out_of_an_act_by_their_own_word(play: Play) -> None:
    """Who says that others did it does not decide, until somebody else says so too."""
    play.recommended().mandated(AN_AS_HEAD)
    others = {"item": "ansoegning.indstil", "done_by": "ea"}
    play.do(CorrectTask, **others)

    refused = play.codes(Decide, by=AN_AS_HEAD, **play.decision())
    again = play.do(CorrectTask, **others)
    (confirmed,) = play.do(CorrectTask, by=EA, **others)

    assert (refused, again) == (("case.four_eyes",), ())
    assert (confirmed.by, confirmed.done_by) == ("ea", "ea")
    assert play.do(CorrectTask, by=EA, **others) == ()
    assert play.decide(by=AN_AS_HEAD)[0].by == "an"


def test_the_event_tells_whom_it_was_kept_apart_from_and_who_stood_in(
    play: Play,
) -> None:
    """A snapshot: who may stand in for whom later changes nothing of it."""
    play.recommended().deputy("an", "ea").do(Complete, by=JO, item=GENNEMSE)

    event, *_ = play.decide()

    assert event.apart == (
        KeptApart(item=GENNEMSE, persons=("jo",)),
        KeptApart(item="ansoegning.indstil", persons=("an",), stand_ins=("ea",)),
    )


class TestVoting:
    """Several decide together: `cases.md` 2, "approval chains with quorum"."""

    @pytest.fixture
    def voting(self, play: Play) -> Play:
        """A decision that two must take."""
        return play.developed()

    VOTE: Final = {"item": "udvikling.godkend", "outcome": "godkendt"}

    def test_one_vote_decides_nothing(self, voting: Play) -> None:
        """Each says what they find, and it is silent the second time."""
        (event,) = voting.do(Decide, by=BO, **self.VOTE)

        assert isinstance(event, Voted)
        assert (event.by, event.outcome, event.authority) == (
            "bo",
            "godkendt",
            "Opdigtet opslag",
        )
        assert voting.do(Decide, by=BO, **self.VOTE) == ()
        assert voting.status("udvikling.godkend") == "available"

    def test_as_many_as_are_asked_for_decide(self, voting: Play) -> None:
        """All who voted stand in the decision."""
        voting.do(Decide, by=BO, **self.VOTE)

        event, *_ = voting.do(Decide, by=DA, **self.VOTE)

        assert (event.outcome, event.by) == ("godkendt", "da")
        work = voting.case.work("udvikling.godkend")
        assert work.persons == frozenset({"bo", "da"})

    @pytest.mark.parametrize(("of", "deputy"), [("bo", "da"), ("da", "bo")])
    def test_voters_are_kept_apart_from_one_another(
        self, voting: Play, of: str, deputy: str
    ) -> None:
        """A deputy's vote is no second vote, whichever is whose."""
        voting.deputy(of, deputy).do(Decide, by=BO, **self.VOTE)

        (reason,) = voting.no(Decide, by=DA, **self.VOTE)

        assert reason.code == "case.four_eyes"
        assert "udvikling.godkend, vote 1" in reason.text

    def test_one_does_not_vote_twice_on_anothers_authority(self, voting: Play) -> None:
        """Whoever delegated has voted with them."""
        voting.do(Decide, by=actor("ib", "fagchef", delegated_by="bo"), **self.VOTE)

        assert voting.codes(Decide, by=BO, **self.VOTE) == ("case.four_eyes",)

    def test_whoever_has_voted_may_change_their_mind(self, voting: Play) -> None:
        """What they said before does not count then; nor does it twice."""
        voting.do(Decide, by=BO, **self.VOTE)

        event, *_ = voting.do(
            Decide, by=BO, **(self.VOTE | {"outcome": "afvist", "reasons": ("Nej.",)})
        )

        assert (event.outcome, event.by) == ("afvist", "bo")

    def test_one_is_enough_to_say_no(self, voting: Play) -> None:
        """A quorum is for what is granted."""
        voting.do(Decide, by=BO, **self.VOTE)

        event, *_ = voting.do(
            Decide,
            by=DA,
            item="udvikling.godkend",
            outcome="afvist",
            reasons=("For lidt.",),
        )

        assert event.outcome == "afvist"
