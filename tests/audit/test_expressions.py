"""Expressions over a state: a closed language, and the first version that it fits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import Expression, first_true
from kvalitet_core.domain import region
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.values import RegionCode

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
STATE: dict[str, Any] = {
    "name": "Lærkehøj",
    "closed": None,
    "seats": 4,
    "enrolled": 3,
    "open": True,
    "themes": ["Sundhed", "Krop"],
    "spans": [{"value": "a"}, {"value": "b"}],
    "works": {"ansoegning.afgoer": {"status": "done"}, "svar-x": 1},
}


def numbers(depth: int = 2) -> st.SearchStrategy[str]:
    """Arithmetic on whole numbers and on fields that hold one."""
    leaf = st.one_of(st.integers(0, 9).map(str), st.sampled_from(("seats", "enrolled")))
    if not depth:
        return leaf
    both = st.tuples(numbers(depth - 1), st.sampled_from("+-*"), numbers(depth - 1))
    return st.one_of(leaf, both.map(lambda each: f"({' '.join(each)})"))


def conditions(depth: int = 2) -> st.SearchStrategy[str]:
    """Whatever the language has, on fields that are there."""
    signs = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
    sized = st.tuples(numbers(), signs, numbers()).map(" ".join)
    leaf = st.one_of(
        sized,
        st.sampled_from(("open", "True", '"Krop" in themes', '"x" not in themes')),
    )
    if not depth:
        return leaf
    inner = conditions(depth - 1)
    both = st.tuples(inner, st.sampled_from(("and", "or")), inner)
    return st.one_of(
        leaf,
        both.map(lambda each: f"({' '.join(each)})"),
        inner.map(lambda each: f"(not {each})"),
    )


@given(text=conditions())
def test_an_expression_comes_to_what_python_says_of_it(text: str) -> None:
    """The words and signs mean what they mean there."""
    expected = eval(text, {"__builtins__": {}}, dict(STATE))  # noqa: S307 - ours

    assert Expression.of(text).holds(STATE) is expected


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ('name == "Lærkehøj"', True),
        ("closed == None", True),
        ("closed", False),
        ("not closed", True),
        ("spans[0].value == 'a' and spans[-1].value == 'b'", True),
        ('works.ansoegning.afgoer.status == "done"', True),
        ('works["ansoegning.afgoer"].status == "done"', True),
        ('works["svar-x"] == 1', True),
        ('"svar-x" in works', True),
        ("open == 1", False),
        ("0 < enrolled < seats", True),
        ("seats // 3 == 1 and seats % 3 == 1 and -seats == -4", True),
        ('name in ("Lærkehøj", "Mosebo")', True),
        ('"Lær" in name', True),
        ("missing > 3", False),
        ("missing + 1 > 3", False),
        ("missing in themes", False),
        ('"x" in missing', False),
        ("spans[9].value == None", True),
        ("spans == None", False),
        ("missing != themes", True),
        ("closed in spans", False),
    ],
)
def test_what_an_expression_comes_to(text: str, so: bool) -> None:  # noqa: FBT001 - a case
    """Paths, indexes and literals; what is not there is nothing."""
    assert Expression.of(text).holds(STATE) is so


@pytest.mark.parametrize(
    "text",
    [
        "name.upper()",
        "__import__('os').system('true')",
        "[x for x in themes]",
        "lambda: 1",
        "(seats := 3)",
        "f'{name}'",
        "seats ** 9",
        "seats / 2",
        "seats << 9",
        "~seats",
        "1.5 < seats",
        "b'x' == name",
        "name if open else closed",
        "themes[0:1] == 1",
        "themes[seats] == 1",
        "{1: 2} == 3",
        "{1} == 1",
        "closed is None",
        "...",
        "open[True]",
    ],
)
def test_what_is_not_of_the_language_is_refused(text: str) -> None:
    """Before anything is looked at, and nothing is carried out."""
    with pytest.raises(Malformed, match=r"language|expected whole numbers"):
        Expression.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name ==",
        "name = 1",
        "import os",
        "a; b",
        "*themes,",
        "(" * 500,
        "\0",
        "x" * 3000,
    ],
)
def test_what_does_not_parse_is_refused(text: str) -> None:
    """With what is wrong, and never with an error of Python's own."""
    with pytest.raises(Malformed, match="expression"):
        Expression.of(text)


def test_what_is_nested_too_deeply_is_refused() -> None:
    """A limit stands before that of the machine."""
    with pytest.raises(Malformed, match=r"nested deeper|cannot be read"):
        Expression.of("not " * 150 + "open")


@given(text=st.text(max_size=30))
def test_no_text_makes_an_expression_fail_otherwise(text: str) -> None:
    """It is an expression, or it is malformed."""
    try:
        found = Expression.of(text)
        found.holds(STATE)
    except Malformed:
        return
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name < 3", "have no order"),
        ("open < True", "have no order"),
        ("name + 1 == 2", "expected a whole number for name"),
        ("seats", "seats is no condition"),
        ("seats and open", "seats is no condition"),
        ("3 in name", "cannot be in"),
        ("seats % 0 == 1", "divides by nought"),
        ("spans == 'a'", "can never be .*name one of its parts, or a day"),
        ("'a' != spans", "can never be"),
        ("'a' in spans", "can never be"),
        ("spans in ('a', 'b')", "can never be"),
        ("spans[0] == 'a'", "can never be"),
    ],
)
def test_what_cannot_be_compared_or_counted_is_told(text: str, said: str) -> None:
    """With the values that it was about."""
    with pytest.raises(Malformed, match=said):
        Expression.of(text).holds(STATE)


def renamed(journal: Journal, names: list[str]) -> list[tuple[Any, dict[str, Any]]]:
    """The versions of a region that was given names, a year each."""
    code = RegionCode("1081")
    first, *others = names
    day = date(2000, 1, 1)
    journal.do(region.Register(code=code, name=first, effective_from=day), by=ANNA)
    for number, name in enumerate(others, start=1):
        from_ = date(2000 + number, 1, 1)
        journal.do(region.Rename(code=code, name=name, effective_from=from_), by=ANNA)
    told = list(journal.history("region/1081"))
    return [
        (each, {"name": each.event.name, "number": each.version, "odd": {"x": 1}})
        for each in told
    ]


@given(
    names=st.lists(st.sampled_from("abcd"), min_size=1, max_size=6),
    wanted=st.sampled_from("abcd"),
    after=st.integers(0, 6),
)
def test_it_gives_the_first_version_for_which_the_expression_holds(
    names: list[str], wanted: str, after: int
) -> None:
    """Issue 8: none before it holds, and where none does there is none."""
    expression = Expression.of(f'name == "{wanted}" and number > {after}')
    with Journal.open("memory:", plugins=()) as journal:
        versions = renamed(journal, names)

        first = first_true(expression, versions)

    holding = [
        each.version
        for each, state in versions
        if state["name"] == wanted and each.version > after
    ]
    assert (first and first.version) == (holding[0] if holding else None)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("nmae == 1", "did you mean name"),
        ('name == "a" or nunber == 2', "did you mean number"),
        ("odd.y == 1", "did you mean odd"),
        ("whatever", "no version has had it"),
    ],
)
def test_a_field_that_no_version_has_had_is_named(text: str, near: str) -> None:
    """Also where the expression holds without it: a slip is no answer."""
    with Journal.open("memory:", plugins=()) as journal:
        versions = renamed(journal, ["a", "b"])

        with pytest.raises(Unknown, match=near):
            first_true(Expression.of(text), versions)
