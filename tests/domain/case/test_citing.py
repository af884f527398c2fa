"""A decision rests on what is published, and on nothing that is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.domain.case.samples import BO, Play
from tests.domain.publication import samples
from tests.domain.publication.samples import EDITOR, STREAM

from kvalitet_core.domain.case import Cite, Cited
from kvalitet_core.domain.publication import Citation

AFGOER = "ansoegning.afgoer"
WHOLE = Citation(publication=STREAM, version=1)
MARKER = attrs.evolve(WHOLE, part="m1")
TODAY, LATER = date(2020, 11, 2), date(2020, 11, 3)


def published(play: Play, day: date) -> None:
    """A made-up publication comes out; cases are of 2 November 2020."""
    publish = attrs.evolve(samples.PUBLISH, effective_from=day)
    for command in (
        samples.BEGIN,
        samples.DRAFT,
        samples.HEAR,
        samples.APPROVE,
        publish,
    ):
        play.journal.do(command, by=EDITOR)


def test_citing_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """Which part, by whom, and on which day."""
    published(play, TODAY)
    play.opened()

    (event,) = play.do(Cite, item=AFGOER, citation=MARKER, by=BO)

    assert event == Cited(item=AFGOER, citation=MARKER, by=BO.id, effective_from=TODAY)
    assert play.do(Cite, item=AFGOER, citation=MARKER, by=BO) == ()
    assert play.case.citations == {AFGOER: (MARKER,)}


def test_what_is_not_published_by_the_day_is_not_cited(play: Play) -> None:
    """The day before is too early; the refused command is kept, and nothing changed."""
    published(play, LATER)
    play.opened()
    before = play.case

    codes = play.codes(Cite, item=AFGOER, citation=MARKER, by=BO)

    assert codes == ("publication.not_published",)
    assert play.case == before
    later = {"effective_from": LATER}
    assert len(play.do(Cite, item=AFGOER, citation=MARKER, by=BO, **later)) == 1


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"item": "ansoegning.x"}, ("case.item_unknown",)),
        ({"item": "opstart.plan"}, ("case.not_a_task",)),
        ({"item": "ansoegning.oplys"}, ("case.role",)),
        ({"citation": attrs.evolve(MARKER, part="m9")}, ("publication.part_unknown",)),
        (
            {"citation": attrs.evolve(WHOLE, version=2)},
            ("publication.version_unknown",),
        ),
        (
            {"item": "ansoegning.oplys", "citation": attrs.evolve(WHOLE, version=2)},
            ("case.role", "publication.version_unknown"),
        ),
    ],
)
def test_all_that_stands_against_it_is_told(
    play: Play, fields: dict[str, Any], codes: tuple[str, ...]
) -> None:
    """Whose item it is, and what there is to cite."""
    published(play, TODAY)
    play.opened()

    asked = {"item": AFGOER, "citation": MARKER, **fields}

    assert play.codes(Cite, by=BO, **asked) == codes


def test_what_is_done_rests_on_nothing_new(play: Play) -> None:
    """A decision rests on what was cited when it was taken."""
    published(play, TODAY)
    play.opened().informed()

    codes = play.codes(Cite, item="ansoegning.oplys", citation=WHOLE)

    assert codes == ("case.item_done",)
