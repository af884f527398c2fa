"""The form that applicants fill in.

What is asked about a person does not belong here: answers are not sealed.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.forms import Form
from kvalitet_core.values import FormName
from kvalitet_skabelon.sources import CALL

__all__ = ["ANSOEGNING"]

ANSOEGNING: Final = Form(
    name=FormName("skabelon.ansoegning/1"),
    title="Ansøgning om deltagelse i Skabelon",
    source=CALL,
    schema={
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
            "pladser": {
                "description": "How many places are wished.",
                "x-description-da": "Hvor mange pladser der ønskes.",
                "type": "integer",
                "minimum": 1,
            },
        },
        "required": ["temaer", "pladser"],
        "additionalProperties": False,
    },
)
"""What applicants are asked."""
