"""What if something had not been done: what follows, and nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden import history
from tests.golden.play import PROGRAMME

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import Fate, Wanted, search
from kvalitet_core.audit.supposing import whatif
from kvalitet_core.domain import region
from kvalitet_core.domain.region import Region
from kvalitet_core.errors import Refused
from kvalitet_core.values import RegionCode

FOLDER = next(each for each in history.folders() if each.name == "0.3.0.dev1")
ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
ASKED = st.lists(
    st.tuples(
        st.sampled_from(("1081", "1082")),
        st.sampled_from(("Region Nord", "Region Syd")),
        st.dates(date(2018, 1, 1), date(2022, 1, 1)),
        st.sampled_from((region.Register, region.Rename, region.Close)),
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A captured history with rounds, applications and cases."""
    place = tmp_path_factory.mktemp("golden") / "golden.db"
    with history.opened(FOLDER, place, plugins=(PROGRAMME,)) as journal:
        yield journal


def done(journal: Journal, asked: Sequence[tuple[str, str, date, Any]]) -> None:
    """Give each command under a number of its own."""
    for number, (code, name, day, kind) in enumerate(asked):
        fields: dict[str, Any] = {"code": RegionCode(code), "effective_from": day}
        if kind is not region.Close:
            fields["name"] = name
        with suppress(Refused):
            journal.do(kind(**fields), by=ANNA, command_id=f"c-{number}")


@given(asked=ASKED)
def test_what_if_nothing_were_otherwise_is_the_same_history(
    asked: list[tuple[str, str, date, Any]],
) -> None:
    """Issue 8: decided again from the beginning, everything comes to the same."""
    with Journal.open("memory:", plugins=()) as journal:
        done(journal, asked)

        found = whatif(journal, everything=True)

    assert (found.supposed, found.parted) == ((), ())
    assert found.commands == len(asked)


def test_nothing_in_a_captured_history_is_otherwise_by_itself(tmp_path: Path) -> None:
    """Cases, grants, surveys and networks are decided again as they were."""
    newest = max(history.folders(), key=_numbers)
    place = tmp_path / "golden.db"
    with history.opened(newest, place, plugins=(PROGRAMME,)) as journal:
        found = whatif(journal, everything=True)

    assert (found.supposed, found.parted, found.unasked) == ((), (), ())
    assert found.commands > len(history.folders())


def _numbers(folder: Path) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", folder.name)]


@given(asked=ASKED, data=st.data())
def test_without_a_command_it_comes_to_what_the_others_come_to(
    asked: list[tuple[str, str, date, Any]], data: st.DataObject
) -> None:
    """The branch is the history that the other commands alone would have made."""
    number = data.draw(st.integers(0, len(asked) - 1))
    others = [each for place, each in enumerate(asked) if place != number]
    with (
        Journal.open("memory:", plugins=()) as journal,
        Journal.open("memory:", plugins=()) as without,
    ):
        done(journal, asked)
        done(without, others)
        head = journal.head()

        found = whatif(journal, dropped=[f"c-{number}"])

        branch = dict(journal.states(Region))
        branch |= {each.stream: each.supposed for each in found.parted}
        assert {k: v for k, v in branch.items() if v} == dict(without.states(Region))
        assert journal.head() == head


def test_what_a_decision_rests_on_is_decided_without_it(golden: Journal) -> None:
    """Without the round, no application in it could be received or decided."""
    announced = next(search(golden, Wanted(type="round.announce"))).act

    found = whatif(golden, dropped=[announced.command_id])

    fates = {each.commit.record.name: each.fate for each in found.supposed}
    assert found.supposed[0].fate is Fate.DROPPED
    assert fates["application.submit/1"] in (Fate.OTHERWISE, Fate.NOT_DECIDED) or any(
        name.startswith("application.") for name in fates
    )
    (parted,) = [each for each in found.parted if each.stream in announced.streams]
    assert parted.supposed is None
    assert parted.recorded is not None


def test_what_reads_nothing_of_it_is_as_it_was(golden: Journal) -> None:
    """The last command is read by no other."""
    *_, last = golden.commits()

    found = whatif(golden, dropped=[last.recorded.command_id or ""])

    assert [each.fate for each in found.supposed] == [Fate.DROPPED]


def test_nothing_is_written(golden: Journal, tmp_path: Path) -> None:
    """The journal's bytes are the same afterwards."""
    place = tmp_path / "golden.db"
    with history.opened(FOLDER, place, plugins=(PROGRAMME,)):
        pass
    before = place.read_bytes()
    first = next(golden.commits()).recorded.command_id or ""

    with Journal.open(place, plugins=(PROGRAMME,), read_only=True) as journal:
        whatif(journal, dropped=[first])

    assert place.read_bytes() == before
