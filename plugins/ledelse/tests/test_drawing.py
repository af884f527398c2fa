"""The drawing in the README, as it was looked at: a change is looked at again."""

from __future__ import annotations

from pathlib import Path

from kvalitet_core.drawing import Edge, Graph, Group, Node, svg
from kvalitet_ledelse.guidelines import BASIS, PRINCIPLES
from kvalitet_ledelse.networks import AREAS, MEETINGS_A_YEAR, NETWORKS
from kvalitet_ledelse.sources import TITLE

DRAWING = Path(__file__).parents[1] / "ledelse.svg"


def _networks() -> tuple[Node, ...]:
    return tuple(
        Node(id=stream, title=area, lines=(f"{MEETINGS_A_YEAR} møder om året",))
        for area, stream in zip(AREAS, NETWORKS, strict=True)
    )


def drawn() -> str:
    """The drawing as it is today, laid out alike on every machine."""
    networks = _networks()
    basis = tuple(Node(id=each.code, title=each.title) for each in BASIS)
    principles = tuple(
        Node(id=each.code, title=f"{number}. {each.title}")
        for number, each in enumerate(PRINCIPLES, start=1)
    )
    reflection = Node(id="refleksion", title="Lederens egen refleksion")
    groups = (
        Group(id="netvaerk", title="Ledernetværk", nodes=NETWORKS),
        Group(id="grundlag", title="Grundlag", nodes=tuple(n.id for n in basis)),
        Group(
            id="principper",
            title="Syv retningsgivende principper",
            nodes=tuple(n.id for n in principles),
        ),
    )
    edges = (
        Edge(source="netvaerk", target="ledernetvaerk", label="giver input"),
        Edge(source="grundlag", target="principper"),
        Edge(source="principper", target="refleksion"),
    )
    nodes = (*networks, *basis, *principles, reflection)
    return svg(Graph(title=TITLE, groups=groups, nodes=nodes, edges=edges))


def test_the_sub_initiative_is_drawn_as_it_was() -> None:
    """Byte for byte; `python plugins/ledelse/tests/test_drawing.py` draws anew."""
    assert DRAWING.read_text(encoding="utf-8") == drawn()


if __name__ == "__main__":
    DRAWING.write_text(drawn(), encoding="utf-8")
