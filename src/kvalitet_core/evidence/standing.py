"""How the evidence of a journal stands: sealed, signed, held by others, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.anchors import TIMESTAMP
from kvalitet_core.evidence.append_key import changes_in, counting, remembered
from kvalitet_core.evidence.findings import Finding
from kvalitet_core.evidence.statefile import read_if_there
from kvalitet_core.evidence.times import is_simulated, read_time, recorded_in
from kvalitet_core.evidence.verifying_anchors import HeldAnchor
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.append_signatures import AppendSignature
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Anchor, Signed

__all__ = ["Appending", "Standing", "standing_of"]

_NEAR: Final = 1000


@attrs.frozen(kw_only=True)
class Appending:
    """How it stands with the signatures of what is appended.

    Attributes:
        since: From which position on commits are signed.
        newest: The position of the newest row that is signed; None where none is.
        newest_at: When that was recorded; None where that cannot be told.
        newest_by: The id of the key that signed it.
        unsigned: How many rows stand after it, which nobody signed.
        keys: The keys that count, as text, and from which position on each does.
        here: The key of this machine, as text, where it has one.
    """

    since: int
    newest: int | None
    newest_at: str | None
    newest_by: str | None
    unsigned: int
    keys: dict[str, int]
    here: str | None


@attrs.frozen(kw_only=True)
class Standing:
    """How the evidence of a journal stands.

    Attributes:
        rows: How many rows the journal has.
        sealed: How many of them are in the tree.
        signed: The newest checkpoint, if there is one.
        anchor: The one of the most rows that somebody else holds or signed, of those
            that are what they should be.
        anchored_at: Since when: as whoever cosigned it has signed, or as is kept.
        anchored_by: Whether that is signed; otherwise only the database says so.
        anchored_unknown: Whether somebody signed it whom nobody knows here: that may be
            anybody, whoever runs the journal too.
        anchored_in: The position of the event that names it; None where none does.
        exposed: How many rows came after it.
        exposed_at: When the first of them was recorded; None where that cannot be told,
            or where a program gave the journal its times.
        problems: What is not as it must be: of anchors, and of the first row.
        appending: How it stands with append signatures; None where there are none.
        remembered: Since when commits are signed, as is kept beside this machine's
            append key, where that is known.
    """

    rows: int
    sealed: int
    signed: Signed | None
    anchor: Anchor | None
    anchored_at: datetime | None = None
    anchored_by: bool = False
    anchored_unknown: bool = False
    anchored_in: int | None = None
    exposed: int = 0
    exposed_at: datetime | None = None
    problems: Sequence[Finding] = ()
    appending: Appending | None = None
    remembered: int | None = None


def standing_of(
    store: Store,
    journal_id: str,
    append_key: Path | None,
    held: Sequence[HeldAnchor] = (),
    problems: Sequence[Finding] = (),
) -> Standing:
    """How the evidence of a journal stands.

    Args:
        store: The journal.

        journal_id: Its id.

        append_key: The file of this machine's append key, where there is a place
            for one.

        held: Every anchor, verified.

        problems: What was found of it already.

    Raises:
        EvidenceUnavailable: What is kept beside the append key cannot be read.
    """
    kept = remembered(append_key, journal_id) if append_key else None
    head, rows, newest = store.tree_head(), store.fence(), _newest_of(held)
    size = newest.anchor.size if newest else 0
    found = [
        Finding(place=each.place, text=text) for each in held for text in each.problems
    ]
    return Standing(
        rows=rows,
        sealed=head.size if head else 0,
        signed=_readable(store.signed()),
        anchor=newest.anchor if newest else None,
        anchored_at=newest.since if newest else None,
        anchored_by=newest is not None and newest.at is not None,
        anchored_unknown=newest is not None and newest.untold is not None,
        anchored_in=newest.named.position if newest and newest.named else None,
        exposed=max(0, rows - size),
        exposed_at=None if is_simulated(store) else recorded_in(store, size + 1),
        problems=[*problems, *found],
        appending=_appending(store, journal_id, append_key),
        remembered=kept.since if kept else None,
    )


def _readable(signed: Signed | None) -> Signed | None:
    """A checkpoint whose time can be printed, whatever stands there."""
    if signed is None or read_time(signed.signed_at) is not None:
        return signed
    return signed._replace(signed_at=ascii(signed.signed_at))


def _newest_of(held: Sequence[HeldAnchor]) -> HeldAnchor | None:
    """The anchor of the most rows, of those that are what they should be.

    One by somebody who is not known here comes after all others.
    """
    sound = [
        (each.untold is None, each.anchor.size, each.at is not None, each.since, each)
        for each in held
        if not each.problems and each.since and each.anchor.kind != TIMESTAMP
    ]
    return max(sound, key=lambda each: each[:4])[4] if sound else None


def _appending(
    store: Store, journal_id: str, append_key: Path | None
) -> Appending | None:
    changes = changes_in(store, StreamId(f"journal/{journal_id}"))
    if not changes:
        return None
    rows, newest = store.fence(), _newest(store)
    last = newest.first + newest.rows - 1 if newest else None
    since = changes[0].position
    public = read_if_there(Path(f"{append_key}.pub")) if append_key else None
    return Appending(
        since=since,
        newest=last,
        newest_at=_recorded_at(store, last) if last else None,
        newest_by=newest.key.hex() if newest else None,
        unsigned=max(0, rows - (last if last is not None else since - 1)),
        keys=counting(changes),
        here=public.decode("utf-8", "replace").strip() if public else None,
    )


def _newest(store: Store) -> AppendSignature | None:
    """The signature whose rows come last; looked for from the end."""
    rows, near = store.fence(), _NEAR
    while True:
        found, after = None, max(rows - near, 0)
        while page := store.append_signatures(after=after, limit=_NEAR):
            found = page[-1]
            after = found.first
        if found is not None or near >= rows:
            return found
        near *= 10


def _recorded_at(store: Store, position: int) -> str | None:
    with suppress(Malformed):
        for row in store.log(after=position - 1, upto=position, limit=1):
            return written(recorded_at(row[4]))
    return None
