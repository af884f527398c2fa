"""`kvalitet whatif`: what would have followed if something had not been done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import attrs
import click

from kvalitet_cli.asked import asked_for
from kvalitet_cli.instants import local
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.streams import checked_stream
from kvalitet_core.audit import Fate, Parted, Supposed, unlike, whatif
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.records import written

__all__ = ["command"]

_FATES: Final = {
    "dropped": "supposed not to have been done",
    "never_asked": "never asked for: what a reaction answered to is gone",
    "otherwise": "comes to something else",
    "not_decided": "cannot be decided here",
}


@click.command(name="whatif")
@click.argument("stream")
@click.option(
    "--drop",
    "dropped",
    required=True,
    multiple=True,
    metavar="EVENT",
    help="Without the command of this event: an id, or a version of STREAM.",
)
@reading_from
def command(*, where: Where, view: View, stream: str, dropped: tuple[str, ...]) -> None:
    r"""Tell what would have followed if an event of STREAM had not come about.

    The command that led to the event is left out with all its events, on a branch in
    memory. Every command that read what is otherwise is decided again by the code that
    is installed now, with what was asked, by whom and when held fixed: what people
    chose, they choose again. What a reaction asked for because of an event that is gone
    was never asked. Then each stream that comes to stand otherwise is told, field by
    field. It is a supposition and no decision, and nothing is written.

    \b
    Example:
      kvalitet whatif round/indsatsteam-2020-11 --drop 1 --journal demo.db
      kvalitet whatif tilbud/016cf10a-9ba0-7f1a-bf74-18739990efe4 --drop 4 --drop 5
    """
    checked = checked_stream(stream)
    with reading(where, view) as journal:
        commands = [_command(journal, checked, each) for each in dropped]
        found = whatif(journal.journal, dropped=commands)
        items = [
            *(_supposed(each) for each in found.supposed),
            *(_parted(journal, each) for each in found.parted),
        ]
        counts = Counter(each.fate for each in found.supposed)
        told = ", ".join(f"{counts[fate]} {fate.replace('_', ' ')}" for fate in Fate)
        said = f"decided again: {found.commands}; commands: {told}"
        text = f"{said}; streams otherwise: {len(found.parted)}"
        journal.report("supposed", items, _lines, found=text)


def _command(journal: Reading, stream: str, event: str) -> str:
    """The id of the command that an event of the stream came of.

    Raises:
        Unknown: There is no such event.
        Malformed: It is of another stream.
    """
    text = f"{stream}@{event}" if event.isdecimal() else event
    act, _ = asked_for(journal.journal, text)
    if stream not in act.streams:
        problem = f"expected an event of {stream}, got one of {', '.join(act.streams)}"
        raise Malformed(f"--drop {event}", problem)
    return act.command_id


def _supposed(found: Supposed) -> dict[str, Any]:
    commit = found.commit
    return {
        "role": "command",
        "fate": found.fate.value,
        "command": commit.record.name,
        "command_id": commit.recorded.command_id,
        "position": commit.recorded.position,
        "recorded_at": written(commit.recorded.recorded_at),
        "targets": list(commit.record.targets),
        "actor": commit.record.actor.id,
        "reaction": commit.record.reaction,
        "why": found.why,
        "differences": [attrs.asdict(each) for each in found.differences],
    }


def _parted(journal: Reading, found: Parted) -> dict[str, Any]:
    was, now = (
        {} if state is None else journal.plain.of(state, stream=found.stream)
        for state in (found.recorded, found.supposed)
    )
    return {
        "role": "stream",
        "stream": found.stream,
        "differences": [
            {"path": each.path, "recorded": each.before, "again": each.after}
            for each in unlike(was, now)
        ],
    }


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    if item["role"] == "stream":
        yield Line.of(item["stream"], "bold")
    else:
        fate = _FATES[item["fate"]]
        yield Line(0, ((item["command"], "bold"), (f"  {fate}", "yellow")))
        at = f"{local(item['recorded_at'])}, at position {item['position']}"
        yield from _label("when", f"{at}, by {item['reaction'] or item['actor']}")
        yield from _label("on", ", ".join(item["targets"]))
        if item["why"]:
            yield from _label("why", item["why"])
    for each in item["differences"]:
        was, now = (
            "nothing" if each[key] is None else str(each[key])
            for key in ("recorded", "again")
        )
        yield from _label("differs", f"{each['path']}: recorded {was}, supposed {now}")


def _label(label: str, text: str) -> Iterator[Line]:
    yield from labelled(label, text, indent=4, column=len("differs"))
