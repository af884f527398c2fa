"""How a course of work is drawn: the same graph as Mermaid, as DOT and as SVG.

Everything here is pure: values become text, and equal values the same text.
"""

from kvalitet_core.drawing.dot import dot
from kvalitet_core.drawing.graph import Edge, Graph, Group, Node
from kvalitet_core.drawing.layout import Layout
from kvalitet_core.drawing.mermaid import mermaid
from kvalitet_core.drawing.svg import svg

__all__ = ["Edge", "Graph", "Group", "Layout", "Node", "dot", "mermaid", "svg"]
