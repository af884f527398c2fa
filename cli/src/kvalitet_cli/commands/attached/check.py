"""`kvalitet attachments check`: is everything that is named there, unaltered?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.layout import Line, fields, labelled
from kvalitet_cli.options import View, Where, reading_from
from kvalitet_cli.reading import reading
from kvalitet_core.attachments.checking import Checked

__all__ = ["command"]

_STATES: Final = {
    "whole": ("whole", "green"),
    "missing": ("missing", "red"),
    "altered": ("altered", "red"),
    "left": ("left of someone forgotten", "red"),
    "forgotten": ("forgotten", "dim"),
    "refused": ("named by refused commands only", "yellow"),
    "unreferenced": ("named by nothing", "yellow"),
}


@click.command(name="check")
@click.option("--all", "everything", is_flag=True, help="List the whole ones too.")
@reading_from
def command(*, where: Where, view: View, everything: bool) -> int:
    r"""Check that every file that the journal names is there, unaltered.

    Reads each file to its end, and compares its digest and size with what the journal
    says. Sealed files are compared as they are kept: no key is needed.

    \b
    whole         it is there as it was attached; listed with --all
    missing       it is not there, and no decision says why
    altered       other bytes are there than those that were attached
    left          its person was forgotten, and it was not removed: the next opening
                  for writing tries again
    forgotten     it was removed with its person, by decision
    refused       it is not there as it was attached, and only commands that were
                  refused name it: harmless
    unreferenced  a file that nothing names, as a crash leaves one: harmless

    Leaves with 1 where a file is missing, altered or left, and with 3 where the files
    could not be looked at.

    \b
    Example:
      kvalitet attachments check --journal demo.db
      kvalitet attachments check --journal demo.db --all --format jsonl
    """
    with reading(where, view) as journal:
        states: Counter[str] = Counter()
        items, wrong = [], False
        for checked in journal.journal.check_attachments():
            states[checked.state] += 1
            wrong = wrong or checked.wrong
            if everything or checked.state != "whole":
                items.append(_item(checked))
        journal.report("attachments", items, _lines, found=_found(states))
    return FOUND if wrong else 0


def _found(states: Counter[str]) -> str:
    told = [f"{states[each]} {_STATES[each][0]}" for each in _STATES if states[each]]
    return f"attachments: {', '.join(told) or 'none are named, and none are kept'}"


def _item(checked: Checked) -> dict[str, Any]:
    said = checked.attachment
    return {
        "state": checked.state,
        "sha256": said.sha256 if said else None,
        "label": said.label if said else None,
        "media_type": said.media_type if said else None,
        "subject": said.subject if said else None,
        "size": said.size if said else None,
        "size_found": checked.size,
        "path": checked.path,
        "named_by": [
            {"stream": stream, "version": version}
            for stream, version in checked.named_by
        ],
    }


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    text, style = _STATES[item["state"]]
    yield Line(0, ((item["sha256"] or item["path"], "bold"), (f"  {text}", style)))
    shown = ("label", "media_type", "subject", "size", "size_found", "path")
    yield from fields({each: item[each] for each in shown}, indent=4)
    for place in item["named_by"]:
        told = f"{place['stream']} version {place['version']}"
        yield from labelled("named by", told, indent=4, column=len("media_type"))
