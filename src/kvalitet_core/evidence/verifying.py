"""Verifying a journal where it is: rows, tree, checkpoints, and what others hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import repeat
from typing import Final

from kvalitet_core.errors import Malformed, Unproved
from kvalitet_core.evidence.appends import Appends, called
from kvalitet_core.evidence.checking.appends import AppendKeys
from kvalitet_core.evidence.checking.checkpoints import Checkpoint
from kvalitet_core.evidence.checking.encoding import HASH_SIZE
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.tiles import (
    TileName,
    check_tiles,
    hashes_of,
    tile_names,
)
from kvalitet_core.evidence.checking.tree import EMPTY_ROOT
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.losses import Losses
from kvalitet_core.evidence.making.growing import restored
from kvalitet_core.evidence.named_anchors import NamedAnchors
from kvalitet_core.evidence.rows import Rows
from kvalitet_core.evidence.times import Times
from kvalitet_core.evidence.verifying_anchors import (
    check_anchors,
    check_named,
    held_anchors,
)
from kvalitet_core.evidence.verifying_database import check_kept
from kvalitet_core.evidence.verifying_signed import SignedChecks, kept_checkpoint
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.store import Row, Store
from kvalitet_core.journal.tree_store import TreeHead

__all__ = ["check_newest_rows", "head_of", "verified_journal"]

_BEFORE_ALL: Final = -(2**63)
"""The least position that a row can have, though no row should have it."""
_WIDEST: Final = 256 * HASH_SIZE


def verified_journal(
    store: Store,
    policy: Policy | None,
    *,
    full: bool = True,
    since: bytes | None = None,
    remembered: Checkpoint | None = None,
    appends: AppendKeys | None = None,
    losses: Losses | None = None,
    named: NamedAnchors | None = None,
    report: Report | None = None,
    now: datetime | None = None,
) -> Report:
    """Verify a journal; what is odd is reported, all of it.

    Args:
        store: The journal.

        policy: Whose signatures count; None checks none, and says so.

        full: Whether to read every row and tile; otherwise only the newest ones.

        since: A checkpoint that somebody kept, from which it must have grown.

        remembered: What the signer remembers, where it can be asked.

        appends: The append keys of the journal; None where none was ever taken up.

        losses: What the journal declares to be lost, if anything.

        named: The anchors that the journal names.

        report: What was found of it already; it is added to.

        now: What time it is; None where that is not known.

    Raises:
        Malformed: `since` is no checkpoint.
        EvidenceUnavailable: It is of another log.
        JournalUnavailable: The journal cannot be read.
    """
    report = Report() if report is None else report
    named = NamedAnchors() if named is None else named
    kept = None
    if since is not None and policy is not None:
        kept = kept_checkpoint(since, policy, report)
    head = head_of(store, report)
    if head is None:
        report.unchecked.append(Said.of("nothing_sealed"))
        report.unsealed = store.fence()
        if full and appends is not None:
            report.unsealed = 0
            _check_rows(store, TreeHead(0, EMPTY_ROOT), report, appends)
        if kept is not None:
            size = kept.checkpoint.size
            report.find(Said.of("at_journal"), Said.of("none_sealed", size=size))
        _check_emptied(store, report, remembered)
        check_named(store, named, report)
        if full:
            _check_beside(store, None, report, appends)
        return report
    report.size, report.root = head
    if full:
        _check_tree(store, head, report)
        _check_rows(store, head, report, appends)
        _check_beside(store, head, report, appends)
    else:
        _check_edge(store, head, report, signs=appends is not None)
    times = Times(store, now=now)
    signed = SignedChecks(store, head, policy, losses or Losses(), report, times=times)
    signed.timestamps()
    check_anchors(held_anchors(store, policy, signed, times, named), report)
    check_named(store, named, report)
    signed.checkpoints(every=full)
    signed.newest(remembered)
    if kept is not None and kept.checkpoint.size:
        signed.growth(kept.checkpoint, Said.of("given"), kept.signatures)
    if remembered is not None and remembered.size:
        signed.growth(remembered, Said.of("signer"))
    for position, text in times.earlier():
        report.find(called(store, position), text)
    return report


def head_of(store: Store, report: Report) -> TreeHead | None:
    """How far the tree is said to have come, if that can be."""
    head = store.tree_head()
    size: object = head.size if head else 0
    if isinstance(size, int) and size >= 0:
        return head
    report.find(Said.of("at_head"), Said.of("head_size", size=repr(size)))
    return None


def _check_emptied(store: Store, report: Report, remembered: Checkpoint | None) -> None:
    """Where there is no tree, nobody may have signed one."""
    newest = store.signed()
    if remembered is not None and remembered.size:
        text = Said.of("signed_no_tree", size=remembered.size)
        report.find(Said.of("signer"), text)
    if newest is not None:
        place = Said.of("at_checkpoint", size=newest.size)
        report.find(place, Said.of("no_tree"))


def _check_beside(
    store: Store, head: TreeHead | None, report: Report, appends: AppendKeys | None
) -> None:
    """What is there and is not asked for: tiles, heads, and signatures of nobody."""
    check_kept(store, head, report)
    page = store.append_signatures(after=-(2**63), limit=1)
    if appends is None and page:
        text = Said.of("appends_nobody", first=page[0].first)
        place = Said.of("at_table", table="append_signatures")
        report.find(place, text)


def _check_tree(store: Store, head: TreeHead, report: Report) -> None:
    """Every tile against the head."""
    try:
        check_tiles(*head, read=lambda name: _tile(store, name))
    except Malformed as error:
        report.refuse(error)
        return
    report.checked.append(Said.of("all_tiles", size=head.size))


def _tile(store: Store, name: TileName) -> bytes:
    hashes = store.tile(name.level or 0, name.index)
    if hashes is None:
        raise Unproved(name.path, Said.of("missing"))
    return hashes if len(hashes) > _WIDEST else hashes[: name.width * HASH_SIZE]


def _check_rows(
    store: Store, head: TreeHead, report: Report, appends: AppendKeys | None
) -> None:
    """Every row against its leaf and its signature, and all rows in their order."""
    rows, before = Rows(store, report), len(report.found)
    newest = store.fence()
    leaves = rows.leaves(log_rows(store, after=_BEFORE_ALL), upto=newest)
    if appends is not None:
        leaves = Appends(store, appends, report).watched(leaves)
    sealed = _sealed(store, min(head.size, newest))
    for number, (leaf, got) in enumerate(zip(sealed, leaves, strict=False), 1):
        if got is not None and leaf and got != leaf:
            report.find(called(store, number), Said.of("changed_row"))
            rows.changed()
    for _ in leaves:
        report.unsealed += 1
    rows.missing(upto=max(head.size, newest))
    rows.finish()
    if len(report.found) == before:
        report.checked += [
            Said.of("all_rows", last=newest),
            Said.of("all_sections", sections=rows.sections, erased=report.erased),
        ]


def _sealed(store: Store, size: int) -> Iterator[bytes]:
    """The hash of each row as it was sealed; empty where its tile cannot be read."""
    for name in tile_names(0, size=size):
        try:
            yield from hashes_of(_tile(store, name), name=name)
        except Malformed:
            yield from repeat(b"", name.width)


def check_newest_rows(store: Store, report: Report) -> None:
    """The newest rows that are sealed, as many as share a tile, against their leaves.

    A quick look at whether the tree is that of the rows.
    """
    head = head_of(store, Report())
    if head is None or not head.size:
        return
    number, last = divmod(head.size - 1, 256)
    name, first = TileName(level=0, index=number, width=last + 1), number * 256 + 1
    try:
        leaves = hashes_of(_tile(store, name), name=name)
    except Malformed as error:
        report.refuse(error)
        return
    page = store.log(after=first - 1, upto=head.size, limit=256)
    rows = {row[0]: row for row in page}
    for position, leaf in enumerate(leaves, first):
        row = rows.get(position)
        if row is None:
            place = Said.of("at", position=position)
            report.find(place, Said.of("missing_row"))
        elif _leaf(row) != leaf:
            report.find(called(store, position), Said.of("changed_row"))


def _leaf(row: Row) -> bytes | None:
    try:
        return leaf_of(row).hash
    except Malformed:
        return None


def _check_edge(store: Store, head: TreeHead, report: Report, *, signs: bool) -> None:
    """The newest tiles against the head."""
    report.unsealed = max(0, store.fence() - head.size)
    try:
        edge = restored(
            head.size, lambda tile: store.tile(tile.level, tile.index) or b""
        )
    except Malformed as error:
        report.refuse(error)
        return
    if edge.root != head.root:
        report.find(Said.of("at_tree", size=head.size), Said.of("tiles_head"))
    else:
        report.checked.append(Said.of("new_tiles", size=head.size))
    report.left_out += [Said.of("not_rows"), Said.of("not_indexes")]
    if signs:
        report.left_out.append(Said.of("not_appends"))
