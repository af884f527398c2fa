"""The rules of the style that case types are written in, one class a rule."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casetypes import written
from tests.casetypes.written import (
    Ansoegning,
    Opstart,
    first,
    haster,
    modtaget,
    rettidig,
)

from kvalitet_core.casetypes import CaseType, Param, Rule, Task, in_force, ref
from kvalitet_core.casetypes.checks import findings
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.roles import CODE
from kvalitet_core.casetypes.settling import Standing, settle
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Known, Truth
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import EventId
from kvalitet_core.testing.definitions import definitions
from kvalitet_core.testing.definitions_reordered import reordered
from kvalitet_core.values import Deadline, Hjemmel


class TestHowItIsWritten:
    """One class a stage, composed by a case type, compiled when its class is made."""

    def test_an_item_can_be_used_on_the_next_line(self) -> None:
        """It has its path from the moment when it is assigned, as an enum's member."""
        assert Ansoegning.indstil.when == ref("ansoegning.oplys").done
        assert Ansoegning.afgoer.outcome.name == "ansoegning.afgoer.outcome"

    def test_a_class_compiles_to_one_value_with_a_digest(self) -> None:
        """Whoever uses it uses the value; what people read of it is in the digest."""
        assert isinstance(written.Forloeb.definition, Definition)
        assert written.Forloeb.definition.digest == first.digest
        assert first.name_of("opstart.plan", "en") == "Plan agreed"

    def test_a_loop_back_is_a_reference(self) -> None:
        """`ref` names what is declared later, and means the same as the item itself."""
        assert ref("opstart.forvent").done == Opstart.forvent.done

    def test_an_item_belongs_to_one_stage(self) -> None:
        """What has a path already cannot be put into another stage."""
        with pytest.raises(Malformed, match="expected an item of its own"):

            class Anden(Stage):
                """Anden"""

                oplys = Ansoegning.oplys


class TestRule1:
    """`decide` evaluates, `evolve` never does: what was found goes into the event."""

    def test_a_change_carries_the_facts_that_made_it(self) -> None:
        """Each with its value and the event that set it, so that nobody asks again."""
        event = EventId("e-7")
        statuses = dict.fromkeys(
            ("ansoegning.oplys", "ansoegning.indstil", "ansoegning.afgoer"), Status.DONE
        )
        done = {"ansoegning.afgoer.outcome": Known("delvist", event)}
        standing = Standing(facts={}, statuses=statuses, done=done)

        changes = {each.part: each for each in settle(first, standing).changes}

        (found,) = changes["opstart"].inputs
        assert (found.fact, found.value, found.set_by) == (
            "ansoegning.afgoer.outcome",
            "delvist",
            event,
        )


class TestRule2:
    """A condition is TRUE, FALSE or UNKNOWN, with texts, JSON and its facts."""

    def test_unknown_never_becomes_false(self) -> None:
        """Neither what asks nor what denies is met, and what is missing is named."""
        i_tide = modtaget <= Deadline("2020-11-27")

        assert i_tide.evaluate({}) is (~i_tide).evaluate({}) is Truth.UNKNOWN
        assert i_tide.missing({}) == ("modtaget",)

    def test_unknown_never_becomes_false_by_what_it_is_joined_to(self) -> None:
        """What is met leaves `&` open, and what fails leaves `|` open."""
        i_tide, yes = modtaget <= Deadline("2020-11-27"), haster.is_known()
        known = {"haster": Known(value=True)}

        assert (i_tide & yes).evaluate(known) is Truth.UNKNOWN
        assert (i_tide | ~yes).evaluate(known) is Truth.UNKNOWN

    def test_a_condition_is_no_bool(self) -> None:
        """`and`, `or` and `not` would choose at once, and are refused."""
        with pytest.raises(TypeError, match="write & for `and`"):
            bool(haster.is_known())

    def test_an_items_own_conditions_are_conditions_as_any(self) -> None:
        """That something is done has text, JSON and facts as everything else."""
        done = first.stages[1].items[1].when

        assert done is not None
        assert done.text("da") == "»Afstem forventninger« er udført"
        assert done.text("en") == "“Agree” is done"
        assert done.as_json() == {"done": "opstart.forvent"}
        assert done.facts == {"opstart.forvent.done"}


class TestRule3:
    """Level-triggered, bounded, without cycles; declaration order changes nothing."""

    @given(st.data())
    def test_shuffling_changes_no_result(self, data: st.DataObject) -> None:
        """Digest, order and findings are the same, however it is declared."""
        definition = data.draw(definitions())
        turned = data.draw(reordered(definition))

        assert (turned.digest, turned.order, findings(turned)) == (
            definition.digest,
            definition.order,
            (),
        )

    def test_a_cycle_is_refused_when_it_is_compiled(self) -> None:
        """Two items that wait for one another are refused with the way round."""

        class Rundt(Stage):
            """Rundt"""

            en = "Round"
            a = Task("A", en="A", role="fagchef", when=ref("rundt.b").done)
            b = Task("B", en="B", role="fagchef", when=a.done)

        with pytest.raises(Malformed, match=r"rundt\.a → rundt\.b → rundt\.a"):

            class Case(CaseType):
                """Sag"""

                en = "Case"
                code, version, valid_from = "kommune.sag", "1", date(2020, 1, 1)
                roles = (written.fagchef,)
                stages = (Rundt,)


class TestRule4:
    """What varies by round is a `Param`; law is a value; rules are dated."""

    def test_a_parameter_is_a_fact_that_the_digest_names_as_one(self) -> None:
        """The round's deadline is set per round, and never in code."""
        frist = Param("ansoegningsfrist", Deadline, da="fristen", en="the deadline")
        definition = written.changed("opstart.plan", when=frist.is_known())

        assert definition.as_json()["facts"]["ansoegningsfrist"]["param"] is True

    def test_a_rule_says_which_days_law_it_holds_by(self) -> None:
        """As of receipt or as of decision, from the first day that it holds."""
        old = rettidig("2020-11-27")
        law = Hjemmel(source="Opslag 2021", paragraph="frist")
        new = Rule(
            "kommune.frist",
            2,
            modtaget <= Deadline("2021-08-20"),
            law,
            "Senest 20. august 2021.",
            as_of="decided",
            valid_from=date(2021, 1, 1),
        )
        day = {"received": date(2020, 12, 31), "decided": date(2021, 1, 1)}

        assert in_force([old, new], **day) == (new, old)
        assert in_force([old, new], **{**day, "decided": day["received"]}) == (old,)
        assert in_force([attrs.evolve(new, as_of="received")], **day) == ()


class TestRule5:
    """Machine codes are permanent ASCII; texts are Danish and English."""

    @given(definitions())
    def test_every_code_is_ascii_and_every_text_is_there(
        self, definition: Definition
    ) -> None:
        """A code of each part, and what it is called in each language."""
        codes = [part for path in definition.stage_of for part in path.split(".")]

        assert all(CODE.fullmatch(code) for code in codes)
        assert {*definition.titles["da"]} == {*definition.titles["en"]}
        assert {"", *definition.stage_of} == {*definition.titles["da"]}


class TestRule6:
    """A case that handles an application says so, and nothing else can be handled."""

    def test_what_it_handles_is_in_the_digest(self) -> None:
        """It decides what is emitted in the same commit, so it is a part of it."""
        handling = written.changed(handles="application")

        assert handling.digest != first.digest
