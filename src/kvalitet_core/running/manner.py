"""How a runner works: under what name, how much at a time, with how much patience."""

from __future__ import annotations

import attrs

from kvalitet_core.running.backoff import Backoff
from kvalitet_core.telemetry import Telemetry

__all__ = ["Manner"]


@attrs.frozen(kw_only=True)
class Manner:
    """How a runner works.

    Attributes:
        owner: What it is called among others.
        batch: How many events a transaction holds.
        patience: When to try again what failed.
        lease_seconds: How long others should leave a job alone; None takes no leases.
        telemetry: Who is told of each batch; None is nobody.
    """

    owner: str
    batch: int
    patience: Backoff
    lease_seconds: float | None
    telemetry: Telemetry | None = None
