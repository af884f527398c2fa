"""Verifying anchors: what is kept of others is what they signed, and of this journal.

An anchor is a row like any other, which whoever owns the database can change. Of how
many rows it is and of what kind must be what its content says; and what an event names
must be there, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

import attrs

from kvalitet_core.errors import Malformed, Unavailable, Unknown
from kvalitet_core.evidence.anchors import COPY, COSIGNATURE, TIMESTAMP, kind_of
from kvalitet_core.evidence.appends import called
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.policy import Judged, Policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.named_anchors import NamedAnchor, NamedAnchors
from kvalitet_core.evidence.times import LEEWAY, Times, moment, read_time
from kvalitet_core.evidence.verifying_signed import SignedChecks
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Anchor

__all__ = ["HeldAnchor", "check_anchors", "check_named", "held_anchors"]

_KINDS: Final = (COPY, COSIGNATURE, TIMESTAMP)


@attrs.frozen(kw_only=True)
class HeldAnchor:
    """An anchor, and what came of verifying it.

    Attributes:
        anchor: The anchor as it is kept.
        problems: What is the matter with it; none where it is what it should be.
        untold: Why it is not known who signed it; None where that is known, or where
            nobody else did.
        at: When it was cosigned, where a signature that holds says so.
        named: The event that names it; None where none does.
    """

    anchor: Anchor
    problems: tuple[str, ...] = ()
    untold: str | None = None
    at: datetime | None = None
    named: NamedAnchor | None = None

    @property
    def place(self) -> Said:
        """What it is called."""
        size, kind = self.anchor.size, self.anchor.kind
        return Said.of("at_anchor", size=size, kind=kind)

    @property
    def since(self) -> datetime | None:
        """Since when somebody else has it: as is signed, or else as is kept."""
        return self.at or read_time(self.anchor.added_at)


def held_anchors(
    store: Store,
    policy: Policy | None,
    signed: SignedChecks,
    times: Times,
    named: NamedAnchors,
) -> list[HeldAnchor]:
    """Every anchor, verified, in the order of sizes.

    Args:
        store: The journal.

        policy: Whose signatures count; None where no key is known.

        signed: Tells whether the tree grew from a checkpoint.

        times: Tells whether a time can be right.

        named: The anchors that the journal names.
    """
    anchors = store.anchors()
    own = [each for each in anchors if each.kind != TIMESTAMP]
    held = [_held(each, policy, signed, times) for each in own]
    sizes = {each.anchor.size for each in held if not each.problems}
    stamps = [each for each in anchors if each.kind == TIMESTAMP]
    held += [_stamp(each, sizes, times) for each in stamps]
    return [_with_event(each, named.of(each.anchor)) for each in held]


def _with_event(held: HeldAnchor, named: NamedAnchor | None) -> HeldAnchor:
    """An anchor with the event that names it, which came no earlier than it did."""
    if named is None:
        return held
    kept, problems = read_time(held.anchor.added_at), held.problems
    if kept is not None and kept > named.recorded_at + LEEWAY:
        then, position = written(named.recorded_at), named.position
        facts = {"at": held.anchor.added_at, "position": position, "then": then}
        problems = (*problems, Said.of("time_named", **facts))
    return attrs.evolve(held, named=named, problems=problems)


def check_named(store: Store, named: NamedAnchors, report: Report) -> None:
    """Hold each anchor that the journal names against those that are there."""
    anchors, before = store.anchors(), len(report.found)
    gone, told = named.gone(anchors), _checkpoints(anchors)
    for each in named.every:
        facts = {"size": each.told.size, "kind": each.told.kind}
        known = told.get(each.told.size)
        if each in gone:
            text = Said.of("anchor_gone", digest=each.told.digest, **facts)
            report.find(called(store, each.position), text)
        elif known and (each.told.origin, each.told.root) not in known:
            text = Said.of("anchor_other", **facts)
            report.find(called(store, each.position), text)
    if named.every and len(report.found) == before:
        report.checked.append(Said.of("all_named", count=len(named.every)))


def _checkpoints(anchors: Sequence[Anchor]) -> dict[int, set[tuple[str, str]]]:
    """Of how many rows → the origin and the root of each checkpoint that is there."""
    told: dict[int, set[tuple[str, str]]] = {}
    for each in anchors:
        with suppress(Malformed):
            read = read_checkpoint(read_note(each.content).text)
            told.setdefault(read.size, set()).add((read.origin, read.root.hex()))
    return told


def check_anchors(held: list[HeldAnchor], report: Report) -> None:
    """Report what came of verifying anchors."""
    for each in held:
        for problem in each.problems:
            report.find(each.place, problem)
        if each.untold is not None:
            facts = {"which": each.place, "problem": each.untold}
            report.left_out.append(Said.of("anchor_untold", **facts))
        if each.named is None:
            report.left_out.append(Said.of("anchor_unnamed", which=each.place))
    count = sum(each.anchor.kind != TIMESTAMP for each in held)
    if count and not any(each.problems for each in held):
        code = "all_anchors" if count > 1 else "one_anchor"
        report.checked.append(Said.of(code, count=count))


def _held(
    anchor: Anchor, policy: Policy | None, signed: SignedChecks, times: Times
) -> HeldAnchor:
    if anchor.kind not in _KINDS:
        text = Said.of("anchor_kind_unknown", kept=repr(anchor.kind))
        return HeldAnchor(anchor=anchor, problems=(text,))
    if policy is None:
        return HeldAnchor(anchor=anchor, untold=Said.of("no_key"))
    try:
        judged = attrs.evolve(policy, quorum=None).judge(anchor.content)
    except Unavailable as error:
        return HeldAnchor(anchor=anchor, untold=str(error))
    except Malformed as error:
        texts = tuple(each.text for each in error.problems)
        return HeldAnchor(anchor=anchor, problems=texts)
    except Unknown as error:
        text = Said.of("other_log", origin=error.name)
        return HeldAnchor(anchor=anchor, problems=(text,))
    at = _cosigned_at(judged)
    return HeldAnchor(
        anchor=anchor,
        problems=tuple(_problems(anchor, judged, signed, times, at)),
        untold=_untold(judged, kind_of(anchor.content), at),
        at=at,
    )


def _problems(
    anchor: Anchor,
    judged: Judged,
    signed: SignedChecks,
    times: Times,
    at: datetime | None,
) -> Iterator[str]:
    checkpoint = judged.checkpoint
    if checkpoint.size != anchor.size:
        yield Said.of("other_size", size=checkpoint.size)
    grown = signed.flaw(judged)
    if grown is not None:
        yield grown
    kind = kind_of(anchor.content)
    if kind != anchor.kind:
        yield Said.of("anchor_kind", kept=anchor.kind, kind=kind)
    odd = times.odd(anchor.added_at, size=checkpoint.size, before=at)
    if odd is not None:
        yield odd


def _cosigned_at(judged: Judged) -> datetime | None:
    """When somebody whose key is known cosigned it last."""
    log = judged.checkpoint.origin
    told = [
        each.seconds
        for each in judged.signatures
        if each.seconds is not None and each.key.name != log
    ]
    return moment(max(told)) if told else None


def _untold(judged: Judged, kind: str, at: datetime | None) -> str | None:
    if kind != COSIGNATURE or at is not None:
        return None
    return ", ".join((*judged.unknown, *judged.untold)) or "?"


def _stamp(anchor: Anchor, sizes: set[int], times: Times) -> HeldAnchor:
    """A time stamp is kept beside what it is of; what it says is told elsewhere."""
    problems: list[str] = []
    if anchor.size not in sizes:
        problems.append(Said.of("anchor_nothing"))
    try:
        read_note(anchor.content)
    except Malformed:
        pass
    else:
        kept, kind = anchor.kind, kind_of(anchor.content)
        problems.append(Said.of("anchor_kind", kept=kept, kind=kind))
    odd = times.odd(anchor.added_at, size=anchor.size)
    if odd is not None:
        problems.append(odd)
    return HeldAnchor(anchor=anchor, problems=tuple(problems))
