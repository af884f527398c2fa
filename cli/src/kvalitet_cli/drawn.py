"""Putting a drawing out: as SVG, Mermaid or DOT, to a file or to standard output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import click

from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language
from kvalitet_cli.telling import note
from kvalitet_core.drawing import Graph, dot, mermaid, svg
from kvalitet_core.graphviz import graphviz_layout

__all__ = ["Way", "as_drawing", "put_drawing"]

Way: TypeAlias = Literal["svg", "mermaid", "dot"]
"""How something is drawn."""

_Function: TypeAlias = Callable[..., Any]
_WAYS: Final = ("svg", "mermaid", "dot")


def as_drawing(function: _Function) -> _Function:
    """Add --as and --output, given as `way` and `output`."""
    to = click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The file to write; standard output, where none is named.",
    )
    way = click.option(
        "--as",
        "way",
        type=click.Choice(_WAYS),
        default="svg",
        help="How: an SVG picture, or the text of Mermaid or DOT.  [default: svg]",
    )
    return way(to(function))


def put_drawing(
    graph: Graph, *, way: Way, output: Path | None, language: Language
) -> None:
    """Draw, and put it where it is wanted."""
    text = _drawn(graph, way)
    if output is None:
        click.echo(text.removesuffix("\n"))
        return
    output.write_text(text, encoding="utf-8")
    note(say("written_to", language, path=output))


def _drawn(graph: Graph, way: Way) -> str:
    match way:
        case "svg":
            return svg(graph, layout=graphviz_layout(graph))
        case "mermaid":
            return mermaid(graph)
        case "dot":
            return dot(graph)
