"""Who tells the made-up history, and of whom; an hour passes before each command."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

import attrs

from kvalitet_core import Actor, Journal
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Personal

__all__ = [
    "ALMA",
    "BIRK",
    "CASEWORKER",
    "CHIEF",
    "DEPUTY",
    "HEAD",
    "SIGNE",
    "Teller",
    "card",
]

CASEWORKER: Final = Actor(
    id="a-17",
    role="sagsbehandler",
    organisation="Eksempel Kommune",
    authority="Opdigtet opslag",
)
HEAD: Final = attrs.evolve(CASEWORKER, id="a-3", role="fagchef", delegated_by="a-1")
CHIEF: Final = attrs.evolve(CASEWORKER, id="a-4", role="fagchef")
DEPUTY: Final = attrs.evolve(CHIEF, id="a-5", delegated_by="a-6")
SIGNE, BIRK, ALMA = (PersonId(f"p-{name}") for name in ("signe", "birk", "alma"))


def card(name: str) -> Personal[ContactCard]:
    """How to reach a made-up person, by the first name."""
    email = f"{name.partition(' ')[0].lower()}@example.dk"
    return Personal(ContactCard(name=name, email=email))


class Teller:
    """Asks one command after another, each an hour later."""

    def __init__(self, journal: Journal, clock: GivenClock, begins: datetime) -> None:
        """Begin.

        Args:
            journal: Where it happens.

            clock: The journal's own.

            begins: An hour before the first command.
        """
        self._journal = journal
        self._clock = clock
        self._now = begins

    @property
    def now(self) -> datetime:
        """When the newest command was asked."""
        return self._now

    def today(self) -> date:
        """The day that it is."""
        return self._now.date()

    def until(self, instant: datetime) -> None:
        """Let time pass until an instant that is later."""
        if instant <= self._now:
            message = f"{instant} is not later than {self._now}"
            raise AssertionError(message)
        self._now = instant

    def do(self, command: Any, *, by: Actor = CASEWORKER) -> StreamId:
        """Let a command be carried out; give the stream that it is about."""
        self._now += timedelta(hours=1)
        self._clock.set(self._now)
        return self._journal.do(command, by=by, channel="golden").stream

    def refused(self, command: Any, *, by: Actor = CASEWORKER) -> None:
        """Ask for what a rule stands against."""
        try:
            self.do(command, by=by)
        except Refused:
            return
        message = f"{command} was not refused"
        raise AssertionError(message)

    def attach(
        self, content: bytes, label: str, *, subject: PersonId | None = None
    ) -> Attachment:
        """Keep a document, sealed for a person if it is about one."""
        return self._journal.attach(
            content, media_type="text/plain", label=label, subject=subject
        )

    def forget(self, person: PersonId) -> None:
        """Forget a person."""
        self._journal.forget(
            person,
            by=CASEWORKER,
            legal_basis="databeskyttelsesforordningen art. 17",
            reason="ikke længere kontaktperson",
            approved_by=("a-3", "a-8"),
            archived="aflevering-1",
        )
