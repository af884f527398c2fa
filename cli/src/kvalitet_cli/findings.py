"""What was found wrong with released schemas, as a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import Form
from kvalitet_cli.report import Result, report
from kvalitet_core.releases import SchemaFinding

__all__ = ["put_findings"]

_COLUMN = len("remedy")


def put_findings(findings: Sequence[SchemaFinding], *, form: Form, about: str) -> None:
    """Put findings out, each with its remedy, and say what was looked at."""
    count = len(findings)
    told = f"{count} finding{'' if count == 1 else 's'}" if count else "nothing wrong"
    click.echo(f"kvalitet: schemas of {about}: {told}", err=True)
    items = [
        {"subject": each.subject, "rule": each.rule, "remedy": each.remedy}
        for each in findings
    ]
    report(Result(name="findings", journal=None, items=items, text=_lines), form=form)


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    yield Line.of(item["subject"], "bold")
    for name in ("rule", "remedy"):
        yield from labelled(name, item[name], indent=4, column=_COLUMN)
