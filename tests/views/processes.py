"""Work that tests give to other processes: following, until they are killed."""

from __future__ import annotations

import os
import threading
from typing import Any

from tests.conftest import Place
from tests.killing import Say, Work
from tests.running.jobs import Notes
from tests.views import viewed

from kvalitet_core import Journal
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.job import Job
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs
from kvalitet_core.views.job import view_jobs

__all__ = ["FOLLOWED", "NOTES", "POISON", "following", "jobs_of", "opened", "runner_of"]

NOTES = "view test.notes"
POISON = "bad"
FOLLOWED = (viewed.COUNTS, viewed.SUMMARY)


def opened(place: Place) -> Journal:
    """The journal at a place, with the tests' courses, which nothing follows."""
    plugins = [viewed.plugin()]
    return Journal.open(place.url, plugins=plugins, views=False, **place.opening())


def jobs_of(journal: Journal, runs: Runs, notes: Notes) -> list[Job]:
    """What is run: the views of the courses, and notes that are written down."""
    names = {f"view {view.name}" for view in FOLLOWED}
    views = [each for each in view_jobs(journal, runs) if each.name in names]
    return [*views, notes]


def runner_of(journal: Journal, runs: Runs, jobs: list[Job], **manner: Any) -> Runner:
    """A runner that tries again at once what failed."""
    patience = Backoff((0.001,))
    return Runner(journal, runs, jobs, clock=host_clock, patience=patience, **manner)


def following(place: Place, address: str) -> Work:
    """Following without end, and saying so with every batch, before it is kept.

    The leases are so short that they often expire while their owner still works.
    """
    journal = opened(place)
    runs = Runs.open(address, journal_id=journal.id)
    told: list[Say] = []

    class Saying(Notes):
        def apply(self, *given: Any) -> None:
            """Write the batch down, and say that it was written."""
            super().apply(*given)
            for say in told:
                say(b".")

    jobs = jobs_of(journal, runs, Saying(NOTES, poison=[POISON]))
    viewed.BROKEN.add(POISON)
    runner_of(journal, runs, jobs, owner="first").once()

    def work(batch: int, *, say: Say) -> None:
        told.append(say)
        owner = f"runner {os.getpid()}"
        going = runner_of(
            journal, runs, jobs, owner=owner, batch=batch, lease_seconds=0.02
        )
        going.run(stop=threading.Event(), poll_seconds=0.005)

    return work
