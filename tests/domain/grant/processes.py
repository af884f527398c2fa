"""Offices that give grants from one frame at the same time, each in its own process."""

from __future__ import annotations

import attrs
from tests.conftest import Place
from tests.domain.grant.samples import ACTOR, COMMIT, GIVEN, NOW, kr

from kvalitet_core import Journal
from kvalitet_core.errors import Refused
from kvalitet_core.journal.clock import GivenClock

__all__ = ["commit_grants", "prepared"]


def prepared(place: Place) -> None:
    """A frame of a million kroner, with terms and a recipient."""
    with opened(place) as journal:
        for command in GIVEN[:-1]:
            journal.do(command, by=ACTOR)


def opened(place: Place) -> Journal:
    """The journal at a place."""
    return Journal.open(place.url, plugins=(), clock=GivenClock(NOW), **place.opening())


def commit_grants(place: Place, number: int, count: int) -> list[str]:
    """Ask for so many grants of 60,000 kr. from one frame; gives each answer."""
    answers = []
    with opened(place) as journal:
        for step in range(count):
            command = attrs.evolve(
                COMMIT, key=f"proeve-{number}-{step}", amount=kr(60_000)
            )
            try:
                journal.do(command, by=ACTOR)
                answers.append("committed")
            except Refused as refusal:
                answers.append(refusal.reasons[0].code)
    return answers
