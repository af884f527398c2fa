"""DOT: read again by a strict grammar, and by Graphviz itself where there is one."""

from __future__ import annotations

import re
import subprocess
from shutil import which
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drawing.samples import DRAWINGS, TEXTS, graphs

from kvalitet_core.drawing import Edge, Graph, Group, Node, dot
from kvalitet_core.drawing.layout import node_text
from kvalitet_core.drawing.lettering import flat
from kvalitet_core.drawing.names import names_of

DOT = which("dot")
SVG = "{http://www.w3.org/2000/svg}"
STRING = r'"(?:[^"\\\n]|\\.)*"'
ATTRIBUTES = rf"\[[a-z]+=(?:{STRING}|[\d.]+)(?:, [a-z]+=(?:{STRING}|[\d.]+))*\]"
NAME = r"[nse][A-Za-z0-9_]*"
LINES = [
    re.compile(rf"    (?:    )?(?:graph|node|edge) {ATTRIBUTES}"),
    re.compile(rf"    subgraph cluster_{NAME} \{{"),
    re.compile(rf"    (?:    )?(?P<node>{NAME}) (?P<facts>{ATTRIBUTES})"),
    re.compile(rf"    (?P<source>{NAME}) -> (?P<target>{NAME}) {ATTRIBUTES}"),
    re.compile(r"    \}|\}|"),
]
"""Each line is one of these, and nothing else: no line can be made by a title."""


def label_of(facts: str) -> list[str]:
    """What Graphviz shows for a label: escapes first, and then entities."""
    quoted = re.search(rf"\blabel=({STRING})", facts)
    assert quoted
    apart = quoted[1][1:-1].replace("\\\\", "\0").replace('\\"', '"')
    return [
        line.replace("\0", "\\").replace("&amp;", "&") for line in apart.split("\\n")
    ]


@given(graph=graphs(TEXTS))
def test_a_drawing_is_read_again_as_it_was_given(graph: Graph) -> None:
    """Each item has its own lines, and each arrow its ends."""
    first, *lines = dot(graph).split("\n")
    assert first == "digraph {"
    found = []
    for line in lines:
        matches = [match for rule in LINES if (match := rule.fullmatch(line))]
        assert matches, line
        found.append(matches[0].groupdict())

    names = names_of(graph)
    nodes = {row["node"]: row["facts"] for row in found if row.get("node")}
    arrows = [row for row in found if row.get("source")]
    assert len(arrows) == len(graph.edges)
    for node in graph.nodes:
        title, small = node_text(node)
        text = label_of(nodes[names[node.id]])
        assert "\n".join(title) in "\n".join(text[: len(title)])
        assert text[len(title) :] == list(small)


def test_an_arrow_of_a_stage_ends_at_its_frame() -> None:
    """Graphviz draws arrows between items only; the frame cuts them off."""
    graph = Graph(
        title="",
        groups=(Group(id="a", title="A", nodes=("a.x",)), Group(id="b", title="B")),
        nodes=(Node(id="a.x", title="X"),),
        edges=(Edge(source="a", target="b"),),
    )

    text = dot(graph)

    assert "n_a_x -> empty_s_b [" in text
    assert 'ltail="cluster_s_a", lhead="cluster_s_b"' in text


@pytest.mark.skipif(DOT is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_graphviz_draws_it(name: str) -> None:
    """Graphviz reads the example without a word of complaint."""
    assert drawn(dot(DRAWINGS[name]))


@pytest.mark.skipif(DOT is None, reason="Graphviz is not installed")
def test_graphviz_shows_what_was_given() -> None:
    """Whatever stands in a title is what Graphviz shows, sign by sign."""
    titles = [
        *("<b>&amp; \"q\" 'x'", "\\N \\G \\l \\", "æøå ÆØÅ", "😀", "[a|b]{c}", "-->"),
        *("/* x */", "// x", "# x", "&#228; &lt;", "%%{init}", "a\nb\tc", 'x"]; y ['),
    ]
    nodes = tuple(Node(id=str(n), title=title) for n, title in enumerate(titles))

    picture = drawn(dot(Graph(title="Titler", nodes=nodes)))

    shown = {
        element.findtext(f"{SVG}title"): (
            [e.text for e in element.iter(f"{SVG}text")],
            told(element),
        )
        for element in ET.fromstring(picture).iter(f"{SVG}g")  # noqa: S314 - our own
        if element.get("class") == "node"
    }
    for node in nodes:
        lines, tooltip = shown[f"n_{node.id}"]
        plain = [(line or "").replace("\xa0", " ") for line in lines]
        assert plain == list(node_text(node)[0])
        assert tooltip == flat(node.title).replace("\\", "\N{SET MINUS}")


def told(element: ET.Element) -> str:
    """What Graphviz shows when an item is pointed at."""
    link = element.find(f".//{SVG}a")
    title = "" if link is None else link.get("{http://www.w3.org/1999/xlink}title")
    return (title or "").replace("\xa0", " ")


def drawn(text: str) -> str:
    """What Graphviz makes of it; anything on stderr is a failure."""
    assert DOT
    done = subprocess.run(
        [DOT, "-Tsvg"], input=text, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr == ""
    return done.stdout


@given(data=st.data())
def test_equal_graphs_are_written_alike(data: st.DataObject) -> None:
    """The text depends on the graph and on nothing else."""
    graph = data.draw(graphs())
    again = Graph(
        title=graph.title,
        groups=graph.groups,
        nodes=graph.nodes,
        edges=graph.edges,
        language=graph.language,
    )

    assert dot(graph) == dot(again)
