"""The award review of the examples, in a journal whose clock is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.domain import case
from kvalitet_core.errors import Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock

FILE: Final = Path(__file__).parents[2] / "examples" / "award_review.py"


def _loaded() -> Any:
    spec = spec_from_file_location("award_review", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


AWARDS: Final = _loaded()
DEFINITION: Final = AWARDS.AwardReview.definition
PLUGIN: Final = Plugin(name="awards", version="1", case_types=(AWARDS.AwardReview,))
CASE: Final = StreamId("case/awards.review.a1")
MONDAY: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
APPROVALS: Final = (
    "programme.approve",
    "budget.approve",
    "legal.approve",
    "director.approve",
)


class Review:
    """One award review, and what people do in it."""

    def __init__(self, journal: Journal, clock: GivenClock) -> None:
        self.journal = journal
        self.clock = clock
        opened = case.Open(definition="awards.review", key="a1", title="Award a1")
        journal.do(opened, by=_actor("anna", "grants_specialist"))

    def do(self, command: Any, *, by: str, role: str, of: str | None = None) -> bool:
        """Try a command; gives whether it was allowed."""
        try:
            self.journal.do(command, by=_actor(by, role, of))
        except Refused:
            return False
        return True

    def complete(self, item: str, *, by: str) -> bool:
        """Complete a task in its own role."""
        role = DEFINITION.items[item].role
        return self.do(case.Complete(case=CASE, item=item), by=by, role=role)

    def respond(
        self, item: str, outcome: str, *, by: str, of: str | None = None
    ) -> bool:
        """Give a response to an approval, in its own role."""
        decide = case.Decide(case=CASE, item=item, outcome=outcome, reasons=("Why.",))
        return self.do(decide, by=by, role=DEFINITION.items[item].role, of=of)

    def drafted(self) -> Review:
        """Come as far as the approvals."""
        for item in ("intake.screen", "merit.score", "draft.write"):
            assert self.complete(item, by="anna")
        return self

    def wait(self, days: int) -> None:
        """Let days go by."""
        self.clock.set(self.clock() + timedelta(days=days))

    def tick(self) -> None:
        """Note what has fallen due."""
        self.do(case.Tick(case=CASE, at=self.clock()), by="clock", role="clock")

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.clock().date()

    @property
    def state(self) -> case.Case:
        """How it stands."""
        found = self.journal.get(case.Case, CASE)
        assert found is not None
        return found

    def status(self, part: str) -> str:
        """How far a part has come."""
        return str(self.state.work(part).status)


@contextmanager
def review() -> Iterator[Review]:
    """A review that is opened, on a Monday in March."""
    clock = GivenClock(MONDAY)
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
        yield Review(journal, clock)


def _actor(by: str, role: str, of: str | None = None) -> Actor:
    return Actor(
        id=by,
        role=role,
        organisation="Example Agency",
        authority="Made up",
        delegated_by=of,
    )
