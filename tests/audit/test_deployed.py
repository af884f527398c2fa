"""Which code decided is on record before each command that names it, and unaltered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.reactions import relay
from tests.reactions.relay import ANNA, say

from kvalitet_core import Journal
from kvalitet_core.audit import Replayed, replay

ABSENT = "0" * 64


def said(place: Path) -> str:
    """A journal in which six things were said; gives the digest of what decided."""
    with Journal.open(place, plugins=[relay.PLUGIN], views=False) as journal:
        for number in range(6):
            journal.do(say(number, "yes"), by=ANNA)
        (deployment,) = journal.events(names=["journal.deployed/1"])
    return deployment.stream.partition("/")[2]


def rewritten(place: Path, was: str, now: str, where: str) -> None:
    """Put one text in the place of another in the bytes of some rows."""
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), ?, ?)"
            f" AS BLOB) WHERE {where}",
            (was, now),
        )


def checked(place: Path, jobs: int) -> Replayed:
    """The journal, replayed and checked in so many parts."""
    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        return replay(journal, check=True, jobs=jobs)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_first_that_names_code_of_no_record_is_named(
    jobs: int, tmp_path: Path
) -> None:
    """Nobody can say by which rules that was decided."""
    place = tmp_path / "j.db"
    digest = said(place)
    rewritten(place, digest, ABSENT, "topic = 'journal.command/1' AND position > 8")

    (flaw,) = checked(place, jobs).flaws

    assert flaw.wrong.code == "undeployed"
    assert dict(flaw.wrong.facts) == {"deployment": ABSENT}
    assert flaw.stream.startswith("command/")
    assert flaw.position == 9


@pytest.mark.parametrize("jobs", [1, 2])
def test_code_that_says_what_its_digest_is_not_of_is_named(
    jobs: int, tmp_path: Path
) -> None:
    """What a deployment says cannot be another thing than its digest is of."""
    place = tmp_path / "j.db"
    digest = said(place)
    rewritten(place, '"python":"3', '"python":"2', "topic = 'journal.deployed/1'")

    (flaw,) = checked(place, jobs).flaws

    assert flaw.wrong.code == "other_deployment"
    assert flaw.stream == f"deployment/{digest}"
