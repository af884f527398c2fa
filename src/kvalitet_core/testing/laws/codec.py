"""Laws about how events and commands are written, read, and described to others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from kvalitet_core.errors import Malformed
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.schemas import json_schema, problems
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws, named
from kvalitet_core.testing.strategies import simplest_breach, stored

__all__ = ["CodecLaws"]

_Judge = Callable[[StoredClass, Any], Breach | None]


class CodecLaws(Laws):
    """What is written of a value is read as the same, and is what its schema says."""

    def test_a_value_is_written_and_read_back_byte_by_byte(self) -> None:
        """Encoding, decoding and encoding again gives the same bytes."""
        hold(_judged(self.examined, _read_back))

    def test_what_is_stored_fits_its_schema(self) -> None:
        """Whatever a class lets be made, its JSON Schema describes."""
        schemas = {
            name: json_schema(cls, name) for name, cls in self.examined.sound.items()
        }
        hold(
            _judged(
                self.examined,
                lambda stored_class, value: _fits(
                    stored_class, value, schemas[stored_class.name]
                ),
            )
        )


def _judged(examined: Examined, judge: _Judge) -> Iterator[Breach]:
    for stored_class in examined.stored.values():
        breach = simplest_breach(
            stored(stored_class.cls),
            partial(judge, stored_class),
            drawn=examined.drawn,
        )
        if breach is not None:
            yield breach


def _read_back(stored_class: StoredClass, value: Any) -> Breach | None:
    rule, codec = "is read back as another value", MsgspecCodec()
    try:
        written = stored_class.encode(value)
        if codec.encode(stored_class.decode(written)) == written:
            return None
    except Malformed as error:
        rule = f"cannot be read back: {error}"
    remedy = f"let a validator refuse such values, or compare by value: {value!r}"
    return Breach(named(stored_class.cls), rule, remedy)


def _fits(
    stored_class: StoredClass, value: Any, schema: dict[str, Any]
) -> Breach | None:
    try:
        plain = _plain(stored_class, value)
    except Malformed:
        return None
    found = problems(schema, plain)
    if not found:
        return None
    place = f"{named(stored_class.cls)}{found[0].path.removeprefix('$')}"
    rule = f"can be made with what its schema refuses: {found[0].text}"
    return Breach(place, rule, "let the type check what its json_schema says")


def _plain(stored_class: StoredClass, value: Any) -> dict[str, Any]:
    """A value as JSON, what is personal in it in clear, as a person would enter it."""
    codec = MsgspecCodec()
    plain: dict[str, Any] = json.loads(stored_class.encode(value))
    for field in stored_class.personal:
        inside = getattr(value, field.name).reveal()
        plain[field.name] = json.loads(codec.encode(inside))
    return plain
