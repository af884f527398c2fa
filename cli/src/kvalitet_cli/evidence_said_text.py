"""How what verifying finds is told in Danish; English is the core's own."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_cli.evidence_databases_text import DANISH_OF_DATABASES
from kvalitet_cli.evidence_text import counting
from kvalitet_cli.language import Language, words
from kvalitet_core.evidence.checking.said import SAID, Said

__all__ = ["told"]


def told(fact: Any, language: Language) -> Any:
    """A sentence in a language, and the sentences in it; else the fact as it is."""
    if not isinstance(fact, Said):
        return fact
    facts = {name: told(each, language) for name, each in fact.facts.items()}
    return counting(words(_SENTENCES, fact.code, language), facts, language)


_DANISH: Final = {
    **DANISH_OF_DATABASES,
    "at": "position {position}",
    "at_row": "position {position} ({stream} version {version})",
    "at_rows": "positionerne {first} til {last}",
    "from_to": "{first} til {last}",
    "at_section": "{stream} version {version}, afsnit {ordinal}",
    "at_head": "træets ende",
    "at_tree": "træet over {size:row}",
    "at_log": "loggen på {size} poster",
    "at_checkpoint": "checkpoint for {size:row}",
    "at_timestamp": "tidsstempel for {size:row}",
    "at_append": "tilføjelsesunderskrift for positionerne {first} til {last}",
    "at_append_from": "tilføjelsesunderskrift fra position {position}",
    "at_policy": "politikken",
    "at_journal": "journalen",
    "given": "det angivne checkpoint",
    "signer": "underskriveren",
    "quorum": (
        "det nyeste checkpoint, som politikkens kvorum {quorum} har underskrevet"
    ),
    "missing_row": "rækken mangler",
    "missing_rows": "rækkerne mangler",
    "before_first": "står før den første position",
    "not_opening": "er ikke åbningen af journalen {journal}: manipuleret",
    "changed_row": "er ikke den række, der blev forseglet: manipuleret",
    "unreadable": "kan ikke læses: {problem}",
    "version": "forventede version {version} af {stream}",
    "time": "er ikke registreret senere end rækken før den",
    "whom": "er forseglet for en, som indholdet ikke nævner: manipuleret",
    "whose_key": (
        "er forseglet med en nøgle, der hører til {whose}, ikke til {subject}: "
        "manipuleret"
    ),
    "section_type": "de forseglede bytes er gemt som en anden type: manipuleret",
    "changed_section": (
        "de forseglede bytes er ikke dem, der blev forseglet: manipuleret"
    ),
    "gone": "de forseglede bytes er væk, og det er ikke registreret: manipuleret",
    "gone_another": (
        "de forseglede bytes er væk, og det er ikke registreret: {event} glemte en "
        "anden person: manipuleret"
    ),
    "still_there": "er slettet ifølge {event}, men de forseglede bytes er der",
    "head_size": "kan ikke være på {size:row}: manipuleret",
    "nothing_sealed": "intet er forseglet endnu: der er intet at efterprøve efter",
    "none_sealed": "intet er forseglet, men {size} poster har været det",
    "signed_no_tree": "har underskrevet {size:row}, og der er intet træ: det er væk",
    "no_tree": "der er intet træ: det er væk",
    "missing": "mangler",
    "tiles_head": "dets fliser svarer ikke til dets ende",
    "tile_size": "forventede {width} hashværdier ({wanted} bytes), fik {got} bytes",
    "tile_hash": "svarer ikke til den hashværdi, der står i {above}",
    "tiles_root": "forventede roden {expected}, fliserne giver {got}",
    "no_key": "der kendes ingen nøgle at efterprøve underskrifter med",
    "unsigned": "intet checkpoint er underskrevet endnu",
    "quorum_none": "intet checkpoint er underskrevet af dens kvorum {quorum}",
    "other_size": "siger, at det er for {size}",
    "other_log": "er for en anden log: {origin}",
    "not_told": "{key}: {problem}",
    "some_gone": "er for {size:row}, træet har {now}: nogle er væk",
    "changed_below": (
        "det, der blev forseglet i {size:row}, er ikke det, der er der nu: manipuleret"
    ),
    "no_signature": "forventede en underskrift fra {expected}, fik {got}",
    "no_log_signature": "forventede en underskrift fra loggen: {expected}",
    "key_retired": (
        "er efter position {position}, hvor {before} gav over til {after}, og er ikke "
        "underskrevet med den nøgle: den, der har en ældre nøgle, underskriver ikke "
        "for loggen"
    ),
    "key_not_followed": (
        "journalen siger på position {position}, at {before} gav over til {after}, og "
        "ingen underskrift med den tidligere nøgle viser det: spørg den, der driver "
        "journalen"
    ),
    "key_handed_over": (
        "position {position} giver over fra {before} til {after}, hvad denne "
        "underskriver ikke er bedt om: intet underskrives"
    ),
    "no_quorum": (
        "forventede politikkens kvorum {quorum}: underskrevet af {signed} ud af {known}"
    ),
    "two_keys": "forventede én nøgle med navn og id {key}, fik to",
    "signature": (
        "underskriften fra {key} er ikke af denne tekst, eller den er blevet ændret"
    ),
    "signature_size": "underskriften fra {key}: forventede {length} bytes, fik {got}",
    "signature_time": "underskriften fra {key}: tiden er efter 2⁶³ - 1",
    "on_line": "linje {line}: {problem}",
    "note_size": "forventede højst {most} bytes, fik {got}",
    "note_signatures": "forventede højst {most} underskrifter, fik {got}",
    "note_utf8": "forventede UTF-8",
    "note_control": "forventede intet styretegn, fik {got}",
    "note_newline": "forventede et linjeskift til sidst",
    "note_below": "forventede en tom linje og derefter underskrifter",
    "note_line": "forventede '— <navn> <base64>', fik {got}",
    "note_base64": "underskriften fra {name} er ikke i kanonisk base64",
    "note_short": "underskriften fra {name} er for kort",
    "checkpoint_lines": "forventede 3 linjer (navn, antal, rod), fik {got}",
    "checkpoint_origin": "forventede loggens navn, fik en tom linje",
    "checkpoint_size": "forventede et antal i cifre, fik {got}",
    "checkpoint_root": "forventede en rod i base64, fik {got}",
    "checkpoint_empty": "forventede det tomme træs rod, hvor antallet er 0",
    "append_key": "er af {key}, som ikke er en tilføjelsesnøgle der",
    "append_signature": "er ikke det, {key} har underskrevet, eller ikke der",
    "append_of": "kan ikke være på {rows} rækker: manipuleret",
    "append_rows": "dens rækker er der ikke",
    "append_order": "den er ikke på rækker, der følger efter hinanden",
    "append_nobody": (
        "ingen tilføjelsesnøgle har underskrevet den: den er ikke kommet med en "
        "registrering"
    ),
    "append_nobodies": (
        "ingen tilføjelsesnøgle har underskrevet dem: de er ikke kommet med "
        "registreringer"
    ),
    "append_forgotten": (
        "rækkerne er underskrevet fra position {since}, og det siger den ikke: "
        "manipuleret"
    ),
    "append_lost": (
        "rækkerne blev underskrevet fra position {since}, som er tabt, som det er "
        "oplyst; {begun}"
    ),
    "append_begun": "de er det igen fra position {first}",
    "append_not_begun": (
        "begynd igen med kvalitet key append on: indtil da registreres intet her"
    ),
    "at_content": "indholdet",
    "proof_entry": "er et bevis for noget andet end en hændelse i en journal",
    "proof_other_content": (
        "er ikke det, der blev forseglet som denne hændelse: manipuleret"
    ),
    "proof_index": "nummer: forventede 0 til under antallet {size}, fik {got}",
    "proof_root": "{what}: forventede {expected}, det giver {got}",
    "proof_root_at": "roden ved {size} poster",
    "proof_hash": "forventede hashværdier på {length} bytes, fik en på {got}",
    "proof_long": "hashværdi {number} af {count}: forventede ikke flere, for langt",
    "proof_short": "forventede mere end {count} hashværdier, det er for kort",
    "proof_other_entry": "forventede den post, der spørges om",
    "proof_signed": (
        "checkpointet for {size:event} er underskrevet, som politikken kræver, for "
        "{origin}"
    ),
    "proof_event": (
        "hændelsen på position {position} af dem er {stream} version {version}, "
        "{name}, registreret {recorded_at}"
    ),
    "proof_content": "indholdet er det, der blev forseglet",
    "proof_no_content": "hvad hændelsen siger: det efterprøves med --payload",
    "proof_persons": (
        "det, der er forseglet om personer i den, afsnit: {count}; kun nøglerne åbner "
        "det"
    ),
    "all_appends_one": (
        "alle rækker fra position {first} er underskrevet med en tilføjelsesnøgle: 1 "
        "underskrift"
    ),
    "all_tiles": "alle fliser i træet over {size:row}",
    "new_tiles": "de nyeste fliser i træet over {size:row}",
    "all_rows": (
        "alle rækker til og med position {last}: indhold, rækkefølge, version og tid"
    ),
    "all_sections": (
        "{sections} forseglede afsnit, {erased} slettet ved en registreret afgørelse"
    ),
    "all_checkpoints": (
        "{count} checkpoints: underskrifter, og at træet er vokset fra dem"
    ),
    "new_checkpoint": (
        "det nyeste checkpoint: underskrifter, og at træet er vokset fra det"
    ),
    "grew": "{who}: træet er vokset fra {size:row}",
    "all_appends": (
        "alle rækker fra position {first} er underskrevet med en tilføjelsesnøgle: "
        "{count} underskrifter"
    ),
    "stamped": "{which}: det er af det checkpoint; det {stamp}",
    "not_rows": "rækkerne selv og alle andre fliser end de nyeste",
    "not_appends": "tilføjelsesunderskrifter",
    "no_appends": (
        "tilføjelsesunderskrifter: ingen tilføjelsesnøgle underskriver rækkerne"
    ),
    "not_stamp": "{which}: {problem}",
    "stamp_of_none": (
        "{which}: ikke efterprøvet: det er ikke af et checkpoint, der er gemt her; "
        "det {stamp}"
    ),
    "stamp_states": (
        "angiver {at}; hvem der har underskrevet det, er ikke efterprøvet her"
    ),
    "stamp_not_read": (
        "ikke efterprøvet: installér kvalitet-core[timestamps] for at læse det"
    ),
    "stamp_unreadable": "ikke efterprøvet: det kan ikke læses: {problem}",
    "not_signature": (
        "det, {key} har underskrevet: ikke efterprøvet, da det installerede "
        "cryptography ikke har ML-DSA-44 (installér kvalitet-core[ml-dsa]); loggens "
        "øvrige underskrifter er efterprøvet"
    ),
    "no_ml_dsa": "det installerede cryptography har ikke ML-DSA-44; opgradér det",
    "loss": (
        "position {position} oplyser, at {former} havde {size:row}, og at {kept} af "
        "dem vides at være der; {by}: {reason}"
    ),
    "loss_unsigned": (
        "oplyser et tab, som ingen har underskrevet: se kvalitet recover"
    ),
    "loss_of": ("{who}: af {size:row} er ikke alle der, som det er oplyst: {declared}"),
}

_SENTENCES: Final = {code: (_DANISH[code], english) for code, english in SAID.items()}
"""Each sentence by its code: a Danish one that is missing is an error at once."""
