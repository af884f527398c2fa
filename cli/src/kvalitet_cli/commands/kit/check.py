"""`kvalitet plugin check`: judge a plugin by the contract."""

from __future__ import annotations

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
from kvalitet_cli.options import FORMATS, Form
from kvalitet_cli.report import Result, put_lines, report
from kvalitet_core.errors import Unavailable

__all__ = ["command"]

_STYLES: Final = {"held": "green", "broken": "red", "unjudged": "yellow"}
_STATE: Final = max(map(len, _STYLES))
_COLUMN: Final = len("remedy")


@click.command(name="check")
@click.argument("plugin", default=".", metavar="[NAME|FOLDER]")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; one JSON value, or one a line, for programs.",
)
@click.option("--all", "everything", is_flag=True, help="List the laws that hold too.")
def command(*, plugin: str, form: Form, everything: bool) -> int:
    r"""Judge a plugin by every law of the contract, without changing a file.

    It is an installed one by its NAME, or the one in a FOLDER, which is this one where
    nothing is given. Each law that is broken says by what, which rule, and what to do;
    text leaves out the laws that hold.

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
        shown = [each for each in items if everything or each["state"] != "held"]
        put_lines(line for item in shown for line in _lines(item))
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
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    state, law = item["state"], item["law"].replace("_", " ")
    yield Line(0, ((f"{state.ljust(_STATE)}  ", _STYLES[state]), (law, "bold")))
    if state != "held":
        yield Line.of(item["says"], indent=4)
    if item["why"]:
        yield from labelled("why", item["why"], indent=4, column=_COLUMN)
    for breach in item["breaches"]:
        yield Line.of(breach["subject"], "bold", indent=4)
        for name in ("rule", "remedy"):
            yield from labelled(name, breach[name], indent=8, column=_COLUMN)
