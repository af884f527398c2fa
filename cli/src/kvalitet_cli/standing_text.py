"""How things stand, laid out for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_cli.instants import local
from kvalitet_cli.layout import Line, labelled

__all__ = ["lines", "run_lines"]

_COLUMN: Final = len("position")
_STYLES: Final = {"ok": "green", "disabled": "dim", "broken": "red", "missing": "red"}


def lines(item: dict[str, Any]) -> Iterator[Line]:
    """The journal, the views database, each run, and the plugins."""
    journal = item["journal"]
    yield Line.of(f"journal {journal['place']}", "bold")
    at = journal["recorded_at"]
    head = f"{journal['head']}, recorded {local(at)}" if at else "0"
    simulated = ", simulated" if journal["simulated"] else ""
    yield from _field("head", f"{head}{simulated}")
    yield from _field("views", _kept(item["views"]))
    for run in item["runs"]:
        yield from run_lines(run)
    for plugin in item["plugins"]:
        titled = f"plugin {plugin['name']} {plugin['version'] or ''}".strip()
        state = plugin["state"]
        yield Line(0, ((f"{titled}  ", "bold"), (state, _STYLES[state])))
        for problem in plugin["problems"]:
            yield from _field("problem", problem)


def _kept(views: dict[str, Any]) -> str:
    if views["problem"]:
        return str(views["problem"])
    if views["place"] is None:
        return "no database is named, so nothing is derived here"
    if not views["there"]:
        return f"{views['place']}, not made yet, so nothing is derived"
    return str(views["place"])


def run_lines(run: dict[str, Any]) -> Iterator[Line]:
    """How one run stands."""
    told, style = _state(run)
    yield Line(0, ((f"{run['name']}  ", "bold"), (told, style)))
    yield from _field("position", f"{run['position']}{_lag(run)}")
    if lease := run["lease"]:
        yield from _field("lease", f"{lease['owner']} until {local(lease['until'])}")
    if run["error"]:
        yield from _field("error", run["error"])
    for each in run["parked_first"]:
        told = f"{each['stream']} at {each['position']}: "
        told += each["error"] or "waits behind another of its stream"
        yield from _field("parked", told)
    if (more := run["parked"] - len(run["parked_first"])) > 0:
        yield from _field("parked", f"and {more} more")


def _state(run: dict[str, Any]) -> tuple[str, str]:
    if run["restored"]:
        return "journal restored", "red"
    if run["error"]:
        return "stopped", "red"
    if waiting := run["parked"] - run["aside"]:
        return f"{waiting} parked", "red"
    if run["changed"]:
        return "changed", "yellow"
    if run["updated_at"] is None:
        return "never run", "dim"
    return "ok", "green"


def _lag(run: dict[str, Any]) -> str:
    events = run["lag_events"]
    return f", {events} behind, {run['lag_seconds']:g} s" if events else ""


def _field(label: str, text: str) -> Iterator[Line]:
    yield from labelled(label, text, indent=4, column=_COLUMN)
