"""Opening, the part about what follows: whether commits are followed here, and how.

SQLAlchemy is an extra. It is imported when something is first followed, not before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from kvalitet_core.errors import PluginError, RunsUnavailable
from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Receipt
from kvalitet_core.plugins import Plugin
from kvalitet_core.running.addresses import MEMORY, address_of, beside
from kvalitet_core.running.inline import Follower, Inline

__all__ = ["follows", "views_at", "wait_for"]

_REMEDY: Final = "pip install kvalitet-core[views]"


def views_at(
    url: str, views: str | Literal[False] | None, plugins: Iterable[Plugin]
) -> str | None:
    """Where it is kept what follows from each commit here; None follows nothing.

    Args:
        url: The journal's address.

        views: As given to `Journal.open`.

        plugins: Whose reactions and views there are.

    Raises:
        RunsUnavailable: What is given is no address.
        PluginError: There are reactions, and SQLAlchemy is not installed.
    """
    if views is False:
        return None
    reacting = [plugin for plugin in plugins if plugin.reactions]
    if views is not None:
        if not isinstance(views, str):
            raise RunsUnavailable(repr(views), "expected an address, a path or False")
        address_of(views)
    place = views or beside(url)
    if place is None or not (views or reacting or _is_there(place)):
        return None
    if _has_sqlalchemy():
        return place
    if reacting:
        raise _unable(reacting)
    if views:
        raise _missing(address_of(place).place)
    return place


def _is_there(place: str) -> bool:
    return place != MEMORY and Path(place).exists()


def _has_sqlalchemy() -> bool:
    return find_spec("sqlalchemy") is not None


def _unable(reacting: list[Plugin]) -> PluginError:
    """Say of each plugin that its reactions would be left out in silence."""
    first, *others = [
        PluginError(
            plugin.name,
            f"brings reactions, and SQLAlchemy is not installed: {_REMEDY}, or open "
            "the journal with views=False and run them elsewhere",
        )
        for plugin in reacting
    ]
    return PluginError(first.plugin, *first.findings, others=others)


def _missing(place: str) -> RunsUnavailable:
    return RunsUnavailable(place, f"SQLAlchemy is not installed: {_REMEDY}")


def follows(
    place: str | None, *, clock: Clock | None, busy_seconds: float
) -> Callable[[Journal], Inline | None]:
    """A function from a journal to what follows its commits here."""

    def made(journal: Journal) -> Inline | None:
        if place is None:
            return None

        def connect() -> Follower:
            return _follower(
                journal, place, clock=clock or host_clock, busy_seconds=busy_seconds
            )

        return Inline(connect)

    return made


def wait_for(journal: Journal, view: str, receipt: Receipt, *, timeout: float) -> None:
    """Wait until a view shows what a receipt is of; see `Journal.wait_for`."""
    if not _has_sqlalchemy():
        raise _missing(journal.place)
    from kvalitet_core.views.views import Views

    with Views.open(journal, create=False, read_only=True) as views:
        views.wait_for(view, receipt, timeout=timeout)


def _follower(
    journal: Journal, place: str, *, clock: Clock, busy_seconds: float
) -> Follower:
    """A runner for this process, over everything that follows from the journal."""
    if not _has_sqlalchemy():
        raise _missing(address_of(place).place)
    from socket import gethostname

    from kvalitet_core.reactions.job import reaction_jobs
    from kvalitet_core.running.runner import Runner
    from kvalitet_core.running.store import Runs
    from kvalitet_core.views.job import view_jobs

    runs = Runs.open(
        place, journal_id=journal.id, clock=clock, busy_seconds=busy_seconds
    )
    runner = Runner(
        journal,
        runs,
        [*reaction_jobs(journal), *view_jobs(journal, runs, clock=clock)],
        owner=f"inline {gethostname()} {os.getpid()}",
        clock=clock,
        lease_seconds=None,
    )
    return Follower(runner=runner, runs=runs)
