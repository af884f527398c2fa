"""What differs between two definitions is told in words, all of it and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casetypes.samples import dag
from tests.casetypes.written import (
    Ansoegning,
    beloeb,
    changed,
    first,
    haster,
    hjemmel,
    maaneder,
    modtaget,
    rettidig,
)

from kvalitet_core.casetypes.conditions import Condition
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.differing import differences
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.deadlines import Term
from kvalitet_core.errors import Malformed
from kvalitet_core.testing.definitions import definitions
from kvalitet_core.testing.definitions_reordered import reordered

AFGOER: Final = "ansoegning.afgoer"


def told(new: Definition, language: str = "da") -> list[str]:
    """What changed from the first definition to another, in words."""
    return [each.text(language) for each in differences(first, new)]


@given(definitions(), definitions())
def test_two_definitions_differ_where_their_digests_do(
    one: Definition, other: Definition
) -> None:
    """Nothing differs between equal digests, and something told by name otherwise."""
    found = differences(one, other)

    assert bool(found) is (one.digest != other.digest)
    assert "digest" not in {each.path for each in found}


@given(st.data())
def test_the_order_of_declaration_is_no_difference(data: st.DataObject) -> None:
    """What is declared in another order is the same, and is told of in one order."""
    one, other = data.draw(definitions()), data.draw(definitions())
    turned = data.draw(reordered(one))

    assert differences(one, turned) == ()
    assert [each.path for each in differences(one, other)] == [
        each.path for each in differences(turned, other)
    ]


def test_of_a_changed_deadline_the_two_days_are_told() -> None:
    """`rettidig: 27-11-2020 → 20-08-2021`, and that the rule has a new version."""
    new = changed("ansoegning.afgoer", rules=(rettidig("2021-08-20", version=2),))

    assert told(new) == [
        "rettidig: 27-11-2020 → 20-08-2021",
        "rettidig: version: 1 → 2",
    ]


def test_a_condition_is_told_in_words() -> None:
    """What it waits for stands in a sentence, before and after."""
    new = changed("opstart.plan", when=None)

    assert told(new) == [
        "opstart.plan: betingelse: »Afstem forventninger« er udført → ingen"
    ]
    assert told(new, "en") == ["opstart.plan: condition: “Agree” is done → none"]


def test_every_part_of_an_item_is_told_by_its_name() -> None:
    """Role, due date, outcomes, four eyes: each is one difference."""
    new = changed(
        "ansoegning.afgoer",
        role="sagsbehandler",
        due=Term(8, "weeks", after=modtaget),
        outcomes=("imoedekommet", "afslag"),
        four_eyes=(),
        quorum=2,
    )

    assert told(new) == [
        "ansoegning.afgoer: frist: 6 uger efter modtaget → 8 uger efter modtaget",
        "ansoegning.afgoer: fire øjne med: ansoegning.indstil → ingen",
        (
            "ansoegning.afgoer: udfald: afslag, delvist, imoedekommet"
            " → afslag, imoedekommet"
        ),
        "ansoegning.afgoer: antal enige: 1 → 2",
        "ansoegning.afgoer: rolle: fagchef → sagsbehandler",
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"discretionary": True},
        {"optional": True},
        {"repeatable": True},
        {"planned_by": ("fagchef",)},
        {"remind": (3,)},
        {"requires": (haster,)},
        {"favourable": ()},
        {"granting": ()},
        {"afgoerelse": False},
        {"returns": {"afslag": "ansoegning.oplys"}},
        {"mandate": "kommune.bevilling"},
        {"amount": beloeb},
        {"due": None},
    ],
    ids=lambda said: next(iter(said)),
)
def test_whatever_is_said_of_an_item_is_told_by_its_name(said: dict[str, Any]) -> None:
    """And not only that something is otherwise."""
    (name,) = said

    paths = {each.path for each in differences(first, changed(AFGOER, **said))}

    assert f"{AFGOER}.{name}" in {path.removesuffix(".afslag") for path in paths}
    assert "digest" not in paths


def test_what_comes_and_goes_is_told_once() -> None:
    """Of a stage that is gone, its items are named and not all that they said."""
    new = changed(stages=first.stages[:1], obliges=())

    assert told(new) == [
        "obliges.ansoegning.afgoer>opstart.forvent er udgået: 30 days",
        "opstart er udgået: Opstartsfase",
        "opstart.forvent er udgået: Afstem forventninger",
        "opstart.plan er udgået: Forløbsplan aftalt",
    ]


def test_a_new_name_is_a_new_name_and_nothing_else() -> None:
    """What waits for an item that is called otherwise now waits for the same."""
    stage, opstart = first.stages
    named = attrs.evolve(stage.items[1], path="ansoegning.vurder")
    oplys, afgoer = stage.items[0], stage.items[2]
    afgoer = attrs.evolve(afgoer, when=named.done, four_eyes=["ansoegning.vurder"])
    titles = {
        language: {
            path.replace("indstil", "vurder"): title for path, title in names.items()
        }
        for language, names in first.titles.items()
    }
    new = changed(
        version="2021-1",
        stages=(attrs.evolve(stage, items=(oplys, named, afgoer)), opstart),
        titles=titles,
        migrate_from={"2020-1": Renamed({"ansoegning.indstil": "ansoegning.vurder"})},
    )

    assert told(new) == [
        "ansoegning.indstil hedder nu ansoegning.vurder",
        "migrate_from.2020-1 er kommet til: 2020-1",
        "version: 2020-1 → 2021-1",
    ]


def test_what_only_reads_alike_is_marked() -> None:
    """Two conditions with one sentence are told apart by a mark of their content."""
    alike = attrs.evolve(modtaget, name="svar.modtaget")
    new = changed("opstart.plan", when=alike.is_known())
    other = changed("opstart.plan", when=modtaget.is_known())

    found = differences(other, new)

    told_of = next(each for each in found if each.path == "opstart.plan.when")
    assert told_of.before != told_of.after
    assert "[" in told_of.text("da")


def test_a_label_is_told_once_and_not_in_every_condition() -> None:
    """A fact that is called otherwise changes no condition that asks about it."""
    asked = Ansoegning.oplys.requires[0]
    renamed = asked.with_leaves(
        lambda leaf: attrs.evolve(leaf, fact=attrs.evolve(leaf.fact, da="skemaet"))  # type: ignore[attr-defined,type-var]
    )
    new = changed("ansoegning.oplys", requires=(renamed,))

    assert told(new) == [
        "facts.ansoegningsskema (da): ansoegningsskema → skemaet",
    ]


def test_only_danish_and_english_are_spoken() -> None:
    """Another language is refused by name."""
    found = differences(first, changed("opstart.plan", when=None))

    with pytest.raises(Malformed, match="language 'de'"):
        found[0].text("de")


def test_what_has_no_name_of_its_own_is_told_by_the_digest() -> None:
    """Two labels of one fact, which no check lets through, still make a difference."""
    other = attrs.evolve(haster, da="det haster")
    one = changed("opstart.plan", when=haster.is_known())
    two = changed("opstart.plan", when=other.is_known())

    (found,) = differences(one, two)

    assert (found.path, found.code) == ("digest", "changed")


@pytest.mark.parametrize(
    ("before", "after", "told_of"),
    [
        (maaneder <= 12, maaneder <= 6, "12 → 6"),
        (~(maaneder <= 12), ~(maaneder <= 6), "12 → 6"),
        (dag < date(2020, 1, 1), dag < date(2021, 2, 3), "01-01-2020 → 03-02-2021"),
        (
            hjemmel.is_in(("SEL85",)),
            hjemmel.is_in(("SEL107", "SEL85")),
            "»SEL85« → »SEL107«, »SEL85«",
        ),
        (
            (maaneder <= 12) & haster.is_known(),
            haster.is_known() & (maaneder <= 6),
            "12 → 6",
        ),
        (
            (maaneder <= 12) | haster.is_known(),
            (maaneder <= 6) | hjemmel.is_known(),
            (
                "Længden er højst 12, eller hastesag er oplyst"
                " → Længden er højst 6, eller hjemlen er oplyst"
            ),
        ),
        (maaneder <= 12, maaneder >= 12, "Længden er højst 12 → Længden er mindst 12"),
        (
            maaneder <= 12,
            maaneder <= beloeb,
            "Længden er højst 12 → Længden er højst beløbet",
        ),
    ],
)
def test_of_two_conditions_only_what_differs_is_told(
    before: Condition, after: Condition, told_of: str
) -> None:
    """One value, where it is all that differs; else each in words."""
    one = changed("opstart.plan", when=before)
    two = changed("opstart.plan", when=after)

    texts = [
        each.text("da")
        for each in differences(one, two)
        if each.path == "opstart.plan.when"
    ]

    assert texts == [f"opstart.plan: betingelse: {told_of}"]


def test_dates_and_answers_are_told_as_people_write_them() -> None:
    """A day in digits, yes and no in words, several in a row."""
    new = changed(valid_to=date(2021, 12, 31), languages=("da",))

    assert told(new) == [
        "sprog: da, en → da",
        "gælder til: ingen → 31-12-2021",
    ]
    assert told(changed("opstart.forvent", optional=True), "en") == [
        "opstart.forvent: may be skipped: no → yes"
    ]
