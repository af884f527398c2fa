"""A commit whose answer is lost is found again: the first receipt, written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import counted, whole
from tests.journal.processes import opened

from kvalitet_core import Journal, opening
from kvalitet_core.errors import (
    JournalUnavailable,
    KvalitetError,
    OutcomeUnknown,
    Refused,
)
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.engine import Settings
from kvalitet_core.journal.store import Row, Store, Uncertain, Writer

NOTE = course.Note(course=course.course("a"), text="one")


class Losing:
    """A real store whose answers to some commits get lost.

    `losses` says, for each commit in turn, what is lost: the `answer` after the commit
    was made, or the `request` before anything was written, or the `connection`, which
    fails before the transaction begins.
    """

    def __init__(self, store: Store, losses: list[str]) -> None:
        self._store = store
        self._losses = losses

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def writing(
        self, streams: Sequence[str] = (), *, since: bytes = b""
    ) -> Iterator[tuple[Writer, Mapping[str, int], Row | None]]:
        """Write as the store does, and lose something."""
        loss = self._losses.pop(0) if self._losses else ""
        if loss == "connection":
            raise Uncertain(loss)
        try:
            with self._store.writing(streams, since=since) as given:
                yield given
                if loss == "request":
                    raise _Gone  # noqa: TRY301 - inside the transaction
        except _Gone as error:
            raise Uncertain(loss) from error
        if loss == "answer":
            raise Uncertain(loss)


class _Gone(Exception):
    """The connection is gone before the commit was sent."""


@pytest.fixture
def losses(
    lasting_place: Place, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """What gets lost from here on; the journal is there already."""
    opened(lasting_place).close()
    lost: list[str] = []
    original = opening.store_at

    def losing(url: str, **settings: Any) -> Store:
        return cast("Store", Losing(original(url, **settings), lost))

    monkeypatch.setattr(opening, "store_at", losing)
    monkeypatch.setattr("kvalitet_core.journal.engine._PAUSE_SECONDS", 0)
    yield lost
    assert lost == []


@pytest.mark.parametrize("loss", ["answer", "request", "connection"])
@pytest.mark.parametrize("with_id", [True, False])
def test_a_command_whose_answer_is_lost_gets_its_receipt(
    lasting_place: Place, losses: list[str], loss: str, *, with_id: bool
) -> None:
    """Whether or not it was written, it is there once, and the caller is told."""
    with opened(lasting_place) as journal:
        journal.do(course.Note(course=course.course("b"), text="b"), by=course.ANNA)
        losses.append(loss)

        receipt = journal.do(
            NOTE, by=course.ANNA, command_id="c-1" if with_id else None
        )

        again = journal.do(NOTE, by=course.ANNA, command_id=receipt.command_id)
        assert again == receipt
        assert counted(journal, COMMAND) == 2
        whole(journal)


@pytest.mark.parametrize("loss", ["answer", "request", "connection"])
def test_the_first_commands_deployment_may_get_lost_too(
    lasting_place: Place, losses: list[str], loss: str
) -> None:
    """The record of what code decides is written once, whatever gets lost."""
    with opened(lasting_place) as journal:
        losses.append(loss)

        journal.do(NOTE, by=course.ANNA)

        assert counted(journal, "journal.deployed/1") == 1
        whole(journal)


def test_a_refusal_whose_answer_is_lost_is_refused_once(
    lasting_place: Place, losses: list[str]
) -> None:
    """The caller is told no, and it is on record once."""
    forbidden = course.Note(course=course.course("a"), text="forbidden")
    with opened(lasting_place) as journal:
        journal.do(NOTE, by=course.ANNA)
        losses.append("answer")

        with pytest.raises(Refused) as refusal:
            journal.do(forbidden, by=course.ANNA)

        assert refusal.value.command_id
        assert counted(journal, COMMAND) == 2


def test_an_answer_that_stays_away_is_named_in_the_end(
    lasting_place: Place, losses: list[str]
) -> None:
    """After some time the caller is told under which id to ask again."""
    settings = Settings(patience=timedelta(0))
    with opened(lasting_place, settings=settings) as journal:
        journal.do(NOTE, by=course.ANNA)
        losses.append("request")

        with pytest.raises(OutcomeUnknown) as unknown:
            journal.do(course.Found(), by=course.ANNA)

        assert counted(journal, COMMAND) == 1
        journal.do(course.Found(), by=course.ANNA, command_id=unknown.value.command_id)
        assert counted(journal, COMMAND) == 2


@pytest.mark.parametrize("loss", ["answer", "request", "connection"])
def test_a_batch_whose_answer_is_lost_is_known_or_named(
    lasting_place: Place, losses: list[str], loss: str
) -> None:
    """The caller gets receipts when the batch is there, and an error when it is not."""
    with opened(lasting_place) as journal:
        journal.do(course.Note(course=course.course("b"), text="b"), by=course.ANNA)
        losses.append(loss)

        failed = False
        try:
            with journal.batch() as batch:
                pending = batch.do(NOTE, by=course.ANNA)
        except KvalitetError:
            failed = True

        assert counted(journal, COMMAND) == (2 if loss == "answer" else 1)
        assert failed is (loss != "answer")
        if not failed:
            assert pending.receipt.outcome == "accepted"


@pytest.mark.parametrize("loss", ["answer", "request", "connection"])
def test_forgetting_whose_answer_is_lost_forgets(
    lasting_place: Place, losses: list[str], loss: str
) -> None:
    """Either the person is forgotten, or the caller is told that nothing happened."""
    with opened(lasting_place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        losses.append(loss)

        for _ in range(2):
            try:
                _forget(journal)
                break
            except JournalUnavailable:
                assert loss != "answer"

        state = journal.get(course.Course, course.course("a"))
        assert state is not None
        assert [name.reveal() for name in state.names][1] == "Bo"
        assert str(state.names[0].reveal()) == "Forgotten.FORGOTTEN"
        assert counted(journal, "person.forgotten/2") == 1


def test_a_refusal_to_forget_whose_answer_is_lost_is_a_refusal(
    lasting_place: Place, losses: list[str]
) -> None:
    """Too few approve, and the answer gets lost: the caller is refused all the same."""
    with opened(lasting_place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        losses.append("answer")

        with pytest.raises(Refused):
            _forget(journal, approved_by=["x"])


def test_a_killed_backend_is_noticed_and_replaced(
    postgres: str, postgres_url: str, tmp_path: Path
) -> None:
    """The database server drops every connection: the next command works."""
    place = Place(postgres_url, str(tmp_path / "keys"))
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        _kill_others(postgres)

        seen = journal.get(course.Course, course.course("a"))
        _kill_others(postgres)
        receipt = journal.do(course.Found(), by=course.ANNA)
        _kill_others(postgres)
        _forget(journal)

        assert seen is not None
        assert receipt.outcome == "accepted"
        assert counted(journal, COMMAND) == 3
        whole(journal)


def _kill_others(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def _forget(journal: Journal, approved_by: Sequence[str] = ("x", "y")) -> None:
    journal.forget(
        "anna",
        by=course.ANNA,
        legal_basis="GDPR art. 17",
        reason="asked for it",
        approved_by=approved_by,
    )
