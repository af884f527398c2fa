"""SVG: one document that any reader of XML reads, and that fetches nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import attrs
from hypothesis import given
from tests.drawing.samples import DRAWINGS, MARKS, TEXTS, graphs

from kvalitet_core.drawing import Edge, Graph, Group, Node, svg
from kvalitet_core.drawing.graph import Kind, Mark
from kvalitet_core.drawing.layout import Box
from kvalitet_core.drawing.lettering import cleaned, flat
from kvalitet_core.drawing.looks import EDGES
from kvalitet_core.drawing.looks import MARKS as LOOKS
from kvalitet_core.drawing.shapes import item

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "g", "rect", "path", "circle", "text", "tspan"}


def parsed(graph: Graph) -> ET.Element:
    """The drawing, read by an XML parser."""
    return ET.fromstring(svg(graph))  # noqa: S314 - a drawing of our own


def alone(
    mark: Mark = "none", kind: Kind = "task", title: str = "Oplys sagen"
) -> Graph:
    """A drawing of one item."""
    return Graph(title="Sag", nodes=(Node(id="a", title=title, kind=kind, mark=mark),))


@given(graph=graphs(TEXTS))
def test_any_drawing_is_read_by_an_xml_parser(graph: Graph) -> None:
    """Whatever stands in a title: the document is whole, and holds the text."""
    root = parsed(graph)

    titles = [element.text or "" for element in root.iter(f"{SVG}title")]
    assert titles[0] == flat(graph.title)
    for node in graph.nodes:
        assert any(title.startswith(flat(node.title)) for title in titles)
        assert any(title.endswith(_read(node.tooltip)) for title in titles)


def _read(text: str) -> str:
    """Text as a parser gives it back."""
    return cleaned(text)


@given(graph=graphs())
def test_a_drawing_has_no_script_and_fetches_nothing(graph: Graph) -> None:
    """Only shapes and words: no script, no style, no picture, no address."""
    for element in parsed(graph).iter():
        assert element.tag.removeprefix(SVG) in ALLOWED
        assert not any(
            "href" in name or name.startswith("on") for name in element.attrib
        )


@given(graph=graphs())
def test_equal_graphs_are_drawn_alike(graph: Graph) -> None:
    """Byte for byte, from a graph that is made anew."""
    again = Graph(
        title=graph.title,
        groups=tuple(attrs.evolve(group) for group in graph.groups),
        nodes=tuple(attrs.evolve(node) for node in graph.nodes),
        edges=tuple(attrs.evolve(edge) for edge in graph.edges),
        language=graph.language,
    )

    assert svg(graph) == svg(again)


def test_whoever_cannot_see_it_is_told_what_it_shows() -> None:
    """It is a picture with a title and a description, in the drawing's language."""
    root = parsed(DRAWINGS["case"])

    title, told = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc") or ""
    ids = [element.get("id") for element in root if element.get("id")]
    assert root.get("role") == "img"
    assert root.get("lang") == "da"
    assert (root.get("aria-labelledby") or "").split() == ids
    assert title == "Rådgivningsforløb fra Indsatsteamet"
    assert told.startswith(
        "Ansøgning (udført): Oplys sagen (udført); Partshøring (sprunget over); "
    )
    assert "Opstartsfase (i gang): Afstem forventninger (over fristen); " in told


def test_every_mark_is_told_apart_without_colours() -> None:
    """In black and white, each mark has a sign or a border that no other has."""

    def colourless(mark: Mark) -> str:
        node = Node(id="a", title="A", mark=mark)
        box = Box(x=0, y=0, width=172, height=50)
        drawn = item(node, box, "da")
        return re.sub(r"#[0-9a-f]{6}|<title>.*?</title>", "", drawn)

    assert len({colourless(mark) for mark in MARKS}) == len(MARKS)


def test_letters_stand_out_from_their_ground() -> None:
    """Contrast of at least 4.5 to 1, as WCAG 2.2 asks of text."""
    pairs = [(look.ink, look.fill) for look in LOOKS.values()]
    pairs += [("#4d5965", look.fill) for look in LOOKS.values()]
    pairs += [(look.stroke, "#f4f6f8") for look in EDGES.values()]

    assert min(contrast(ink, ground) for ink, ground in pairs) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by WCAG's formula."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """How light a colour is."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_legend_explains_what_is_used_and_nothing_else() -> None:
    """A definition has no marks, so none is explained; a case has them all."""
    marks = {look.words["da"] for mark, look in LOOKS.items() if mark != "none"}

    assert words(DRAWINGS["definition"]) & marks == set()
    assert words(DRAWINGS["case"]) >= marks
    assert "antal sager" not in words(DRAWINGS["case"])
    assert "number of cases" in words(DRAWINGS["portfolio"])


def test_one_shape_alone_is_not_explained() -> None:
    """What is drawn need not be of tasks: networks and principles are none."""
    boxes = tuple(Node(id=each, title=each) for each in "ab")
    shapes = (*boxes, Node(id="c", title="c", kind="milestone"))

    assert "opgave" not in words(Graph(title="", nodes=boxes))
    assert words(Graph(title="", nodes=shapes)) >= {"opgave", "milepæl"}


def words(graph: Graph) -> set[str]:
    """Every text in the drawing that is in no item."""
    return {element.text or "" for element in parsed(graph).iter(f"{SVG}text")}


def test_numbers_of_cases_are_shown_zero_too() -> None:
    """No case in a stage is an answer; not counted is none."""
    counted = Graph(title="", groups=(Group(id="a", title="A", count=0),))
    uncounted = Graph(title="", groups=(Group(id="a", title="A"),))

    assert "0" in words(counted)
    assert "0" not in words(uncounted)


def test_a_title_too_long_for_its_box_is_whole_when_pointed_at() -> None:
    """The box shows the beginning; the tooltip and the description have all of it."""
    long = "Menneskerettighedsorganisationssekretariatet " * 7

    root = parsed(alone(title=long))

    told = [element.text for element in root.iter(f"{SVG}title")]
    lines = [element.text or "" for element in root.iter(f"{SVG}tspan")]
    assert flat(long) in told
    assert any(line.endswith("…") for line in lines)


def test_every_kind_has_a_shape_of_its_own() -> None:
    """Tasks, decisions, milestones, starts and ends are told apart by outline."""
    kinds: list[Kind] = ["task", "decision", "milestone", "start", "end"]
    shapes = {re.sub(r"<text.*?</text>", "", svg(alone(kind=kind))) for kind in kinds}

    assert len(shapes) == len(kinds)


def test_an_empty_drawing_is_drawn() -> None:
    """Nothing to show is a title on paper."""
    assert parsed(Graph(title="Intet")).findtext(f"{SVG}title") == "Intet"


def test_an_arrow_to_itself_leaves_and_comes_back() -> None:
    """Work that is repeated has an arrow that can be seen."""
    graph = attrs.evolve(
        alone(), edges=(Edge(source="a", target="a", label="igen", kind="return"),)
    )

    paths = [element.get("d") or "" for element in parsed(graph).iter(f"{SVG}path")]
    assert any(path.count("Q") == 3 for path in paths)
