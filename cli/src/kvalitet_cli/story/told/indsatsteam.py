"""How the demo tells of the Indsatsteam's rounds, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "announced": (
        (
            "To runder rådgivningsforløb fra Indsatsteamet, et udgående team, lægges "
            "ind fra pluginets katalog, med frist {first} og {second}. Runderne er "
            "virkelige; dagen, de blev lagt ind, er det ikke."
        ),
        (
            "Two rounds of counselling courses by the Indsatsteam, an outgoing team, "
            "are entered from the plugin's catalogue, with deadlines {first} and "
            "{second}. The rounds are real; when they were entered is not."
        ),
    ),
    "applied": (
        (
            "Lærkehøj, som nu hedder Mosebo, søger i tide om et forløb om Sundhed. Der "
            "står ikke, hvor langt et forløb der ønskes. Ansøgningen åbner af sig selv "
            "en sag af pluginets sagstype, i rundens version."
        ),
        (
            "Lærkehøj, now called Mosebo, applies for a course on Sundhed, in time. It "
            "does not say how long a course it wishes. The application opens a case of "
            "the plugin's case type by itself, in the version of its round."
        ),
    ),
    "asked": (
        "{caseworker} beder om længden, som mangler.",
        "{caseworker} asks for the length that is missing.",
    ),
    "supplemented": (
        "Svaret kommer og bliver skrevet ind som 16 måneder.",
        "The answer comes, and is entered as 16 months.",
    ),
    "corrected": (
        ("Det var læst forkert: i brevet står der 6. Begge dele bliver i historikken."),
        "That was misread: the letter says 6. Both stay in the history.",
    ),
    "of_another_kind": (
        (
            "Et tredje opdigtet tilbud, Bostedet Bakkegården i Roskilde (0265), søger "
            "på sidstedagen. Det er selvejende, og det nævner denne runde ikke; det er "
            "afgørelsens sag at finde ud af."
        ),
        (
            "A third made-up tilbud, Bostedet Bakkegården in Roskilde (0265), applies "
            "on the last day. It is selvejende, self-owning, which this round does not "
            "name; that is for the decision to find."
        ),
    ),
    "applied_late": (
        (
            "Egekrogen søger morgenen efter fristen. Det, der kommer for sent, "
            "modtages og bevares alligevel."
        ),
        (
            "Egekrogen applies the morning after the deadline. What comes late is "
            "received and kept all the same."
        ),
    ),
    "second_round": (
        (
            "Bakkegården søger igen i anden runde, som også nævner selvejende: samme "
            "regel, samme tilbud, en anden runde. Sagen åbnes i den rundes version."
        ),
        (
            "Bakkegården applies again in the second round, which names selvejende "
            "too: the same rule, the same tilbud, another round. Its case is opened in "
            "the version of that round."
        ),
    ),
    "withdrawn": (
        (
            "Mosebo søger om et forløb mere og trækker ansøgningen tilbage inden for "
            "en time."
        ),
        "Mosebo applies for one more course, and withdraws it within the hour.",
    ),
}
