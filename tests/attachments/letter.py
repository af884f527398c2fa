"""A plugin of the tests' own: letters with enclosures, on paper or about a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
from tests.conftest import Place
from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.errors import Refused
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.plugins import Plugin

ANNA = course.ANNA


@attrs.frozen(kw_only=True)
class Received:
    """A letter came.

    Attributes:
        cover: What lay on top, if anything did.
        enclosures: What came with it.
    """

    cover: Attachment | None
    enclosures: tuple[Attachment, ...]


@attrs.frozen(kw_only=True)
class Letter:
    """A letter, and all that came with it so far."""

    enclosures: tuple[Attachment, ...] = ()


def evolve(state: Letter | None, event: Received) -> Letter:
    """Fold one event."""
    earlier = state.enclosures if state else ()
    cover = (event.cover,) if event.cover else ()
    return Letter(enclosures=(*earlier, *cover, *event.enclosures))


@attrs.frozen(kw_only=True)
class Receive:
    """Note that a letter came.

    Attributes:
        letter: The letter's stream.
        cover: What lay on top, if anything did.
        enclosures: What came with it; one that is labelled `spam` is refused.
    """

    letter: StreamId = attrs.field(validator=of_kind("letter"))
    cover: Attachment | None = None
    enclosures: tuple[Attachment, ...] = ()

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The letter."""
        return self.letter

    def decide(
        self,
        state: Letter | None,  # noqa: ARG002 - the protocol's
        context: Context,  # noqa: ARG002 - the protocol's
    ) -> tuple[Received, ...]:
        """Note it."""
        if any(each.label == "spam" for each in self.enclosures):
            raise Refused.because("letter.spam", f"{self.letter}: is spam")
        return (Received(cover=self.cover, enclosures=self.enclosures),)


AGGREGATE = Aggregate(
    kind="letter",
    state=Letter,
    evolve=evolve,
    events={"letter.received/1": Received},
    commands={"letter.receive/1": Receive},
)

PLUGIN = Plugin(name="letter", version="1", aggregates=(AGGREGATE,))


def opened(place: Place | Path | str, **settings: Any) -> Journal:
    """The journal at a place, with letters and courses."""
    opening: dict[str, Any] = {}
    if isinstance(place, Place):
        opening, place = place.opening(), place.url
    plugins = [course.PLUGIN, PLUGIN]
    return Journal.open(place, **{"plugins": plugins, **opening, **settings})


def receive(journal: Journal, key: object, *enclosures: Attachment) -> None:
    """Have a letter come with enclosures."""
    command = Receive(letter=stream_id("letter", str(key)), enclosures=enclosures)
    journal.do(command, by=ANNA)


def attach(
    journal: Journal,
    content: bytes,
    *,
    subject: str | None = None,
    label: str = "bilag",
) -> Attachment:
    """Attach some text."""
    return journal.attach(
        content, media_type="text/plain", label=label, subject=subject
    )


def forget(journal: Journal, subject: str, *, command_id: str | None = None) -> Any:
    """Forget someone, as the law allows."""
    return journal.forget(
        subject,
        by=ANNA,
        legal_basis="GDPR art. 17",
        reason="the purpose has ended",
        approved_by=["leder-1", "dpo-2"],
        command_id=command_id,
    )


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
