"""Verifying a journal where it is: rows, tree, checkpoints, and what others hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import attrs

from kvalitet_core.errors import (
    EvidenceUnavailable,
    KvalitetError,
    Malformed,
    Unavailable,
    Unknown,
    Unproved,
)
from kvalitet_core.evidence.anchors import COPY, COSIGNATURE, TIMESTAMP
from kvalitet_core.evidence.appends import Appends
from kvalitet_core.evidence.checking.appends import AppendKeys
from kvalitet_core.evidence.checking.checkpoints import Checkpoint
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.tiles import (
    TileName,
    check_tiles,
    hashes_of,
    tile_names,
)
from kvalitet_core.evidence.checking.tree import EMPTY_ROOT, check_consistency
from kvalitet_core.evidence.findings import Finding, Report
from kvalitet_core.evidence.losses import Losses
from kvalitet_core.evidence.making.growing import restored
from kvalitet_core.evidence.rows import Rows
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.evidence.timestamps import read_timestamp
from kvalitet_core.journal.store import Row, Store
from kvalitet_core.journal.tree_store import Anchor, Signed, TreeHead

__all__ = ["newest_meeting", "verified_journal"]

_PAGE: Final = 1000
_NO_ML_DSA: Final = (
    "not checked, as the installed cryptography has no ML-DSA-44 "
    "(install kvalitet-core[ml-dsa]); the log's other signatures were"
)


def verified_journal(
    store: Store,
    policy: Policy | None,
    *,
    full: bool = True,
    since: bytes | None = None,
    remembered: Checkpoint | None = None,
    appends: AppendKeys | None = None,
    losses: Losses | None = None,
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

    Raises:
        Malformed: `since` is no checkpoint.
        EvidenceUnavailable: It is of another log.
        JournalUnavailable: The journal cannot be read.
    """
    report = Report()
    kept = None
    if since is not None and policy is not None:
        kept = _kept(since, policy, report)
    head = store.tree_head()
    if head is None:
        report.unchecked.append("nothing is sealed yet: there is nothing to verify by")
        report.unsealed = store.fence()
        if full and appends is not None:
            report.unsealed = 0
            _check_rows(store, TreeHead(0, EMPTY_ROOT), report, appends)
        if kept is not None:
            report.find("journal", f"nothing is sealed, but {kept.size} entries were")
        return report
    report.size, report.root = head
    if full:
        _check_tree(store, head, report)
        _check_rows(store, head, report, appends)
    else:
        _check_edge(store, head, report)
    _check_timestamps(store, report)
    lost = _borne_out(store, policy, losses or Losses(), report)
    _check_signed(store, head, policy, report, lost, every=full)
    for who, checkpoint in (("the checkpoint given", kept), ("the signer", remembered)):
        if checkpoint is not None and checkpoint.size:
            _check_growth(store, head, checkpoint, who, report, losses=lost)
    return report


def _check_timestamps(store: Store, report: Report) -> None:
    """Tell what each time stamp states, and whether it is of a checkpoint that is kept.

    What cannot be read is said, and is no finding: a token is another's format.
    """
    anchors = store.anchors()
    for each in anchors:
        if each.kind != TIMESTAMP:
            continue
        subject = f"time stamp of {each.size} rows"
        try:
            stamp = read_timestamp(each.content)
        except EvidenceUnavailable as error:
            report.left_out.append(f"{subject}: {error.problem}")
            continue
        notes = [other.content for other in anchors if other.size == each.size]
        if stamp.stamps(notes):
            report.checked.append(f"{subject}: it is of that checkpoint; {stamp.told}")
        else:
            told = "not checked: it is of no checkpoint that is kept here"
            report.left_out.append(f"{subject}: {told}; {stamp.told}")


def _borne_out(
    store: Store, policy: Policy | None, losses: Losses, report: Report
) -> Losses:
    """The losses that are declared, if the log that goes on from them is signed."""
    if not losses.every or policy is None:
        return Losses()
    last, newest, read = losses.every[-1], store.signed(), None
    with suppress(KvalitetError):
        log_alone = attrs.evolve(policy, quorum=None)
        read = log_alone.judge(newest.note).checkpoint if newest else None
    signed = read is not None and read.size >= last.position
    if not (signed and read and read.origin == last.declared.successor):
        text = "declares a loss that nobody has signed: see kvalitet recover"
        report.find(f"position {last.position}", text)
        return Losses()
    report.losses += [loss.told for loss in losses.every]
    return losses


def _kept(since: bytes, policy: Policy, report: Report) -> Checkpoint | None:
    """A checkpoint that somebody kept, if its signatures hold."""
    try:
        log_alone = attrs.evolve(policy, quorum=None)
        return log_alone.judge(since, subject="checkpoint given").checkpoint
    except Unproved as error:
        report.found += _findings(error)
        return None
    except Unknown as error:
        raise EvidenceUnavailable("checkpoint given", str(error)) from error


def _findings(error: Unproved) -> list[Finding]:
    return [Finding(place=error.subject, text=each.text) for each in error.problems]


def _check_tree(store: Store, head: TreeHead, report: Report) -> None:
    """Every tile against the head."""
    try:
        check_tiles(*head, read=lambda name: _tile(store, name))
    except Malformed as error:
        report.find(error.subject, "; ".join(each.text for each in error.problems))
        return
    report.checked.append(f"every tile of the tree over {head.size} rows")


def _tile(store: Store, name: TileName) -> bytes:
    hashes = store.tile(name.level or 0, name.index)
    if hashes is None:
        raise Unproved(name.path, "is missing")
    return hashes[: name.width * 32]


def _check_rows(
    store: Store, head: TreeHead, report: Report, appends: AppendKeys | None
) -> None:
    """Every row against its leaf and its signature, and all rows in their order."""
    rows, before = Rows(store, report), len(report.found)
    newest = store.fence()
    leaves = _leaves(rows, store, max(head.size, newest))
    if appends is not None:
        leaves = Appends(store, appends, report).watched(leaves)
    for name in tile_names(0, size=head.size):
        try:
            expected = hashes_of(_tile(store, name), name=name)
        except Malformed:
            expected = [b""] * name.width
        for number, leaf in enumerate(expected, name.index * 256 + 1):
            got = next(leaves, None)
            if got is not None and leaf and got != leaf:
                text = "is not the row that was sealed: tampered"
                report.find(f"position {number}{_of(store, number)}", text)
    for _ in leaves:
        report.unsealed += 1
    rows.finish()
    if len(report.found) == before:
        report.checked += [
            f"every row to position {newest}: its content, order, version and time",
            f"{rows.sections} sealed sections, {report.erased} erased by record",
        ]


def _of(store: Store, position: int) -> str:
    rows = store.log(after=position - 1, upto=position, limit=1)
    return f" ({rows[0][1]} version {rows[0][2]})" if rows else ""


def _leaves(rows: Rows, store: Store, upto: int) -> Iterator[bytes | None]:
    yield from rows.leaves(_all(store), upto=upto)
    yield from rows.missing_at_the_end(upto)


def _all(store: Store) -> Iterator[Row]:
    after = -(2**63)
    while page := store.log(after=after, limit=_PAGE):
        yield from page
        after = page[-1][0]


def _check_edge(store: Store, head: TreeHead, report: Report) -> None:
    """The newest tiles against the head."""
    report.unsealed = max(0, store.fence() - head.size)
    try:
        edge = restored(
            head.size, lambda tile: store.tile(tile.level, tile.index) or b""
        )
    except Malformed as error:
        report.find(error.subject, "; ".join(each.text for each in error.problems))
        return
    if edge.root != head.root:
        report.find(f"tree of {head.size} rows", "its tiles do not come to its head")
    else:
        report.checked.append(f"the newest tiles of the tree over {head.size} rows")
    report.left_out.append("the rows themselves, and all but the newest tiles")
    report.left_out.append("append signatures")


def _check_signed(
    store: Store,
    head: TreeHead,
    policy: Policy | None,
    report: Report,
    losses: Losses,
    *,
    every: bool,
) -> None:
    """The checkpoints that are kept: signed by who should, and of this very tree."""
    if policy is None:
        report.unchecked.append("no key is known to verify signatures with")
        return
    newest = store.signed()
    if newest is None:
        report.unchecked.append("no checkpoint is signed yet")
        return
    if policy.quorum is not None:
        _check_quorum(store, head, policy, report, losses)
    policy = attrs.evolve(policy, quorum=None)
    before, count, after = len(report.found), 0, -1 if every else newest.size - 1
    while page := store.all_signed(after=after, limit=_PAGE):
        for each in page:
            count += 1
            _check_one(store, head, policy, report, losses, kept=each)
        after = page[-1].size
    if len(report.found) == before:
        told = f"{count} checkpoints" if count > 1 else "the newest checkpoint"
        report.checked.append(f"{told}: signatures, and that the tree grew from them")


def _check_quorum(
    store: Store, head: TreeHead, policy: Policy, report: Report, losses: Losses
) -> None:
    """The newest checkpoint that whoever should has cosigned."""
    try:
        found = newest_meeting(store, policy)
    except Unavailable as error:
        report.unchecked.append(str(error))
        return
    if found is None:
        text = f"no checkpoint is signed by its quorum {policy.quorum!r}"
        report.find("policy", text)
        return
    checkpoint = policy.judge(found.note).checkpoint
    who = f"the newest checkpoint that the policy's quorum {policy.quorum!r} signed"
    _check_growth(store, head, checkpoint, who, report, losses=losses)


def newest_meeting(store: Store, policy: Policy) -> Signed | None:
    """The newest checkpoint that a policy accepts; None where there is none.

    Raises:
        KeyUnavailable: The installed `cryptography` cannot tell of a signature.
    """
    newest = store.signed()
    kept = [Signed(each.size, each.added_at, each.content) for each in _notes(store)]
    for each in sorted([*([newest] if newest else []), *kept], reverse=True):
        try:
            policy.judge(each.note)
        except (Malformed, Unknown):
            continue
        return each
    return None


def _notes(store: Store) -> list[Anchor]:
    return [each for each in store.anchors() if each.kind in (COPY, COSIGNATURE)]


def _check_one(
    store: Store,
    head: TreeHead,
    policy: Policy,
    report: Report,
    losses: Losses,
    *,
    kept: Signed,
) -> None:
    size, _, note = kept
    subject = f"checkpoint of {size} rows"
    try:
        judged = policy.judge(note, subject=subject)
    except Unavailable as error:
        report.unchecked.append(str(error))
        return
    except Malformed as error:
        for each in error.problems:
            report.find(subject, each.text)
        return
    except KvalitetError as error:
        report.find(subject, str(error))
        return
    checkpoint = judged.checkpoint
    for key in judged.untold:
        told = f"what {key} signed: {_NO_ML_DSA}"
        report.left_out += [told] if told not in report.left_out else []
    if checkpoint.size != size:
        report.find(subject, f"says that it is of {checkpoint.size}")
    _check_growth(store, head, checkpoint, subject, report, losses=losses)


def _check_growth(
    store: Store,
    head: TreeHead,
    earlier: Checkpoint,
    who: str,
    report: Report,
    *,
    losses: Losses,
) -> None:
    """The tree has grown from what a checkpoint says it was, but for what is lost."""
    loss = losses.covers(earlier)
    if loss is not None:
        text = f"of its {earlier.size} rows not all are there, as is declared"
        report.losses.append(f"{who}: {text}: {loss.told}")
        return
    if earlier.size > head.size:
        text = f"is of {earlier.size} rows, the tree has {head.size}: some are gone"
        report.find(who, text)
        return
    prover = prover_of(store, head.size)
    try:
        path = prover.consistency(earlier.size) if earlier.size < head.size else ()
        check_consistency(
            earlier.size,
            earlier.root,
            second=head.size,
            second_root=head.root,
            path=path,
            subject=who,
        )
    except Malformed:
        text = f"what was sealed in its {earlier.size} rows is not what is there now"
        report.find(who, f"{text}: tampered")
        return
    if who != f"checkpoint of {earlier.size} rows":
        report.checked.append(f"{who}: the tree grew from its {earlier.size} rows")
