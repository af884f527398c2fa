"""Accounting for what follows from events, once the whole journal has been read.

What nobody can say is told as not looked at, never as fine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs

from kvalitet_core.audit.reacting import Answers, Caused, Due, Reached
from kvalitet_core.audit.wrong import Note, Wrong
from kvalitet_core.ids import CommandId, EventId
from kvalitet_core.journal import layout
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.sections import metadata
from kvalitet_core.reactions.asking import Declared, command_id_of, declared

__all__ = ["Accounting", "Followed", "Unchecked"]

_AT_ONCE: Final = 200


@attrs.frozen(kw_only=True)
class Followed:
    """What has become of the events that a reaction answers with a command.

    Attributes:
        answered: How many have their command on record.
        waiting: How many the reaction has not come to.
        parked: How many are parked.
        aside: How many were put aside for good.
    """

    answered: int = 0
    waiting: int = 0
    parked: int = 0
    aside: int = 0


@attrs.frozen(kw_only=True)
class Unchecked:
    """What could not be looked at, so that nothing is said of it.

    Attributes:
        name: The stored name, the reaction or the stream.
        count: How many there are.
        why: Why not: `no_schema`, `not_installed`, `never_run`, `fails`,
            `other_version`, `refusals_not_kept` or `not_decided`.
    """

    name: str
    count: int
    why: str


class Accounting:
    """Accounts for what is left, now that the whole journal has been read.

    Attributes:
        followed: What has become of the events that each reaction answers.
        unchecked: What nobody can say.
    """

    def __init__(
        self,
        folder: Folder,
        found: Answers,
        *,
        reached: Mapping[str, Reached],
        versions: Callable[[str], Mapping[str, str]],
        note: Note,
    ) -> None:
        """Take what was read.

        Args:
            folder: The journal's.

            found: What all parts of it say.

            reached: How far each reaction has come.

            versions: Gives the version of each plugin, by a deployment's digest.

            note: Takes down what is wrong.
        """
        self.followed: dict[str, Followed] = {}
        self.unchecked: list[Unchecked] = []
        self._folder = folder
        self._found = found
        self._reached = reached
        self._versions = versions
        self._note = note
        self._known = {each.name: each for each in declared(folder.registry.plugins)}

    def account(self) -> None:
        """Account for every event, and for every command that names a cause."""
        self._causes()
        due: dict[str, list[tuple[str, Due]]] = {name: [] for name in self._known}
        for command_id, each in self._unanswered():
            due[each.reaction].append((command_id, each))
        for name in self._known:
            self._reaction(name, due[name])
        for name, count in sorted(self._found.commands.items()):
            if name not in self._known:
                self._leave(name, count, "not_installed")

    def _reaction(self, name: str, due: list[tuple[str, Due]]) -> None:
        """Account for the events that one reaction answers."""
        failing = self._found.failing.get(name, [])
        answered, reached = self._found.answered[name], self._reached.get(name)
        if reached is None:
            self._leave(name, len(due) + len(failing), "never_run")
            self._tell(name, Followed(answered=answered))
            return
        places = [each.position for _, each in due] + failing
        states = Counter(_state(reached, place) for place in places)
        self._tell(
            name,
            Followed(
                answered=answered,
                waiting=states["waiting"],
                parked=states["parked"],
                aside=states["aside"],
            ),
        )
        passed = [each for each in failing if _state(reached, each) == "passed"]
        self._leave(name, len(passed), "fails")
        missing = [
            each for each in due if _state(reached, each[1].position) == "passed"
        ]
        self._missing(name, missing, reached)

    def _missing(
        self, name: str, missing: list[tuple[str, Due]], reached: Reached
    ) -> None:
        """Tell what is not on record though the reaction has passed it."""
        here = self._known[name]
        older = [
            each for each in missing if self._version(each[1], here) != here.version
        ]
        self._leave(name, len(older), "other_version")
        others = [each for each in missing if each not in older]
        if len(others) <= reached.refused - self._found.refused[name]:
            self._leave(name, len(others), "refusals_not_kept")
            return
        for command_id, each in others:
            wrong = Wrong.of("unanswered", reaction=name, command=command_id)
            self._note(each.position, each.stream, wrong)

    def _tell(self, name: str, followed: Followed) -> None:
        if followed != Followed():
            self.followed[name] = followed

    def _leave(self, name: str, count: int, why: str) -> None:
        if count:
            self.unchecked.append(Unchecked(name=name, count=count, why=why))

    def _unanswered(self) -> Iterator[tuple[str, Due]]:
        """What is due and not on record, not even since the journal was read."""
        due: list[tuple[str, Due]] = []
        for each in self._found.due.items():
            if each[1].reaction in self._reached:
                due.append(each)
            else:
                yield each
        for start in range(0, len(due), _AT_ONCE):
            some = {f"command/{each[0]}": each for each in due[start:][:_AT_ONCE]}
            versions = self._folder.reader.versions([*some])
            yield from (each for name, each in some.items() if not versions[name])

    def _version(self, due: Due, here: Declared) -> str | None:
        """The version of a reaction's plugin when an event was recorded."""
        rows = self._folder.reader.log(after=due.position - 1, limit=1)
        command_id = metadata(layout.split(rows[0][4]).m).command
        commit = Records(self._folder).commit(CommandId(str(command_id)))
        if commit is None:
            return None
        return self._versions(commit.record.deployment).get(here.plugin)

    def _causes(self) -> None:
        """Look for what each command says that it came of, before it."""
        wanted = {each.cause for each in self._found.caused}
        found = self._places(wanted) if wanted else {}
        for each in self._found.caused:
            place = found.get(each.cause)
            if place is None or place > each.position:
                wrong = Wrong.of("cause", event=each.cause)
                self._note(each.position, each.stream, wrong)
            elif each.reaction is not None:
                self._require_own_id(each)

    def _require_own_id(self, each: Caused) -> None:
        own = command_id_of(EventId(each.cause), each.reaction or "")
        if f"command/{own}" != each.stream:
            wrong = Wrong.of("other_id", reaction=each.reaction, id=own)
            self._note(each.position, each.stream, wrong)

    def _places(self, wanted: set[str]) -> dict[str, int]:
        """Where in the journal some events stand."""
        found: dict[str, int] = {}
        for row in log_rows(self._folder.reader):
            if not isinstance(row[4], bytes):
                continue
            event_id = _event_id(row[4])
            if event_id in wanted:
                found[event_id] = row[0]
        return found


def _state(reached: Reached, position: int) -> str:
    """Where an event stands with a reaction."""
    if position in reached.aside:
        return "aside"
    if position in reached.parked:
        return "parked"
    return "passed" if position <= reached.position else "waiting"


def _event_id(state: bytes) -> str:
    """The id of a row's event, found without decoding the row."""
    start = state.rfind(b'"event":"') + len(b'"event":"')
    return state[start : state.find(b'"', start)].decode()
