"""How things stand: the journal, what is derived from it, each run, and the plugins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from kvalitet_cli.following import Kept, chosen, jobs_of, kept_for, runs_at
from kvalitet_cli.options import Where
from kvalitet_core.discovery import Found, installed, missing
from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.running.progress import RunStatus
from kvalitet_core.running.run import Parked, Run
from kvalitet_core.running.status import status_of

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["problems_of", "run_items", "standing"]

_SHOWN: Final = 10
"""How many of a run's parked events are told one by one."""


def standing(where: Where, *, behind: float | None) -> dict[str, Any]:
    """How a journal stands, as plain values; what is wrong is among them.

    Args:
        where: The journal, and where it is kept what is derived from it.

        behind: By how many seconds a run may be behind; None is any number.

    Raises:
        JournalUnavailable: The journal cannot be looked at.
    """
    found = installed()
    with _opened(where) as journal:
        found = (*found, *missing(found, journal))
        head = _head(journal)
        views, runs = _derived(where, journal)
        unanswered = [] if views["there"] else [*_unanswered(journal)]
    return {
        "journal": head,
        "views": views,
        "runs": runs,
        "plugins": [_plugin(each) for each in found],
        "problems": [
            *_broken(found),
            *([views["problem"]] if views["problem"] else unanswered),
            *(told for run in runs for told in problems_of(run, behind=behind)),
        ],
    }


def _opened(where: Where) -> Journal:
    """The journal, read with those of its plugins that can be used."""
    return Journal.open(
        where.journal,
        keys=where.keys,
        attachments=where.attachments,
        create=False,
        read_only=True,
        busy_seconds=where.busy_seconds,
    )


def _head(journal: Journal) -> dict[str, Any]:
    head = journal.head()
    newest = next(journal.events(after=head - 1), None)
    return {
        "id": journal.id,
        "place": journal.place,
        "simulated": journal.simulated,
        "head": head,
        "recorded_at": written(newest.recorded_at) if newest else None,
    }


def _unanswered(journal: Journal) -> Iterator[str]:
    """Tell of reactions to what has happened, where nobody follows the journal."""
    reactions = [
        each for plugin in journal.registry.plugins for each in plugin.reactions
    ]
    waiting = sorted(
        each.name
        for each in reactions
        if next(journal.events(names=sorted(each.events)), None) is not None
    )
    if waiting:
        yield (
            f"nothing follows the journal, so {', '.join(waiting)} does not happen: "
            "start `kvalitet run`, with --views-at where the journal is on a server"
        )


def _derived(
    where: Where, journal: Journal
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What is derived, as far as it can be looked at; what is in the way is told."""
    kept, problem = Kept(address=None, place=None, named=False), None
    runs: list[dict[str, Any]] = []
    try:
        kept = kept_for(where)
        if kept.address is not None and (kept.named or kept.there):
            with runs_at(kept.address, journal, where, read_only=True) as store:
                runs = run_items(journal, store)
    except RunsUnavailable as error:
        problem = str(error)
    views = {"place": kept.place, "there": kept.there, "problem": problem}
    return views, runs


def run_items(
    journal: Journal, store: Runs, *, kind: str | None = None
) -> list[dict[str, Any]]:
    """How each run stands, by name, as plain values; only those of a kind, if any.

    Raises:
        RunsUnavailable: The views database cannot be read.
    """
    jobs = chosen(jobs_of(journal, store), [], [kind] if kind else [])
    with store.reading() as transaction:
        known = transaction.runs()
        parked = {
            name: transaction.parked(name, limit=_SHOWN)
            for name, run in known.items()
            if run.parked
        }
        aside = transaction.aside_counts() if parked else {}
    return [
        _run(status, known.get(status.name), parked.get(status.name, ()), journal)
        | {"aside": aside.get(status.name, 0)}
        for status in status_of(journal, store, jobs, clock=host_clock)
    ]


def _run(
    status: RunStatus, run: Run | None, parked: Sequence[Parked], journal: Journal
) -> dict[str, Any]:
    held = status.lease_until is not None
    return {
        "name": status.name,
        "position": status.position,
        "lag_events": status.lag_events,
        "lag_seconds": round(status.lag_seconds, 3),
        "parked": status.parked,
        "parked_first": [_parked(each) for each in parked],
        "lease": {"owner": status.lease_owner, "until": _at(status.lease_until)}
        if held
        else None,
        "changed": status.digest_changed,
        "restored": run is not None and _is_restored(run, journal),
        "error": status.error,
        "generation": status.generation,
        **status.counts,
        "updated_at": _at(status.updated_at),
    }


def _at(instant: Any) -> str | None:
    return None if instant is None else written(instant)


def _parked(each: Parked) -> dict[str, Any]:
    fields = attrs.asdict(each)
    del fields["name"]
    return fields | {
        "parked_at": written(each.parked_at),
        "retry_at": _at(each.retry_at),
    }


def _is_restored(run: Run, journal: Journal) -> bool:
    """Whether the journal ends before the run, or has another event where it was."""
    position = run.last_position
    if run.position > journal.head():
        return True
    if position is None:
        return False
    found = next(journal.events(after=position - 1, upto=position), None)
    return found is None or found.event_id != run.last_event


def _plugin(found: Found) -> dict[str, Any]:
    return {
        "name": found.name,
        "version": found.version,
        "state": found.state,
        "problems": list(found.problems),
    }


def _broken(found: Sequence[Found]) -> Iterator[str]:
    for each in found:
        if each.state in ("broken", "missing"):
            yield f"plugin {each.name!r} is {each.state}: {each.problem}"


def problems_of(run: dict[str, Any], *, behind: float | None) -> Iterator[str]:
    """What is wrong with one run, and what to do about it."""
    name, lag = run["name"], run["lag_seconds"]
    kind, _, own = name.partition(" ")
    if run["restored"]:
        remedy = (
            f"kvalitet views rebuild {own}"
            if kind == "view"
            else "remove the views database and run again: nothing is asked twice"
        )
        yield f"{name}: the journal was restored to before it ({remedy})"
    if waiting := run["parked"] - run["aside"]:
        events = "event" if waiting == 1 else "events"
        yield (
            f"{name}: {waiting} {events} parked "
            f"(kvalitet {kind}s retry {own}, once the cause is mended)"
        )
    if run["changed"] and kind == "view":
        yield f"{name}: declared otherwise (kvalitet views rebuild {own})"
    if run["error"]:
        yield f"{name}: stopped: {run['error']}"
    if behind is not None and lag > behind:
        yield f"{name}: behind by {lag:g} s, more than {behind:g}"
