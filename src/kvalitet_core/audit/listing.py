"""Narrow listings: what was refused, let pass against a rule, or late.

Each looks at commands as `search` does, and says where; what counts is said at each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any, Final

from kvalitet_core.audit.acts import Act, Entry, acts
from kvalitet_core.audit.finding import Place, nodes
from kvalitet_core.audit.searching import Hit
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import danish_date

__all__ = ["hits", "late", "overrides", "refusals"]

_PASSED: Final = ("deadline_passed", "obligation_breached")
_COMPARED: Final = 2


def refusals(journal: Journal, *, code: str | None = None) -> Iterator[Hit]:
    """Commands that were refused, each with its reasons.

    Args:
        journal: The journal; it keeps refusals unless a host has set otherwise.

        code: Only those with this reason.
    """
    return hits(acts(journal), partial(_refused, code))


def overrides(journal: Journal) -> Iterator[Hit]:
    """What was let pass though a rule or a duty said otherwise.

    Counts: what was granted or paid in spite of something, which the event names under
    `despite`; and what was owed and waived (`…_waived`).
    """
    return hits(acts(journal), _overridden)


def late(journal: Journal, *, days: int | None = None) -> Iterator[Hit]:
    """What was not done, or did not come, in time.

    Counts: a deadline that passed (`…deadline_passed`); what was owed and not done in
    time (`…obligation_breached`); and a rule that compares two or more times and was
    found not to be met.

    Args:
        journal: The journal.

        days: Counts also what was recorded more than so many days after it took effect.
    """
    return hits(acts(journal), partial(_late, days))


def hits(found: Iterator[Act], look: Callable[[Act], Iterator[Place]]) -> Iterator[Hit]:
    """Those commands in which something was found, with the places."""
    for act in found:
        places = tuple(look(act))
        if places:
            yield Hit(act=act, places=places)


def _refused(code: str | None, act: Act) -> Iterator[Place]:
    if not act.mentions(b'"outcome":"refused"') or act.outcome != "refused":
        return
    for number, reason in enumerate(act.entry.fields["reasons"]):
        for path, each in nodes(reason, f"reasons[{number}]"):
            match each:
                case {"code": named, "text": text} if code in (None, named):
                    source = f" [{each['source']}]" if each.get("source") else ""
                    yield Place.of(act.entry, path, f"{text} ({named}){source}")


def _overridden(act: Act) -> Iterator[Place]:
    for event in act.events:
        if event.name.partition("/")[0].endswith("_waived"):
            yield Place.of(event, "", event.name)
        if b'"despite":[' not in event.state:
            continue
        for path, each in nodes(event.fields):
            inside, _, last = f".{path}".rpartition(".")
            if last.startswith("despite[") and isinstance(each, str):
                yield Place.of(event, f"{inside}.{last}".lstrip("."), each)


def _late(days: int | None, act: Act) -> Iterator[Place]:
    for event in act.events:
        word = event.name.partition("/")[0].partition(".")[2]
        if word in _PASSED:
            yield Place.of(event, "", event.name)
        if b'"truth":"false"' in event.state:
            yield from chain.from_iterable(
                _out_of_time(event, path, each) for path, each in nodes(event.fields)
            )
        if days is not None and b'"effective_from":"' in event.state:
            yield from _recorded_late(event, act.recorded_at, days)


def _out_of_time(event: Entry, path: str, each: Any) -> Iterator[Place]:
    """The rule that something was found by, if it compares times and is not met."""
    match each:
        case {"rule": str(rule), "truth": "false", "inputs": list(inputs)}:
            times = [one for one in inputs if _is_time(one.get("value"))]
            if len(times) >= _COMPARED:
                yield Place.of(event, path, rule)
        case _:
            return


def _recorded_late(event: Entry, at: datetime, days: int) -> Iterator[Place]:
    since = event.fields.get("effective_from")
    if not isinstance(since, str) or not _is_time(since):
        return
    if (danish_date(at) - date.fromisoformat(since[:10])).days > days:
        yield Place.of(event, "effective_from", since)


def _is_time(value: Any) -> bool:
    """Whether a text is a day or an instant as they are stored."""
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
