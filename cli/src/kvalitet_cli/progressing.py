"""How far something that takes its time has come, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progressing"]


@contextmanager
def progressing(label: str, *, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar while it goes on, where standard error is a terminal.

    Args:
        label: What goes on.

        total: How far it goes; None where that is not known.
    """
    if not sys.stderr.isatty():
        yield _not_shown
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415 - the same

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)

        def show(reached: int) -> None:
            bar.update(task, completed=reached)

        yield show


def _not_shown(_: int) -> None:
    return
