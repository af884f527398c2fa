"""A drawing as Mermaid, for pages that draw it themselves.

A label is written in quotes, and what Mermaid or Markdown might read in it as a code:
`#quot;` for a quotation mark, and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kvalitet_core.drawing.graph import Edge, EdgeKind, Graph, Group, Kind, Mark, Node
from kvalitet_core.drawing.lettering import flat
from kvalitet_core.drawing.looks import EDGES, MARKS, marks_in
from kvalitet_core.drawing.names import names_of

__all__ = ["mermaid"]

_SPECIAL: Final = re.compile(r"[\"#&<>`\\*_~|\[\]{}%$^;:@°¶ﬂ]|--|==")
_LIST: Final = re.compile(r"(\d+|^)([.)+-])(?=\s)")
_NAMED: Final = {'"': "quot", "&": "amp", "<": "lt", ">": "gt"}

_SHAPES: Final[Mapping[Kind, tuple[str, str]]] = {
    "task": ("[", "]"),
    "decision": ("{{", "}}"),
    "milestone": ("(", ")"),
    "start": ("([", "])"),
    "end": ("(((", ")))"),
}

_LINES: Final[Mapping[EdgeKind, str]] = {
    "flow": "-->",
    "return": "-.->",
    "obligation": "==>",
    "four_eyes": "-.-",
}


def mermaid(graph: Graph) -> str:
    """Write a graph as a Mermaid flowchart."""
    names = names_of(graph)
    return "\n".join(
        [
            "flowchart TB",
            f"    accTitle: {_line(graph.title)}",
            *_stages(graph, names),
            *_loose(graph, names),
            *(f"    {_edge(edge, names)}" for edge in graph.edges),
            *_styles(graph, names),
            "",
        ]
    )


def _line(content: str) -> str:
    """Text that ends with its line, and has neither quotes nor codes."""
    return re.sub(r"[%;#{}]+", " ", flat(content)).strip() or "-"


def _quoted(lines: Iterable[str]) -> str:
    written = "<br/>".join(_escaped(line) for line in lines)
    return f'"{written or " "}"'


def _escaped(content: str) -> str:
    """Text for a label, without anything that Mermaid or Markdown reads as more."""
    plain = flat(content)
    listed = _LIST.match(plain)
    if listed:
        end = listed.end()
        return f"{listed[1]}#{ord(listed[2])};{_coded(plain[end:])}"
    return _coded(plain)


def _coded(plain: str) -> str:
    return _SPECIAL.sub(lambda found: "".join(map(_code, found[0])), plain)


def _code(character: str) -> str:
    return f"#{_NAMED.get(character, ord(character))};"


def _stages(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    by_id = {node.id: node for node in graph.nodes}
    for group in graph.groups:
        title = _quoted([_headed(group, group.title)])
        yield f"    subgraph {names[group.id]} [{title}]"
        yield from (f"        {_node(by_id[name], names)}" for name in group.nodes)
        yield "    end"


def _loose(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    held = {name for group in graph.groups for name in group.nodes}
    for node in graph.nodes:
        if node.id not in held:
            yield f"    {_node(node, names)}"


def _headed(each: Node | Group, title: str) -> str:
    """A title with the signs of its kind and mark, and its number of cases."""
    milestone = isinstance(each, Node) and each.kind == "milestone"
    parts = ["◆" if milestone else "", MARKS[each.mark].sign, flat(title)]
    parts += [] if each.count is None else [f"({each.count})"]
    return " ".join(part for part in parts if part)


def _node(node: Node, names: Mapping[str, str]) -> str:
    opens, closes = _SHAPES[node.kind]
    label = _quoted([_headed(node, node.title), *node.lines])
    return f"{names[node.id]}{opens}{label}{closes}"


def _edge(edge: Edge, names: Mapping[str, str]) -> str:
    label = f"|{_quoted([edge.label])}|" if edge.label.strip() else ""
    line = _LINES[edge.kind]
    return f"{names[edge.source]} {line}{label} {names[edge.target]}"


def _styles(graph: Graph, names: Mapping[str, str]) -> Iterator[str]:
    """The colours of the marks and arrows that are used."""
    for mark in marks_in(graph):
        yield f"    classDef {mark} {_style(mark)}"
        marked = [each for each in graph.parts if each.mark == mark]
        yield f"    class {','.join(names[each.id] for each in marked)} {mark}"
    for kind, look in EDGES.items():
        places = [
            str(place) for place, each in enumerate(graph.edges) if each.kind == kind
        ]
        if places and kind != "flow":
            yield f"    linkStyle {','.join(places)} stroke:{look.stroke}"


def _style(mark: Mark) -> str:
    look = MARKS[mark]
    parts = [f"fill:{look.fill}", f"stroke:{look.stroke}", f"color:{look.ink}"]
    parts.append(f"stroke-width:{look.weight:g}px")
    parts += [f"stroke-dasharray:{look.dash}"] if look.dash else []
    return ",".join(parts)
