"""The example that plays the whole programme does what its page shows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.examples.awards import FILE

from kvalitet_core import Journal
from kvalitet_core.domain.network import Network
from kvalitet_core.domain.publication import Publication
from kvalitet_core.ids import StreamId
from kvalitet_core.values import COPENHAGEN
from kvalitet_partnerskab import known
from kvalitet_partnerskab.partnership import Partnership, partnership_of

PROGRAMME = FILE.with_name("programme.py")
PAGE = FILE.with_name("README.md").read_text(encoding="utf-8")

_PLAY = """
import sys
from programme import play
for _ in play(sys.argv[1]):
    pass
"""


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """What the example leaves, to be read."""
    place = tmp_path_factory.mktemp("programme") / "programme.db"
    asked = [sys.executable, "-W", "error", "-c", _PLAY, str(place)]
    subprocess.run(asked, cwd=PROGRAMME.parent, check=True)
    with Journal.open(place, read_only=True) as opened:
        yield opened


def test_it_prints_what_the_page_shows() -> None:
    """Each day, what was asked, how much followed by itself, and what was refused."""
    (shown,) = re.findall(r"programme\.py\n(.*?)```", PAGE, flags=re.DOTALL)

    run = subprocess.run(
        [sys.executable, "-W", "error", PROGRAMME],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == shown


def test_its_days_are_the_programmes_own(journal: Journal) -> None:
    """Its clock is given, so it is simulated; its days are those of the sources."""
    days = {
        recorded.name: recorded.recorded_at.astimezone(COPENHAGEN).date().isoformat()
        for recorded in journal.events()
        if not recorded.stream.startswith("command/")
    }

    assert journal.simulated
    assert days["partnerskab-selection.published/1"] == "2019-12-19"
    assert days["network.meeting_held/1"] == "2020-01-07"
    assert days["publication.published/1"] == "2021-06-04"


def test_four_are_partners_and_fourteen_join(journal: Journal) -> None:
    """The real four, which work by all eight principles; the others are made up."""
    streams = [partnership_of(StreamId(f"municipality/{n}")) for n in known.PARTNERS]
    reference = journal.get(Network, known.REFERENCE_NETWORK)

    assert [stream for stream, _ in journal.states(Partnership)] == sorted(streams)
    assert all(each.reorganised for _, each in journal.states(Partnership))
    assert reference is not None
    assert len(reference.members) == known.REFERENCE_JOINED


def test_the_networks_are_told_of_what_is_out(journal: Journal) -> None:
    """The guidelines and the markers, in their first version."""
    out = {
        stream
        for stream, state in journal.states(Publication)
        if any(each.published for each in state.editions)
    }

    for key in ("ledelse-oestdanmark", "ledelse-vestdanmark", "partnerskab-reference"):
        network = journal.get(Network, StreamId(f"network/{key}"))
        assert network is not None
        assert {each.of.publication for each in network.informed} == out
