"""How the demo tells of the competence plan, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "own_plan": (
        (
            "Mosebo har en kompetenceplan, som en sag i materialets fem faser. Mål, "
            "behov og aktiviteter er fastlagt; i hver fase er de fem "
            "opmærksomhedspunkter overvejet. Nu skal nogen lære noget."
        ),
        (
            "Mosebo has a competence plan, as a case in the material's five phases. "
            "Goals, needs and activities are settled; in each phase the five points of "
            "attention are attended to. Now somebody has to learn something."
        ),
    ),
    "learnt": (
        (
            "Planen vidste af sig selv, fra kursusbeviserne, at noget var lært. Det "
            "lærte er nu praksis, og planen lukkes."
        ),
        (
            "The plan knew by itself, from the certificates, that something was "
            "learnt. What was learnt is practice now, and the plan is closed."
        ),
    ),
    "learnt_when_told": (
        (
            "At noget er lært, bliver fortalt planen. Det lærte er nu praksis, og "
            "planen lukkes."
        ),
        (
            "That something was learnt is told to the plan. What was learnt is "
            "practice now, and the plan is closed."
        ),
    ),
}
