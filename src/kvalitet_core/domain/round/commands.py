"""What may be asked of a round."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.dated import Period
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.fields import Texts, Whole, Written
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.round.checks import form_there, opens_in_time
from kvalitet_core.domain.round.events import (
    Announced,
    Closed,
    DeadlineChanged,
    Event,
    Opened,
)
from kvalitet_core.domain.round.state import Round
from kvalitet_core.domain.rules import (
    ending,
    reachable,
    refuse_for,
    registered,
    within,
)
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import KIND, StreamId, of_kind, stream_id
from kvalitet_core.values import Deadline, FormName, ReasonCode, not_blank

__all__ = ["Announce", "ChangeDeadline", "Close", "Open"]


@attrs.frozen(kw_only=True)
class Announce:
    """Announce a round of applications.

    Attributes:
        programme: The plugin of the programme that it is a round of.
        label: What tells it from the programme's other rounds: `2020-11`.
        title: What people call it.
        deadline: The last time to apply: a date, or an instant.
        opens: The day that it is announced to open; None where none is named.
        themes: The themes that can be applied for, letter by letter as announced.
        eligible_grounds: The legal grounds, one of which an applicant must have; none
            where the announcement does not say.
        eligible_driftsformer: Who runs those who can apply; none where the announcement
            does not say.
        months_min: The shortest length that can be applied for, in months, if any.
        months_max: The longest length that can be applied for, in months, if any.
        form: The form that applications are made on, with its version.
        decides: The roles that decide applications of the round; at least one.
        source: The document that all this comes from.
        effective_from: The first day that the announcement holds.
    """

    programme: str = attrs.field(
        validator=Written(KIND.pattern, "a plugin's name: a-z, then a-z, 0-9, - or _")
    )
    label: str = attrs.field(
        validator=Written("[a-z0-9][a-z0-9-]{0,39}", "a-z, 0-9 and -, 40 at most")
    )
    title: str = attrs.field(validator=not_blank)
    deadline: Deadline
    opens: date | None = None
    themes: frozenset[str] = attrs.field(default=frozenset(), validator=Texts())
    eligible_grounds: frozenset[LegalGround] = frozenset()
    eligible_driftsformer: frozenset[Driftsform] = frozenset()
    months_min: int | None = attrs.field(default=None, validator=Whole(of="months"))
    months_max: int | None = attrs.field(
        default=None, validator=Whole(of="months", not_below="months_min")
    )
    form: FormName
    decides: frozenset[str] = attrs.field(validator=Texts(least=1))
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme's round with this label."""
        return stream_id("round", f"{self.programme}-{self.label}")

    def decide(self, state: Round | None, context: Context) -> tuple[Event, ...]:
        """Announce it, unless it is announced.

        Raises:
            Refused: `round.announced`, for each thing that was announced otherwise; or
                for everything that keeps it from being one to apply in:
                `round.form_unknown`, `round.no_rules`, `round.deadline_unreachable`,
                `round.opens_after_deadline`.
        """
        stream = self.target(context)
        fields = attrs.fields(Announced)
        said = Announced(**{each.name: getattr(self, each.name) for each in fields})
        if state is not None:
            if said != state.announced:
                refuse_for(*_announced_otherwise(stream, state.as_announced, said))
            return ()
        refuse_for(
            form_there(stream, self.form, context),
            _rules_there(stream, self.programme, context),
            reachable(self.deadline, stream=stream),
            opens_in_time(stream, self.opens, self.deadline),
        )
        return (said,)


@attrs.frozen(kw_only=True)
class ChangeDeadline:
    """Change the last time to apply.

    Attributes:
        round: The round's stream: `round/…`.
        deadline: The last time to apply: a date, or an instant.
        reason: Why it is changed, as a code; nothing about a person.
        effective_from: The first day that this deadline holds; it may be in the past.
    """

    round: StreamId = attrs.field(validator=of_kind("round"))
    deadline: Deadline
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the round."""
        return self.round

    def decide(self, state: Round | None, context: Context) -> tuple[Event, ...]:
        """Change it, unless it holds from that day on.

        Raises:
            Refused: `round.unknown`, `round.not_begun`, `round.closed`,
                `round.deadline_unreachable` or `round.opens_after_deadline`.
        """
        known = registered(state, self.round)
        if known.deadline.holds(self.deadline, self.effective_from):
            return ()
        opens = known.opened or known.opens
        refuse_for(
            within(known.period, self.effective_from, stream=self.round),
            reachable(self.deadline, stream=self.round),
            opens_in_time(self.round, opens, self.deadline),
        )
        return (
            DeadlineChanged(
                deadline=self.deadline,
                reason=self.reason,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class Open:
    """Open a round for applications.

    Attributes:
        round: The round's stream: `round/…`.
        effective_from: The first day that one can apply.
    """

    round: StreamId = attrs.field(validator=of_kind("round"))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the round."""
        return self.round

    def decide(self, state: Round | None, context: Context) -> tuple[Event, ...]:
        """Open it, unless it is open from that day.

        Raises:
            Refused: `round.unknown`, `round.opened` on another day, `round.not_begun`,
                `round.closed` or `round.opens_after_deadline`.
        """
        known = registered(state, self.round)
        if known.opened == self.effective_from:
            return ()
        if known.opened is not None:
            text = (
                f"{self.round}: is already open from {known.opened}, "
                f"got {self.effective_from}; correct what was registered wrongly"
            )
            raise Refused(Reason(code="round.opened", text=text))
        refuse_for(
            within(known.period, self.effective_from, stream=self.round)
            or opens_in_time(self.round, self.effective_from, known.deadline.newest)
        )
        return (Opened(effective_from=self.effective_from),)


@attrs.frozen(kw_only=True)
class Close:
    """Close a round. What comes late is still received, and is found to be late.

    Attributes:
        round: The round's stream: `round/…`.
        effective_from: The first day that the round is over.
    """

    round: StreamId = attrs.field(validator=of_kind("round"))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the round."""
        return self.round

    def decide(self, state: Round | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed from that day.

        Raises:
            Refused: `round.unknown`, `round.not_begun`, also for a day on which it is
                not open yet, or `round.closed`.
        """
        known = registered(state, self.round)
        if known.closed == self.effective_from:
            return ()
        lasts = Period(start=known.opened or known.effective_from, end=known.closed)
        refuse_for(ending(lasts, self.effective_from, stream=self.round))
        return (Closed(effective_from=self.effective_from),)


def _announced_otherwise(
    stream: StreamId, known: Announced, said: Announced
) -> Iterator[Reason]:
    for field in attrs.fields(Announced):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = (
                f"{stream}: is already announced with {field.name} "
                f"{_shown(before)!r}, got {_shown(now)!r}"
            )
            yield Reason(code="round.announced", text=text, source=known.source)


def _rules_there(stream: StreamId, programme: str, context: Context) -> Reason | None:
    if context.definitions(Rule, of=programme):
        return None
    text = f"{stream}: expected a programme with rules to decide by, got {programme!r}"
    return Reason(code="round.no_rules", text=text)


def _shown(value: object) -> str:
    if isinstance(value, AbstractSet):
        return ", ".join(sorted(map(str, value)))
    return str(value)
