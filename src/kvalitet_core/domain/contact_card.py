"""A contact card: how a person is reached, wherever the record says so."""

from __future__ import annotations

import attrs

from kvalitet_core.values import not_blank

__all__ = ["ContactCard"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class ContactCard:
    """How to reach a person.

    Attributes:
        name: The person's name.
        email: The e-mail address, if there is one.
        phone: The phone number, if there is one.
    """

    name: str = attrs.field(validator=not_blank)
    email: str | None = None
    phone: str | None = None
