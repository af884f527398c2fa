"""Whether what stands in the journal fits its JSON Schema, as that is handed out.

What is sealed is not opened: where a schema says what a person would enter, the place
of the sealed section stands in the journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from kvalitet_core.audit.shown import NO_BLANK, is_shown
from kvalitet_core.audit.wrong import Wrong
from kvalitet_core.journal.registry import Registry
from kvalitet_core.schemas import json_schema

__all__ = ["Fitting", "Schemas"]

Schemas: TypeAlias = Callable[[str], Mapping[str, Any] | None]
"""Gives the schema that was released under a stored name, if one was."""

_SEALED: Final = {
    "type": "object",
    "properties": {"personal": {"type": ["integer", "null"], "minimum": 0}},
    "required": ["personal"],
    "additionalProperties": False,
}
_plain = msgspec.json.Decoder().decode


class Fitting:
    """Holds events against their schemas, each made ready when it is first wanted.

    Attributes:
        fitted: How many were held against one.
        without: The stored names that no schema is at hand for, and how often each
            occurs.
    """

    def __init__(self, registry: Registry, released: Schemas) -> None:
        self.fitted = 0
        self.without: Counter[str] = Counter()
        self._registry = registry
        self._released = released
        self._checks: dict[str, Callable[[Any], bool] | None] = {}
        self._shown: dict[str, bool] = {}

    def problem(self, name: str, data: bytes) -> Wrong | None:
        """What is wrong with an event's fields; None where nothing is.

        Args:
            name: Its stored name.

            data: Its fields, as they stand, of an event that was read strictly.
        """
        shown = self._shown.get(name)
        if shown is None:
            shown = self._is_shown(name)
        if shown and NO_BLANK not in data:
            self.fitted += 1
            return None
        return self._held(name, data)

    def has(self, name: str) -> bool:
        """Whether there is a schema at hand for a name."""
        return self._is_shown(name) or self._check(name) is not None

    def _is_shown(self, name: str) -> bool:
        """Whether what was read under a name fits, as reading it has shown."""
        if name not in self._shown:
            schema, stored = self._schema(name), self._registry.classes.get(name)
            self._shown[name] = (
                schema is not None and stored is not None and is_shown(schema, stored)
            )
        return self._shown[name]

    def _held(self, name: str, data: bytes) -> Wrong | None:
        """What is wrong with fields that are held against their schema."""
        check = self._check(name)
        if check is None:
            self.without[name] += 1
            return None
        self.fitted += 1
        value = _plain(data)
        return None if check(value) else self._told(name, value)

    def _check(self, name: str) -> Callable[[Any], bool] | None:
        """What holds fields against the schema of a name, if one is at hand."""
        if name not in self._checks:
            schema = self._schema(name)
            made = None if schema is None else _validator(schema).is_valid
            self._checks[name] = made
        return self._checks[name]

    def _schema(self, name: str) -> dict[str, Any] | None:
        """The released schema, else that of the class; with sealed places in it."""
        released = self._released(name)
        if released is None and name in self._registry.classes:
            released = json_schema(self._registry.classes[name].cls, name)
        return None if released is None else _as_stored(released)

    def _told(self, name: str, value: Any) -> Wrong:
        """Where it does not fit; what stands there is not repeated."""
        schema = self._schema(name)
        assert schema is not None  # noqa: S101 - it was held against one
        places = "; ".join(sorted({*_misfits(schema, value)}))
        return Wrong.of("unfit", name=name, places=places)


def _as_stored(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of what is stored, made from that of what a person enters."""
    properties = {
        field: _SEALED if "x-personal" in own else own
        for field, own in schema.get("properties", {}).items()
    }
    return {**schema, "properties": properties}


def _validator(schema: dict[str, Any]) -> Any:
    """What is fast, where it is installed: `kvalitet-core[schemas]`."""
    try:
        from jsonschema_rs import Draft202012Validator as Quick
    except ModuleNotFoundError:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(schema)
    return Quick(schema)


def _misfits(schema: Mapping[str, Any], value: Any) -> Iterator[str]:
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(value):
        yield f"{error.json_path} breaks {error.validator!r}"
