"""A tilbud looks at itself by the markers: guidance, never a duty."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.domain import publication, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.publication import Citation
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Outcome, given, given_events
from kvalitet_core.values import MunicipalityCode
from kvalitet_pejlemaerker import PLUGIN
from kvalitet_pejlemaerker.examples import EDITION, made_up
from kvalitet_pejlemaerker.markers import FIRST, MARKERS, code_of, parts
from kvalitet_pejlemaerker.overview import SELVVURDERINGER
from kvalitet_pejlemaerker.publishing import STREAM, begin
from kvalitet_pejlemaerker.selvvurdering import (
    KIND,
    Assess,
    Assessed,
    Begin,
    Begun,
    End,
    Ended,
)

OUT, USED, LATER = date(2021, 5, 31), date(2021, 9, 1), date(2022, 1, 3)
WHERE = StreamId("tilbud/hyldehuset")
OWN = StreamId(f"{KIND}/hyldehuset.2021")
BEGIN = Begin(
    tilbud=WHERE,
    label="2021",
    publication=EDITION,
    scale=("endnu ikke", "på vej", "ja"),
    effective_from=USED,
)
LOOK = Assess(selvvurdering=OWN, marker="m9", answer="på vej", effective_from=USED)
END = End(selvvurdering=OWN, effective_from=USED)


def registered(ground: LegalGround = LegalGround.SEL85) -> tuple[StreamId, list[Any]]:
    """A made-up tilbud that rests on this."""
    law = LegalGrounds(grounds=frozenset({ground}), primary=ground)
    event = tilbud.Registered(
        name="Bostøtten Hyldehuset",
        municipality=MunicipalityCode("0999"),
        driftsform=tilbud.Driftsform.KOMMUNAL,
        legal_grounds=law,
        effective_from=date(2019, 1, 1),
    )
    return WHERE, [event]


def markers(*more: Any) -> tuple[StreamId, list[Any]]:
    """The markers, published on 31 May 2021 (made up)."""
    start = begin(approves=frozenset({"fagchef"}), hearing=False, effective_from=OUT)
    drafted = publication.Drafted(
        version=1, title="Udgave", parts=parts(made_up()), effective_from=OUT
    )
    out = publication.Published(version=1, effective_from=OUT)
    begun = given(plugins=[PLUGIN]).when(start).events
    return STREAM, [*begun, drafted, out, *more]


def trying(command: Any, *told: Any, of: Any = None, by: Any = None) -> Outcome:
    """Try a command where the markers are out."""
    others = (of or registered(), by or markers())
    return given(*told, *others, plugins=[PLUGIN]).when(command)


def begun() -> Begun:
    """That it began."""
    (event,) = trying(BEGIN).events
    assert isinstance(event, Begun)
    return event


def looked(look: Assess = LOOK, *before: Any) -> Assessed:
    """That the tilbud looked at itself by a marker."""
    (event,) = trying(look, begun(), *before).events
    assert isinstance(event, Assessed)
    return event


def test_it_acts_once_and_is_silent_the_second_time() -> None:
    """Begun, looked, ended."""
    start, look, end = begun(), looked(), Ended(effective_from=USED)

    trying(BEGIN, start).then_nothing()
    trying(LOOK, start, look).then_nothing()
    trying(END, start, look).then(end)
    trying(END, start, look, end).then_nothing()


def test_the_same_look_is_silent_also_when_number_one_has_come_since() -> None:
    """What is found of the order is found when it is entered, and stays so."""
    first = looked(attrs.evolve(LOOK, marker=FIRST))

    trying(LOOK, begun(), looked(), first).then_nothing()


def test_nothing_is_looked_at_before_it_begins() -> None:
    """The markers are out already, and the tilbud begins in September."""
    early = attrs.evolve(LOOK, effective_from=OUT, answer="måske")

    outcome = trying(early, begun())

    outcome.then_refused(f"{KIND}.not_begun", f"{KIND}.answer")


def test_it_is_done_by_the_markers_and_by_all_of_them() -> None:
    """Not by another publication, nor by one marker alone."""
    part = attrs.evolve(BEGIN, publication=attrs.evolve(EDITION, part="m1"))
    told = [
        attrs.evolve(each, parts=()) if isinstance(each, publication.Drafted) else each
        for each in markers()[1]
    ]

    trying(part).then_refused(f"{KIND}.not_the_markers")
    trying(BEGIN, by=(STREAM, told)).then_refused(f"{KIND}.not_the_markers")


@pytest.mark.parametrize("number", range(1, len(MARKERS) + 1))
def test_any_marker_can_be_used_alone(number: int) -> None:
    """They can be used one by one; none is a "skal-opgave" [W25]."""
    look = attrs.evolve(LOOK, marker=code_of(number))

    event = looked(look)

    trying(END, begun(), event).then(Ended(effective_from=USED))
    trying(END, begun()).then(Ended(effective_from=USED))


def test_number_one_should_come_first_which_is_found_and_refuses_nothing() -> None:
    """No. 1 should be read first [W25]."""
    first = looked(attrs.evolve(LOOK, marker=FIRST))

    for before, truth in (((), Truth.FALSE), ((first,), Truth.TRUE)):
        (finding,) = looked(LOOK, *before).findings
        assert (finding.rule, finding.truth) == ("pejlemaerker.laes_foerst", truth)
    (finding,) = first.findings
    assert finding.truth is Truth.TRUE


@pytest.mark.parametrize("ground", LegalGround)
def test_a_tilbud_that_gives_no_bostoette_may_use_them_too(ground: LegalGround) -> None:
    """They are for § 85; what is found says so, and refuses nothing."""
    (event,) = trying(BEGIN, of=registered(ground)).events

    (finding,) = event.findings
    assert finding.rule == "pejlemaerker.bostoette"
    expected = Truth.TRUE if ground is LegalGround.SEL85 else Truth.FALSE
    assert finding.truth is expected


def test_nobody_uses_them_before_they_are_published() -> None:
    """Nor once another version has their place."""
    early = attrs.evolve(BEGIN, effective_from=date(2021, 5, 30))
    by = Citation(publication=STREAM, version=2)
    over = publication.Superseded(version=1, by=by, effective_from=LATER)
    late = attrs.evolve(LOOK, effective_from=LATER)

    trying(early).then_refused("publication.not_published")
    trying(late, begun(), by=markers(over)).then_refused("publication.superseded")


def test_a_recommendation_is_no_marker() -> None:
    """Nor is what the publication does not have."""
    for code, why in (
        ("m1.1", f"{KIND}.not_a_marker"),
        ("m11", "publication.part_unknown"),
    ):
        trying(attrs.evolve(LOOK, marker=code), begun()).then_refused(why)


def test_an_answer_is_one_of_the_scales() -> None:
    """No source has a scale, so it is told when it begins."""
    outcome = trying(attrs.evolve(LOOK, answer="måske"), begun())

    outcome.then_refused(f"{KIND}.answer")
    assert "expected one of 'endnu ikke', 'på vej', 'ja', got 'måske'" in (
        outcome.proposal.reasons[0].text
    )
    for scale in ((), ("ja",), ("ja", "ja"), ("ja", " ")):
        with pytest.raises(Malformed):
            attrs.evolve(BEGIN, scale=scale)


def test_what_was_found_can_be_found_anew() -> None:
    """The newest counts, and the earlier one stays on record."""
    anew = attrs.evolve(LOOK, answer="ja", effective_from=LATER)

    event = looked(anew, looked())

    assert event.answer == "ja"


def test_what_is_ended_is_over() -> None:
    """Another day, or another marker, is refused."""
    told = (begun(), Ended(effective_from=USED))

    trying(LOOK, *told).then_refused(f"{KIND}.ended")
    trying(attrs.evolve(END, effective_from=LATER), *told).then_refused(f"{KIND}.ended")
    early = attrs.evolve(END, effective_from=OUT)
    trying(early, begun()).then_refused(f"{KIND}.not_begun")


def test_it_is_begun_once_in_one_way() -> None:
    """Another scale under the same label is refused, and all else that differs."""
    other = attrs.evolve(BEGIN, scale=("nej", "ja"), effective_from=LATER)

    outcome = trying(other, begun()).then_refused(*[f"{KIND}.begun"] * 2)

    assert outcome.proposal.reasons[0].text.endswith(
        "scale endnu ikke, på vej, ja, got nej, ja"
    )


def test_a_tilbud_that_is_not_there_has_none() -> None:
    """What is not registered, or not there on the day."""
    closed = tilbud.Closed(effective_from=USED, reason="merged")  # type: ignore[arg-type]
    gone = (WHERE, [*registered()[1], closed])

    given(markers(), plugins=[PLUGIN]).when(BEGIN).then_refused(
        f"{KIND}.tilbud_unknown"
    )
    trying(BEGIN, of=gone).then_refused(f"{KIND}.tilbud_not_in_force")


def test_the_newest_answer_by_each_marker_is_a_row() -> None:
    """Notes stay in the journal."""
    told = (OWN, [begun(), looked(), attrs.evolve(looked(), answer="ja")])

    (row,) = given_events(told, plugins=[PLUGIN]).rows(SELVVURDERINGER)

    assert row == {
        "selvvurdering": OWN,
        "marker": "m9",
        "tilbud": WHERE,
        "version": 1,
        "answer": "ja",
        "assessed_on": USED,
    }
