"""Laws about reactions: what they ask for, seen in what the examples lead to."""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet_core.aggregate import Command
from kvalitet_core.errors import KvalitetError
from kvalitet_core.reactions.asking import Declared, asked, declared
from kvalitet_core.recorded import Recorded
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws
from kvalitet_core.testing.reacting import recorded_as

__all__ = ["ReactionLaws"]


class ReactionLaws(Laws):
    """What reactions ask for."""

    def test_a_reaction_asks_for_what_it_may(self) -> None:
        """For each event that it answers, a command that it names, or None."""
        hold(
            breach
            for each, recorded in _answered(self.examined)
            if (breach := _failing(self.examined, each, recorded))
        )

    def test_a_reaction_depends_on_its_event_alone(self) -> None:
        """Asked twice about the same event, it gives the same command."""
        hold(
            Breach(
                f"reaction {each.name!r} on {recorded.name}",
                "gives one command now and another later",
                "let its function use nothing but the event",
            )
            for each, recorded in _answered(self.examined)
            if not _failing(self.examined, each, recorded)
            and _command(self.examined, each, recorded)
            != _command(self.examined, each, recorded)
        )

    def test_every_reaction_is_shown(self) -> None:
        """Each reaction asks for something after some event of the examples."""
        self.examined.hold_shown(
            Breach(
                f"reaction {each.name!r}",
                "asks for nothing in any example",
                "show an event that it answers, in the package's module `examples`",
            )
            for each in declared((self.examined.plugin,))
            if not any(
                _failing(self.examined, each, recorded)
                or _command(self.examined, each, recorded) is not None
                for found, recorded in _answered(self.examined)
                if found.name == each.name
            )
        )


def _answered(examined: Examined) -> Iterator[tuple[Declared, Recorded]]:
    """Each reaction with each event of the examples that it answers."""
    for each in declared((examined.plugin,)):
        for step in examined.steps:
            for stream, event in step.events:
                recorded = recorded_as(event, examined.registry, stream=stream)
                if recorded.name in each.reaction.events:
                    yield each, recorded


def _command(examined: Examined, each: Declared, recorded: Recorded) -> Command | None:
    return asked(each, recorded, examined.registry)


def _failing(examined: Examined, each: Declared, recorded: Recorded) -> Breach | None:
    """What is wrong with what a reaction gives for an event, if anything."""
    subject = f"reaction {each.name!r} on {recorded.name}"
    try:
        _command(examined, each, recorded)
    except KvalitetError as error:
        return Breach(subject, str(error), "give a command that it names, or None")
    except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
        text = f"raises {type(error).__name__}: {error}"
        return Breach(subject, text, "give None where nothing follows")
    return None
