"""A definition with a fault is refused when it is compiled, with every finding at once.

Each finding names the place, the rule and what to do. Beside another fault it is still
told of, and the order in which anything was declared makes no difference.
"""

from __future__ import annotations

from datetime import date
from types import new_class

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.casetypes import written
from tests.casetypes.faults import AFGOER, FAULTS, urgent
from tests.casetypes.written import Ansoegning, Opstart, first, found, hjemmel

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.checks import findings
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.hooks import Hook
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.errors import Malformed
from kvalitet_core.testing.definitions import definitions
from kvalitet_core.testing.definitions_reordered import reordered


class TestEachFault:
    """A fault is told of by its place, its rule and its remedy, and nothing else is."""

    @pytest.mark.parametrize("name", FAULTS)
    def test_it_is_told_alone(self, name: str) -> None:
        """Exactly this finding, in exactly these words."""
        fault = FAULTS[name]

        assert found(fault.make()) == {fault.place: [fault.text]}

    @pytest.mark.parametrize("name", FAULTS)
    def test_it_is_told_with_another(self, name: str) -> None:
        """A second fault hides nothing, and is told of too."""
        fault = FAULTS[name]
        definition = fault.make()
        hook = Hook(code="forvaltningsloven", duties=())
        both = attrs.evolve(definition, hooks=(*definition.hooks, hook, hook))

        told = found(both)

        assert told.pop("hooks.forvaltningsloven")
        if name != "an afgoerelse without a law":
            assert told == {fault.place: [fault.text]}

    @pytest.mark.parametrize("name", FAULTS)
    def test_it_is_told_the_same_in_any_order(self, name: str) -> None:
        """Whatever is declared first, the findings are the same, in the same order."""
        definition = FAULTS[name].make()

        @settings(max_examples=5)
        @given(reordered(definition))
        def told(turned: Definition) -> None:
            assert findings(turned) == findings(definition)

        told()


def test_a_right_definition_has_no_findings() -> None:
    """What is right is let through."""
    assert findings(first) == ()


@given(st.data())
def test_the_order_of_declaration_changes_neither_digest_nor_order(
    data: st.DataObject,
) -> None:
    """A definition whose parts are declared in another order is the same one."""
    definition = data.draw(definitions())
    turned = data.draw(reordered(definition))

    assert findings(definition) == findings(turned) == ()
    assert turned.digest == definition.digest
    assert turned.order == definition.order
    assert turned.dependents == definition.dependents


def test_all_findings_are_raised_at_once_when_it_is_compiled() -> None:
    """A class with three faults is refused with all three, before anything runs."""
    body = {
        **{
            name: value
            for name, value in vars(written.Forloeb).items()
            if name[0] != "_"
        },
        "code": "forloeb",
        "version": "",
        "hooks": (),
        "__doc__": "Forløb",
    }

    with pytest.raises(Malformed) as refused:
        new_class("Forloeb", (CaseType,), exec_body=lambda space: space.update(body))

    assert [problem.path for problem in refused.value.problems] == [
        f"{AFGOER}.afgoerelse",
        f"{AFGOER}.rules.kommune.rettidig",
        "code",
        "version",
    ]


def test_a_code_that_is_no_ascii_is_refused() -> None:
    """Machine codes are permanent ASCII: of stages, from their class, and of items."""

    class Forløb(Stage):  # noqa: PLC2401 - the name that is refused
        """Forløb"""

        en = "Course"
        første = Task("Første", en="First", role=written.fagchef)  # noqa: PLC2401

    with pytest.raises(Malformed) as refused:

        class Case(CaseType):
            """Sag"""

            en = "Case"
            code, version, valid_from = "kommune.sag", "1", date(2020, 1, 1)
            roles = (written.fagchef,)
            stages = (Forløb,)

    assert [problem.path for problem in refused.value.problems] == [
        "forløb",
        "forløb.første",
    ]


def test_a_decision_rule_without_legal_basis_cannot_be_written() -> None:
    """A rule that rests on nothing is refused where it is made."""
    with pytest.raises(Malformed, match="expected a Hjemmel"):
        Rule("kommune.x", 1, urgent, None, "Ord.")  # type: ignore[arg-type]


def test_a_value_that_a_fact_cannot_have_cannot_be_written() -> None:
    """A condition on a value outside its one_of is refused where it is made."""
    with pytest.raises(Malformed, match="expected 'SEL107' or 'SEL85', got 'SEL86'"):
        hjemmel.equals("SEL86")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("code", 7, "expected a text, got 7"),
        ("valid_from", "2020", "expected a date, got '2020'"),
        ("valid_to", "2020", "expected a date or None, got '2020'"),
        ("roles", written.fagchef, "expected a tuple, each of it a Role"),
        ("languages", "da", "expected a tuple, each of it a text, got 'da'"),
        ("stages", Opstart, "expected a tuple, each of it a subclass of Stage"),
        ("handles", "x", "expected 'application' or None, got 'x'"),
        ("ends", True, "expected a condition or None, got True"),
        ("migrate_from", {"1": "x"}, "expected earlier versions, each with a Renamed"),
    ],
)
def test_a_value_of_another_sort_is_refused_by_name(
    name: str, value: object, text: str
) -> None:
    """What is not of its sort is named, with what was expected."""
    body = {
        "code": "kommune.sag",
        "version": "1",
        "valid_from": date(2020, 1, 1),
        "stages": (Ansoegning,),
        name: value,
    }

    with pytest.raises(Malformed) as refused:
        new_class("Sag", (CaseType,), exec_body=lambda space: space.update(body))

    (problem,) = refused.value.problems
    assert problem.path == name
    assert problem.text.startswith(text)


def test_everything_that_is_not_set_is_named() -> None:
    """A case type has a code, a version, a first day and stages."""
    with pytest.raises(Malformed) as refused:
        new_class("Sag", (CaseType,))

    assert [problem.path for problem in refused.value.problems] == [
        "code",
        "version",
        "valid_from",
        "stages",
    ]


def test_a_stage_whose_condition_is_none_is_refused() -> None:
    """A comparison that was made at once is no condition."""
    wrong = new_class(
        "Wrong", (Stage,), exec_body=lambda space: space.update(when=True)
    )

    with pytest.raises(Malformed, match=r"wrong\.when: expected a condition or None"):
        new_class(
            "Sag",
            (CaseType,),
            exec_body=lambda space: space.update(
                code="kommune.sag",
                version="1",
                valid_from=date(2020, 1, 1),
                stages=(wrong,),
            ),
        )
