"""How the demo tells of the leader networks, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "established": (
        (
            "To ledernetværk begynder, Østdanmark og Vestdanmark. Den kan være med, "
            "som leder 15 ansatte på et botilbud. Kilden siger både »mere end 15« og "
            "»mindst 15«, så journalen lader det stå åbent, hvordan præcis 15 skal "
            "læses."
        ),
        (
            "Two networks of leaders begin, Østdanmark and Vestdanmark. One may join "
            "who leads 15 staff on a botilbud. The source says both »mere end 15« and "
            "»mindst 15«, so the record leaves it open how exactly 15 is read."
        ),
    ),
    "admitted": (
        (
            "Tre opdigtede ledere kommer med, en i øst og to i vest. Om hver af dem "
            "bevares, hvad hver af optagelsens regler førte til, og på hvilke "
            "oplysninger."
        ),
        (
            "Three made-up leaders join, one in the east and two in the west. With "
            "each, the record keeps what every rule of the admission found, and on "
            "which facts."
        ),
    ),
    "too_few_staff": (
        (
            "Lederen af Bostøtten Hyldehuset i Herning vil gerne være med. Afvist af "
            "to grunde på én gang: ni ansatte er for få, og bostøtte er ikke et "
            "botilbud."
        ),
        (
            "The leader of Bostøtten Hyldehuset in Herning would like to join. Refused "
            "for two reasons at once: nine staff are too few, and bostøtte is no "
            "botilbud."
        ),
    ),
    "first_meeting": (
        (
            "Begge netværk mødes for første gang; de skal mødes to gange om året til "
            "og med 2022. Dagene er opdigtede."
        ),
        (
            "Both networks meet for the first time, as they are to do twice a year "
            "until the end of 2022. The days are made up."
        ),
    ),
    "not_a_member": (
        (
            "En liste dukker op, hvor lederen af Hyldehuset står blandt de fremmødte. "
            "Afvist: {reason!r}."
        ),
        (
            "A list turns up that has the leader of Hyldehuset among those present. "
            "Refused: {reason!r}."
        ),
    ),
    "input": (
        (
            "Netværkene kvalificerer, hvad recovery-orienteret faglig ledelse er. Det, "
            "de gav, står sammen med det udkast til principperne, som det blev givet "
            "til."
        ),
        (
            "The networks qualify what recovery-oriented professional leadership is. "
            "What they gave stands with the draft of the guidelines that it was given "
            "to."
        ),
    ),
    "cited_too_early": (
        (
            "Et ekstra møde ville bygge på principperne to dage for tidligt. Afvist, "
            "for man henviser til det, der er udgivet: {reason!r}."
        ),
        (
            "An extra meeting would build on the guidelines two days too soon. "
            "Refused, as one cites what is published: {reason!r}."
        ),
    ),
    "published": (
        (
            "Principperne udgives: {number} principper, fra »{first}« til »{last}«, og "
            "fra nu af kan man henvise til hvert af dem ved udgave og nummer."
        ),
        (
            "The guidelines are published: {number} principles, from »{first}« to "
            "»{last}«, each of which can be cited by version and number from now on."
        ),
    ),
    "opened_to_all": (
        (
            "Optagelsen ændres: bostøtte er også velkommen, og ingen tæller ansatte "
            "mere. Lederen af Hyldehuset kommer omsider med. Den, der spørger senere, "
            "finder begge versioner, hver på sine dage; hvilken dag de skiftede, siger "
            "ingen kilde, så den dag er opdigtet."
        ),
        (
            "The admission changes: bostøtte is welcome too, and nobody counts staff "
            "any more. The leader of Hyldehuset joins at last. Whoever asks later "
            "finds both versions, each on its days; on which day they changed no "
            "source tells, so this day is made up."
        ),
    ),
    "meeting_on_the_principles": (
        (
            "Netværkene mødes om det tredje princip, »Nærværende ledelse«, og "
            "journalen siger, i hvilken udgave."
        ),
        (
            "The networks meet on the third principle, »Nærværende ledelse«, and the "
            "record says in which version."
        ),
    ),
    "reflected": (
        (
            "En af lederne skriver ned, hvad princippet betyder for hendes egen "
            "hverdag. Det er forseglet med hendes nøgle: det er ikke andres."
        ),
        (
            "One of the leaders writes down what the principle means to her own day. "
            "It is sealed with her key: it is nobody else's."
        ),
    ),
    "last_meeting": (
        (
            "Det sidste af de møder, der var lovet. De to før det, fra november 2021, "
            "lægges ind samtidig; deres dage står ved siden af den dag, kontoret nåede "
            "til det."
        ),
        (
            "The last of the meetings that were promised. The two before it, from "
            "November 2021 on, are entered at the same time; their days stand beside "
            "the day on which the office came round to it."
        ),
    ),
}
