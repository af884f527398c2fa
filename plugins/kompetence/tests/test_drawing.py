"""The drawing in the README, as it was looked at: a change is looked at again."""

from __future__ import annotations

from pathlib import Path

from kvalitet_core.casetypes.picture import picture
from kvalitet_core.drawing import svg
from kvalitet_kompetence.kompetenceplan import Kompetenceplan

DRAWING = Path(__file__).parents[1] / "kompetenceplan.svg"


def drawn() -> str:
    """The drawing as it is today, laid out alike on every machine."""
    return svg(picture(Kompetenceplan.definition, "da"))


def test_the_plan_is_drawn_as_it_was() -> None:
    """Byte for byte; `python plugins/kompetence/tests/test_drawing.py` draws anew."""
    assert DRAWING.read_text(encoding="utf-8") == drawn()


if __name__ == "__main__":
    DRAWING.write_text(drawn(), encoding="utf-8")
