"""Why a condition is met or not, and why an item cannot be done, is told as a tree."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casetypes.samples import conditions, knowledge
from tests.casetypes.written import changed, first, known, second

from kvalitet_core.casetypes.blocking import Blocker, blockers
from kvalitet_core.casetypes.conditions import AnyOf, Condition, Facts, Truth, at_least
from kvalitet_core.casetypes.counting import enough
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.explaining import Explained, explained
from kvalitet_core.casetypes.prospects import Outlook
from kvalitet_core.casetypes.references import ref
from kvalitet_core.casetypes.settling import Standing, settle
from kvalitet_core.casetypes.status import Status
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.testing.definitions import definitions
from kvalitet_core.testing.definitions_standings import settled, standings

OPLYS, INDSTIL, AFGOER = "ansoegning.oplys", "ansoegning.indstil", "ansoegning.afgoer"
FORVENT, PLAN = "opstart.forvent", "opstart.plan"
DELVIST = {f"{AFGOER}.done": True, f"{AFGOER}.outcome": "delvist"}


def all_of(tree: Explained) -> Iterator[Explained]:
    """A tree's parts, and it itself."""
    yield tree
    for part in tree.parts:
        yield from all_of(part)


class TestExplained:
    """A condition's tree says what each of its parts came to, and on which facts."""

    @given(conditions, knowledge())
    def test_a_tree_comes_to_what_its_parts_come_to(
        self, condition: Condition, facts: Facts
    ) -> None:
        """So many of its parts as must be met are met, whatever was denied."""
        for tree in all_of(explained(condition, facts)):
            assert tree.truth is tree.condition.evaluate(facts)
            if tree.parts:
                truths = [part.truth for part in tree.parts]
                assert tree.count is not None
                assert enough(tree.count, truths) is tree.truth

    @given(conditions, knowledge())
    def test_a_tree_says_all_that_is_known_and_all_that_is_missing(
        self, condition: Condition, facts: Facts
    ) -> None:
        """Each known fact stands with its value; an open tree says what it lacks."""
        tree = explained(condition, facts)

        assert {each.fact for each in tree.inputs} == condition.facts & facts.keys()
        if tree.truth is Truth.UNKNOWN:
            assert tree.missing == condition.missing(facts)
        assert not {*tree.missing} & facts.keys()

    @given(conditions, knowledge())
    def test_a_leaf_never_denies_more_than_one_thing(
        self, condition: Condition, facts: Facts
    ) -> None:
        """What is denied is said of each part: De Morgan's laws."""
        for tree in all_of(explained(condition, facts)):
            assert bool(tree.parts) is (len(tree.condition.leaves) > 1)

    def test_it_is_drawn_as_a_tree_in_both_languages(self) -> None:
        """A part a line, what it came to, on which fact, by which event."""
        condition = ~(ref(OPLYS).done & (ref(INDSTIL).done | ref(PLAN).done))
        facts = known(**{f"{OPLYS}.done": True, f"{INDSTIL}.done": False})

        tree = explained(condition, facts)

        assert tree.text("da").splitlines() == [
            "Mindst én af disse: uafklaret",
            (
                "  »ansoegning.oplys« er ikke udført: ikke opfyldt "
                "(ansoegning.oplys.done = true ved e-ansoegning.oplys.done)"
            ),
            "  Alle disse: uafklaret",
            (
                "    »ansoegning.indstil« er ikke udført: opfyldt "
                "(ansoegning.indstil.done = false ved e-ansoegning.indstil.done)"
            ),
            "    »opstart.plan« er ikke udført: uafklaret (mangler: opstart.plan.done)",
        ]
        assert tree.text("en").splitlines()[0] == "At least one of these: open"
        assert tree.says("en").startswith("“ansoegning.oplys” is not done, or (")

    def test_fewer_than_so_many_is_enough_of_the_others(self) -> None:
        """Not two of three is at least two that are not."""
        parts = (ref(OPLYS).done, ref(INDSTIL).done, ref(PLAN).done)

        tree = explained(~at_least(2, *parts), {})

        assert (tree.joined, tree.count) == ("at_least", 2)
        assert tree.text("da").startswith("Mindst 2 af disse: uafklaret")

    def test_only_danish_and_english_are_spoken(self) -> None:
        """Another language is refused by name."""
        with pytest.raises(Malformed, match="language 'de'"):
            explained(ref(OPLYS).done, {}).text("de")


class TestProspects:
    """What a condition can still come to bounds what it does come to."""

    @given(conditions, knowledge(), st.data())
    def test_nothing_comes_to_what_is_out_of_its_reach(
        self, condition: Condition, facts: Facts, data: st.DataObject
    ) -> None:
        """Whatever more is learned, it is met only where that had been possible."""
        more = {**data.draw(knowledge()), **facts}
        rising = [Truth.FALSE, Truth.UNKNOWN, Truth.TRUE]

        reach = condition.prospects(Outlook(facts))

        least, most = map(rising.index, (reach.least, reach.most))
        assert least <= rising.index(condition.evaluate(more)) <= most

    @given(conditions, knowledge())
    def test_what_is_never_known_is_never_answered(
        self, condition: Condition, facts: Facts
    ) -> None:
        """With every fact settled, known or never known, there is one thing left."""
        never = condition.facts - facts.keys()

        reach = condition.prospects(Outlook(facts, never=never))

        assert reach.least is reach.most is condition.evaluate(facts)


def tree_of(blocker: Blocker) -> tuple[object, ...]:
    """A blocker's code and subject, with those of its parts."""
    return (blocker.code, blocker.subject, *map(tree_of, blocker.parts))


def blocked(
    path: str, standing: Standing, definition: Definition = first
) -> list[tuple[object, ...]]:
    """What keeps an item back, as codes and subjects."""
    settlement = settle(definition, standing)
    now = settled(standing, settlement)
    return [tree_of(each) for each in blockers(definition, path, now, settlement)]


class TestBlockers:
    """`why_not`: what blocks an item, as permanent codes and as texts."""

    @given(st.data())
    def test_what_is_available_is_blocked_by_nothing_but_what_it_requires(
        self, data: st.DataObject
    ) -> None:
        """An item is open exactly where nothing keeps it back."""
        definition = data.draw(definitions())
        standing = data.draw(standings(definition))
        settlement = settle(definition, standing)
        now = settled(standing, settlement)

        for path in definition.items:
            found = blockers(definition, path, now, settlement, to_complete=False)

            assert (
                bool(found) is not settlement.statuses.get(path, Status.WAITING).is_open
            )

    @given(st.data())
    def test_an_item_is_explained_once(self, data: st.DataObject) -> None:
        """However much waits for one item, why that is kept back is said once."""
        definition = data.draw(definitions())
        standing = data.draw(standings(definition))
        settlement = settle(definition, standing)
        now = settled(standing, settlement)
        codes = {"item_waiting", "item_open", "item_impossible"}

        for path in definition.items:
            waiting = [*blockers(definition, path, now, settlement)]
            told: list[str] = []
            while waiting:
                each = waiting.pop()
                waiting += each.parts
                if each.code in codes and each.parts:
                    told.append(each.subject)

            assert len(told) == len({*told})

    def test_a_missing_fact_is_named_with_all_that_waits_for_it(self) -> None:
        """From the stage that has not begun down to the document that is not there."""
        found = blocked(FORVENT, Standing(facts={}))

        assert found == [
            (
                "stage_waiting",
                "opstart",
                (
                    "condition_unknown",
                    "opstart",
                    (
                        "item_waiting",
                        AFGOER,
                        (
                            "condition_false",
                            AFGOER,
                            (
                                "item_waiting",
                                INDSTIL,
                                (
                                    "condition_false",
                                    INDSTIL,
                                    (
                                        "item_open",
                                        OPLYS,
                                        (
                                            "requires_not_met",
                                            OPLYS,
                                            ("fact_missing", "ansoegningsskema"),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            )
        ]

    def test_it_reads_as_a_tree_in_both_languages(self) -> None:
        """Each line says why the one above it is so."""
        standing = second(Standing(facts={}))

        (found,) = blockers(first, INDSTIL, standing, settle(first, standing))

        assert found.text("da").splitlines() == [
            "»Oplys sagen« er udført: ikke opfyldt",
            "  »Oplys sagen« er ikke udført endnu",
            "    Det kræves: Ansoegningsskema er oplyst",
            "      Ansoegningsskema er ikke oplyst",
        ]
        assert found.text("en").splitlines() == [
            "“Inform” is done: not met",
            "  “Inform” is not done yet",
            "    It is required: Ansoegningsskema is known",
            "      It is not known: ansoegningsskema",
        ]
        assert found.says("da") == "»Oplys sagen« er udført: ikke opfyldt"

    def test_what_an_item_requires_keeps_it_from_being_completed_only(self) -> None:
        """It can be begun without its documents, and not completed."""
        standing = second(Standing(facts={}))
        settlement = settle(first, standing)

        begun = blockers(first, OPLYS, standing, settlement, to_complete=False)
        completed = blockers(first, OPLYS, standing, settlement)

        assert begun == ()
        assert [each.code for each in completed] == ["requires_not_met"]

    def test_another_outcome_keeps_a_stage_back_for_good(self) -> None:
        """What was decided otherwise is no lack: nothing is missing."""
        statuses = dict.fromkeys((OPLYS, INDSTIL, AFGOER), Status.DONE)
        done = known(**{**DELVIST, f"{AFGOER}.outcome": "afslag"})
        standing = Standing(facts={}, statuses=statuses, done=done)

        assert blocked(FORVENT, standing) == [
            ("stage_waiting", "opstart", ("condition_false", "opstart"))
        ]
        assert blocked(PLAN, standing)[1] == (
            "condition_false",
            PLAN,
            (
                "item_impossible",
                FORVENT,
                (
                    "stage_waiting",
                    "opstart",
                    (
                        "condition_false",
                        "opstart",
                    ),
                ),
            ),
        )

    @pytest.mark.parametrize(
        ("status", "code"),
        [
            (Status.DONE, "already_done"),
            (Status.SKIPPED, "already_skipped"),
        ],
    )
    def test_what_is_done_is_not_done_again(self, status: Status, code: str) -> None:
        """What is done, or left out, says so and nothing else."""
        standing = Standing(facts={}, statuses={OPLYS: status})

        assert blocked(OPLYS, standing) == [(code, OPLYS)]

    def test_what_is_not_planned_is_not_there(self) -> None:
        """A discretionary item says that nobody has planned it."""
        definition = changed(OPLYS, discretionary=True, requires=())

        assert blocked(OPLYS, Standing(facts={}), definition) == [
            ("not_planned", OPLYS)
        ]

    def test_a_stage_that_was_left_is_left(self) -> None:
        """What was in a stage that was ended early is not there any more."""
        standing = Standing(facts={}, statuses={"ansoegning": Status.LEFT})

        assert blocked(OPLYS, standing)[0] == ("stage_left", "ansoegning")

    def test_each_part_that_is_not_met_is_told_by_itself(self) -> None:
        """Of several that would do, each is told; of those met, none is."""
        either = AnyOf((ref(OPLYS).done, ref(INDSTIL).done))
        definition = changed(AFGOER, when=either & ref(OPLYS).done)

        ((code, subject, *parts),) = blocked(AFGOER, Standing(facts={}), definition)

        assert (code, subject) == ("condition_false", AFGOER)
        assert len(parts) == len(definition.items[AFGOER].when.leaves) - 1

    def test_an_item_that_is_not_there_is_named(self) -> None:
        """The nearest items are named with it."""
        standing = second(Standing(facts={}))

        with pytest.raises(Unknown, match=r"did you mean ansoegning\.oplys"):
            blockers(first, "ansoegning.oply", standing, settle(first, standing))


def test_a_blocker_is_a_value() -> None:
    """Two questions about one standing get one answer."""
    standing = second(Standing(facts={}))
    settlement = settle(first, standing)

    one, other = (blockers(first, PLAN, standing, settlement) for _ in range(2))

    assert one == other
    assert attrs.asdict(one[0])["code"] == "stage_waiting"
