"""What becomes available, reached and completed follows from what is known, at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casetypes.written import haster, hjemmel, sagsbehandler

from kvalitet_core.casetypes import (
    Decision,
    Document,
    Fact,
    Milestone,
    Task,
    at_least,
    ref,
)
from kvalitet_core.casetypes.counting import AtLeast
from kvalitet_core.casetypes.definition import Definition, StageDefinition
from kvalitet_core.casetypes.items import Item
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.logic import AllOf, AnyOf, Condition, Not
from kvalitet_core.casetypes.settling import (
    Settlement,
    Standing,
    settle,
    settlement_of,
)
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Facts, Known, Truth
from kvalitet_core.testing.definitions import case_type, definitions
from kvalitet_core.testing.definitions_facts import known_facts
from kvalitet_core.testing.definitions_reordered import reordered
from kvalitet_core.testing.definitions_standings import settled, standings
from kvalitet_core.values import Instant

WAITING, AVAILABLE, DONE = Status.WAITING, Status.AVAILABLE, Status.DONE
YES, NO = Known(value=True), Known(value=False)

urgent = haster.equals(True)  # noqa: FBT003 - the value that the fact is held against


def defined(*stages: type[Stage], **said: Any) -> Definition:
    """A case type of these stages, in Danish only."""
    return case_type(stages, languages=("da",), **said).definition


class Behandling(Stage):
    """Behandling"""

    oplys = Task("Oplys", role=sagsbehandler)
    afgoer = Decision(
        "Afgør", role=sagsbehandler, when=oplys.done, outcomes=("ja", "nej")
    )


class Forloeb(Stage):
    """Forløb"""

    when = Behandling.afgoer.outcome.equals("ja")
    start = Task("Start", role=sagsbehandler)
    startet = Milestone("Startet", when=start.done)


class Klage(Stage):
    """Klage"""

    when = Behandling.afgoer.outcome.equals("nej")
    svar = Task("Svar", role=sagsbehandler)


class Opsamling(Stage):
    """Opsamling"""

    when = Forloeb.done | Klage.done
    saml = Task("Saml op", role=sagsbehandler)


class Laering(Stage):
    """Læring"""

    when = Forloeb.done
    laer = Task("Lær", role=sagsbehandler)


COURSE = defined(Behandling, Forloeb, Klage, Opsamling, Laering)


class Course:
    """A case, to do things in one after the other; each is settled at once."""

    def __init__(self, definition: Definition = COURSE, **facts: Any) -> None:
        self.definition = definition
        self.standing = Standing(
            facts={name: Known(value) for name, value in facts.items()}
        )
        self.settlement = self._settle()

    def _settle(self) -> Settlement:
        settlement = settle(self.definition, self.standing)
        self.standing = settled(self.standing, settlement)
        return settlement

    def known(self, **facts: Any) -> Course:
        """Let these facts, and no others, be known."""
        known = {name: Known(value) for name, value in facts.items()}
        self.standing = attrs.evolve(self.standing, facts=known)
        self.settlement = self._settle()
        return self

    def to(self, path: str, status: Status, outcome: str = "") -> Course:
        """Bring an item to a status, with an outcome where it has one."""
        done = dict(self.standing.done)
        if outcome:
            done[f"{path}.outcome"] = Known(outcome)
        statuses = {**self.standing.statuses, path: status}
        self.standing = attrs.evolve(self.standing, statuses=statuses, done=done)
        self.settlement = self._settle()
        return self

    def plan(self, path: str) -> Course:
        """Plan a discretionary item."""
        planned = self.standing.planned | {path}
        self.standing = attrs.evolve(self.standing, planned=planned)
        self.settlement = self._settle()
        return self

    def __getitem__(self, part: str) -> Status:
        return self.standing.of(part)


class TestTheLaws:
    """Of any definition, however a case in it has come to stand."""

    @given(st.data())
    def test_settling_what_is_settled_changes_nothing(
        self, data: st.DataObject
    ) -> None:
        """It is idempotent: there is nothing left that would follow."""
        definition = data.draw(definitions())
        standing = data.draw(standings(definition))
        once = settle(definition, standing)

        again = settle(definition, settled(standing, once))

        assert again.changes == ()
        assert (again.statuses, again.possible) == (once.statuses, once.possible)

    @given(st.data())
    def test_the_order_of_declaration_never_changes_a_result(
        self, data: st.DataObject
    ) -> None:
        """Rule of style 3: the same changes, in the same order, on the same facts."""
        definition = data.draw(definitions())
        turned = data.draw(reordered(definition))
        standing = data.draw(standings(definition))

        assert settle(turned, standing) == settle(definition, standing)

    @given(st.data())
    def test_what_is_known_again_is_what_is_worked_out(
        self, data: st.DataObject
    ) -> None:
        """Of cases that stand as others did, and of those that know other things."""
        definition = data.draw(definitions())
        standing = data.draw(standings(definition))

        for facts in (standing.facts, data.draw(known_facts), {}, standing.facts):
            now = attrs.evolve(standing, facts=facts)
            assert settlement_of(definition, now) == settle(definition, now)

    @given(st.data())
    def test_it_is_level_triggered(self, data: st.DataObject) -> None:
        """Rule of style 3: no hidden memory: only what is done, and left, stays so.

        Two standings with the same facts in which the same is done come to the same,
        whatever was available before.
        """
        definition = data.draw(definitions())
        standing = data.draw(standings(definition))
        kept = {
            part: status
            for part, status in standing.statuses.items()
            if (status.is_done and "." in part) or status is Status.LEFT
        }
        bare = settle(definition, attrs.evolve(standing, statuses=kept))
        full = settle(definition, standing)

        assert bare.possible == full.possible
        assert {part for part, status in bare.statuses.items() if status.is_done} == {
            part for part, status in full.statuses.items() if status.is_done
        }
        assert _open(bare) == _open(full)

    @given(st.data())
    def test_what_is_not_known_never_acts_as_false(self, data: st.DataObject) -> None:
        """Rule of style 2: learning more takes nothing away that had been possible.

        Of conditions without a denial, it lets only more become available.
        """
        definition = _without_denials(data.draw(definitions()))
        standing = data.draw(standings(definition))
        more = {**data.draw(known_facts), **standing.facts}
        before = settle(definition, standing)
        after = settle(definition, attrs.evolve(standing, facts=more))
        left = {part for part in after.statuses if after.statuses[part] is Status.LEFT}
        gone = {path for path in definition.items if path.partition(".")[0] in left}

        assert _positive(before) - gone <= _positive(after)

    @given(st.data())
    def test_a_case_is_never_stuck(self, data: st.DataObject) -> None:
        """What is not finished has something to do, to learn, or to plan."""
        definition = data.draw(definitions())
        standing = data.draw(standings(definition))
        after = settle(definition, standing)

        unknown = {*definition.known_facts} - {*standing.facts}
        assert after.is_finished or _open(after) or unknown


def test_one_instant_with_two_offsets_is_told_as_it_came() -> None:
    """Two cases that stand the same but for that are not taken for each other."""
    modtaget = Fact("modtaget", Instant, da="modtaget", en="received")

    class Kvittering(Stage):
        """Kvittering"""

        when = modtaget.is_known()
        kvitter = Task("Kvitter", role=sagsbehandler)

    definition = defined(Kvittering)
    for text in ("2020-11-27T13:00:00+01:00", "2020-11-27T12:00:00+00:00"):
        facts = {"modtaget": Known(datetime.fromisoformat(text))}
        begun, _ = settlement_of(definition, Standing(facts=facts)).changes
        assert [each.value for each in begun.inputs] == [text]


def _open(settlement: Settlement) -> set[str]:
    statuses = settlement.statuses.items()
    return {part for part, status in statuses if status.is_open}


def _positive(settlement: Settlement) -> set[str]:
    """What is open or done, among the items."""
    return {
        part
        for part, status in settlement.statuses.items()
        if "." in part and (status.is_open or status.is_done)
    }


def _without_denials(definition: Definition) -> Definition:
    """The same where each denial is left out, and no stage waits for being done."""

    def bare(condition: Any) -> Any:
        if isinstance(condition, Not):
            return bare(condition.part)
        if isinstance(condition, AllOf | AnyOf | AtLeast):
            return attrs.evolve(condition, parts=tuple(map(bare, condition.parts)))
        return condition

    def item(each: Item) -> Item:
        return attrs.evolve(each, when=bare(each.when))

    def stage(each: StageDefinition) -> StageDefinition:
        items = tuple(map(item, each.items))
        return attrs.evolve(each, when=bare(each.when), until=None, items=items)

    return attrs.evolve(definition, stages=tuple(map(stage, definition.stages)))


@attrs.frozen
class Counting(Condition):
    """A condition that counts how often it is asked."""

    part: Condition
    asked: ClassVar[list[str]] = []

    @property
    def needs(self) -> Mapping[str, Kind]:
        """What the other one needs."""
        return self.part.needs

    def evaluate(self, facts: Facts) -> Truth:
        """Count, and ask the other one."""
        self.asked.append("")
        return self.part.evaluate(facts)

    def as_json(self) -> dict[str, Any]:
        """Give the other one."""
        return self.part.as_json()

    def says(self, language: Any) -> str:
        """Say the other one."""
        return self.part.says(language)

    def denies(self, language: Any) -> str:
        """Deny the other one."""
        return self.part.denies(language)


def _chain(length: int) -> Definition:
    """So many tasks, ten a stage, each of which waits for the one before."""
    stages = []
    for start in range(0, length, 10):
        numbers = range(start, min(start + 10, length))
        items = tuple(
            Task(
                f"Trin {n}",
                role=sagsbehandler,
                when=Counting(ref(_path(n - 1)).done) if n else None,
                path=_path(n),
            )
            for n in numbers
        )
        code = f"fase{start // 10}"
        stages.append(
            StageDefinition(code=code, title=code, when=None, until=None, items=items)
        )
    day = date(2020, 1, 1)
    return Definition(
        code="kommune.lang", version="1", title="Lang", valid_from=day, stages=stages
    )


def _path(number: int) -> str:
    return f"fase{number // 10}.trin{number}"


@pytest.mark.parametrize("length", [10, 100, 1000])
def test_settling_is_linear_in_the_number_of_items(length: int) -> None:
    """Each condition is asked twice at most: what it comes to, and what it can."""
    definition = _chain(length)
    half = {_path(n): DONE for n in range(length // 2)}
    Counting.asked.clear()

    settlement = settle(definition, Standing(facts={}, statuses=half))

    assert settlement.statuses[_path(length // 2)] is AVAILABLE
    assert len(Counting.asked) <= 2 * length


class TestAvailability:
    """An item is there while its stage is under way and what it waits for holds."""

    def test_what_waits_becomes_available_when_what_it_waits_for_is_done(self) -> None:
        """One thing after the other, a milestone as soon as it is reached."""
        case = Course()
        before = (case["behandling.oplys"], case["behandling.afgoer"])

        case.to("behandling.oplys", DONE).to("behandling.afgoer", DONE, "ja")
        case.to("forloeb.start", DONE)

        assert before == (AVAILABLE, WAITING)
        assert case["forloeb.startet"] is DONE
        assert case["forloeb"] is DONE

    def test_a_fact_that_is_corrected_away_takes_availability_away(self) -> None:
        """It is level-triggered: what is done stays done, and nothing else stays."""

        class Hast(Stage):
            """Hast"""

            ring = Task("Ring", role=sagsbehandler, when=urgent)
            skriv = Task("Skriv", role=sagsbehandler, when=urgent)

        case = Course(defined(Hast), haster=True)
        case.to("hast.ring", DONE).to("hast.skriv", Status.CLAIMED)

        case.known(haster=False)

        assert (case["hast.ring"], case["hast.skriv"]) == (DONE, WAITING)

    def test_what_is_not_known_makes_nothing_available_and_ends_nothing(self) -> None:
        """UNKNOWN is neither: neither what asks for it is there, nor what denies it."""

        class Hast(Stage):
            """Hast"""

            ring = Task("Ring", role=sagsbehandler, when=urgent)
            vent = Task("Vent", role=sagsbehandler, when=~urgent)
            opkald = Task("Find", role=sagsbehandler, when=hjemmel.is_known())

        case = Course(defined(Hast))

        assert {case[f"hast.{name}"] for name in Hast.items} == {WAITING}
        assert case["hast"] is Status.ACTIVE
        assert not case.settlement.is_finished
        assert case.known(haster=True).settlement.possible == {
            "hast",
            "hast.ring",
            "hast.opkald",
        }

    def test_at_least_so_many_are_enough(self) -> None:
        """Two of three, whichever they are, and not before."""

        class Hoering(Stage):
            """Høring"""

            a = Task("A", role=sagsbehandler)
            b = Task("B", role=sagsbehandler)
            c = Task("C", role=sagsbehandler)
            nok = Milestone("Nok", when=at_least(2, a.done, b.done, c.done))

        case = Course(defined(Hoering)).to("hoering.c", DONE)
        before = case["hoering.nok"]

        case.to("hoering.a", DONE)

        assert (before, case["hoering.nok"]) == (WAITING, DONE)

    def test_a_discretionary_item_is_there_when_it_is_planned(self) -> None:
        """Nothing waits for it before, and its stage waits for it after."""

        class Besoeg(Stage):
            """Besøg"""

            tag_ud = Task("Tag ud", role=sagsbehandler, discretionary=True)
            skriv = Task("Skriv", role=sagsbehandler)

        unplanned = Course(defined(Besoeg)).to("besoeg.skriv", DONE)
        planned = Course(defined(Besoeg)).plan("besoeg.tag_ud")

        assert (unplanned["besoeg.tag_ud"], unplanned["besoeg"]) == (WAITING, DONE)
        assert unplanned.settlement.is_finished
        assert planned["besoeg.tag_ud"] is AVAILABLE
        assert planned.to("besoeg.skriv", DONE)["besoeg"] is Status.ACTIVE

    def test_a_stage_does_not_wait_for_what_is_optional(self) -> None:
        """It is completed, and what is optional can still be done."""

        class Besoeg(Stage):
            """Besøg"""

            skema = Document("skema")
            tag_ud = Task("Tag ud", role=sagsbehandler, optional=True)
            skriv = Task("Skriv", role=sagsbehandler)

        case = Course(defined(Besoeg)).to("besoeg.skriv", DONE)

        assert (case["besoeg"], case["besoeg.tag_ud"]) == (DONE, AVAILABLE)
        assert case.to("besoeg.tag_ud", Status.SKIPPED).settlement.is_finished


class TestAlternatives:
    """A way that was not taken is not waited for."""

    def test_a_stage_of_another_outcome_is_not_possible(self) -> None:
        """After a yes there is no complaint, and the case ends without one."""
        case = Course().to("behandling.oplys", DONE)
        open_to_both = {"forloeb", "klage"} <= case.settlement.possible

        case.to("behandling.afgoer", DONE, "ja")

        assert open_to_both
        assert "klage" not in case.settlement.possible
        assert "klage.svar" not in case.settlement.possible
        for path in ("forloeb.start", "opsamling.saml", "laering.laer"):
            case.to(path, DONE)
        assert case.settlement.is_finished

    def test_what_waits_for_a_way_that_was_not_taken_is_not_possible(self) -> None:
        """A stage after the other way is as impossible as that way itself."""
        case = Course().to("behandling.oplys", DONE)

        case.to("behandling.afgoer", DONE, "nej").to("klage.svar", DONE)

        assert "laering" not in case.settlement.possible
        assert case["opsamling.saml"] is AVAILABLE
        assert case.to("opsamling.saml", DONE).settlement.is_finished

    def test_a_decision_that_cannot_be_taken_denies_nothing(self) -> None:
        """Nobody waits for the outcome of what cannot be decided, or for its denial."""

        class Klar(Stage):
            """Klar"""

            afgoer = Decision(
                "A", role=sagsbehandler, when=urgent, outcomes=("ja", "nej")
            )
            efter = Task("B", role=sagsbehandler, when=~afgoer.outcome.equals("nej"))
            uden = Task("C", role=sagsbehandler, when=~afgoer.outcome.is_known())

        case = Course(defined(Klar), haster=False)

        assert case.settlement.possible == {"klar", "klar.uden"}
        assert case.to("klar.uden", DONE).settlement.is_finished


class TestLeaving:
    """A stage can end before all in it is done."""

    class Opslag(Stage):
        """Opslag"""

        until = urgent
        a = Task("A", role=sagsbehandler)
        b = Task("B", role=sagsbehandler, when=a.done)

    class Efter(Stage):
        """Efter"""

        c = Task("C", role=sagsbehandler, when=ref("opslag.b").done)
        d = Task("D", role=sagsbehandler)

    def test_what_is_left_in_it_cannot_be_done(self) -> None:
        """What was done stays done; what was open is not open any more."""
        case = Course(defined(self.Opslag, self.Efter)).to("opslag.a", DONE)

        case.known(haster=True)

        assert case["opslag"] is Status.LEFT
        assert (case["opslag.a"], case["opslag.b"]) == (DONE, WAITING)

    def test_what_waits_for_it_is_not_waited_for(self) -> None:
        """In the same settling: a stage whose last task waits for it is completed."""
        case = Course(defined(self.Opslag, self.Efter)).to("efter.d", DONE)
        before = case["efter"]

        case.known(haster=True)

        assert (before, case["efter"]) == (Status.ACTIVE, DONE)
        assert case.settlement.is_finished

    def test_left_is_left(self) -> None:
        """That it was ended early is not taken back when the reason is."""
        case = Course(defined(self.Opslag, self.Efter)).known(haster=True)

        case.known(haster=False)

        assert case["opslag"] is Status.LEFT


def test_each_change_says_which_facts_made_it() -> None:
    """Rule of style 1: what a condition found, and on which facts, is in the event."""
    case = Course().to("behandling.oplys", DONE)

    case.to("behandling.afgoer", DONE, "ja")

    found = {
        change.part: [(each.fact, each.value) for each in change.inputs]
        for change in case.settlement.changes
    }
    assert found["forloeb"] == [("behandling.afgoer.outcome", "ja")]
