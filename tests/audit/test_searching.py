"""Searching: whatever rests on what is asked for is found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden import history
from tests.golden.play import PROGRAMME

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import (
    Wanted,
    acts,
    corrections,
    known,
    late,
    overrides,
    refusals,
    search,
)
from kvalitet_core.domain import region
from kvalitet_core.errors import Refused
from kvalitet_core.values import RegionCode

FOLDER = next(each for each in history.folders() if each.name == "0.3.0.dev1")
CODES = ("1081", "1082", "1083")
NAMES = ("Region Nord", "Region Syd", "Region Øst")
PEOPLE = ("a-1", "a-2")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A captured history in which nearly every command of the core occurs."""
    place = tmp_path_factory.mktemp("golden") / "golden.db"
    with history.opened(FOLDER, place, plugins=(PROGRAMME,)) as journal:
        yield journal


def found(journal: Journal, wanted: Wanted) -> list[tuple[str, list[str]]]:
    """The commands that were found, each with the paths of its places."""
    return [
        (hit.act.name, [f"{place.name} {place.path}" for place in hit.places])
        for hit in search(journal, wanted)
    ]


def test_each_command_comes_once_with_its_own_events(golden: Journal) -> None:
    """What is read plainly is what is read through the classes."""
    plainly = [*acts(golden)]
    whole = [*golden.commits()]

    assert [act.command_id for act in plainly] == [
        each.recorded.stream.partition("/")[2] for each in whole
    ]
    for act, commit in zip(plainly, whole, strict=True):
        assert act.name == commit.record.name
        assert act.recorded_at == commit.recorded.recorded_at
        assert [event.event_id for event in act.events] == list(commit.record.events)


def test_a_part_of_a_journal_gives_the_commands_of_that_part(golden: Journal) -> None:
    """Whoever reads up to a position has the whole of the last command."""
    positions = [act.position for act in acts(golden)]
    middle = positions[len(positions) // 2]

    some = [*acts(golden, after=10, upto=middle)]

    assert [act.position for act in some] == [
        each for each in positions if 10 < each <= middle
    ]
    assert len(some[-1].events) == len(some[-1].entry.fields["events"])


def test_a_rule_is_found_where_it_was_held_against_an_application(
    golden: Journal,
) -> None:
    """Each finding by it, and each grant in spite of it, is named with its place."""
    told = found(golden, Wanted(rule="opdigtet.laengde"))

    assert told[0] == ("application.assess/1", ["application.assessed/1 findings[0]"])
    assert "application.decided/1 despite[0]" in {
        path for _, paths in told for path in paths
    }


def test_a_rule_is_found_by_its_version(golden: Journal) -> None:
    """A rule that was changed has another version, on which nothing rests yet."""
    assert found(golden, Wanted(rule="opdigtet.laengde/1"))
    assert not found(golden, Wanted(rule="opdigtet.laengde/2"))


def test_a_definition_is_found_on_each_case_while_it_runs_by_it(
    golden: Journal,
) -> None:
    """A migration is on both versions; what follows it is on the newer alone."""
    older = [hit.act for hit in search(golden, Wanted(definition="opdigtet.forloeb/1"))]
    newer = [hit.act for hit in search(golden, Wanted(definition="opdigtet.forloeb/2"))]
    either = found(golden, Wanted(definition="opdigtet.forloeb"))

    both = {act.command_id for act in older} & {act.command_id for act in newer}
    assert {act.name for act in older if act.command_id in both} == {"case.migrate/1"}
    assert len(either) == len(older) + len(newer) - len(both)
    moved = next(act.streams[0] for act in newer if act.command_id in both)
    last = max(act.position for act in older if moved in act.streams)
    assert min(act.position for act in newer if moved in act.streams) == last


def test_a_digest_finds_the_cases_that_run_by_it(golden: Journal) -> None:
    """The digest of a case type says as much as its version."""
    opened = next(hit.act for hit in search(golden, Wanted(type="case.opened")))
    digest = opened.events[0].fields["digest"]

    by_digest = {act.act.command_id for act in search(golden, Wanted(digest=digest))}
    version = f"opdigtet.forloeb/{opened.events[0].fields['version']}"
    by_version = search(golden, Wanted(definition=version))

    assert by_digest == {hit.act.command_id for hit in by_version}
    assert found(golden, Wanted(digest=digest[:8])) == found(
        golden, Wanted(digest=digest)
    )


def test_the_digest_of_a_schema_finds_what_was_written_by_it(golden: Journal) -> None:
    """A deployment says which schema each stored name had."""
    (deployed,) = golden.events(names=["journal.deployed/1"])
    digest = deployed.event.definitions["tilbud.renamed/1"]

    places = [hit.places[0] for hit in search(golden, Wanted(digest=digest))]

    assert {place.name for place in places} == {"tilbud.renamed/1"}


def test_a_fact_is_found_where_it_was_told_and_where_a_rule_looked(
    golden: Journal,
) -> None:
    """A correction of the fact, and every decision that rests on it, are hits."""
    told = [hit.act for hit in search(golden, Wanted(type="case.correct_fact"))]
    fact = told[0].events[0].fields["fact"]

    names = {name for name, _ in found(golden, Wanted(fact=fact))}
    looked = {name for name, _ in found(golden, Wanted(fact="svar.maaneder"))}

    assert "case.correct_fact/1" in names
    assert "application.assess/1" in looked


def test_an_event_finds_what_rests_on_it(golden: Journal) -> None:
    """The event that set a fact is named by each finding that looked at it."""
    assessed = next(
        hit.act.events[0] for hit in search(golden, Wanted(type="application.assessed"))
    )
    looked_at = assessed.fields["findings"][0]["inputs"][0]["set_by"]

    resting = [
        (place.event_id, place.path)
        for hit in search(golden, Wanted(event=looked_at))
        for place in hit.places
    ]

    assert (assessed.event_id, "findings[0].inputs[0].set_by") in resting


def test_all_that_is_wanted_must_be_so_of_one_command(golden: Journal) -> None:
    """Two things that are asked for narrow each other."""
    by_person = {hit.act.command_id for hit in search(golden, Wanted(actor="a-4"))}
    by_type = {
        hit.act.command_id for hit in search(golden, Wanted(type="case.decided"))
    }

    both = search(golden, Wanted(actor="a-4", type="case.decided"))

    assert {hit.act.command_id for hit in both} == by_person & by_type


def test_what_is_sealed_is_not_searched(golden: Journal) -> None:
    """A name that stands in a sealed section is found by no text of it."""
    told = msgspec.json.encode([act.entry.fields for act in acts(golden)]).decode()

    assert '"personal":0' in told
    assert not found(golden, Wanted(text='"personal"'))


@given(
    asked=st.lists(
        st.tuples(
            st.sampled_from(CODES), st.sampled_from(NAMES), st.sampled_from(PEOPLE)
        ),
        max_size=12,
    )
)
def test_a_text_and_a_person_are_found_wherever_they_are_and_nowhere_else(
    asked: list[tuple[str, str, str]],
) -> None:
    """The hits are the commands that say it, as one sees by reading them all."""
    with Journal.open("memory:", plugins=()) as journal:
        for code, name, person in asked:
            by = Actor(id=person, role="r", organisation="o", authority="made up")
            command = region.Register(
                code=RegionCode(code),
                name=name,
                effective_from=date(2020, 1, 1),
            )
            with suppress(Refused):
                journal.do(command, by=by)

        said = [
            f"{each.command} {each.events} {each.record.reasons}"
            for each in journal.commits()
        ]
        for name in NAMES:
            hits = [*search(journal, Wanted(text=name.upper()))]
            assert len(hits) == sum(name in each for each in said)
        for person in PEOPLE:
            hits = [*search(journal, Wanted(actor=person, type="region.register"))]
            assert len(hits) == [each[2] for each in asked].count(person)


def test_an_instant_leaves_out_what_is_before_or_after(golden: Journal) -> None:
    """Both ends count in."""
    times = [act.recorded_at for act in acts(golden)]
    since, until = times[10], times[20]

    between = search(golden, Wanted(since=since, until=until))

    assert [hit.act.recorded_at for hit in between] == times[10:21]


def test_refusals_are_the_commands_that_were_refused(golden: Journal) -> None:
    """Each with every reason, and by a code only those that have it."""
    refused = [act for act in acts(golden) if act.outcome == "refused"]

    told = [*refusals(golden)]
    by_code = [*refusals(golden, code="application.role")]

    assert [hit.act.command_id for hit in told] == [act.command_id for act in refused]
    assert [hit.act.name for hit in by_code] == ["application.decide/1"]
    assert len(told[-1].places) == 2


def test_a_refusal_is_told_with_its_rule_and_its_source(golden: Journal) -> None:
    """The document that a rule comes from, where the record has it."""
    told = [str(place.value) for hit in refusals(golden) for place in hit.places]
    reasons = [
        reason
        for act in acts(golden)
        if act.outcome == "refused"
        for reason in act.entry.fields["reasons"]
    ]

    assert any(each["source"] for each in reasons)
    for each in reasons:
        source = f" [{each['source']}]" if each["source"] else ""
        assert f"{each['text']} ({each['code']}){source}" in told


def test_overrides_are_grants_in_spite_of_a_rule_and_what_was_waived(
    golden: Journal,
) -> None:
    """The rule is named."""
    told = [(hit.act.name, hit.places[0].value) for hit in overrides(golden)]

    assert ("application.decide/1", "opdigtet.laengde") in told
    assert ("case.waive/1", "case.obligation_waived/1") in told
    assert len(told) == 2


def test_late_is_what_passed_and_what_was_breached(golden: Journal) -> None:
    """A deadline that passed, and an obligation that was not met in time."""
    names = {hit.places[0].name for hit in late(golden)}

    assert names == {"case.deadline_passed/1", "case.obligation_breached/1"}


def test_what_was_recorded_long_after_its_day_counts_when_asked_for(
    golden: Journal,
) -> None:
    """By how many days is for whoever asks to say."""
    few = {hit.act.command_id for hit in late(golden)}
    none = {hit.act.command_id for hit in late(golden, days=100_000)}
    many = {hit.act.command_id for hit in late(golden, days=0)}

    assert few == none
    assert few < many


def test_corrections_are_told_apart_from_changes(golden: Journal) -> None:
    """By name, and by what is stated anew for the same day."""
    places = [hit.places[0] for hit in corrections(golden)]

    named = [each for each in places if "corrected" in each.name]
    others = [
        (each.name, each.path, each.value) for each in places if each not in named
    ]
    assert {each.name for each in named} >= {
        "application.corrected/1",
        "case.fact_corrected/1",
        "round.corrected/1",
    }
    assert others == [("application.decided/1", "outcome", "2020-09-10")]


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("rule", "opdigtet.laengde/1"),
        ("definition", "opdigtet.forloeb"),
        ("fact", "svar.maaneder"),
        ("actor", "a-17"),
        ("type", "case.decided"),
    ],
)
def test_what_can_be_asked_for_is_known(golden: Journal, what: str, name: str) -> None:
    """So a slip can be told from a name of which nothing was found."""
    assert name in known(golden, what)


def test_a_journal_is_searched_without_its_plugin(tmp_path: Path) -> None:
    """What stands in it stands there, whoever can read it further."""
    with history.opened(FOLDER, tmp_path / "golden.db", plugins=()) as journal:
        assert found(journal, Wanted(rule="opdigtet.laengde"))
        assert [*overrides(journal)]
        assert [*corrections(journal)]
