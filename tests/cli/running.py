"""Two ways to run the command line: in this process, and as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from kvalitet_cli.main import cli


def run_here(*args: str | Path, stdin: str = "", **environment: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(
        cli, [str(arg) for arg in args], input=stdin, env=environment
    )


def run_process(
    *args: str | Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from kvalitet_cli.main import main; main()"]
        + [str(arg) for arg in args],
        input=stdin,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
