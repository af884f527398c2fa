"""When the guidelines are published, both networks are told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import publication
from kvalitet_core.domain.network import Inform, Network
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import StreamId
from kvalitet_core.reaction import Reaction
from kvalitet_core.testing import reacting
from kvalitet_ledelse import PLUGIN
from kvalitet_ledelse.guidelines import GUIDELINES, drafting, publishing
from kvalitet_ledelse.networks import NETWORKS, establishments
from kvalitet_ledelse.reactions import INFORMS
from ledelse_situation import trying

BO = Actor(id="b-02", role="fagchef", organisation="19174883", authority="Opdigtet")
DAY = date(2021, 1, 20)
PUBLISHED = publication.Published(version=1, effective_from=DAY)


@pytest.mark.parametrize(
    ("reaction", "network"), [*zip(INFORMS, NETWORKS, strict=True)]
)
def test_each_network_is_told_of_the_guidelines_alone(
    reaction: Reaction, network: StreamId
) -> None:
    """What else is published is not this plugin's to tell."""
    told = Inform(
        network=network,
        of=Citation(publication=GUIDELINES, version=1),
        effective_from=DAY,
    )

    assert reacting(reaction, to=PUBLISHED, stream=GUIDELINES, plugins=[PLUGIN]) == told
    other = StreamId("publication/andet")
    assert reacting(reaction, to=PUBLISHED, stream=other, plugins=[PLUGIN]) is None


def test_a_published_version_is_on_record_in_both_networks(tmp_path: Path) -> None:
    """By itself, right after the commit, and on the plugin's authority."""
    with Journal.open(tmp_path / "programme.db", plugins=[PLUGIN]) as journal:
        for command in (*establishments(), *drafting(), *publishing(on=DAY)):
            journal.do(command, by=BO)
        found = [journal.get(Network, stream) for stream in NETWORKS]
        (*_, last) = journal.history(NETWORKS[1])

    for known in found:
        assert known is not None
        assert [str(each.of) for each in known.informed] == [
            "publication/faglig-ledelse version 1"
        ]
    assert last.actor_id == "ledelse.informs_vestdanmark"


def test_a_network_that_is_not_there_is_not_told() -> None:
    """The refusal is on record, and nothing else is changed."""
    told = Inform(
        network=NETWORKS[0],
        of=Citation(publication=GUIDELINES, version=1),
        effective_from=DAY,
    )

    trying(told).then_refused("network.unknown")
