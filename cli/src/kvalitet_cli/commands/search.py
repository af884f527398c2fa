"""`kvalitet search`: which commands and decisions rest on something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import attrs
import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.hits import Period, list_hits, listed
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.telling import about, note
from kvalitet_core.audit import (
    Pointers,
    Wanted,
    known,
    pointers_beside,
    search,
)
from kvalitet_core.errors import Malformed, PointersUnavailable, Unknown
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import nearest

__all__ = ["command"]

_LEAST: Final = 6
_HEX: Final = frozenset("0123456789abcdef")
_NAMED: Final = ("rule", "definition", "digest", "fact", "event", "actor", "type")
_UNLISTED: Final = ("digest", "event")


@click.command(name="search")
@click.option("--rule", metavar="CODE", help="A rule: its code, or CODE/VERSION.")
@click.option(
    "--definition",
    metavar="CODE",
    help="A case type that a case runs by: its code, or CODE/VERSION.",
)
@click.option(
    "--digest",
    metavar="HEX",
    help="A digest, or how it begins: of a case type, a schema, a file, a deployment.",
)
@click.option("--fact", metavar="NAME", help="A fact that was told or looked at.")
@click.option("--event", metavar="ID", help="An event that something rests on.")
@click.option("--actor", metavar="ID", help="A person who asked, or who is named.")
@click.option(
    "--authority", metavar="TEXT", help="A part of the ground it was done on."
)
@click.option("--type", metavar="NAME", help="A command or an event, by stored name.")
@click.option("--text", metavar="TEXT", help="A part of any text that is not sealed.")
@click.option(
    "--pointers",
    "follows",
    is_flag=True,
    help="First make the file by which most of the journal need not be read, or "
    "bring it up to date.",
)
@listed
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    period: Period,
    language: Language,
    form: Form,
    follows: bool,
    **asked: str | None,
) -> None:
    r"""Find the commands and decisions that rest on a rule, definition, fact or person.

    What is given must all be so of the same command or of the events that followed it,
    and each place is told: the row, the field and what stands there. Capital letters
    make no difference in --text and --authority. What is sealed about persons is not
    opened, so it is not searched.

    A rule, a fact, an event, an actor or a type is found without reading the whole
    journal, and it is told at once that nothing has a name, where there are pointers
    beside it: --pointers makes them, or brings them up to date, in a file that ends in
    .pointers and can be removed at any time. What they do not know of yet is read.

    \b
    Example:
      kvalitet search --rule indsatsteam.rettidig --journal demo.db
      kvalitet search --actor a-22 --type application.decided --from 2021-01-01
      kvalitet search --text Mosebo --format jsonl --journal demo.db
      kvalitet search --pointers --event 016fa94e-a060-7b63-9240-4e6e04edc7fa
    """
    wanted = _wanted(asked)
    with where.opened(read_only=True, following=False, whole=False) as journal:
        read = about(journal, language)
        refuse_unbegun(journal, period.until)
        with _pointers(journal, language, follows=follows) as pointers:
            since = attrs.evolve(wanted, since=period.since)
            found = search(journal, since, pointers=pointers)
            if not list_hits(
                found, period, form=form, journal=read, name="hits", language=language
            ):
                _refuse_wrong_question(
                    journal, wanted, pointers, ever=period.is_all_time
                )


@contextmanager
def _pointers(
    journal: Journal, language: Language, *, follows: bool
) -> Iterator[Pointers | None]:
    """The pointers beside a journal, where there are any that can be used.

    Raises:
        PointersUnavailable: They are to be brought up to date, and cannot be.
        UsageError: The same, for a journal on a server.
    """
    path = pointers_beside(journal.place)
    if path is None and follows:
        message = say("pointers_on_server", language)
        raise click.UsageError(message, ctx=click.get_current_context())
    if path is None:
        yield None
        return
    pointers = None
    try:
        made = Pointers.follow if follows else Pointers.open
        pointers = made(path, journal)
    except PointersUnavailable as error:
        if follows:
            raise
        note(say("all_is_read", language, why=error))
    if pointers is None:
        yield None
        return
    head, known = journal.head(), pointers.position
    note(say("pointers", language, position=known, head=head))
    with pointers:
        yield pointers


def _wanted(asked: dict[str, Any]) -> Wanted:
    """What is searched for.

    Raises:
        UsageError: Nothing is.
        Malformed: A digest is none.
    """
    given = {name: text for name, text in asked.items() if text is not None}
    if not given:
        message = "say what to search for, such as --rule or --actor"
        raise click.UsageError(message, ctx=click.get_current_context())
    empty = [f"--{name}" for name, text in given.items() if not text.strip()]
    if empty:
        raise Malformed(", ".join(empty), "expected some text, got none")
    digest = given.get("digest")
    if digest is not None and (len(digest) < _LEAST or not _HEX.issuperset(digest)):
        text = f"expected {_LEAST} or more of the signs 0-9 and a-f, got {digest!r}"
        raise Malformed("--digest", text)
    return Wanted(**given)


def _refuse_wrong_question(
    journal: Journal, wanted: Wanted, pointers: Pointers | None, *, ever: bool
) -> None:
    """Tell a name that nothing has from one of which nothing was found.

    Args:
        journal: The journal.

        wanted: What was searched for.

        pointers: Those that were used.

        ever: Whether it was searched for at any time.

    Raises:
        Unknown: Nothing in the journal has a name; the nearest are told.
    """
    for name in _NAMED:
        text = getattr(wanted, name)
        if text is None:
            continue
        was_alone = ever and wanted == _only(name, text)
        if not was_alone and any(search(journal, _only(name, text), pointers=pointers)):
            continue
        names: set[str] = set()
        if name not in _UNLISTED:
            names = known(journal, name, pointers=pointers)
        if text not in names:
            hint = f"nothing in journal {journal.place} has it"
            raise Unknown(name, text, nearest=nearest(text, names), hint=hint)


def _only(name: str, text: str) -> Wanted:
    """One thing that is searched for, and nothing besides."""
    asked: dict[str, Any] = {name: text}
    return Wanted(**asked)
