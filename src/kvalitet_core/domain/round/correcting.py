"""Putting right what was registered wrongly of a round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.fields import SomeText, Texts, Whole
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.round.checks import form_there, opens_in_time
from kvalitet_core.domain.round.events import Corrected, Event, Unsaid
from kvalitet_core.domain.round.state import Round, evolve
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import FormName, ReasonCode

__all__ = ["Correct"]


@attrs.frozen(kw_only=True)
class Correct:
    """Put right what was registered wrongly of a round; what is not named stands.

    It was always so: it counts for every application, and one that is assessed must be
    assessed again where its findings differ. Decisions that are taken stand until they
    are taken anew. A deadline is put right by changing it, from the day that it held.

    Attributes:
        round: The round's stream: `round/…`.
        reason: Why, as a code; nothing about a person.
        title: What people call it.
        opens: The day that it was announced to open.
        themes: The themes that can be applied for, letter by letter as announced.
        eligible_grounds: The legal grounds, one of which an applicant must have.
        eligible_driftsformer: Who runs those who can apply.
        months_min: The shortest length that can be applied for, in months.
        months_max: The longest length that can be applied for, in months.
        form: The form that applications are made on, with its version.
        decides: The roles that decide applications of the round; at least one.
        source: The document that the announcement comes from.
        unsaid: What was registered though it was never announced.
        announced: The first day that the announcement holds.
        opened: The first day that one can apply; the round is opened already.
        closed: The first day that the round is over; it is closed already.
    """

    round: StreamId = attrs.field(validator=of_kind("round"))
    reason: ReasonCode
    title: str | None = attrs.field(default=None, validator=SomeText())
    opens: date | None = None
    themes: frozenset[str] | None = attrs.field(default=None, validator=Texts())
    eligible_grounds: frozenset[LegalGround] | None = None
    eligible_driftsformer: frozenset[Driftsform] | None = None
    months_min: int | None = attrs.field(default=None, validator=Whole(of="months"))
    months_max: int | None = attrs.field(default=None, validator=Whole(of="months"))
    form: FormName | None = None
    decides: frozenset[str] | None = attrs.field(default=None, validator=Texts(least=1))
    source: str | None = attrs.field(default=None, validator=SomeText())
    unsaid: frozenset[Unsaid] = frozenset()
    announced: date | None = None
    opened: date | None = None
    closed: date | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the round."""
        return self.round

    def decide(self, state: Round | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `round.unknown`; or for everything that cannot be:
                `round.unsaid` what is said at once, `round.not_opened`,
                `round.not_closed`, `round.form_unknown`, `round.months`,
                `round.not_begun`, `round.opens_after_deadline`.
        """
        known = registered(state, self.round)
        fields = attrs.fields(Corrected)
        event = Corrected(**{each.name: getattr(self, each.name) for each in fields})
        right = evolve(known, event)
        refuse_for(*self._against(known, right, context))
        return () if right == known else (event,)

    def _against(
        self, known: Round, right: Round, context: Context
    ) -> Iterator[Reason | None]:
        """Everything that keeps it from being put right so."""
        stream = self.round
        for unsaid in sorted(self.unsaid):
            if getattr(self, unsaid) is not None:
                text = f"{stream}: {unsaid} is unsaid, and cannot be said at once"
                yield Reason(code="round.unsaid", text=text)
        for name in ("opened", "closed"):
            if getattr(self, name) is not None and getattr(known, name) is None:
                text = f"{stream}: is not {name}, so its day cannot be corrected"
                yield Reason(code=f"round.not_{name}", text=text)
        if self.form is not None:
            yield form_there(stream, self.form, context)
        yield from _unfit(stream, right)


def _unfit(stream: StreamId, right: Round) -> Iterator[Reason | None]:
    """Everything in a round that cannot be so at once."""
    least, most = right.months_min, right.months_max
    if least is not None and most is not None and most < least:
        text = f"{stream}: expected months_max no less than {least}, got {most}"
        yield Reason(code="round.months", text=text)
    begins = right.opened or right.effective_from
    if begins < right.effective_from or (right.closed and right.closed <= begins):
        text = (
            f"{stream}: expected it to be announced, then opened, then closed, got "
            f"{right.effective_from}, {right.opened or 'never'} and "
            f"{right.closed or 'never'}"
        )
        yield Reason(code="round.not_begun", text=text)
    for opens in dict.fromkeys((right.opens, right.opened)):
        yield opens_in_time(stream, opens, right.deadline.newest)
