"""`kvalitet whatif`: what would have followed if something had been otherwise."""

from __future__ import annotations

import re
from typing import Final

import click

from kvalitet_cli.asked import asked_for
from kvalitet_cli.instants import Instant
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.progressing import progressing
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.streams import (
    EVENT,
    checked_stream,
    no_such_stream,
    refuse_missing_plugin,
)
from kvalitet_cli.supposed import items, lines_in, said
from kvalitet_cli.supposed_text import say
from kvalitet_core.audit import Otherwise, told_by, told_of, whatif
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId

__all__ = ["command"]

_SET: Final = re.compile(
    rf"(?:(?P<event>\d+|{EVENT.pattern})\.)?(?P<field>[^=]+)=(?P<value>.*)", re.DOTALL
)


@click.command(name="whatif")
@click.argument("stream")
@click.option(
    "--set",
    "changed",
    multiple=True,
    metavar="[EVENT.]FIELD=VALUE",
    help="A field, or a fact of a case, had been told as VALUE: JSON, or a text.",
)
@click.option(
    "--drop",
    "dropped",
    multiple=True,
    metavar="EVENT",
    help="Without the command of this event: an id, or a version of STREAM.",
)
@click.option(
    "--at",
    "moved",
    multiple=True,
    metavar="[EVENT=]INSTANT",
    help="The command of this event, or of the newest, had been given at INSTANT.",
)
@in_language
@reading_from
def command(
    *,
    where: Where,
    view: View,
    stream: str,
    changed: tuple[str, ...],
    dropped: tuple[str, ...],
    moved: tuple[str, ...],
    language: Language,
) -> None:
    r"""Tell what would have followed if something of STREAM had been otherwise.

    On a branch in memory, a command is left out with all its events (--drop), was asked
    otherwise (--set), or was given at another time (--at). Every command that read what
    is otherwise is decided again by the code that is installed now, with what was
    asked, by whom and when held fixed: what people chose, they choose again. What a
    reaction asked for is asked as it would have been. Then each stream that comes to
    stand otherwise is told, field by field: decisions, deadlines and money are named.
    It is a supposition and no decision, and nothing is written.

    EVENT is an id, or a version of STREAM. FIELD is a path in what was asked, as
    `kvalitet history` shows it, such as deadline or facts[0].value. Without EVENT it is
    the one command on STREAM that has it; the name of a fact stands for all that was
    told of it. With --at, a command takes its place among the others by that time.

    \b
    Example:
      kvalitet whatif round/indsatsteam-2020-11 --set deadline=2020-12-04
      kvalitet whatif round/indsatsteam-2020-11 --drop 1 --journal demo.db
      kvalitet whatif case/indsatsteam.forloeb.7 --set svar.maaneder=14
      kvalitet whatif case/indsatsteam.forloeb.7 --at 8=2020-12-01T10:00
    """
    if not (changed or dropped or moved):
        message = "say what had been otherwise: --set, --drop or --at"
        raise click.UsageError(message, ctx=click.get_current_context())
    checked = checked_stream(stream)
    with reading(where, view, language=language) as journal:
        _refuse_absent(journal, checked)
        asking = _Asking(journal, checked)
        drops = [asking.command(each, option="--drop") for each in dropped]
        otherwise = [
            *(one for each in changed for one in asking.changed(each)),
            *map(asking.moved, moved),
        ]
        total, label = journal.journal.head(), say("progress", language)
        with progressing(label, total=total) as show:
            found = whatif(
                journal.journal, dropped=drops, otherwise=otherwise, progress=show
            )
        told = items(journal, found)
        lines, text = lines_in(language), said(found, told, language)
        journal.report("supposed", told, lines, found=text)


def _refuse_absent(journal: Reading, stream: StreamId) -> None:
    """Tell a stream that is not there from one that cannot be read here."""
    refuse_missing_plugin(journal.journal, stream)
    if next(journal.journal.history(stream), None) is None:
        raise no_such_stream(journal.journal, stream)


class _Asking:
    """What is asked about one stream, as it was typed."""

    def __init__(self, journal: Reading, stream: StreamId) -> None:
        self._journal = journal.journal
        self._stream = stream

    def command(self, event: str, *, option: str) -> str:
        """The id of the command that an event of the stream came of.

        Raises:
            Unknown: There is no such event.
            Malformed: It is of another stream.
        """
        text = f"{self._stream}@{event}" if event.isdecimal() else event
        act, _ = asked_for(self._journal, text)
        if self._stream not in act.streams:
            others = ", ".join(act.streams)
            problem = f"expected an event of {self._stream}, got one of {others}"
            raise Malformed(f"{option} {event}", problem)
        return act.command_id

    def changed(self, text: str) -> tuple[Otherwise, ...]:
        """What `--set` says.

        Raises:
            Malformed: It is not spelled so.
        """
        part = _SET.fullmatch(text)
        if part is None:
            raise Malformed(f"--set {text}", "expected [EVENT.]FIELD=VALUE")
        if part["event"] is None:
            return told_of(self._journal, self._stream, part["field"], part["value"])
        command_id = self.command(part["event"], option="--set")
        return (told_by(self._journal, command_id, part["field"], part["value"]),)

    def moved(self, text: str) -> Otherwise:
        """What `--at` says."""
        event, sign, instant = text.rpartition("=")
        if not sign:
            event = str(
                self._journal.folder.reader.versions([self._stream])[self._stream]
            )
        at = Instant(last=False).convert(instant, None, click.get_current_context())
        return Otherwise(command_id=self.command(event, option="--at"), at=at)
