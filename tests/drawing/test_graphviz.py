"""Graphviz gives coordinates, from the host or from a package, or is not there."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import which
from xml.etree import ElementTree as ET

import pytest
from tests.drawing.samples import DRAWINGS
from tests.drawing.test_layout import apart, within

from kvalitet_core.drawing import Edge, Graph, Group, Layout, Node, svg
from kvalitet_core.drawing.positions import answered, asked
from kvalitet_core.errors import Malformed, Unavailable
from kvalitet_core.graphviz import graphviz_layout

GRAPH = Graph(
    title="Forløb",
    groups=(
        Group(id="opstart", title="Opstart", nodes=("a", "b")),
        Group(id="tom", title="Uden opgaver"),
    ),
    nodes=(
        Node(id="a", title="Afstem"),
        Node(id="b", title="Aftal"),
        Node(id="slut", title="Slut", kind="end"),
    ),
    edges=(
        Edge(source="a", target="b", label="enige"),
        Edge(source="b", target="a", kind="return"),
        Edge(source="opstart", target="tom"),
        Edge(source="tom", target="slut"),
    ),
)


@pytest.fixture(params=["host", "package"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the two that can be here; one that is not is skipped."""
    if request.param == "package":
        pytest.importorskip("pygraphviz")
        monkeypatch.setenv("PATH", "")
    elif which("dot") is None:
        pytest.skip("Graphviz is not installed")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    "graph",
    [GRAPH, *DRAWINGS.values(), Graph(title="Intet")],
    ids=lambda g: g.title[:8],
)
def test_graphviz_says_where_everything_stands(graph: Graph) -> None:
    """Items in their own frames, none on another, and every arrow with a way."""
    layout = graphviz_layout(graph)

    assert isinstance(layout, Layout)
    boxes = dict(zip((n.id for n in graph.nodes), layout.nodes, strict=True))
    for group, frame in zip(graph.groups, layout.groups, strict=True):
        assert all(
            within(box, frame) if name in group.nodes else apart(box, frame)
            for name, box in boxes.items()
        )
    assert all(len(route.points) % 3 == 1 for route in layout.routes)
    assert ET.fromstring(svg(graph, layout=layout)) is not None  # noqa: S314 - our own


def test_without_any_graphviz_there_is_no_layout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then the drawing is laid out by our own means: it is drawn all the same."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "pygraphviz", None)

    layout = graphviz_layout(GRAPH)

    assert layout is None
    assert svg(GRAPH, layout=layout) == svg(GRAPH)


def program(folder: Path, *lines: str) -> None:
    """A `dot` that does something else than Graphviz does."""
    path = folder / "dot"
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


def test_a_graphviz_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not taken for one that is not there."""
    program(tmp_path, "echo 'no plugin' >&2", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unavailable, match="failed: no plugin"):
        graphviz_layout(GRAPH)


def test_a_graphviz_that_cannot_be_started_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that is none."""
    path = tmp_path / "dot"
    path.write_bytes(b"\0\0\0\0")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unavailable, match=r"graphviz .*dot: "):
        graphviz_layout(GRAPH)


@pytest.mark.parametrize("said", ["nonsense", "{}", '{"bb": "0,0,1"}', '{"bb": 7}'])
def test_an_answer_that_is_no_layout_is_malformed(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a program answers: what is not a layout of the graph is refused."""
    program(tmp_path, f"echo '{said}'")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Malformed, match="Graphviz's answer"):
        graphviz_layout(GRAPH)


def test_graphviz_is_told_sizes_and_no_text() -> None:
    """So nothing in a title can change the question, and no font the answer."""
    texts = {node.title for node in GRAPH.nodes} | {"enige", "Opstart", "Forløb"}

    assert not any(text in asked(GRAPH) for text in texts)


def test_an_answer_is_turned_round() -> None:
    """Graphviz counts upwards from below, and a drawing downwards from above."""
    graph = Graph(title="", nodes=(Node(id="a", title="A"),))
    answer = (
        '{"bb": "0,0,200,100",'
        ' "objects": [{"name": "n0", "pos": "100,80", "width": "1", "height": "0.5"}]}'
    )

    box = answered(graph, answer).nodes[0]

    assert (box.x, box.y, box.width, box.height) == (64, 2, 72, 36)
