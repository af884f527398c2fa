"""The drawing in the README, as it was looked at: a change is looked at again."""

from __future__ import annotations

from pathlib import Path

from kvalitet_core.casetypes.picture import picture
from kvalitet_core.drawing import svg
from kvalitet_indsatskatalog.tilblivelse import Tilblivelse

DRAWING = Path(__file__).parents[1] / "tilblivelse.svg"


def drawn() -> str:
    """The drawing as it is today, laid out alike on every machine."""
    return svg(picture(Tilblivelse.definition, "da"))


def test_the_making_is_drawn_as_it_was() -> None:
    """Byte for byte; run as a program, this file draws it anew."""
    assert DRAWING.read_text(encoding="utf-8") == drawn()


if __name__ == "__main__":
    DRAWING.write_text(drawn(), encoding="utf-8")
