"""How the demo tells of the Indsatsteam's cases, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "waits": (
        (
            "Der skal være afgjort senest {before}. Indtil der er svaret, venter "
            "sagen, og den frist løber ikke. Hvor længe der er til at afgøre den, er "
            "opdigtet: det siger ingen kilde."
        ),
        (
            "It should be decided by {before}. Until it is answered the case waits, "
            "and that term does not run. How long there is to decide is made up: no "
            "source says."
        ),
    ),
    "goes_on": (
        (
            "Sagen går videre og skal nu være afgjort senest {due}: de dage, den "
            "ventede, godskrives, og en frist, der ender på en lukkedag, rykker til "
            "næste åbne dag."
        ),
        (
            "The case goes on, now to be decided by {due}: the days that it waited are "
            "credited, and a term that ends on a closed day rolls on."
        ),
    ),
    "assessed": (
        "{caseworker} oplyser de tre sager og vurderer dem.",
        "{caseworker} clarifies the three cases, and assesses them.",
    ),
    "not_by_the_same": (
        (
            "{caseworker}, som vikarierer som {role}, prøver at afgøre det, som "
            "{caseworker} har vurderet. Afvist, og bevaret: {reason!r}."
        ),
        (
            "{caseworker}, standing in as {role}, tries to decide what {caseworker} "
            "has assessed. Refused, and kept: {reason!r}."
        ),
    ),
    "extended": (
        (
            "Bakkegårdens sag er kompleks: den får to uger mere af den, der må afgøre "
            "den. Begge frister står der, hver med sit bevis."
        ),
        (
            "Bakkegården's case is complex: it is given two weeks more, by whoever may "
            "decide it. Both deadlines stand, each with its proof."
        ),
    ),
    "granted": (
        (
            "{head} afgør sagen: Mosebo får sit forløb. Hvert resultat bevarer reglens "
            "version, hjemlen og oplysningerne med de hændelser, de kommer fra. Den "
            "samme kommando afgør ansøgningen."
        ),
        (
            "{head} decides: Mosebo gets its course. Each finding keeps the rule's "
            "version, its legal basis, and the facts with the events that set them. "
            "The same commit decides the application."
        ),
    ),
    "late_is_refused": (
        (
            "Egekrogens ansøgning kom for sent: {outcome}, med begrundelse. Om sådan "
            "et afslag er en afgørelse, siger ingen kilde; det behandles som en, så "
            "parten høres og får klagevejledning."
        ),
        (
            "Egekrogen's application came too late: {outcome}, with its reason. "
            "Whether such a refusal is an afgørelse no source says; this one is "
            "treated as one, so the party is heard, and told where to complain."
        ),
    ),
    "other_kind_is_refused": (
        "Bakkegården, som runden ikke nævner: {outcome}, i tide.",
        "Bakkegården, which the round does not name: {outcome}, in time.",
    ),
    "begun": (
        (
            "Mosebos forløb begynder: forventningerne er afstemt, og forløbet er "
            "tilrettelagt, om Sundhed og i seks måneder."
        ),
        (
            "Mosebo's course begins: expectations are aligned, and it is shaped, on "
            "Sundhed and for six months."
        ),
    ),
    "analysed": (
        (
            "Tilbuddet og teamet har analyseret praksis og nævnt styrker, "
            "udviklingsområder og to anbefalinger. Tilbuddet bestemmer selv, hvilke "
            "det vil arbejde videre med: en af dem."
        ),
        (
            "The tilbud and the team have analysed practice, and named strengths, "
            "development areas and two recommendations. The tilbud itself decides "
            "which to take on: one of them."
        ),
    ),
    "moved": (
        (
            "Mosebos sag går videre efter anden rundes version. Alt, hvad den er nået "
            "til, har sin plads der; det, der ingen havde, ville være blevet afvist "
            "ved navn."
        ),
        (
            "Mosebo's case goes on under the version of the second round. Everything "
            "that it has come to has its place there; what had none would be refused "
            "by name."
        ),
    ),
    "ended": (
        (
            "Mosebo har omsat sin anbefaling til praksis og fortæller, hvad der kom ud "
            "af forløbet. Der er ikke mere at gøre, og sagen lukkes."
        ),
        (
            "Mosebo has turned its recommendation into practice, and tells what came "
            "of the course. Nothing is left to do, and the case is closed."
        ),
    ),
    "withdrawn": (
        "Så er der intet at afgøre, og sagen kan lukkes med det samme.",
        "So there is nothing to decide, and its case can be closed at once.",
    ),
    "passed": (
        (
            "Bakkegårdens anden ansøgning skulle have været afgjort senest i går. At "
            "fristen er overskredet, noteres, én gang."
        ),
        (
            "Bakkegården's second application should have been decided by yesterday. "
            "That the deadline passed is noted, once."
        ),
    ),
    "decided_late": (
        (
            "Den afgøres for sent, og alle regler er opfyldt: i denne runde får "
            "Bakkegården sit forløb."
        ),
        (
            "It is decided late, and all rules are met: in this round Bakkegården gets "
            "its course."
        ),
    ),
}
