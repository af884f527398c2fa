"""Deciding a journal again, in one process or in several, and telling of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any, Final, TypeAlias

import attrs

from kvalitet_cli.asking_text import say
from kvalitet_cli.instants import local
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Where
from kvalitet_cli.pooled import others
from kvalitet_cli.unmatched import streams_of
from kvalitet_core.audit import (
    Deployments,
    Drifted,
    Redecided,
    Verdict,
    collecting_seldom,
    redecide,
)
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.reading import Commit

__all__ = ["Found", "Wanted", "decided_again", "lines"]

_Part: TypeAlias = tuple[int, int]
_SHOWN_EVERY: Final = 500


@attrs.frozen(kw_only=True)
class Wanted:
    """Which commands are decided again; None lets all pass.

    Attributes:
        stream: On which stream, as what it is about or as what it wrote to.
        plugin: Of which plugin: its own commands, and those on what bears its name,
            such as a round of its programme or a case by one of its types.
        since: Recorded at this instant, or later.
        until: Recorded at this instant, or earlier.
    """

    stream: str | None
    plugin: str | None
    since: datetime | None
    until: datetime | None

    @property
    def narrows(self) -> bool:
        """Tell whether it lets not all of them pass."""
        return any(each is not None for each in attrs.astuple(self))

    def takes(self, commit: Commit) -> bool:
        """Tell whether a command is one of them."""
        at = commit.recorded.recorded_at
        return (
            (self.since is None or at >= self.since)
            and (self.until is None or at <= self.until)
            and (self.stream is None or self.stream in streams_of(commit))
            and (self.plugin is None or _bears(commit, self.plugin))
        )


@attrs.frozen(kw_only=True)
class Found:
    """What came of it.

    Attributes:
        counts: How many commands came to each verdict.
        items: What did not come to the same, plain, in the order of the journal.
    """

    counts: Counter[str] = attrs.field(factory=Counter)
    items: list[dict[str, Any]] = attrs.field(factory=list)


def decided_again(
    where: Where,
    wanted: Wanted,
    *,
    head: int,
    jobs: int,
    show: Callable[[int], None],
) -> Found:
    """Decide the commands of a journal again, each process a part of them.

    Args:
        where: The journal.

        wanted: Which commands.

        head: The last position to look at.

        jobs: How many processes.

        show: Is told how far this process has come in its part.
    """
    edges = [head * number // jobs for number in range(jobs + 1)]
    parts = list(pairwise(edges))
    carry_out = partial(_of_part, where, wanted)
    if jobs == 1:
        return _traced(_of_part(where, wanted, part, show) for part in parts)
    own, *rest = parts
    with others(jobs - 1) as pool:
        theirs = pool.map(carry_out, rest)
        return _traced(iter((_of_part(where, wanted, own, show), *theirs)))


def lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """A command that did not come to the same, and where."""
    drift = item["verdict"] == Verdict.DRIFT
    verdict = say(item["verdict"], language)
    yield Line(
        0,
        (
            (item["command"], "bold"),
            (f"  {verdict}", "red" if drift else "yellow"),
            (f"  {item['command_id']}", "dim"),
        ),
    )
    for key, text in _told(item, language):
        yield Line(4, ((say(key, language).ljust(9), "dim"), (text, "")))


def _unseen(_: int) -> None:
    return


def _of_part(
    where: Where, wanted: Wanted, part: _Part, show: Callable[[int], None] = _unseen
) -> Found:
    """Decide what lies in one part of a journal."""
    after, upto = part
    with (
        where.opened(read_only=True, following=False) as journal,
        collecting_seldom(),
    ):
        found, deployments = Found(), Deployments(journal)
        takes = wanted.takes if wanted.narrows else None
        for each in redecide(journal, after=after, upto=upto, wanted=takes):
            found.counts[each.verdict.value] += 1
            if not found.counts.total() % _SHOWN_EVERY:
                show(each.commit.recorded.position)
            if each.verdict is not Verdict.SAME:
                found.items.append(_item(each, deployments))
    return found


def _traced(parts: Iterator[Found]) -> Found:
    """Put parts together, and name what each drift read from those before it."""
    whole, drifted = Found(), Drifted()
    for part in parts:
        whole.counts.update(part.counts)
        for item in part.items:
            reads = item.pop("reads")
            if item["verdict"] == Verdict.DRIFT:
                item["reads_from"] = list(drifted.read_by(reads))
                drifted.note(item["position"], item.pop("wrote"))
            else:
                del item["wrote"]
            whole.items.append(item)
    return whole


def _item(found: Redecided, deployments: Deployments) -> dict[str, Any]:
    commit = found.commit
    recorded, record = commit.recorded, commit.record
    drift = found.verdict is Verdict.DRIFT
    changed = deployments.changes(record.deployment) if drift else ()
    return {
        "position": recorded.position,
        "recorded_at": written(recorded.recorded_at),
        "command_id": recorded.stream.partition("/")[2],
        "command": record.name,
        "targets": list(record.targets),
        "verdict": found.verdict.value,
        "why": found.why,
        "lack": attrs.asdict(found.lack) if found.lack else None,
        "differences": [attrs.asdict(each) for each in found.differences],
        "reads_from": [],
        "deployment": record.deployment,
        "changed": [attrs.asdict(each) for each in changed],
        "reads": dict(record.reads),
        "wrote": [(event.stream, event.version) for event in commit.events],
    }


def _bears(commit: Commit, plugin: str) -> bool:
    """Whether a command, or what it is about, bears the name of a plugin."""
    keys = (target.partition("/")[2] for target in commit.record.targets)
    begins = (f"{plugin}.", f"{plugin}-")
    return any(name.startswith(begins) for name in (commit.record.name, *keys))


def _told(item: dict[str, Any], language: Language) -> Iterator[tuple[str, str]]:
    """What is said of a command, each with what stands before it."""
    at, position = local(item["recorded_at"]), item["position"]
    yield "when", say("at", language, at=at, position=position)
    yield "on", ", ".join(item["targets"])
    if item["lack"]:
        lack = item["lack"]
        yield "why", say(f"lacks_{lack['sort']}", language, name=lack["name"])
    for each in item["differences"]:
        then, now = (_value(each[key], language) for key in ("recorded", "again"))
        yield (
            "differs",
            say("then_now", language, path=each["path"], then=then, now=now),
        )
    for position in item["reads_from"]:
        yield "from", say("read_drift", language, position=position)
    for each in item["changed"]:
        then, now = (_short(each[key], language) for key in ("then", "now"))
        name = _part(each["name"], language)
        yield "changed", say("part_changed", language, name=name, then=then, now=now)


def _value(value: Any, language: Language) -> str:
    return say("no_value", language) if value is None else repr(value)


def _short(digest: str | None, language: Language) -> str:
    return say("not_there", language) if digest is None else digest[:12]


def _part(name: str, language: Language) -> str:
    """What decides, by what it is and what it is called."""
    sort, _, called = name.partition(" ")
    return say(sort, language, name=called) if called else name
