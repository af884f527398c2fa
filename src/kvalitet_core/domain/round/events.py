"""What can happen to a round. These are what is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.values import Deadline, FormName, ReasonCode

__all__ = [
    "Announced",
    "Change",
    "Closed",
    "Corrected",
    "DeadlineChanged",
    "Event",
    "Opened",
    "Unsaid",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Announced:
    """A round of applications was announced.

    Attributes:
        programme: The plugin of the programme that it is a round of.
        label: What tells it from the programme's other rounds: `2020-11`.
        title: What people call it.
        deadline: The last time to apply, as it was announced.
        opens: The day that it was announced to open; None where none was named.
        themes: The themes that can be applied for, letter by letter as announced.
        eligible_grounds: The legal grounds, one of which an applicant must have; none
            where the announcement does not say.
        eligible_driftsformer: Who runs those who can apply; none where the announcement
            does not say.
        months_min: The shortest length that can be applied for, in months, if any.
        months_max: The longest length that can be applied for, in months, if any.
        form: The form that applications are made on, with its version.
        decides: The roles that decide applications of the round.
        source: The document that all this comes from.
        effective_from: The first day that the announcement holds.
    """

    programme: str
    label: str
    title: str
    deadline: Deadline
    opens: date | None = None
    themes: frozenset[str] = frozenset()
    eligible_grounds: frozenset[LegalGround] = frozenset()
    eligible_driftsformer: frozenset[Driftsform] = frozenset()
    months_min: int | None = None
    months_max: int | None = None
    form: FormName
    decides: frozenset[str]
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class DeadlineChanged:
    """The last time to apply was changed.

    Attributes:
        deadline: The last time to apply.
        reason: Why it was changed, as a code; nothing about a person.
        effective_from: The first day that this deadline holds.
    """

    deadline: Deadline
    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class Opened:
    """A round opened for applications.

    Attributes:
        effective_from: The first day that one can apply.
    """

    effective_from: date


@attrs.frozen(kw_only=True)
class Closed:
    """A round was closed; what comes late is still received.

    Attributes:
        effective_from: The first day that the round is over.
    """

    effective_from: date


class Unsaid(StrEnum):
    """What an announcement may leave unsaid.

    Attributes:
        OPENS: The day that it is to open.
        MONTHS_MIN: The shortest length.
        MONTHS_MAX: The longest length.
    """

    OPENS = "opens"
    MONTHS_MIN = "months_min"
    MONTHS_MAX = "months_max"


@attrs.frozen(kw_only=True)
class Corrected:
    """What was registered wrongly of a round was put right; the rest stands.

    Attributes:
        reason: Why, as a code; nothing about a person.
        title: What people call it.
        opens: The day that it was announced to open.
        themes: The themes that can be applied for, letter by letter as announced.
        eligible_grounds: The legal grounds, one of which an applicant must have.
        eligible_driftsformer: Who runs those who can apply.
        months_min: The shortest length that can be applied for, in months.
        months_max: The longest length that can be applied for, in months.
        form: The form that applications are made on, with its version.
        decides: The roles that decide applications of the round.
        source: The document that the announcement comes from.
        unsaid: What was registered though it was never announced.
        announced: The first day that the announcement holds.
        opened: The first day that one can apply.
        closed: The first day that the round is over.
    """

    reason: ReasonCode
    title: str | None = None
    opens: date | None = None
    themes: frozenset[str] | None = None
    eligible_grounds: frozenset[LegalGround] | None = None
    eligible_driftsformer: frozenset[Driftsform] | None = None
    months_min: int | None = None
    months_max: int | None = None
    form: FormName | None = None
    decides: frozenset[str] | None = None
    source: str | None = None
    unsaid: frozenset[Unsaid] = frozenset()
    announced: date | None = None
    opened: date | None = None
    closed: date | None = None

    def says(self, name: str) -> bool:
        """Tell whether it puts this field of the announcement right."""
        return name in self.unsaid or getattr(self, name) is not None


Change: TypeAlias = DeadlineChanged | Opened | Closed | Corrected
Event: TypeAlias = Announced | Change
