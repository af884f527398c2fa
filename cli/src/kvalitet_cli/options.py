"""The options that commands share: which journal, in what form, with what purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import attrs
import click

from kvalitet_core.errors import PluginError
from kvalitet_core.journal.journal import Journal

__all__ = [
    "FORMATS",
    "LARGEST",
    "Form",
    "View",
    "Where",
    "acting",
    "in_form",
    "in_one_value",
    "reading_from",
    "showing_persons",
    "stored_in",
    "stored_in_if_named",
    "stored_in_or",
    "tell_unusable",
]

Form: TypeAlias = Literal["text", "json", "jsonl"]
FORMATS: Final = ("text", "json", "jsonl")

LARGEST: Final = 2**63 - 1
"""No version, and no number of rows, is above it in any store."""

_Function: TypeAlias = Callable[..., Any]


def _form(told: str) -> Callable[[_Function], _Function]:
    return click.option(
        "--format", "form", type=click.Choice(FORMATS), default="text", help=told
    )


in_form: Final = _form("Text for people; one JSON value, or one a line, for programs.")
"""Add --format, given as `form`: of what is several items."""

in_one_value: Final = _form(
    "Text for people; one JSON value, laid out or in a line, for programs."
)
"""Add --format, given as `form`: of what is one value."""


@attrs.frozen(kw_only=True)
class Where:
    """Which journal, with which keys and attachments, and how long to wait for it.

    Attributes:
        views: The database of what is derived; None is the one beside the journal.
    """

    journal: str
    keys: str | None
    attachments: str | None
    views: str | None = None
    busy_seconds: float

    @contextmanager
    def opened(
        self, *, read_only: bool, following: bool = True, whole: bool = True
    ) -> Iterator[Journal]:
        """Open the journal that is there; none is made.

        What could not be followed of a commit is said; the commit stands.

        Args:
            read_only: Whether to refuse every write.

            following: Whether each commit is followed at once, where it otherwise is.

            whole: Whether to look at every plugin that is installed. What tells of one
                stream needs no other plugin than its own, and tells only of that if
                it is broken.
        """
        with Journal.open(
            self.journal,
            keys=self.keys,
            attachments=self.attachments,
            create=False,
            read_only=read_only,
            busy_seconds=self.busy_seconds,
            views=self.views if following else False,
        ) as journal:
            if whole:
                tell_unusable(journal.unusable)
            try:
                yield journal
            finally:
                if not whole:
                    tell_unusable(journal.registry.done_without)
                _tell_unfollowed(journal.unfollowed)


def tell_unusable(problems: Iterable[PluginError]) -> None:
    """Say which plugins are done without, so that none is left out in silence."""
    for error in problems:
        text = f"kvalitet: done without a plugin: {error} (see kvalitet plugins)"
        click.echo(text, err=True)


def _tell_unfollowed(problem: Exception | None) -> None:
    """Say why reactions and views have not followed the last commit, if so."""
    if problem is not None:
        text = f"kvalitet: not followed yet: {problem} (see kvalitet status)"
        click.echo(text, err=True)


@attrs.frozen(kw_only=True)
class View:
    """How a reading command reports, and whether it shows persons.

    Attributes:
        form: Text for people, JSON or JSON lines for programs; all the same fields.
        purpose: Why persons are shown; None masks them.
        by: Who looks, as `--as` or KVALITET_ACTOR says; None is the user of the host.
    """

    form: Form
    purpose: str | None
    by: str | None


def _not_blank(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> str | None:
    if isinstance(value, str) and not value.strip():
        message = "expected some text, got none"
        raise click.BadParameter(message, ctx=ctx, param=param)
    return value


def _address(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> str | None:
    """Refuse what is no address; it is not repeated, as it may hold a password."""
    try:
        if value and "://" in value:
            urlsplit(value)
    except ValueError as error:
        message = "expected an address such as postgresql://user@host/database"
        raise click.BadParameter(message, ctx=ctx, param=param) from error
    return value


def _lasting(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> str | None:
    return _kept(ctx, param, _not_blank(ctx, param, value))


def _kept(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value == "memory:":
        message = "memory: is gone when the program ends; expected a path or an address"
        raise click.BadParameter(message, ctx=ctx, param=param)
    return _address(ctx, param, value)


def stored_in(function: _Function) -> _Function:
    """Add --journal, --keys, --attachments and the like, given as `where`."""
    return _stored_in(function, required=True)


def stored_in_or(default: str) -> Callable[[_Function], _Function]:
    """Add the same, with a journal for when none is named."""
    return partial(_stored_in, default=default)


def stored_in_if_named(function: _Function) -> _Function:
    """Add the same; `where` is None where no journal is named."""
    return _stored_in(function, required=False)


def _stored_in(function: _Function, **fallback: Any) -> _Function:
    @click.option(
        "--journal",
        envvar="KVALITET_JOURNAL",
        **fallback,
        metavar="PLACE",
        callback=_lasting,
        help="A path, sqlite:///path or postgresql://…  [env: KVALITET_JOURNAL]",
    )
    @click.option(
        "--keys",
        envvar="KVALITET_KEYS",
        metavar="PLACE",
        callback=_address,
        help="The key store, if not beside the journal.  [env: KVALITET_KEYS]",
    )
    @click.option(
        "--attachments",
        envvar="KVALITET_ATTACHMENTS",
        metavar="PLACE",
        callback=_address,
        help="Where attached files are, if not beside the journal.  "
        "[env: KVALITET_ATTACHMENTS]",
    )
    @click.option(
        "--views-at",
        "views",
        envvar="KVALITET_VIEWS",
        metavar="PLACE",
        callback=_kept,
        help="The views database, if not beside the journal.  [env: KVALITET_VIEWS]",
    )
    @click.option(
        "--busy-seconds",
        envvar="KVALITET_BUSY_SECONDS",
        type=click.FloatRange(min=0),
        default=30.0,
        metavar="SECONDS",
        help="How long to wait for another writer (30).  [env: KVALITET_BUSY_SECONDS]",
    )
    @wraps(function)
    def packed(
        *,
        journal: str | None,
        keys: str | None,
        attachments: str | None,
        views: str | None,
        busy_seconds: float,
        **others: Any,
    ) -> Any:
        if journal is None:
            return function(where=None, **others)
        where = Where(
            journal=journal,
            keys=keys or None,
            attachments=attachments or None,
            views=views or None,
            busy_seconds=busy_seconds,
        )
        return function(where=where, **others)

    return packed


def acting(function: _Function) -> _Function:
    """Add --as, given as `by`."""
    return click.option(
        "--as",
        "by",
        envvar="KVALITET_ACTOR",
        metavar="ACTOR",
        help="Who acts: a JSON object, or @file.  [env: KVALITET_ACTOR]",
    )(function)


def showing_persons(function: _Function) -> _Function:
    """Add --persons, given as `purpose`."""
    return click.option(
        "--persons",
        "purpose",
        metavar="PURPOSE",
        callback=_not_blank,
        help="Show persons, for this purpose, which the access store keeps.",
    )(function)


def reading_from(function: _Function) -> _Function:
    """Add all that a reading command takes, given as `where` and `view`."""

    @in_form
    @showing_persons
    @acting
    @stored_in
    @wraps(function)
    def packed(
        *, form: Form, purpose: str | None, by: str | None, **others: Any
    ) -> Any:
        return function(view=View(form=form, purpose=purpose, by=by), **others)

    return packed
