"""Work that tests give to other processes: running reactions, until they are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from typing import Any

from tests.conftest import Place
from tests.reactions import relay
from tests.reactions.running import bench, opened

from kvalitet_core.reactions import job
from kvalitet_core.reactions.answering import Answer, given

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["__main__", "tests.reactions.processes"])


def run_on(place: Place, views: str, number: int, batch: int) -> None:
    """Run reactions without end."""
    with (
        opened(place.url, relay.PLUGIN, **place.opening()) as journal,
        bench(
            journal, views, owner=f"runner {number}", batch=batch, lease_seconds=0.05
        ) as runner,
    ):
        runner.runner.run(stop=threading.Event(), poll_seconds=0.002)


def die_after(place: Place, views: str, commands: int) -> None:
    """Run reactions, and die right after so many commands, before it is noted."""
    left = commands

    def giving(*args: Any, **options: Any) -> Answer:
        nonlocal left
        answer = given(*args, **options)
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    job.given = giving  # type: ignore[assignment]
    with (
        opened(place.url, relay.PLUGIN, **place.opening()) as journal,
        bench(journal, views, lease_seconds=None) as runner,
    ):
        runner.runner.once()
