"""What the commands about evidence share: the key that signs, files, and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from kvalitet_cli.evidence_said_text import told
from kvalitet_cli.evidence_text import say
from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where
from kvalitet_cli.output import put_bytes
from kvalitet_cli.report import put_json, put_lines
from kvalitet_cli.telling import note
from kvalitet_core.audit import refuse_taken
from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Finding, Report
from kvalitet_core.evidence.statefile import LARGEST, make_once
from kvalitet_core.opening_evidence import account_at

__all__ = [
    "FILE",
    "account",
    "events",
    "put",
    "put_problems",
    "put_report",
    "read_checkpoint_file",
    "read_file",
    "read_policy_file",
    "report_as_json",
    "report_code",
    "signing_with",
    "tell",
]

_PROOF: Final = b"c2sp.org/tlog-proof@"

FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that is there, and is no folder."""


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


def read_file(path: Path | None, *, most: int = LARGEST) -> bytes | None:
    """What is in a file that was named; None where none was.

    Raises:
        Malformed: It is larger than any such file; it is not read whole.
    """
    if path is None:
        return None
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise Malformed(
            str(path), f"expected {most} bytes at most: is it another file?"
        )
    return content


def read_policy_file(path: Path | None) -> bytes | None:
    """The policy in a file that was named; None where none was.

    Raises:
        Malformed: It is none; the file and all its lines that are wrong are named.
    """
    content = read_file(path)
    if content is not None:
        read_policy(content, subject=str(path))
    return content


def read_checkpoint_file(path: Path | None) -> bytes | None:
    """The checkpoint in a file that was named; None where none was.

    Raises:
        Malformed: It is none; the file is named, and what is wrong with it.
    """
    content = read_file(path)
    if content is None:
        return None
    if content.startswith(_PROOF):
        problem = (
            "is a proof of one event, not a checkpoint: kvalitet verify-proof verifies "
            "it; what it proves the event by is the checkpoint below its empty line"
        )
        raise Malformed(str(path), problem)
    read_checkpoint(read_note(content, subject=str(path)).text, subject=str(path))
    return content


def put(content: bytes, out: Path | None) -> None:
    """Put a file out: under its name, whole or not at all, or to standard output.

    Raises:
        Malformed: Something is there already.
        EvidenceUnavailable: It cannot be written.
    """
    if out is None:
        put_bytes(content)
    elif not make_once(out, content):
        refuse_taken(out)


def tell(report: Report, *, of: str, form: Form, full: bool, language: Language) -> int:
    """Report what verifying came to, and of what; gives the exit code."""
    if form == "text":
        put_report(report, language)
    else:
        put_json(report_as_json(report), form=form)
        _put_aside(report, language)
    if report.unsealed:
        key = "unsealed_one" if report.unsealed == 1 else "unsealed"
        note(say(key, language, count=report.unsealed))
    code = report_code(report)
    verdict = _verdict(report, code, full=full, language=language)
    note(say("verdict", language, of=of, told=verdict))
    return code


def put_report(report: Report, language: Language) -> None:
    """Put out what was found, and beside it what was not looked at."""
    put_lines(map(Line.of, _lines(report, language)))
    _put_aside(report, language)


def put_problems(report: Report, language: Language) -> None:
    """Put out, beside what is asked for, what was found and what could not be seen."""
    for each in report.found:
        place, text = told(each.place, language), told(each.text, language)
        note(say("found", language, place=place, text=text))
    for unseen in report.unchecked:
        note(say("unchecked", language, text=told(unseen, language)))


def _put_aside(report: Report, language: Language) -> None:
    for key, texts in (("unchecked", report.unchecked), ("left_out", report.left_out)):
        for text in texts:
            note(say(key, language, text=told(text, language)))


def _lines(report: Report, language: Language) -> Iterator[str]:
    for key, texts in (("checked", report.checked), ("lost", report.losses)):
        for text in texts:
            yield say(key, language, text=told(text, language))
    for each in report.found:
        place, text = told(each.place, language), told(each.text, language)
        yield say("found", language, place=place, text=text)


def _verdict(report: Report, code: int, *, full: bool, language: Language) -> str:
    """What was looked at, and what that came to."""
    looked = say(
        "full_of" if full else "quick", language, events=events(report.size, language)
    )
    if code == 0 and not full:
        return looked
    key = {0: "right", FOUND: "wrong"}.get(code, "blind")
    came = say(key, language, count=len(report.found))
    return say("verdict", language, of=looked, told=came)


def events(count: int, language: Language) -> str:
    """So many events."""
    return say("event" if count == 1 else "events", language, count=count)


def report_code(report: Report) -> int:
    """The exit code."""
    if report.found:
        return FOUND
    return COULD_NOT_LOOK if report.unchecked else 0


def report_as_json(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return {
        "size": report.size,
        "root": report.root.hex(),
        "checked": report.checked,
        "found": [_finding(each) for each in report.found],
        "unchecked": report.unchecked,
        "left_out": report.left_out,
        "losses": report.losses,
        "erased": report.erased,
        "unsealed": report.unsealed,
    }


def _finding(found: Finding) -> dict[str, Any]:
    """A finding for programs: in English, and with its code and facts."""
    plain: dict[str, Any] = {"place": found.place, "text": found.text}
    if isinstance(found.text, Said):
        facts = found.text.facts.items()
        named = {k: v if isinstance(v, int) else str(v) for k, v in facts}
        plain |= {"code": found.text.code, "facts": named}
    return plain
