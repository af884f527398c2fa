"""Laws about the classes that are stored: how they are made, and what they say."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterator
from typing import Any, Final

import attrs

from kvalitet_core.journal.storable import classes_in, detailed
from kvalitet_core.personal import SUBJECT
from kvalitet_core.schemas import field_descriptions
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws, as_breach, named

__all__ = ["ClassLaws", "looks_personal"]

_PERSONAL: Final = re.compile(
    r"(^|_)(cpr|e?mail|phone|mobile|telefon|tlf|mobil|birth\w*|foedsel\w*"
    r"|(first|last|sur|family|contact|person|citizen)_?name|surname"
    r"|(for|efter|mellem|person|borger)navn)(_|$)"
)


def looks_personal(name: str) -> bool:
    """Whether a field's name is that of something about a person."""
    return _PERSONAL.search(name) is not None


class ClassLaws(Laws):
    """How a stored class is made, and what its docstring says."""

    def test_stored_classes_cannot_be_changed(self) -> None:
        """Events and commands, and what they hold, are frozen."""
        hold(_findings(self.examined, "frozen"))

    def test_states_cannot_be_changed(self) -> None:
        """A state is a frozen attrs class: a new event gives a new state."""
        hold(
            as_breach(named(state), finding.text)
            for state in (each.state for each in self.examined.plugin.aggregates)
            for finding in detailed(state)
            if "can be changed" in finding.text or "no attrs class" in finding.text
        )

    def test_fields_are_given_by_name(self) -> None:
        """A stored class takes its fields by name, so that one can be added."""
        hold(
            Breach(
                f"{named(cls)}.{field.name}",
                "can be given without its name",
                "write @attrs.frozen(kw_only=True)",
            )
            for cls in _attrs_classes(self.examined)
            for field in attrs.fields(cls)
            if field.init and not field.kw_only
        )

    def test_fields_are_stored_as_they_are_given(self) -> None:
        """A field has no converter, no alias, no private name, and is always given."""
        hold(_findings(self.examined, "form"))

    def test_fields_hold_what_can_be_stored(self) -> None:
        """No float, no list, no union of classes, no datetime without offset."""
        hold(_findings(self.examined, "type"))

    def test_personal_fields_say_whose_they_are(self) -> None:
        """A personal field names the field that holds the person's id."""
        hold(_findings(self.examined, "personal"))

    def test_what_looks_personal_is_declared_so(self) -> None:
        """A field named like something about a person is sealed with a key."""
        hold(
            Breach(
                place,
                "has the name of something about a person, and is not sealed",
                "write Personal[…] = personal(subject=…), or give it another name",
            )
            for cls in _attrs_classes(self.examined)
            for place, name in _open_fields(cls)
            if looks_personal(name)
        )

    def test_a_stored_class_says_what_it_is(self) -> None:
        """Each event and command has a docstring that begins with a sentence."""
        hold(
            Breach(
                named(cls),
                "does not say what it is",
                "begin its docstring with a sentence, with a full stop",
            )
            for cls in _attrs_classes(self.examined)
            if not _says_something(cls)
        )

    def test_every_field_is_described(self) -> None:
        """`Attributes:` in the docstring has a line for each field, and no other."""
        hold(
            breach
            for cls in _attrs_classes(self.examined)
            for breach in _undescribed(cls)
        )


def _attrs_classes(examined: Examined) -> Iterator[type[Any]]:
    return (cls for cls in examined.classes.values() if attrs.has(cls))


def _findings(examined: Examined, rule: str) -> Iterator[Breach]:
    for cls in examined.classes.values():
        module = cls.__module__.rpartition(".")[2]
        for finding in detailed(cls):
            if finding.rule == rule:
                yield as_breach(f"{module}.{finding.subject}", finding.text)


def _open_fields(cls: type[Any]) -> Iterator[tuple[str, str]]:
    """The fields that are not sealed, those of the classes inside them included."""
    hints = typing.get_type_hints(cls, include_extras=True)
    for field in attrs.fields(cls):
        if SUBJECT not in field.metadata:
            yield f"{named(cls)}.{field.name}", field.name
            for inner in classes_in(hints[field.name]):
                for part in attrs.fields(inner):
                    yield f"{named(inner)}.{part.name}", part.name


def _says_something(cls: type[Any]) -> bool:
    first = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
    return first.endswith(".") and not first.startswith("Method generated by attrs")


def _undescribed(cls: type[Any]) -> Iterator[Breach]:
    described = field_descriptions(cls)
    fields = [field.name for field in attrs.fields(cls)]
    for name in fields:
        if name not in described:
            yield Breach(
                f"{named(cls)}.{name}",
                "is not described",
                f"write a line `{name}: …` under `Attributes:` in the docstring",
            )
    for name in described:
        if name not in fields:
            yield Breach(
                f"{named(cls)}.{name}",
                "is described, and is no field",
                "take its line out of the docstring, or mend its name",
            )
