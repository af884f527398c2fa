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
def command(*, where: Where, scale: int | None, seed: str | None) -> None:
    r"""Build a small journal, tell what was done, and what to try next.

    It goes to ./demo.db where --journal names no other place. A journal that is there
    already is left as it is, and is an error.

    With --scale nothing is told. The same things happen in the same proportions, to
    others each time, until there are about N events in the journal; the story is always
    played whole. Views are left to `kvalitet run`.

    \b
    Example:
      kvalitet demo
      kvalitet demo --journal /tmp/trial.db
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
            _scale(journal, clock, events=scale, seed=seed)
            return
        play = Play(Stage(journal, clock, Chance(secrets.token_bytes())))
        told = _played(play)
        place = journal.place
    put_lines(_story(place, told, play.left_out))
    put_lines(_next(where, play))


def _scale(
    journal: Journal, clock: GivenClock, *, events: int, seed: str | None
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
    put_lines(
        [
            Line.of(
                f"A journal of {written:,} events was made: {journal.place}", "bold"
            ),
            Line.of(
                f"It is simulated: a program gave its times. {seconds:,.0f} s, "
                f"{written / seconds:,.0f} events a second."
            ),
        ]
    )


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


def _story(place: str, told: list[Told], left_out: tuple[str, ...]) -> Iterator[Line]:
    yield Line.of(f"A journal was made: {place}", "bold")
    yield from _paragraph(
        "It records how a small, made-up office ran the programme »Styrket kvalitet i "
        "socialpsykiatrien«, 2019-2022. Calls, deadlines, partner municipalities, "
        "principles, publications and their dates are real; every tilbud, person and "
        "figure is made up, and so is whatever no source tells. Its times were given "
        "by this program, not by a clock, so it is marked as simulated, and whoever "
        "reads it is told so.",
        indent=0,
    )
    if left_out:
        yield from _paragraph(
            "Left out, since their plugins are not installed or not allowed: "
            f"{', '.join(left_out)}.",
            indent=0,
        )
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
        yield from _paragraph(scene.text, indent=2)


def _next(where: Where, play: Play) -> Iterator[Line]:
    journal, stream, started = _naming(where), play.register.laerkehoej, program()
    yield Line()
    yield Line.of("Try next:", "bold")
    if not journal:
        yield Line.of("(with KVALITET_JOURNAL, KVALITET_KEYS and KVALITET_ACCESS set)")
    for what, text in (
        ("the last five commits, refusals included", f"log{journal} --limit 5"),
        ("who did what to Lærkehøj", f"history {stream}{journal}"),
        ("what is known of it today", f"show {stream}{journal}"),
        (
            "what was believed on 11 March 2020",
            f"show {stream}{journal} --known 2020-03-11",
        ),
        (
            "the same with persons, which goes on record beside the journal",
            f"show {stream}{journal} --persons 'trying out the demo'",
        ),
        ("rename it yourself", _rename(journal, stream)),
        *_of_case(journal, play),
    ):
        yield Line()
        yield Line.of(f"# {what}", "dim")
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
    text = f"show {applied.on_time}{journal}"
    yield "what an application was decided on: its findings and their facts", text
    text = f"case timeline {course}{journal}"
    yield "its case, from the application to the end of the course", text
    yield "why the late one was refused, down to who", f"why {refused}{journal}"
    text = f"why-not {begun} opstartsfase.tilret{journal}"
    yield "what is missing before a course that has begun can be shaped", text


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
