"""Pointers: a search by them finds what a search without them finds, and says no more.

They know a journal as far as they have followed it, and no other one.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden.play import BEGUN, PROGRAMME, play
from tests.journal import course

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import (
    Pointers,
    Wanted,
    acts,
    known,
    pointers_beside,
    pointing,
    search,
)
from kvalitet_core.audit.finding import nodes
from kvalitet_core.errors import PointersUnavailable
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.store import Row

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
SORTS = ("rule", "definition", "fact", "event", "actor", "type")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal in which every command of the core occurs, with a programme."""
    place, clock = tmp_path_factory.mktemp("played") / "j.db", GivenClock(BEGUN)
    with Journal.open(place, plugins=(PROGRAMME,), clock=clock) as journal:
        play(journal, clock)
    return place


@pytest.fixture(scope="module")
def golden(played: Path) -> Iterator[Journal]:
    """The same, to be read, with short stretches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pointing, "_ROWS", 20)
        with Journal.open(played, plugins=(PROGRAMME,), read_only=True) as journal:
            Pointers.follow(played.with_suffix(".pointers"), journal).close()
            yield journal


@pytest.fixture(scope="module")
def texts(golden: Journal) -> list[str]:
    """Every text that stands in it, and how the names of its rows begin."""
    found = {
        value
        for act in acts(golden)
        for entry in act.entries
        for _, value in nodes(entry.fields)
        if isinstance(value, str)
    }
    names = {entry.name for act in acts(golden) for entry in act.entries}
    return sorted(found | names | {name.partition("/")[0] for name in found | names})


@settings(max_examples=150)
@given(data=st.data())
def test_with_pointers_the_same_is_found_as_without(
    golden: Journal, texts: list[str], played: Path, data: st.DataObject
) -> None:
    """Whatever is asked for, alone or together, said in the journal or not."""
    said = st.one_of(st.sampled_from(texts), st.text(max_size=5))
    sorts = st.lists(st.sampled_from(SORTS), min_size=1, max_size=2, unique=True)
    wanted = Wanted(**{sort: data.draw(said) for sort in data.draw(sorts)})

    pointers = Pointers.open(played.with_suffix(".pointers"), golden)
    assert pointers is not None
    with pointers:
        assert list(map(position, search(golden, wanted, pointers=pointers))) == list(
            map(position, search(golden, wanted))
        )


def position(hit: object) -> int:
    """Where a hit is."""
    return hit.act.position  # type: ignore[attr-defined,no-any-return]  # a Hit


@pytest.mark.parametrize("what", ["rule", "definition", "fact", "actor", "type"])
def test_with_pointers_the_same_names_are_known_as_without(
    golden: Journal, played: Path, what: str
) -> None:
    """Each name that stands in the journal, and none besides."""
    pointers = Pointers.open(played.with_suffix(".pointers"), golden)
    assert pointers is not None

    with pointers:
        assert pointers.position > 0
        assert pointers.names(what)
        assert known(golden, what, pointers=pointers) == known(golden, what)


def test_a_name_that_nothing_has_is_not_looked_for(
    golden: Journal, played: Path
) -> None:
    """Nothing is read that the pointers know, and the nearest names are told."""
    pointers = Pointers.open(played.with_suffix(".pointers"), golden)
    assert pointers is not None

    with pointers, read_after(golden, pointers.position):
        for sort in ("rule", "definition", "fact", "actor", "type"):
            wanted = Wanted(**{sort: "opdigtet.ingen"})
            assert list(search(golden, wanted, pointers=pointers)) == []
            assert "opdigtet.ingen" not in known(golden, sort, pointers=pointers)


@contextmanager
def read_after(journal: Journal, position: int) -> Iterator[None]:
    """See that no row is read up to a position."""
    reader = journal.folder.reader
    log, read = reader.log, []

    def noting(*, after: int = 0, **how: Any) -> Sequence[Row]:
        rows = log(after=after, **how)
        read.extend(row[0] for row in rows if row[0] <= position)
        return rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "log", noting)
        yield
    assert read == []


def test_pointers_of_an_older_format_are_made_anew(tmp_path: Path) -> None:
    """They are not used as they are; whoever brings them up to date has all of them."""
    place, pointers = tmp_path / "j.db", tmp_path / "p"
    with Journal.open(place, plugins=(course.PLUGIN,)) as journal:
        journal.do(course.Found(), by=ANNA)
        Pointers.follow(pointers, journal).close()
        with closing(sqlite3.connect(pointers)) as store, store:
            store.execute("DROP TABLE names")
            store.execute("UPDATE about SET format = 1, position = 2")

        with pytest.raises(PointersUnavailable, match="bring them up to date"):
            Pointers.open(pointers, journal)
        with Pointers.follow(pointers, journal) as made:
            assert made.position == 0
            assert made.names("actor") == set()


def test_most_of_a_journal_is_left_out(golden: Journal, played: Path) -> None:
    """What is said once is looked for in few places."""
    event = next(acts(golden)).events[0].event_id.encode()
    pointers = Pointers.open(played.with_suffix(".pointers"), golden)
    assert pointers is not None

    with pointers:
        assert len(pointers.stretches([event])) == 1
        assert len(pointers.stretches([b"journal.command/1"])) > 5


def test_what_was_written_since_is_read(tmp_path: Path) -> None:
    """Pointers that are behind leave nothing out; following again, they come on."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=(course.PLUGIN,)) as journal:
        pointers = Pointers.follow(tmp_path / "p", journal)
        with pointers:
            receipt = journal.do(course.Found(), by=ANNA)
            wanted = Wanted(event=receipt.events[0].event_id)

            assert pointers.position == 0
            assert len(list(search(journal, wanted, pointers=pointers))) == 1


def test_pointers_of_another_history_are_not_used(tmp_path: Path) -> None:
    """Of another journal, or of one that was put back to an earlier day."""
    place, pointers = tmp_path / "j.db", tmp_path / "p"
    with Journal.open(place, plugins=(course.PLUGIN,)) as journal:
        journal.do(course.Found(), by=ANNA)
        Pointers.follow(pointers, journal).close()
        with closing(sqlite3.connect(pointers)) as store, store:
            store.execute("UPDATE about SET position = 2, event = 'other'")

        with pytest.raises(PointersUnavailable, match="history that is not"):
            Pointers.open(pointers, journal)
    with Journal.open("memory:", plugins=()) as other:
        with pytest.raises(PointersUnavailable, match="another journal's"):
            Pointers.open(pointers, other)
        with pytest.raises(PointersUnavailable, match="another journal's"):
            Pointers.follow(pointers, other)


def test_a_file_that_is_none_of_ours_is_said_to_be_so(tmp_path: Path) -> None:
    """It is left as it is."""
    other = tmp_path / "p"
    other.write_text("my notes, at some length, so that it is no database " * 20)
    before = shutil.copy(other, tmp_path / "before")

    with Journal.open("memory:", plugins=()) as journal:
        assert Pointers.open(tmp_path / "none", journal) is None
        for use in (Pointers.open, Pointers.follow):
            with pytest.raises(PointersUnavailable, match="SQLite says"):
                use(other, journal)

    assert other.read_bytes() == Path(before).read_bytes()


def test_only_a_file_has_pointers_beside_it() -> None:
    """A journal on a server has no place for them."""
    assert pointers_beside("programme.db") == Path("programme.db.pointers")
    assert pointers_beside("postgresql://host/x") is None
    assert pointers_beside("memory:") is None
