"""Facts have types; what is asked of one fits its type, or is refused when written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casetypes.samples import (
    DAY,
    NOON,
    VALUES,
    dag,
    driftsform,
    frist,
    gammel_frist,
    grund,
    hast,
    hoejst,
    laengde,
    modtaget,
    rundens_temaer,
    svaret,
    temaer,
)

from kvalitet_core.casetypes.conditions import Condition, Fact, Known, Truth
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import EventId
from kvalitet_core.values import COPENHAGEN, Deadline, Instant, MunicipalityCode

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
NAIVE = datetime(2020, 11, 27, 12)  # noqa: DTZ001 - that is the point
ONE_DAY = Deadline("2020-11-27")
AT_NOON = Deadline("2020-11-27T12:00:00+01:00")
TICK = timedelta(microseconds=1)
FACTS = (grund, laengde, hast, dag, modtaget, frist, rundens_temaer, temaer)
"""A fact of each type."""

ORDERED = (
    "expected a fact that is a whole number, a date, an instant with its offset or "
    "a Deadline"
)
SEVERAL = "expected a fact that is a frozenset of texts or a tuple of texts"
TIMELY = "expected an instant with its offset or a Deadline"


def asked(condition: Condition, *values: Any) -> Truth:
    """What a condition comes to when its facts, by name, have these values."""
    names = sorted(condition.facts)
    return condition.evaluate(
        {name: Known(value) for name, value in zip(names, values, strict=True)}
    )


class TestAFactIsDefined:
    """A fact has a permanent name, a type, and a label in each language."""

    @pytest.mark.parametrize(
        ("type_", "kind"),
        [
            (str, Kind.TEXT),
            (int, Kind.NUMBER),
            (bool, Kind.BOOLEAN),
            (date, Kind.DATE),
            (datetime, Kind.INSTANT),
            (Instant, Kind.INSTANT),
            (Deadline, Kind.DEADLINE),
            (frozenset, Kind.SET),
            (frozenset[str], Kind.SET),
            (tuple, Kind.LIST),
            (tuple[str, ...], Kind.LIST),
            (Kind.TEXT, Kind.TEXT),
        ],
    )
    def test_a_type_is_given_as_python_has_it(self, type_: Any, kind: Kind) -> None:
        """Two ways to name a type make one fact."""
        fact = Fact("x", type_, da="x", en="x")

        assert fact.type is kind
        assert fact == Fact("x", kind, da="x", en="x")

    @pytest.mark.parametrize("type_", [float, list, object, None, tuple[int, ...], []])
    def test_another_type_is_refused(self, type_: Any) -> None:
        """What no condition can compare is no fact's type."""
        with pytest.raises(Malformed) as raised:
            Fact("x", type_, da="x", en="x")

        assert str(raised.value) == (
            "fact 'x': expected its type to be str, int, bool, date, Instant, "
            f"Deadline, frozenset or tuple, got {type_!r}"
        )

    @pytest.mark.parametrize(
        "name", ["", "Modtaget", "frist.", "8", "æ", "a b", "a\n", 1]
    )
    def test_a_name_is_ascii_words(self, name: Any) -> None:
        """A name is permanent, so it is one that every system can write."""
        with pytest.raises(Malformed, match="expected words of a-z, digits and _"):
            Fact(name, str, da="x", en="x")

    @pytest.mark.parametrize("label", ["", " ", None])
    def test_both_labels_are_there(self, label: Any) -> None:
        """A sentence without its subject cannot be read."""
        with pytest.raises(Malformed, match=r"^fact 'x': expected da to be its l"):
            Fact("x", str, da=label, en="x")
        with pytest.raises(Malformed, match=r"^fact 'x': expected en to be its l"):
            Fact("x", str, da="x", en=label)

    def test_two_facts_that_say_the_same_are_equal(self) -> None:
        """A fact is what it says; `==` compares facts and asks nothing."""
        twin = Fact("lovgrundlag", str, da="lovgrundlaget", en="the legal ground")

        assert twin == grund
        assert hash(twin) == hash(grund)
        assert twin != Fact("lovgrundlag", str, da="loven", en="the legal ground")


class TestWhatIsAskedOfAFact:
    """Each question has its answer, and none while something is not known."""

    @pytest.mark.parametrize("fact", FACTS)
    def test_whether_it_is_known_is_always_answered(self, fact: Fact) -> None:
        """Not being known makes it FALSE, and any value makes it TRUE."""
        assert fact.is_known().evaluate({}) is FALSE
        for value in VALUES[fact.type]:
            assert asked(fact.is_known(), value) is TRUE

    @pytest.mark.parametrize("fact", FACTS)
    def test_it_equals_its_own_value_only(self, fact: Fact) -> None:
        """A value equals itself, and no other of the same type."""
        for mine in VALUES[fact.type]:
            for other in VALUES[fact.type]:
                same = Truth.of(mine == other)
                assert asked(fact.equals(mine), other) is same
        assert fact.equals(VALUES[fact.type][0]).evaluate({}) is UNKNOWN

    def test_it_equals_another_fact_with_the_same_value(self) -> None:
        """Both must be known before they can be compared."""
        same = grund.equals(driftsform)

        assert asked(same, "a", "a") is TRUE
        assert asked(same, "a", "b") is FALSE
        assert same.evaluate({"driftsform": Known("a")}) is UNKNOWN
        assert same.missing({"driftsform": Known("a")}) == ("lovgrundlag",)

    def test_it_is_one_of_several(self) -> None:
        """The several are values, or another fact's."""
        assert asked(grund.is_in(["SEL85", "SEL107"]), "SEL85") is TRUE
        assert asked(grund.is_in(["SEL85", "SEL107"]), "SEL108") is FALSE
        assert asked(laengde.is_in({4, 12}), 12) is TRUE
        assert asked(modtaget.is_in([NOON]), NOON.astimezone(COPENHAGEN)) is TRUE
        assert asked(grund.is_in(temaer), "SEL85", ("SEL85",)) is TRUE
        assert asked(grund.is_in(rundens_temaer), "SEL85", frozenset()) is FALSE

    def test_several_texts_compare_with_texts(self) -> None:
        """All, some or one of them can be asked for, of a tuple as of a set."""
        offered = frozenset({"Sundhed", "Ledelse"})
        for fact, make in ((rundens_temaer, frozenset), (temaer, tuple)):
            within, some = fact.subset_of(offered), fact.intersects(offered)
            assert asked(within, make(["Sundhed"])) is TRUE
            assert asked(within, make(["Sundhed", "Sport"])) is FALSE
            assert asked(within, make([])) is TRUE
            assert asked(some, make(["Sundhed", "Sport"])) is TRUE
            assert asked(some, make(["Sport"])) is FALSE
            assert asked(fact.includes("Sundhed"), make(["Sundhed"])) is TRUE
            assert asked(fact.includes("Sund"), make(["Sundhed"])) is FALSE
        wished = temaer.subset_of(rundens_temaer)
        assert asked(wished, offered, ("Sundhed",)) is TRUE
        assert asked(wished, offered, ("Sundhed", "Sport")) is FALSE
        assert asked(temaer.includes(grund), "a", ("a",)) is TRUE

    @given(st.integers(-5, 5), st.integers(-5, 5))
    def test_numbers_and_days_compare_as_they_count(self, a: int, b: int) -> None:
        """The four comparisons are those of numbers, against a fact or a value."""
        days = (DAY + timedelta(a), DAY + timedelta(b))
        for left, right, fact, other in (
            (a, b, laengde, hoejst),
            (*days, dag, Fact("dag2", date, da="x", en="x")),
        ):
            facts = {fact.name: Known(left), other.name: Known(right)}
            for against in (other, right):
                assert (fact <= against).evaluate(facts) is Truth.of(a <= b)
                assert (fact < against).evaluate(facts) is Truth.of(a < b)
                assert (fact >= against).evaluate(facts) is Truth.of(a >= b)
                assert (fact > against).evaluate(facts) is Truth.of(a > b)

    def test_an_instant_compares_with_an_instant_wherever_the_clock_hangs(self) -> None:
        """12:00 in Denmark and 11:00 in UTC are one moment."""
        local = NOON.astimezone(timezone(timedelta(hours=1)))

        assert asked(modtaget <= NOON, local) is TRUE
        assert asked(modtaget < NOON, local) is FALSE
        assert asked(modtaget.equals(NOON), local) is TRUE
        assert asked(modtaget >= svaret, NOON, local + TICK) is FALSE

    def test_a_value_may_stand_first(self) -> None:
        """`4 <= laengde` asks what `laengde >= 4` does."""
        assert (4 <= laengde) == (laengde >= 4)  # noqa: SIM300 - the point
        assert (DAY > dag) == (dag < DAY)  # noqa: SIM300 - the same
        assert (NOON < modtaget) == (modtaget > NOON)  # noqa: SIM300 - the same
        assert (ONE_DAY >= modtaget) == (modtaget <= ONE_DAY)  # noqa: SIM300 - the same


class TestADeadlineIsMetOrMissed:
    """An instant is at its sharp moment in time; a date is until local midnight."""

    @pytest.mark.parametrize(
        ("deadline", "instant", "met"),
        [
            (AT_NOON, NOON - TICK, TRUE),
            (AT_NOON, NOON, TRUE),
            (AT_NOON, NOON + TICK, FALSE),
            (ONE_DAY, datetime(2020, 11, 27, 22, 59, 59, tzinfo=UTC), TRUE),
            (ONE_DAY, datetime(2020, 11, 27, 23, tzinfo=UTC), FALSE),
        ],
    )
    def test_it_is_met_by_what_comes_in_time(
        self, deadline: Deadline, instant: datetime, met: Truth
    ) -> None:
        """`<=` and `>` say it from the instant's side, `>=` and `<` from the other."""
        facts = {frist.name: Known(deadline), modtaget.name: Known(instant)}

        assert (modtaget <= frist).evaluate(facts) is met
        assert (modtaget <= deadline).evaluate(facts) is met
        assert (modtaget > frist).evaluate(facts) is ~met
        assert (modtaget > deadline).evaluate(facts) is ~met
        assert (frist >= modtaget).evaluate(facts) is met
        assert (frist >= instant).evaluate(facts) is met
        assert (frist < modtaget).evaluate(facts) is ~met

    @pytest.mark.parametrize(
        ("ask", "expected"),
        [
            (lambda: modtaget < frist, "an instant with its offset"),
            (lambda: modtaget >= AT_NOON, "an instant with its offset"),
            (lambda: frist <= modtaget, "a Deadline"),
            (lambda: frist > NOON, "a Deadline"),
        ],
    )
    def test_it_has_nothing_between_met_and_missed(
        self, ask: Callable[[], object], expected: str
    ) -> None:
        """What would leave out the last moment of a deadline is refused."""
        with pytest.raises(Malformed, match=rf"expected {expected}, got"):
            ask()

    def test_the_later_of_two_deadlines_is_met_by_more(self) -> None:
        """Midnight sharp is later than the day before it, of which it is no part."""
        midnight = Deadline("2020-11-28T00:00:00+01:00")
        in_order = [AT_NOON, ONE_DAY, midnight, Deadline("2020-11-28")]
        for left, one in enumerate(in_order):
            for right, other in enumerate(in_order):
                facts = {frist.name: Known(one), gammel_frist.name: Known(other)}
                asked_all = (frist <= gammel_frist, frist < other, frist > other)
                answers = tuple(each.evaluate(facts) for each in asked_all)
                expected = (left <= right, left < right, left > right)
                assert answers == tuple(map(Truth.of, expected))


REFUSED: list[tuple[Callable[[], object], str, str]] = [
    (lambda: grund < "SEL85", "lovgrundlag' <", f"{ORDERED}, got one that is a text"),
    (lambda: hast > True, "svar.hast' >", f"{ORDERED}, got one that is True or False"),
    (
        lambda: rundens_temaer <= temaer,
        "runde.temaer' <=",
        f"{ORDERED}, got one that is a frozenset of texts",
    ),
    (
        lambda: hast.is_in([True]),
        "svar.hast' is_in",
        (
            "expected a fact that is a text, a whole number, a date, an instant with "
            "its offset or a Deadline, got one that is True or False"
        ),
    ),
    (
        lambda: grund.includes("SEL85"),
        "lovgrundlag' includes",
        f"{SEVERAL}, got one that is a text",
    ),
    (
        lambda: grund.subset_of(["SEL85"]),
        "lovgrundlag' subset_of",
        f"{SEVERAL}, got one that is a text",
    ),
    (lambda: laengde <= "12", "svar.laengde' <=", "expected a whole number, got '12'"),
    (lambda: laengde <= 12.0, "svar.laengde' <=", "expected a whole number, got 12.0"),
    (
        lambda: laengde.equals(other=True),
        "svar.laengde' equals",
        "expected a whole number, got True",
    ),
    (
        lambda: laengde <= 2**63,
        "svar.laengde' <=",
        f"expected a whole number, got {2**63}",
    ),
    (lambda: hast.equals(1), "svar.hast' equals", "expected True or False, got 1"),
    (lambda: dag <= NOON, "dag' <=", f"expected a date, got {NOON!r}"),
    (lambda: modtaget <= DAY, "modtaget' <=", f"{TIMELY}, got {DAY!r}"),
    (lambda: modtaget > NAIVE, "modtaget' >", f"{TIMELY}, got {NAIVE!r}"),
    (
        lambda: modtaget <= dag,
        "modtaget' <=",
        f"{TIMELY}, got fact 'dag', which is a date",
    ),
    (
        lambda: frist.equals("2020-11-27"),
        "runde.ansoegningsfrist' equals",
        "expected a Deadline, got '2020-11-27'",
    ),
    (
        lambda: grund.equals(None),  # type: ignore[arg-type]
        "lovgrundlag' equals",
        "expected a text, got None",
    ),
    (
        lambda: grund.equals("\ud800"),
        "lovgrundlag' equals",
        "expected a text, got '\\ud800'",
    ),
    (
        lambda: grund.equals(temaer),
        "lovgrundlag' equals",
        "expected a text, got fact 'svar.temaer', which is a tuple of texts",
    ),
    (
        lambda: temaer.equals(frozenset({"Sundhed"})),
        "svar.temaer' equals",
        "expected a tuple of texts, got frozenset({'Sundhed'})",
    ),
    (
        lambda: grund.is_in([]),
        "lovgrundlag' is_in",
        "expected one value at least, got none",
    ),
    (
        lambda: temaer.subset_of(()),
        "svar.temaer' subset_of",
        "expected one value at least, got none",
    ),
    (
        lambda: grund.is_in("SEL85"),
        "lovgrundlag' is_in",
        "expected several values, got 'SEL85'",
    ),
    (
        lambda: grund.is_in({"SEL85": 1}),
        "lovgrundlag' is_in",
        "expected several values, got {'SEL85': 1}",
    ),
    (
        lambda: grund.is_in(85),  # type: ignore[arg-type]
        "lovgrundlag' is_in",
        "expected several values, got 85",
    ),
    (
        lambda: grund.is_in(["SEL85", 107]),
        "lovgrundlag' is_in",
        "expected a text, got 107",
    ),
    (
        lambda: temaer.intersects([["Sundhed"]]),  # type: ignore[list-item]
        "svar.temaer' intersects",
        "expected a text, got ['Sundhed']",
    ),
    (
        lambda: grund.is_in(driftsform),
        "lovgrundlag' is_in",
        (
            "expected a frozenset of texts or a tuple of texts, got fact 'driftsform', "
            "which is a text"
        ),
    ),
    (
        lambda: laengde.is_in(temaer),
        "svar.laengde' is_in",
        "expected values, got fact 'svar.temaer', which is a tuple of texts",
    ),
    (
        lambda: modtaget <= Fact("modtaget", Deadline, da="x", en="x"),
        "modtaget'",
        "expected one type, got both an instant with its offset and a Deadline",
    ),
]
"""What an author might write, the fact and the question, and what is wrong."""


class TestWhatDoesNotFit:
    """An author is told when the condition is written, not when it is first asked."""

    @pytest.mark.parametrize(("ask", "where", "problem"), REFUSED)
    def test_it_is_refused_where_it_is_written(
        self, ask: Callable[[], object], where: str, problem: str
    ) -> None:
        """The error names the fact, the question, what was expected, and what came."""
        with pytest.raises(Malformed) as raised:
            ask()

        assert str(raised.value) == f"fact '{where}: {problem}"

    @pytest.mark.parametrize("fact", FACTS)
    def test_a_value_of_another_type_is_refused_when_it_is_asked(
        self, fact: Fact
    ) -> None:
        """Where the record holds what no rule was written for, nothing is guessed."""
        others = [kind for kind in Kind if kind is not fact.type]
        wrong = [value for kind in others for value in VALUES[kind]]
        wrong = [value for value in wrong if not fact.type.accepts(value)]
        conditions = (
            fact.is_known(),
            fact.equals(VALUES[fact.type][0]),
            hast.is_known() & fact.is_known(),
            ~fact.is_known() | svaret.is_known(),
        )
        for value in (*wrong, None, 1.5, NAIVE):
            for condition in conditions:
                with pytest.raises(Malformed) as raised:
                    condition.evaluate({fact.name: Known(value)})
                expected = (
                    f"fact {fact.name!r}: expected {fact.type.noun}, got {value!r}"
                )
                assert str(raised.value) == expected

    def test_a_wrong_value_shows_even_where_the_rest_decides(self) -> None:
        """An answer does not depend on which part happens to be asked first."""
        facts = {"svar.laengde": Known(13), "lovgrundlag": Known(85)}
        short, lawful = laengde <= 12, grund.equals("SEL85")

        for condition in (short & lawful, lawful & short):
            with pytest.raises(Malformed, match=r"^fact 'lovgrundlag': expected a t"):
                condition.evaluate(facts)

    def test_a_fact_is_given_as_known(self) -> None:
        """A bare value does not say which event set it, or that none did."""
        bare: Any = {"lovgrundlag": "SEL85"}

        with pytest.raises(Malformed) as raised:
            grund.is_known().evaluate(bare)

        assert str(raised.value) == "fact 'lovgrundlag': expected a Known, got 'SEL85'"

    @pytest.mark.parametrize(
        ("fact", "value"),
        [
            (modtaget, datetime.max.replace(tzinfo=timezone(-timedelta(hours=1)))),
            (frist, Deadline("9999-12-31")),
            (frist, Deadline("0001-01-01T00:00:00+01:00")),
        ],
    )
    def test_a_time_outside_the_calendar_is_refused(
        self, fact: Fact, value: Any
    ) -> None:
        """What is no moment in UTC cannot be compared."""
        with pytest.raises(Malformed, match=r"expected an instant|expected a Dead"):
            fact.equals(value)


class TestValuesOfTheirOwnKind:
    """A code or a member of a list of codes is a text like any."""

    def test_a_checked_text_is_a_text(self) -> None:
        """A municipality's code compares with the four digits."""
        fact = Fact("kommune", str, da="kommunen", en="the municipality")

        assert asked(fact.equals(MunicipalityCode("0730")), "0730") is TRUE
        assert asked(fact.equals("0730"), MunicipalityCode("0730")) is TRUE
        assert fact.equals("0730") == fact.equals(MunicipalityCode("0730"))

    def test_a_member_of_an_enum_of_texts_is_its_text(self) -> None:
        """A legal ground is told and digested by its code."""
        grounds = Fact("alle", frozenset, da="alle", en="all")
        plain = grounds.intersects(["SEL85"])

        assert grounds.intersects([LegalGround.SEL85]) == plain
        assert grounds.intersects([LegalGround.SEL85]).as_json() == plain.as_json()
        assert asked(plain, frozenset({LegalGround.SEL85})) is TRUE
        assert grund.equals(LegalGround.SEL85).text("da").endswith("er »SEL85«")

    def test_what_is_known_names_the_event_that_set_it(self) -> None:
        """A value may come from no event at all."""
        assert Known("SEL85").set_by is None
        assert Known("SEL85", EventId("e-1")).set_by == "e-1"

    def test_a_set_is_written_in_order(self) -> None:
        """A set has no order of its own, and one spelling."""
        letters = frozenset("gdbfahce")

        written = rundens_temaer.equals(letters).as_json()["compare"]["other"]

        assert written == {"type": "set", "value": list("abcdefgh")}
        assert rundens_temaer.intersects(letters).as_json()["compare"]["other"] == {
            "type": "text",
            "values": list("abcdefgh"),
        }
