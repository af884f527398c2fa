"""What stands around the demo's story, in Danish and in English."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.language import Language, words

__all__ = ["say"]


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


_SENTENCES: Final = {
    "made": ("En journal er lavet: {place}", "A journal was made: {place}"),
    "about": (
        (
            "Den viser, hvordan et lille, opdigtet kontor førte programmet »Styrket "
            "kvalitet i socialpsykiatrien«, 2019-2022. Opslag, frister, "
            "partnerkommuner, principper, udgivelser og deres datoer er virkelige; "
            "hvert tilbud, hver person og hvert tal er opdigtet, og det er alt det, "
            "som ingen kilde fortæller, også. Et program gav den dens tider, og ikke "
            "et ur, så den er mærket som simuleret, og det får enhver at vide, der "
            "læser den. Afvisninger gengives, som de står i journalen, på engelsk."
        ),
        (
            "It records how a small, made-up office ran the programme »Styrket "
            "kvalitet i socialpsykiatrien«, 2019-2022. Calls, deadlines, partner "
            "municipalities, principles, publications and their dates are real; every "
            "tilbud, person and figure is made up, and so is whatever no source "
            "tells. Its times were given by this program, not by a clock, so it is "
            "marked as simulated, and whoever reads it is told so."
        ),
    ),
    "left_out": (
        (
            "Udeladt, fordi deres plugins ikke er installeret eller ikke er tilladt: "
            "{names}."
        ),
        ("Left out, since their plugins are not installed or not allowed: {names}."),
    ),
    "next": ("Prøv så:", "Try next:"),
    "environment": (
        "(med KVALITET_JOURNAL, KVALITET_KEYS og KVALITET_ACCESS sat)",
        "(with KVALITET_JOURNAL, KVALITET_KEYS and KVALITET_ACCESS set)",
    ),
    "step": ("# {what}", "# {what}"),
    "log": (
        "de sidste fem kommandoer, også de afviste",
        "the last five commits, refusals included",
    ),
    "history": ("hvem der gjorde hvad ved Lærkehøj", "who did what to Lærkehøj"),
    "show": ("hvad man ved om det i dag", "what is known of it today"),
    "known": (
        "hvad man troede den 11. marts 2020",
        "what was believed on 11 March 2020",
    ),
    "persons": (
        "det samme med personer, og det skrives op ved siden af journalen",
        "the same with persons, which goes on record beside the journal",
    ),
    "purpose": ("prøver demoen", "trying out the demo"),
    "rename": ("giv det selv et nyt navn", "rename it yourself"),
    "application": (
        (
            "hvad en ansøgning blev afgjort på: hvad hver regel førte til, og på "
            "hvilke oplysninger"
        ),
        "what an application was decided on: its findings and their facts",
    ),
    "timeline": (
        "dens sag, fra ansøgningen til forløbets slutning",
        "its case, from the application to the end of the course",
    ),
    "why": (
        "hvorfor den sene blev afvist, helt ned til hvem",
        "why the late one was refused, down to who",
    ),
    "why_not": (
        "hvad der mangler, før et begyndt forløb kan tilrettelægges",
        "what is missing before a course that has begun can be shaped",
    ),
    "postings": (
        "hver postering på et tilskud, og den beslutning, den hviler på",
        "every posting of a grant, and the decision that it rests on",
    ),
    "survey": (
        "hvad partnernes folk svarede, uden de tal, der er for små",
        "what the partners' people answered, but for numbers that are too small",
    ),
    "large": (
        "En journal på {events} hændelser er lavet: {place}",
        "A journal of {events} events was made: {place}",
    ),
    "speed": (
        (
            "Den er simuleret: et program gav dens tider. {seconds} s, {rate} "
            "hændelser i sekundet."
        ),
        (
            "It is simulated: a program gave its times. {seconds} s, {rate} events a "
            "second."
        ),
    ),
}
