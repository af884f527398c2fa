"""The ten markers are those of the publication, and what stands under them is data."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from kvalitet_core import Actor
from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Citation, Part, cannot_cite
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Outcome, given
from kvalitet_pejlemaerker import PLUGIN
from kvalitet_pejlemaerker.examples import made_up
from kvalitet_pejlemaerker.markers import (
    FIRST,
    MARKER,
    MARKERS,
    RECOMMENDATION,
    code_of,
    parts,
)
from kvalitet_pejlemaerker.publishing import SOURCES, STREAM, begin

OUT = date(2021, 5, 31)
BEGIN = begin(approves=frozenset({"fagchef"}), hearing=False, effective_from=OUT)
HEAD = Actor(id="b-02", role="fagchef", organisation="test", authority="test")


def approving(made_of: tuple[Part, ...]) -> Outcome:
    """Try to approve a version that is made of this."""
    begun = given(plugins=[PLUGIN]).when(BEGIN).events
    drafted = publication.Drafted(
        version=1, title="Udkast", parts=made_of, effective_from=OUT
    )
    approve = publication.Approve(publication=STREAM, version=1, effective_from=OUT)
    return given(*begun, drafted, plugins=[PLUGIN]).when(approve, by=HEAD)


def test_the_markers_are_those_of_the_source_letter_by_letter() -> None:
    """The ten pejlemærker (exact, official order) [W23]."""
    assert MARKERS == (
        "Et recovery-orienteret samarbejde",
        "En fælles faglig retning",
        "Trivsel, mestring og håndtering af akutte psykiske kriser",
        "Et sundt liv for borgeren",
        "Borgerens netværk",
        "Lokalsamfundets fællesskaber og aktiviteter",
        "Uddannelse og beskæftigelse",
        "En tryg opstart og afslutning af bostøtte",
        "Fleksibilitet i indsatsen",
        "Helhed og sammenhæng i borgerens forløb",
    )


def test_each_marker_is_a_part_by_its_number() -> None:
    """So that a meeting or a decision can cite it by version and code."""
    found = [part for part in parts(made_up()) if part.kind == MARKER]

    assert [part.title for part in found] == list(MARKERS)
    assert [part.code for part in found] == [code_of(n) for n in range(1, 11)]
    assert found[0].code == FIRST


@pytest.mark.parametrize("number", [2, 3])
def test_two_to_three_recommendations_can_be_approved(number: int) -> None:
    """Their names are whatever whoever drafts gives them."""
    approving(parts(made_up(number))).then(
        publication.Approved(version=1, effective_from=OUT)
    )


@pytest.mark.parametrize("number", [1, 4])
def test_fewer_or_more_are_refused_for_each_marker(number: int) -> None:
    """Each pejlemærke has two to three recommendations [W23] [W25]."""
    outcome = approving(parts(made_up(number)))

    outcome.then_refused(*["publication.composition"] * 10)
    texts = [reason.text for reason in outcome.proposal.reasons]
    assert texts[0].endswith(
        f"part 'm1': expected 2 to 3 of kind '{RECOMMENDATION}', got {number}"
    )


def test_a_marker_by_another_name_is_refused() -> None:
    """The names are official, letter by letter, and in order."""
    own = list(parts(made_up()))
    own[0] = attrs.evolve(own[0], title="Et recoveryorienteret samarbejde")

    outcome = approving(tuple(own)).then_refused("publication.composition")

    assert "'Et recoveryorienteret samarbejde'" in outcome.proposal.reasons[0].text


def test_a_recommendation_lacks_nothing_that_each_one_has() -> None:
    """Actions, examples, methods and attention points of each one [W25]."""
    full = made_up()
    bare = attrs.evolve(full[0][0], examples=(), for_leaders=())

    outcome = approving(parts(((bare, full[0][1]), *full[1:])))

    outcome.then_refused(*["publication.composition"] * 2)


def test_recommendations_are_told_marker_by_marker() -> None:
    """One row for each of the ten."""
    with pytest.raises(Malformed, match="those of 10 markers, got 9"):
        parts(made_up()[:9])


def test_it_builds_on_a_literature_study_and_a_mapping() -> None:
    """Knowledge base [W27] [W24]; each is added to the publication once."""
    begun = given(plugins=[PLUGIN]).when(BEGIN).events

    for source in SOURCES:
        (added,) = given(*begun, plugins=[PLUGIN]).when(source).events
        given(*begun, added, plugins=[PLUGIN]).when(source).then_nothing()
    kinds = {str(source.kind) for source in SOURCES}
    assert kinds == {"literature_study", "mapping"}


def test_a_marker_is_cited_from_the_day_that_it_is_out() -> None:
    """By anybody: the rule is the core's."""
    state: Any = None
    for event in (
        *given(plugins=[PLUGIN]).when(BEGIN).events,
        publication.Drafted(
            version=1, title="Udkast", parts=parts(made_up()), effective_from=OUT
        ),
        publication.Published(version=1, effective_from=OUT),
    ):
        state = publication.evolve(state, event)
    cited = Citation(publication=STREAM, version=1, part="m10.2")

    by = StreamId("network/eksempel")
    (no,) = cannot_cite(cited, state, on=date(2021, 5, 30), by=by)
    assert no.code == "publication.not_published"
    assert cannot_cite(cited, state, on=OUT, by=by) == ()
