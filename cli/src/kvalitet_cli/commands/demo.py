"""`kvalitet demo`: a small journal to look at, and its story."""

from __future__ import annotations

import gc
import json
import secrets
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import attrs
import click
from rich.console import Console
from rich.progress import Progress

from kvalitet_cli.demo_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, width
from kvalitet_cli.making import on_server, refuse_to_overwrite
from kvalitet_cli.options import Where, stored_in_or
from kvalitet_cli.program import program
from kvalitet_cli.report import put_lines
from kvalitet_cli.story import BEGINNING, CASEWORKER, Chance, Play, Stage, Told
from kvalitet_cli.story.scaled import scaled
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import COPENHAGEN

__all__ = ["command"]

_SELDOM = 100_000
"""How many new objects there are before rubbish is looked for: little of it goes round.

Looking takes a tenth of the time of a large demo.
"""


@click.command(name="demo")
@stored_in_or("demo.db")
@click.option(
    "--scale",
    type=click.IntRange(min=1),
    metavar="N",
    help="Play it over and over, with others each time, to about N events.",
)
@click.option(
    "--seed", metavar="TEXT", help="What is drawn from, with --scale; else chance."
)
@in_language
def command(
    *, where: Where, scale: int | None, seed: str | None, language: Language
) -> None:
    r"""Build a small journal, tell what was done, and what to try next.

    It goes to ./demo.db where --journal names no other place. A journal that is there
    already is left as it is, and is an error.

    With --scale nothing is told. The same things happen in the same proportions, to
    others each time, until there are about N events in the journal; the story is always
    played whole. Views are left to `kvalitet run`.

    \b
    Example:
      kvalitet demo
      kvalitet demo --journal /tmp/trial.db --lang da
      kvalitet demo --journal large.db --scale 100000 --seed 1
    """
    if seed is not None and scale is None:
        message = "--seed goes with --scale"
        raise click.UsageError(message, ctx=click.get_current_context())
    if on_server(where.journal) and not where.keys:
        message = "a demo in PostgreSQL needs a key store for its persons: give --keys"
        raise click.UsageError(message, ctx=click.get_current_context())
    refuse_to_overwrite(where.journal, remedy=_remedy(where))
    clock = GivenClock(BEGINNING)
    with Journal.open(
        where.journal,
        keys=where.keys,
        clock=clock,
        create=True,
        busy_seconds=where.busy_seconds,
        views=None if scale is None else False,
    ) as journal:
        if scale is not None:
            _scale(journal, clock, events=scale, seed=seed, language=language)
            return
        play = Play(Stage(journal, clock, Chance(secrets.token_bytes())))
        told = _played(play)
        place = journal.place
    put_lines(_story(place, told, play.left_out, language))
    put_lines(_next(where, play, language))


def _scale(
    journal: Journal,
    clock: GivenClock,
    *,
    events: int,
    seed: str | None,
    language: Language,
) -> None:
    """Write a large journal, and say how long it took."""
    drawn = secrets.token_bytes() if seed is None else seed.encode()
    gc.set_threshold(_SELDOM)
    begun, written = monotonic(), 0
    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("events", total=events)
        for written in scaled(journal, clock, events=events, seed=drawn):
            progress.update(task, completed=written)
    seconds = max(monotonic() - begun, 0.001)
    number, rate = f"{written:,}", f"{written / seconds:,.0f}"
    made = say("large", language, events=number, place=journal.place)
    speed = say("speed", language, seconds=f"{seconds:,.0f}", rate=rate)
    put_lines([Line.of(made, "bold"), Line.of(speed)])


def _remedy(where: Where) -> str:
    another = "name another place with --journal"
    if on_server(where.journal):
        return another
    file = where.journal.removeprefix("sqlite:///")
    keys = [] if where.keys else [f"{file}.keys", f"{file}.key"]
    beside = [*keys, f"{file}.views"]
    made = shlex.join([file, *(path for path in beside if Path(path).exists())])
    return f"{another}, or, if it is an old demo, remove it with `rm {made}`"


def _played(play: Play) -> list[Told]:
    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("municipalities")
        return list(
            play.played(
                lambda done, total: progress.update(task, completed=done, total=total)
            )
        )


def _story(
    place: str, told: list[Told], left_out: tuple[str, ...], language: Language
) -> Iterator[Line]:
    yield Line.of(say("made", language, place=place), "bold")
    yield from _paragraph(say("about", language), indent=0)
    if left_out:
        names = ", ".join(left_out)
        yield from _paragraph(say("left_out", language, names=names), indent=0)
    year = 0
    for scene in told:
        when = scene.at.astimezone(COPENHAGEN)
        if when.year != year:
            year = when.year
            yield Line()
            yield Line.of(str(year), "bold")
        yield Line()
        yield Line(
            0,
            ((when.strftime("%Y-%m-%d %H:%M"), "cyan"), (f"  {scene.chapter}", "dim")),
        )
        yield from _paragraph(scene.said.spoken(language), indent=2)


def _next(where: Where, play: Play, language: Language) -> Iterator[Line]:
    journal, stream, started = _naming(where), play.register.laerkehoej, program()
    yield Line()
    yield Line.of(say("next", language), "bold")
    if not journal:
        yield Line.of(say("environment", language))
    persons = shlex.quote(say("purpose", language))
    for what, text in (
        ("log", f"log{journal} --limit 5"),
        ("history", f"history {stream}{journal}"),
        ("show", f"show {stream}{journal}"),
        ("known", f"show {stream}{journal} --known 2020-03-11"),
        ("persons", f"show {stream}{journal} --persons {persons}"),
        ("rename", _rename(journal, stream)),
        *_of_case(journal, play),
        *_of_partners(journal, play),
    ):
        yield Line()
        yield Line.of(say("step", language, what=say(what, language)), "dim")
        yield Line.of(f"{started} {text}")


def _naming(where: Where) -> str:
    """The options that name the journal; not an address, which may hold a password."""
    if on_server(where.journal):
        return ""
    keys = f" --keys {shlex.quote(where.keys)}" if where.keys else ""
    return f" --journal {shlex.quote(where.journal)}{keys}"


def _of_case(journal: str, play: Play) -> Iterator[tuple[str, str]]:
    applied, cases = play.indsatsteam, play.cases
    if applied is None or cases is None:
        return
    course, refused, begun = (
        stream.partition("/")[2] for stream in (cases.course, cases.late, cases.second)
    )
    yield "application", f"show {applied.on_time}{journal}"
    yield "timeline", f"case timeline {course}{journal}"
    yield "why", f"why {refused}{journal}"
    yield "why_not", f"why-not {begun} opstartsfase.tilret{journal}"


def _of_partners(journal: str, play: Play) -> Iterator[tuple[str, str]]:
    granted, measured = play.granted, play.measured
    if granted is None or measured is None:
        return
    yield "postings", f"grant postings {granted.repaid}{journal}"
    yield "survey", f"survey results {measured.survey}{journal}"


def _rename(journal: str, stream: str) -> str:
    fields = {"tilbud": stream, "name": "Mosebo", "effective_from": "2021-09-01"}
    actor = {name: value for name, value in attrs.asdict(CASEWORKER).items() if value}
    asked, acts = (
        shlex.quote(json.dumps(value, ensure_ascii=False)) for value in (fields, actor)
    )
    return f"do tilbud.rename{journal} --as {acts} {asked}"


def _paragraph(text: str, *, indent: int) -> Iterator[Line]:
    for line in textwrap.wrap(
        text, min(width(), 88) - indent, break_on_hyphens=False, break_long_words=False
    ):
        yield Line.of(line, indent=indent)
