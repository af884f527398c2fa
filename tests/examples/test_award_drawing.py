"""The drawing of the award review, as it was looked at: a change is looked at again."""

from __future__ import annotations

from tests.examples.awards import DEFINITION, FILE

from kvalitet_core.casetypes.picture import picture
from kvalitet_core.drawing import svg

DRAWING = FILE.with_suffix(".svg")


def drawn() -> str:
    """The drawing as it is today, laid out alike on every machine."""
    return svg(picture(DEFINITION, "en"))


def test_the_award_review_is_drawn_as_it_was() -> None:
    """Byte for byte; `python -m tests.examples.test_award_drawing` draws it anew."""
    assert DRAWING.read_text(encoding="utf-8") == drawn()


def test_the_drawing_says_how_many_people_approve_together() -> None:
    """In both languages."""
    said = {
        language: next(
            node.lines[1]
            for node in picture(DEFINITION, language).nodes
            if node.id == "budget.approve"
        )
        for language in ("da", "en")
    }

    assert said == {"da": "2 personer", "en": "2 people"}


if __name__ == "__main__":
    DRAWING.write_text(drawn(), encoding="utf-8")
