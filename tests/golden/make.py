"""Cut a golden history: `python -m tests.golden.make 0.1.0`, from the repository."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.golden.history import keep
from tests.golden.play import BEGUN, PROGRAMME, play

from kvalitet_core import Journal
from kvalitet_core.journal.clock import GivenClock

__all__ = ["cut"]


def cut(folder: Path) -> None:
    """Play the history with today's code, and keep it; what is there is not touched."""
    if folder.exists():
        message = f"{folder} is there: a golden history never changes"
        raise SystemExit(message)
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "golden.db"
        clock = GivenClock(BEGUN)
        with Journal.open(place, plugins=[PROGRAMME], clock=clock) as journal:
            play(journal, clock)
        keep(place, folder)


if __name__ == "__main__":
    cut(Path(__file__).parent / "histories" / sys.argv[1])
