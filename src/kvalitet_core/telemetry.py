"""Telemetry: a span for each command, batch and rebuild, and numbers to watch.

For a host that has set an OpenTelemetry provider before it opens its journal. Whoever
has, has imported OpenTelemetry; so nobody else pays for importing it. What is told are
names, ids, outcomes and counts, never what a command, an event or an error says.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from kvalitet_core.errors import Refused

if TYPE_CHECKING:
    from opentelemetry.metrics import Meter
    from opentelemetry.trace import Span, Tracer

__all__ = ["Telemetry", "rebuild_of", "telemetry_here"]

SCOPE: Final = "kvalitet_core"
"""What the spans and numbers are said to come from."""


class _Answered(Protocol):
    @property
    def outcome(self) -> str: ...


A = TypeVar("A", bound=_Answered)


class Telemetry:
    """Tells the providers of this process what is done."""

    def __init__(self, tracer: Tracer, meter: Meter) -> None:
        self._tracer = tracer
        self._commands = meter.create_counter(
            "kvalitet.commands", unit="{command}", description="Commands, by outcome."
        )
        self._followed = meter.create_counter(
            "kvalitet.events.followed",
            unit="{event}",
            description="Events that views and reactions were given.",
        )
        self._parked = meter.create_counter(
            "kvalitet.events.parked",
            unit="{event}",
            description="Events that were put aside.",
        )
        self._lag = meter.create_gauge(
            "kvalitet.run.lag",
            unit="{event}",
            description="How many positions a run was behind after its last batch.",
        )

    def command(
        self,
        work: Callable[[], A],
        *,
        name: str,
        command_id: str,
        reaction: str | None = None,
    ) -> A:
        """Carry out a command, and tell its name, its id and its outcome."""
        told = {"kvalitet.command.name": name, "kvalitet.command.id": command_id}
        if reaction is not None:
            told["kvalitet.reaction"] = reaction
        outcome = "failed"
        with self._span("kvalitet.command", told) as span:
            try:
                answer = work()
                outcome = answer.outcome
            except Refused:
                outcome = "refused"
                raise
            finally:
                span.set_attribute("kvalitet.outcome", outcome)
                self._commands.add(
                    1, {"kvalitet.command.name": name, "kvalitet.outcome": outcome}
                )
        return answer

    def batch(
        self, runs: Sequence[str], *, of: int, to: int
    ) -> AbstractContextManager[object]:
        """Tell that some runs are brought from one position to another."""
        return self._span(
            "kvalitet.batch",
            {
                "kvalitet.run.names": tuple(runs),
                "kvalitet.run.from": of,
                "kvalitet.run.to": to,
            },
        )

    def followed(self, run: str, *, events: int, parked: int, lag: int) -> None:
        """Tell what a run was given, and how far behind that leaves it.

        Args:
            run: Its name.

            events: How many events were done.

            parked: How many were put aside.

            lag: How many positions it is behind now.
        """
        which = {"kvalitet.run.name": run}
        self._followed.add(events, which)
        if parked:
            self._parked.add(parked, which)
        self._lag.set(lag, which)

    def rebuild(self, run: str) -> AbstractContextManager[object]:
        """Tell that a run's tables are made anew."""
        return self._span("kvalitet.rebuild", {"kvalitet.run.name": run})

    @contextmanager
    def _span(self, name: str, attributes: Mapping[str, Any]) -> Iterator[Span]:
        """A span that tells the kind of an error, and not its message."""
        from opentelemetry.trace import StatusCode

        with self._tracer.start_as_current_span(
            name,
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except Refused:
                raise
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(StatusCode.ERROR)
                raise


def telemetry_here() -> Telemetry | None:
    """What tells the providers that are set in this process; None without any."""
    if "opentelemetry.trace" not in sys.modules:
        return None
    from opentelemetry import metrics, trace

    proxies = ("ProxyTracerProvider", "_ProxyMeterProvider")
    providers = (trace.get_tracer_provider(), metrics.get_meter_provider())
    if all(type(provider).__name__ in proxies for provider in providers):
        return None
    return Telemetry(trace.get_tracer(SCOPE), metrics.get_meter(SCOPE))


def rebuild_of(telemetry: Telemetry | None, run: str) -> AbstractContextManager[object]:
    """A span for a rebuild; none without telemetry."""
    return nullcontext() if telemetry is None else telemetry.rebuild(run)
