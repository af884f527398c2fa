"""Telemetry: what a host's OpenTelemetry is told, and that nobody else pays for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from opentelemetry import metrics, trace
from opentelemetry.metrics import _internal as metrics_internal
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.reactions import relay

from kvalitet_core import Journal
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal
from kvalitet_core.telemetry import Telemetry, rebuild_of, telemetry_here


@attrs.frozen(kw_only=True)
class Host:
    """What a host's providers were told.

    Attributes:
        spans: The exporter of the spans.
        numbers: The reader of the numbers.
    """

    spans: InMemorySpanExporter
    numbers: InMemoryMetricReader

    def named(self, name: str) -> list[ReadableSpan]:
        """The spans of a name, the first that ended first."""
        return [span for span in self.spans.get_finished_spans() if span.name == name]

    def told(self, name: str) -> list[dict[str, Any]]:
        """The attributes of the spans of a name."""
        return [dict(span.attributes or {}) for span in self.named(name)]

    def all(self) -> dict[str, list[tuple[dict[str, Any], float]]]:
        """Every number by its name: attributes and value, at one reading."""
        found = self.numbers.get_metrics_data()
        return {
            metric.name: [
                (dict(point.attributes), point.value)
                for point in metric.data.data_points
            ]
            for resource in (found.resource_metrics if found else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host that has set both providers; OpenTelemetry lets each be set once only."""
    spans, numbers = InMemorySpanExporter(), InMemoryMetricReader()
    tracing = TracerProvider()
    tracing.add_span_processor(SimpleSpanProcessor(spans))
    metering = MeterProvider([numbers])
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", tracing)
    monkeypatch.setattr(metrics_internal, "_METER_PROVIDER", metering)
    assert metrics.get_meter_provider() is metering
    yield Host(spans=spans, numbers=numbers)
    tracing.shutdown()
    metering.shutdown()


def _journal(plugin: Any = relay.PLUGIN, **options: Any) -> Journal:
    return Journal.open("memory:", plugins=[plugin], **options)


def test_a_command_is_one_span_with_its_name_id_and_outcome(host: Host) -> None:
    """Whoever follows a request sees which command it became, and what came of it."""
    with _journal(views=False) as journal:
        journal.do(relay.say(1, "hej"), by=relay.ANNA, command_id="letter-1")

    assert host.told("kvalitet.command") == [
        {
            "kvalitet.command.name": "relay.say/1",
            "kvalitet.command.id": "letter-1",
            "kvalitet.outcome": "accepted",
        }
    ]


@pytest.mark.parametrize(
    ("text", "outcome"), [("hej", "accepted"), ("known", "nothing"), ("no", "refused")]
)
def test_every_outcome_is_told_and_counted(host: Host, text: str, outcome: str) -> None:
    """A refusal is an answer: it is told as one, and is no error."""
    command = relay.Answer(room=relay.room(1), text=text)
    with _journal(views=False) as journal:
        try:
            journal.do(command, by=relay.ANNA)
        except Refused:
            assert outcome == "refused"

    (span,) = host.named("kvalitet.command")
    assert (span.attributes or {})["kvalitet.outcome"] == outcome
    assert span.status.is_ok
    assert host.all()["kvalitet.commands"] == [
        ({"kvalitet.command.name": "relay.answer/1", "kvalitet.outcome": outcome}, 1)
    ]


def test_a_fault_is_told_by_its_kind_and_not_by_its_message(host: Host) -> None:
    """The message of an error may repeat what was asked; its class does not."""
    command = relay.Answer(room=relay.room(1), text="faulty")
    with _journal(views=False) as journal, pytest.raises(ZeroDivisionError):
        journal.do(command, by=relay.ANNA)

    (span,) = host.named("kvalitet.command")
    assert (span.attributes or {})["error.type"] == "ZeroDivisionError"
    assert (span.attributes or {})["kvalitet.outcome"] == "failed"
    assert not span.status.is_ok
    assert span.status.description is None
    assert span.events == ()


def test_nothing_that_a_command_says_is_told(host: Host) -> None:
    """Persons, texts and streams stay in the journal."""
    greet = relay.Greet(
        room=relay.room("hemmelig"), person=PersonId("p-77"), name=Personal("Ingrid")
    )
    with _journal() as journal:
        journal.do(greet, by=relay.ANNA, command_id="letter-1")
        journal.do(relay.say("hemmelig", "fortroligt"), by=relay.ANNA)

    told = "".join(span.to_json() for span in host.spans.get_finished_spans())
    for word in ("Ingrid", "p-77", "hemmelig", "fortroligt", relay.ANNA.id):
        assert word not in told


def test_a_dry_run_is_no_command(host: Host) -> None:
    """Nothing is asked of the journal, so nothing is told."""
    with _journal(views=False) as journal:
        journal.do(relay.say(1, "hej"), by=relay.ANNA, dry_run=True)

    assert host.named("kvalitet.command") == []


def test_a_batch_of_a_runner_is_a_span_with_what_follows_below_it(host: Host) -> None:
    """A command, the batch that follows it, and the reaction's command are one tree."""
    with _journal() as journal:
        journal.do(relay.say(1, "hej"), by=relay.ANNA)

    asked = next(
        span
        for span in host.named("kvalitet.command")
        if (span.attributes or {}).get("kvalitet.reaction") == "relay.answer"
    )
    batches = {
        span.context.span_id: span
        for span in host.named("kvalitet.batch")
        if span.context
    }
    assert asked.parent is not None
    batch = batches[asked.parent.span_id]
    names = (batch.attributes or {})["kvalitet.run.names"]
    assert isinstance(names, tuple)
    assert "reaction relay.answer" in names
    assert batch.parent is not None
    assert asked.context is not None
    assert asked.context.trace_id == batch.parent.trace_id


def test_what_is_followed_and_parked_is_counted(host: Host) -> None:
    """Whoever watches sees how much a run was given, and how far it is behind."""
    which = {"kvalitet.run.name": "reaction relay.answer"}
    with _journal() as journal:
        for number, text in enumerate(("hej", "bad", "quiet")):
            journal.do(relay.say(number, text), by=relay.ANNA)

    numbers = host.all()
    assert (which, 2) in numbers["kvalitet.events.followed"]
    assert numbers["kvalitet.events.parked"] == [(which, 1)]
    assert (which, 0) in numbers["kvalitet.run.lag"]


def test_a_rebuild_is_a_span(host: Host) -> None:
    """A rebuild that fails is told by the kind of its error."""
    with rebuild_of(telemetry_here(), "view core.streams"):
        pass
    with (
        pytest.raises(Malformed),
        rebuild_of(telemetry_here(), "view core.streams"),
    ):
        raise Malformed("row", "wrong")

    done, failed = host.told("kvalitet.rebuild")
    assert done == {"kvalitet.run.name": "view core.streams"}
    assert failed == done | {"error.type": "Malformed"}


def test_without_a_provider_nothing_is_told() -> None:
    """OpenTelemetry that is imported, and set up by nobody, is left alone."""
    assert telemetry_here() is None
    with rebuild_of(None, "view core.streams") as nothing:
        assert nothing is None


def test_one_provider_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host may want spans alone, or numbers alone."""
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", TracerProvider())

    assert isinstance(telemetry_here(), Telemetry)


def test_nobody_pays_for_importing_it() -> None:
    """A program that has not imported OpenTelemetry opens and writes without it."""
    program = (
        "import sys\n"
        "from kvalitet_core import Actor, Journal, catalogue\n"
        "by = Actor(id='a', role='r', organisation='o', authority='x')\n"
        "with Journal.open('memory:', plugins=()) as journal:\n"
        "    journal.do(catalogue.regions()[0], by=by)\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert told.stdout == "[]\n"
