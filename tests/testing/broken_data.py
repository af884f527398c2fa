"""Plugins that break a law about rules, forms, catalogues or texts."""

from __future__ import annotations

from tests.testing.breaking import Breaking, Edit


def _catalogue(*commands: str) -> tuple[Edit, ...]:
    """Let the catalogue enter more than the rounds."""
    more = ", ".join(commands)
    return (
        ("plugin.py", "commands=ROUNDS", f"commands=(*ROUNDS, {more})"),
        (
            "plugin.py",
            "from typing import Final\n",
            "from datetime import date\nfrom typing import Final\n",
        ),
        (
            "plugin.py",
            "from kvalitet_core import Plugin\n",
            (
                "from kvalitet_core import Plugin\n"
                "from kvalitet_core.personal import Personal\n"
                "from kvalitet_skabelon.meeting import NameHost, Plan\n"
            ),
        ),
    )


def _plan(label: str, on: str) -> str:
    return (
        f'Plan(label="{label}", round="round/{on}", day=date(2026, 8, 1), place="Her")'
    )


BREAKING_DATA = (
    Breaking(
        "a_rule_that_knows_nothing_says_so",
        "version 1: finds false where nothing is known; drop is_known()",
        (
            (
                "rules.py",
                "condition=_received <= _deadline",
                "condition=_received.is_known() & (_received <= _deadline)",
            ),
        ),
    ),
    Breaking(
        "a_rule_asks_for_facts_that_somebody_gives",
        "fact 'svar.tema': is given by nobody, so the rule is never decided",
        (("rules.py", '"svar.temaer"', '"svar.tema"'),),
    ),
    Breaking(
        "a_rule_takes_a_fact_as_it_is_given",
        "fact 'svar.temaer': is taken as a frozenset of texts, and given as a tuple",
        (("rules.py", '"svar.temaer", tuple', '"svar.temaer", frozenset'),),
    ),
    Breaking(
        "versions_of_a_rule_count_from_one",
        "has the versions 2; count its versions from 1, and leave none out",
        (
            (
                "rules.py",
                'code="skabelon.temaer",\n    version=1',
                'code="skabelon.temaer",\n    version=2',
            ),
        ),
    ),
    Breaking(
        "a_new_version_of_a_rule_says_something_new",
        "version 2: says what version 1 says",
        (
            (
                "rules.py",
                "RULES: Final = (RETTIDIG, TEMAER)",
                "RULES: Final = (*NEW, RETTIDIG)",
            ),
            (
                "rules.py",
                "\nRULES",
                (
                    "\n_NEXT = date(2027, 1, 1)\nNEW = (\n"
                    "    attrs.evolve(TEMAER, valid_to=_NEXT),\n"
                    "    attrs.evolve(TEMAER, version=2, valid_from=_NEXT),\n"
                    ")\n\nRULES"
                ),
            ),
            (
                "rules.py",
                "from datetime import datetime",
                "import attrs\nfrom datetime import date, datetime",
            ),
        ),
    ),
    Breaking(
        "a_rule_holds_while_its_law_does",
        "(made up) Temaer does not; end the rule with its law",
        (
            (
                "rules.py",
                'rundens temaer.",\n    valid_from=BEGINS,\n',
                'rundens temaer.",\n',
            ),
        ),
    ),
    Breaking(
        "a_form_can_be_asked",
        "is no JSON Schema: $.properties.pladser.minimum: 'one' is not of type",
        (
            (
                "forms.py",
                '"type": "integer",\n                "minimum": 1',
                '"type": "integer",\n                "minimum": "one"',
            ),
        ),
    ),
    Breaking(
        "a_form_can_be_asked",
        "its schema names the dialect None; write '$schema'",
        (
            (
                "forms.py",
                '        "$schema": "https://json-schema.org/draft/2020-12/schema",\n',
                "",
            ),
        ),
    ),
    Breaking(
        "a_form_can_be_asked",
        "allows other answers; expected additionalProperties false",
        (("forms.py", '        "additionalProperties": False,\n', ""),),
    ),
    Breaking(
        "every_question_is_put_in_both_languages",
        "pladser: has no x-description-da",
        (
            (
                "forms.py",
                '"x-description-da": "Hvor mange pladser der ønskes.",',
                "",
            ),
        ),
    ),
    Breaking(
        "every_question_can_be_answered",
        "pladser: asks for 'number', which no answer is",
        (("forms.py", '"type": "integer"', '"type": "number"'),),
    ),
    Breaking(
        "every_question_can_be_answered",
        "Pladser: is the name of no question",
        (("forms.py", '"pladser"', '"Pladser"'),),
    ),
    Breaking(
        "a_form_asks_for_nothing_personal",
        "telefon: asks for something about a person, and answers are not sealed",
        (("forms.py", '"pladser"', '"telefon"'),),
    ),
    Breaking(
        "a_catalogue_can_be_loaded",
        "catalogue 'rounds', command 2: is refused: round/other: no such round",
        _catalogue(_plan("a", "other")),
    ),
    Breaking(
        "a_catalogue_can_be_loaded",
        "catalogue 'rounds', command 2: is failed: p",
        _catalogue('NameHost(meeting="skabelon-meeting/a", host="b", name="c")'),
    ),
    Breaking(
        "a_catalogue_is_loaded_once",
        "catalogue 'rounds', command 3: enters something again",
        _catalogue(
            _plan("a", "skabelon-2026-10"),
            'NameHost(meeting="skabelon-meeting/a", host="b", name=Personal("c"))',
        ),
    ),
    Breaking(
        "texts_can_be_read",
        "expected a text, got ''",
        (("en.toml", '"skabelon" = "Skabelon"', '"skabelon" = ""'),),
        exports=False,
    ),
    Breaking(
        "texts_can_be_read",
        "text 'p",
        (
            ("plugin.py", 'texts=read_texts("kvalitet_skabelon")', "texts=TEXTS"),
            (
                "plugin.py",
                "\nPLUGIN: Final",
                (
                    '\nTEXTS = {\n    each: {**told, "skabelon": " "}\n'
                    '    for each, told in read_texts("kvalitet_skabelon").items()\n}\n'
                    "PLUGIN: Final"
                ),
            ),
        ),
    ),
    Breaking(
        "everything_is_said_in_danish",
        "held.attended: has no text in 'da'; add",
        (
            (
                "da.toml",
                '"skabelon-meeting.held.attended" = "Hvor mange der deltog."\n',
                "",
            ),
        ),
    ),
    Breaking(
        "everything_is_said_in_english",
        "temaer: has no text in 'en'; add",
        (
            (
                "en.toml",
                '"skabelon.temaer" = "The wished themes are among the round\'s."\n',
                "",
            ),
        ),
    ),
    Breaking(
        "no_text_is_about_what_is_not_there",
        "meeting.cancelled' in 'en': is about nothing that the plugin has",
        (
            (
                "en.toml",
                '"skabelon" = "Skabelon"',
                '"skabelon" = "Skabelon"\n"skabelon-meeting.cancelled" = "Cancelled."',
            ),
        ),
    ),
)
