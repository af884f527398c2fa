"""What somebody outside may see of a case, and what stays inside."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.domain.case.samples import BO, DA, KO, Play, playing

from kvalitet_core.casework import PublicCase, public
from kvalitet_core.domain.case import Close, Complete, Notify, Revoke
from kvalitet_core.errors import Unknown

DAY = date(2020, 11, 2)


def seen(play: Play) -> PublicCase:
    """The case, as somebody outside may see it."""
    return public(play.journal, play.stream)


def test_it_is_told_by_what_its_stages_are_called(play: Play) -> None:
    """`cases.md` 1.5: "an external party sees the public label"."""
    play.opened()
    first = seen(play)

    play.informed().do(Complete, item="ansoegning.indstil")
    play.mandated(BO).decided()

    assert (first.title, first.da, first.decisions) == ("Sag 1", "Ansøgning", ())
    assert seen(play).da == "Opstart"


def test_a_decision_is_seen_once_the_party_was_told(play: Play) -> None:
    """With what was said to the party, and from when it is revoked."""
    play.recommended().decide("afslag")
    before = seen(play)
    play.do(Notify, number=1, on=DAY)
    (told,) = seen(play).decisions
    play.do(Revoke, by=BO, number=1, reasons=("Fejl.",), effective_from=DAY)
    play.decide("imoedekommet")

    (still,) = seen(play).decisions

    assert before.decisions == ()
    assert (told.da, told.outcome_da, told.reasons) == (
        "Afgør ansøgning",
        "afslag",
        ("Sådan er det.",),
    )
    assert (told.notified, told.revoked) == (DAY, None)
    assert (still.number, still.revoked) == (1, DAY)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return [str(value)]


def test_nothing_of_how_it_is_worked_is_seen(play: Play) -> None:
    """No task, no person, no finding, no status: "never the internal state"."""
    play.developed().do(Complete, by=KO, item="opstart.moede")
    play.do(Notify, number=1, on=DAY)

    told = " ".join([*_texts(attrs.asdict(seen(play))), seen(play).text("da")])

    inside = {
        *(path for path in play.case.works if "." in path),
        *(work.status.value for work in play.case.works.values()),
        *("sag.grund", "sag.rettidig"),
    }
    assert sorted(word for word in inside if word in told) == []
    assert {BO.id, DA.id, KO.id}.isdisjoint(told.split())


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "da",
            [
                "Sag 1",
                "Modtaget: mandag den 2. november 2020 kl. 10.10",
                "Status: Afsluttet",
                (
                    "Afgør ansøgning: afslag, meddelt mandag den 2. november 2020, "
                    "gælder fra mandag den 2. november 2020"
                ),
                "  Begrundelse: Sådan er det.",
            ],
        ),
        (
            "en",
            [
                "Sag 1",
                "Received: Monday 2 November 2020 at 10:10 Danish time",
                "Status: Closed",
                (
                    "Afgør ansøgning: afslag, told Monday 2 November 2020, "
                    "effective from Monday 2 November 2020"
                ),
                "  Reason: Sådan er det.",
            ],
        ),
    ],
)
def test_it_is_read_in_danish_and_english(
    play: Play, language: str, lines: list[str]
) -> None:
    """A closed case is closed, whatever its stages came to."""
    play.recommended().decide("afslag")
    play.do(Notify, number=1, on=DAY)
    play.do(Close, by=BO)

    assert seen(play).text(language).splitlines() == lines


def test_what_was_revoked_says_so(play: Play) -> None:
    """In either language."""
    play.recommended().decide("afslag")
    play.do(Notify, number=1, on=DAY)
    play.do(Revoke, by=BO, number=1, reasons=("Fejl.",), effective_from=DAY)

    assert "  Tilbagekaldt fra mandag den 2. november 2020" in seen(play).text("da")
    assert "  Revoked from Monday 2 November 2020" in seen(play).text("en")


def test_between_its_stages_and_without_its_case_type_it_is_in_progress() -> None:
    """What has no public label is told of by none."""
    with playing() as play:
        play.recommended().decide("afslag")
        between = seen(play)
        play.do(Notify, number=1, on=DAY)
        registry = play.journal.registry
        registry._plugins = tuple(p for p in registry.plugins if p.name != "sag")

        without = seen(play)

    assert (between.da, between.en) == ("Under behandling", "In progress")
    assert (without.da, without.decisions[0].en) == ("Under behandling", "Decision")


def test_a_case_that_is_not_there_is_named(play: Play) -> None:
    """Nothing is made up."""
    with pytest.raises(Unknown, match=r"case/sag\.forloeb\.1"):
        seen(play)
