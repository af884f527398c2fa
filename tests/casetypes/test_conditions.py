"""Conditions join, are weighed, and name what they lack; each is a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.casetypes.samples import (
    COMPARISONS,
    DAY,
    NOON,
    all_known,
    comparisons,
    conditions,
    dag,
    frist,
    grund,
    hast,
    joined,
    knowledge,
    laengde,
    modtaget,
    rundens_temaer,
    temaer,
)

from kvalitet_core.canonical import digest_of
from kvalitet_core.casetypes.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Facts,
    Known,
    Not,
    Truth,
)
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.errors import Malformed
from kvalitet_core.spoken import Language
from kvalitet_core.values import COPENHAGEN, Deadline

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

SHORT = laengde <= 12
LAWFUL = grund.equals("SEL85")
URGENT = hast.equals(True)  # noqa: FBT003 - the value that the fact is held against


def known(**values: Any) -> dict[str, Known]:
    """What is known, `__` in a name standing for a point."""
    return {name.replace("__", "."): Known(value) for name, value in values.items()}


class TestKleenesLaws:
    """What is joined comes to what its parts come to, joined."""

    @given(conditions, conditions, knowledge())
    def test_and_or_and_not_are_those_of_truth(
        self, a: Condition, b: Condition, facts: Facts
    ) -> None:
        """A condition says of facts what Kleene's tables say of its parts."""
        assert (a & b).evaluate(facts) is a.evaluate(facts) & b.evaluate(facts)
        assert (a | b).evaluate(facts) is a.evaluate(facts) | b.evaluate(facts)
        assert (~a).evaluate(facts) is ~a.evaluate(facts)

    @given(conditions, conditions, knowledge())
    def test_de_morgan(self, a: Condition, b: Condition, facts: Facts) -> None:
        """Not both is one not; not either is both not."""
        assert (~(a & b)).evaluate(facts) is (~a | ~b).evaluate(facts)
        assert (~(a | b)).evaluate(facts) is (~a & ~b).evaluate(facts)

    @given(conditions, conditions, conditions)
    def test_order_and_grouping_make_no_difference(
        self, a: Condition, b: Condition, c: Condition
    ) -> None:
        """Conditions that say the same are equal, and have one digest."""
        for one, other in (
            (a & b, b & a),
            (a | b, b | a),
            ((a & b) & c, a & (b & c)),
            ((a | b) | c, a | (b | c)),
        ):
            assert one == other
            assert hash(one) == hash(other)
            assert one.as_json() == other.as_json()

    @given(conditions)
    def test_saying_it_twice_adds_nothing(self, a: Condition) -> None:
        """A condition and itself is itself, and what is denied twice is said."""
        assert a & a == a
        assert a | a == a
        assert ~~a == a

    @given(joined(comparisons), knowledge(), all_known)
    def test_learning_never_turns_an_answer_round(
        self, a: Condition, before: Facts, everything: Facts
    ) -> None:
        """What is true or false stays so, whatever else becomes known."""
        answer = a.evaluate(before)

        learnt = a.evaluate({**everything, **before})

        assert learnt is not UNKNOWN
        assert answer in (learnt, UNKNOWN)

    def test_what_is_not_known_is_never_taken_for_false(self) -> None:
        """False decides an `and`, true an `or`; otherwise it stays open."""
        short, long = known(svar__laengde=4), known(svar__laengde=13)

        assert (SHORT & LAWFUL).evaluate(short) is UNKNOWN
        assert (SHORT & LAWFUL).evaluate(long) is FALSE
        assert (SHORT | LAWFUL).evaluate(short) is TRUE
        assert (SHORT | LAWFUL).evaluate(long) is UNKNOWN
        assert (~LAWFUL).evaluate({}) is UNKNOWN

    @given(conditions, knowledge())
    def test_it_depends_on_its_facts_only(self, a: Condition, facts: Facts) -> None:
        """What else is known makes no difference, of whatever type it is."""
        relevant = {name: fact for name, fact in facts.items() if name in a.facts}
        noise = {name: Known(object()) for name in facts if name not in a.facts}

        assert a.evaluate({**relevant, **noise}) is a.evaluate(facts)


class TestMissing:
    """What it names could decide it, and nothing else could."""

    @given(conditions, knowledge())
    def test_a_decided_condition_lacks_nothing(
        self, a: Condition, facts: Facts
    ) -> None:
        """Something is missing when, and only when, the answer is not known."""
        missing = a.missing(facts)

        assert bool(missing) is (a.evaluate(facts) is UNKNOWN)
        assert list(missing) == sorted(set(missing) - facts.keys())

    @given(conditions, knowledge(), all_known)
    @example(
        a=grund.is_known() | SHORT, facts={}, everything=known(lovgrundlag="SEL85")
    )
    def test_other_facts_cannot_decide_it(
        self, a: Condition, facts: Facts, everything: Facts
    ) -> None:
        """Whatever is learnt of facts that it does not name, it stays as it is."""
        missing = a.missing(facts)
        others = {
            name: fact for name, fact in everything.items() if name not in missing
        }

        if missing:
            assert a.evaluate({**others, **facts}) is UNKNOWN

    @given(conditions, knowledge(), all_known)
    def test_those_facts_decide_it(
        self, a: Condition, facts: Facts, everything: Mapping[str, Known]
    ) -> None:
        """Whoever gets all that it names has an answer, whatever the values are."""
        learnt = {name: everything[name] for name in a.missing(facts)}

        assert a.evaluate({**facts, **learnt}) is not UNKNOWN

    @given(st.data())
    def test_each_of_those_facts_can_matter(self, data: st.DataObject) -> None:
        """Where each part has a fact of its own, it names just those that can matter.

        Every way to learn more is tried: a fact matters when, at some point on the
        way, learning it changes the answer.
        """
        numbers = [Fact(f"n{i}", int, da="tallet", en="the number") for i in range(4)]
        parts = [
            data.draw(
                st.sampled_from([each.equals(1), ~each.equals(1), each.is_known()])
            )
            for each in numbers
        ]
        a = _join_all(data, parts)
        options = data.draw(
            st.lists(st.sampled_from([None, 1, 2]), min_size=4, max_size=4)
        )
        facts = {f"n{i}": Known(v) for i, v in enumerate(options) if v is not None}

        missing = a.missing(facts)

        if a.evaluate(facts) is UNKNOWN:
            assert set(missing) == set(_able_to_matter(a, facts))

    @pytest.mark.parametrize(
        ("condition", "facts", "missing"),
        [
            (SHORT & LAWFUL, {}, ("lovgrundlag", "svar.laengde")),
            (SHORT & LAWFUL, known(svar__laengde=4), ("lovgrundlag",)),
            (SHORT & LAWFUL, known(svar__laengde=13), ()),
            (SHORT | LAWFUL, known(svar__laengde=4), ()),
            (SHORT | (LAWFUL & URGENT), known(svar__hast=False), ("svar.laengde",)),
            (~(SHORT | ~LAWFUL), known(svar__laengde=13), ("lovgrundlag",)),
            (grund.is_known(), {}, ()),
            (grund.is_known() | SHORT, {}, ("lovgrundlag", "svar.laengde")),
            (modtaget <= frist, known(modtaget=NOON), ("runde.ansoegningsfrist",)),
        ],
    )
    def test_it_names_what_to_ask_for(
        self, condition: Condition, facts: Facts, missing: tuple[str, ...]
    ) -> None:
        """Facts that no longer make a difference are not asked for."""
        assert condition.missing(facts) == missing


def _join_all(data: st.DataObject, parts: list[Condition]) -> Condition:
    """Join all parts, each once, in some way."""
    if len(parts) == 1:
        return parts[0]
    at = data.draw(st.integers(1, len(parts) - 1))
    left, right = _join_all(data, parts[:at]), _join_all(data, parts[at:])
    return left & right if data.draw(st.booleans()) else left | right


def _able_to_matter(a: Condition, facts: Facts) -> Iterator[str]:
    """The facts that change the answer by being learnt, after some others are."""
    for name in sorted(a.facts - facts.keys()):
        others = sorted(a.facts - facts.keys() - {name})
        ways = product([None, 1, 2], repeat=len(others))
        for way in ways:
            learnt = {k: Known(v) for k, v in zip(others, way, strict=True) if v}
            before = {**facts, **learnt}
            after = {a.evaluate({**before, name: Known(value)}) for value in (1, 2)}
            if after != {a.evaluate(before)}:
                yield name
                break


class TestAConditionIsAValue:
    """It is equal by what it says, and digested by it."""

    @given(conditions, conditions)
    def test_its_json_is_the_same_for_equal_ones_only(
        self, a: Condition, b: Condition
    ) -> None:
        """Two conditions have one digest when, and only when, they are equal."""
        same = digest_of(a.as_json()) == digest_of(b.as_json())

        assert same is (a == b)

    @given(conditions, conditions, all_known)
    def test_a_digest_differs_where_the_meaning_does(
        self, a: Condition, b: Condition, facts: Facts
    ) -> None:
        """Two conditions that answer differently are never taken for one another."""
        if a.evaluate(facts) is not b.evaluate(facts):
            assert digest_of(a.as_json()) != digest_of(b.as_json())

    def test_conditions_that_look_alike_are_told_apart(self) -> None:
        """A number is no truth value, an instant no deadline, a text no fact's name."""
        number = Fact("n", int, da="n", en="n")
        truth = Fact("n", bool, da="n", en="n")
        labelled = attrs.evolve(grund, da="loven")
        texts = Fact("temaer", frozenset, da="t", en="t")
        alike = [
            number.equals(1),
            truth.equals(other=True),
            number.is_in([1]),
            number <= 1,
            number < 1,
            modtaget <= NOON,
            modtaget <= Deadline("2020-11-27T11:00:00Z"),
            grund.equals("driftsform"),
            grund.is_in(["driftsform"]),
            grund.is_in(["driftsform", "SEL85"]),
            labelled.equals("driftsform"),
            grund.equals(Fact("driftsform", str, da="d", en="d")),
            texts.subset_of(["a"]),
            texts.intersects(["a"]),
            texts.intersects(["a, b"]),
            texts.intersects(["a", "b"]),
            texts.equals(frozenset({"a"})),
            texts.includes("a"),
            SHORT & LAWFUL,
            SHORT | LAWFUL,
            ~(SHORT & LAWFUL),
            ~SHORT & LAWFUL,
            (SHORT & LAWFUL) | URGENT,
            SHORT & (LAWFUL | URGENT),
            grund.is_known(),
        ]

        assert len({digest_of(each.as_json()) for each in alike}) == len(alike)
        assert len(set(alike)) == len(alike)

    def test_one_meaning_has_one_spelling(self) -> None:
        """The order of values and the offset of a time make no other condition."""
        for one, other in (
            (grund.is_in(["a", "b", "a"]), grund.is_in(("b", "a"))),
            (
                modtaget <= Deadline("2020-11-27T12:00:00+01:00"),
                modtaget <= Deadline("2020-11-27T11:00:00Z"),
            ),
            (modtaget <= NOON, modtaget <= NOON.astimezone(COPENHAGEN)),
        ):
            assert one == other
            assert digest_of(one.as_json()) == digest_of(other.as_json())

    @given(conditions)
    def test_its_json_is_plain_and_has_no_floats(self, a: Condition) -> None:
        """Only texts, whole numbers, truth values, lists and objects are in it."""
        assert {type(each) for each in _all_in(a.as_json())} <= {
            str,
            int,
            bool,
            list,
            dict,
        }

    @pytest.mark.parametrize("condition", COMPARISONS)
    def test_it_cannot_be_changed(self, condition: Condition) -> None:
        """A condition that was digested stays what it was."""
        for value in (condition, ~condition, condition & ~condition):
            for field in attrs.fields(type(value)):  # type: ignore[arg-type]
                with pytest.raises(attrs.exceptions.FrozenInstanceError):
                    setattr(value, field.name, None)

    def test_its_parts_can_be_read(self) -> None:
        """Who explains or draws a condition walks down its parts, in their order."""
        both = SHORT & LAWFUL & SHORT

        assert isinstance(both, AllOf)
        assert both.parts == (SHORT, LAWFUL)
        assert both.facts == {"svar.laengde", "lovgrundlag"}
        either = both | URGENT
        assert isinstance(either, AnyOf)
        assert either.parts == (both, URGENT)
        denied = ~either
        assert isinstance(denied, Not)
        assert denied.part == either
        assert denied.facts == {"svar.laengde", "lovgrundlag", "svar.hast"}


def _all_in(value: Any) -> Iterator[Any]:
    yield value
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for each in inner:
            yield from _all_in(each)


class TestWhatIsNoCondition:
    """What Python would quietly take for something else is refused."""

    @pytest.mark.parametrize("condition", [SHORT, ~SHORT, SHORT & LAWFUL])
    def test_a_condition_is_no_bool(self, condition: Condition) -> None:
        """`and`, `or`, `not` and `if` would choose before anything is known."""
        with pytest.raises(TypeError, match=r"write & for `and`, \| for `or`"):
            bool(condition)
        with pytest.raises(TypeError, match="a condition is no bool"):
            _ = condition and LAWFUL  # type: ignore[redundant-expr]
        with pytest.raises(TypeError, match="a condition is no bool"):
            _ = 1 <= laengde <= 12

    def test_a_fact_is_no_bool(self) -> None:
        """A fact of True or False is not yet asked whether it is the one."""
        with pytest.raises(TypeError, match=r"^fact 'svar.hast' is no bool: make a co"):
            bool(hast)

    @pytest.mark.parametrize("other", [False, hast, 1, None, "SEL85"])
    def test_only_conditions_are_joined(self, other: Any) -> None:
        """The False of `fact == "ja"` is no condition, and neither is a fact."""
        ways: dict[str, Callable[[], object]] = {
            "after &": lambda: SHORT & other,
            "after |": lambda: SHORT | other,
            "before &": lambda: other & SHORT,
            "before |": lambda: other | SHORT,
        }
        for sign, join in ways.items():
            with pytest.raises(Malformed) as raised:
                join()

            assert str(raised.value).startswith(f"condition {sign}: expected a cond")
            assert f"got {other!r}; == compares at once" in str(raised.value)

    def test_one_name_is_one_fact(self) -> None:
        """A name that means a text here and a number there is refused when joined."""
        number = Fact("lovgrundlag", int, da="nr.", en="no.")

        with pytest.raises(
            Malformed,
            match=r"^fact 'lovgrundlag': expected one type, got both a text and a w",
        ):
            _ = LAWFUL | (number > 1)


@attrs.frozen
class Done(Condition):
    """A leaf of another kind: a task that is done.

    Attributes:
        task: The task's name.
    """

    task: str

    @property
    def needs(self) -> Mapping[str, Kind]:
        """The task's state."""
        return {f"opgave.{self.task}": Kind.TEXT}

    def evaluate(self, facts: Facts) -> Truth:
        """Tell whether the state is that it is done."""
        state = facts.get(f"opgave.{self.task}")
        return UNKNOWN if state is None else Truth.of(state.value == "done")

    def as_json(self) -> dict[str, Any]:
        """Name the task."""
        return {"done": self.task}

    def says(self, language: Language) -> str:
        """Say that it is done."""
        return f"{self.task} er udført" if language == "da" else f"{self.task} is done"

    def denies(self, language: Language) -> str:
        """Say that it is not."""
        return self.says(language).replace("er", "er ikke").replace("is", "is not")


def test_another_kind_of_leaf_joins_those_there_are() -> None:
    """What a case engine asks, such as whether a task is done, is a condition too."""
    ready = Done("oplys") & LAWFUL

    assert ready.evaluate(known(opgave__oplys="done", lovgrundlag="SEL85")) is TRUE
    assert ready.evaluate(known(opgave__oplys="begun")) is FALSE
    assert ready.missing(known(lovgrundlag="SEL85")) == ("opgave.oplys",)
    assert ready.facts == {"opgave.oplys", "lovgrundlag"}
    assert ready.text("da") == "Oplys er udført, og lovgrundlaget er »SEL85«"
    assert ready == LAWFUL & Done("oplys")
    assert ready != LAWFUL & Done("indstil")


def test_a_set_of_themes_of_a_round_is_one_fact_of_several_texts() -> None:
    """Equality does not look behind the name: two facts of one type are two."""
    assert temaer.subset_of(rundens_temaer) == temaer.subset_of(rundens_temaer)
    assert temaer.subset_of(rundens_temaer) != rundens_temaer.subset_of(temaer)
    assert dag.equals(DAY) == dag.equals(DAY)
