"""A case moves to a newer version with all of its parts, or is refused by name."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casetypes.written import changed, first, known, second

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.migrating import Plan, plan
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.settling import Standing, settle
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.testing.definitions import definitions
from kvalitet_core.testing.definitions_standings import settled, standings

OPLYST = Standing(
    facts=known(ansoegningsskema="0"),
    statuses={"ansoegning": Status.ACTIVE, "ansoegning.oplys": Status.DONE},
    done=known(**{"ansoegning.oplys.done": True}),
)


def moved(renamed: Renamed, standing: Standing, **given: Any) -> Plan:
    """The plan to move a case from 2020-1 to a version that says how."""
    new = changed(version="2021-1", migrate_from={"2020-1": renamed}, **given)
    return plan(new, version="2020-1", standing=standing)


def without(path: str) -> tuple[Any, ...]:
    """The stages without an item."""
    return tuple(
        attrs.evolve(stage, items=tuple(i for i in stage.items if i.path != path))
        for stage in first.stages
    )


@given(st.data())
def test_the_same_parts_keep_their_places(data: st.DataObject) -> None:
    """A version that renames nothing takes every case as it stands."""
    old: Definition = data.draw(definitions())
    before = data.draw(standings(old))
    standing = settled(before, settle(old, before))
    new = attrs.evolve(old, version="2", migrate_from={"1": Renamed()})

    found = plan(new, version="1", standing=standing)

    assert found.refusals == ()
    assert found.standing is not None
    assert settle(new, found.standing).changes == ()
    assert found.standing.statuses == standing.statuses


@given(st.data())
def test_nothing_is_lost(data: st.DataObject) -> None:
    """Each part has a place, is refused, or was dropped before anybody began it."""
    old, new = data.draw(definitions()), data.draw(definitions())
    before = data.draw(standings(old))
    gone = data.draw(st.sets(st.sampled_from(sorted(old.stage_of))))
    new = attrs.evolve(new, version="2", migrate_from={"1": Renamed(dropped=gone)})

    found = plan(new, version="1", standing=before)

    refused = {each.path for each in found.refusals}
    assert {*before.statuses} <= {*found.places, *found.dropped, *refused}
    assert {*found.dropped} <= gone
    assert (found.standing is None) is bool(refused)
    assert found == plan(new, version="1", standing=before)


def test_what_is_done_stays_done_under_its_new_name() -> None:
    """A task that is called otherwise is done as it was, by the event that did it."""
    new_name = {"ansoegning.oplys": "ansoegning.indstil"}
    stages = without("ansoegning.oplys")

    found = moved(Renamed(new_name), OPLYST, stages=stages)

    assert found.standing is not None
    assert found.standing.statuses["ansoegning.indstil"] is Status.DONE
    assert found.standing.done == {
        "ansoegning.indstil.done": Known(value=True, set_by="e-ansoegning.oplys.done")  # type: ignore[arg-type]
    }


def test_a_part_without_a_place_is_refused_by_name() -> None:
    """Nobody loses a task by an oversight, not even one that is only waiting."""
    found = moved(Renamed(), OPLYST, stages=without("ansoegning.oplys"))

    assert found.standing is None
    assert [(each.path, each.text) for each in found.refusals] == [
        (
            "ansoegning.oplys",
            (
                "has no place: kommune.forloeb 2021-1 has no 'ansoegning.oplys'; "
                "rename it or drop it in migrate_from=; did you mean ansoegning.afgoer "
                "or ansoegning.indstil?"
            ),
        )
    ]


@pytest.mark.parametrize("status", sorted(Status))
def test_a_part_is_dropped_only_while_nobody_has_begun_it(status: Status) -> None:
    """What somebody has claimed, done, skipped or failed has to have a place."""
    standing = Standing(facts={}, statuses={"ansoegning.oplys": status})

    found = moved(
        Renamed(dropped=["ansoegning.oplys"]),
        standing,
        stages=without("ansoegning.oplys"),
    )

    unbegun = status in (Status.WAITING, Status.AVAILABLE)
    assert found.dropped == (("ansoegning.oplys",) if unbegun else ())
    assert bool(found.refusals) is not unbegun


def test_a_stage_that_was_left_is_not_dropped() -> None:
    """Whether a stage was ended early is remembered nowhere else."""
    renamed = Renamed(dropped=["opstart"])
    left = Standing(facts={}, statuses={"opstart": Status.LEFT})
    active = Standing(facts={}, statuses={"opstart": Status.ACTIVE})

    assert moved(renamed, active).dropped == ("opstart",)
    assert [each.path for each in moved(renamed, left).refusals] == ["opstart"]


def test_an_outcome_needs_a_decision_that_can_come_to_it() -> None:
    """What was decided stays what it was, or the case stays where it is."""
    standing = Standing(
        facts={},
        statuses={"ansoegning.afgoer": Status.DONE},
        done=known(**{"ansoegning.afgoer.outcome": "delvist"}),
    )
    path = "ansoegning.afgoer"
    new = changed(path, outcomes=("imoedekommet", "delvis"))
    to_task = Renamed({path: "ansoegning.indstil"})

    narrower = plan(
        attrs.evolve(new, version="2", migrate_from={"2020-1": Renamed()}),
        version="2020-1",
        standing=standing,
    )

    assert [each.text for each in narrower.refusals] == [
        (
            "came to 'delvist', and 'ansoegning.afgoer' comes to 'delvis', "
            "'imoedekommet'; did you mean delvis?"
        )
    ]
    assert [each.text for each in moved(to_task, standing).refusals] == [
        "came to 'delvist', and 'ansoegning.indstil' is no decision"
    ]


def test_a_task_that_is_done_is_no_decision() -> None:
    """A decision has an outcome, and what was done without one cannot be one."""
    found = moved(Renamed({"ansoegning.oplys": "ansoegning.afgoer"}), OPLYST)

    assert [each.text for each in found.refusals] == [
        "is done without an outcome, and 'ansoegning.afgoer' is a decision"
    ]


def test_two_parts_do_not_come_to_one_place() -> None:
    """Both are named, since nobody can tell which of them it would be."""
    standing = second(OPLYST)

    found = moved(Renamed({"ansoegning.oplys": "ansoegning.indstil"}), standing)

    assert [each.path for each in found.refusals] == [
        "ansoegning.indstil",
        "ansoegning.oplys",
    ]


def test_a_stage_does_not_go_on_as_an_item() -> None:
    """Nor does an item go on as a stage, or open work as a milestone."""
    standing = Standing(
        facts={},
        statuses={"opstart": Status.ACTIVE, "opstart.forvent": Status.CLAIMED},
    )
    renamed = Renamed({"opstart": "opstart.plan", "opstart.forvent": "opstart.plan"})

    found = moved(renamed, standing)

    assert {each.text for each in found.refusals} >= {
        "cannot go on as 'opstart.plan': only one of them is a stage",
        "is claimed, and 'opstart.plan' is a milestone, which nobody does",
    }


def test_what_is_planned_stays_planned() -> None:
    """A planned item goes on as one that can be planned, or not at all."""
    standing = Standing(facts={}, planned=frozenset({"opstart.forvent"}))
    renamed = {"2020-1": Renamed()}
    discretionary = changed("opstart.forvent", discretionary=True)

    fit = plan(
        attrs.evolve(discretionary, version="2", migrate_from=renamed),
        version="2020-1",
        standing=standing,
    )

    assert fit.standing is not None
    assert fit.standing.planned == {"opstart.forvent"}
    assert [each.text for each in moved(Renamed(), standing).refusals] == [
        "was planned, and 'opstart.forvent' is not discretionary"
    ]
    dropped = moved(Renamed(dropped=["opstart.forvent"]), standing)
    assert [each.path for each in dropped.refusals] == ["opstart.forvent"]


def test_a_version_says_from_which_it_goes_on() -> None:
    """From a version that is not named no case is moved; those that are, are told."""
    new = changed(version="2021-1", migrate_from={"2020-2": Renamed()})

    found = plan(new, version="2020-1", standing=OPLYST)

    assert [(each.path, each.text) for each in found.refusals] == [
        (
            "migrate_from.2020-1",
            (
                "kommune.forloeb 2021-1 does not say how to go on from '2020-1', only "
                "from '2020-2'; add it to migrate_from="
            ),
        )
    ]
