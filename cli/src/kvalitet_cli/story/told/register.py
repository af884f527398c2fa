"""How the demo tells of the register, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "loaded": (
        (
            "{loader} indlæser Danmarks {regions} regioner og {municipalities} "
            "kommuner. De er virkelige."
        ),
        (
            "{loader} loads Denmark's {regions} regions and {municipalities} "
            "municipalities. These are real."
        ),
    ),
    "registered": (
        (
            "{caseworker}, en sagsbehandler, registrerer det opdigtede tilbud "
            "Bofællesskabet Lærkehøj i Randers (0730), som er der fra 1. september "
            "2019. Det hviler på § 107 i serviceloven (SEL107), midlertidigt ophold."
        ),
        (
            "{caseworker}, a caseworker, registers the made-up tilbud Bofællesskabet "
            "Lærkehøj in Randers (0730), there from 1 September 2019. A tilbud is a "
            "place or a service that supports people with psychological difficulties; "
            "the law it rests on is told by its section: this one rests on § 107 of "
            "serviceloven, the act on social services (SEL107), a temporary stay."
        ),
    ),
    "contacts_named": (
        (
            "To kontaktpersoner navngives. Deres navne og adresser er forseglet, hver "
            "med sin egen nøgle; i selve journalen står kun deres id'er, {first} og "
            "{second}."
        ),
        (
            "Two contact persons are named. Their names and addresses are sealed, each "
            "with a key of that person's own; the journal itself only holds their ids, "
            "{first} and {second}."
        ),
    ),
    "second_registered": (
        "Endnu et opdigtet tilbud, Botilbuddet Egekrogen i Odense (0461).",
        "A second made-up tilbud, Botilbuddet Egekrogen in Odense (0461).",
    ),
    "renamed": (
        (
            "Kontoret får at vide, at Lærkehøj siden 1. januar 2020 har heddet "
            "Bofællesskabet Mosevang. Begge datoer bevares: hvornår navnet fik "
            "virkning, og hvornår kontoret fik det at vide."
        ),
        (
            "The office learns that Lærkehøj has been called Bofællesskabet Mosevang "
            "since 1 January 2020. The record keeps both dates: when the name took "
            "effect, and when the office learned of it."
        ),
    ),
    "corrected": (
        (
            "Det var en skrivefejl: navnet er Bofællesskabet Mosebo. Rettelsen er en "
            "ny hændelse; fejlen bliver stående i historikken, så man stadig kan se, "
            "hvad kontoret troede den 11. marts."
        ),
        (
            "That was a slip of the pen: the name is Bofællesskabet Mosebo. The "
            "correction is a new event; the mistake stays in the history, so one can "
            "still see what the office believed on 11 March."
        ),
    ),
    "unknown_municipality": (
        (
            "Nogen prøver at registrere et tilbud i kommune 0999. Det afvises, og "
            "afvisningen bevares med sin grund: {reason!r}."
        ),
        (
            "Somebody tries to register a tilbud in municipality 0999. It is refused, "
            "and the refusal is kept with its reason: {reason!r}."
        ),
    ),
    "closed": (
        "Egekrogen skal lukke den 1. januar 2021.",
        "Egekrogen is to close on 1 January 2021.",
    ),
    "too_late": (
        (
            "Nogen prøver at give Egekrogen et nyt navn fra 1. februar 2021. Afvist: "
            "da var det lukket."
        ),
        (
            "Somebody tries to rename Egekrogen from 1 February 2021. Refused: it had "
            "closed by then."
        ),
    ),
    "forgotten": (
        (
            "Den første kontaktperson glemmes: a-03 og a-08 godkender det, {eraser} "
            "udfører det, og personens nøgle og {sections} forseglede afsnit er "
            "destrueret. At det blev besluttet, af hvem og efter hvilken lov, bliver "
            "stående."
        ),
        (
            "The first contact person is forgotten: a-03 and a-08 approve, {eraser} "
            "carries it out, and the person's key and {sections} sealed sections are "
            "destroyed. That it was decided, by whom and under which law, stays on "
            "record."
        ),
    ),
}
