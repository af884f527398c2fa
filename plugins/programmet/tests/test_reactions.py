"""What ties the sub-initiatives: from what has happened in one to what follows."""

from __future__ import annotations

from datetime import date

import pytest

from kvalitet_core.domain import case, course_run, network, publication
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.testing import given, reacting
from kvalitet_programmet import PLUGIN
from kvalitet_programmet.orientering import Inform
from kvalitet_programmet.reactions import NETWORKS, REACTIONS, plan_of

DAY = date(2021, 1, 20)
TILBUD = StreamId("tilbud/0175b8a2")
PUBLISHED = publication.Published(version=2, effective_from=DAY)
BY_NAME = {each.name: each for each in REACTIONS}


def certificate(workplace: StreamId | None) -> course_run.CertificateIssued:
    """Somebody has completed a made-up course."""
    return course_run.CertificateIssued(
        participant=PersonId("person-1"),
        course=StreamId("course/proeve"),
        title="Prøvekursus, forår",
        workplace=workplace,
        attended=2,
        sessions=2,
        completed=DAY,
    )


@pytest.mark.parametrize("key", NETWORKS)
def test_a_publication_informs_each_network(key: str) -> None:
    """In the version that came out, from the day that it did."""
    command = reacting(
        BY_NAME[f"programmet.informs_{key}"],
        to=PUBLISHED,
        plugins=[PLUGIN],
    )

    assert isinstance(command, network.Inform)
    assert (command.network, command.of.version) == (NETWORKS[key], 2)
    assert command.effective_from == DAY


def test_a_completed_course_feeds_the_plan_of_the_workplace() -> None:
    """The plan knows that something was learnt, since when, and from which run."""
    command = reacting(
        BY_NAME["programmet.feeds"], to=certificate(TILBUD), plugins=[PLUGIN]
    )

    assert isinstance(command, case.RecordFact)
    assert command.case == plan_of(TILBUD) == "case/kompetence.plan.0175b8a2"
    assert (command.fact, command.value) == ("laering.gennemfoert", True)
    assert command.effective_from == DAY


def test_the_plan_is_tied_to_the_run() -> None:
    """So that it says which courses."""
    command = reacting(
        BY_NAME["programmet.links"], to=certificate(TILBUD), plugins=[PLUGIN]
    )

    assert isinstance(command, case.LinkTo)
    assert command.case == plan_of(TILBUD)


@pytest.mark.parametrize("name", ["programmet.feeds", "programmet.links"])
def test_nothing_follows_where_no_workplace_is_named(name: str) -> None:
    """There is no plan to feed."""
    found = reacting(BY_NAME[name], to=certificate(None), plugins=[PLUGIN])

    assert found is None


def test_a_network_that_is_not_there_is_not_told() -> None:
    """The plugin that brings it may be missing: refused, and kept."""
    told = Inform(
        network=NETWORKS["oest"],
        publication=StreamId("publication/proeve"),
        version=1,
        effective_from=DAY,
    )

    outcome = given(plugins=[PLUGIN]).when(told)

    outcome.then_refused(
        "programmet-orientering.network_unknown", "publication.unknown"
    )
