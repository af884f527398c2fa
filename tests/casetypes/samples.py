"""Facts of every type, conditions made of them, and what can be known of each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from kvalitet_core.casetypes.conditions import Condition, Fact, Known
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.values import Deadline, Instant

modtaget = Fact("modtaget", Instant, da="modtaget", en="received")
svaret = Fact("svaret", Instant, da="besvaret", en="answered")
frist = Fact(
    "runde.ansoegningsfrist",
    Deadline,
    da="ansøgningsfristen",
    en="the application deadline",
)
gammel_frist = Fact(
    "runde.gammel_frist", Deadline, da="den gamle frist", en="the old deadline"
)
grund = Fact("lovgrundlag", str, da="lovgrundlaget", en="the legal ground")
driftsform = Fact("driftsform", str, da="driftsformen", en="the kind of owner")
laengde = Fact(
    "svar.laengde", int, da="den ønskede længde i måneder", en="the length in months"
)
hoejst = Fact(
    "runde.maaneder_hoejst", int, da="rundens længste", en="the round's longest"
)
hast = Fact("svar.hast", bool, da="hastesag", en="urgent")
dag = Fact("dag", date, da="dagen", en="the day")
temaer = Fact("svar.temaer", tuple, da="de ønskede temaer", en="the wished themes")
rundens_temaer = Fact(
    "runde.temaer", frozenset, da="rundens temaer", en="the round's themes"
)

NOON = datetime(2020, 11, 27, 11, tzinfo=UTC)
DAY = date(2020, 11, 27)

VALUES: dict[Kind, tuple[Any, ...]] = {
    Kind.TEXT: ("SEL85", "SEL107", "æ, ø"),
    Kind.NUMBER: (0, 4, 12),
    Kind.BOOLEAN: (True, False),
    Kind.DATE: (DAY, date(2021, 8, 20)),
    Kind.INSTANT: (NOON, datetime(2020, 11, 27, 23, tzinfo=UTC)),
    Kind.DEADLINE: (
        Deadline("2020-11-27"),
        Deadline("2020-11-27T12:00:00+01:00"),
        Deadline("2020-11-28T00:00:00+01:00"),
    ),
    Kind.SET: (frozenset(), frozenset({"Sundhed"}), frozenset({"Sundhed", "SEL85"})),
    Kind.LIST: ((), ("Sundhed",), ("Sundhed", "Ledelse")),
}
"""Values of each kind, which meet and fail the comparisons below."""

COMPARISONS: tuple[Condition, ...] = (
    grund.equals("SEL85"),
    grund.is_in(("SEL85", "SEL107")),
    grund.is_in(rundens_temaer),
    driftsform.equals(grund),
    laengde >= 4,
    laengde <= hoejst,
    laengde.is_in((4, 5)),
    laengde > 11,
    hast.equals(True),  # noqa: FBT003 - the value that the fact is held against
    dag < date(2021, 1, 1),
    dag >= DAY,
    modtaget <= frist,
    modtaget > Deadline("2020-11-27T12:00:00+01:00"),
    modtaget < svaret,
    frist >= svaret,
    frist > gammel_frist,
    temaer.subset_of(rundens_temaer),
    temaer.intersects(("Ledelse",)),
    temaer.equals(()),
    rundens_temaer.includes(grund),
    rundens_temaer.includes("Sundhed"),
)

KINDS: dict[str, Kind] = {
    name: kind for leaf in COMPARISONS for name, kind in leaf.needs.items()
}

comparisons = st.sampled_from(COMPARISONS)
leaves = comparisons | st.sampled_from([grund, temaer, modtaget]).map(Fact.is_known)


def joined(leaf: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Conditions of these leaves, joined in any way."""
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            st.builds(lambda a, b: a & b, part, part),
            st.builds(lambda a, b: a | b, part, part),
            part.map(lambda a: ~a),
        ),
        max_leaves=6,
    )


conditions = joined(leaves)

all_known: st.SearchStrategy[dict[str, Known]] = st.fixed_dictionaries(
    {name: st.sampled_from(VALUES[kind]).map(Known) for name, kind in KINDS.items()}
)
"""A value for every fact."""


@st.composite
def knowledge(draw: st.DrawFn) -> dict[str, Known]:
    """Some of the facts, each with a value of its type."""
    known = draw(all_known)
    names = draw(st.frozensets(st.sampled_from(sorted(KINDS))))
    return {name: known[name] for name in names}
