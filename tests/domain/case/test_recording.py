"""Recording what is known of a case, and putting right what was wrong."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from tests.domain.case.samples import (
    FORM,
    FRIST,
    KO,
    Play,
    playing,
    plugin_of,
    version,
)

from kvalitet_core.casetypes import Fact
from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import CorrectFact, ReceiveDocument, RecordFact, Stated
from kvalitet_core.values import Digest, Instant

DAY = date(2020, 11, 2)
HEARD = Fact("hoert", Instant, da="hørt", en="heard")
THEMES = Fact(
    "temaer", frozenset, one_of=("bolig", "sundhed"), da="temaerne", en="the themes"
)
FRIST_KEPT = "2020-11-27T11:00:00+00:00"


def told(value: object = 6, **fields: object) -> dict[str, object]:
    """A fact that is recorded."""
    given = {
        "fact": "maaneder",
        "value": value,
        "effective_from": DAY,
        "source": "brev",
    }
    return given | fields


def right(value: object = 6, **fields: object) -> dict[str, object]:
    """A fact that is put right."""
    return {"fact": "maaneder", "value": value, "effective_from": DAY} | fields


def test_recording_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """The same said twice is said once."""
    play.opened()

    (event,) = play.do(RecordFact, **told())

    assert (event.fact, event.value, event.source) == ("maaneder", 6, "brev")
    assert play.do(RecordFact, **told()) == ()
    assert play.do(RecordFact, **told(effective_from=DAY + timedelta(days=9))) == ()


def test_a_fact_may_change_on_a_later_day(play: Play) -> None:
    """What held before is known still."""
    play.opened().do(RecordFact, **told(6))

    play.do(RecordFact, **told(9, effective_from=date(2020, 12, 1)))

    known = play.case.facts["maaneder"]
    assert [known.on(day).value for day in (DAY, date(2020, 12, 1))] == [6, 9]


@pytest.mark.parametrize("day", [DAY, DAY - timedelta(days=1)])
def test_another_value_from_that_day_or_an_earlier_one_is_a_correction(
    play: Play, day: date
) -> None:
    """What is known already is not silently overlaid."""
    play.opened().do(RecordFact, **told(6))

    assert play.codes(RecordFact, **told(9, effective_from=day)) == ("case.fact_known",)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"fact": "maneder"}, "case.fact_unknown"),
        ({"fact": "ansoegning.oplys.done", "value": True}, "case.fact_unknown"),
        ({"value": "seks"}, "case.fact_type"),
        ({"value": True}, "case.fact_type"),
        ({"fact": "grund", "value": "SEL1"}, "case.fact_type"),
        ({"fact": "ansoegningsfrist", "value": "snart"}, "case.fact_type"),
        ({"fact": "ansoegningsskema", "value": "a" * 64}, "case.fact_is_document"),
        ({"fact": "beloeb", "value": 200_000_00}, "case.fact_known"),
    ],
)
def test_what_cannot_be_recorded_is_refused(
    play: Play, fields: dict[str, object], code: str
) -> None:
    """A fact that the case type does not have, or has of another type."""
    play.opened()

    assert play.codes(RecordFact, **told(**fields)) == (code,)


@pytest.mark.parametrize(
    ("fact", "value", "again", "kept"),
    [
        (
            HEARD,
            "2020-11-02T10:00:00+01:00",
            "2020-11-02T09:00:00Z",
            "2020-11-02T09:00:00+00:00",
        ),
        (FRIST, "2020-11-27T12:00:00+01:00", "2020-11-27T11:00:00Z", FRIST_KEPT),
        (THEMES, ("sundhed", "bolig"), ("bolig", "sundhed"), ("bolig", "sundhed")),
    ],
)
def test_a_value_is_kept_in_one_spelling_whichever_it_is_told_in(
    fact: Fact, value: object, again: object, kept: object
) -> None:
    """An instant with another offset, or a set in another order, says the same."""
    heard = version("1", facts=(HEARD, THEMES))
    with playing(plugin_of(heard)) as play:
        spelled = told(value, fact=fact.name)
        facts = (Stated(fact=FRIST.name, value="2020-11-20"),)
        play.opened(facts=facts)
        if fact is FRIST:
            (first, *_) = play.do(CorrectFact, **right(value, fact=fact.name))
        else:
            (first, *_) = play.do(RecordFact, **spelled)

        assert first.value == kept
        assert play.do(RecordFact, **spelled | {"value": again}) == ()
        assert play.do(CorrectFact, **right(again, fact=fact.name)) == ()


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (HEARD, "2020-11-02T10:00:00"),
        (HEARD, ("2020-11-02T10:00:00Z",)),
        (THEMES, "sundhed"),
        (THEMES, ("sundhed", "sport")),
    ],
)
def test_what_is_of_another_type_is_so_however_it_is_spelled(
    fact: Fact, value: object
) -> None:
    """A time without its offset, a text for several, one that is not among them."""
    with playing(plugin_of(version("1", facts=(HEARD, THEMES)))) as play:
        play.opened()

        assert play.codes(RecordFact, **told(value, fact=fact.name)) == (
            "case.fact_type",
        )


def test_a_correction_puts_right_from_its_day_on(play: Play) -> None:
    """With its reason; silent the second time; later statements go with it."""
    play.opened().do(RecordFact, **told(6))
    play.do(RecordFact, **told(9, effective_from=date(2020, 12, 1)))

    (event,) = play.do(CorrectFact, **right(6))

    assert (event.value, event.reason) == (6, "fordi")
    assert play.case.facts["maaneder"].on(date(2020, 12, 1)).value == 6
    assert play.do(CorrectFact, **right(6)) == ()


def test_a_fact_that_is_not_known_after_all_is_corrected_to_nothing(play: Play) -> None:
    """Then it is missing, as if nothing had been told."""
    play.opened().do(RecordFact, **told(6))

    play.do(CorrectFact, **right(None))

    assert play.case.facts["maaneder"].on(DAY).value is None
    assert play.do(CorrectFact, **right(None)) == ()


def test_a_correction_of_nothing_is_refused(play: Play) -> None:
    """What was never recorded is recorded, not corrected."""
    play.opened()

    assert play.codes(CorrectFact, **right()) == ("case.fact_not_known",)
    assert play.codes(CorrectFact, **right("x")) == ("case.fact_type",)
    assert play.codes(CorrectFact, **right(fact="x")) == ("case.fact_unknown",)


def test_a_document_is_known_by_the_digest_of_its_content(play: Play) -> None:
    """Silent the second time; another content is another document."""
    play.opened().received()
    given = {"document": "ansoegningsskema", "effective_from": DAY}
    newer = attrs.evolve(FORM, sha256=Digest("b" * 64))

    again = play.do(ReceiveDocument, attachment=FORM, **given)
    (event,) = play.do(ReceiveDocument, attachment=newer, **given)

    assert again == ()
    assert event.attachment == newer
    assert play.case.facts["ansoegningsskema"].on(DAY).value == "b" * 64


def test_a_document_that_the_case_type_does_not_have_is_refused(play: Play) -> None:
    """The ones that it has are named."""
    play.opened()

    (reason,) = play.no(
        ReceiveDocument, document="grund", attachment=FORM, effective_from=DAY
    )

    assert reason.code == "case.document_unknown"
    assert "expected ansoegningsskema" in reason.text


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (RecordFact, told()),
        (CorrectFact, right()),
        (
            ReceiveDocument,
            {"document": "x", "attachment": FORM, "effective_from": DAY},
        ),
        (cases.Claim, {"item": "ansoegning.oplys"}),
        (cases.Start, {"item": "ansoegning.oplys"}),
        (cases.Delegate, {"item": "ansoegning.oplys", "to": "x"}),
        (cases.Release, {"item": "ansoegning.oplys"}),
        (cases.Complete, {"item": "ansoegning.oplys"}),
        (cases.Skip, {"item": "ansoegning.oplys"}),
        (cases.Fail, {"item": "ansoegning.oplys"}),
        (cases.CorrectTask, {"item": "ansoegning.oplys", "done_by": "x"}),
        (cases.Plan, {"item": "ansoegning.oplys"}),
        (cases.AddTask, {"title": "x", "role": "x"}),
        (cases.Repeat, {"item": "ansoegning.oplys"}),
        (cases.SetFollowUp, {"item": "ansoegning.oplys", "on": DAY}),
        (cases.ReopenItem, {"item": "ansoegning.oplys"}),
        (cases.Decide, {"item": "ansoegning.afgoer", "outcome": "afslag"}),
        (cases.Notify, {"number": 1, "on": DAY}),
        (cases.Revoke, {"number": 1, "reasons": ("x",), "effective_from": DAY}),
        (cases.Suspend, {"cause": "x", "start": DAY}),
        (cases.Resume, {"cause": "x", "end": DAY}),
        (cases.Waive, {"obligation": "x"}),
        (cases.LinkTo, {"to": "round/x", "relation": "x"}),
        (cases.LookAgain, {}),
        (cases.Migrate, {"to": "2"}),
    ],
)
def test_nothing_is_done_with_a_case_that_is_not_there_or_is_closed(
    play: Play, command: type, fields: dict[str, object]
) -> None:
    """Every command says so; a closed case is reopened first."""
    unknown = play.codes(command, **fields)
    play.recommended().decided("afslag")
    play.do(cases.Notify, number=1, on=play.now.date())
    play.do(cases.Close)

    assert unknown == ("case.unknown",)
    assert play.codes(command, by=KO, **fields) == ("case.closed",)
