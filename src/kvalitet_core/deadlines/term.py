"""A term: how long there is for something. The only maker of due dates.

    Term(6, "weeks", after=modtaget, suspendable=("partshoering",))

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol, runtime_checkable

import attrs

from kvalitet_core.canonical import digest_of
from kvalitet_core.deadlines.calendar import Calendar
from kvalitet_core.deadlines.checking import is_day
from kvalitet_core.deadlines.danish import DANISH
from kvalitet_core.deadlines.proof import Due, Proof, proved, used
from kvalitet_core.deadlines.reckoning import Reckoned, reckoned
from kvalitet_core.deadlines.stated import (
    End,
    Extension,
    FixedDeadline,
    Order,
    StartingPoint,
    StatedTerm,
)
from kvalitet_core.deadlines.suspending import (
    Suspended,
    Suspension,
    checked_suspensions,
)
from kvalitet_core.deadlines.units import Unit, plural
from kvalitet_core.deadlines.words import number_of
from kvalitet_core.errors import Malformed
from kvalitet_core.spoken import checked_language
from kvalitet_core.values import Deadline, Digest, Hjemmel, danish_date

__all__ = ["Labelled", "Term", "Trigger", "fixed"]

_REMEMBERED: Final = 4096


class Trigger(Protocol):
    """What a term is counted from: anything that has a permanent name."""

    @property
    def name(self) -> str:
        """Its permanent name: `modtaget`."""


@runtime_checkable
class Labelled(Protocol):
    """A trigger that is called something in Danish and in English, as a fact is."""

    @property
    def da(self) -> str:
        """What it is called in a Danish sentence."""

    @property
    def en(self) -> str:
        """What it is called in an English sentence."""


def _sorted(causes: Iterable[str]) -> tuple[str, ...]:
    if isinstance(causes, str):
        raise Malformed("suspendable", f"expected several causes, got {causes!r}")
    return tuple(sorted(set(causes), key=str))


def _has_name(_: Any, __: attrs.Attribute[Any], after: object) -> None:
    if after is not None and not isinstance(getattr(after, "name", None), str):
        raise Malformed("after", f"expected what has a name, got {after!r}")


@attrs.frozen
class Term:
    """How long there is for something, counted from something that happened.

    How it is counted and how it ends are two choices. Counting begins the day after;
    weeks end on the same weekday, months and years on the same date or the month's
    last day. Where that is a closed day, the term rolls to the next working day, or
    stands.

    Attributes:
        count: How many.
        unit: `days`, `working_days`, `weeks`, `months` or `years`; of one, `month`.
        after: What it is counted from; None where whoever asks knows.
        end: `roll` to the next working day, or `stand`.
        order: `extend_then_roll` makes one longer term of it and its extensions;
            `roll_then_extend` counts each extension from the deadline as it rolled.
        suspendable: The causes that suspend it.
        hjemmel: What it rests on.
    """

    count: int
    unit: Unit = attrs.field(converter=plural)
    after: Trigger | None = attrs.field(default=None, kw_only=True, validator=_has_name)
    end: End = attrs.field(default="roll", kw_only=True)
    order: Order = attrs.field(default="extend_then_roll", kw_only=True)
    suspendable: tuple[str, ...] = attrs.field(
        default=(), kw_only=True, converter=_sorted
    )
    hjemmel: Hjemmel | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _ = self.stated

    @cached_property
    def stated(self) -> StatedTerm:
        """The term as a proof keeps it."""
        return StatedTerm(
            count=self.count,
            unit=self.unit,
            after=None if self.after is None else self.after.name,
            end=self.end,
            order=self.order,
            suspendable=self.suspendable,
            hjemmel=self.hjemmel,
        )

    def due(
        self,
        trigger: datetime | date,
        *,
        set_by: str | None = None,
        suspensions: Iterable[Suspension] = (),
        extensions: Iterable[Extension] = (),
        calendar: Calendar = DANISH,
        as_of: date | None = None,
    ) -> Due:
        """Say when it is due, with the proof.

        Args:
            trigger: When what it is counted from happened; of an instant, the Danish
                date counts.

            set_by: The event that this is known from.

            suspensions: When it was suspended, in any order.

            extensions: What it was extended by, in the order it was granted.

            calendar: Which days are closed.

            as_of: A day on which suspensions without an end are taken to end, for a
                provisional answer.

        Raises:
            Malformed: The trigger is neither, a suspension is for a cause that does
                not suspend the term, or it ends later than dates go.
        """
        if as_of is not None and not is_day(as_of):
            raise Malformed("as_of", f"expected a date, got {as_of!r}")
        longer, shifted = tuple(extensions), tuple(suspensions)
        if type(trigger) is date and not (longer or shifted or set_by):
            proof = _proof_from(self.stated, self._labels, trigger, calendar)
            return Due(proof=proof)
        point = self._point(trigger, set_by)
        suspended = checked_suspensions(shifted, self.suspendable)

        def reckon(days: Suspended) -> Reckoned:
            if not (longer or days.by):
                return _undisturbed(self.stated, point.day, calendar)
            return reckoned(
                self.stated,
                point.day,
                extensions=longer,
                suspended=days,
                closed=calendar.closed,
                law=calendar.hjemmel,
            )

        return Due(
            proof=proved(
                self.stated,
                point,
                suspended=suspended,
                extensions=longer,
                calendar=used(calendar),
                reckon=reckon,
                as_of=as_of,
            )
        )

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON; what it is counted from by its name."""
        return self.stated.as_json()

    @property
    def digest(self) -> Digest:
        """What names its content, and nothing else."""
        return digest_of(self.as_json())

    def text(self, language: str) -> str:
        """Say it: `6 uger efter modtaget`."""
        spoken = checked_language(language)
        length = number_of(self.count, self.unit, spoken)
        da, en = self._labels
        if da is None or en is None:
            return length
        return f"{length} efter {da}" if spoken == "da" else f"{length} after {en}"

    @cached_property
    def _labels(self) -> tuple[str | None, str | None]:
        if isinstance(self.after, Labelled):
            return self.after.da, self.after.en
        name = None if self.after is None else self.after.name
        return name, name

    def _point(self, trigger: object, set_by: str | None) -> StartingPoint:
        if not isinstance(trigger, date):
            raise Malformed(
                "trigger", f"expected a date or an instant, got {trigger!r}"
            )
        instant = trigger if isinstance(trigger, datetime) else None
        da, en = self._labels
        return StartingPoint(
            name=self.stated.after,
            da=da,
            en=en,
            day=trigger if instant is None else danish_date(instant),
            instant=instant,
            set_by=set_by,
        )


@lru_cache(maxsize=_REMEMBERED)
def _undisturbed(term: StatedTerm, start: date, calendar: Calendar) -> Reckoned:
    """What a term comes to that is not suspended or extended: most are not."""
    return reckoned(
        term,
        start,
        extensions=(),
        suspended=Suspended.of(()),
        closed=calendar.closed,
        law=calendar.hjemmel,
    )


@lru_cache(maxsize=_REMEMBERED)
def _proof_from(
    term: StatedTerm,
    called: tuple[str | None, str | None],
    day: date,
    calendar: Calendar,
) -> Proof:
    """The proof of such a term from a day on: the same for all that begin on it."""
    da, en = called
    return proved(
        term,
        StartingPoint(
            name=term.after, da=da, en=en, day=day, instant=None, set_by=None
        ),
        suspended=Suspended.of(()),
        extensions=(),
        calendar=used(calendar),
        reckon=lambda _: _undisturbed(term, day, calendar),
        as_of=None,
    )


def fixed(
    deadline: Deadline, *, set_by: str | None = None, hjemmel: Hjemmel | None = None
) -> Due:
    """Take a deadline that an authority has set: it stands as it is, and never rolls.

    Args:
        deadline: The last day, or the last instant: `2019-09-24T12:00:00+02:00`.

        set_by: The event that it is known from.

        hjemmel: What it rests on.
    """
    stands = FixedDeadline(deadline=Deadline(deadline), set_by=set_by, hjemmel=hjemmel)
    return Due(proof=Proof(deadline=stands.deadline, fixed=stands))
