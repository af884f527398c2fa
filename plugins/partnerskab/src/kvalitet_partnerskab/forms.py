"""The form that a municipality applies on.

The agency's own form is not to be found. This one asks what the call says is assessed,
the application and the budget with its notes, and one thing that is the house's own:
the amount, which may be left out. The round names its form, so another one can take its
place. Why the municipality applies stands in the
application's description, which is sealed.
"""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.forms import Form
from kvalitet_core.values import FormName
from kvalitet_partnerskab.sources import POOL

__all__ = ["ANSOEGNING"]

_QUESTIONS: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "beloeb": {
            "description": "The amount that is applied for, in whole kroner.",
            "x-description-da": "Det beløb, der søges om, i hele kroner.",
            "type": "integer",
            "minimum": 1,
        },
        "budget": {
            "description": "Whether a budget is handed in.",
            "x-description-da": "Om der er indsendt et budget.",
            "type": "boolean",
        },
        "budgetnoter": {
            "description": "Whether the budget has its notes.",
            "x-description-da": "Om budgettet har budgetnoter.",
            "type": "boolean",
        },
    },
    "additionalProperties": False,
}

ANSOEGNING: Final = Form(
    name=FormName("partnerskab.ansoegning/1"),
    title="Ansøgning om at blive partnerkommune",
    source=f"Derived from what the call says is assessed: {POOL}",
    schema=_QUESTIONS,
)
"""The least form that the call allows to derive; what is missing can be asked for."""
