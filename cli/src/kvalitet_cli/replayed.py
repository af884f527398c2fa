"""Replaying a journal, in one process or in several, and telling of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import attrs

from kvalitet_cli.asking_text import say
from kvalitet_cli.following import kept_for, runs_at
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Where
from kvalitet_cli.plugged import package_with
from kvalitet_cli.pooled import others
from kvalitet_core.audit import (
    Manner,
    Reached,
    Replayed,
    ReplayedPart,
    Schemas,
    Share,
    replay,
    replay_part,
)
from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import Registry
from kvalitet_core.releases import file_of, files_of

__all__ = ["item_of", "lines", "replayed_in"]

_KIND = "reaction "


def replayed_in(where: Where, journal: Journal, *, check: bool, jobs: int) -> Replayed:
    """Replay a journal, each process a part of it.

    Args:
        where: The journal.

        journal: The same, open for reading.

        check: Whether all is checked that can be.

        jobs: How many processes.
    """
    reached = _reached(journal, where) if check else {}
    released = _released(journal.registry)
    if jobs == 1:
        return replay(journal, check=check, released=released, reached=reached)
    with others(jobs - 1) as pool:
        for _ in range(jobs - 1):
            pool.submit(_begun, where)

        def each(
            parts: Sequence[Share], manner: Manner
        ) -> Iterator[ReplayedPart | None]:
            own, *rest = parts
            theirs = pool.map(partial(_opened, where, manner=manner), rest)
            yield replay_part(journal, own, manner, released=released)
            yield from theirs

        return replay(journal, check=check, reached=reached, jobs=jobs, each=each)


def lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """What a journal came to, as text."""
    for name in ("commands", "events"):
        yield _label(name, str(item[name]), language)
    for kind, count in item["states"].items():
        yield _line(kind, say("streams", language, count=count))
    if item["checked"]:
        yield _label("fitted", str(item["fitted"]), language)
    for name, each in item["followed"].items():
        yield _label("reaction", say("followed", language, name=name, **each), language)
    for name, at in item["timed"].items():
        yield _label("timer", say("timed", language, name=name, at=at), language)
    yield _label("digest", item["digest"], language)
    for name, count in item["unknown"].items():
        text = say("occurs", language, name=name, count=count)
        yield _label("unknown", text, language, "yellow")
    for each in item["unchecked"]:
        why = say(f"unchecked_{each['why']}", language)
        text = say("unchecked", language, name=each["name"], count=each["count"])
        yield _label("not_looked_at", f"{text}: {why}", language, "yellow")
    for flaw in item["flaws"]:
        key = "flaw_at" if flaw["position"] else "flaw_in"
        text = say(f"flaw_{flaw['code']}", language, **flaw["facts"])
        place = {"stream": flaw["stream"], "position": flaw["position"]}
        yield _label("flaw", say(key, language, text=text, **place), language, "red")


def _begun(where: Where) -> None:
    """Look at every plugin, in a process of its own, while the shares are found."""
    with where.opened(read_only=True, following=False):
        pass


def _opened(where: Where, share: Share, *, manner: Manner) -> ReplayedPart | None:
    """Replay one part, in a process of its own."""
    with where.opened(read_only=True, following=False) as journal:
        released = _released(journal.registry)
        return replay_part(journal, share, manner, released=released)


def _released(registry: Registry) -> Schemas:
    """Gives the schemas that came with the core and with each plugin."""
    packages = filter(None, map(package_with, registry.plugins))
    released = [files_of(package) for package in packages]

    def schema(name: str) -> Mapping[str, Any] | None:
        file = file_of(name)
        return next((f.content(file) for f in released if file in f.schemas), None)

    return schema


def _reached(journal: Journal, where: Where) -> dict[str, Reached]:
    """How far each reaction has come, where that is kept and can be read."""
    kept = kept_for(where)
    if kept.address is None or not kept.there:
        return {}
    with (
        suppress(RunsUnavailable),
        runs_at(kept.address, journal, where, read_only=True) as runs,
        runs.reading() as transaction,
    ):
        from kvalitet_core.reactions.counting import (  # noqa: PLC0415 - an extra
            answered,
        )

        refused = {name: each.refused for name, each in answered(transaction).items()}
        found = {}
        for name, run in transaction.runs().items():
            if not name.startswith(_KIND):
                continue
            parked = transaction.parked(name)
            found[name.removeprefix(_KIND)] = Reached(
                position=run.position,
                parked=frozenset(each.position for each in parked if not each.aside),
                aside=frozenset(each.position for each in parked if each.aside),
                refused=refused.get(name, 0),
            )
        return found
    return {}


def _label(key: str, text: str, language: Language, style: str = "") -> Line:
    return _line(say(key, language), text, style)


def _line(name: str, text: str, style: str = "") -> Line:
    return Line(0, ((f"{name}  ".ljust(18), "dim"), (text, style)))


def item_of(found: Replayed, *, check: bool) -> dict[str, Any]:
    """What a journal came to, plain."""
    flaws = [
        {
            "position": flaw.position,
            "stream": flaw.stream,
            "text": flaw.text,
            "code": flaw.wrong.code,
            "facts": dict(flaw.wrong.facts),
        }
        for flaw in found.flaws
    ]
    return {"checked": check, **attrs.asdict(found), "flaws": flaws}
