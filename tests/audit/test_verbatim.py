"""What came to the same to the byte is not taken apart; all else is looked into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.golden.play import BEGUN, PROGRAMME, play

from kvalitet_core import Actor, Journal
from kvalitet_core.audit import Verdict, redecide
from kvalitet_core.audit.past import Past
from kvalitet_core.audit.verbatim import Verbatim
from kvalitet_core.domain import region
from kvalitet_core.errors import Damaged, Refused
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.deciding import decide
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.store import Row
from kvalitet_core.values import RegionCode

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
NORD = region.Register(
    code=RegionCode("1081"), name="Region Nord", effective_from=date(2020, 1, 1)
)
SALT = b'"s":{"d":"'
TIME = b'"recorded_at":"'


@pytest.fixture
def journal() -> Iterator[Journal]:
    """A journal with one command, and one that was refused."""
    with Journal.open("memory:", plugins=()) as made:
        made.do(NORD, by=ANNA)
        with pytest.raises(Refused):
            made.do(
                region.Rename(
                    code=RegionCode("1082"),
                    name="Region Midt",
                    effective_from=date(2020, 1, 1),
                ),
                by=ANNA,
            )
        yield made


def is_plainly_the_same(journal: Journal, rows: list[Row]) -> bool:
    """Whether the command of these rows comes to their very bytes."""
    past = Past(journal.folder)
    verbatim = Verbatim(past)
    asked = verbatim.asked(rows[0])
    if asked is None:
        return False
    past.look_as(asked.record.reads, recorded_at=asked.recorded_at)
    return verbatim.events(rows, asked, decide(asked.request, past)) is not None


def with_state(rows: list[Row], number: int, state: bytes) -> list[Row]:
    """The same rows, one of them with other bytes."""
    row = rows[number]
    return [*rows[:number], (*row[:4], state), *rows[number + 1 :]]


def test_what_was_decided_or_refused_comes_to_the_same_bytes(journal: Journal) -> None:
    """What today's code wrote, it would write again, a refusal with its reasons too."""
    commits = [*Records(journal.folder).in_commits()]

    assert [len(rows) for rows in commits] == [2, 1]
    assert all(is_plainly_the_same(journal, rows) for rows in commits)


def test_no_other_byte_of_an_event_is_the_same(journal: Journal) -> None:
    """Data, actor, ids: whatever is altered before the time, somebody looks closer."""
    rows = next(Records(journal.folder).in_commits())
    state = rows[1][4]

    for place in range(state.rfind(TIME)):
        altered = bytearray(state)
        altered[place] ^= 1
        assert not is_plainly_the_same(journal, with_state(rows, 1, bytes(altered)))


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize(
    ("was", "now"),
    [
        (TIME + b"2", TIME + b"9999-99-"),
        (SALT, SALT + b"A"),
        (SALT, b' "s":{"d":"'),
        (b'"}}', b'"},"x":1}'),
    ],
)
def test_a_row_that_is_not_laid_out_as_it_must_be_is_not_the_same(
    journal: Journal, number: int, was: bytes, now: bytes
) -> None:
    """A time that is none, a salt of another length, and what stands beside them."""
    rows = next(Records(journal.folder).in_commits())
    before, found, after = rows[number][4].rpartition(was)
    assert found

    altered = with_state(rows, number, before + now + after)

    assert not is_plainly_the_same(journal, altered)


def test_a_time_that_does_not_exist_is_damage(journal: Journal) -> None:
    """It has the form of a time, and is none: the row is looked into, and refused."""
    rows = next(Records(journal.folder).in_commits())
    state = rows[1][4]
    place = state.rfind(TIME) + len(TIME)
    altered = with_state(rows, 1, state[:place] + b"2020-02-30" + state[place + 10 :])

    assert not is_plainly_the_same(journal, altered)
    with pytest.raises(Damaged):
        Records(journal.folder).commit_of(altered)


@pytest.mark.parametrize("changed", [(1, "region/1082"), (3, "region.renamed/1")])
def test_an_event_elsewhere_or_of_another_name_is_not_the_same(
    journal: Journal, changed: tuple[int, str]
) -> None:
    """Where an event stands, and what it is called, is held against the decision."""
    rows = next(Records(journal.folder).in_commits())
    at, text = changed
    event = list(rows[1])
    event[at] = text

    assert not is_plainly_the_same(journal, [rows[0], tuple(event)])  # type: ignore[list-item]


def test_an_event_that_is_gone_is_not_the_same(journal: Journal) -> None:
    """What a decision comes to, and the journal does not have, is looked into."""
    rows = next(Records(journal.folder).in_commits())

    assert not is_plainly_the_same(journal, rows[:1])


def test_nearly_all_that_a_journal_has_comes_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is about somebody who was forgotten since has to be taken apart."""
    place = tmp_path / "played.db"
    clock = GivenClock(BEGUN)
    with Journal.open(place, plugins=(PROGRAMME,), clock=clock) as journal:
        play(journal, clock)
    taken_apart = []
    commit_of = Records.commit_of

    def noted(self: Records, rows: list[Row]) -> object:
        taken_apart.append(rows)
        return commit_of(self, rows)

    monkeypatch.setattr(Records, "commit_of", noted)
    with Journal.open(place, plugins=(PROGRAMME,), read_only=True) as journal:
        found = [each.verdict for each in redecide(journal)]

    assert {*found} == {Verdict.SAME}
    assert len(taken_apart) < len(found) // 20
