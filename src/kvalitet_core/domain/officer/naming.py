"""What an officer's stream is called: `officer/` and the id, written so that it fits.

An actor's id may hold `@`, as an e-mail address does, and the key of a stream may not.
So `@` is written `:at:`, and `:` itself `::`. Neither of the two begins the other, so
two ids never share a stream, and an id without either stands as it is.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import ActorId, StreamId, checked_id, stream_id

__all__ = ["OfficerId", "officer_stream"]

_LONGEST: Final = 128


def officer_stream(actor: ActorId) -> StreamId:
    """Name the stream of the officer with this id: `officer/bo:at:example.dk`.

    Args:
        actor: The id, as in `Actor.id`; never a name.

    Raises:
        Malformed: It is no actor's id, or too long once `@` and `:` are written out.
    """
    return _stream("officer", actor)


@attrs.frozen
class OfficerId:
    """An attrs validator: the id of somebody who can be an officer."""

    @property
    def json_schema(self) -> dict[str, str]:
        """What a schema says of such a field."""
        return {
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$",
            "x-rule": "letters, digits and . _ : - @ (128 at most)",
        }

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], actor: object) -> None:
        """Refuse what is no actor's id, and what no stream can be called."""
        _stream(attribute.name, actor)


def _stream(what: str, actor: object) -> StreamId:
    key = checked_id(what, actor).replace(":", "::").replace("@", ":at:")
    if len(key) > _LONGEST:
        problem = f"expected {_LONGEST} at most where @ is written :at: and : is ::"
        raise Malformed(f"{what} {actor!r}", f"{problem}, got {len(key)}")
    return stream_id("officer", key)
