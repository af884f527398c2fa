"""Finding cases and their items, by what somebody has typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeAlias

import attrs
import click

from kvalitet_cli.casetypes import Bound, CaseTypes
from kvalitet_cli.instants import Instant
from kvalitet_cli.language import Language
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.streams import state_at
from kvalitet_cli.telling import note
from kvalitet_core.domain.case import Case
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import nearest
from kvalitet_core.journal.sections import recorded_at

__all__ = ["FoundCase", "as_of", "case_at", "item_of", "now_of"]

_Function: TypeAlias = Callable[..., Any]

as_of: Final[Callable[[_Function], _Function]] = click.option(
    "--as-of",
    "as_of",
    type=Instant(last=True, ambiguous_dates=True),
    metavar="INSTANT",
    help="The date or instant that deadlines are held against; now, if none.",
)
"""Add --as-of, given as `as_of`."""


@attrs.frozen(kw_only=True)
class FoundCase:
    """A case, with what it runs by.

    Attributes:
        stream: The case's stream.
        case: How it stands.
        bound: What it runs by, as far as that is installed.
    """

    stream: StreamId
    case: Case
    bound: Bound


def case_at(
    journal: Journal, text: str, language: Language, *, known: datetime | None = None
) -> FoundCase:
    """The case that somebody has typed; what cannot be said of it here is noted.

    Args:
        journal: Where it is looked for.

        text: What was typed.

        language: What is noted in.

        known: The instant as of which it is told; None for all that is known.

    Raises:
        Malformed: The journal began later than that.
        Unknown: There is none, or there was none then; the nearest are named.
    """
    refuse_unbegun(journal, known, option="--known")
    stream, case = state_at(
        journal, Case, text, kind="case", listing="case list", known=known
    )
    bound = CaseTypes(journal.registry).of(case)
    problem = bound.note(stream, language)
    if problem is not None:
        note(problem)
    return FoundCase(stream=stream, case=case, bound=bound)


def item_of(found: FoundCase, text: str, *, others: tuple[str, ...] = ()) -> str:
    """The item of a case that somebody has typed, or one of some others.

    Raises:
        Unknown: The case has none; the nearest are named.
    """
    installed = found.bound.installed
    items = installed.items if installed is not None else {}
    worked = (part for part in found.case.works if "." in part)
    known = {*items, *worked, *found.case.added, *others}
    if text not in known:
        hint = f"it has {', '.join(sorted(known))}"
        what = f"item of {found.stream}"
        raise Unknown(what, text, nearest=nearest(text, known), hint=hint)
    return text


def now_of(journal: Journal, told: datetime | None) -> datetime:
    """The time that deadlines are held against: as told, or else now.

    Of a journal that is simulated, now is when its newest row was recorded.
    """
    if told is not None:
        return told
    if journal.simulated:
        newest = journal.folder.reader.newest()
        if newest is not None:
            return recorded_at(newest[4])
    return host_clock()
