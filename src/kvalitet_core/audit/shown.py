"""Which schemas say nothing of an event that reading it strictly has not shown.

A schema is made from a class: its fields and their types, the forms of its texts, and
what its validators say of themselves. Reading an event strictly holds it against all of
these, so that it need not be held against the schema as well, if that is the class's
own, and what it says of texts and fields was written here, where tests hold that what
is let through fits. Of what a plugin brings nobody knows that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from kvalitet_core.journal.storable import classes_in, texts_in
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.releases.gate import shape
from kvalitet_core.schemas import json_schema

__all__ = ["NO_BLANK", "is_shown"]

NO_BLANK: Final = "\ufeff".encode()
"""The one letter that is a blank to a schema, and something to read to Python."""

_OURS: Final = "kvalitet_core"


def is_shown(schema: Mapping[str, Any], stored: StoredClass) -> bool:
    """Whether each event that is read as a class fits a schema, if it has no NO_BLANK.

    Args:
        schema: The schema.

        stored: The class, under its stored name.
    """
    if stored.personal or shape(schema) != shape(json_schema(stored.cls, stored.name)):
        return False
    rooms = {each.__module__.partition(".")[0] for each in _saying(stored.cls)}
    return rooms <= {_OURS}


def _saying(cls: type[Any]) -> Iterator[type[Any]]:
    """What says something of itself that stands in the schema of a class."""
    yield from texts_in(cls)
    for each in (cls, *classes_in(cls)):
        for field in attrs.fields(each):
            if getattr(field.validator, "json_schema", None):
                yield type(field.validator)
