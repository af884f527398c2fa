"""Replaying: everything in the journal read and folded again, in the order of the log.

Held together, the record gives the same states twice: folded all at once in the order
of the log, and each stream by itself; every event fits its schema; and what follows
from events, by reactions and by timers, is accounted for. Nothing that is sealed is
opened. A journal can be read in several parts, each by a process of its own: swiftly
at first, and where something is wrong in any of them, all of it again with care.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Final, TypeAlias

import attrs

from kvalitet_core.audit.accounting import Accounting, Followed, Unchecked
from kvalitet_core.audit.anew import Stood
from kvalitet_core.audit.collecting import collecting_seldom
from kvalitet_core.audit.deployments import Deployments
from kvalitet_core.audit.fitting import Schemas
from kvalitet_core.audit.partly import Manner, none_released, replay_part
from kvalitet_core.audit.reacting import Reached
from kvalitet_core.audit.replayed_part import Flaw, ReplayedPart
from kvalitet_core.audit.sharing import Share, shares
from kvalitet_core.audit.timing import Timing
from kvalitet_core.journal.journal import Journal

__all__ = ["Each", "Replayed", "replay"]

Each: TypeAlias = Callable[[Sequence[Share], Manner], Iterable[ReplayedPart | None]]
"""Replays parts of a journal in one manner, and gives what they came to, in order."""

_NONE_REACHED: Final[Mapping[str, Reached]] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Replayed:
    """What a journal came to.

    Attributes:
        commands: How many commands are on record.
        events: How many events are folded; the journal's own are not.
        states: How many states each kind of stream has.
        digest: SHA-256 over the states, stream by stream: the same wherever the same
            history is folded by the same code.
        flaws: Where it does not hold together, in the order of the log.
        unknown: The stored names that no installed plugin knows, and how often each
            occurs: their streams are not folded.
        fitted: How many events were held against their schemas.
        followed: What has become of the events that each reaction answers.
        timed: The instant of the newest tick of each timer: what fell due before is
            noted.
        unchecked: What could not be looked at.
    """

    commands: int
    events: int
    states: dict[str, int]
    digest: str
    flaws: tuple[Flaw, ...]
    unknown: dict[str, int]
    fitted: int = 0
    followed: dict[str, Followed] = attrs.field(factory=dict)
    timed: dict[str, str] = attrs.field(factory=dict)
    unchecked: tuple[Unchecked, ...] = ()


def replay(
    journal: Journal,
    *,
    check: bool = False,
    released: Schemas = none_released,
    reached: Mapping[str, Reached] = _NONE_REACHED,
    jobs: int = 1,
    each: Each | None = None,
) -> Replayed:
    """Fold a whole journal in the order of its log.

    Args:
        journal: The journal.

        check: Whether each stream is folded by itself as well, and held against that;
            each event held against its schema; and what follows from events accounted
            for.

        released: Gives the schema that was released under a stored name; else that of
            the class is held against.

        reached: How far each reaction has come, by its name.

        jobs: In how many parts.

        each: Replays the parts with `replay_part`, wherever that is; None does so here,
            one after another.
    """

    def here(parts: Sequence[Share], manner: Manner) -> Iterator[ReplayedPart | None]:
        for part in parts:
            yield replay_part(journal, part, manner, released=released)

    parts = shares(journal, jobs=jobs)
    whole = _whole(parts, each or here, check=check)
    with collecting_seldom():
        accounting, timing = _accounted(journal, whole, check=check, reached=reached)
        return _told(whole, accounting, timing)


def _whole(parts: Sequence[Share], each: Each, *, check: bool) -> ReplayedPart:
    """What all parts together came to."""
    if check:
        found = _together(each(parts, Manner.SWIFTLY))
        if found is not None and not found.balance:
            return found
    found = _together(each(parts, Manner.CAREFULLY if check else Manner.UNCHECKED))
    assert found is not None  # noqa: S101 - None is for what is replayed swiftly
    return found


def _together(parts: Iterable[ReplayedPart | None]) -> ReplayedPart | None:
    """What some parts came to, put together; None where one of them tells nothing."""
    whole = ReplayedPart()
    for part in parts:
        if part is None:
            return None
        whole.add(part)
    return whole


def _told(whole: ReplayedPart, accounting: Accounting, timing: Timing) -> Replayed:
    """What all parts came to."""
    return Replayed(
        commands=whole.commands,
        events=whole.events,
        states=_counted(whole.stood),
        digest=_digest(whole.stood),
        flaws=tuple(sorted(whole.flaws, key=_in_order)),
        unknown=dict(sorted(whole.unknown.items())),
        fitted=whole.fitted,
        followed=accounting.followed,
        timed=timing.until,
        unchecked=(
            *(
                Unchecked(name=name, count=count, why="no_schema")
                for name, count in sorted(whole.without.items())
                if name not in whole.unknown
            ),
            *accounting.unchecked,
            *timing.unchecked,
        ),
    )


def _accounted(
    journal: Journal,
    whole: ReplayedPart,
    *,
    check: bool,
    reached: Mapping[str, Reached],
) -> tuple[Accounting, Timing]:
    """Account for what follows from events, if that is asked for."""
    deployments = Deployments(journal)

    def versions(digest: str) -> Mapping[str, str]:
        deployed = deployments.recorded.get(digest)
        return deployed.plugins if deployed is not None else {}

    accounting = Accounting(
        journal.folder,
        whole.answers,
        reached=reached,
        versions=versions,
        note=whole.note,
    )
    timing = Timing(journal.folder, whole.ticks, whole.note)
    if check:
        accounting.account()
        timing.account()
        whole.deployments.require(journal.folder.reader, whole.note)
    return accounting, timing


def _counted(stood: Mapping[str, Stood]) -> dict[str, int]:
    """How many streams there are of each kind."""
    return dict(sorted(Counter(each.partition("/")[0] for each in stood).items()))


def _digest(stood: Mapping[str, Stood]) -> str:
    """The digest of what all streams came to."""
    whole = sha256()
    for stream, (version, digest) in sorted(stood.items()):
        whole.update(b"%b %d %b\n" % (stream.encode(), version, digest.hex().encode()))
    return whole.hexdigest()


def _in_order(flaw: Flaw) -> tuple[bool, int, str, str]:
    return flaw.position is None, flaw.position or 0, flaw.stream, flaw.text
