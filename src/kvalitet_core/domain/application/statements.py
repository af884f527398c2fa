"""What is answered after an application is handed in, in the order that counts.

Letters are not registered in the order that they come. What was received later counts
before what was received earlier, and what is put right before all known by then.
"""

from __future__ import annotations

from datetime import date, datetime

import attrs

from kvalitet_core.dated import Dated
from kvalitet_core.domain.application.events import Corrected, Supplemented
from kvalitet_core.values import Answers, danish_date

__all__ = ["Statement", "laid_over", "placed"]


@attrs.frozen(kw_only=True)
class Statement:
    """Answers that were given anew after it was handed in, or put right.

    Attributes:
        answers: The answers; the others stand.
        effective_from: The first day that they hold.
        received: When they were received; None where something is put right.
    """

    answers: Answers
    effective_from: date
    received: datetime | None = None

    @classmethod
    def of(cls, event: Supplemented | Corrected) -> Statement:
        """What an event says."""
        if isinstance(event, Corrected):
            return cls(answers=event.answers, effective_from=event.effective_from)
        return cls(
            answers=event.answers,
            effective_from=danish_date(event.received),
            received=event.received,
        )

    def is_of(self, event: Supplemented | Corrected) -> bool:
        """Tell whether it is what an event says."""
        return Statement.of(event) == self


def placed(statements: tuple[Statement, ...], new: Statement) -> tuple[Statement, ...]:
    """Statements with a new one before the first that was received later than it."""
    for place, each in enumerate(statements):
        if each.received and new.received and each.received > new.received:
            return (*statements[:place], new, *statements[place:])
    return (*statements, new)


def laid_over(by_day: Dated[Answers], statement: Statement) -> Dated[Answers]:
    """What was answered on which day, with some answers given anew from a day on."""
    laid = by_day
    for span in by_day.spans:
        start, end = max(span.period.start, statement.effective_from), span.period.end
        if end is None or start < end:
            laid = laid.asserted(span.value.with_(statement.answers), start, end)
    return laid
