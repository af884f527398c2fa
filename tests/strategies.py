"""Hypothesis strategies for what the core stores; the generic ones ship with it."""

from __future__ import annotations

from kvalitet_core.core import CORE
from kvalitet_core.testing.strategies import INSTANTS, stored

__all__ = ["INSTANTS", "STORED", "stored"]

STORED = {
    name: cls
    for aggregate in CORE.aggregates
    for name, cls in {**aggregate.events, **aggregate.commands}.items()
}
"""Every class that the core stores, by its stored name."""
