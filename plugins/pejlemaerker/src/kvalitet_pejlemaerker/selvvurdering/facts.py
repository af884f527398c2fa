"""What can happen to a self-assessment, and how it stands. The events are stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias, assert_never

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.publication import Citation
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import StreamId

__all__ = ["Assessed", "Begun", "Ended", "Event", "Selvvurdering", "evolve"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Begun:
    """A tilbud began to look at itself by the markers, of its own accord.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        label: What tells it from the tilbud's other ones.
        publication: The version of the markers that it is done by.
        scale: The answers that can be given, in their order.
        findings: What the guidance says of the tilbud; it refuses nothing.
        effective_from: The first day of it.
    """

    tilbud: StreamId
    label: str
    publication: Citation
    scale: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    effective_from: date


@attrs.frozen(kw_only=True)
class Assessed:
    """A tilbud looked at itself by one marker.

    Attributes:
        marker: The marker, by the version that it stands in.
        answer: What the tilbud found, one of the scale's answers.
        note: What it says of it; nothing about a person.
        findings: What the guidance says of the order; it refuses nothing.
        effective_from: The day of it.
    """

    marker: Citation
    answer: str
    note: str | None = None
    findings: tuple[Finding, ...] = ()
    effective_from: date


@attrs.frozen(kw_only=True)
class Ended:
    """A tilbud was done with it, whatever it had looked at.

    Attributes:
        effective_from: The day of it.
    """

    effective_from: date


Event: TypeAlias = Begun | Assessed | Ended


@attrs.frozen(kw_only=True)
class Selvvurdering:
    """A self-assessment as it is known.

    Attributes:
        begun: How it began.
        assessed: What was found last by each marker, by its code.
        ended: The day that it ended; None while it goes on.
    """

    begun: Begun
    assessed: Mapping[str, Assessed] = attrs.field(factory=dict, hash=False)
    ended: date | None = None


def evolve(state: Selvvurdering | None, event: Event) -> Selvvurdering:
    """Give the self-assessment as it is after the event."""
    if isinstance(event, Begun):
        return Selvvurdering(begun=event)
    known = existing(state, event)
    match event:
        case Assessed(marker=marker):
            found = {**known.assessed, marker.part or "": event}
            return attrs.evolve(known, assessed=found)
        case Ended(effective_from=day):
            return attrs.evolve(known, ended=day)
        case _:
            assert_never(event)
