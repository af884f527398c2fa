"""The questionnaire on the eight principles, and the survey that it is asked in.

The evaluation's own items, its scale and its figures are not to be found. This form
asks what the sources say is evaluated and no more: for each of the three axes, which of
the eight principles it is true of. It assumes no scale; a survey names its
questionnaire, so another one can take its place.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kvalitet_core.forms import Form
from kvalitet_core.values import FormName
from kvalitet_partnerskab.concept import PRINCIPLES
from kvalitet_partnerskab.sources import EVALUATION, PAGE

if TYPE_CHECKING:
    from kvalitet_core.domain.survey import Plan

__all__ = ["PRINCIPPER", "survey"]


def _asked(what: str, da: str) -> dict[str, Any]:
    return {
        "description": what,
        "x-description-da": da,
        "type": "array",
        "items": {
            "type": "string",
            "enum": [str(each.number) for each in PRINCIPLES],
        },
        "uniqueItems": True,
    }


_QUESTIONS: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "efterlevelse": _asked(
            "The principles that are adhered to, by number.",
            "De principper, der efterleves, ved nummer.",
        ),
        "brugbarhed": _asked(
            "The principles that are useful in practice, by number.",
            "De principper, der er brugbare i praksis, ved nummer.",
        ),
        "virkning": _asked(
            "The principles whose effect for citizens is seen, by number.",
            "De principper, hvis virkning for borgerne kan ses, ved nummer.",
        ),
    },
    "additionalProperties": False,
}

PRINCIPPER: Final = Form(
    name=FormName("partnerskab.principper/1"),
    title="De otte principper: efterlevelse, brugbarhed og virkning",
    source=f"Derived from what is said to be evaluated: {EVALUATION}",
    schema=_QUESTIONS,
)
"""The least questionnaire that the sources allow to derive."""


def survey(*, since: date, questionnaire: FormName = PRINCIPPER.name) -> Plan:
    """The command that plans the survey of the evaluation.

    Args:
        since: The first day that the plan holds; not to be found.

        questionnaire: What is asked; the evaluation's own is not to be found.
    """
    from kvalitet_core.domain.survey import Plan  # noqa: PLC0415 - only when asked

    return Plan(
        key="partnerskab-principper",
        title="Principfokuseret evaluering",
        purpose="The work with the eight principles, and what came of it",
        questionnaire=questionnaire,
        source=PAGE,
        effective_from=since,
    )
