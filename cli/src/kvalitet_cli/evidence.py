"""What the commands about evidence share: the key that signs, files, and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.options import Form, Where
from kvalitet_cli.output import put_bytes
from kvalitet_cli.report import put_json
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.statefile import replaced
from kvalitet_core.opening_evidence import account_at

__all__ = ["account", "put", "read_file", "signing_with", "tell"]


def signing_with(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --signing-key."""
    return click.option(
        "--signing-key",
        envvar="KVALITET_SIGNING_KEY",
        metavar="PATH",
        help="The key that signs, if not beside the journal.  "
        "[env: KVALITET_SIGNING_KEY]",
    )(function)


@contextmanager
def account(
    where: Where, signing_key: str | None, *, read_only: bool = True
) -> Iterator[Account]:
    """The evidence of the journal that is there."""
    with account_at(
        where.journal,
        key=signing_key,
        keys=where.keys,
        read_only=read_only,
        busy_seconds=where.busy_seconds,
    ) as found:
        yield found


def read_file(path: Path | None) -> bytes | None:
    """What is in a file that was named; None where none was."""
    return None if path is None else path.read_bytes()


def put(content: bytes, out: Path | None) -> None:
    """Put a file out: under its name, whole or not at all, or to standard output."""
    if out is None:
        put_bytes(content)
    else:
        replaced(out, content)


def tell(report: Report, *, of: str, form: Form, full: bool) -> int:
    """Report what verifying came to, and of what; gives the exit code."""
    if form == "text":
        for line in report.checked:
            click.echo(f"checked: {line}")
        for line in report.losses:
            click.echo(f"lost: {line}")
        for finding in report.found:
            click.echo(f"found: {finding.place}: {finding.text}")
    else:
        put_json(_as_json(report), form=form)
    for line in report.unchecked:
        click.echo(f"kvalitet: not checked: {line}", err=True)
    for line in report.left_out:
        click.echo(f"kvalitet: left out: {line}", err=True)
    if report.unsealed:
        rows = "1 row is" if report.unsealed == 1 else f"{report.unsealed} rows are"
        click.echo(f"kvalitet: {rows} not sealed yet (see kvalitet seal)", err=True)
    code = _code(report)
    click.echo(f"kvalitet: {of}: {_verdict(report, code, full=full)}", err=True)
    return code


def _verdict(report: Report, code: int, *, full: bool) -> str:
    """What was looked at, and what that came to."""
    events = "1 event" if report.size == 1 else f"{report.size} events"
    verdict = {0: "nothing wrong", FOUND: f"{len(report.found)} found"}
    told = verdict.get(code, "could not look at all of it")
    if full:
        return f"{events} verified: {told}"
    looked = f"checkpoints of {events} verified; rows were not read"
    return looked if code == 0 else f"{looked}: {told}"


def _code(report: Report) -> int:
    if report.found:
        return FOUND
    return COULD_NOT_LOOK if report.unchecked else 0


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "size": report.size,
        "root": report.root.hex(),
        "checked": report.checked,
        "found": [{"place": each.place, "text": each.text} for each in report.found],
        "unchecked": report.unchecked,
        "left_out": report.left_out,
        "losses": report.losses,
        "erased": report.erased,
        "unsealed": report.unsealed,
    }
