"""What the commands about append keys share: where this machine's is, and the ring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from kvalitet_cli.options import Where
from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.opening_evidence import keyring_at

__all__ = ["appending_with", "keyring", "vouched_for"]


def appending_with(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --append-key."""
    return click.option(
        "--append-key",
        envvar="KVALITET_APPEND_KEY",
        metavar="PATH",
        help="This machine's append key, if not beside the journal or its key store.  "
        "[env: KVALITET_APPEND_KEY]",
    )(function)


def vouched_for(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --signing-key, which has no default here."""
    return click.option(
        "--signing-key",
        metavar="PATH",
        help="Have this key sign the change, where no append key that counts is here.",
    )(function)


@contextmanager
def keyring(where: Where, append_key: str | None) -> Iterator[AppendKeyring]:
    """The append keys of the journal that is there."""
    with keyring_at(
        where.journal,
        append_key=append_key,
        keys=where.keys,
        busy_seconds=where.busy_seconds,
    ) as found:
        yield found
