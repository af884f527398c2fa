"""Rules have law and time; what one finds is kept with what it was found on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casetypes.samples import (
    DAY,
    NOON,
    conditions,
    dag,
    driftsform,
    frist,
    grund,
    hast,
    knowledge,
    laengde,
    modtaget,
    rundens_temaer,
    temaer,
)
from tests.strategies import stored

from kvalitet_core.casetypes.conditions import Condition, Facts, Known, Truth
from kvalitet_core.casetypes.rules import Finding, Input, Rule, in_force
from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.ids import EventId
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.journal.storable import findings
from kvalitet_core.schemas import field_descriptions
from kvalitet_core.values import Deadline, Digest, Hjemmel

CALL = Hjemmel(source="Opslag 2020", paragraph="Ansøgningsfrist")
QUOTE = "Ansøgningsfristen er den 27. november 2020 kl. 12.00"
IN_TIME = Rule("indsatsteam.rettidig", 1, modtaget <= frist, CALL, QUOTE)
FIRST, SECOND = date(2020, 9, 1), date(2021, 6, 1)


def dated(version: int, start: date | None, end: date | None, **more: Any) -> Rule:
    """The rule in a version that holds from the one day until the other."""
    return attrs.evolve(
        IN_TIME, version=version, valid_from=start, valid_to=end, **more
    )


class TestARuleIsDefined:
    """A rule names its plugin, its number, its law and the words that set it."""

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"code": "rettidig"}, "rule 'rettidig': expected plugin.words"),
            ({"code": "a.B"}, "rule 'a.B': expected plugin.words"),
            ({"code": "a.b/1"}, "rule 'a.b/1': expected plugin.words"),
            ({"code": "a.b\n"}, "rule 'a.b\\n': expected plugin.words"),
            ({"code": None}, "rule None: expected plugin.words"),
            ({"version": 0}, "expected a version from 1 on, got 0"),
            ({"version": True}, "expected a version from 1 on, got True"),
            ({"version": "1"}, "expected a version from 1 on, got '1'"),
            (
                {"condition": grund == "SEL85"},  # type: ignore[comparison-overlap]
                "condition of rule 'indsatsteam.rettidig': expected a condition, such ",
            ),
            ({"hjemmel": "Opslag 2020"}, "expected a Hjemmel, got 'Opslag 2020'"),
            ({"quote": " "}, "quote ' ': expected some text"),
            ({"as_of": "today"}, "expected as_of received or decided, got 'today'"),
            (
                {"valid_from": FIRST, "valid_to": FIRST},
                "valid_to 2020-09-01: expected a date later than valid_from 2020-09-01",
            ),
            ({"valid_from": NOON}, "expected a date"),
            ({"valid_to": "2021"}, "valid_to '2021': expected a date"),
        ],
    )
    def test_what_is_wrong_with_it_is_named(
        self, change: dict[str, Any], problem: str
    ) -> None:
        """A rule that could not be defended is not made."""
        with pytest.raises(Malformed) as raised:
            attrs.evolve(IN_TIME, **change)

        assert problem in str(raised.value)

    def test_it_cannot_be_changed_and_is_equal_by_content(self) -> None:
        """Two rules that say the same are one."""
        twin = Rule("indsatsteam.rettidig", 1, modtaget <= frist, CALL, QUOTE)

        assert twin == IN_TIME
        assert hash(twin) == hash(IN_TIME)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            twin.version = 2  # type: ignore[misc]

    def test_it_holds_from_its_first_day_until_its_last(self) -> None:
        """`valid_to` is the first day that it no longer holds."""
        rule = dated(1, FIRST, SECOND)

        assert not rule.holds_on(FIRST - timedelta(1))
        assert rule.holds_on(FIRST)
        assert rule.holds_on(SECOND - timedelta(1))
        assert not rule.holds_on(SECOND)
        assert IN_TIME.holds_on(date.min)
        assert IN_TIME.holds_on(date.max)


class TestADigestNamesARule:
    """A rule's digest covers all that is in it, and nothing else."""

    def test_it_is_the_sha_256_of_its_json_in_one_spelling(self) -> None:
        """Anyone can work it out: sorted keys, no white space, UTF-8."""
        rule = Rule(
            "indsatsteam.hast",
            2,
            hast.is_known(),
            CALL,
            "Sæt kryds",
            as_of="decided",
            valid_from=FIRST,
        )

        assert rule.as_json() == {
            "code": "indsatsteam.hast",
            "version": 2,
            "condition": {
                "known": {
                    "fact": "svar.hast",
                    "type": "boolean",
                    "da": "hastesag",
                    "en": "urgent",
                }
            },
            "hjemmel": {
                "source": "Opslag 2020",
                "paragraph": "Ansøgningsfrist",
                "valid_from": None,
                "valid_to": None,
            },
            "quote": "Sæt kryds",
            "as_of": "decided",
            "valid_from": "2020-09-01",
            "valid_to": None,
        }
        spelled = json.dumps(
            rule.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert rule.digest == Digest(sha256(spelled.encode()).hexdigest())

    @pytest.mark.parametrize(
        "change",
        [
            {"code": "indsatsteam.frist"},
            {"version": 2},
            {"condition": modtaget > frist},
            {"hjemmel": attrs.evolve(CALL, source="Opslag 2021")},
            {"hjemmel": attrs.evolve(CALL, paragraph="Frist")},
            {"hjemmel": attrs.evolve(CALL, valid_from=FIRST)},
            {"hjemmel": attrs.evolve(CALL, valid_to=FIRST)},
            {"quote": "Frist: 27. november 2020"},
            {"as_of": "decided"},
            {"valid_from": FIRST},
            {"valid_to": FIRST},
        ],
    )
    def test_any_change_makes_another_digest(self, change: dict[str, Any]) -> None:
        """Nothing in a rule can change behind its digest."""
        assert attrs.evolve(IN_TIME, **change).digest != IN_TIME.digest

    def test_the_order_of_its_parts_makes_no_other_digest(self) -> None:
        """What means the same has one digest."""
        one, other = grund.is_known(), hast.is_known()

        both = attrs.evolve(IN_TIME, condition=one & other)
        assert attrs.evolve(IN_TIME, condition=other & one).digest == both.digest


class TestAFinding:
    """A finding says what was found, on which facts, and what it lacks."""

    def test_it_has_each_input_with_the_event_that_set_it(self) -> None:
        """An application received in time is in time, by the deadline of its round."""
        facts = {
            "modtaget": Known(NOON, EventId("e-2")),
            "runde.ansoegningsfrist": Known(Deadline("2020-11-27"), EventId("e-1")),
            "lovgrundlag": Known("SEL85", EventId("e-3")),
        }

        found = IN_TIME.find(facts)

        assert found == Finding(
            rule="indsatsteam.rettidig",
            version=1,
            hjemmel=CALL,
            truth=Truth.TRUE,
            inputs=(
                Input(fact="modtaget", value="2020-11-27T11:00:00+00:00", set_by="e-2"),
                Input(fact="runde.ansoegningsfrist", value="2020-11-27", set_by="e-1"),
            ),
            missing=(),
        )

    def test_what_came_too_late_is_found_to_be_late(self) -> None:
        """A rule that is not met is found so, and nothing is missing."""
        facts = {
            "modtaget": Known(datetime(2020, 11, 27, 23, tzinfo=UTC)),
            "runde.ansoegningsfrist": Known(Deadline("2020-11-27")),
        }

        found = IN_TIME.find(facts)

        assert found.truth is Truth.FALSE
        assert found.missing == ()
        assert [each.set_by for each in found.inputs] == [None, None]

    def test_it_names_what_is_missing_and_says_unknown(self) -> None:
        """An application whose receipt is not known is not found to be late."""
        found = IN_TIME.find({"runde.ansoegningsfrist": Known(Deadline("2020-11-27"))})

        assert found.truth is Truth.UNKNOWN
        assert found.missing == ("modtaget",)
        assert [each.fact for each in found.inputs] == ["runde.ansoegningsfrist"]

    def test_it_has_the_inputs_that_made_no_difference_too(self) -> None:
        """Whoever reads it sees all that was looked at."""
        rule = attrs.evolve(IN_TIME, condition=grund.is_known() | (laengde > 4))

        found = rule.find({"svar.laengde": Known(3), "lovgrundlag": Known("SEL85")})

        assert found.truth is Truth.TRUE
        assert [each.fact for each in found.inputs] == ["lovgrundlag", "svar.laengde"]

    @pytest.mark.parametrize(
        ("condition", "value", "text"),
        [
            (grund.is_known(), "SEL85", "SEL85"),
            (laengde.is_known(), 12, "12"),
            (hast.is_known(), True, "true"),
            (hast.is_known(), False, "false"),
            (dag.is_known(), DAY, "2020-11-27"),
            (modtaget.is_known(), NOON, "2020-11-27T11:00:00+00:00"),
            (
                frist.is_known(),
                Deadline("2020-11-27T12:00:00+01:00"),
                "2020-11-27T12:00:00+01:00",
            ),
            (rundens_temaer.is_known(), frozenset({"b", "å", "a"}), "a, b, å"),
            (rundens_temaer.is_known(), frozenset(), ""),
            (temaer.is_known(), ("b", "a"), "b, a"),
        ],
    )
    def test_an_input_is_written_as_text(
        self, condition: Condition, value: Any, text: str
    ) -> None:
        """A time is written as the record has it, a set in order, a list in its own."""
        (name,) = condition.facts

        (looked_at,) = (
            attrs.evolve(IN_TIME, condition=condition).find({name: Known(value)}).inputs
        )

        assert looked_at == Input(fact=name, value=text)
        assert type(looked_at.value) is str

    def test_a_value_of_another_type_gives_no_finding(self) -> None:
        """A rule does not guess at what the record holds."""
        with pytest.raises(Malformed, match=r"^fact 'modtaget': expected an instant"):
            IN_TIME.find({"modtaget": Known("2020-11-27")})

    @given(conditions, knowledge())
    def test_it_agrees_with_its_condition(
        self, condition: Condition, facts: Facts
    ) -> None:
        """It comes to what its condition does, on the facts that this depends on."""
        found = attrs.evolve(IN_TIME, condition=condition).find(facts)

        assert found.truth is condition.evaluate(facts)
        assert found.missing == condition.missing(facts)
        names = [each.fact for each in found.inputs]
        assert names == sorted(condition.facts & facts.keys())


class TestAFindingIsStored:
    """A finding is kept in an event, and read back as it was."""

    @pytest.mark.parametrize("cls", [Finding, Input])
    def test_it_is_of_a_class_that_can_be_stored(self, cls: type[Any]) -> None:
        """Each field has a type that is stored, and a word about it."""
        assert findings(cls) == []
        described = field_descriptions(cls)
        assert list(described) == [field.name for field in attrs.fields(cls)]

    @given(stored(Finding))
    def test_it_is_read_back_as_it_was(self, found: Finding) -> None:
        """Bytes and back are the same value, and its truth one of three words."""
        codec = MsgspecCodec()

        written = codec.encode(found)

        assert codec.decoder(Finding)(written) == found
        assert msgspec.json.decode(written)["truth"] == found.truth.value

    def test_what_a_truth_is_called_is_permanent(self) -> None:
        """Stored findings say these words."""
        assert [each.value for each in Truth] == ["true", "false", "unknown"]


class TestWhatIsInForce:
    """One version of a rule counts for a case, by the day that the rule asks for."""

    def test_the_version_of_the_day_counts(self) -> None:
        """Whoever applied under the first call is judged by it."""
        one, two = dated(1, FIRST, SECOND), dated(2, SECOND, None)
        before = SECOND - timedelta(1)

        assert in_force([two, one], received=before, decided=SECOND) == (one,)
        assert in_force([two, one], received=SECOND, decided=SECOND) == (two,)
        assert in_force([two, one], received=date(2019, 1, 1), decided=SECOND) == ()

    def test_a_rule_says_whether_receipt_or_decision_counts(self) -> None:
        """A rule as of the decision looks at that day, whenever it was received."""
        one = dated(1, FIRST, SECOND, as_of="decided")
        two = dated(2, SECOND, None, as_of="decided")

        assert in_force([one, two], received=FIRST, decided=SECOND) == (two,)

    @given(st.permutations(["a.z", "a.b", "b.a", "a.b_c"]))
    def test_they_come_in_order_of_their_codes(self, codes: list[str]) -> None:
        """The order of definition makes no difference."""
        rules = [attrs.evolve(IN_TIME, code=code) for code in codes]

        found = in_force(rules, received=FIRST, decided=FIRST)

        assert [rule.code for rule in found] == ["a.b", "a.b_c", "a.z", "b.a"]

    def test_two_versions_at_once_are_refused_by_name(self) -> None:
        """Which of two laws counts is not for the library to choose."""
        rules = [
            dated(2, SECOND, None, as_of="decided"),
            dated(1, None, date(2022, 1, 1)),
            attrs.evolve(IN_TIME, code="indsatsteam.laengde"),
            attrs.evolve(IN_TIME, code="indsatsteam.laengde", version=3),
            attrs.evolve(IN_TIME, code="indsatsteam.andet"),
        ]

        with pytest.raises(PluginError) as raised:
            in_force(rules, received=FIRST, decided=SECOND)

        assert raised.value.plugin == "indsatsteam"
        case = (
            "count at once for what is received 2020-09-01 and decided 2021-06-01; "
            "let one end before the next begins"
        )
        both = (
            (
                "version 1 (from the beginning, as of received) and "
                "version 3 (from the beginning, as of received)"
            ),
            (
                "version 1 (from the beginning until 2022-01-01, as of received) and "
                "version 2 (from 2021-06-01, as of decided)"
            ),
        )
        case = (
            "count at once for what is received 2020-09-01 and decided 2021-06-01; "
            "let one end before the next begins"
        )
        assert raised.value.findings == (
            f"rule indsatsteam.laengde: {both[0]} {case}",
            f"rule indsatsteam.rettidig: {both[1]} {case}",
        )

    def test_two_rules_on_one_fact_are_no_clash(self) -> None:
        """Rules of other codes stand beside one another."""
        other = Rule(
            "indsatsteam.driftsform", 1, driftsform.is_known(), CALL, "Hvem kan søge"
        )

        found = in_force([IN_TIME, other], received=FIRST, decided=FIRST)

        assert found == (other, IN_TIME)
