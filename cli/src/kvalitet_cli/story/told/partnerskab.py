"""How the demo tells of the pool and its partners, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "announced": (
        (
            "Puljen »{title}« slås op: {amount} på {account}, til mellem to og fire "
            "kommuner, med frist den 17. september kl. 12. Hvad der blev slået op, "
            "står i journalen, og runden får sin udvælgelse af sig selv."
        ),
        (
            "The pool »{title}« is announced: {amount} on {account}, for two to four "
            "municipalities, with the deadline 17 September at 12. What was announced "
            "stands in the record, and the round gets its selection by itself."
        ),
    ),
    "moved": (
        (
            "Fristen flyttes til den 24. september kl. 12. Begge står der: hvilken der "
            "gjaldt på hvilken dag, kan man spørge om senere."
        ),
        (
            "The deadline is moved to 24 September at 12. Both stand: on which day "
            "each held can be asked later."
        ),
    ),
    "all_applied": (
        (
            "{number} kommuner har søgt. Fire af dem er {towns}; hvad de andre hed, er "
            "ikke til at finde, så atten opdigtede står i deres sted. Hver ansøgning "
            "åbner en sag."
        ),
        (
            "{number} municipalities have applied. Four of them are {towns}; what the "
            "others were called is not to be found, so eighteen made-up ones stand in "
            "for them. Each application opens a case."
        ),
    ),
    "judged": (
        (
            "{caseworker} har læst dem alle, hver med sit budget og sine budgetnoter. "
            "Kommuner, der allerede er langt, foretrækkes; hvem det er, står som en "
            "oplysning i hver sag, med sin kilde."
        ),
        (
            "{caseworker} has read them all, each with its budget and its notes. "
            "Municipalities that are already far are preferred; who is, is a fact of "
            "each case, with its source."
        ),
    ),
    "selected": (
        "{head} udvælger {towns}.",
        "{head} selects {towns}.",
    ),
    "a_fifth": (
        "{head} prøver også med en femte. Afvist, og bevaret: {reason!r}.",
        "{head} tries a fifth, too. Refused, and kept: {reason!r}.",
    ),
    "published": (
        (
            "Udvælgelsen offentliggøres. Af sig selv, og journalført som det, får hver "
            "af de fire et partnerskab, og de atten andre inviteres som "
            "referencekommuner."
        ),
        (
            "The selection is published. By itself, and in the record as such, each of "
            "the four has a partnership, and the eighteen others are invited as "
            "reference municipalities."
        ),
    ),
    "decided": (
        (
            "Hver ansøgning afgøres i sin egen sag: fire imødekommes, atten får et "
            "begrundet afslag med klagevejledning. Den, der ville imødekomme en, som "
            "ikke er udvalgt, skulle nævne den regel, der fraviges; en prøver uden, og "
            "afvises: {reason!r}."
        ),
        (
            "Every application is decided in its own case: four are granted, eighteen "
            "get a reasoned refusal, with guidance on where to complain. Whoever would "
            "grant one that was not selected has to name the rule that is set aside; "
            "one who tries without is refused: {reason!r}."
        ),
    ),
    "answered": (
        (
            "Af de {invited}, der blev inviteret, går {members} med i "
            "referencenetværket."
        ),
        "Of the {invited} that were invited, {members} join the reference network.",
    ),
    "met": (
        "Styregruppen har mødtes med partnerne, fra 12 til 14 i Socialstyrelsen.",
        (
            "The steering group has met with the partners, from 12 to 14 at "
            "Socialstyrelsen."
        ),
    ),
}
