"""What one part of a journal came to, to be put together with the others.

It has some of the streams, and some of the commits: see `sharing`.
"""

from __future__ import annotations

from collections import Counter

import attrs

from kvalitet_core.audit.anew import Stood
from kvalitet_core.audit.deployed import DeploymentsNamed
from kvalitet_core.audit.reacting import Answers
from kvalitet_core.audit.timing import Ticks
from kvalitet_core.audit.wrong import Wrong

__all__ = ["Flaw", "ReplayedPart"]


@attrs.frozen(kw_only=True)
class Flaw:
    """One place where the record does not hold together.

    Attributes:
        position: The place in the journal; None where it is a stream's own.
        stream: The stream.
        wrong: What is wrong there.
    """

    position: int | None
    stream: str
    wrong: Wrong

    @property
    def text(self) -> str:
        """What is wrong there, in words."""
        return str(self.wrong)


@attrs.define(kw_only=True)
class ReplayedPart:
    """What one part of a journal came to, to be put together with the others.

    Attributes:
        commands: How many commands are on record.
        events: How many events are folded.
        fitted: How many events were held against their schemas.
        stood: What each stream came to.
        flaws: Where it does not hold together.
        unknown: The stored names that no installed plugin knows, and how often each
            occurs.
        without: The stored names that no schema is at hand for, likewise.
        answers: What it says of reactions.
        ticks: What it says of timers.
        deployments: Which deployments its commands name.
        balance: The sum over the events that were read stream by stream, less that
            over those that were read in the order of the log: of all parts together
            it is 0.
    """

    commands: int = 0
    events: int = 0
    fitted: int = 0
    stood: dict[str, Stood] = attrs.field(factory=dict)
    flaws: set[Flaw] = attrs.field(factory=set)
    unknown: Counter[str] = attrs.field(factory=Counter)
    without: Counter[str] = attrs.field(factory=Counter)
    answers: Answers = attrs.field(factory=Answers)
    ticks: Ticks = attrs.field(factory=Ticks)
    deployments: DeploymentsNamed = attrs.field(factory=DeploymentsNamed)
    balance: int = 0

    def note(self, position: int | None, stream: str, wrong: Wrong) -> None:
        """Take down what is wrong."""
        self.flaws.add(Flaw(position=position, stream=stream, wrong=wrong))

    def add(self, other: ReplayedPart) -> None:
        """Take in what another part came to."""
        self.commands += other.commands
        self.events += other.events
        self.fitted += other.fitted
        self.stood |= other.stood
        self.flaws |= other.flaws
        self.unknown += other.unknown
        self.without += other.without
        self.answers.add(other.answers)
        self.ticks.add(other.ticks)
        self.deployments.add(other.deployments)
        self.balance += other.balance
