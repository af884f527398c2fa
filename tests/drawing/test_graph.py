"""A graph that cannot be drawn is refused, with everything that is wrong with it."""

from __future__ import annotations

from typing import Any, cast

import attrs
import pytest

from kvalitet_core.drawing import Edge, Graph, Group, Layout, Node, svg
from kvalitet_core.errors import Malformed

TASK = Node(id="opstart.forvent", title="Afstem forventninger")


def test_every_problem_is_named_at_once() -> None:
    """Ids that stand twice, unknown items and items in two stages, all in one go."""
    with pytest.raises(Malformed) as refused:
        Graph(
            title="Forløb",
            groups=(
                Group(id="opstart", title="Opstart", nodes=("opstart.forvent", "x")),
                Group(id="analyse", title="Analyse", nodes=("opstart.forvent",)),
            ),
            nodes=(TASK, TASK, Node(id="", title="Uden navn")),
            edges=(
                Edge(source="opstart.forvent", target="udvikling"),
                Edge(source="y", target="y"),
            ),
        )

    assert [problem.text for problem in refused.value.problems] == [
        "expected an id for every stage and item, got ''",
        "expected one stage or item 'opstart.forvent', got 2",
        "stage 'opstart': there is no item 'x'",
        "item 'opstart.forvent': expected one stage at most, got opstart, analyse",
        "arrow 'opstart.forvent' → 'udvikling': there is no item 'udvikling'",
        "arrow 'y' → 'y': there is no item 'y'",
    ]
    assert str(refused.value).startswith("drawing 'Forløb': ")


def test_a_word_that_is_none_of_those_known_is_named() -> None:
    """A kind or mark that no drawing has is refused where it stands."""
    wrong = cast("Any", "wrong")

    with pytest.raises(Malformed) as refused:
        Graph(
            title="Forløb",
            nodes=(Node(id="a", title="A", kind=wrong, mark=wrong),),
            edges=(Edge(source="a", target="a", kind=wrong),),
            language=wrong,
        )

    assert [problem.text.split(",")[0] for problem in refused.value.problems] == [
        "expected language to be one of da",
        "expected kind to be one of task",
        "expected kind to be one of flow",
        "expected mark to be one of none",
    ]


def test_a_stage_and_an_item_share_no_id() -> None:
    """An arrow names a stage or an item, and which of them is never in doubt."""
    with pytest.raises(Malformed, match="expected one stage or item 'a', got 2"):
        Graph(
            title="", groups=(Group(id="a", title=""),), nodes=(Node(id="a", title=""),)
        )


def test_an_arrow_may_reach_a_whole_stage() -> None:
    """What opens a stage is drawn to its frame, not to each of its items."""
    graph = Graph(
        title="Forløb",
        groups=(Group(id="opstart", title="Opstart", nodes=(TASK.id,)),),
        nodes=(TASK, Node(id="start", title="Modtaget", kind="start")),
        edges=(Edge(source="start", target="opstart"),),
    )

    assert [part.id for part in graph.parts] == ["opstart", "opstart.forvent", "start"]


def test_nothing_of_a_graph_can_be_changed() -> None:
    """A drawing's content is a value."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        TASK.title = "Andet"  # type: ignore[misc]


def test_a_layout_of_another_graph_is_refused() -> None:
    """Coordinates are for one graph: too few or too many are told, by what they are."""
    graph = Graph(
        title="Forløb", nodes=(TASK,), edges=(Edge(source=TASK.id, target=TASK.id),)
    )
    layout = Layout(width=10, height=10, nodes=(), groups=(), routes=())

    with pytest.raises(Malformed) as refused:
        svg(graph, layout=layout)

    assert [problem.text for problem in refused.value.problems] == [
        "expected places for 1 items, got 0",
        "expected places for 1 arrows, got 0",
    ]
