"""How far long work has come: shown where somebody looks, and nowhere else."""

from __future__ import annotations

import os
import pty
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from kvalitet_cli.pooled import others

LONG = [
    ("replay --check", "folding"),
    ("redecide", "deciding again"),
    ("redecide --jobs 2", "deciding again"),
    ("search --text Mosebo", "searching"),
    ("corrections", "searching"),
    ("trace region/1081@1", "searching"),
    ("first-true --expr 'closing_reason != None'", "looking at streams"),
]


def on_a_terminal(ask: list[str]) -> tuple[int, str, str]:
    """Run the command line with a terminal for standard error."""
    ours, theirs = pty.openpty()
    program = Path(sys.executable).with_name("kvalitet")
    with subprocess.Popen(
        [str(program), *ask], stdout=subprocess.PIPE, stderr=theirs, text=True
    ) as started:
        os.close(theirs)
        seen = b""
        try:
            while read := os.read(ours, 65_536):
                seen += read
        except OSError:  # all of the terminal was read
            pass
        assert started.stdout is not None
        told = started.stdout.read()
    os.close(ours)
    return started.returncode, told, seen.decode()


@pytest.mark.parametrize(("question", "said"), LONG)
def test_long_work_shows_on_a_terminal_that_it_goes_on(
    demo: Path, question: str, said: str
) -> None:
    """On standard error, so that the result can be piped; and it is wiped out again."""
    code, told, seen = on_a_terminal([*shlex.split(question), "--journal", str(demo)])

    assert code in {0, 3}
    assert said in seen
    assert said not in told


@pytest.mark.parametrize(("question", "said"), LONG)
def test_nothing_is_shown_where_nobody_looks(
    run: Callable[..., Any], demo: Path, question: str, said: str
) -> None:
    """A log that keeps standard error gets no signs of a terminal."""
    told = run(*shlex.split(question), "--journal", demo)

    assert said not in told.stdout + told.stderr
    assert "\x1b" not in told.stdout + told.stderr


def test_an_interrupted_process_that_helps_says_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The one that started it tells that it was interrupted, and nobody a traceback."""
    with others(1) as pool:
        helper = pool.submit(os.getpid).result()
        work = pool.submit(time.sleep, 30)
        os.kill(helper, signal.SIGINT)

        with pytest.raises(BrokenProcessPool):
            work.result()

    assert capfd.readouterr().err == ""
