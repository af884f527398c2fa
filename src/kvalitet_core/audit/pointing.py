"""Pointers beside a journal: where in it a text may be said, so that most is not read.

The journal is taken in stretches of some hundred rows. Of each is kept a filter (after
Burton H. Bloom) that knows every text that stands there by itself: an id, a code, a
name. A filter may point at a stretch for nothing, and never leaves one out; whoever
searches reads what is pointed at, and all that was written since. Beside the filters
stand the names of rules, case types, facts, persons and types that there are, to tell a
slip from a blank. What is sealed is in neither. The file can be made anew at any time.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self
from zlib import crc32

from kvalitet_core.audit.named import Gathered
from kvalitet_core.errors import PointersUnavailable
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.sections import metadata
from kvalitet_core.journal.store import Row

__all__ = ["Pointers", "Stretch", "pointers_beside"]

_FORMAT: Final = 2
_ROWS: Final = 512
_BITS_A_TEXT: Final = 16
_PROBES: Final = 4
_MIXED: Final = 0x9E3779B1
_TEXT: Final = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"')
_TABLES: Final = (
    "CREATE TABLE about (journal TEXT, format INTEGER, position INTEGER, event TEXT)",
    "CREATE TABLE stretches (first INTEGER PRIMARY KEY, last INTEGER, bits BLOB)",
    "CREATE TABLE names (sort TEXT, name TEXT, PRIMARY KEY (sort, name))",
)
_OWN: Final = ("journal/", "deployment/")


class Stretch(NamedTuple):
    """Rows of a journal, from one position to another, both among them."""

    first: int
    last: int


def pointers_beside(place: str) -> Path | None:
    """Where the pointers of a journal are kept; None for one on a server."""
    if "://" in place or place.startswith("memory:"):
        return None
    return Path(f"{place}.pointers")


class Pointers:
    """The pointers of one journal, in a file beside it.

    Attributes:
        position: The place in the journal as far as which they know it.
    """

    def __init__(self, store: sqlite3.Connection, path: Path, position: int) -> None:
        self.position = position
        self._store = store
        self._path = path

    @classmethod
    def open(cls, path: Path, journal: Journal) -> Self | None:
        """Open the pointers that are there; None where there are none.

        Raises:
            PointersUnavailable: They are another journal's, of another format, or of a
                history that is not this one; or the file cannot be read.
        """
        if not path.exists():
            return None
        with _ours(path):
            store = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            return cls(store, path, _known(store, path, journal))

    @classmethod
    def follow(cls, path: Path, journal: Journal) -> Self:
        """Bring the pointers up to date, and make them where there are none.

        What has too few rows for a stretch of its own is left to be read.

        Raises:
            PointersUnavailable: As in `open`; or the file cannot be written.
        """
        with _ours(path):
            store = sqlite3.connect(path, isolation_level=None)
            try:
                store.execute("BEGIN IMMEDIATE")
                position = _followed(store, path, journal)
                store.execute("COMMIT")
            except BaseException:
                store.close()
                raise
        return cls(store, path, position)

    def stretches(self, texts: Sequence[bytes]) -> tuple[Stretch, ...]:
        """Where all of some texts may be said, as they are written in JSON.

        Raises:
            PointersUnavailable: The file cannot be read.
        """
        with _ours(self._path):
            found = self._store.execute("SELECT * FROM stretches ORDER BY first")
            return tuple(
                Stretch(first, last)
                for first, last, bits in found
                if all(_holds(bits, text) for text in texts)
            )

    def names(self, what: str) -> set[str]:
        """The names of a sort that stand in the journal, as far as they know it.

        Args:
            what: `rule`, `definition`, `fact`, `actor` or `type`.

        Raises:
            PointersUnavailable: The file cannot be read.
        """
        with _ours(self._path):
            return _names_kept(self._store).get(what, set())

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _ours(path: Path) -> Iterator[None]:
    """Let errors of SQLite come out as what they mean."""
    try:
        yield
    except sqlite3.Error as error:
        raise PointersUnavailable(str(path), f"SQLite says: {error}") from error


def _known(store: sqlite3.Connection, path: Path, journal: Journal) -> int:
    """How far the pointers know the journal, whose history it is for certain."""
    about = store.execute("SELECT * FROM about").fetchone()
    if about[0] == journal.id and about[1] < _FORMAT:
        problem = "are of an older format: bring them up to date"
        raise PointersUnavailable(str(path), problem)
    if about[:2] != (journal.id, _FORMAT):
        problem = "are another journal's, or of another format: remove the file"
        raise PointersUnavailable(str(path), problem)
    position: int = about[2]
    if about[3] != _event_at(journal.folder, position):
        problem = "know a history that is not the journal's: remove the file"
        raise PointersUnavailable(str(path), problem)
    return position


def _followed(store: sqlite3.Connection, path: Path, journal: Journal) -> int:
    """Take in what was written since; gives how far they know the journal then."""
    _make_ready(store, journal)
    position = _known(store, path, journal)
    before = _names_kept(store)
    gathered = Gathered(before)
    for rows in _stretches(journal.folder, position):
        store.execute("INSERT INTO stretches VALUES (?, ?, ?)", _kept(rows, gathered))
        position = rows[-1][0]
    store.executemany(
        "INSERT INTO names VALUES (?, ?)",
        (
            (sort, name)
            for sort, names in gathered.names.items()
            for name in names - before.get(sort, set())
        ),
    )
    event = _event_at(journal.folder, position)
    store.execute("UPDATE about SET position = ?, event = ?", (position, event))
    return position


def _make_ready(store: sqlite3.Connection, journal: Journal) -> None:
    """Make the tables where there are none, or older ones of this journal."""
    if store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        of, number = store.execute("SELECT journal, format FROM about").fetchone()
        if of != journal.id or number >= _FORMAT:
            return
        for table in ("about", "stretches"):
            store.execute(f"DROP TABLE {table}")
    for statement in _TABLES:
        store.execute(statement)
    store.execute("INSERT INTO about VALUES (?, ?, 0, NULL)", (journal.id, _FORMAT))


def _names_kept(store: sqlite3.Connection) -> dict[str, set[str]]:
    """The names that are kept, by what they are of."""
    found: dict[str, set[str]] = {}
    for sort, name in store.execute("SELECT sort, name FROM names"):
        found.setdefault(sort, set()).add(name)
    return found


def _event_at(folder: Folder, position: int) -> str | None:
    """The id of the event at a position, by which a history is known again."""
    rows = folder.reader.log(after=position - 1, upto=position, limit=1)
    return metadata(layout.split(rows[0][4]).m).event if position and rows else None


def _stretches(folder: Folder, after: int) -> Iterator[list[Row]]:
    """The rows after a position in stretches, each of whole commits."""
    held: list[Row] = []
    for row in log_rows(folder.reader, after=after):
        if row[3] == COMMAND and len(held) >= _ROWS:
            yield held
            held = []
        held.append(row)


def _kept(rows: Sequence[Row], gathered: Gathered) -> tuple[int, int, bytes]:
    """A stretch as it is kept; what it names is gathered."""
    texts: set[bytes] = set()
    for row in rows:
        _, stream, _, name, state = row
        end = _end_of_data(state)
        texts.update(_TEXT.findall(state, 0, end))
        texts.add(name.encode())
        if not stream.startswith(_OWN):
            gathered.look(row, end)
    texts |= {text.partition(b"/")[0] for text in texts if b"/" in text}
    size = 1 << (len(texts) * _BITS_A_TEXT // 8).bit_length()
    bits = bytearray(size)
    for text in texts:
        for bit in _probes(text, size):
            bits[bit >> 3] |= 1 << (bit & 7)
    return rows[0][0], rows[-1][0], bytes(bits)


def _end_of_data(state: bytes) -> int:
    """Where the data of a row ends; the row's own end, if it is laid out otherwise."""
    found = state.rfind(b',"m":{"actor":')
    return found if found > 0 else len(state)


def _holds(bits: bytes, text: bytes) -> bool:
    return all(bits[bit >> 3] >> (bit & 7) & 1 for bit in _probes(text, len(bits)))


def _probes(text: bytes, size: int) -> tuple[int, ...]:
    """The bits of a text in a filter of so many bytes, a power of two."""
    first, last = crc32(text), size * 8 - 1
    step = (first * _MIXED >> 16) | 1
    return tuple((first + number * step) & last for number in range(_PROBES))
