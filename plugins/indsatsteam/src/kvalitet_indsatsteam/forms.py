"""The form that a tilbud applies on.

The agency's own ansøgningsskema existed, and is not to be found. This one asks what the
offer itself makes necessary and nothing more; a round names its form, so another one
can take its place. Who applies, on which legal grounds and under which driftsform,
stands with the tilbud; the contact, and the wish and need in the applicant's own words,
are personal fields of the application.
"""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.forms import Form
from kvalitet_core.values import FormName
from kvalitet_indsatsteam.sources import OFFER_2020

__all__ = ["ANSOEGNING"]

_QUESTIONS: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "temaer": {
            "description": "The themes that are wished, one or more.",
            "x-description-da": "De ønskede temaer, ét eller flere.",
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "minItems": 1,
            "uniqueItems": True,
        },
        "maaneder": {
            "description": "The wished length of the course, in whole months.",
            "x-description-da": "Forløbets ønskede længde i hele måneder.",
            "type": "integer",
            "minimum": 1,
        },
    },
    "required": ["temaer"],
    "additionalProperties": False,
}

ANSOEGNING: Final = Form(
    name=FormName("indsatsteam.ansoegning/1"),
    title="Ansøgning om rådgivningsforløb",
    source=f"Derived from what the offer says: {OFFER_2020}",
    schema=_QUESTIONS,
)
"""The least form that the offer allows to derive."""
