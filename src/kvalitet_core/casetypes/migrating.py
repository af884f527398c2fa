"""Where a running case stands under a newer version: each part's place, or why not.

    planned = plan(definition_2021, version="2020-2", standing=standing)
    planned.refusals or planned.standing

What has no place is refused by name and never dropped. A part that the newer version
names as dropped may go while nobody has begun it: while it is waiting or available. A
stage may be dropped whatever its status, since that follows from its items; only one
that was ended early may not, because nothing else remembers that.

Pure: it writes nothing, so a dry run is the same call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from kvalitet_core.casetypes.checks.wording import meant, quoted
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.references import done_fact, outcome_fact
from kvalitet_core.casetypes.settling import Standing
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.errors import Problem

__all__ = ["Plan", "plan"]

_UNBEGUN: Final = frozenset({Status.WAITING, Status.AVAILABLE})


@attrs.frozen(kw_only=True)
class Plan:
    """How a case is moved to a newer version of its case type.

    Attributes:
        places: Earlier path → path now, of every part that has one, in order.
        dropped: The earlier paths that go, in order: nobody had begun them.
        refusals: What keeps it from being moved, by earlier path; () where nothing.
        standing: How it stands under the newer version, before it is settled there;
            None where it cannot be moved.
    """

    places: Mapping[str, str]
    dropped: tuple[str, ...] = ()
    refusals: tuple[Problem, ...] = ()
    standing: Standing | None = None


def plan(new: Definition, *, version: str, standing: Standing) -> Plan:
    """Find the place of everything in a case under a newer version.

    Args:
        new: The newer version.

        version: The version that the case runs under.

        standing: How the case stands; tasks of its own, which no version has, are left
            out of it and stay as they are.
    """
    renamed = new.migrate_from.get(version)
    if renamed is None:
        text = (
            f"{new.code} {new.version} does not say how to go on from {version!r}, "
            f"only from {quoted(new.migrate_from)}; add it to migrate_from="
        )
        refusal = Problem(path=f"migrate_from.{version}", text=text)
        return Plan(places={}, refusals=(refusal,))
    moving = _Moving(new, renamed, standing)
    return moving.planned()


@attrs.frozen
class _Moving:
    """One case on its way to a newer version."""

    new: Definition
    renamed: Renamed
    standing: Standing

    def planned(self) -> Plan:
        places: dict[str, str] = {}
        dropped: list[str] = []
        refusals: list[Problem] = []
        for path in sorted({*self.standing.statuses, *self.standing.planned}):
            now = self.renamed.now(path, known=self.new.stage_of)
            problems = [*self._problems(path, now)]
            refusals += problems
            if now is None and not problems:
                dropped.append(path)
            elif now is not None:
                places[path] = now
        refusals += _collisions(places)
        moved = None if refusals else self._moved(places)
        return Plan(
            places=places,
            dropped=tuple(dropped),
            refusals=tuple(sorted(refusals, key=lambda each: (each.path, each.text))),
            standing=moved,
        )

    def _problems(self, path: str, now: str | None) -> Iterator[Problem]:
        status = self.standing.of(path)
        if path in self.renamed.dropped:
            if not self._may_go(path, status):
                text = f"is {status}, and is dropped; give it a place in migrate_from="
                yield Problem(path=path, text=text)
        elif now is None:
            wanted = self.renamed.paths.get(path, path)
            hint = meant(wanted, self._like(wanted))
            text = (
                f"has no place: {self.new.code} {self.new.version} has no {wanted!r}; "
                f"rename it or drop it in migrate_from={hint}"
            )
            yield Problem(path=path, text=text)
        else:
            yield from self._unfit(path, now, status)

    def _like(self, path: str) -> list[str]:
        """What is of its sort: the items, or the stages."""
        return [each for each in self.new.stage_of if ("." in each) is ("." in path)]

    def _may_go(self, path: str, status: Status) -> bool:
        if path in self.standing.planned:
            return False
        if "." not in path:
            return status is not Status.LEFT
        return status in _UNBEGUN

    def _unfit(self, path: str, now: str, status: Status) -> Iterator[Problem]:
        """Tell of what cannot stand so where it goes."""
        item = self.new.items.get(now)
        outcome = self.standing.done.get(outcome_fact(path))
        if ("." in path) is (item is None):
            text = f"cannot go on as {now!r}: only one of them is a stage"
            yield Problem(path=path, text=text)
            return
        if isinstance(item, Decision):
            yield from _outcome(path, item, status, outcome)
        elif outcome is not None:
            text = f"came to {outcome.value!r}, and {now!r} is no decision"
            yield Problem(path=path, text=text)
        works = status.is_open or status is Status.SKIPPED
        if item is not None and works and not isinstance(item, Task):
            text = f"is {status}, and {now!r} is a {item.sort}, which nobody does"
            yield Problem(path=path, text=text)
        if path in self.standing.planned and not (
            isinstance(item, Task) and item.discretionary
        ):
            text = f"was planned, and {now!r} is not discretionary"
            yield Problem(path=path, text=text)

    def _moved(self, places: Mapping[str, str]) -> Standing:
        statuses = self.standing.statuses
        done: dict[str, Known] = {}
        for path, now in places.items():
            for named in (done_fact, outcome_fact):
                known = self.standing.done.get(named(path))
                if known is not None:
                    done[named(now)] = known
        return Standing(
            facts=self.standing.facts,
            statuses={now: statuses[p] for p, now in places.items() if p in statuses},
            done=done,
            planned=frozenset(places[path] for path in self.standing.planned),
        )


def _outcome(
    path: str, item: Decision, status: Status, outcome: Known | None
) -> Iterator[Problem]:
    if outcome is not None and outcome.value not in item.outcomes:
        text = (
            f"came to {outcome.value!r}, and {item.path!r} comes to "
            f"{quoted(item.outcomes)}{meant(str(outcome.value), item.outcomes)}"
        )
        yield Problem(path=path, text=text)
    elif outcome is None and status is Status.DONE:
        text = f"is done without an outcome, and {item.path!r} is a decision"
        yield Problem(path=path, text=text)


def _collisions(places: Mapping[str, str]) -> Iterator[Problem]:
    """Tell of several parts that come to one place."""
    coming: dict[str, list[str]] = {}
    for path, now in places.items():
        coming.setdefault(now, []).append(path)
    for now, paths in coming.items():
        if len(paths) > 1:
            for path in paths:
                others = quoted(each for each in paths if each != path)
                text = f"comes to {now!r} as {others} does; let one of them do so"
                yield Problem(path=path, text=text)
