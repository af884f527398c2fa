"""Work that tests give to other processes: running reactions, until they are killed."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from tests.conftest import Place
from tests.killing import Say, Work
from tests.reactions import relay
from tests.reactions.running import bench_of, opened

from kvalitet_core.reactions import job
from kvalitet_core.reactions.answering import Answer, given
from kvalitet_core.running.store import Runs

__all__ = ["dying", "running"]


def running(place: Place, views: str) -> Work:
    """Running reactions without end, and saying so with every command."""
    journal = opened(place.url, relay.PLUGIN, **place.opening())
    runs = Runs.open(views, journal_id=journal.id)
    bench_of(journal, runs).runner.once()

    def work(batch: int, *, say: Say) -> None:
        def giving(*args: Any, **options: Any) -> Answer:
            answer = given(*args, **options)
            say(b".")
            return answer

        job.given = giving  # type: ignore[assignment]
        owner = f"runner {os.getpid()}"
        going = bench_of(journal, runs, owner=owner, batch=batch, lease_seconds=0.02)
        going.runner.run(stop=threading.Event(), poll_seconds=0.005)

    return work


def dying(place: Place, views: str) -> Work:
    """Running reactions, and dying after so many commands, before it is noted."""
    journal = opened(place.url, relay.PLUGIN, **place.opening())
    runs = Runs.open(views, journal_id=journal.id)

    def work(commands: int, *, say: Say) -> None:
        left = commands

        def giving(*args: Any, **options: Any) -> Answer:
            nonlocal left
            answer = given(*args, **options)
            say(b".")
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        job.given = giving  # type: ignore[assignment]
        bench_of(journal, runs, lease_seconds=None).runner.once()

    return work
