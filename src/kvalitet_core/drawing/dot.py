"""A drawing as DOT, for Graphviz and the programs that read its language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kvalitet_core.drawing.graph import Edge, EdgeKind, Graph, Group, Kind, Node
from kvalitet_core.drawing.layout import COLUMN, SMALL, TITLE, label_text, node_text
from kvalitet_core.drawing.lettering import cleaned, flat
from kvalitet_core.drawing.looks import EDGES, GROUND, MARKS
from kvalitet_core.drawing.names import names_of

__all__ = ["dot"]

_SHAPES: Final[Mapping[Kind, Mapping[str, str]]] = {
    "task": {"shape": "box", "style": "rounded"},
    "decision": {"shape": "hexagon", "peripheries": "2"},
    "milestone": {"shape": "box", "style": "rounded"},
    "start": {"shape": "oval"},
    "end": {"shape": "oval", "peripheries": "2"},
}

_LINES: Final[Mapping[EdgeKind, Mapping[str, str]]] = {
    "flow": {},
    "return": {"style": "dashed", "constraint": "false"},
    "obligation": {"style": "dotted", "arrowhead": "vee", "penwidth": "2"},
    "four_eyes": {
        "style": "dotted",
        "dir": "both",
        "arrowhead": "dot",
        "arrowtail": "dot",
        "constraint": "false",
    },
}

_BACKSLASH: Final = "\N{SET MINUS}"
_FONT: Final = "Helvetica, Arial, sans-serif"


def dot(graph: Graph) -> str:
    """Write a graph in Graphviz's language."""
    names = names_of(graph)
    title = {"label": _escaped(flat(graph.title)), "labelloc": "t", "compound": "true"}
    return "\n".join(
        [
            "digraph {",
            f"    graph [{_attributes(title)}, fontname={_quoted(_FONT)}, fontsize=16]",
            f"    node [fontname={_quoted(_FONT)}, fontsize={TITLE:g}]",
            f"    edge [fontname={_quoted(_FONT)}, fontsize={SMALL:g}]",
            *_stages(graph, names),
            *_loose(graph, names),
            *(f"    {line}" for line in _edges(graph, names)),
            "}",
            "",
        ]
    )


def _quoted(content: str) -> str:
    """A string of DOT: nothing but a quotation mark ends it."""
    return '"' + content.replace('"', '\\"') + '"'


def _escaped(content: str) -> str:
    """Text for a label, where Graphviz reads escapes, and entities of HTML."""
    plain = cleaned(content).replace("\\", "\\\\").replace("&", "&amp;")
    return plain.replace("\n", "\\n")


def _told(content: str) -> str:
    """Text for a tooltip: Graphviz reads escapes twice there, so none is left."""
    return _escaped(content.replace("\\", _BACKSLASH))


def _attributes(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in facts.items())


def _label(lines: Iterable[str]) -> str:
    return "\\n".join(_escaped(line) for line in lines)


def _stages(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    by_id = {node.id: node for node in graph.nodes}
    for group in graph.groups:
        look = MARKS[group.mark]
        facts = {
            "label": _escaped(_headed(group, flat(group.title))),
            "labeljust": "l",
            "style": "rounded,filled" + (",dashed" if look.dash else ""),
            "color": look.stroke,
            "fillcolor": GROUND,
        }
        yield f"    subgraph {_cluster(names, group.id)} {{"
        yield f"        graph [{_attributes(facts)}]"
        if not group.nodes:
            yield f'        {_inner(group, names)} [style="invis"]'
        yield from (f"        {_node(by_id[name], names)}" for name in group.nodes)
        yield "    }"


def _cluster(names: Mapping[str, str], name: str) -> str:
    return f"cluster_{names[name]}"


def _loose(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    held = {name for group in graph.groups for name in group.nodes}
    for node in graph.nodes:
        if node.id not in held:
            yield f"    {_node(node, names)}"


def _headed(each: Node | Group, title: str) -> str:
    """A title with the signs of its kind and mark, and its number of cases."""
    milestone = isinstance(each, Node) and each.kind == "milestone"
    parts = ["◆" if milestone else "", MARKS[each.mark].sign, title]
    parts += [] if each.count is None else [f"({each.count})"]
    return " ".join(part for part in parts if part)


def _node(node: Node, names: Mapping[str, str]) -> str:
    look, shape = MARKS[node.mark], dict(_SHAPES[node.kind])
    title, small = node_text(node)
    lines = _headed(node, "\n".join(title)).split("\n")
    facts = {
        "label": _label([*lines, *small]),
        **shape,
        "style": ",".join(
            [shape.pop("style", ""), "filled", "dashed" if look.dash else ""]
        ).strip(","),
        "fillcolor": look.fill,
        "color": look.stroke,
        "fontcolor": look.ink,
        "penwidth": f"{look.weight:g}",
    }
    if node.kind == "task":
        facts["width"] = f"{COLUMN / 72:.2f}"
    told = "\n".join(part for part in (flat(node.title), node.tooltip) if part)
    facts["tooltip"] = _told(told)
    return f"{names[node.id]} [{_attributes(facts)}]"


def _edges(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    groups = {group.id: group for group in graph.groups}
    for edge in graph.edges:
        facts = _facts(edge)
        ends = []
        for name, what, place in (
            (edge.source, "ltail", -1),
            (edge.target, "lhead", 0),
        ):
            group = groups.get(name)
            if group is None:
                ends.append(names[name])
                continue
            facts[what] = _cluster(names, name)
            held = group.nodes
            ends.append(names[held[place]] if held else _inner(group, names))
        yield f"{ends[0]} -> {ends[1]} [{_attributes(facts)}]"


def _facts(edge: Edge) -> dict[str, str]:
    look = EDGES[edge.kind]
    label = {"label": _label(label_text(edge.label))} if edge.label.strip() else {}
    return {
        **label,
        "color": look.stroke,
        "fontcolor": look.stroke,
        **_LINES[edge.kind],
    }


def _inner(group: Group, names: Mapping[str, str]) -> str:
    """An unseen item in a stage that has none, for arrows to hold on to."""
    return f"empty_{names[group.id]}"
