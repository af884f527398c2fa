"""Who acts: an employee or a system, in a role, for an organisation.

An actor is kept with every command, so it holds no name: an id that the host system
can look up.
"""
# These names and fields are stored. Do not rename; add a version.

from __future__ import annotations

from typing import Any

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import checked_id

__all__ = ["Actor"]


def _filled(_: Any, attribute: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise Malformed("actor", f"{attribute.name}: expected text, got {value!r}")


def _is_id(_: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    checked_id(f"actor's {attribute.name}", value)


@attrs.frozen(kw_only=True)
class Actor:
    """Who acts, in which role, for which organisation, on whose authority.

    Attributes:
        id: The employee's or system's id in the host system; never a name.
        role: The role in which the actor acts (`sagsbehandler`).
        organisation: The organisation acted for: a CVR number, or a name.
        authority: The legal basis or mandate acted on (`Opslag 2020`).
        delegated_by: The id of the one who delegated the authority, if anyone did.
    """

    id: str = attrs.field(validator=_is_id)
    role: str = attrs.field(validator=_filled)
    organisation: str = attrs.field(validator=_filled)
    authority: str = attrs.field(validator=_filled)
    delegated_by: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(_is_id)
    )
