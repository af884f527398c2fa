"""What is given to a command: JSON as text, from a file or from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TextIO

import attrs
import click

from kvalitet_core.actor import Actor
from kvalitet_core.errors import Malformed
from kvalitet_core.schemas import json_schema, problems

__all__ = ["actor", "actor_from", "parsed", "text_of"]


def text_of(argument: str) -> str:
    """The text itself, that of the file in `@file`, or standard input for `-`.

    Raises:
        UsageError: It cannot be read as UTF-8, or nothing is in it.
    """
    if argument != "-" and not argument.startswith("@"):
        return argument
    try:
        text = _bytes_of(argument).decode()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        message = f"{argument}: cannot be read: {reason}"
        raise click.UsageError(message, ctx=None) from error
    if not text.strip():
        source = "standard input" if argument == "-" else argument
        message = f"{source} was empty: expected JSON"
        raise click.UsageError(message, ctx=click.get_current_context(silent=True))
    return text


def _bytes_of(argument: str) -> bytes:
    if argument != "-":
        return Path(argument[1:]).read_bytes()
    own: TextIO | None = sys.stdin
    return own.buffer.read() if own else b""


def parsed(text: str, *, subject: str) -> Any:
    """JSON as plain values; a key given twice or a NaN is no JSON here.

    Raises:
        Malformed: It is no JSON.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_without_twins, parse_constant=_no_constant
        )
    except RecursionError as error:
        raise Malformed(subject, "is nested too deeply to be read") from error
    except json.JSONDecodeError as error:
        problem = f"is no JSON: {error.msg} in line {error.lineno} column {error.colno}"
        raise Malformed(subject, problem) from error
    except ValueError as error:
        raise Malformed(subject, f"is no JSON: {error}") from error


def actor_from(argument: str) -> Actor:
    """Who acts, from `--as` or KVALITET_ACTOR.

    Raises:
        Malformed: It does not fit; every problem is named.
    """
    subject = "actor (--as or KVALITET_ACTOR)"
    value = parsed(text_of(argument), subject=subject)
    found = problems(json_schema(Actor, "journal.actor/1"), value)
    if found:
        raise Malformed(subject, *found)
    return Actor(**value)


def actor(argument: str | None) -> Actor:
    """Who acts, for a command that writes and so must know.

    Raises:
        UsageError: Nobody was named.
    """
    if argument is None:
        fields = ", ".join(
            field.name
            for field in attrs.fields(Actor)
            if field.default is attrs.NOTHING
        )
        message = (
            "say who acts: --as or KVALITET_ACTOR takes a JSON object "
            f"(or @file) with {fields}"
        )
        raise click.UsageError(message, ctx=click.get_current_context())
    return actor_from(argument)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            message = f"the key {key!r} is given twice"
            raise ValueError(message)
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    message = f"{name} is no JSON number"
    raise ValueError(message)
