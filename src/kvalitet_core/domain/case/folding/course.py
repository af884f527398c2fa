"""How the course of a case changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from kvalitet_core.deadlines import Suspension
from kvalitet_core.domain.case import events as e
from kvalitet_core.domain.case.folding.changing import Fields, without, worked
from kvalitet_core.domain.case.state import Case

__all__ = [
    "closed",
    "extended",
    "migrated",
    "reopened",
    "resumed",
    "suspended",
    "waived",
]

T = TypeVar("T")


def suspended(case: Case, event: e.Suspended, version: int) -> Fields:
    """It waits for something."""
    by = f"@{version}"
    waits = Suspension(cause=event.cause, start=event.start, set_by=by)
    return {"suspensions": (*case.suspensions, waits)}


def resumed(case: Case, event: e.Resumed, _: int) -> Fields:
    """It waits for that no more; what ends before it begins has waited for no day."""
    return {
        "suspensions": tuple(
            attrs.evolve(each, end=max(event.end, each.start))
            if each.cause == event.cause and each.end is None
            else each
            for each in case.suspensions
        )
    }


def extended(case: Case, event: e.Extended, version: int) -> Fields:
    """There is more time for something."""
    work = case.work(event.item)
    longer = attrs.evolve(event.extension, set_by=f"@{version}")
    return worked(case, event.item, extensions=(*work.extensions, longer))


def waived(case: Case, event: e.ObligationWaived, _: int) -> Fields:
    """Something need not be done."""
    gone = {event.obligation}
    return {
        "owed": without(case.owed, gone),
        "breached": case.breached - gone,
        "waived": case.waived | gone,
    }


def migrated(case: Case, event: e.Migrated, _: int) -> Fields:
    """It runs under another version; what is called otherwise there is so here."""
    paths = _Paths({each.was: each.now for each in event.moved}, {*event.dropped})
    return {
        "version": event.to_version,
        "versions": (*case.versions, event.to_version),
        "digest": event.to_digest,
        "works": paths.moved(case.works),
        "votes": paths.moved(case.votes),
        "outcomes": paths.moved(case.outcomes),
        "citations": paths.moved(case.citations),
        "planned": frozenset(paths.moved(dict.fromkeys(case.planned))),
        "decisions": tuple(
            attrs.evolve(each, item=paths.now(each.item)) for each in case.decisions
        ),
        "added": {
            paths.now(item): attrs.evolve(
                task, repeats=task.repeats and paths.now(task.repeats)
            )
            for item, task in case.added.items()
            if not paths.is_dropped(item)
        },
        "owed": paths.owed(case.owed),
        "breached": frozenset(paths.owed(dict.fromkeys(case.breached))),
        "waived": frozenset(paths.owed(dict.fromkeys(case.waived))),
    }


@attrs.frozen
class _Paths:
    """What was called how, and what there is no more."""

    names: Mapping[str, str]
    dropped: set[str]

    def now(self, path: str) -> str:
        """What a path is now; that of a repeated task begins with the task's own."""
        own, hash_, time = path.partition("#")
        return f"{self.names.get(own, own)}{hash_}{time}"

    def is_dropped(self, path: str) -> bool:
        return path.partition("#")[0] in self.dropped

    def moved(self, kept: Mapping[str, T]) -> dict[str, T]:
        """What is kept by paths."""
        return {
            self.now(path): value
            for path, value in kept.items()
            if not self.is_dropped(path)
        }

    def owed(self, kept: Mapping[str, T]) -> dict[str, T]:
        """What is kept by obligations, whose codes are made of two paths."""
        return {
            ">".join(map(self.now, code.split(">"))): value
            for code, value in kept.items()
            if not any(map(self.is_dropped, code.split(">")))
        }


def closed(_: Case, event: e.Closed, __: int) -> Fields:
    """It is over."""
    return {"closed": event.reason}


def reopened(_: Case, __: e.Reopened, ___: int) -> Fields:
    """It goes on."""
    return {"closed": None}
