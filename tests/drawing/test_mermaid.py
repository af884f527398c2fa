"""Mermaid: read again by a strict grammar, every label is the text that was given."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from tests.drawing.samples import DRAWINGS, TEXTS, graphs

from kvalitet_core.drawing import Edge, Graph, Group, Node, mermaid
from kvalitet_core.drawing.lettering import flat
from kvalitet_core.drawing.names import names_of

LABEL = r'"(?P<label>(?:[^"#&<>`\\\[\]{}|%$;:]|#\w+;|<br/>)+)"'
NAME = r"[ns]_[A-Za-z0-9_]*"
OPEN, CLOSE = r"(?P<open>\(\(\(|\(\[|\{\{|\[|\()", r"(?P<close>\)\)\)|\]\)|\}\}|\]|\))"
GRAMMAR = {
    "title": re.compile(r"    accTitle: (?P<title>[^%;#{}]+)"),
    "subgraph": re.compile(rf"    subgraph (?P<name>{NAME}) \[{LABEL}\]"),
    "end": re.compile(r"    end"),
    "node": re.compile(rf"    (?:    )?(?P<name>{NAME}){OPEN}{LABEL}{CLOSE}"),
    "edge": re.compile(
        rf"    (?P<source>{NAME}) (?P<line>-->|-\.->|==>|-\.-)"
        rf"(?:\|{LABEL}\|)? (?P<target>{NAME})"
    ),
    "classDef": re.compile(r"    classDef [a-z]+ [a-z]+:[^;]+"),
    "class": re.compile(rf"    class {NAME}(?:,{NAME})* [a-z]+"),
    "linkStyle": re.compile(r"    linkStyle \d+(?:,\d+)* stroke:#[0-9a-f]{6}"),
}
"""Each line is one of these, and nothing else: no line can be made by a title."""

SHAPES = {"task": "[", "decision": "{{", "milestone": "(", "start": "([", "end": "((("}


def read(text: str) -> list[tuple[str, dict[str, str]]]:
    """Every line after the first, by what it is."""
    first, *lines = text.split("\n")
    assert first == "flowchart TB"
    assert lines.pop() == ""
    found = []
    for line in lines:
        kinds = [kind for kind, rule in GRAMMAR.items() if rule.fullmatch(line)]
        assert len(kinds) == 1, line
        match = GRAMMAR[kinds[0]].fullmatch(line)
        assert match
        found.append((kinds[0], match.groupdict()))
    return found


def said(label: str) -> list[str]:
    """What Mermaid shows for a label, line by line."""
    return [
        re.sub(r"#(\w+);", lambda code: _character(code[1]), part).strip()
        for part in label.split("<br/>")
    ]


def _character(code: str) -> str:
    return chr(int(code)) if code.isdigit() else unescape(f"&{code};")


@given(graph=graphs(TEXTS))
def test_a_drawing_is_read_again_as_it_was_given(graph: Graph) -> None:
    """Items, stages and arrows: as many, in order, each with its own words."""
    lines = read(mermaid(graph))
    names = names_of(graph)

    nodes = {row["name"]: row for kind, row in lines if kind == "node"}
    stages = {row["name"]: row for kind, row in lines if kind == "subgraph"}
    arrows = [row for kind, row in lines if kind == "edge"]
    assert set(nodes) == {names[node.id] for node in graph.nodes}
    assert set(stages) == {names[group.id] for group in graph.groups}
    for node in graph.nodes:
        row = nodes[names[node.id]]
        assert row["open"] == SHAPES[node.kind]
        first, *others = said(row["label"])
        assert flat(node.title) in first
        assert others == [flat(line) for line in node.lines]
    for edge, row in zip(graph.edges, arrows, strict=True):
        assert (row["source"], row["target"]) == (
            names[edge.source],
            names[edge.target],
        )
        assert said(row["label"] or " ") == [flat(edge.label)]


def test_an_item_stands_in_its_stage() -> None:
    """What is between a stage and its end is what the stage holds."""
    graph = DRAWINGS["definition"]
    held: dict[str, list[str]] = {}
    stage = ""
    for kind, row in read(mermaid(graph)):
        stage = row["name"] if kind == "subgraph" else "" if kind == "end" else stage
        if kind == "node":
            held.setdefault(stage, []).append(row["name"])

    names = names_of(graph)
    assert {
        names[group.id]: [names[n] for n in group.nodes] for group in graph.groups
    } == {name: nodes for name, nodes in held.items() if name}


def test_a_title_that_looks_like_a_list_is_no_list() -> None:
    """Markdown would make a list of `1. Oplys`, and Mermaid cannot draw one."""
    graph = Graph(
        title="",
        nodes=tuple(
            Node(id=str(number), title=title)
            for number, title in enumerate(["1. Oplys", "- Oplys", "+ Oplys", "1) a"])
        ),
    )

    text = mermaid(graph)

    assert '["1#46; Oplys"]' in text
    assert '["#45; Oplys"]' in text
    assert '["#43; Oplys"]' in text
    assert '["1#41; a"]' in text


def test_names_that_differ_only_in_signs_stay_apart() -> None:
    """`a.b` and `a-b` get names of their own, and `end` is no word of the language."""
    graph = Graph(
        title="",
        groups=(Group(id="end", title="", nodes=("a.b",)),),
        nodes=(Node(id="a.b", title=""), Node(id="a-b", title="")),
        edges=(Edge(source="a.b", target="a-b"),),
    )

    assert dict(names_of(graph)) == {"end": "s_end", "a.b": "n_a_b", "a-b": "n_a_b_2"}


def test_marks_and_counts_are_in_the_words_too() -> None:
    """Whoever sees no colours reads the sign and the number."""
    marked, counted = mermaid(DRAWINGS["case"]), mermaid(DRAWINGS["portfolio"])

    assert '["✓ Indstil<br/>sagsbehandler"]' in marked
    assert 'subgraph s_opstart ["◐ Opstartsfase"]' in marked
    assert "class n_opstart_forvent late" in marked
    assert '["Indstil (7)<br/>sagsbehandler"]' in counted
