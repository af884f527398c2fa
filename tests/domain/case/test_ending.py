"""Closing a case, and opening it again; invariants that warn and that refuse."""

from __future__ import annotations

from datetime import date

from tests.domain.case.samples import (
    BO,
    DA,
    FAGCHEF,
    KO,
    OWED,
    Play,
    playing,
    plugin_of,
)

from kvalitet_core.casetypes import CaseType, Fact, Stage, Task
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case import (
    Close,
    Closed,
    CorrectFact,
    Decide,
    LookAgain,
    Notify,
    RecordFact,
    Reopen,
    Reopened,
)

DAY = date(2020, 11, 2)


def done(play: Play) -> Play:
    """A case with nothing left to do in it."""
    play.developed()
    for by in (BO, DA):
        play.do(Decide, by=by, item="udvikling.godkend", outcome="godkendt")
    play.do(Notify, number=1, on=DAY)
    return play


def test_closing_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """What is optional need not be done."""
    done(play)

    (event,) = play.do(Close, by=BO)

    assert event == Closed(reason="fordi", by="bo")  # type: ignore[arg-type]
    assert play.do(Close, by=BO) == ()


def test_everything_that_is_open_in_it_is_told_at_once(play: Play) -> None:
    """What is to be done, what is owed, whom nobody has told."""
    play.recommended().decided()

    reasons = play.no(Close, by=BO)

    told = [(each.code, each.text.partition(": ")[2]) for each in reasons]
    assert ("case.unfinished", "opstart.forvent is still to be done") in told
    assert ("case.owed", f"{OWED} is still owed; do it, or waive it") in told
    assert told[-1] == ("case.not_notified", "the party was not told of decision 1")
    assert reasons[-1].source == "Forvaltningsloven § 25"


def test_reopening_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """Nothing in it is cleared."""
    done(play).do(Close, by=BO)
    before = play.case.works

    events = play.do(Reopen, by=BO)

    assert events == (Reopened(reason="fordi", by="bo"),)  # type: ignore[arg-type]
    assert play.do(Reopen, by=BO) == ()
    assert (play.case.closed, play.case.works) == (None, before)


def test_a_closed_case_reads_as_closed(play: Play) -> None:
    """With the reason."""
    done(play).do(Close, by=BO)

    (reason,) = play.no(LookAgain)

    assert reason.code == "case.closed"
    assert "for reason 'fordi'; reopen it" in reason.text


class TestInvariants:
    """What ought to hold throughout."""

    def told(self, months: int) -> dict[str, object]:
        """The fact that one is held against."""
        return {
            "fact": "maaneder",
            "value": months,
            "effective_from": DAY,
            "source": "x",
        }

    def test_one_that_warns_tells_when_it_breaks_and_when_it_holds(
        self, play: Play
    ) -> None:
        """Each once, with the fact that did it."""
        play.opened()

        _, broken = play.do(RecordFact, **self.told(16))
        _, whole = play.do(CorrectFact, fact="maaneder", value=6, effective_from=DAY)

        (breach,) = broken.breaches
        assert (breach.invariant, breach.truth) == ("laengde", Truth.FALSE)
        assert [each.fact for each in breach.inputs] == ["maaneder"]
        assert [each.truth for each in whole.breaches] == [Truth.TRUE]
        assert play.case.breaches == {}

    def test_one_that_is_broken_is_told_once(self, play: Play) -> None:
        """And stands in the case until it holds."""
        play.opened().do(RecordFact, **self.told(16))

        (event,) = play.do(
            RecordFact, fact="stoppet", value=False, effective_from=DAY, source="x"
        )

        assert event.fact == "stoppet"
        assert play.case.breaches == {"laengde": Truth.FALSE}

    def test_one_that_refuses_refuses_what_would_break_it(self, play: Play) -> None:
        """With its law."""
        play.opened()

        (reason,) = play.no(
            CorrectFact, fact="beloeb", value=200_000_00, effective_from=DAY
        )

        assert (reason.code, reason.source) == (
            "case.invariant",
            "Opdigtet opslag hvem kan søge",
        )
        assert "'loft'" in reason.text


FAERDIG = Fact("faerdig", bool, da="færdig", en="finished")


class Arbejde(Stage):
    """Arbejde"""

    noget = Task("Noget", role=FAGCHEF)


class MedSlut(CaseType):
    """Med slut"""

    code, version, valid_from = "sag.slut", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (FAGCHEF,)
    stages = (Arbejde,)
    ends = FAERDIG.equals(True)  # noqa: FBT003 - yes is what is asked for


def test_a_case_type_may_say_when_it_ends() -> None:
    """Then that decides, and names what is missing."""
    with playing(plugin_of(MedSlut), stream="case/sag.slut.1") as play:
        play.opened(definition="sag.slut", facts=())

        (reason,) = play.no(Close, by=BO)
        play.do(RecordFact, fact="faerdig", value=True, effective_from=DAY, source="x")

        assert reason.code == "case.unfinished"
        assert "faerdig is missing" in reason.text
        play.do(Close, by=KO)
