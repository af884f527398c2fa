"""How the commands that ask the past say things, in Danish and in English."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.language import Language, words

__all__ = ["say"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence, a heading or a label in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


_SENTENCES: Final = {
    "when": ("tid", "when"),
    "who": ("hvem", "who"),
    "on": ("om", "on"),
    "why": ("hvorfor", "why"),
    "found": ("fundet", "found"),
    "command": ("kommando", "command"),
    "differs": ("afviger", "differs"),
    "from": ("fra", "from"),
    "changed": ("ændret", "changed"),
    "set_by": ("sat af", "set by"),
    "ground": ("grundlag", "ground"),
    "accepted": ("udført", "accepted"),
    "refused": ("afvist", "refused"),
    "nothing": ("intet at gøre", "nothing"),
    "at": ("{at}, på position {position}", "{at}, at position {position}"),
    "asked_by": (
        "{id} som {role}, på grundlag af {authority}",
        "{id} as {role}, on {authority}",
    ),
    "acted": ("{id}, {role}, for {organisation}", "{id}, {role}, for {organisation}"),
    "hits": ("fund", "hits"),
    "refusals": ("afvisninger", "refusals"),
    "corrections": ("rettelser", "corrections"),
    "overrides": ("fravigelser", "overrides"),
    "late": ("for sent", "late"),
    "none_found": ("{name}: ingen fundet", "{name}: none found"),
    "all_shown": (
        "{name}: {count} vist; der er ikke flere",
        "{name}: {count} shown; there are no others",
    ),
    "some_shown": (
        "{name}: {count} vist; der er flere: --limit 0 viser alle",
        "{name}: {count} shown; there are more: --limit 0 shows all",
    ),
    "in_stream": ("{name} i {stream}", "{name} on {stream}"),
    "since": ("{path} fra {day}", "{path} from {day}"),
    "drift": ("afvigelse", "drift"),
    "not_checked": ("ikke kontrolleret", "not checked"),
    "redecided": (
        (
            "kommandoer afgjort igen: {same} gav det samme, {drift} noget andet; "
            "{unchecked} ikke kontrolleret"
        ),
        (
            "commands decided again: {same} came to the same, {drift} to something "
            "else; {unchecked} not checked"
        ),
    ),
    "then_now": (
        "{path}: registreret {then}, nu {now}",
        "{path}: recorded {then}, now {now}",
    ),
    "read_drift": (
        "den læste, hvad afvigelsen på position {position} skrev",
        "it read what the drift at position {position} wrote",
    ),
    "part_changed": ("{name}: {then}, nu {now}", "{name}: {then}, now {now}"),
    "definition": ("definitionen {name}", "definition {name}"),
    "package": ("pakken {name}", "package {name}"),
    "plugin": ("pluginet {name}", "plugin {name}"),
    "lacks_command": (
        "intet installeret plugin kender kommandoen {name}",
        "no installed plugin knows the command {name}",
    ),
    "lacks_event": (
        "intet installeret plugin kender hændelsen {name}",
        "no installed plugin knows the event {name}",
    ),
    "lacks_plugin": (
        "pluginet {name} er ikke installeret",
        "plugin {name} is not installed",
    ),
    "lacks_definition": (
        "sagstypen er ikke installeret: {name}",
        "the case type is not installed: {name}",
    ),
    "no_value": ("intet", "nothing"),
    "not_there": ("findes ikke", "not there"),
    "commands": ("kommandoer", "commands"),
    "events": ("hændelser", "events"),
    "digest": ("digest", "digest"),
    "unknown": ("ukendt", "unknown"),
    "flaw": ("fejl", "flaw"),
    "streams": ("{count} strømme", "{count} streams"),
    "occurs": ("{name}, {count} gange", "{name}, {count} times"),
    "flaw_in": ("{stream}: {text}", "{stream}: {text}"),
    "flaw_at": (
        "{stream} på position {position}: {text}",
        "{stream} at position {position}: {text}",
    ),
    "pointers": (
        "pegepindene kender journalen til position {position} af {head}; resten læses",
        (
            "the pointers know the journal as far as position {position} of {head}; "
            "the rest is read"
        ),
    ),
    "all_is_read": (
        "hele journalen læses, for {why}",
        "the whole journal is read, as {why}",
    ),
    "pointers_on_server": (
        "en journal på en server har ingen pegepinde ved siden af sig",
        "a journal on a server has no pointers beside it",
    ),
    "fitted": ("skemaer", "schemas"),
    "reaction": ("reaktion", "reaction"),
    "followed": (
        (
            "{name}: besvaret {answered}, venter {waiting}, parkeret {parked}, "
            "lagt til side {aside}"
        ),
        (
            "{name}: answered {answered}, waiting {waiting}, parked {parked}, "
            "put aside {aside}"
        ),
    ),
    "timer": ("frister", "timer"),
    "timed": ("{name}: til {at}", "{name}: until {at}"),
    "not_looked_at": ("ikke set på", "not looked at"),
    "unchecked": ("{name}, {count} gange", "{name}, {count} times"),
    "unchecked_no_schema": ("der er intet skema", "there is no schema"),
    "unchecked_not_installed": (
        "intet installeret plugin har reaktionen",
        "no installed plugin brings the reaction",
    ),
    "unchecked_never_run": (
        "det er ikke kendt her, hvor langt reaktionen er nået",
        "it is not known here how far the reaction has come",
    ),
    "unchecked_fails": ("reaktionen fejler nu", "the reaction fails now"),
    "unchecked_other_version": (
        "pluginet var i en anden version dengang",
        "the plugin was of another version then",
    ),
    "unchecked_refusals_not_kept": (
        "de kan være afvist, og afvisninger er ikke gemt",
        "they may have been refused, and refusals were not kept",
    ),
    "unchecked_not_decided": (
        "det kan ikke afgøres, hvad der var forfaldet",
        "what had fallen due cannot be decided",
    ),
    "some_unchecked": (
        "{told}; ikke set på: {count}",
        "{told}; not looked at: {count}",
    ),
    "flaw_position": (
        "position {position} kommer efter position {before}",
        "position {position} comes after position {before}",
    ),
    "flaw_version": (
        "version {version} kommer efter version {before}",
        "version {version} comes after version {before}",
    ),
    "flaw_time": (
        "er registreret {at}, ikke efter rækken før den",
        "is recorded at {at}, not after the row before it",
    ),
    "flaw_stray": (
        "er ingen hændelse af kommandoen før den",
        "is no event of the command before it",
    ),
    "flaw_count": (
        "nævner {expected} hændelser, og {found} følger efter den",
        "names {expected} events, and {found} follow it",
    ),
    "flaw_unreadable": ("kan ikke læses: {problem}", "cannot be read: {problem}"),
    "flaw_unfit": (
        "passer ikke til sit skema {name}: {places}",
        "does not fit its schema {name}: {places}",
    ),
    "flaw_alone_missing": (
        "findes ikke, når den læses for sig",
        "is not found when it is read by itself",
    ),
    "flaw_alone_version": (
        "kan ikke foldes for sig: version {version} mangler",
        "cannot be folded by itself: version {version} is missing",
    ),
    "flaw_alone_unreadable": (
        "kan ikke foldes for sig: {problem}",
        "cannot be folded by itself: {problem}",
    ),
    "flaw_alone_differs": (
        "kommer til en anden tilstand for sig end i loggens rækkefølge",
        "comes to another state by itself than in the order of the log",
    ),
    "flaw_unanswered": (
        "reaktionen {reaction} er forbi den, men kommandoen {command} mangler",
        "reaction {reaction} has passed it, and command {command} is not on record",
    ),
    "flaw_cause": (
        "nævner hændelsen {event} som sin årsag, men den er ikke før den",
        "names event {event} as its cause, which is not before it",
    ),
    "flaw_other_id": (
        "reaktionen {reaction} bad om den under et andet id end {id}",
        "reaction {reaction} asked for it under another id than {id}",
    ),
    "flaw_undeployed": (
        "nævner installationen {deployment}, som ikke står i journalen før den",
        "names deployment {deployment}, which is not on record before it",
    ),
    "flaw_other_deployment": (
        "siger ikke det, som den har kontrolsum af",
        "does not say what its digest is of",
    ),
    "flaw_overdue": (
        "{due}: var forfaldent {at} og er ikke noteret",
        "{due}: had fallen due by {at}, and is not noted",
    ),
    "holds": ("journalen hænger sammen", "the record holds together"),
    "flaws": ("fejl: {count}", "flaws: {count}"),
    "not_installed": (
        "{told}; fra intet installeret plugin: {count}",
        "{told}; of no installed plugin: {count}",
    ),
    "differences": (
        "{stream}: fra version {first} til version {last}: forskelle: {count}",
        "{stream}: from version {first} to version {last}: differences: {count}",
    ),
    "from_start": ("fra version {version}", "from version {version}"),
    "to_start": ("til version {version}", "to version {version}"),
    "from_version": (
        "fra version {version}, registreret {at}",
        "from version {version}, recorded {at}",
    ),
    "to_version": (
        "til version {version}, registreret {at}",
        "to version {version}, recorded {at}",
    ),
    "fields": ("{stream}: felter: {count}", "{stream}: fields: {count}"),
    "event_version": ("{name}, version {version}", "{name}, version {version}"),
    "first_true": (
        "{stream}: {text}: først i version {version}",
        "{stream}: {text}: first at version {version}",
    ),
    "never_true": (
        "{stream}: {text}: det har aldrig været sådan",
        "{stream}: {text}: it has never been so",
    ),
    "deciding": ("afgør igen", "deciding again"),
    "folding": ("lægger sammen", "folding"),
    "searching": ("søger", "searching"),
    "looking": ("strømme ses på", "looking at streams"),
    "first_of_all": (
        "{text}: først i {stream}, version {version}; strømme set på: {count}",
        "{text}: first in {stream}, version {version}; streams looked at: {count}",
    ),
    "never_in_any": (
        "{text}: det har aldrig været sådan; strømme set på: {count}",
        "{text}: it has never been so; streams looked at: {count}",
    ),
    "kinds_missing": (
        "strømme, som intet installeret plugin kender, ikke set på: {count}",
        "streams that no installed plugin knows, not looked at: {count}",
    ),
    "traced": (
        "i træet: {nodes}; hviler på den: {rests}; ved siden af: {beside}",
        "in the tree: {nodes}; rest on it: {rests}; beside it: {beside}",
    ),
    "beside": ("med samme korrelation", "of the same correlation"),
    "rests": ("det, der hviler på den", "what rests on it"),
    "this": ("<- denne", "<- this"),
    "version_of": ("version {version} i {stream}", "version {version} of {stream}"),
    "when_by": ("{at} af {asked}", "{at} by {asked}"),
    "more_places": ("{path} og {count} steder til", "{path}, and {count} more places"),
    "written": ("{file}: rækker: {count}", "{file}: rows: {count}"),
    "so_far": (
        "{count} rækker, ved position {position}",
        "{count} rows, at position {position}",
    ),
    "file": ("fil", "file"),
    "beside_it": ("ved siden af", "beside it"),
    "rows": ("rækker", "rows"),
    "positions": ("positioner", "positions"),
    "first_to_last": ("{first} til {last}", "{first} to {last}"),
    "no_positions": ("ingen", "none"),
    "persons": ("personer", "persons"),
    "left_out": ("udeladt", "left out"),
    "sha256": ("sha256", "sha256"),
}
