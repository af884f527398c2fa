"""A plugin that the tests of the command line install: beds, a reaction and a view.

After dill, parsley is sown. A stone can be sown too, and neither the reaction nor the
view knows what to do about one, until the plugin is mended.
"""

from __future__ import annotations

import attrs

from kvalitet_core.aggregate import Aggregate, Command, Context
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.plugins import Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Table, Upsert, View

MENDED = False


@attrs.frozen(kw_only=True)
class Sown:
    """Something was sown, by somebody."""

    what: str
    gardener: PersonId
    name: Personal[str] = personal(subject="gardener")


@attrs.frozen(kw_only=True)
class Bed:
    """A bed, and what was sown last."""

    what: str


def evolve(state: Bed | None, event: Sown) -> Bed:  # noqa: ARG001 - the protocol's
    """Fold one event."""
    return Bed(what=event.what)


@attrs.frozen(kw_only=True)
class Sow:
    """Sow something in a bed."""

    bed: StreamId
    what: str
    gardener: PersonId
    name: Personal[str] = personal(subject="gardener")

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The bed."""
        return self.bed

    def decide(self, state: Bed | None, context: Context) -> tuple[Sown, ...]:  # noqa: ARG002 - the protocol's
        """Sow it."""
        return (Sown(what=self.what, gardener=self.gardener, name=self.name),)


def _refuse_stone(event: Sown) -> None:
    if event.what == "stone" and not MENDED:
        raise ValueError("a stone does not grow")


def follow(recorded: Recorded) -> Command | None:
    """After dill, parsley."""
    event: Sown = recorded.event
    _refuse_stone(event)
    if event.what != "dill":
        return None
    return Sow(
        bed=recorded.stream,
        what="parsley",
        gardener=event.gardener,
        name=event.name,
    )


def project(recorded: Recorded) -> tuple[Change, ...]:
    """A row for each time that something was sown."""
    event: Sown = recorded.event
    _refuse_stone(event)
    row = {
        "number": recorded.version,
        "bed": recorded.stream,
        "what": event.what,
        "gardener": event.gardener,
        "name": event.name,
    }
    return (Upsert(table="sown", row=row),)


TABLE = Table(
    name="sown",
    columns=(
        Column(name="bed", type="text", title="Bed"),
        Column(name="number", type="integer", title="Nummer"),
        Column(name="what", type="text", title="Hvad"),
        Column(name="gardener", type="text", title="Gartner"),
        Column(
            name="name", type="text", title="Navn", nullable=True, person="gardener"
        ),
    ),
    key=("bed", "number"),
)

PLUGIN = Plugin(
    name="garden",
    version="1.0",
    aggregates=(
        Aggregate(
            kind="garden",
            state=Bed,
            evolve=evolve,
            events={"garden.sown/1": Sown},
            commands={"garden.sow/1": Sow},
        ),
    ),
    reactions=(
        Reaction(
            name="garden.follow",
            title="Efterfølger",
            events=frozenset({"garden.sown/1"}),
            command=follow,
            issues=frozenset({"garden.sow/1"}),
        ),
    ),
    views=(
        View(
            name="garden.sown",
            title="Sået",
            tables=(TABLE,),
            events=frozenset({"garden.sown/1"}),
            project=project,
        ),
    ),
    texts={"da": {"garden": "Haven"}, "en": {"garden": "The garden"}},
)
