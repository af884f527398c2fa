"""Stages side by side: those that open together, and chains of small ones."""

from __future__ import annotations

from itertools import pairwise

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.drawing.samples import APPROVALS, DRAWINGS, graphs, review

from kvalitet_core.drawing import Edge, Graph, Group, Layout, Node, svg
from kvalitet_core.drawing.grid import plain
from kvalitet_core.drawing.layout import Box, Point
from kvalitet_core.drawing.placing import placed

PAGE = 994 - 2 * 24
"""How wide a page is, between the margins."""

TITLES = st.sampled_from(["", "Oplys", "Afstem forventninger", "Saglig " * 20])


def frames(graph: Graph, layout: Layout) -> dict[str, Box]:
    """The frame of each stage."""
    return dict(zip((group.id for group in graph.groups), layout.groups, strict=True))


def small(*codes: str, edges: tuple[Edge, ...]) -> Graph:
    """A drawing of stages of one item each."""
    return Graph(
        title="",
        groups=tuple(
            Group(id=code, title=code, nodes=(f"{code}.do",)) for code in codes
        ),
        nodes=tuple(Node(id=f"{code}.do", title="Do it") for code in codes),
        edges=edges,
    )


def test_stages_that_open_together_stand_side_by_side() -> None:
    """Three approvals wait for the same draft: they are columns of one band."""
    found = placed(review()).frames

    assert [found[code].column for code in APPROVALS[:3]] == [0, 1, 2]
    assert len({found[code].band for code in APPROVALS[:3]}) == 1


def test_small_stages_of_a_chain_go_to_the_right() -> None:
    """Each leads on to the next alone, and has one item: they are read as a line."""
    bands = placed(review()).bands

    assert [band.stages for band in bands] == [
        (),
        ("intake", "merit", "draft"),
        ("programme", "budget", "legal"),
        ("director", "award"),
    ]


def test_what_is_sent_back_leads_to_no_rank() -> None:
    """An arrow back opens no stage, so it puts none below another."""
    ahead = (Edge(source="a", target="b"), Edge(source="a", target="c"))
    back = Edge(source="b.do", target="c.do", kind="return")

    plain_ranks = placed(small("a", "b", "c", edges=ahead))

    assert placed(small("a", "b", "c", edges=(*ahead, back))) == plain_ranks


def test_stages_of_much_work_have_a_band_each() -> None:
    """The course of counselling goes down, stage by stage, each at full width."""
    layout = plain(DRAWINGS["definition"])

    assert len({(box.x, box.width) for box in layout.groups}) == 1


def test_a_frame_beside_others_is_no_wider_than_its_items() -> None:
    """What stands alone in a band is as wide as the drawing; the rest is not."""
    layout = plain(review())

    assert len({round(box.width, 6) for box in layout.groups}) == 1
    assert layout.groups[0].width < layout.width / 3


def test_a_review_of_eight_stages_is_read_at_a_glance() -> None:
    """On paper of a page's width it is no higher than a screen or so."""
    layout = plain(review())

    assert layout.width <= PAGE
    assert layout.height < layout.width


@given(graph=graphs(TITLES))
def test_no_stage_stands_beside_another_where_the_page_is_too_narrow(
    graph: Graph,
) -> None:
    """A drawing that is wider than a page is not so for stages side by side."""
    layout = plain(graph)

    alike = {(box.x, box.width) for box in layout.groups}
    assert layout.width <= PAGE or len(alike) <= 1


def test_five_at_once_stand_in_rows_as_alike_as_can_be() -> None:
    """Four fit abreast, and five do not: three and two, not four and one."""
    codes = ("a", "b", "c", "d", "e")
    edges = tuple(Edge(source="draft", target=code) for code in codes)

    bands = placed(small("draft", *codes, edges=edges)).bands

    assert [band.stages for band in bands] == [
        ("draft",),
        ("a", "b", "c"),
        ("d", "e"),
    ]


def test_a_long_title_goes_on_in_a_second_line() -> None:
    """A frame of one item is narrow; its title is read all the same."""
    edges = tuple(Edge(source="draft", target=code) for code in "abc")
    graph = small("draft", *"abc", edges=edges)
    named = attrs.evolve(graph.groups[1], title="Faglig begrundelse og vilkår")
    told = attrs.evolve(graph, groups=(graph.groups[0], named, *graph.groups[2:]))

    drawn = svg(told)

    assert ">Faglig begrundelse og<" in drawn
    assert ">vilkår<" in drawn
    assert plain(told).height > plain(graph).height


def test_arrows_back_for_the_same_reason_share_one_trunk() -> None:
    """They reach the target as one line, and the words stand on it once."""
    graph = review()
    layout = plain(graph)
    back = [
        route
        for edge, route in zip(graph.edges, layout.routes, strict=True)
        if edge.kind == "return"
    ]

    assert len({route.points[-3][0] for route in back}) == 1
    assert len({route.points[-2:] for route in back}) == 1
    assert [route.label is not None for route in back] == [True, False, False, False]


def test_the_words_of_a_join_stand_on_what_its_arrows_share() -> None:
    """Whoever follows any of them from its source comes past its words."""
    graph = review()
    layout = plain(graph)
    said: dict[tuple[str, str], Point] = {}
    for edge, route in zip(graph.edges, layout.routes, strict=True):
        if route.label:
            said[edge.target, edge.label] = route.label

    for edge, route in zip(graph.edges, layout.routes, strict=True):
        if edge.label and edge.target != "award":
            place = said[edge.target, edge.label]
            assert any(on(place, *part) for part in pairwise(route.points))


def on(place: Point, start: Point, end: Point) -> bool:
    """Whether a place is on a straight part of a way."""
    (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return x1 <= place[0] <= x2 and y1 <= place[1] <= y2


def test_words_of_a_fork_stand_where_it_has_not_parted() -> None:
    """What one outcome opens, it is said to open once."""
    graph = small(
        "intake",
        *"ab",
        edges=(
            Edge(source="intake", target="b"),
            Edge(source="intake.do", target="a", label="granted"),
            Edge(source="intake.do", target="b", label="granted"),
        ),
    )
    apart = attrs.evolve(graph, nodes=(*graph.nodes, Node(id="more", title="More")))
    wide = attrs.evolve(graph.groups[0], nodes=("more", "intake.do"))
    layout = plain(attrs.evolve(apart, groups=(wide, *graph.groups[1:])))

    one, other = layout.routes[1:]
    assert (one.label is None) + (other.label is None) == 1
    label = one.label or other.label
    assert label
    for route in (one, other):
        assert any(on(label, *part) for part in pairwise(route.points))


def test_arrows_out_of_a_stage_are_not_taken_for_those_into_the_next() -> None:
    """Where one goes down from a band and another into what is below, both turn."""
    edges = (
        *(Edge(source="draft", target=code) for code in "abcde"),
        *(Edge(source=f"{code}.do", target="end") for code in "abcde"),
    )
    graph = small("draft", *"abcde", "end", edges=edges)
    layout = plain(graph)

    ways = dict(zip(graph.edges, layout.routes, strict=True))
    above, below = frames(graph, layout)["a"], frames(graph, layout)["d"]
    out, into = ways[edges[5]], ways[edges[3]]
    assert above.y + above.height < out.points[1][1] < into.points[-2][1] < below.y
    assert out.points[0][0] == into.points[-1][0]
