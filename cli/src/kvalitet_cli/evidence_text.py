"""How sealing, verifying and proving are told, in Danish and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kvalitet_cli.language import Language, words
from kvalitet_core.evidence.checking.said import with_nouns

__all__ = ["counting", "say"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence or a label in a language, with what is named in it."""
    return counting(words(_SENTENCES, key, language), named, language)


def counting(text: str, facts: Mapping[str, Any], language: Language) -> str:
    """A sentence with its facts, in which what is counted agrees with its number."""
    nouns = {
        each: (words(_NOUNS, each, language), words(_NOUNS, f"{each}s", language))
        for each in ("event", "row")
    }
    return with_nouns(text, facts, nouns)


_NOUNS: Final = {
    "event": ("hændelse", "event"),
    "events": ("hændelser", "events"),
    "row": ("række", "row"),
    "rows": ("rækker", "rows"),
}
"""What is counted."""

_SENTENCES: Final = {
    "checked": ("efterprøvet: {text}", "checked: {text}"),
    "lost": ("tabt: {text}", "lost: {text}"),
    "found": ("fundet: {place}: {text}", "found: {place}: {text}"),
    "unchecked": ("ikke efterprøvet: {text}", "not checked: {text}"),
    "left_out": ("udeladt: {text}", "left out: {text}"),
    "unsealed_one": (
        "1 række er ikke forseglet endnu (se kvalitet seal)",
        "1 row is not sealed yet (see kvalitet seal)",
    ),
    "unsealed": (
        "{count:row} er ikke forseglet endnu (se kvalitet seal)",
        "{count:row} are not sealed yet (see kvalitet seal)",
    ),
    "verdict": ("{of}: {told}", "{of}: {told}"),
    "event": ("1 hændelse", "1 event"),
    "events": ("{count:event}", "{count:event}"),
    "right": ("der er ikke fundet fejl", "nothing wrong"),
    "wrong": ("{count} fejl fundet", "{count} found"),
    "proved_right": ("hændelsen er bevist", "the event is proved"),
    "proved_wrong": ("hændelsen er ikke bevist", "the event is not proved"),
    "blind": ("det hele kunne ikke ses efter", "could not look at all of it"),
    "full_of": ("{events} efterprøvet", "{events} verified"),
    "quick": (
        "checkpoints for {events} efterprøvet; rækkerne er ikke læst",
        "checkpoints of {events} verified; rows were not read",
    ),
    "sealed": (
        "forseglet: {size:event}, heraf {added} nye: rod {root}",
        "sealed {size:event}, {added} new: root {root}",
    ),
    "none_new": ("ingen", "none"),
    "indexed": (
        "sagsregisteret er logget på position {position}",
        "the case index is logged at position {position}",
    ),
    "not_indexed": (
        "sagsregisteret er ikke logget i dag: {problem}",
        "the case index of the day is not logged: {problem}",
    ),
    "bundled": (
        "{folder}: {files} filer, for {size:event}",
        "{folder}: {files} files, as of {size:event}",
    ),
    "bundled_cases": (
        (
            "sagerne er komplette til og med position {position}; kvalitet seal "
            "--index fører sagsregisteret ajour"
        ),
        (
            "the cases are whole up to position {position}; kvalitet seal --index "
            "brings the case index up to date"
        ),
    ),
    "bundled_absent": (
        "ikke med i pakken, da det ikke er installeret her: {names}",
        "not in the bundle, as it is not installed here: {names}",
    ),
    "bundled_unsigned": (
        (
            "ankre, som ikke er med i pakken, da ingen af politikkens nøgler har "
            "underskrevet dem, er nævnt på position {positions}"
        ),
        (
            "anchors that are not in the bundle, as no key of the policy signed them, "
            "are named at position {positions}"
        ),
    ),
    "and_more": ("{names} og {count} til", "{names} and {count} more"),
    "unknown_case": (
        "ukendt sag {name}: ingen hændelse og ingen kommando hører til den",
        "unknown case {name}: no event and no command is of it",
    ),
    "bundled_before": (
        "{events} er ikke under et checkpoint endnu (se kvalitet seal)",
        "not under a checkpoint yet: {events} (see kvalitet seal)",
    ),
    "checkpoint": (
        "checkpoint for {size:event}, underskrevet {at}",
        "checkpoint of {size:event}, signed {at}",
    ),
    "not_given": (
        "intet checkpoint er givet ud (se kvalitet verify)",
        "no checkpoint is given out (see kvalitet verify)",
    ),
    "kept": ("gemt: {kind}, {size:event}", "kept: {kind} of {size:event}"),
    "kept_and": ("{kept}: {told}", "{kept}: {told}"),
    "copy": ("en kopi", "copy"),
    "cosignature": ("et vidnes medunderskrift", "cosignature"),
    "rfc3161": ("et tidsstempel (RFC 3161)", "rfc3161"),
    "declared": (
        (
            "oplyst: af {size} underskrevne hændelser vides {kept} at være der; loggen "
            "fortsætter som {successor}"
        ),
        (
            "declared: of {size} signed events {kept} are known to be there; the log "
            "goes on as {successor}"
        ),
    ),
    "begun_anew": (
        (
            "registreringer underskrives igen fra position {position}: at de blev det "
            "fra position {since}, er tabt"
        ),
        (
            "commits are signed again from position {position} on: that they were from "
            "position {since} on is lost"
        ),
    ),
    "either": (
        "angiv enten --from DIR, eller --declare-loss REASON med --by WHO",
        "give either --from DIR, or --declare-loss REASON with --by WHO",
    ),
    "put_back": ("{events} lagt tilbage", "{events} put back"),
    "seal_next": (
        (
            "næste skridt: kvalitet seal, da {events} ikke er forseglet endnu; indtil "
            "da finder verify, at nogle er væk"
        ),
        (
            "next: kvalitet seal, with {events} not sealed yet; until then verify "
            "finds some gone"
        ),
    ),
    "rows": (
        "{events}: {sealed} forseglet, {unsealed} ikke",
        "{events}: {sealed} sealed, {unsealed} not",
    ),
    "signed": ("underskrevet: {events}, {at}", "signed: {events}, {at}"),
    "never_signed": ("underskrevet: aldrig", "signed: never"),
    "held": (
        "hos andre: {events}, som {kind}, {since}",
        "held by others: {events}, by {kind}, {since}",
    ),
    "held_not": (
        "hos andre: intet, der kendes her",
        "held by others: nothing that is known here",
    ),
    "held_unknown": (
        (
            "  hvem der har underskrevet, kendes ikke her, og det tæller ikke: giv en "
            "--policy, der navngiver vidnet"
        ),
        (
            "  whoever signed it is not known here, and it does not count: give a "
            "--policy that names the witness"
        ),
    ),
    "held_unsigned": (
        "  hvornår det kom tilbage, siger kun databasen: det er ikke underskrevet",
        "  when it came back is only as the database says: nobody has signed that",
    ),
    "held_unnamed": (
        "  ingen hændelse nævner det: kvalitet anchor add af det får en til det",
        "  no event names it: kvalitet anchor add of it has one do so",
    ),
    "exposed": (
        "ikke hos andre: {events}, den ældste {age} gammel",
        "not held by others: {events}, the oldest {age} old",
    ),
    "age_today": ("under 1 dag", "less than 1 day"),
    "age_day": ("1 dag", "1 day"),
    "age_days": ("{count} dage", "{count} days"),
    "exposed_unknown": (
        "ikke hos andre: {events}",
        "not held by others: {events}",
    ),
    "today": ("i dag", "since today"),
    "day": ("for 1 dag siden", "since 1 day"),
    "days": ("for {count} dage siden", "since {count} days"),
    "appends": (
        (
            "registreringer: underskrevet fra position {since}; den nyeste er position "
            "{position}, {at}, af {named}; uden underskrift efter den: {tail}"
        ),
        (
            "commits: signed from position {since} on; the newest is position "
            "{position}, {at}, by {named}; without a signature after it: {tail}"
        ),
    ),
    "appends_none": (
        (
            "registreringer: skal være underskrevet fra position {since}, og ingen er "
            "det: {tail} uden underskrift"
        ),
        (
            "commits: to be signed from position {since} on, and none is: {tail} "
            "without a signature"
        ),
    ),
    "appends_not": (
        "registreringer: underskrives ikke (se kvalitet key append on)",
        "commits: not signed (see kvalitet key append on)",
    ),
    "append_key": (
        "tilføjelsesnøgle {id}: tæller fra position {since}, {where}",
        "append key {id}: counts from position {since} on, {where}",
    ),
    "append_here": ("denne maskines", "this machine's"),
    "append_elsewhere": ("en anden maskines", "another machine's"),
    "made_key": (
        (
            "nøglen tæller ikke endnu: giv det, der blev skrevet, til kvalitet key "
            "append add på en maskine, hvis nøgle gør"
        ),
        (
            "it does not count yet: give what was printed to kvalitet key append add "
            "on a machine whose key does"
        ),
    ),
    "rotated_append_key": (
        "den nye nøgle tæller herfra; det, den gamle har underskrevet, står ved magt",
        "the new key counts from here on; what the old one signed stands",
    ),
    "rotated_key": (
        (
            "giv den nye nøgle til dem, der har den gamle: det, den gamle har "
            "underskrevet, skal stadig kunne efterprøves med den"
        ),
        (
            "give the new key to whoever holds the old one: what the old one signed is "
            "still to be verified with it"
        ),
    ),
    "counts": (
        "tæller fra position {position}: {named}",
        "counts from position {position} on: {named}",
    ),
    "counts_no_more": ("tæller ikke mere: {named}", "counts no more: {named}"),
    "counting": (
        "fra position {position}: {named}",
        "from position {position}: {named}",
    ),
    "counting_none": (
        "ingen tilføjelsesnøgle underskriver rækkerne (se kvalitet key append on)",
        "no append key signs the rows (see kvalitet key append on)",
    ),
    "appending": (
        "det, der tilføjes, underskrives fra position {position} med {place}",
        "what is appended is signed from position {position} on, with {place}",
    ),
    "appending_already": (
        (
            "det, der tilføjes, underskrives allerede, fra position {position}: se "
            "kvalitet key append list"
        ),
        (
            "what is appended is signed already, from position {position} on: see "
            "kvalitet key append list"
        ),
    ),
    "witness": (
        "{name} er nu et vidne: den, der stoler på det, skriver nøglen i sin politik",
        "{name} is a witness now: whoever trusts it puts the key in a policy",
    ),
    "followed": (
        "journalens nøgle gav over til {after}: den er føjet til {policy}",
        "the journal's key gave over to {after}: it was added to {policy}",
    ),
    "cosigned": (
        (
            "{folder} er efterprøvet; dens checkpoint for {size:event} er "
            "medunderskrevet: giv det til kvalitet anchor add"
        ),
        (
            "{folder} is verified; its checkpoint of {size:event} is cosigned: give "
            "it to kvalitet anchor add"
        ),
    ),
    "up_to_date": (
        "intet at gøre: journalens format er {number}",
        "nothing to do: the journal's format is {number}",
    ),
    "migrated": ("udført: {step}", "done: {step}"),
    "role": ("rollen {name}: {what}", "role {name}: {what}"),
    "owner": (
        "ejer tabellerne: til den, der migrerer",
        "owns the tables: for who migrates",
    ),
    "application": (
        "tilføjer og forsegler: til den, der kører kommandoer",
        "appends and seals: for who runs commands",
    ),
    "eraser": (
        "fjerner forseglede afsnit: til den, der glemmer, ud over application",
        "removes sealed sections: for who forgets, beside the application's",
    ),
    "auditor": (
        "læser: til den, der efterprøver og spørger",
        "reads: for who verifies and asks",
    ),
    "grant": (
        "tildel dem: GRANT {name} TO <login>",
        "grant them: GRANT {name} TO <login>",
    ),
    "proved": (
        "bevis for, at {event} er nr. {number} af {size:event}",
        "proof that {event} is number {number} of {size:event}",
    ),
}
