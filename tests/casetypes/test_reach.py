"""What can be reached and ended is told soundly: nothing that is right is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs
import pytest
from tests.casetypes.faults import AFGOER, urgent
from tests.casetypes.samples import modtaget, rundens_temaer, svaret, temaer
from tests.casetypes.test_settling import Counting
from tests.casetypes.written import changed, first, found, haster, hjemmel, maaneder

from kvalitet_core.casetypes.checks.holding import World, can_hold
from kvalitet_core.casetypes.conditions import Condition, Fact
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.references import ref
from kvalitet_core.deadlines import Term

OPLYS, INDSTIL = "ansoegning.oplys", "ansoegning.indstil"
FORVENT, PLAN = "opstart.forvent", "opstart.plan"
WORLD = World(first)

dag = Fact("dag", date, da="dagen", en="the day")
fri = Fact("fri", str, da="teksten", en="the text")
outcome = ref(AFGOER).outcome


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ((maaneder > 3) & (maaneder < 5), True),
        ((maaneder > 3) & (maaneder < 4), False),
        ((dag > date(2020, 1, 1)) & (dag < date(2020, 1, 3)), True),
        ((dag >= date.max) & (dag > date(2020, 1, 1)), True),
        ((dag < date.min) & (dag <= date.max), False),
        (fri.equals("a") & ~fri.equals("b"), True),
        (~fri.equals("a") & ~fri.equals("b"), True),
        (fri.equals("a") & fri.is_in(("b", "c")), False),
        (fri.equals("a") & ~fri.is_known(), False),
        (urgent & haster.is_known(), True),
        (hjemmel.equals("SEL85") | hjemmel.equals("SEL107"), True),
        (~hjemmel.equals("SEL85") & ~hjemmel.equals("SEL107"), False),
        (outcome.equals("afslag") & ~ref(AFGOER).done, False),
        (~outcome.is_known() & ref(AFGOER).done, True),
        (outcome.equals("afslag") & ref(AFGOER).done, True),
        (hjemmel.equals(fri) & fri.equals("SEL85"), True),
        ((modtaget < svaret) & (modtaget > svaret), True),
        (temaer.subset_of(rundens_temaer) & ~temaer.is_known(), True),
        (Counting(urgent) & urgent, True),
    ],
)
def test_what_can_hold_at_once(condition: Condition, holds: bool) -> None:  # noqa: FBT001 - what is expected
    """Of each fact that is asked about twice, the values that tell are tried."""
    assert can_hold([condition], WORLD) is holds


def test_what_would_take_too_long_is_let_through() -> None:
    """Where there are very many ways, it is taken to be possible."""
    facts = [
        Fact(f"f{n}", str, da="x", en="x", one_of=("a", "b", "c")) for n in range(9)
    ]
    conditions = [c for f in facts for c in (f.equals("a"), ~f.equals("a"))]

    assert can_hold(conditions, WORLD)


ENDS: dict[str, Callable[[], Definition]] = {
    "a case that ends by any of its outcomes": lambda: changed(
        ends=ref(AFGOER).done | ref(PLAN).done
    ),
    "a case that ends by a fact": lambda: changed(ends=urgent),
    "a stage that is ended early": lambda: changed(
        stages=(
            first.stages[0],
            attrs.evolve(
                first.stages[1],
                until=urgent,
                items=(
                    attrs.evolve(
                        first.stages[1].items[0], requires=(outcome.equals("delvist"),)
                    ),
                    first.stages[1].items[1],
                ),
            ),
        )
    ),
    "what may be skipped": lambda: changed(
        FORVENT, requires=(outcome.equals("delvist"),), optional=True
    ),
    "what requires something that was done": lambda: changed(
        AFGOER, requires=(ref(OPLYS).done,)
    ),
    "what requires what can be done beside it": lambda: changed(
        OPLYS, requires=(ref(FORVENT).done | urgent,)
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_can_end_is_let_through(name: str) -> None:
    """Neither a way to end it early, nor one to leave it out, is a dead end."""
    assert found(ENDS[name]()) == {}


def test_an_outcome_from_which_the_case_is_sent_back_is_no_dead_end() -> None:
    """A later decision that returns to before it lets it be decided anew."""
    stage, opstart = first.stages
    decision = attrs.evolve(
        first.items[AFGOER],
        path="ansoegning.kontrol",
        when=ref(AFGOER).done,
        returns={"afslag": INDSTIL},
        rules=(),
    )
    titles = {
        language: {**names, "ansoegning.kontrol": "Kontrol"}
        for language, names in first.titles.items()
    }

    definition = changed(
        stages=(attrs.evolve(stage, items=(*stage.items, decision)), opstart),
        titles=titles,
        ends=ref(PLAN).done,
    )

    assert found(definition) == {}


def test_a_cycle_hides_no_dead_end_and_no_return() -> None:
    """Where parts wait for one another, the rest is still looked at."""
    cyclic = changed(OPLYS, when=ref(AFGOER).done)
    stage = cyclic.stages[0]
    decision = attrs.evolve(
        stage.items[2],
        returns=dict.fromkeys(first.items[AFGOER].outcomes, OPLYS),  # type: ignore[attr-defined]
    )
    items = (*stage.items[:2], decision)

    definition = attrs.evolve(
        cyclic, stages=(attrs.evolve(stage, items=items), cyclic.stages[1])
    )

    assert {*found(definition)} == {AFGOER, f"{AFGOER}.returns"}


def test_a_case_type_without_a_stage_has_nothing_to_do() -> None:
    """It is told of by itself."""
    definition = changed(stages=(), obliges=(), hooks=())

    assert found(definition) == {"stages": ["has no stage; give it one"]}


def test_a_decision_that_comes_to_nothing_is_told_of() -> None:
    """A decision without outcomes, and a stage that asks for one of them."""
    definition = changed(AFGOER, outcomes=(), favourable=(), granting=(), quorum=1)

    assert found(definition)[f"{AFGOER}.outcomes"] == [
        "can come to nothing; give it outcomes"
    ]


def test_an_outcome_of_what_is_not_there_is_told_of_once() -> None:
    """The item is named, and its outcomes are not guessed."""
    definition = changed("opstart", when=ref("ansoegning.x").outcome.equals("ja"))

    assert {*found(definition)} == {"opstart.when"}
    assert len(found(definition)["opstart.when"]) == 1


def test_a_term_may_be_counted_from_what_is_known_by_name() -> None:
    """Anything with the name of a fact of the case will do."""

    @attrs.frozen
    class Named:
        name: str

    definition = changed(FORVENT, due=Term(3, "days", after=Named("modtaget")))

    assert found(definition) == {}
