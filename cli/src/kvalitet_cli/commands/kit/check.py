"""`kvalitet plugin check`: judge a plugin by the contract."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import attrs
import click

from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.kit.place import Placed, placed
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import Form, in_form
from kvalitet_cli.report import Result, put_lines, report
from kvalitet_core.errors import Unavailable

__all__ = ["command"]

_STYLES: Final = {"held": "green", "broken": "red", "unjudged": "yellow"}
_STATE: Final = max(map(len, _STYLES))
_COLUMN: Final = len("remedy")
_STORAGE: Final = "HYPOTHESIS_STORAGE_DIRECTORY"


@click.command(name="check")
@click.argument("plugin", default=".", metavar="[NAME|FOLDER]")
@in_form
@click.option("--all", "everything", is_flag=True, help="List the laws that hold too.")
def command(*, plugin: str, form: Form, everything: bool) -> int:
    r"""Judge a plugin by every law of the contract, without changing a file.

    It is an installed one by its NAME, or the one in a FOLDER, which is this one where
    nothing is given. Each law that is broken says by what, which rule, and what to do.
    In text, these come first, then how many laws wait for them; those that hold are
    left out.

    Leaves with 0 where all laws hold, 1 where one is broken, 2 where the folder is no
    plugin's, and 3 where a plugin or a law could not be looked at.

    \b
    Example:
      kvalitet plugin check
      kvalitet plugin check kvalitet-mentor
      kvalitet plugin check indsatsteam --format json
    """
    found = placed(plugin)
    items = _judged(found)
    states: Counter[str] = Counter(item["state"] for item in items)
    told = ", ".join(f"{states[each]} {each}" for each in _STYLES if states[each])
    click.echo(f"kvalitet: {found.about}: {len(items)} laws: {told}", err=True)
    if form == "text":
        put_lines(_told(items, everything=everything))
    else:
        report(Result(name="laws", journal=None, items=items, text=()), form=form)
    return FOUND if states["broken"] else COULD_NOT_LOOK if states["unjudged"] else 0


def _judged(found: Placed) -> list[dict[str, Any]]:
    """What came of every law."""
    with _nothing_kept():
        from kvalitet_core.testing.judging import judge  # noqa: PLC0415 - Hypothesis

        verdicts = judge(found.plugin, package=found.package)
        return [attrs.asdict(verdict) for verdict in verdicts]


@contextmanager
def _nothing_kept() -> Iterator[None]:
    """Let Hypothesis write where it is thrown away, and not where the user stands.

    Where its own setting names a folder, it writes there, and finds it the next time.

    Raises:
        Unavailable: It is not installed.
    """
    try:
        from hypothesis.configuration import (  # noqa: PLC0415 - an extra
            set_hypothesis_home_dir,
        )
    except ModuleNotFoundError as missing:
        told = "a plugin cannot be judged: install kvalitet-core[testing]"
        raise Unavailable(told) from missing
    with tempfile.TemporaryDirectory() as folder:
        set_hypothesis_home_dir(os.environ.get(_STORAGE) or folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def _told(items: list[dict[str, Any]], *, everything: bool) -> Iterator[Line]:
    """The broken laws first, then those that wait for them; all others on demand."""
    for item in items:
        if item["state"] == "broken":
            yield from _broken(item)
    waiting = [item for item in items if item["state"] == "unjudged"]
    for why, count in Counter(item["why"] for item in waiting).items():
        told = f"{count} law{'' if count == 1 else 's'}: {why}"
        yield Line(0, (_state("unjudged"), (told, "")))
        if everything:
            laws = [_named(item) for item in waiting if item["why"] == why]
            yield from (Line.of(law, indent=4) for law in laws)
    if everything:
        for item in items:
            if item["state"] == "held":
                yield Line(0, (_state("held"), (_named(item), "bold")))


def _broken(item: dict[str, Any]) -> Iterator[Line]:
    yield Line(0, (_state("broken"), (_named(item), "bold")))
    yield Line.of(item["says"], indent=4)
    for breach in item["breaches"]:
        yield Line.of(breach["subject"], "bold", indent=4)
        for name in ("rule", "remedy"):
            yield from labelled(name, breach[name], indent=8, column=_COLUMN)


def _state(state: str) -> tuple[str, str]:
    return f"{state.ljust(_STATE)}  ", _STYLES[state]


def _named(item: dict[str, Any]) -> str:
    return str(item["law"]).replace("_", " ")
