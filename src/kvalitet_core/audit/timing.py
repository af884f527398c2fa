"""Whether every timer is accounted for: what fell due before the newest tick was noted.

A runner of timers looks at everything that is open, and gives its commands ids of its
own making, so it is known how far it has come. What a stream stood at then is looked
at again, and nothing that was due may be left to be noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import attrs
import msgspec

from kvalitet_core.actor import Actor
from kvalitet_core.audit.accounting import Unchecked
from kvalitet_core.audit.asked import Asked
from kvalitet_core.audit.past import Past
from kvalitet_core.audit.wrong import Note, Wrong
from kvalitet_core.errors import KvalitetError
from kvalitet_core.ids import CommandId, StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.deciding import Proposal, Request, decide
from kvalitet_core.journal.drafting import TICK
from kvalitet_core.journal.folding import Folder, stream_rows
from kvalitet_core.journal.sections import metadata, recorded_at

__all__ = ["TIMERS", "Newest", "Standing", "Ticks", "Timing"]


class _Timer(NamedTuple):
    """A command by which a runner notes what has fallen due.

    Attributes:
        kind: The streams that it looks at.
        field: Which of its fields names one.
        id_begins: How the ids begin that the runner gives.
        notes: The stored names of what it notes.
    """

    kind: str
    field: str
    id_begins: str
    notes: frozenset[str]


TIMERS: Final[Mapping[str, _Timer]] = {
    "case.tick/1": _Timer(
        "case",
        "case",
        "command/tick-",
        frozenset(
            {
                "case.deadline_passed/1",
                "case.follow_up_due/1",
                "case.obligation_breached/1",
                "case.reminder_due/1",
            }
        ),
    ),
    "course_run.lapse_offers/1": _Timer(
        "course_run",
        "run",
        "command/lapse-",
        frozenset({"course_run.offer_lapsed/1"}),
    ),
}
"""The commands of runners, by their stored names."""

_KINDS: Final = frozenset(each.kind for each in TIMERS.values())
_NOBODY: Final = Actor(id="replay", role="timer", organisation="-", authority="-")
_NO_SEED: Final = bytes(16)


class Newest(NamedTuple):
    """The newest instant that a runner has noted something of, and where that stands.

    Attributes:
        at: The instant, as it stands in the command.
        position: The place of the last row of the command's commit.
    """

    at: str
    position: int


class Standing(NamedTuple):
    """How far a stream goes in which something can fall due.

    Attributes:
        last: The place of its last event.
        is_over: Whether nothing can fall due in it any more.
    """

    last: int
    is_over: bool


@attrs.define(kw_only=True)
class Ticks:
    """What part of a journal says of timers.

    Attributes:
        newest: The newest run of each timer, by the command's name.
        standing: The streams in which something can fall due.
    """

    newest: dict[str, Newest] = attrs.field(factory=dict)
    standing: dict[str, Standing] = attrs.field(factory=dict)

    def command(self, position: int, stream: str, record: Asked) -> None:
        """Take a command's record, which may be a runner's."""
        timer = TIMERS.get(record.name)
        if timer is None or not stream.startswith(timer.id_begins):
            return
        at = str(msgspec.json.decode(record.data)["at"])
        self._put(record.name, Newest(at, position + len(record.events)))

    def ended(self, stream: str, position: int, state: Any) -> None:
        """Take a stream with the last of its states."""
        if stream.partition("/")[0] in _KINDS:
            is_over = getattr(state, "closed", None) is not None
            self.standing[stream] = Standing(position, is_over)

    def add(self, other: Ticks) -> None:
        """Take in what another part says."""
        self.standing |= other.standing
        for name, newest in other.newest.items():
            self._put(name, newest)

    def _put(self, name: str, newest: Newest) -> None:
        known = self.newest.get(name)
        if known is None or _order(newest) > _order(known):
            self.newest[name] = newest


def _order(newest: Newest) -> tuple[datetime, int]:
    return datetime.fromisoformat(newest.at), newest.position


class Timing:
    """Holds what had fallen due by the newest tick against what was noted.

    Attributes:
        until: The instant of the newest tick of each timer, by the command's name.
        unchecked: What nobody can say.
    """

    def __init__(self, folder: Folder, ticks: Ticks, note: Note) -> None:
        self.until = {name: each.at for name, each in sorted(ticks.newest.items())}
        self.unchecked: list[Unchecked] = []
        self._folder = folder
        self._ticks = ticks
        self._note = note

    def account(self) -> None:
        """Look at every stream in which something can have fallen due by then."""
        for name, newest in sorted(self._ticks.newest.items()):
            if name not in self._folder.registry.classes:
                continue
            past = self._as_of(newest)
            for stream, standing in sorted(self._ticks.standing.items()):
                kind = stream.partition("/")[0]
                changed = standing.last > newest.position
                if kind == TIMERS[name].kind and (changed or not standing.is_over):
                    self._look(past, name, stream, newest)

    def _as_of(self, newest: Newest) -> Past:
        """The past as it was when the newest tick was on record."""
        past = Past(self._folder)
        rows = self._folder.reader.log(after=newest.position - 1, limit=1)
        past.look_as({}, recorded_at=recorded_at(rows[0][4]) + TICK)
        return past

    def _look(self, past: Past, name: str, stream: str, newest: Newest) -> None:
        """Note what was due in a stream by then, and is not noted in it."""
        past.missing.clear()
        try:
            proposal = decide(self._request(name, stream, newest), past)
        except KvalitetError:
            self._leave(stream)
            return
        if proposal.outcome == "refused" or past.missing:
            if not _is_unknown(proposal, name):
                self._leave(stream)
            return
        due = [*self._due(name, proposal)]
        if due and not self._was_just_ticked(stream, name, newest):
            wrong = Wrong.of("overdue", due=", ".join(due), at=newest.at)
            self._note(None, stream, wrong)

    def _request(self, name: str, stream: str, newest: Newest) -> Request:
        stored = self._folder.registry.classes[name]
        at = datetime.fromisoformat(newest.at)
        asked = stored.cls(**{TIMERS[name].field: StreamId(stream)}, at=at)
        command_id = CommandId("replay")
        return Request(
            command=asked,
            stored=stored,
            data=stored.encode(asked),
            actor=_NOBODY,
            command_id=command_id,
            id_is_given=False,
            seed=_NO_SEED,
            now=at,
            correlation=command_id,
        )

    def _due(self, name: str, proposal: Proposal) -> Iterator[str]:
        """What would be noted now."""
        for _, event in proposal.events:
            stored = self._folder.registry.stored(type(event)).name
            if stored in TIMERS[name].notes:
                about = getattr(event, "item", None) or getattr(event, "obligation", "")
                yield f"{stored} {about}".strip()

    def _was_just_ticked(self, stream: str, name: str, newest: Newest) -> bool:
        """Whether a tick was the last to write to it: what follows is for the next."""
        last = ""
        for row in stream_rows(self._folder.reader, stream):
            if row[0] > newest.position:
                break
            last = metadata(layout.split(row[4]).m).command or ""
        return f"command/{last}".startswith(TIMERS[name].id_begins)

    def _leave(self, stream: str) -> None:
        self.unchecked.append(Unchecked(name=stream, count=1, why="not_decided"))


def _is_unknown(proposal: Proposal, name: str) -> bool:
    """Whether the stream was not there yet."""
    code = f"{TIMERS[name].kind}.unknown"
    return any(each.code == code for each in proposal.reasons)
