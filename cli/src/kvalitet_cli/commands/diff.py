"""`kvalitet diff`: what of a stream is otherwise at one point than at another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import attrs
import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.instants import Instant, local
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, scalar
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.streams import checked_stream, no_such_stream, refuse_missing_plugin
from kvalitet_core.audit import unlike, versions
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.instants import written

__all__ = ["command"]


@attrs.frozen(kw_only=True)
class Point:
    """One end of what is compared: a version, or the last one known at an instant."""

    version: int | None = None
    known: datetime | None = None


@attrs.frozen(kw_only=True)
class Reached:
    """Where in a stream a point is: the version, when it was recorded, the state."""

    version: int
    recorded_at: datetime | None = None
    state: Any = None


class Span(click.ParamType):  # type: ignore[type-arg]  # generic in new clicks only
    """Two points with `..` between them; one left out is the beginning, or now."""

    name = "span"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Point, Point]:
        """Read it."""
        if isinstance(value, tuple):
            return value
        first, dots, last = str(value).partition("..")
        if not dots:
            expected = (
                "expected A..B, versions or instants: 1..3, 2020-03-10..2020-03-12"
            )
            self.fail(f"{value!r}: {expected}", param, ctx)
        begins = self._point(first, param, ctx) if first else Point(version=0)
        return begins, self._point(last, param, ctx) if last else Point()

    def _point(
        self, text: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Point:
        if text.isdecimal() and len(text) < len("2020"):
            return Point(version=int(text))
        return Point(
            known=Instant(last=True, ambiguous_dates=True).convert(text, param, ctx)
        )


@click.command(name="diff")
@click.argument("stream")
@click.argument("span", type=Span(), metavar="A..B")
@in_language
@reading_from
def command(
    *,
    where: Where,
    view: View,
    stream: str,
    span: tuple[Point, Point],
    language: Language,
) -> None:
    r"""Tell what of STREAM is otherwise at B than at A, field by field.

    A and B are versions of up to three digits, or dates and instants: then it is what
    was known at the end of them. One that is left out is the beginning, or now.

    \b
    Example:
      kvalitet diff municipality/0730 1..2 --journal demo.db
      kvalitet diff municipality/0730 2020-03-10..2020-03-12 --journal demo.db
      kvalitet diff municipality/0730 1.. --format json --journal demo.db
    """
    checked = checked_stream(stream)
    with reading(where, view, language=language, whole=False) as journal:
        first, last = _reached(journal, checked, span)
        places = [attrs.asdict(each) for each in unlike(first.state, last.state)]
        item = {
            "stream": checked,
            "from": _end(first),
            "to": _end(last),
            "differences": places,
        }
        told = {"stream": checked, "first": first.version, "last": last.version}
        found = say("differences", language, count=len(places), **told)
        lines = partial(_lines, language=language)
        journal.report("differences", [item], lines, found=found)


def _reached(
    journal: Reading, stream: StreamId, span: tuple[Point, Point]
) -> tuple[Reached, Reached]:
    """Find both ends in one pass over the stream.

    Raises:
        Unknown: There is no such stream, or it has no such version.
        Malformed: The last point is before the first, or one before the journal.
    """
    known = (point.known for point in span)
    refuse_unbegun(journal.journal, *known, option="A..B")
    refuse_missing_plugin(journal.journal, stream)
    ends, newest = [Reached(version=0), Reached(version=0)], 0
    for recorded, state in versions(journal.journal, stream):
        newest = recorded.version
        for number, point in enumerate(span):
            if _covers(point, newest, recorded.recorded_at):
                ends[number] = Reached(
                    version=newest, recorded_at=recorded.recorded_at, state=state
                )
    if not newest:
        raise no_such_stream(journal.journal, stream)
    for point in span:
        if point.version is not None and point.version > newest:
            hint = f"the newest is {newest}"
            raise Unknown("version", f"{stream} {point.version}", hint=hint)
    first, last = (_plain(journal, stream, end) for end in ends)
    if last.version < first.version:
        text = f"expected B after A, got version {last.version} after {first.version}"
        raise Malformed("A..B", text)
    return first, last


def _covers(point: Point, version: int, at: datetime) -> bool:
    if point.version is not None:
        return version <= point.version
    return point.known is None or at <= point.known


def _plain(journal: Reading, stream: StreamId, end: Reached) -> Reached:
    state = {} if end.state is None else journal.plain.of(end.state, stream=stream)
    return attrs.evolve(end, state=state)


def _end(reached: Reached) -> dict[str, Any]:
    at = reached.recorded_at
    return {"version": reached.version, "recorded_at": written(at) if at else None}


def _lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    yield Line.of(item["stream"], "bold")
    for name in ("from", "to"):
        version, at = item[name]["version"], item[name]["recorded_at"]
        key = f"{name}_version" if at else f"{name}_start"
        told = say(key, language, version=version, at=at and local(at))
        yield Line.of(told, "dim", indent=4)
    for place in item["differences"]:
        yield Line.of(place["path"], indent=4)
        for sign, key, style in (("-", "before", "red"), ("+", "after", "green")):
            if place[key] is not None:
                told = _shown(place[key], language)
                yield Line.of(f"{sign} {told}", style, indent=6)


def _shown(value: Any, language: Language) -> str:
    """A value as people read it; what is made of several as JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return scalar(value, language)
