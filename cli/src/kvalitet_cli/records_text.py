"""How commits, events and states are told, in Danish and in English."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.language import Language, words

__all__ = ["say"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence, a heading or a label in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


_SENTENCES: Final = {
    "stream": ("strøm", "stream"),
    "version": ("version", "version"),
    "streams": ("strømme: {count}", "streams: {count}"),
    "streams_of": (
        "strømme af arten {kind!r}: {count}",
        "streams of kind {kind!r}: {count}",
    ),
    "rows": (
        "{view}: {count} rækker vist ({stand})",
        "{view}: {count} rows shown ({stand})",
    ),
    "more_rows": (
        "{view}: {count} rækker vist; der er flere: --limit 0 viser alle ({stand})",
        "{view}: {count} rows shown; there are more: --limit 0 shows all ({stand})",
    ),
    "view_at": (
        "viewet er på position {position}",
        "the view is at position {position}",
    ),
    "view_behind": ("{stand}, {lag} bagefter", "{stand}, {lag} behind"),
    "view_parked": (
        "{stand}, med {parked} hændelser lagt til side",
        "{stand}, with {parked} events parked",
    ),
    "when": ("tid", "when"),
    "who": ("hvem", "who"),
    "channel": ("kanal", "channel"),
    "cause": ("årsag", "cause"),
    "reaction": ("reaktion", "reaction"),
    "on": ("om", "on"),
    "what": ("hvad", "what"),
    "read": ("læst", "read"),
    "code": ("kode", "code"),
    "why": ("hvorfor", "why"),
    "event": ("hændelse", "event"),
    "command": ("kommando", "command"),
    "id": ("id", "id"),
    "note": ("bemærk", "note"),
    "accepted": ("udført", "accepted"),
    "refused": ("afvist", "refused"),
    "nothing": ("intet at gøre", "nothing to do"),
    "at": ("{at}, på position {position}", "{at}, at position {position}"),
    "event_at": (
        "på position {position}, id {event_id}",
        "at position {position}, id {event_id}",
    ),
    "acted": (
        "{id} som {role} for {organisation}, på grundlag af {authority}",
        "{id} as {role} for {organisation}, on {authority}",
    ),
    "delegated": (
        "{actor}, bemyndiget af {delegated_by}",
        "{actor}, delegated by {delegated_by}",
    ),
    "read_version": ("{stream} version {version}", "{stream} version {version}"),
    "read_nothing": ("{stream}, som ikke fandtes", "{stream}, which was not there"),
    "version_of": (
        "{name}, version {version} i {stream}",
        "{name}, version {version} of {stream}",
    ),
    "fields_as_asked": ("felterne er som ønsket", "its fields as asked"),
    "others_as_asked": ("de øvrige felter er som ønsket", "its other fields as asked"),
    "unknown": (
        "intet installeret plugin kender dette navn",
        "no installed plugin knows this name",
    ),
    "no_commits": ("kommandoer: ingen fundet", "commits: none found"),
    "all_commits": (
        "kommandoer: {count} vist; der er ikke flere",
        "commits: {count} shown; there are no others",
    ),
    "some_commits": (
        "kommandoer: {count} vist; der er flere: --limit 0 viser alle",
        "commits: {count} shown; there are more: --limit 0 shows all",
    ),
    "one_event": (
        "hændelsen {event}: version {version} i {stream}",
        "event {event}: version {version} of {stream}",
    ),
    "events": ("{stream}: hændelser: {count}", "{stream}: events: {count}"),
    "state": ("{stream} i version {version}", "{stream} as of version {version}"),
    "state_known": (
        "{told}, som det var kendt {known}",
        "{told}, as known at {known}",
    ),
    "state_held": ("{told}, som det gjaldt {day}", "{told}, as held on {day}"),
    "not_known": (
        "var ikke kendt {known} (version {version})",
        "was not known at {known} (version {version})",
    ),
    "version_at": (
        "version {version}, registreret {at}",
        "version {version}, recorded {at}",
    ),
    "as_known": ("som det var kendt {known}", "as known at {known}"),
    "as_held": ("som det gjaldt {day}", "as held on {day}"),
    "findings": ("vurderinger", "findings"),
    "true": ("opfyldt", "true"),
    "false": ("ikke opfyldt", "false"),
    "truth_unknown": ("uafklaret", "unknown"),
    "rule": ("regel", "rule"),
    "by": ("efter", "by"),
    "in_force_from": (", fra {day}", ", from {day}"),
    "in_force_until": (", til {day}", ", until {day}"),
    "set_by": ("{value} (sat af {event})", "{value} (set by {event})"),
    "fact_missing": ("er ikke oplyst", "is not known"),
}
