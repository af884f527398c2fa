"""Core elements with methods and tools are parts of the catalogue, and all are data."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
from hypothesis import given as each
from hypothesis import strategies as st

from kvalitet_core import Actor
from kvalitet_core.domain import publication
from kvalitet_core.testing import given
from kvalitet_core.testing.given_when_then import Situation
from kvalitet_indsatskatalog import PLUGIN
from kvalitet_indsatskatalog.elements import CORE_ELEMENT, CoreElement, parts
from kvalitet_indsatskatalog.examples import ELEMENTS
from kvalitet_indsatskatalog.publishing import STREAM, begin

OUT = date(2021, 3, 1)
BEGIN = begin(
    title="Opdigtet titel",
    approves=frozenset({"fagchef"}),
    hearing=False,
    effective_from=OUT,
)
HEAD = Actor(id="b-02", role="fagchef", organisation="test", authority="test")
NOTHING = given(plugins=[PLUGIN])
TITLES = st.text("abcæøå ", min_size=1).filter(str.strip)
CATALOGUES = st.lists(
    st.builds(
        CoreElement,
        title=TITLES,
        methods=st.lists(TITLES, max_size=3).map(tuple),
        tools=st.lists(TITLES, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=4,
)


def told(*events: Any) -> Situation:
    """That this has happened to the catalogue."""
    return attrs.evolve(NOTHING, told=events)


def test_each_core_element_has_its_methods_and_tools_under_it() -> None:
    """So that each can be cited by a code of its own."""
    found = [(part.code, part.kind, part.under) for part in parts(ELEMENTS)]

    assert found == [
        ("k1", "core_element", None),
        ("k1.method.1", "method", "k1"),
        ("k1.tool.1", "tool", "k1"),
        ("k1.tool.2", "tool", "k1"),
        ("k2", "core_element", None),
        ("k2.method.1", "method", "k2"),
    ]


@each(elements=CATALOGUES)
def test_any_core_elements_can_be_drafted_and_approved(
    elements: list[CoreElement],
) -> None:
    """Names and numbers of them are not found, so none is asked for but one."""
    begun = NOTHING.when(BEGIN).events
    draft = publication.Draft(
        publication=STREAM,
        version=1,
        title="Udkast",
        parts=parts(elements),
        effective_from=OUT,
    )
    approve = publication.Approve(publication=STREAM, version=1, effective_from=OUT)

    drafted = told(*begun).when(draft).events

    told(*begun, *drafted).when(approve, by=HEAD).then(
        publication.Approved(version=1, effective_from=OUT)
    )


def test_a_catalogue_without_core_elements_is_none() -> None:
    """It has "kerneelementer" in support of good quality [S2]."""
    begun = NOTHING.when(BEGIN).events
    drafted = publication.Drafted(version=1, title="Udkast", effective_from=OUT)
    approve = publication.Approve(publication=STREAM, version=1, effective_from=OUT)

    outcome = told(*begun, drafted).when(approve, by=HEAD)

    outcome.then_refused("publication.composition")
    assert CORE_ELEMENT in outcome.proposal.reasons[0].text
