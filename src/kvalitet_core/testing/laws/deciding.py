"""Laws about decisions, seen in the examples that the plugin's author shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from kvalitet_core.errors import KvalitetError
from kvalitet_core.journal.storable import personal_fields
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.examples import name_of
from kvalitet_core.testing.given_when_then import Situation
from kvalitet_core.testing.laws.law import Laws, named
from kvalitet_core.testing.strategies import simplest_breach, stored

__all__ = ["DecidingLaws"]

_CPR_NUMBERS: Final = ("0101701234", "010170-1234")
"""Looks like a person's number, and is nobody's."""

_CODE: Final = re.compile(r"([a-z][a-z0-9_-]*)\.[a-z][a-z0-9_]*")


class DecidingLaws(Laws):
    """What commands come to."""

    def test_examples_say_what_they_show(self) -> None:
        """An example is read by people: its docstring is a sentence."""
        hold(
            Breach(
                f"example {name_of(example)}",
                "does not say what it shows",
                "begin its docstring with a sentence, with a full stop",
            )
            for example in self.examined.examples
            if not (example.__doc__ or "").strip().split("\n\n")[0].endswith(".")
        )

    def test_examples_come_to_what_they_say(self) -> None:
        """Each command of an example is accepted, silent or refused, as is told."""
        hold(
            Breach(
                step.place,
                f"expected {step.ask.expects}, got {step.came}"
                + (f": {'; '.join([*step.codes, *step.said])}" if step.said else ""),
                "mend the command, or the example",
            )
            for step in self.examined.steps
            if not step.is_as_told
        )

    def test_every_command_is_shown(self) -> None:
        """Each command is accepted in some example."""
        accepted = {
            type(step.ask.command)
            for step in self.examined.steps
            if step.came == "accepted"
        }
        self.examined.hold_shown(
            Breach(
                named(cls),
                "is accepted in no example",
                "give it in one of EXAMPLES, in the package's module `examples`",
            )
            for cls in self.examined.commands.values()
            if cls not in accepted
        )

    def test_every_event_is_shown(self) -> None:
        """Each event follows in some example."""
        followed = {
            type(event) for step in self.examined.steps for _, event in step.events
        }
        self.examined.hold_shown(
            Breach(
                named(cls),
                "follows in no example",
                "show the command that leads to it, or drop the event",
            )
            for cls in self.examined.events.values()
            if cls not in followed
        )

    def test_a_decision_depends_on_what_it_reads_alone(self) -> None:
        """Decided twice on the same reads, at the same time, it comes to the same."""
        hold(
            Breach(
                step.place,
                "comes to one thing now and to another later",
                "let decide use nothing but the state and the context",
            )
            for step in self.examined.steps
            if not step.decided_alike
        )

    def test_a_command_is_silent_the_second_time(self) -> None:
        """What is done is not done again; only what is personal cannot be compared."""
        hold(
            Breach(
                step.place,
                "comes to more events when it is given once more",
                "give `()` from decide where there is nothing to do, or refuse",
            )
            for step in self.examined.steps
            if step.came == step.again == "accepted"
            and not step.renews
            and not personal_fields(type(step.ask.command))
        )

    def test_reasons_have_codes_of_one_form(self) -> None:
        """A refusal's code is a kind of this journal, a point, and words."""
        kinds = {*self.examined.registry.aggregates, self.examined.plugin.name}
        hold(
            Breach(
                f"{step.place}: {code!r}",
                "is a code of another form",
                f"write {self.examined.plugin.name}.<words>, in lower case",
            )
            for step in self.examined.steps
            for code in step.codes
            if not (match := _CODE.fullmatch(code)) or match[1] not in kinds
        )

    def test_what_is_recorded_is_read_back(self) -> None:
        """Memory and file give back the events that were decided, persons too."""
        hold(
            Breach(
                f"{named(type(event))} in example {played.name}",
                "is read back from a journal as another value",
                "let its fields, and what they hold, compare by value",
            )
            for kept in (self.examined.played, self.examined.played_on_file)
            for played in kept
            for event in played.changed
        )

    def test_no_stream_is_named_by_a_cpr_number(self) -> None:
        """A number that people type is no name for a stream, which nothing can seal."""
        hold(_telling_streams(self.examined))


def _telling_streams(examined: Examined) -> Iterator[Breach]:
    _ = examined.registry
    for name, cls in examined.commands.items():
        if name in examined.sound and hasattr(cls, "target"):
            breach = simplest_breach(
                stored(cls, plain=st.sampled_from(_CPR_NUMBERS)),
                partial(_telling, examined),
                drawn=examined.drawn,
            )
            if breach is not None:
                yield breach


def _telling(examined: Examined, command: Any) -> Breach | None:
    try:
        target = Situation(told=(), registry=examined.registry).target(command)
    except (KvalitetError, TypeError, ValueError):
        return None
    if not any(number in target for number in _CPR_NUMBERS):
        return None
    rule = "names its stream by what may be a CPR number"
    remedy = "take context.new_id(), or a code that is checked"
    return Breach(f"{named(type(command))}.target", rule, remedy)
