"""The kinds of streams that the core brings, and the module that each is defined in.

Whoever reads one stream needs one of them; `kvalitet_core.core` brings them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.plugins import Upcaster, unchanged
from kvalitet_core.privacy.person import UPCASTERS as OF_PERSONS

__all__ = ["KINDS", "UPCASTERS", "aggregate", "kind_of"]

KINDS: Final[Mapping[str, str]] = {
    "application": "kvalitet_core.domain.application",
    "case": "kvalitet_core.domain.case",
    "course": "kvalitet_core.domain.course",
    "course_run": "kvalitet_core.domain.course_run",
    "frame": "kvalitet_core.domain.frame",
    "grant": "kvalitet_core.domain.grant",
    "indicator": "kvalitet_core.domain.indicator",
    "municipality": "kvalitet_core.domain.municipality",
    "network": "kvalitet_core.domain.network",
    "officer": "kvalitet_core.domain.officer",
    "person": "kvalitet_core.privacy.person",
    "programme": "kvalitet_core.domain.programme",
    "publication": "kvalitet_core.domain.publication",
    "region": "kvalitet_core.domain.region",
    "round": "kvalitet_core.domain.round",
    "survey": "kvalitet_core.domain.survey",
    "survey_response": "kvalitet_core.domain.survey_response",
    "tilbud": "kvalitet_core.domain.tilbud",
}
"""Kind → the module that has its `AGGREGATE`."""

UPCASTERS: Final[Mapping[str, Upcaster]] = {
    **OF_PERSONS,
    "application.draft/1": unchanged,
    "application.submit/1": unchanged,
}
"""Old stored name → function to the next number, of all these kinds."""


def aggregate(kind: str) -> Aggregate:
    """The aggregate of one of these kinds, imported now."""
    found = import_module(KINDS[kind]).AGGREGATE
    assert isinstance(found, Aggregate)  # noqa: S101 - for the type checker
    return found


def kind_of(cls: type[object]) -> str | None:
    """The one of these kinds whose module, or package, defines a class."""
    defined = f"{cls.__module__}."
    homes = (kind for kind, home in KINDS.items() if defined.startswith(f"{home}."))
    return next(homes, None)
