"""What it costs to start the command line, over the start of bare Python."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

from measure import Result, by_turns

LIMIT = 150.0
"""The milliseconds that `kvalitet --help` may take more than bare Python's start."""


def _started(program: str) -> Callable[[], object]:
    def start() -> None:
        subprocess.run(
            [sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL
        )

    return start


def help_start(*, quick: bool) -> Iterator[Result]:
    """`kvalitet --help`, against `python -c pass`, in milliseconds."""
    ours = _started("from kvalitet_cli.main import cli; cli.main(['--help'])")
    mine, bare = by_turns(3 if quick else 15, ours, _started("pass"))
    more = (mine - bare) * 1000
    yield Result("help-start", more, LIMIT, LIMIT / more, 1.0, None, "ms")


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {"help-start": help_start}
"""The benchmarks of this module."""
