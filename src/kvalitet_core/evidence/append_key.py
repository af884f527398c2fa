"""The append key: signs what one machine appends to a journal, as it is appended.

It is kept outside the database, for its owner's eyes only, as the signing key is. The
journal's own events say whose signatures count. Whoever can write to the database, and
has no such key, can put no row there unseen.

    journal.db.append-key           the key
    journal.db.append-key.state     since when the journal says that rows are signed
    journal.db.append-key.pub       the key that verifies, for everybody
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from kvalitet_core.errors import (
    EvidenceUnavailable,
    KeyUnavailable,
    Malformed,
    Unproved,
)
from kvalitet_core.evidence.checking.appends import KeyChange
from kvalitet_core.evidence.losses import losses_in
from kvalitet_core.evidence.making.appends import append_signature
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.evidence.signer import origin_of, secret_key
from kvalitet_core.evidence.statefile import make_once, read_if_there, replaced
from kvalitet_core.ids import StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.append_signatures import KEY_CHANGED, AppendSignature
from kvalitet_core.journal.own_events import AppendKeyChanged
from kvalitet_core.journal.paging import rows_in
from kvalitet_core.journal.store import Reader

__all__ = [
    "AppendKey",
    "LogKey",
    "changes_in",
    "counting",
    "forgotten",
    "key_name",
    "remembered",
]

_NUMBERS: Final = 2

_changed = msgspec.json.Decoder(AppendKeyChanged)


def key_name(journal_id: str) -> str:
    """What the append keys of a journal are called."""
    return f"{origin_of(journal_id)}/append"


def changes_in(
    reader: Reader, stream: StreamId, *, after: int = 0
) -> tuple[KeyChange, ...]:
    """What a journal's own stream says of its append keys, beyond a version."""
    found: list[KeyChange] = []
    for position, _, _, name, state in rows_in(reader, stream, after=after):
        if name == KEY_CHANGED:
            found.append(_change(position, state))
    return tuple(found)


def _change(position: int, state: bytes) -> KeyChange:
    """A change as it is told; one that cannot be read names no key."""
    try:
        told = _changed.decode(layout.split(state).d)
    except (Malformed, msgspec.DecodeError):
        return KeyChange(position=position, before=None, after=None)
    return KeyChange(position=position, before=told.before, after=told.after)


def counting(changes: Iterable[KeyChange]) -> dict[str, int]:
    """The keys that count now, as text, and from which position on each does."""
    keys: dict[str, int] = {}
    for change in changes:
        if change.before is not None:
            keys.pop(change.before, None)
        if change.after is not None:
            keys[change.after] = change.position
    return keys


class AppendKey:
    """Signs what this machine appends. Used by whoever holds the write lock.

    Attributes:
        place: Where the key is, fit to print.
        stream: Where the journal says whose signatures count.
    """

    def __init__(self, path: Path, journal_id: str) -> None:
        """Make it; the key is read when it is first wanted."""
        self.place = str(path)
        self.stream = StreamId(f"journal/{journal_id}")
        self._path = path
        self._journal_id = journal_id
        self._name = key_name(journal_id)
        self._origin = origin_of(journal_id)
        self._changes: tuple[KeyChange, ...] = ()
        self._seen = 0
        self._key: SignerKey | None = None

    def make(self) -> SignerKey:
        """Make the key, if it is not there; gives it.

        Raises:
            KeyUnavailable: It cannot be used, or is that of another journal.
            EvidenceUnavailable: It cannot be written.
        """
        if not self._path.exists():
            fresh = SignerKey(name=self._name, seed=secrets.token_bytes(32))
            make_once(self._path, f"{fresh.secret_text}\n".encode())
        return self._read(self._path)

    def require_current(self, version: int, reader: Reader) -> None:
        """Look at the journal's own stream again, if it has moved.

        Raises:
            KeyUnavailable: The key is not there, or its signature does not count.
        """
        if self._key is not None and version == self._seen:
            return
        self._changes += changes_in(reader, self.stream, after=self._seen)
        self._seen = version
        self._key = None
        self._key = self._counting()
        if self._changes:
            self._remember(self._changes[0].position, reader)

    def sign(self, first: int, leaves: Sequence[bytes]) -> AppendSignature:
        """Sign rows that stand one after another."""
        key = self._key or self._read(self._path)
        value = append_signature(key, origin=self._origin, first=first, leaves=leaves)
        return AppendSignature(first, len(leaves), key.key_id, value)

    def rotated(self) -> SignerKey:
        """Make the key that is to follow this one, if it is not made yet."""
        following = Path(f"{self._path}.next")
        fresh = SignerKey(name=self._name, seed=secrets.token_bytes(32))
        make_once(following, f"{fresh.secret_text}\n".encode())
        return self._read(following)

    def _counting(self) -> SignerKey:
        """The key, if the journal counts it; the one that follows it, if it is that."""
        key = self._read(self._path)
        keys = counting(self._changes)
        if not keys or key.verifier_key in keys:
            return key
        following = Path(f"{self._path}.next")
        if following.exists() and self._read(following).verifier_key in keys:
            replaced(self._path, following.read_bytes())
            replaced(Path(f"{self._path}.pub"), _line(self._read(self._path)))
            following.unlink()
            return self._read(self._path)
        problem = (
            f"{key.name}+{key.key_id.hex()} is not among the append keys of the "
            "journal: have it added where one of them is (kvalitet key append add)"
        )
        raise KeyUnavailable(self.place, problem)

    def forget(self) -> None:
        """Keep no more since when rows were signed: they are from elsewhere on."""
        Path(f"{self._path}.state").unlink(missing_ok=True)

    def _remember(self, since: int, reader: Reader) -> None:
        """Keep since when rows are signed, where the key's folder can be written."""
        state = Path(f"{self._path}.state")
        if not state.exists():
            losses = len(losses_in(reader, self._journal_id).every)
            more = f" {losses}" if losses else ""
            with suppress(EvidenceUnavailable):
                make_once(state, f"{self._journal_id} {since}{more}\n".encode())

    def _read(self, path: Path) -> SignerKey:
        if not path.exists():
            problem = (
                "the rows of this journal are signed, and there is no append key to "
                "sign with: give its path, or make one (kvalitet key append new)"
            )
            raise KeyUnavailable(str(path), problem)
        key = secret_key(path)
        if key.name != self._name:
            problem = f"signs for {key.name}, not for {self._name}"
            raise KeyUnavailable(str(path), problem)
        public = Path(f"{path}.pub")
        if path == self._path and not public.exists():
            with suppress(EvidenceUnavailable):
                replaced(public, _line(key))
        return key


def forgotten(place: str, key: Path, since: int, *, lost: bool) -> Unproved:
    """What to say where rows were signed, and the journal does not say so any more.

    Args:
        place: Where the journal is.

        key: The file of this machine's append key.

        since: From which position on they were signed.

        lost: Whether the journal declares that what stood there is lost.
    """
    remedy = (
        "which is lost, as is declared: begin anew with kvalitet key append on"
        if lost
        else f"as {key}.state has it, and it does not say so any more: it was changed, "
        "or a backup from before was restored (see kvalitet recover)"
    )
    text = f"its rows were signed from position {since} on, {remedy}"
    return Unproved(f"journal {place}", f"{text}; nothing is written")


class LogKey:
    """The key that signs how far the log has come, vouching for an append key."""

    place = "the signing key"

    def __init__(self, key: SignerKey, journal_id: str) -> None:
        self.stream = StreamId(f"journal/{journal_id}")
        self._key = key

    def require_current(self, version: int, reader: Reader) -> None:
        """Nothing: the log's key is no append key."""

    def sign(self, first: int, leaves: Sequence[bytes]) -> AppendSignature:
        """Sign rows that stand one after another."""
        name = self._key.name
        value = append_signature(self._key, origin=name, first=first, leaves=leaves)
        return AppendSignature(first, len(leaves), self._key.key_id, value)


class Remembered(NamedTuple):
    """What is remembered beside a key of the journal whose rows it signs.

    Attributes:
        since: From which position on they are signed.
        losses: How many losses the journal had declared when that was noted; only a
            later one can have taken it.
    """

    since: int
    losses: int


def remembered(path: Path, journal_id: str) -> Remembered | None:
    """Since which position a journal's rows are signed, as is remembered beside a key.

    Args:
        path: The file of the key.

        journal_id: The journal; what is remembered of another says nothing of it.

    Raises:
        EvidenceUnavailable: What is remembered cannot be read.
    """
    content = read_if_there(Path(f"{path}.state"))
    if content is None:
        return None
    whose, *numbers = content.decode("utf-8", "replace").split()[:4] or [""]
    if not (1 <= len(numbers) <= _NUMBERS and all(map(str.isdecimal, numbers))):
        problem = "expected a journal's id and a position"
        raise EvidenceUnavailable(f"{path}.state", problem)
    since, losses = (*map(int, numbers), 0)[:_NUMBERS]
    return Remembered(since, losses) if whose == journal_id else None


def _line(key: SignerKey) -> bytes:
    return f"{key.verifier_key}\n".encode()
