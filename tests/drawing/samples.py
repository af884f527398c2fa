"""A course of counselling to draw, as a definition, as one case, and as a portfolio."""

from __future__ import annotations

from hypothesis import strategies as st

from kvalitet_core.drawing import Edge, Graph, Group, Node
from kvalitet_core.drawing.graph import EdgeKind, Kind, Mark

KINDS: list[Kind] = ["task", "decision", "milestone", "start", "end"]
ARROWS: list[EdgeKind] = ["flow", "return", "obligation", "four_eyes"]
MARKS: list[Mark] = [
    "none",
    "waiting",
    "available",
    "active",
    "done",
    "skipped",
    "failed",
    "late",
]

ITEMS: list[tuple[str, str, Kind, tuple[str, ...], Mark, int]] = [
    ("modtaget", "Ansøgning modtaget", "start", (), "done", 31),
    ("ansoegning.oplys", "Oplys sagen", "task", ("sagsbehandler",), "done", 12),
    (
        "ansoegning.hoering",
        "Partshøring",
        "task",
        ("sagsbehandler", "14 dage"),
        "skipped",
        2,
    ),
    ("ansoegning.indstil", "Indstil", "task", ("sagsbehandler",), "done", 7),
    (
        "ansoegning.afgoer",
        "Afgør ansøgning",
        "decision",
        ("fagchef", "6 uger efter modtagelse"),
        "done",
        3,
    ),
    (
        "opstart.forvent",
        "Afstem forventninger",
        "task",
        ("konsulent", "30 dage"),
        "late",
        5,
    ),
    ("opstart.plan", "Forløbsplan aftalt", "milestone", (), "available", 0),
    (
        "analyse.praksis",
        "Indsaml data om tilbuddets praksis",
        "task",
        ("konsulent",),
        "active",
        4,
    ),
    (
        "analyse.samtaler",
        "Interview ledelse, medarbejdere og borgere",
        "task",
        ("konsulent",),
        "failed",
        4,
    ),
    ("analyse.rapport", "Skriv analyserapport", "task", ("konsulent",), "waiting", 1),
    (
        "analyse.valg",
        "Tilbuddets valg af anbefalinger",
        "decision",
        ("tilbudsleder", "3 uger"),
        "waiting",
        1,
    ),
    ("udvikling.vaerksted", "Udviklingsværksted", "task", ("tilbud",), "waiting", 0),
    ("udvikling.sparring", "Sparring", "task", ("konsulent",), "waiting", 0),
    ("udvikling.opfoelgning", "Opfølgning efter ½ år", "milestone", (), "waiting", 0),
    ("afsluttet", "Forløb afsluttet", "end", (), "none", 9),
    ("afslag", "Afslag", "end", (), "none", 4),
]

STAGES: list[tuple[str, str, Mark, int]] = [
    ("ansoegning", "Ansøgning", "done", 24),
    ("opstart", "Opstartsfase", "active", 5),
    ("analyse", "Analysefase", "waiting", 10),
    ("udvikling", "Udviklingsfase", "waiting", 0),
]

ARROWS_OF_IT: list[tuple[str, str, str, EdgeKind]] = [
    ("modtaget", "ansoegning", "", "flow"),
    ("ansoegning.oplys", "ansoegning.hoering", "", "flow"),
    ("ansoegning.oplys", "ansoegning.indstil", "", "flow"),
    ("ansoegning.hoering", "ansoegning.indstil", "", "flow"),
    ("ansoegning.indstil", "ansoegning.afgoer", "", "flow"),
    ("ansoegning.afgoer", "ansoegning.oplys", "hjemvist", "return"),
    ("ansoegning.indstil", "ansoegning.afgoer", "", "four_eyes"),
    ("ansoegning.afgoer", "opstart", "imødekommet eller delvist", "flow"),
    ("ansoegning.afgoer", "afslag", "afslag", "flow"),
    ("ansoegning.afgoer", "opstart.forvent", "30 dage", "obligation"),
    ("opstart.forvent", "opstart.plan", "", "flow"),
    ("opstart.plan", "analyse", "", "flow"),
    ("analyse.praksis", "analyse.rapport", "", "flow"),
    ("analyse.samtaler", "analyse.rapport", "", "flow"),
    ("analyse.rapport", "analyse.valg", "", "flow"),
    ("analyse.valg", "udvikling", "", "flow"),
    ("udvikling.vaerksted", "udvikling.opfoelgning", "", "flow"),
    ("udvikling.sparring", "udvikling.opfoelgning", "", "flow"),
    ("udvikling.opfoelgning", "afsluttet", "", "flow"),
]


def counselling(*, marked: bool = False, counted: bool = False) -> Graph:
    """The course of counselling; marked: one case; counted: a portfolio, in English."""
    return Graph(
        title="Rådgivningsforløb fra Indsatsteamet",
        language="en" if counted else "da",
        groups=tuple(
            Group(
                id=code,
                title=title,
                nodes=tuple(row[0] for row in ITEMS if row[0].startswith(f"{code}.")),
                mark=mark if marked else "none",
                count=count if counted else None,
            )
            for code, title, mark, count in STAGES
        ),
        nodes=tuple(
            Node(
                id=path,
                title=title,
                kind=kind,
                lines=lines,
                mark=mark if marked else "none",
                count=count if counted else None,
            )
            for path, title, kind, lines, mark, count in ITEMS
        ),
        edges=tuple(
            Edge(source=source, target=target, label=label, kind=kind)
            for source, target, label, kind in ARROWS_OF_IT
        ),
    )


APPROVALS = ("programme", "budget", "legal", "director")


def review() -> Graph:
    """A review of eight small stages, of which three open together."""
    small = ("intake", "merit", "draft", *APPROVALS, "award")
    back = [
        Edge(source=f"{code}.do", target="draft.do", label="change", kind="return")
        for code in APPROVALS
    ]
    together = APPROVALS[:3]
    return Graph(
        title="Award review",
        language="en",
        groups=tuple(
            Group(id=code, title=code.title(), nodes=(f"{code}.do",)) for code in small
        ),
        nodes=(
            Node(id="start", title="The case is opened", kind="start"),
            *(
                Node(
                    id=f"{code}.do",
                    title=f"Work on {code}",
                    kind="decision" if code in APPROVALS else "task",
                    lines=("Grants specialist", "2 weeks"),
                )
                for code in small
            ),
        ),
        edges=(
            Edge(source="start", target="intake"),
            Edge(source="intake", target="merit"),
            Edge(source="merit", target="draft"),
            *(Edge(source="draft", target=code) for code in together),
            *(
                Edge(source=f"{code}.do", target="director", label="approve")
                for code in together
            ),
            Edge(source="director.do", target="award", label="approve"),
            *back,
        ),
    )


DRAWINGS = {
    "definition": counselling(),
    "case": counselling(marked=True),
    "portfolio": counselling(counted=True),
    "review": review(),
}

HOSTILE = st.lists(
    st.sampled_from(
        [
            *"\"'<>&#;\\`*_~|[]{}()%$^:@!?=-+., \n\t\r\0\x85\u2028\ufffe\ud800",
            *["-->", "==", "%%{init", "end", "subgraph", "]]>", "<br/>", "&amp;"],
            *["style a:#fff;", "#quot;", "1. ", "- ", "ﬂ°°", "¶ß", "\\N", "\\", "```"],
            *["æøåÆØÅ", "😀", "👩‍⚕️", "漢字", "Sag", "a" * 40],
        ]
    ),
    max_size=12,
).map("".join)
"""Text made of what means something in some language."""

TEXTS = st.one_of(HOSTILE, st.text(max_size=40), st.text(min_size=300, max_size=300))


@st.composite
def graphs(draw: st.DrawFn, texts: st.SearchStrategy[str] = HOSTILE) -> Graph:
    """Any graph that can be drawn: stages of any size, arrows anywhere."""
    nodes = draw(
        st.lists(
            st.builds(
                Node,
                id=st.text(min_size=1, max_size=6),
                title=texts,
                kind=st.sampled_from(KINDS),
                lines=st.lists(texts, max_size=2).map(tuple),
                mark=st.sampled_from(MARKS),
                count=st.none() | st.integers(min_value=0),
                tooltip=texts,
            ),
            max_size=12,
            unique_by=lambda node: node.id,
        )
    )
    taken = {node.id for node in nodes}
    codes = draw(
        st.lists(
            st.text(min_size=1, max_size=6).filter(lambda code: code not in taken),
            max_size=4,
            unique=True,
        )
    )
    homes = [draw(st.sampled_from([*codes, None])) for _ in nodes]
    groups = [
        Group(
            id=code,
            title=draw(texts),
            nodes=tuple(
                node.id for node, home in zip(nodes, homes, strict=True) if home == code
            ),
            mark=draw(st.sampled_from(MARKS)),
            count=draw(st.none() | st.integers(min_value=0)),
        )
        for code in codes
    ]
    ends = st.sampled_from([*codes, *(node.id for node in nodes)] or [""])
    arrows = st.builds(
        Edge, source=ends, target=ends, label=texts, kind=st.sampled_from(ARROWS)
    )
    return Graph(
        title=draw(texts),
        groups=tuple(groups),
        nodes=tuple(nodes),
        edges=tuple(draw(st.lists(arrows, max_size=14))) if codes or nodes else (),
        language=draw(st.sampled_from(["da", "en"])),
    )
