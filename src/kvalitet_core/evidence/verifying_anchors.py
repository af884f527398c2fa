"""Verifying anchors: what is kept of others is what they signed, and of this journal.

An anchor is a row like any other, which whoever owns the database can change. Of how
many rows it is and of what kind must be what its content says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import attrs

from kvalitet_core.errors import Malformed, Unavailable, Unknown
from kvalitet_core.evidence.anchors import COPY, COSIGNATURE, TIMESTAMP, kind_of
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.policy import Judged, Policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.times import Times, moment, read_time
from kvalitet_core.evidence.verifying_signed import SignedChecks
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Anchor

__all__ = ["HeldAnchor", "check_anchors", "held_anchors"]

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
    """

    anchor: Anchor
    problems: tuple[str, ...] = ()
    untold: str | None = None
    at: datetime | None = None

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
    store: Store, policy: Policy | None, signed: SignedChecks, times: Times
) -> list[HeldAnchor]:
    """Every anchor, verified, in the order of sizes.

    Args:
        store: The journal.

        policy: Whose signatures count; None where no key is known.

        signed: Tells whether the tree grew from a checkpoint.

        times: Tells whether a time can be right.
    """
    anchors = store.anchors()
    own = [each for each in anchors if each.kind != TIMESTAMP]
    held = [_held(each, policy, signed, times) for each in own]
    sizes = {each.anchor.size for each in held if not each.problems}
    stamps = [each for each in anchors if each.kind == TIMESTAMP]
    held += [_stamp(each, sizes, times) for each in stamps]
    return held


def check_anchors(held: list[HeldAnchor], report: Report) -> None:
    """Report what came of verifying anchors."""
    for each in held:
        for problem in each.problems:
            report.find(each.place, problem)
        if each.untold is not None:
            facts = {"which": each.place, "problem": each.untold}
            report.left_out.append(Said.of("anchor_untold", **facts))
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
