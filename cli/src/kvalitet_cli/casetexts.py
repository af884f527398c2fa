"""The sentences of the commands about cases, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["SENTENCES"]

SENTENCES: Final = {
    "simulated": (
        "journal {place} er simuleret: et program gav dens tider",
        "journal {place} is simulated: a program gave its times",
    ),
    "definitions": (
        "sagstyper: {count} installeret",
        "case types: {count} installed",
    ),
    "checked": (
        "sagstyper: {count} kontrolleret, {found} fejl fundet",
        "case types: {count} checked, {found} findings",
    ),
    "unchecked": (
        "plugin {plugin!r} kunne ikke kontrolleres: {problem}",
        "plugin {plugin!r} could not be checked: {problem}",
    ),
    "more_unseen": (
        "plugin {plugin!r} kan ikke indlæses, så det, der følger efter, er ikke set",
        "plugin {plugin!r} cannot be loaded, so nothing after that was looked at",
    ),
    "same": (
        "{old} og {new} siger det samme",
        "{old} and {new} say the same",
    ),
    "differences": (
        "{old} → {new}: {count} forskelle",
        "{old} → {new}: {count} differences",
    ),
    "differences_one": (
        "{old} → {new}: 1 forskel",
        "{old} → {new}: 1 difference",
    ),
    "open_cases": ("{version}: {count} åbne sager", "{version}: {count} open cases"),
    "open_case": ("{version}: 1 åben sag", "{version}: 1 open case"),
    "from_on": ("fra {first}", "from {first}"),
    "from_until": ("{first} til {last}", "{first} to {last}"),
    "portfolio_one": (
        "{title} {version}, 1 åben sag",
        "{title} {version}, 1 open case",
    ),
    "portfolio": (
        "{title} {version}, {count} åbne sager",
        "{title} {version}, {count} open cases",
    ),
    "written_to": ("skrevet til {path}", "written to {path}"),
    "definition_missing": (
        "{case}: sagstypen {code} {version} er ikke installeret; vises uden titler",
        "{case}: case type {code} {version} is not installed; shown without titles",
    ),
    "definition_differs": (
        "{case}: bundet til {code} {version} {bound}, installeret er {got}; kun læsbar",
        "{case}: bound to {code} {version} {bound}, installed is {got}; only readable",
    ),
    "added_tasks": ("Tilføjede opgaver", "Added tasks"),
    "runs_by": ("sagstype", "case type"),
    "state": ("tilstand", "state"),
    "received": ("modtaget", "received"),
    "handles": ("ansøgning", "application"),
    "is_open": ("åben", "open"),
    "is_suspended": ("åben, venter på", "open, waits for"),
    "is_closed": ("lukket", "closed"),
    "due": ("frist {deadline}", "due {deadline}"),
    "late": ("OVERSKREDET", "LATE"),
    "done_by": ("af {who}", "by {who}"),
    "held_by": ("hos {who}", "with {who}"),
    "unplanned": ("ikke planlagt", "not planned"),
    "decisions": ("Afgørelser", "Decisions"),
    "by": ("af {who}", "by {who}"),
    "on_behalf": ("{who} for {whom}", "{who} for {whom}"),
    "effective": ("gælder fra {day}", "effective from {day}"),
    "is_notified": ("meddelt {day}", "notified {day}"),
    "is_revoked": ("tilbagekaldt fra {day}", "revoked from {day}"),
    "supersedes": ("træder i stedet for nr. {number}", "supersedes no. {number}"),
    "reason": ("begrundelse", "reason"),
    "truth_true": ("opfyldt", "met"),
    "truth_false": ("ikke opfyldt", "not met"),
    "truth_unknown": ("uafklaret", "open"),
    "missing": ("; mangler {names}", "; lacks {names}"),
    "as_of_receipt": (" ved modtagelsen {day}", " as of its receipt {day}"),
    "despite": ("; fraveget", "; set aside"),
    "owes": ("{owed}, efter {after}", "{owed}, after {after}"),
    "owed": ("Udestår", "Owed"),
    "warnings": ("Advarsler", "Warnings"),
    "broken": (
        "{code}: det holder ikke, at {text}",
        "{code}: it is not so that {text}",
    ),
    "suspensions": ("I bero", "Suspensions"),
    "facts": ("Oplysninger", "Facts"),
    "links": ("Hører sammen med", "Belongs together with"),
    "available": ("Kan udføres nu", "Can be done now"),
    "who": ("af {id} som {role}", "by {id} as {role}"),
    "who_delegated": (
        "af {id} som {role}, bemyndiget af {delegated_by}",
        "by {id} as {role}, delegated by {delegated_by}",
    ),
    "since": ("da {facts}", "since {facts}"),
    "in_the_name": ("{who} på vegne af {other}", "{who} on behalf of {other}"),
    "why_reason": ("fordi: {text}", "because: {text}"),
    "why_reasons": ("begrundelse: {text}", "reason: {text}"),
    "why_note": ("note: {text}", "note: {text}"),
    "why_authority": ("på grundlag af {text}", "on the authority of {text}"),
    "why_despite": ("fraveget: {text}", "set aside: {text}"),
    "caused": ("fulgte af hændelse {event}", "followed from event {event}"),
    "now_due": ("{item}: frist {deadline}", "{item}: due {deadline}"),
    "not_due": ("{item}: ingen frist nu", "{item}: no deadline now"),
    "now_owed": ("udestår: {owed}, frist {deadline}", "owed: {owed}, due {deadline}"),
    "not_owed": ("udestår ikke mere: {owed}", "owed no more: {owed}"),
    "met": ("opfyldt: {owed}", "met: {owed}"),
    "invariant_true": ("{code}: holder igen", "{code}: holds again"),
    "invariant_false": (
        "advarsel: {code} holder ikke",
        "warning: {code} does not hold",
    ),
    "invariant_unknown": ("{code}: uafklaret", "{code}: open"),
    "nothing": ("ikke oplyst", "not known"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "cases": ("sager: {count} vist", "cases: {count} shown"),
    "events": ("{case}: {count} hændelser", "{case}: {count} events"),
    "public_events": (
        "{case}: {count} hændelser, som en part kan få at vide; {inside} er interne",
        "{case}: {count} events that a party can be told of; {inside} are internal",
    ),
    "public_notified": (
        "{item}: {outcome}, meddelt {on} (afgørelse nr. {number})",
        "{item}: {outcome}, notified on {on} (decision no. {number})",
    ),
    "stand": ("{case}: {count} hændelser", "{case}: as of {count} events"),
    "view_behind": (
        "{view} er {lag} hændelser bagefter, {parked} er lagt til side",
        "{view} is {lag} events behind, with {parked} parked",
    ),
    "cases_of": (
        "sager: {count} af {all} vist; --limit 0 viser alle",
        "cases: {count} of {all} shown; --limit 0 shows all",
    ),
    "type_missing": (
        "sagstypen {name} er ikke installeret; dens sager vises uden titler",
        "case type {name} is not installed; its cases are shown without titles",
    ),
    "state_open": ("åben", "open"),
    "state_suspended": ("i bero", "suspended"),
    "state_closed": ("lukket", "closed"),
    "tick_ahead": (
        "{at} er senere end nu; det, der noteres, er ikke sket endnu",
        "{at} is later than now; what is noted has not happened yet",
    ),
    "ticked": (
        "sager: {cases} set efter, {count} noteret",
        "cases: {cases} looked at, {count} noted",
    ),
    "ticked_runs": (
        "hold: {runs} set efter, {count} tilbud bortfaldet",
        "runs: {runs} looked at, {count} offers lapsed",
    ),
    "offer_lapsed": (
        "{title}, nr. {about}: tilbuddet om plads er bortfaldet, {deadline}",
        "{title}, no. {about}: the offer of a seat has lapsed, {deadline}",
    ),
    "tick_left": ("ikke set efter: {text} ({code})", "not looked at: {text} ({code})"),
    "tick_known": ("var noteret", "was noted"),
    "deadline_passed": (
        "{title}: fristen {deadline} er overskredet",
        "{title}: the deadline {deadline} has passed",
    ),
    "obligation_breached": (
        "{title}: udestår efter fristen {deadline}",
        "{title}: owed after the deadline {deadline}",
    ),
    "reminder_due": (
        "{title}: {days} dage til fristen {deadline}",
        "{title}: {days} days to the deadline {deadline}",
    ),
    "follow_up_due": ("{title}: tages op igen", "{title}: to be come back to"),
    "worklist": (
        "opgaver: {count} vist, {late} overskredet",
        "tasks: {count} shown, {late} late",
    ),
    "is_owed": ("udestår", "owed"),
    "proofs": (
        "{case}: {item}: {count} beviser, og de holder",
        "{case}: {item}: {count} proofs, and they hold",
    ),
    "proofs_one": (
        "{case}: {item}: 1 bevis, og det holder",
        "{case}: {item}: 1 proof, and it holds",
    ),
    "proofs_differ": (
        "{case}: {item}: {count} beviser, og ikke alle giver det samme nu",
        "{case}: {item}: {count} proofs, and not all come to the same now",
    ),
    "proofs_differ_one": (
        "{case}: {item}: 1 bevis, og det giver ikke det samme nu",
        "{case}: {item}: 1 proof, and it does not come to the same now",
    ),
    "proofs_none": (
        "{case}: {item}: har ikke haft en beregnet frist",
        "{case}: {item}: has not had a deadline that was counted",
    ),
    "proof_since": ("{at}: {because}", "{at}: {because}"),
    "changed": ("ændret:", "changed:"),
    "no_deadline": ("Ingen frist fra da af.", "No deadline from then on."),
    "none": ("ingen", "none"),
    "again_same": (
        "Genberegnet nu: den samme frist.",
        "Counted again now: the same deadline.",
    ),
    "again_wrong": (
        "Genberegnet nu: beviset giver noget andet, end det siger.",
        "Counted again now: the proof does not come to what it says.",
    ),
    "again_same_calendar": (
        "Genberegnet med kalenderen {calendar}: den samme frist.",
        "Counted again by calendar {calendar}: the same deadline.",
    ),
    "again_other_calendar": (
        "Genberegnet med kalenderen {calendar}: {deadline}.",
        "Counted again by calendar {calendar}: {deadline}.",
    ),
    "why": (
        "{case}: afgørelse {number} af {count}, som den blev fundet",
        "{case}: decision {number} of {count}, as it was found",
    ),
    "why_not": (
        "{case}: {item}: {count} grunde til, at det ikke kan gøres nu",
        "{case}: {item}: {count} reasons why it cannot be done now",
    ),
    "why_not_one": (
        "{case}: {item}: 1 grund til, at det ikke kan gøres nu",
        "{case}: {item}: 1 reason why it cannot be done now",
    ),
    "why_not_none": (
        "{case}: {item}: intet er i vejen",
        "{case}: {item}: nothing keeps it back",
    ),
    "not_application_withdrawn": (
        "Ansøgningen er trukket tilbage",
        "The application is withdrawn",
    ),
    "not_closed": (
        "Sagen er lukket ({reason}); den skal genåbnes",
        "The case is closed ({reason}); reopen it",
    ),
    "not_definition_differs": (
        "Sagstypen siger noget andet end det, sagen er bundet til",
        "The case type says something else than what the case is bound to",
    ),
    "not_definition_unknown": (
        "Sagstypen er ikke installeret",
        "The case type is not installed",
    ),
    "not_finding_unknown": (
        "Reglen {rule} er uafklaret",
        "Rule {rule} is unknown",
    ),
    "not_four_eyes": (
        "{title}: en anden skal gøre det, da to par øjne kræves",
        "{title}: somebody else must do it, as four eyes are required",
    ),
    "not_held": (
        "{title} er hos {holder}, som skal slippe eller overdrage den",
        "{title} is with {holder}, who has to release or delegate it",
    ),
    "not_item_done": ("{title} er allerede udført", "{title} is done already"),
    "not_mandate": (
        "{title}: den, der vil afgøre det, er ikke bemyndiget til det",
        "{title}: whoever wants to decide it has no mandate for it",
    ),
    "not_not_available": (
        "{title} kan ikke udføres endnu",
        "{title} cannot be done yet",
    ),
    "not_role": ("{title} udføres af {role}", "{title} is done by {role}"),
    "not_requires": ("Det kræves, at {text}", "It is required that {text}"),
    "fact_done": ("{title} er udført", "{title} is done"),
    "fact_outcome": ("{title}: {value}", "{title}: {value}"),
    "fact_is": ("{title} er {value}", "{title} is {value}"),
    "migrating": (
        "{old} → {new}: {count} åbne sager",
        "{old} → {new}: {count} open cases",
    ),
    "migrating_one": (
        "{old} → {new}: 1 åben sag",
        "{old} → {new}: 1 open case",
    ),
    "migrating_some_refused": (
        "afvist for {count} sager; intet blev skrevet for dem",
        "refused for {count} cases; nothing was written for them",
    ),
    "migrating_some_refused_one": (
        "afvist for 1 sag; intet blev skrevet for den",
        "refused for 1 case; nothing was written for it",
    ),
    "migrating_unwritten": (
        "det kan lade sig gøre; intet blev skrevet",
        "it can be done; nothing was written",
    ),
    "migrating_done": ("gjort", "done"),
    "migrating_nothing": ("intet at gøre", "nothing to do"),
    "migrating_would_migrate": ("kan gå videre", "can go on"),
    "migrating_migrated": ("går videre", "goes on"),
    "migrating_refused": ("afvist", "refused"),
    "migrating_dropped": ("{path} udgår", "{path} is dropped"),
    "case_count": ("1 sag", "1 case"),
    "cases_count": ("{count} sager", "{count} cases"),
}
"""Each sentence by its key: in Danish, and in English; names stand in braces."""
