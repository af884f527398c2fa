"""How what verifying finds of a database is told in Danish; English is the core's."""

from __future__ import annotations

from typing import Final

__all__ = ["DANISH_OF_DATABASES"]

DANISH_OF_DATABASES: Final = {
    "at_database": "databasen",
    "at_table": "tabellen {table}",
    "at_part": "{kind} {name} på tabellen {table}",
    "at_sections": "forseglede afsnit",
    "at_level": "fliser på niveau {level}",
    "at_tile": "tile/{level}/{number}",
    "at_case_index": "sagsregisteret, der er gemt",
    "at_anchor": "anker for {size:row} ({kind})",
    "kind_trigger": "udløseren",
    "kind_index": "indekset",
    "kind_rule": "reglen",
    "kind_policy": "adgangspolitikken",
    "kind_view": "visning (view)",
    "kind_table": "tabellen",
    "holds_stored_events": "journalens hændelser",
    "holds_sealed_sections": "det, der er forseglet om personer",
    "holds_tracking": "hvor langt andre har læst journalen",
    "holds_notification_tracking": "hvor langt andre har læst journalen",
    "holds_kvalitet_format": "hvilket format journalen er i",
    "holds_tree_head": "hvor langt journalen er forseglet",
    "holds_tree_tiles": "træet over journalens rækker",
    "holds_tree_checkpoints": "det, der er underskrevet af journalen",
    "holds_tree_anchors": "det, andre har eller har underskrevet af journalen",
    "holds_append_signatures": ("hvem der underskrev rækkerne, da de blev tilføjet"),
    "table_missing": "mangler: den indeholdt {held}",
    "table_instead": "er en {kind} i stedet for en tabel: manipuleret",
    "table_changed": (
        "er lavet anderledes, end journalen laver den: kolonnerne, reglerne for dem "
        "eller formaterne i den"
    ),
    "part_missing": "mangler: journalen laver den",
    "part_changed": "er en anden end den, journalen laver",
    "part_added": (
        "er ikke journalens: den kan ændre det, der skrives, eller det, der læses"
    ),
    "disagrees": "er i strid med sig selv: {problem}",
    "section_nobody": "er der, og ingen hændelse har det: det er lagt der",
    "section_subject": (
        "er gemt som {whose}s, og hændelsen siger, at det er {subject}s: manipuleret"
    ),
    "section_twice": "er der mere end én gang: manipuleret",
    "sections_more": "{count} mere er der, og ingen hændelse har dem",
    "heads": "der er {count} af den: manipuleret",
    "level_more": "der er {count}, og træet har {wanted}: manipuleret",
    "tile_longer": ("har flere hashværdier end træet over {size:row}: manipuleret"),
    "case_index": (
        "er ikke det, der blev logget på position {position}: manipuleret; det bruges "
        "ikke"
    ),
    "index_other": "dens sagsregister er ikke det over rækkerne før den: manipuleret",
    "appends_nobody": (
        "har underskrifter fra position {first}, og ingen tilføjelsesnøgle tæller: "
        "manipuleret"
    ),
    "instant": "er gemt med tidspunktet {at}, som ikke er et tidspunkt",
    "time_signed": (
        "er gemt som fra {at}, og det underskrevne siger {signed}: manipuleret"
    ),
    "time_row": (
        "er gemt som fra {at}, før dets sidste række blev registreret {then}: "
        "manipuleret"
    ),
    "time_earlier": (
        "siges at være registreret {at}, men {who} underskrev {then} en log på "
        "{size:row} uden den: tilbagedateret, eller et ur gik forkert"
    ),
    "time_before": "er gemt som fra {at}, før det foregående fra {then}: manipuleret",
    "time_named": (
        "er gemt som fra {at}, og position {position} har det som fra {then}: "
        "manipuleret"
    ),
    "time_ahead": "er gemt som fra {at}, der ikke er kommet endnu: manipuleret",
    "anchor_kind": "er gemt som {kept} og er {kind}: manipuleret",
    "anchor_kind_unknown": (
        "er gemt som {kept}, og den slags findes ikke: manipuleret"
    ),
    "anchor_nothing": "er gemt for noget, der ikke er gemt her: manipuleret",
    "anchor_gone": (
        "nævner et anker for {size:row} ({kind}, SHA-256 {digest}), som er væk eller "
        "har andre bytes"
    ),
    "anchor_other": (
        "nævner et andet checkpoint for {size:row} end det, ankeret ({kind}) er for: "
        "manipuleret"
    ),
    "all_anchors": "{count} ankre: underskrifter, og at træet er vokset fra dem",
    "one_anchor": "1 anker: underskrifter, og at træet er vokset fra det",
    "all_named": "ankre, som journalen nævner: {count}, og hvert er der",
    "all_made": "databasen: dens tabeller, og at intet andet er knyttet til dem",
    "index_right": ("1 sagsregister, der er logget: lavet igen af rækkerne før det"),
    "indexes_right": (
        "{count} sagsregistre, der er logget: hvert lavet igen af rækkerne før det"
    ),
    "indexes_not": (
        "sagsregistre fra position {position}: en række før dem er ikke, hvad den var"
    ),
    "not_indexes": ("om de sagsregistre, der er logget, er dem over rækkerne før dem"),
    "tables_missing": "alt andet, da en tabel mangler",
    "rest": "resten: {problem}",
    "beside": "det, der er i databasen og ikke er journalens: {names}",
    "times": (
        "på minuttet, hvornår checkpoints blev underskrevet, og ankre kom tilbage: "
        "hvor ingen underskrift siger det, gør kun databasen"
    ),
    "signer_unknown": (
        "hvad underskriveren sidst skrev under: {problem}; det kan være mere, end der "
        "er nu"
    ),
    "anchor_untold": "{which}: den, der har underskrevet, kendes ikke her: {problem}",
    "anchor_unnamed": (
        "{which}: ingen hændelse nævner det: det er taget ind, før hændelser gjorde "
        "det, eller lagt der uden om programmet (kvalitet anchor add af det får en "
        "til det)"
    ),
    "newest_not_kept": (
        "checkpointet for {size:row}, som underskriveren underskrev sidst: det er "
        "ikke gemt her"
    ),
}
"""Each sentence by its code."""
