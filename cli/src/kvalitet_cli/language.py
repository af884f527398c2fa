"""The language that cases are told in: Danish or English, as asked, or as the host."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

import click

__all__ = ["Language", "in_language", "spoken", "told_in", "words"]

Language: TypeAlias = Literal["da", "en"]
"""A language that the command line speaks."""

_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_Function: TypeAlias = Callable[..., Any]


def spoken(environment: Mapping[str, str]) -> Language:
    """The language of a locale: Danish where it says so, else English."""
    named = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "da" if named.lower().startswith("da") else "en"


def _chosen(
    ctx: click.Context,  # noqa: ARG001 - click's
    param: click.Parameter,  # noqa: ARG001 - the same
    value: Language | None,
) -> Language:
    return value or spoken(os.environ)


in_language: Final[Callable[[_Function], _Function]] = click.option(
    "--lang",
    "language",
    type=click.Choice(("da", "en")),
    callback=_chosen,
    is_eager=True,
    help="The language of the text: da or en; the locale's, where none is named.",
)
"""Add --lang, given as `language`."""


def told_in(form: str, language: Language) -> Language:
    """The language that a result is told in: programs are given English, whoever asks.

    Args:
        form: In what form it is put out.

        language: What people asked for, or their host has.
    """
    return language if form == "text" else "en"


def words(table: Mapping[str, tuple[str, str]], key: str, language: Language) -> str:
    """What stands under a key in a language, in a table of Danish and English."""
    return table[key][language == "en"]
