"""How the demo tells of the partners' grants, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "given": (
        (
            "Hver partner får {each} til og med 30. september 2022. Hvordan de 13 "
            "millioner blev fordelt, er ikke til at finde: at hver fik en fjerdedel, "
            "er opdigtet. Tilskudsbrevet har et budget, og der udbetales forud hvert "
            "kvartal."
        ),
        (
            "Each partner gets {each} until 30 September 2022. How the 13 million were "
            "shared is not to be found: a quarter each is made up. The letter has a "
            "budget, and instalments quarterly in advance."
        ),
    ),
    "no_more": (
        "Herning beder om én krone mere. Afvist: {reason!r}.",
        "Herning asks for one krone more. Refused: {reason!r}.",
    ),
    "too_early": (
        (
            "Den første rate til Rudersdal er ved at blive udbetalt, før kommunen har "
            "sagt ja. Afvist: {reason!r}."
        ),
        (
            "The first instalment to Rudersdal is about to be paid before the "
            "municipality has said yes. Refused: {reason!r}."
        ),
    ),
    "acknowledged": (
        (
            "Alle fire har sendt deres tilkendegivelse, i tide, og det første kvartal "
            "er udbetalt. Hver postering fører tilbage til sin beslutning, og "
            "beslutningen til sine posteringer."
        ),
        (
            "All four have sent their tilkendegivelse, in time, and the first quarter "
            "is paid. Each posting leads back to its decision, and the decision to its "
            "postings."
        ),
    ),
    "of_2020": (
        "Årets øvrige {number} kvartaler er udbetalt, hvert på sin dag.",
        "The other {number} quarters of the year are paid, each on its day.",
    ),
    "of_2021": (
        "Alle {number} kvartaler af 2021 er udbetalt, hvert på sin dag.",
        "All {number} quarters of 2021 are paid, each on its day.",
    ),
    "of_2022": (
        "De sidste {number} kvartaler: tilskuddene er udbetalt til sidste øre.",
        "The last {number} quarters: the grants are paid to the øre.",
    ),
    "accounts_of_2020": (
        (
            "Regnskaberne for 2020 godkendes. Over 500.000 kr. udfører en registreret "
            "revisor også forvaltningsrevision; havde den manglet, kunne de ikke "
            "godkendes."
        ),
        (
            "The accounts of 2020 are approved. Above 500,000 kr. a registered auditor "
            "looks at performance, too; had that been missing, they could not be."
        ),
    ),
    "accounts_of_2021": (
        "Regnskaberne for 2021 godkendes.",
        "The accounts of 2021 are approved.",
    ),
    "accounts_of_2022": (
        (
            "I 2022 har Randers brugt {unused} mindre, end kommunen fik; de skal "
            "betales tilbage."
        ),
        "In 2022 Randers has spent {unused} less than it got; it is to repay.",
    ),
    "closed": (
        (
            "Randers har betalt tilbage, og de fire tilskud lukkes. I hvert af dem er "
            "det, der blev givet tilsagn om, det samme som det, der blev brugt, og "
            "det, der kom tilbage."
        ),
        (
            "Randers has repaid, and the four grants are closed. In every one, what "
            "was committed is what was used and what came back."
        ),
    ),
}
