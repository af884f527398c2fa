"""Where looks at persons are noted, and who looks.

A person is shown only once the look is durable; where it cannot be noted, nobody is.
"""

from __future__ import annotations

import getpass
import os
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeAlias

import click

from kvalitet_cli.making import on_server
from kvalitet_cli.options import Where
from kvalitet_cli.outermost import ARGUMENTS
from kvalitet_core.actor import Actor
from kvalitet_core.attachments.masking import without_passwords
from kvalitet_core.errors import AccessUnavailable
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.privacy.access import AccessStore
from kvalitet_core.privacy.look import Look

__all__ = [
    "ACCESS",
    "kept_for",
    "note",
    "place_beside",
    "place_of",
    "stored_at",
    "typed",
    "who",
]

ACCESS: Final = "KVALITET_ACCESS"
_HALF_A_YEAR: Final = 183
_CENTURY: Final = 36_525

_Function: TypeAlias = Callable[..., Any]

stored_at: Final[Callable[[_Function], _Function]] = click.option(
    "--store",
    metavar="FILE",
    help="The access store, if not the journal's own.",
)
"""Add --store."""

kept_for: Final[Callable[[_Function], _Function]] = click.option(
    "--days",
    envvar="KVALITET_ACCESS_DAYS",
    type=click.IntRange(1, _CENTURY),
    default=_HALF_A_YEAR,
    metavar="N",
    help="How many days a look is kept (183).  [env: KVALITET_ACCESS_DAYS]",
)
"""Add --days."""


def place_of(store: str | None, where: Where | None) -> str:
    """Which access store is asked: the one that is named, or that of the journal.

    Raises:
        UsageError: Neither is named.
    """
    if store is None and where is None and not os.environ.get(ACCESS):
        message = "say which: --journal PLACE or --store FILE"
        raise click.UsageError(message, ctx=click.get_current_context())
    return store or place_beside(where.journal if where else "")


def place_beside(journal: str) -> str:
    """Where the access store of a journal is.

    Raises:
        AccessUnavailable: The journal is no file, and nothing else says where.
    """
    named = os.environ.get(ACCESS)
    if named:
        return named
    if on_server(journal):
        missing = "not named"
        raise AccessUnavailable(missing, f"set {ACCESS} to the path of a file")
    return f"{journal.removeprefix('sqlite:///')}.access"


def note(
    place: str,
    *,
    by: str | None,
    purpose: str,
    journal: str = "",
    streams: Iterable[str] = (),
    persons: Iterable[str] = (),
) -> None:
    """Keep that persons are about to be shown, by the command that is carried out.

    Raises:
        AccessUnavailable: It cannot be kept.
    """
    look = Look(
        at=host_clock(),
        by=who(by),
        purpose=purpose,
        how=click.get_current_context().command_path.partition(" ")[2],
        asked=typed(),
        journal=journal,
        streams=tuple(sorted(set(streams))),
        persons=tuple(sorted(set(persons))),
    )
    try:
        AccessStore(Path(place)).note(look)
    except AccessUnavailable as error:
        remedy = f"no person is shown; {ACCESS} can name another file"
        raise AccessUnavailable(place, f"{error.problem}: {remedy}") from error


def typed() -> str:
    """The line as it was typed, without the passwords in it."""
    arguments = click.get_current_context().meta[ARGUMENTS]
    return shlex.join(["kvalitet", *map(without_passwords, arguments)])


def who(by: str | None) -> Actor | str:
    """Who looks: the actor that was named, or the user of the host."""
    if by is not None:
        from kvalitet_cli.inputs import actor_from  # noqa: PLC0415 - knows all schemas

        return actor_from(by)
    try:
        return f"user {getpass.getuser()} of the host"
    except (KeyError, OSError):
        return f"user {os.getuid()} of the host"
