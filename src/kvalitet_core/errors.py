"""Everything that can go wrong, as one tree.

    KvalitetError
    ├── Refused             a rule said no; the refusal is on record
    ├── Conflict            someone wrote first, and kept doing so
    ├── CommandIdReused     the id belongs to another command
    ├── NotDurable          a receipt was asked for before there is one
    ├── Malformed           data is not what it claims to be; a ValueError too
    │   ├── Damaged             a stored row is not what it was written as
    │   └── Unproved            a proof or a signature does not show what it should
    ├── Unknown             a name or a thing that nobody has registered
    ├── PluginError         a plugin breaks the contract for plugins
    └── Unavailable         it could not be looked at
        ├── JournalUnavailable    no journal there, locked, read-only, damaged, full
        │   ├── JournalExists     something is at the path already
        │   └── OutcomeUnknown    the answer to a commit was lost: repeat it by its id
        ├── FormatMismatch        the journal's format is newer or older than this code
        ├── ClockBehind           the host's clock is behind the record
        ├── KeyUnavailable        a key is lost, wrong, or not given
        ├── AccessUnavailable     no access store there, or it cannot be written
        ├── AttachmentUnavailable no attachment store there, or it lacks a file, or full
        ├── RunsUnavailable       no views database there, of another journal, read-only
        ├── PointersUnavailable   no pointers to search by, or not of the journal
        ├── EvidenceUnavailable   no signer, bundle or proof there, or not of it
        ├── NotFollowed           a view does not show yet what was waited for
        └── PluginMissing         a stream has events of a plugin that is not installed

An error carries its facts as attributes; its message names the thing, the rule and
the value. Only this module defines errors; it imports nothing of the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

__all__ = [
    "AccessUnavailable",
    "AttachmentUnavailable",
    "ClockBehind",
    "CommandIdReused",
    "Conflict",
    "Damaged",
    "EvidenceUnavailable",
    "FormatMismatch",
    "JournalExists",
    "JournalUnavailable",
    "KeyUnavailable",
    "KvalitetError",
    "Malformed",
    "NotDurable",
    "NotFollowed",
    "OutcomeUnknown",
    "PluginError",
    "PluginMissing",
    "PointersUnavailable",
    "Problem",
    "Reason",
    "Refused",
    "RunsUnavailable",
    "Unavailable",
    "Unknown",
    "Unproved",
]


class KvalitetError(Exception):
    """The root: catch it to catch all that this library raises on purpose."""


@attrs.frozen(kw_only=True)
class Reason:
    """Why a rule said no: a permanent code for machines, a text for people.

    Attributes:
        code: Permanent, ASCII, `kind.rule` (`tilbud.closed`).
        text: One sentence that names the thing, the rule and the value.
        source: The statute or document that the rule comes from, where there is one.
        because: What it comes from in its turn, where that can be told.
    """

    code: str
    text: str
    source: str | None = None
    because: tuple[Reason, ...] = ()


class Refused(KvalitetError):
    """A rule said no. The refusal itself is kept in the journal.

    Attributes:
        reasons: Every reason, in the order the rules were asked.
        command_id: The id under which the refusal is on record, once it is.
    """

    def __init__(
        self, reason: Reason, *others: Reason, command_id: str | None = None
    ) -> None:
        self.reasons = (reason, *others)
        self.command_id = command_id
        super().__init__("; ".join(each.text for each in self.reasons))

    @classmethod
    def because(cls, code: str, text: str, *, source: str | None = None) -> Refused:
        """Refuse for one reason."""
        return cls(Reason(code=code, text=text, source=source))


class Conflict(KvalitetError):
    """Someone else wrote to a stream that this decision had read.

    Attributes:
        streams: Stream → (version read, version found).
    """

    def __init__(self, streams: Mapping[str, tuple[int, int]]) -> None:
        self.streams = dict(streams)
        moved = ", ".join(
            f"{stream}: version {read} was read, {found} found"
            for stream, (read, found) in sorted(self.streams.items())
        )
        super().__init__(f"someone wrote first: {moved}")


class CommandIdReused(KvalitetError):
    """The command id is on record with another content.

    Attributes:
        command_id: The id.
        differs: What differs: `name`, `targets`, `actor` or `data`.
    """

    def __init__(self, command_id: str, *, differs: Iterable[str]) -> None:
        self.command_id = command_id
        self.differs = tuple(differs)
        super().__init__(
            f"command id {command_id}: already used for another command "
            f"(differs in {', '.join(self.differs)}); "
            "use the id again only to repeat the same command"
        )


@attrs.frozen(kw_only=True)
class Problem:
    """One thing wrong with some data, and where.

    Attributes:
        path: A JSONPath to the place: `$` is the whole, `$.name` a field.
        text: What was expected, and what was found.
    """

    path: str
    text: str


class NotDurable(KvalitetError):
    """A receipt was asked for before the batch that it belongs to was committed."""

    def __init__(self, command_id: str) -> None:
        self.command_id = command_id
        super().__init__(
            f"command {command_id}: has no receipt before its batch is committed"
        )


class Malformed(KvalitetError, ValueError):
    """Data is not what it claims to be. All problems are named at once.

    Attributes:
        subject: What was read: a command, a file, a stored event.
        problems: Every problem, in the order of their paths.
    """

    def __init__(self, subject: str, *problems: Problem | str) -> None:
        self.subject = subject
        self.problems = tuple(
            Problem(path="$", text=problem) if isinstance(problem, str) else problem
            for problem in problems
        )
        listed = "; ".join(
            problem.text if problem.path == "$" else f"{problem.path}: {problem.text}"
            for problem in self.problems
        )
        super().__init__(f"{subject}: {listed}")


class Damaged(Malformed):
    """A stored row cannot be read as what it was written as.

    The journal was changed, or what it is kept on has failed: `kvalitet verify` tells.

    Attributes:
        position: Where the row is.
    """

    def __init__(self, place: str, *problems: Problem | str, position: int) -> None:
        self.position = position
        super().__init__(f"position {position} ({place})", *problems)


class Unproved(Malformed):
    """A proof, a signature or a tree does not show what it is shown for.

    It can be read, and is wrong: it was made for something else, or changed since.
    """


class Unknown(KvalitetError):
    """A name that nobody has registered, or a thing that is not there.

    Attributes:
        kind: What sort of thing was asked for: `command`, `stream`, `municipality`.
        name: The name that was asked for.
        nearest: Registered names that look like it.
    """

    def __init__(
        self, kind: str, name: str, *, nearest: Iterable[str] = (), hint: str = ""
    ) -> None:
        self.kind = kind
        self.name = name
        self.nearest = tuple(nearest)
        message = f"unknown {kind} {name!r}"
        if self.nearest:
            message += f": did you mean {' or '.join(self.nearest)}?"
        elif hint:
            message += f": {hint}"
        super().__init__(message)


class PluginError(KvalitetError):
    """A plugin breaks the contract for plugins. All findings are named at once.

    Attributes:
        plugin: The plugin's name.
        findings: What is wrong, each naming the class, the rule and the remedy.
        others: The same of further plugins, where more than one is told of.
    """

    def __init__(
        self, plugin: str, *findings: str, others: Iterable[PluginError] = ()
    ) -> None:
        self.plugin = plugin
        self.findings = findings
        self.others = tuple(others)
        own = f"plugin {plugin!r}: {'; '.join(findings)}"
        super().__init__("; ".join([own, *map(str, self.others)]))


class Unavailable(KvalitetError):
    """It could not be looked at: nothing is said about whether it is right."""


class JournalUnavailable(Unavailable):
    """The journal cannot be reached, read or written.

    Attributes:
        place: Where it was looked for; a password in an address is left out.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"journal {place}: {problem}")


class OutcomeUnknown(JournalUnavailable):
    """The answer to a commit was lost, and the journal could not be asked again.

    Attributes:
        command_id: Repeat the command under this id: it is not done twice.
    """

    def __init__(self, place: str, command_id: str) -> None:
        self.command_id = command_id
        super().__init__(
            place,
            f"the answer to command {command_id} was lost; "
            "repeat it under the same id, and it is not done twice",
        )


class JournalExists(JournalUnavailable):
    """Something is at the path already; it was not touched."""

    def __init__(self, place: str) -> None:
        super().__init__(place, "is there already; nothing was written")


class FormatMismatch(Unavailable):
    """The journal is kept in another format than this version of the library writes.

    Attributes:
        place: Which journal.
        found: The journal's format number.
        known: The format number that this code reads and writes.
    """

    def __init__(self, place: str, *, found: int, known: int) -> None:
        self.place = place
        self.found = found
        self.known = known
        remedy = (
            "upgrade kvalitet-core"
            if found > known
            else "run `kvalitet migrate` (after a backup)"
        )
        super().__init__(
            f"journal {place}: its format is {found}, "
            f"this version of kvalitet-core knows {known}: {remedy}"
        )


class ClockBehind(Unavailable):
    """The host's clock is further behind the newest record than the setting allows."""

    def __init__(self, *, now: str, last: str, allowed_seconds: int) -> None:
        self.now = now
        self.last = last
        self.allowed_seconds = allowed_seconds
        super().__init__(
            f"the clock says {now}, but the newest record is of {last}: "
            f"more than {allowed_seconds} s behind; set the clock right"
        )


class KeyUnavailable(Unavailable):
    """Personal data cannot be sealed or opened: a key is lost, wrong or not given.

    Attributes:
        place: The key file or key store that was tried.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"keys {place}: {problem}")


class AccessUnavailable(Unavailable):
    """The access store cannot be used; where a look cannot be noted, nobody is shown.

    Attributes:
        place: Where it was looked for.
        problem: What is wrong there.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"access store {place}: {problem}")


class AttachmentUnavailable(Unavailable):
    """An attachment cannot be kept, or cannot be had: nothing is said of its content.

    Attributes:
        place: The attachment store that was tried; a password in it is left out.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"attachments {place}: {problem}")


class RunsUnavailable(Unavailable):
    """What is derived from the journal cannot be reached, read, written or trusted.

    Attributes:
        place: The views database that was tried; a password in it is left out.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"views database {place}: {problem}")


class PointersUnavailable(Unavailable):
    """What a journal is searched by cannot be read, written or trusted.

    Attributes:
        place: The file.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"pointers {place}: {problem}")


class EvidenceUnavailable(Unavailable):
    """What proves the journal cannot be had: nothing is said of what it would show.

    Attributes:
        place: The signing key, the signer's state or the bundle that was tried.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = problem
        super().__init__(f"evidence {place}: {problem}")


class NotFollowed(Unavailable):
    """A view does not show what was waited for; it is on record all the same.

    Attributes:
        view: The view's name.
        position: The place in the journal that it was waited for to reach.
    """

    def __init__(self, view: str, position: int, problem: str) -> None:
        self.view = view
        self.position = position
        self.problem = problem
        super().__init__(f"view {view}: does not show position {position}: {problem}")


class PluginMissing(Unavailable):
    """A stream holds an event that no installed plugin knows, so it has no state."""

    def __init__(self, stream: str, version: int, name: str) -> None:
        self.stream = stream
        self.version = version
        self.name = name
        super().__init__(
            f"{stream} version {version}: no installed plugin knows {name!r}; "
            "it can be listed, not folded"
        )
