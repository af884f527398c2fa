"""`kvalitet verify-proof`: whether a file proves one event, and what the event says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import click

from kvalitet_cli.evidence import (
    FILE,
    put_report,
    read_file,
    read_policy_file,
    report_as_json,
    report_code,
)
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, in_form
from kvalitet_cli.report import put_json
from kvalitet_cli.telling import note
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.verifying_proof import verified_proof

__all__ = ["command"]

_LARGEST = 64_000_000
"""No event says more, in bytes."""


@click.command(name="verify-proof")
@click.argument("file", type=FILE)
@click.option(
    "--policy",
    type=FILE,
    required=True,
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy), from elsewhere than the proof.",
)
@click.option(
    "--payload",
    type=FILE,
    metavar="FILE",
    help="What the event is said to say, as `kvalitet prove --payload` wrote it.",
)
@in_language
@in_form
def command(
    *,
    file: Path,
    policy: Path,
    payload: Path | None,
    language: Language,
    form: Form,
) -> int:
    r"""Verify FILE, a proof that one event is in a journal, offline.

    It says which event it is, and when it was recorded; with --payload also that it
    says what it is said to say. The policy is that of a bundle, once compared.

    Leaves with 0 where the event is proved; 1 where it is not, or says something else;
    3 where it could not look, as when it is of another log than the policy's.

    \b
    Example:
      kvalitet verify-proof a-17.tlog-proof --policy policy.txt --payload a-17.json
    """
    whose = read_policy_file(policy) or b""
    says = read_file(payload, most=_LARGEST)
    report, event = verified_proof(
        read_file(file) or b"", read_policy(whose), payload=says, place=str(file)
    )
    if form == "text":
        put_report(report, language)
    else:
        told: dict[str, Any] = {"event": attrs.asdict(event) if event else None}
        kept = report_as_json(report)
        names = ("checked", "found", "unchecked", "left_out")
        put_json(told | {name: kept[name] for name in names}, form=form)
    code = report_code(report)
    key = "proved_right" if code == 0 else "proved_wrong"
    note(say("verdict", language, of=file, told=say(key, language)))
    return code
