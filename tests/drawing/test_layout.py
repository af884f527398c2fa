"""The layout of our own: nothing lies on anything else, and arrows find their way."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from tests.drawing.samples import DRAWINGS, graphs

from kvalitet_core.drawing import Edge, Graph, Group, Node
from kvalitet_core.drawing.grid import plain
from kvalitet_core.drawing.layout import Box, Point, label_size, node_size
from kvalitet_core.drawing.placing import placed

TITLES = st.sampled_from(["", "Oplys", "Afstem forventninger", "Saglig " * 20])

LIMIT = 1000
"""How wide the example may be: at 900 pixels its letters are still easily read."""


BACK_TO_ITS_STAGE = Graph(
    title="",
    groups=(Group(id="stage", title="", nodes=(*"abcd", "start")),),
    nodes=(
        *(Node(id=name, title=name) for name in "abcd"),
        Node(id="start", title="", kind="start"),
    ),
    edges=(Edge(source="start", target="stage"),),
)

MANY_TO_ONE = Graph(
    title="",
    groups=(Group(id="stage", title=""),),
    nodes=(Node(id="end", title="", kind="end"),),
    edges=(Edge(source="stage", target="end"),) * 9,
)


def apart(one: Box, other: Box) -> bool:
    """Whether two boxes have no place in common."""
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def within(inner: Box, outer: Box) -> bool:
    """Whether a box is inside another."""
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def crosses(start: Point, end: Point, box: Box) -> bool:
    """Whether a straight part of a way goes through the inside of a box."""
    (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return (
        x1 < box.x + box.width - 16
        and x2 > box.x + 16
        and y1 < box.y + box.height - 1
        and y2 > box.y + 1
    )


@given(graph=graphs(TITLES))
def test_no_item_lies_on_another(graph: Graph) -> None:
    """Items are apart, and so are the frames of stages."""
    layout = plain(graph)

    assert all(apart(a, b) for a, b in combinations(layout.nodes, 2))
    assert all(apart(a, b) for a, b in combinations(layout.groups, 2))


@given(graph=graphs(TITLES))
def test_an_item_is_in_its_own_stage_only(graph: Graph) -> None:
    """A frame goes round its stage's items and no others, all of it on the paper."""
    layout = plain(graph)
    paper = Box(x=0, y=0, width=layout.width, height=layout.height)

    for node, box in zip(graph.nodes, layout.nodes, strict=True):
        assert (box.width, box.height) == node_size(node)
        assert within(box, paper)
        for group, frame in zip(graph.groups, layout.groups, strict=True):
            assert within(frame, paper)
            held = node.id in group.nodes
            assert within(box, frame) if held else apart(box, frame)


@given(graph=graphs(TITLES))
@example(graph=BACK_TO_ITS_STAGE)
def test_no_arrow_goes_through_an_item(graph: Graph) -> None:
    """Arrows go along the channels, in straight parts with square corners."""
    layout = plain(graph)

    for route in layout.routes:
        for start, end in pairwise(route.points):
            assert start[0] == end[0] or start[1] == end[1]
            assert not any(crosses(start, end, box) for box in layout.nodes)


@given(graph=graphs(TITLES))
@example(graph=MANY_TO_ONE)
def test_an_arrow_goes_from_its_source_to_its_target(graph: Graph) -> None:
    """Both ends touch what they name."""
    layout = plain(graph)
    boxes = dict(zip((node.id for node in graph.nodes), layout.nodes, strict=True))
    boxes |= zip((group.id for group in graph.groups), layout.groups, strict=True)

    for edge, route in zip(graph.edges, layout.routes, strict=True):
        assert near(route.points[0], boxes[edge.source])
        assert near(route.points[-1], boxes[edge.target])


def near(point: Point, box: Box) -> bool:
    """Whether a point is on the border of a box, or just inside it."""
    inner = box.x + 16 < point[0] < box.x + box.width - 16
    inside = inner and box.y + 1 < point[1] < box.y + box.height - 1
    dot = Box(x=point[0], y=point[1], width=0, height=0)
    return within(dot, box) and not inside


@given(graph=graphs(TITLES))
def test_no_label_lies_on_another(graph: Graph) -> None:
    """Words stand on their arrow, or once for all of its fork or join."""
    labels = []
    said: set[tuple[str, str, str, str]] = set()
    for edge, route in zip(graph.edges, plain(graph).routes, strict=True):
        into = ("to", edge.target, edge.kind, edge.label)
        out = ("from", edge.source, edge.kind, edge.label)
        assert not route.label or edge.label.strip()
        assert route.label or not edge.label.strip() or {into, out} & said
        if route.label:
            said |= {into, out}
            (x, y), (width, height) = route.label, label_size(edge.label)
            left, top = x - width / 2, y - height / 2
            labels.append(Box(x=left, y=top, width=width, height=height))

    assert all(apart(a, b) for a, b in combinations(labels, 2))


def test_work_goes_to_the_right_and_stages_go_down() -> None:
    """What waits for something stands after it, as one reads."""
    graph = DRAWINGS["definition"]
    cells = placed(graph).cells
    held = {name: group.id for group in graph.groups for name in group.nodes}

    for edge in graph.edges:
        if edge.kind != "flow" or edge.source not in cells or edge.target not in cells:
            continue
        source, target = cells[edge.source], cells[edge.target]
        if held.get(edge.source) == held.get(edge.target):
            assert source.column < target.column
        else:
            assert source.band < target.band


def test_the_example_fits_a_page() -> None:
    """At most four items abreast: a README shows the drawing without a scroll bar."""
    assert all(plain(graph).width < LIMIT for graph in DRAWINGS.values())


def test_a_long_row_of_work_goes_on_in_the_next() -> None:
    """The fifth in a row stands below the first."""
    names = [str(number) for number in range(6)]
    graph = Graph(
        title="",
        groups=(Group(id="stage", title="", nodes=tuple(names)),),
        nodes=tuple(Node(id=name, title=name) for name in names),
        edges=tuple(Edge(source=a, target=b) for a, b in pairwise(names)),
    )

    cells = placed(graph).cells

    assert [(cells[n].row, cells[n].column) for n in names] == [
        *[(0, 0), (0, 1), (0, 2), (0, 3)],
        *[(1, 0), (1, 1)],
    ]


def test_work_that_goes_round_is_placed_all_the_same() -> None:
    """A circle of arrows is drawn: it is others who refuse it."""
    graph = Graph(
        title="",
        nodes=(Node(id="a", title=""), Node(id="b", title=""), Node(id="c", title="")),
        edges=(
            Edge(source="a", target="b"),
            Edge(source="b", target="c"),
            Edge(source="c", target="a"),
        ),
    )

    cells = placed(graph).cells

    assert [cells[name].column for name in "abc"] == [0, 1, 2]


def test_a_thousand_items_are_placed() -> None:
    """A drawing grows with its items: a thousand are laid out in a moment."""
    names = [f"i{number}" for number in range(1000)]
    graph = Graph(
        title="",
        nodes=tuple(Node(id=name, title=name) for name in names),
        edges=tuple(Edge(source=a, target=b) for a, b in pairwise(names)),
    )

    assert len(plain(graph).nodes) == 1000
