"""The drawings of the example, as they were looked at: a change is looked at again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.drawing.samples import DRAWINGS

from kvalitet_core.drawing import dot, mermaid, svg

GOLDEN = Path(__file__).parents[1] / "golden" / "drawings"
LANGUAGES = {"svg": svg, "mmd": mermaid, "dot": dot}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_the_example_is_drawn_as_it_was(name: str, language: str) -> None:
    """Byte for byte; `python -m tests.drawing.test_golden_drawings` draws them anew."""
    expected = (GOLDEN / f"{name}.{language}").read_text(encoding="utf-8")

    assert LANGUAGES[language](DRAWINGS[name]) == expected


def _draw() -> None:
    for name, graph in DRAWINGS.items():
        for language, write in LANGUAGES.items():
            path = GOLDEN / f"{name}.{language}"
            path.write_text(write(graph), encoding="utf-8")


if __name__ == "__main__":
    _draw()
