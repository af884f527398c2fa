"""The laws about case types hold for what an author may well write."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import find, given
from hypothesis import strategies as st
from tests.testing.breaking import made, told

from kvalitet_core.casetypes import (
    CaseType,
    Document,
    Fact,
    Invariant,
    Param,
    Role,
    Stage,
    Task,
)
from kvalitet_core.casetypes.conditions import Condition
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.laws.case_facts import known_facts, values_of
from kvalitet_core.testing.laws.cases import CaseLaws
from kvalitet_core.values import Deadline, Hjemmel, Instant, instant_at

_NOON = time(12, 0)
_PLAIN = (Kind.TEXT, Kind.BOOLEAN)

clerk = Role("clerk", da="Sagsbehandler", en="Clerk")
LAW = Hjemmel(source="Opslag (made up)", paragraph="hvem der kan søge")


def course(when: Condition | None = None, **said: Any) -> type[CaseType]:
    """A case type with one task that waits for something, and perhaps more to say."""
    space = Stage.__prepare__("Begin", (Stage,))
    space["__doc__"], space["en"] = "Begynd", "Begin"
    requires = said.pop("requires", ())
    space["meet"] = Task("Mød", en="Meet", role=clerk, when=when, requires=requires)
    body = {
        "__doc__": "Forløb",
        "en": "Course",
        "code": "thing.course",
        "version": "1",
        "valid_from": date(2026, 1, 1),
        "stages": (type(Stage)("Begin", (Stage,), space),),
        **said,
    }
    return type("Course", (CaseType,), body)


def judged(of: type[CaseType]) -> CaseLaws:
    """The laws about cases of a plugin that brings this case type."""
    brings = Plugin(name="thing", version="1", case_types=(of,))
    contract = type("Judged", (CaseLaws,), {"plugin": brings, "package": "thing"})
    laws: CaseLaws = contract()
    return laws


letter = Document("brev")
amount = Param("antal", int, da="antallet", en="the number")


@pytest.mark.parametrize(
    "of",
    [
        course(letter.is_known()),
        course(requires=[letter]),
        course(invariants=(Invariant("faa", amount >= 12, LAW, breach="refuses"),)),
        course(Fact("antal", int, da="antallet", en="the number") > 4711),
    ],
    ids=["waits for a letter", "needs a letter", "refuses some", "rare"],
)
def test_what_can_be_opened_and_done_holds(of: type[CaseType]) -> None:
    """A letter can come, other parameters be given, and a rare number be told."""
    laws = judged(of)

    laws.test_a_case_can_be_opened()
    laws.test_something_can_be_done_in_a_case()


KINDS = [
    (Fact("t", str, da="t", en="t"), "x"),
    (Fact("t", one_of=("x", "y"), da="t", en="t"), "x"),
    (Fact("n", int, da="n", en="n"), 4711),
    (Fact("b", bool, da="b", en="b"), True),
    (Fact("d", date, da="d", en="d"), date(2030, 5, 1)),
    (Fact("i", Instant, da="i", en="i"), instant_at(date(2030, 5, 1), _NOON)),
    (Fact("f", Deadline, da="f", en="f"), Deadline("2030-05-01")),
    (Fact("f", Deadline, da="f", en="f"), Deadline("2030-05-01T12:00:00+02:00")),
]


@pytest.mark.parametrize(("fact", "asked"), KINDS, ids=lambda each: repr(each)[:20])
def test_values_lie_on_both_sides_of_what_is_asked(fact: Fact, asked: Any) -> None:
    """Each is of the fact's kind; some meet the condition, and some do not."""
    condition = fact.equals(asked) if fact.type in _PLAIN else fact <= asked
    definition = course(condition).definition
    facts = known_facts(definition).filter(lambda known: fact.name in known)

    for truth in ("true", "false"):
        found = find(facts, lambda known: condition.evaluate(known).value == truth)  # noqa: B023 - found at once
        assert fact.type.accepts(found[fact.name].value)


@given(st.data())
def test_several_texts_are_drawn_from_what_is_asked(data: st.DataObject) -> None:
    """Of a set and of a list, those that conditions name are among them."""
    for kind, of in ((Kind.SET, frozenset), (Kind.LIST, tuple)):
        fact = Fact("temaer", kind, da="temaerne", en="the themes")
        definition = course(fact.includes("Bolig")).definition

        drawn = data.draw(values_of(fact, definition))

        assert isinstance(drawn, of)
        assert {*drawn} <= {"Bolig", "andet"}


def test_files_that_cannot_be_read_are_another_laws_business(tmp_path: Path) -> None:
    """It is told once, and the case types wait for it."""
    plugin = made((), tmp_path)
    (schemas,) = tmp_path.glob("src/*/schemas")
    (schemas / "released.txt").write_text("not so\n")

    verdicts = {each.law: each for each in plugin.judged(drawn=1)}

    assert verdicts["a_released_case_type_never_changes"].state == "unjudged"
    assert "released.txt" in told(verdicts["the_schemas_say_what_the_classes_are"])


def test_a_released_case_type_that_is_altered_is_told_by_its_own_law(
    tmp_path: Path,
) -> None:
    """And not once more by the law about schemas."""
    plugin = made((), tmp_path)
    (file,) = tmp_path.glob("src/*/schemas/case_type.*.json")
    (file.parent / "released.txt").write_text(f"{file.name} {'0' * 64}\n")

    verdicts = {each.law: each for each in plugin.judged(drawn=1)}

    found = told(verdicts["a_released_case_type_never_changes"])
    assert "was released with SHA-256 0000" in found
    assert verdicts["the_schemas_say_what_the_classes_are"].state == "held"
