"""Leaving: exit codes and messages, of real processes."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet_cli import exits
from kvalitet_core import errors

MAIN = [sys.executable, "-c", "from kvalitet_cli.main import main; main()"]
HEARD = "from signal import *; signal(SIGINT, default_int_handler); "
"""Whoever begins in the background of a shell is deaf to Ctrl-C, and so is a child."""
FAULTY = """
import click
from kvalitet_cli.outermost import Outermost

@click.group(cls=Outermost)
def cli(): pass

@cli.command()
def fail(): raise RuntimeError("a fault of ours")

cli(["fail"])
"""
Process = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.Refused.because("a.b", "no"), 1),
        (errors.Conflict({"a/1": (1, 2)}), 1),
        (errors.CommandIdReused("x", differs=["data"]), 1),
        (errors.Malformed("thing", "wrong"), 2),
        (errors.Unproved("proof", "too short"), 1),
        (errors.Damaged("x/1 version 1", "cannot be read", position=7), 3),
        (errors.Unknown("command", "x"), 2),
        (errors.EvidenceUnavailable("x", "lost"), 3),
        (errors.JournalUnavailable("x", "locked"), 3),
        (errors.FormatMismatch("x", found=2, known=1), 3),
        (errors.OutcomeUnknown("x", "letter-1"), 3),
        (errors.ClockBehind(now="a", last="b", allowed_seconds=1), 3),
        (errors.KeyUnavailable("x", "lost"), 3),
        (errors.AccessUnavailable("x", "is not there"), 3),
        (errors.AttachmentUnavailable("x", "full"), 3),
        (errors.PointersUnavailable("x", "gone"), 3),
        (errors.RunsUnavailable("x", "gone"), 3),
        (errors.NotFollowed("x", 7, "is at 3"), 3),
        (errors.PluginError("x", "broken"), 3),
        (errors.PluginMissing("x/1", 1, "x.y/1"), 3),
        (errors.JournalExists("x"), 3),
        (errors.NotDurable("x"), 3),
        (RuntimeError("a fault of ours"), 3),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_error_has_its_exit_code(error: Exception, code: int) -> None:
    """1 is a no, 2 is the input, 3 is that it could not be looked at."""
    assert exits.exit_code(error) == code
    assert all("\n" not in line for line in exits.lines(error))


def test_a_refusal_names_its_rule_its_source_and_the_value() -> None:
    """Each reason; and what it comes from, below it."""
    why = errors.Reason(code="a.c", text="x: not open", source="Opslag, 2019")
    reason = errors.Reason(
        code="a.b", text="x: expected 1, got 2", source="Lov § 3", because=(why,)
    )

    assert exits.lines(
        errors.Refused(reason, errors.Reason(code="a.d", text="no"))
    ) == [
        "refused: x: expected 1, got 2 (a.b) [Lov § 3]",
        "  because: x: not open (a.c) [Opslag, 2019]",
        "refused: no (a.d)",
    ]


def test_every_kind_of_error_is_thought_of() -> None:
    """A new error of the core needs a decision about its exit code here."""
    thought_of = {
        "AccessUnavailable",
        "AttachmentUnavailable",
        "ClockBehind",
        "CommandIdReused",
        "Conflict",
        "Damaged",
        "EvidenceUnavailable",
        "FormatMismatch",
        "JournalExists",
        "JournalUnavailable",
        "KeyUnavailable",
        "KvalitetError",
        "Malformed",
        "NotDurable",
        "NotFollowed",
        "OutcomeUnknown",
        "PluginError",
        "PluginMissing",
        "PointersUnavailable",
        "Refused",
        "RunsUnavailable",
        "Unavailable",
        "Unknown",
        "Unproved",
    }

    kinds = {
        name
        for name in errors.__all__
        if issubclass(getattr(errors, name), errors.KvalitetError)
    }
    assert kinds == thought_of


def test_a_process_leaves_with_0(process: Process, demo: Path) -> None:
    """Nothing wrong."""
    assert process("streams", "--journal", demo).returncode == 0


def test_a_process_leaves_with_1(
    process: Process, demo: Path, anna: tuple[str, str]
) -> None:
    """Refused."""
    asked = {"code": "0999", "name": "Ingensted", "effective_from": "2021-01-01"}

    result = process(
        "do", "municipality.rename", "--journal", demo, *anna, stdin=json.dumps(asked)
    )

    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_a_process_leaves_with_2(process: Process, demo: Path) -> None:
    """An unknown stream."""
    result = process("show", "tilbud/none", "--journal", demo)

    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_process_leaves_with_3(process: Process, tmp_path: Path) -> None:
    """No journal there."""
    result = process("log", "--journal", tmp_path / "none.db")

    assert result.returncode == 3
    assert len(result.stderr.splitlines()) == 1


def test_an_interrupted_process_leaves_with_130() -> None:
    """Ctrl-C while waiting for standard input, without a traceback."""
    actor = json.dumps(dict.fromkeys(("id", "role", "organisation", "authority"), "x"))
    waiting = subprocess.Popen(
        [
            *(sys.executable, "-c", HEARD + MAIN[2]),
            *("do", "tilbud.register", "--journal", "x.db", "--as", actor),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_channel = Path(f"/proc/{waiting.pid}/wchan")
    for _ in range(1500):
        if "pipe" in (wait_channel.read_text() if wait_channel.exists() else "pipe"):
            break
        time.sleep(0.02)

    waiting.send_signal(signal.SIGINT)
    _, said = waiting.communicate(timeout=20)

    assert waiting.returncode == 130
    assert said.decode().strip() == "kvalitet: interrupted"


def test_a_reader_that_has_enough_is_no_error(demo: Path) -> None:
    """`kvalitet log | head -1`: quiet, and exit code 0."""
    writing = subprocess.Popen(
        [*MAIN, "log", "--limit", "0", "--format", "jsonl", "--journal", str(demo)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writing.stdout is not None
    writing.stdout.close()

    assert writing.stderr is not None
    said = writing.stderr.read().decode()
    writing.stderr.close()
    assert writing.wait(timeout=20) == 0
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


@pytest.mark.parametrize(
    ("arguments", "unbuffered"),
    [
        (["log"], ""),
        (["log"], "1"),
        (["streams", "--format", "json"], ""),
        (["--help"], ""),
        (["--help"], "1"),
        (["migrate"], ""),
    ],
)
def test_output_that_cannot_be_written_is_said_so(
    demo: Path, arguments: list[str], unbuffered: str
) -> None:
    """A full disk under the output is no fault of ours, and not 'nothing found'."""
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*MAIN, *arguments],
            env={
                **os.environ,
                "KVALITET_JOURNAL": str(demo),
                "PYTHONUNBUFFERED": unbuffered,
            },
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert result.returncode == 3
    assert result.stderr.splitlines()[-1] == (
        "kvalitet: the output could not be written: No space left on device"
    )
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr


def test_a_command_whose_receipt_cannot_be_written_is_known_to_be_done(
    demo: Path, anna: tuple[str, str]
) -> None:
    """Else it would be given again, under another id."""
    asked = {"code": "0730", "name": "Randers K", "effective_from": "2022-01-01"}
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [
                *MAIN, "do", "municipality.rename", json.dumps(asked),
                "--journal", str(demo), "--id", "letter-1", *anna,
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )  # fmt: skip

    assert result.returncode == 3
    assert result.stderr == (
        "kvalitet: the output could not be written: No space left on device; "
        "command letter-1 is on record\n"
    )


def test_closed_output_is_said_so(demo: Path) -> None:
    """`kvalitet log >&-`."""
    script = f"{shlex.join(MAIN)} log --journal {shlex.quote(str(demo))} >&-"

    result = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, check=False
    )

    assert result.returncode == 3
    assert result.stderr == (
        "kvalitet: the output could not be written: it is closed\n"
    )


def test_a_fault_of_ours_is_one_line() -> None:
    """An error that nobody thought of says where to see more, and no traceback."""
    result = subprocess.run(
        [sys.executable, "-c", FAULTY], capture_output=True, text=True, check=False
    )

    assert result.returncode == 3
    assert result.stderr == (
        "kvalitet: internal error: RuntimeError: a fault of ours "
        "(KVALITET_DEBUG=1 shows where)\n"
    )


def test_a_fault_can_be_traced() -> None:
    """With KVALITET_DEBUG the traceback is shown."""
    result = subprocess.run(
        [sys.executable, "-c", FAULTY],
        env={**os.environ, "KVALITET_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Traceback" in result.stderr


def test_the_console_script_is_installed() -> None:
    """`kvalitet` stands beside Python."""
    script = Path(sys.executable).with_name("kvalitet")

    assert os.access(script, os.X_OK)
