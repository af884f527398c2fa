"""Waiting for a view: until it shows what a receipt is of, or cannot."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from kvalitet_core.errors import Malformed, NotFollowed
from kvalitet_core.journal.records import Receipt
from kvalitet_core.views.job import KIND

if TYPE_CHECKING:
    from kvalitet_core.running.run import Run
    from kvalitet_core.running.store import Runs

__all__ = ["wait_for"]

_FIRST_PAUSE: Final = 0.002
_LONGEST_PAUSE: Final = 0.1


def wait_for(
    runs: Runs,
    view: str,
    receipt: Receipt,
    *,
    timeout: float,
    pause: Callable[[float], object] = sleep,
) -> None:
    """Wait until a view shows what a receipt is of.

    Raises:
        NotFollowed: The time is out, or the view has put the stream aside.
        Malformed: The receipt is of a dry run.
    """
    position = receipt.position
    if position is None:
        raise Malformed("receipt", "is of a dry run, which nothing follows")
    until, wait = monotonic() + timeout, _FIRST_PAUSE
    while True:
        run = _looked(runs, view, receipt)
        if run is not None and run.position >= position:
            return
        left = until - monotonic()
        if left <= 0:
            reached = run.position if run else 0
            problem = f"is at {reached}, and was waited for {timeout:g} s"
            raise NotFollowed(view, position, problem)
        pause(min(wait, left))
        wait = min(2 * wait, _LONGEST_PAUSE)


def _looked(runs: Runs, view: str, receipt: Receipt) -> Run | None:
    """How far the view is; an error where it has put aside what is waited for."""
    name = f"{KIND} {view}"
    with runs.reading() as transaction:
        run = transaction.run(name)
        if run is None or not run.parked:
            return run
        told = {event.stream for event in receipt.events}
        for parked in transaction.parked(name):
            if parked.stream in told and parked.position <= (receipt.position or 0):
                why = f": {parked.error}" if parked.error else ""
                problem = f"has put {parked.stream} aside at {parked.position}{why}"
                raise NotFollowed(view, receipt.position or 0, problem)
    return run
