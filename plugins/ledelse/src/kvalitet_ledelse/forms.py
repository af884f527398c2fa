"""What a leader is asked who wishes to be in a network.

Whether the agency had a form is not to be found: this one asks for what the first
version of the admission turns on, and for nothing else.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.forms import Form
from kvalitet_core.values import FormName
from kvalitet_ledelse.sources import NETWORK_PAGE_FIRST

__all__ = ["OPTAGELSE"]

OPTAGELSE: Final = Form(
    name=FormName("ledelse.optagelse/1"),
    title="Optagelse i et ledernetværk",
    source=f"Husets eget skema, efter: {NETWORK_PAGE_FIRST}",
    schema={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "fagligt_ansvar": {
                "type": "boolean",
                "description": "Whether you lead professionally",
                "x-description-da": "Om du er faglig leder",
            },
            "ansatte": {
                "type": "integer",
                "minimum": 0,
                "description": "How many staff you are professionally responsible for",
                "x-description-da": "Hvor mange ansatte du har fagligt ansvar for",
            },
        },
        "additionalProperties": False,
    },
)
