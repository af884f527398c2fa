"""Verifying append signatures: each row, from where it was begun on, is signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.append_key import changes_in, remembered
from kvalitet_core.evidence.checking.appends import AppendKeys
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.losses import Losses, losses_in
from kvalitet_core.evidence.signer import origin_of
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.append_signatures import AppendSignature
from kvalitet_core.journal.store import Store

__all__ = ["Appends", "append_keys", "called", "check_begun"]

_PAGE: Final = 1000
_NAMED: Final = 20
"""So many rows in a run that nobody signed are named one by one."""


def append_keys(
    store: Store, journal_id: str, policy: Policy | None
) -> AppendKeys | None:
    """The append keys of a journal, as it says itself; None where it has none.

    Args:
        store: The journal.

        journal_id: Its id.

        policy: Has the keys that sign how far the log has come.
    """
    changes = changes_in(store, StreamId(f"journal/{journal_id}"))
    if not changes:
        return None
    logs = range(1, len(losses_in(store, journal_id).every) + 2)
    log_keys = [
        key.named(origin_of(journal_id, number))
        for key in (policy.logs if policy else ())
        for number in logs
    ]
    return AppendKeys(origin_of(journal_id), changes, log_keys=log_keys)


def check_begun(
    keys: AppendKeys | None,
    key: Path | None,
    report: Report,
    *,
    journal_id: str,
    losses: Losses,
) -> None:
    """Hold since when rows are signed against what is remembered beside a key.

    Whoever deletes every signature, and the event that asks for them, is found so.

    Args:
        keys: As the journal says.

        key: The file of this machine's append key, where there is a place for one.

        report: What was found is added to it.

        journal_id: Which journal it is.

        losses: What the journal declares to be lost; it counts where the report has
            taken it in.

    Raises:
        EvidenceUnavailable: What is remembered cannot be read.
    """
    if keys is None:
        report.left_out.append(Said.of("no_appends"))
    kept = remembered(key, journal_id) if key else None
    if kept is None or (keys is not None and keys.begins == kept.since):
        return
    since = kept.since
    if report.losses and losses.takes(since, after=kept.losses):
        begun = Said.of("append_not_begun")
        if keys is not None:
            begun = Said.of("append_begun", first=keys.begins)
        report.losses.append(Said.of("append_lost", since=since, begun=begun))
    else:
        text = Said.of("append_forgotten", since=since)
        report.find(Said.of("at_journal"), text)


class Appends:
    """Goes along the leaves of a journal, and holds each signature against them."""

    def __init__(self, store: Store, keys: AppendKeys, report: Report) -> None:
        self._store = store
        self._keys = keys
        self._report = report
        self._signatures = self._kept()
        self._next = next(self._signatures, None)
        self._open: AppendSignature | None = None
        self._leaves: list[bytes | None] = []
        self._unsigned: tuple[int, int] | None = None
        self._count = 0

    def watched(self, leaves: Iterator[bytes | None]) -> Iterator[bytes | None]:
        """The same leaves, one for each position; what nobody signed is reported."""
        before, position = len(self._report.found), 0
        for position, leaf in enumerate(leaves, 1):
            self._take(position, leaf)
            yield leaf
        if self._open is not None:
            self._broken_off(position + 1)
        while self._next is not None:
            self._misplaced(self._next, "append_rows")
            self._next = next(self._signatures, None)
        self._tell_unsigned()
        begins = self._keys.begins
        if begins is not None and len(self._report.found) == before:
            told = Said.of("all_appends", first=begins, count=self._count)
            one = Said.of("all_appends_one", first=begins)
            self._report.checked.append(one if self._count == 1 else told)

    def _kept(self) -> Iterator[AppendSignature]:
        after = -(2**63)
        while page := self._store.append_signatures(after=after, limit=_PAGE):
            for each in page:
                rows: object = each.rows
                if isinstance(rows, int):
                    yield each
                else:
                    place = Said.of("at_append_from", position=each.first)
                    self._report.find(place, Said.of("append_of", rows=repr(rows)))
            after = page[-1].first

    def _take(self, position: int, leaf: bytes | None) -> None:
        while self._next is not None and self._next.first <= position:
            if self._open is not None:
                self._broken_off(position)
            if self._next.first < position or self._next.rows < 1:
                self._misplaced(self._next, "append_order")
            else:
                self._open = self._next
            self._next = next(self._signatures, None)
        if self._open is None:
            self._nobody(position)
            return
        self._leaves.append(leaf)
        if len(self._leaves) == self._open.rows:
            self._judge(self._open)
            self._open, self._leaves = None, []

    def _judge(self, signature: AppendSignature) -> None:
        first, rows, key, value = signature
        leaves = [leaf for leaf in self._leaves if leaf is not None]
        if len(leaves) < rows:
            return
        try:
            self._keys.judge(first, leaves, key_id=key, value=value)
        except Malformed as error:
            self._report.refuse(error, self._span(first, first + rows - 1))
            return
        self._count += 1

    def _broken_off(self, position: int) -> None:
        """A signature of more rows than there are before the next, or the end."""
        if self._open is not None:
            self._misplaced(self._open, "append_rows")
            for each in range(self._open.first, position):
                self._nobody(each)
        self._open, self._leaves = None, []

    def _misplaced(self, signature: AppendSignature, code: str) -> None:
        last = signature.first + signature.rows - 1
        place = Said.of("at_append", first=signature.first, last=last)
        self._report.find(place, Said.of(code))

    def _nobody(self, position: int) -> None:
        """A row that no signature is of."""
        if self._keys.begins is None or position < self._keys.begins:
            return
        if self._unsigned is not None and self._unsigned[1] == position - 1:
            self._unsigned = (self._unsigned[0], position)
            return
        self._tell_unsigned()
        self._unsigned = (position, position)

    def _tell_unsigned(self) -> None:
        if self._unsigned is None:
            return
        first, last = self._unsigned
        self._unsigned = None
        if last - first < _NAMED:
            for position in range(first, last + 1):
                place = called(self._store, position)
                self._report.find(place, Said.of("append_nobody"))
        else:
            self._report.find(self._span(first, last), Said.of("append_nobodies"))

    def _span(self, first: int, last: int) -> str:
        """The rows between two positions, as they are called."""
        if first == last:
            return called(self._store, first)
        ends = {"first": first, "last": last}
        return Said.of(
            "from_to", **{k: called(self._store, each) for k, each in ends.items()}
        )


def called(store: Store, position: int) -> str:
    """What the row at a position is called."""
    rows = store.log(after=position - 1, upto=position, limit=1)
    if not rows:
        return Said.of("at", position=position)
    _, stream, version, *_ = rows[0]
    return Said.of("at_row", position=position, stream=stream, version=version)
