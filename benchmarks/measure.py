"""Measuring: two sides by turns in one run, so that the machine treats them alike."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Result", "by_turns", "seconds"]


class Result(NamedTuple):
    """One line of the report; a ratio above 1 means that ours is faster."""

    name: str
    ours: float
    baseline: float | None
    ratio: float | None
    target: float | None
    floor_ratio: float | None
    unit: str

    def line(self) -> str:
        """The result as one JSON object."""
        rounded = {
            key: round(value, 3) if isinstance(value, float) else value
            for key, value in self._asdict().items()
        }
        return json.dumps(rounded)


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def by_turns(rounds: int, *sides: Callable[[], object]) -> list[float]:
    """The median time of each side, taken by turns; the order changes every round."""
    times: list[list[float]] = [[] for _ in sides]
    for number in range(rounds):
        order = list(enumerate(sides))
        for index, side in order if number % 2 else reversed(order):
            times[index].append(seconds(side))
    return [statistics.median(taken) for taken in times]
