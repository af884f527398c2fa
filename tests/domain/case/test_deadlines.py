"""When things are due: by terms, suspensions, extensions; all proofs stay."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.domain.case.samples import BO, KO, Play, playing, plugin_of

from kvalitet_core.casetypes import CaseType, Fact, Role, Stage, Task
from kvalitet_core.casework import Looking
from kvalitet_core.deadlines import Extension, Term
from kvalitet_core.domain.case import (
    CorrectFact,
    Extend,
    RecordFact,
    Resume,
    Revoke,
    Settled,
    Stated,
    Suspend,
)
from kvalitet_core.domain.case.known import case_facts
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

AFGOER, INDSTIL = "ansoegning.afgoer", "ansoegning.indstil"


def dues(play: Play, item: str) -> list[str | None]:
    """Every deadline that an item has had, on record."""
    return [
        each.proof.deadline if each.proof else None
        for event in play.events()
        if isinstance(event, Settled)
        for each in event.dues
        if each.item == item
    ]


def test_a_term_runs_from_what_it_is_counted_from(play: Play) -> None:
    """Also before the item is available: the party waits from then on."""
    play.opened()

    first = next(iter(play.journal.history(play.stream)))

    proof = play.case.work(AFGOER).proof
    assert play.status(AFGOER) == "waiting"
    assert proof is not None
    assert proof.deadline == "2020-12-14"
    assert proof.trigger is not None
    assert proof.trigger.set_by == first.event_id
    assert proof.recompute().deadline == proof.deadline


def test_a_term_of_nothing_runs_from_the_day_it_became_available(play: Play) -> None:
    """Later days do not move it."""
    play.opened()
    before = play.due(INDSTIL)

    play.informed().at("2020-11-05T09:00:00")
    play.do(
        RecordFact,
        fact="maaneder",
        value=6,
        effective_from=date(2020, 11, 2),
        source="x",
    )

    assert (before, play.due(INDSTIL)) == (None, "2020-11-16")


def test_what_is_done_keeps_the_deadline_that_it_had(play: Play) -> None:
    """Whoever asks whether it was in time is answered."""
    play.recommended()

    assert play.due(INDSTIL) == "2020-11-16"


def test_what_can_never_be_done_has_no_deadline(play: Play) -> None:
    """It is dropped, on record, when that is known."""
    play.started()
    assert play.due("opstart.moede") == "2020-11-16"

    play.do(
        Revoke,
        by=BO,
        number=1,
        reasons=("Fejl.",),
        effective_from=date(2020, 11, 2),
    )

    assert play.due("opstart.moede") is None


@pytest.mark.parametrize(
    ("waits", "due"),
    [
        ([("partshoering", 9, 16)], "2020-12-21"),
        ([("partshoering", 9, 16), ("manglende_svar", 12, 19)], "2020-12-28"),
        ([("partshoering", 9, 16), ("manglende_svar", 23, 30)], "2020-12-28"),
        ([("partshoering", 9, 9)], "2020-12-14"),
    ],
)
def test_suspensions_move_what_they_suspend(
    play: Play, waits: list[tuple[str, int, int]], due: str
) -> None:
    """Several, overlapping: each day counts once, and is given back."""
    play.opened()

    for cause, start, _ in waits:
        play.do(Suspend, cause=cause, start=date(2020, 11, start))
    stopped = play.due(AFGOER)
    for cause, _, end in waits:
        play.do(Resume, cause=cause, end=date(2020, 11, end))

    assert stopped is None
    assert play.due(AFGOER) == due
    assert play.due(INDSTIL) is None


def test_a_proof_names_the_events_that_suspended_and_extended(play: Play) -> None:
    """Every part of it is on record somewhere."""
    play.opened().do(Suspend, cause="partshoering", start=date(2020, 11, 9))
    play.do(Resume, cause="partshoering", end=date(2020, 11, 16))
    more = Extension(count=2, unit="weeks", reason=ReasonCode("kompleks_sag"))
    play.do(Extend, by=BO, item=AFGOER, extension=more)

    proof = play.case.work(AFGOER).proof
    assert proof is not None
    named = [each.set_by for each in (*proof.suspensions, *proof.extensions)]
    found = {
        r.event_id: type(r.event).__name__ for r in play.journal.history(play.stream)
    }
    assert [found[each] for each in named if each] == ["Suspended", "Extended"]


def test_suspending_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """From another day on it is not the same."""
    play.opened().do(Suspend, cause="partshoering", start=date(2020, 11, 9))
    given = {"cause": "partshoering"}

    assert play.do(Suspend, start=date(2020, 11, 9), **given) == ()
    assert play.case.suspended == ("partshoering",)
    assert play.codes(Suspend, start=date(2020, 11, 10), **given) == ("case.suspended",)


def test_resuming_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """What does not wait does not go on; nor before it began to wait."""
    play.opened().do(Suspend, cause="partshoering", start=date(2020, 11, 9))
    given = {"cause": "partshoering"}

    early = play.codes(Resume, end=date(2020, 11, 8), **given)
    play.do(Resume, end=date(2020, 11, 16), **given)

    assert early == ("case.resumed_before",)
    assert play.do(Resume, end=date(2020, 11, 16), **given) == ()
    assert play.codes(Resume, end=date(2020, 11, 17), **given) == (
        "case.not_suspended",
    )


def test_only_what_suspends_a_term_is_waited_for(play: Play) -> None:
    """Those that do are named."""
    play.opened()

    (reason,) = play.no(Suspend, cause="sygdom", start=date(2020, 11, 9))

    assert reason.code == "case.cause_unknown"
    assert "expected 'ferie' or 'manglende_svar' or 'partshoering'" in reason.text


def test_extending_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """Both the old and the new proof stay on record."""
    play.opened()
    more = Extension(count=2, unit="weeks", reason=ReasonCode("kompleks_sag"))

    event, settled = play.do(Extend, by=BO, item=AFGOER, extension=more)

    assert (event.by, event.extension) == ("bo", more)
    assert [each.proof.deadline for each in settled.dues] == ["2020-12-28"]
    assert play.do(Extend, by=BO, item=AFGOER, extension=more) == ()
    assert dues(play, AFGOER) == ["2020-12-14", "2020-12-28"]


def test_what_has_no_term_or_is_done_is_not_extended(play: Play) -> None:
    """Everything that stands against it is told."""
    play.opened().informed()
    more = Extension(count=2, unit="weeks", reason=ReasonCode("kompleks_sag"))
    given = {"by": KO, "item": "ansoegning.oplys", "extension": more}

    assert play.codes(Extend, **given) == (
        "case.role",
        "case.item_done",
        "case.no_term",
    )


ANLEDNING = Fact("anledning", date, da="anledningen", en="the occasion")
KONSULENT = Role("konsulent", da="Konsulent", en="Consultant")


class Svar(Stage):
    """Svar"""

    svar = Task("Svar", role=KONSULENT, due=Term(1, "months", after=ANLEDNING))


class Brev(CaseType):
    """Brev"""

    code, version, valid_from = "sag.brev", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (KONSULENT,)
    stages = (Svar,)


def test_a_corrected_trigger_gives_a_new_proof_and_both_stay_on_record() -> None:
    """`cases.md` 3: "both the old and the new proof are kept, with the reason"."""
    with playing(plugin_of(Brev), stream="case/sag.brev.1") as play:
        play.opened(
            definition="sag.brev", facts=(Stated(fact="anledning", value="2020-11-02"),)
        )

        event, settled = play.do(
            CorrectFact,
            fact="anledning",
            value="2020-11-01",
            effective_from=date(2020, 11, 1),
        )

        assert event.reason == "fordi"
        (moved,) = settled.dues
        assert dues(play, "svar.svar") == ["2020-12-02", "2020-12-01"]
        *_, corrected, _ = play.journal.history(play.stream)
        assert moved.proof.trigger.set_by == corrected.event_id


def test_a_trigger_that_is_not_known_after_all_drops_the_deadline() -> None:
    """That it is dropped is on record."""
    with playing(plugin_of(Brev), stream="case/sag.brev.1") as play:
        play.opened(
            definition="sag.brev", facts=(Stated(fact="anledning", value="2020-11-02"),)
        )
        play.do(CorrectFact, fact="anledning", effective_from=date(2020, 11, 2))

        assert dues(play, "svar.svar") == ["2020-12-02", None]


def test_the_day_of_receipt_is_known_of_every_case(play: Play) -> None:
    """`modtaget` need not be told: the case was received some time."""
    received = datetime.fromisoformat("2020-10-01T23:30:00+00:00")
    play.opened(received=received)

    assert play.due(AFGOER) == "2020-11-13"


class Dag(Stage):
    """Dag"""

    svar = Task(
        "Svar",
        role=KONSULENT,
        due=Term(
            1, "weeks", after=Fact("modtaget", date, da="modtaget", en="received")
        ),
    )


class Dagsbrev(CaseType):
    """Dagsbrev"""

    code, version, valid_from = "sag.dagsbrev", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (KONSULENT,)
    stages = (Dag,)


def test_the_day_of_receipt_is_known_as_a_day_too() -> None:
    """Where the case type asks for a day, it is the Danish one."""
    received = datetime.fromisoformat("2020-10-01T23:30:00+00:00")
    with playing(plugin_of(Dagsbrev), stream=StreamId("case/sag.dagsbrev.1")) as play:
        play.opened(definition="sag.dagsbrev", facts=(), received=received)
        context = Looking(
            journal=play.journal, stream=play.stream, actor=KO, now=play.now
        )

        known = case_facts(play.case, Dagsbrev.definition, date(2020, 11, 2), context)

        assert play.due("dag.svar") == "2020-10-09"
        assert known["modtaget"].value == date(2020, 10, 2)
