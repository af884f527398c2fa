"""The picture of a definition: what is in it, and what leads on to what."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.overviews.test_cases import Sag

from kvalitet_core.casetypes import CaseType, Decision, Role, Stage, Status, Task
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.picture import Overlay, picture
from kvalitet_core.deadlines import Term
from kvalitet_core.drawing import Edge, Graph, dot, mermaid, svg
from kvalitet_core.testing.definitions import definitions

PICTURE = picture(Sag.definition, "da")


def edges(graph: Graph, kind: str) -> set[tuple[str, str, str]]:
    """The arrows of one kind."""
    return {(e.source, e.target, e.label) for e in graph.edges if e.kind == kind}


def test_every_stage_frames_its_items() -> None:
    """In the author's order, called by their titles, with who does them and by when."""
    titles = {node.id: (node.title, node.lines) for node in PICTURE.nodes}

    assert [group.id for group in PICTURE.groups] == ["modtag", "forloeb"]
    assert PICTURE.groups[0].nodes == ("modtag.oplys", "modtag.afgoer")
    assert titles["modtag.oplys"] == ("Oplys sagen", ("Sagsbehandler", "14 dage"))
    assert titles["forloeb.slut"] == ("Mødet er holdt", ())


def test_what_leads_on_is_an_arrow() -> None:
    """From the opening, from item to item, and by an outcome to a stage."""
    assert edges(PICTURE, "flow") == {
        ("start", "modtag", ""),
        ("modtag.oplys", "modtag.afgoer", ""),
        ("modtag.afgoer", "forloeb", "imoedekommet"),
        ("forloeb.moede", "forloeb.slut", ""),
    }
    assert edges(PICTURE, "obligation") == {
        ("modtag.afgoer", "forloeb.moede", "30 dage")
    }


def test_a_case_is_laid_over_it() -> None:
    """How far each part has come, what is late, and what is said of an item."""
    overlay = Overlay(
        title="Sag 1",
        statuses={"modtag": Status.ACTIVE, "modtag.oplys": Status.CLAIMED},
        late=frozenset({"modtag.oplys"}),
        lines={"modtag.oplys": ("frist 18. januar 2021",)},
    )
    laid = picture(Sag.definition, "da", overlay=overlay)
    (oplys,) = (node for node in laid.nodes if node.id == "modtag.oplys")
    (moede,) = (node for node in laid.nodes if node.id == "forloeb.moede")

    assert laid.title == "Sag 1"
    assert laid.groups[0].mark == "active"
    assert (oplys.mark, moede.mark) == ("late", "waiting")
    assert oplys.lines == ("Sagsbehandler", "frist 18. januar 2021")


def test_what_a_case_has_besides_is_drawn_too() -> None:
    """Tasks of its own in a frame of theirs, and each time of a task in its stage."""
    overlay = Overlay(
        statuses={"adhoc.1": Status.AVAILABLE, "forloeb.moede#2": Status.DONE},
        late=frozenset({"adhoc.1"}),
        lines={"adhoc.1": ("Leder",)},
        added={"adhoc.1": "Ring op", "forloeb.moede#2": "Møde"},
    )
    laid = picture(Sag.definition, "da", overlay=overlay)
    ring, again = laid.nodes[-2:]
    stage, added = (each for each in laid.groups if {*each.nodes} & {*overlay.added})

    assert (ring.title, ring.lines, ring.mark) == ("Ring op", ("Leder",), "late")
    assert (again.title, again.mark) == ("Møde", "done")
    assert (stage.id, stage.nodes[-1]) == ("forloeb", "forloeb.moede#2")
    assert (added.title, added.nodes) == ("Tilføjede opgaver", ("adhoc.1",))
    assert Edge(source="forloeb.moede", target="forloeb.moede#2") in laid.edges
    assert ">Ring op<" in svg(laid)
    assert "Ring op" in mermaid(laid)


def test_a_portfolio_is_laid_over_it() -> None:
    """How many cases are where; none is said too."""
    laid = picture(Sag.definition, "en", overlay=Overlay(counts={"modtag": 3}))

    assert [group.count for group in laid.groups] == [3, 0]


clerk = Role("clerk")


class Proeve(Stage):
    """Review"""

    first = Decision("First", role=clerk, outcomes=("ja", "nej"), favourable=("ja",))
    second = Decision(
        "Second",
        role=clerk,
        outcomes=("ja", "nej", "om"),
        favourable=("ja",),
        returns={"om": first},
        four_eyes=[first],
        due=Term(5, "days"),
    )
    third = Task("Third", role=clerk, optional=True)


class Pair(CaseType):
    """Two"""

    code, version, valid_from = "proeve.pair", "1", date(2020, 1, 1)
    stages = (Proeve,)
    languages = ("en",)


class Round(CaseType):
    """Three"""

    code, version, valid_from = "proeve.round", "1", date(2020, 1, 1)
    stages = (Proeve,)
    languages = ("en",)
    four_eyes = (Proeve.first, Proeve.second, Proeve.third)


def test_what_sends_back_is_an_arrow_of_its_own() -> None:
    """With the outcome that does so."""
    assert edges(picture(Pair.definition, "en"), "return") == {
        ("proeve.second", "proeve.first", "om")
    }


@pytest.mark.parametrize(("case_type", "arrows", "said"), [(Pair, 1, 0), (Round, 0, 3)])
def test_four_eyes_are_an_arrow_of_two_and_words_of_more(
    case_type: type[CaseType], arrows: int, said: int
) -> None:
    """Arrows between all of a larger round would hide what matters."""
    drawn = picture(case_type.definition, "en")

    told = [node for node in drawn.nodes if "four eyes" in node.lines]
    assert len(edges(drawn, "four_eyes")) == arrows
    assert len(told) == said


@given(definitions(), st.sampled_from(["da", "en"]))
def test_any_definition_can_be_drawn(definition: Definition, language: str) -> None:
    """In every format."""
    drawn = picture(definition, language)

    assert mermaid(drawn)
    assert dot(drawn)
    assert svg(drawn)
