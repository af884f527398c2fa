"""The drawing in the README, as it was looked at: a change is looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kvalitet_core.drawing import Edge, Graph, Group, Node, svg
from kvalitet_programmet.budgets import BUDGETS
from kvalitet_programmet.parts import ESTABLISH, SUB_INITIATIVES, TRACKS
from kvalitet_programmet.ties import TIES

DRAWING = Path(__file__).parents[1] / "programme.svg"


def _budgets(number: int) -> Iterator[str]:
    for budget in BUDGETS:
        if budget.sub_initiative == number:
            amount = budget.amount
            yield "budget ukendt" if amount is None else f"{amount}"


def drawn() -> str:
    """The drawing as it is today, laid out alike on every machine."""
    nodes = tuple(
        Node(
            id=str(part.plugin),
            title=f"{part.number}. {part.title}",
            lines=tuple(_budgets(part.number)),
        )
        for part in SUB_INITIATIVES
    )
    groups = tuple(
        Group(
            id=f"spor{track.number}",
            title=f"Spor {track.number}: {track.title}",
            nodes=tuple(
                str(part.plugin)
                for part in SUB_INITIATIVES
                if part.track == track.number
            ),
        )
        for track in TRACKS
    )
    edges = tuple(Edge(source=tie.source, target=tie.target) for tie in TIES)
    return svg(Graph(title=ESTABLISH.title, groups=groups, nodes=nodes, edges=edges))


def test_the_programme_is_drawn_as_it_was() -> None:
    """Byte for byte; `python plugins/programmet/tests/test_drawing.py` draws anew."""
    assert DRAWING.read_text(encoding="utf-8") == drawn()


def test_all_that_is_tied_is_there() -> None:
    """A tie leads from one sub-initiative's plugin to another's."""
    plugins = {part.plugin for part in SUB_INITIATIVES}

    assert {end for tie in TIES for end in (tie.source, tie.target)} <= plugins


if __name__ == "__main__":
    DRAWING.write_text(drawn(), encoding="utf-8")
