"""Plugins that break a law about case types, or about cases."""

from __future__ import annotations

from tests.testing.breaking import Breaking, Edit, line

_CODE = 'code, version, valid_from = f"{NAME}.forloeb", "2026-1", BEGINS\n'
_PLAN = (
    "    plan = Task(\n"
    '        "Skriv en plan", en="Write a plan", role=SAGSBEHANDLER, '
    "when=samtale.done\n    )\n"
)


def _course(*edits: tuple[str, str], imports: tuple[str, ...] = ()) -> tuple[Edit, ...]:
    """Write the case type otherwise."""
    first = "from typing import Final\n"
    return (
        *(("course.py", old, new) for old, new in edits),
        *(("course.py", first, line(first.rstrip(), *imports)) for _ in imports[:1]),
    )


def _later(
    *body: str, ends: str = "    valid_to = date(2027, 1, 1)\n"
) -> tuple[Edit, ...]:
    """Let the case type have a second version, from 2027 on."""
    second = line(
        "",
        "",
        "class Forloeb2027(CaseType):",
        '    """Forløb i Skabelon"""',
        "",
        '    en = "Course of Skabelon"',
        "    code, version = Forloeb.code, '2027-1'",
        "    valid_from = date(2027, 1, 1)",
        "    stages = (Opstart,)",
        *(f"    {each}" for each in body),
    )
    return (
        *_course(
            (
                f"    {_CODE}    stages = (Opstart,)\n",
                f"    {_CODE}{ends}    stages = (Opstart,)\n{second}",
            ),
            ('"Forloeb", ', '"Forloeb", "Forloeb2027", '),
            ("import CaseType, Role", "import CaseType, Renamed, Role"),
            imports=("from datetime import date",),
        ),
        ("plugin.py", "import Forloeb\n", "import Forloeb, Forloeb2027\n"),
        ("plugin.py", "case_types=(Forloeb,)", "case_types=(Forloeb, Forloeb2027)"),
    )


def _strange(method: str, gives: str) -> tuple[Edit, ...]:
    """Let the plan wait for a condition of the plugin's own making."""
    condition = line(
        "class Strange(AllOf):",
        '    """Several conditions, joined otherwise."""',
        "",
        f"    def {method}:",
        '        """Otherwise."""',
        f"        {gives}",
        "",
        "",
        "class Opstart(Stage):",
    )
    return _course(
        ("class Opstart(Stage):\n", condition),
        (
            "when=samtale.done",
            "when=Strange((samtale.done, Fact('b', bool, da='b', en='b').is_known()))",
        ),
        imports=("from kvalitet_core.casetypes.conditions import AllOf, Fact",),
    )


BREAKING_CASES = (
    Breaking(
        "case_types_are_named_apart",
        "case type 'andet.forloeb': does not begin with the plugin's name",
        _course(('f"{NAME}.forloeb"', '"andet.forloeb"'), ("BEGINS, NAME", "BEGINS")),
        also=frozenset({"a_released_case_type_never_changes"}),
    ),
    Breaking(
        "a_released_case_type_never_changes",
        "opstart.samtale: title (da): Hold den første samtale → Ring op",
        _course(("Hold den første samtale", "Ring op")),
        exports=False,
    ),
    Breaking(
        "an_older_version_of_a_case_type_leads_onwards",
        "version '2026-1': leads to no later version, such as 2027-1; give one of them",
        _later(),
    ),
    Breaking(
        "one_version_of_a_case_type_is_in_force_at_a_time",
        "version '2027-1': is in force on 2027-01-01, and so is 2026-1; let 2026-1 end",
        _later('migrate_from = {"2026-1": Renamed()}', ends=""),
    ),
    Breaking(
        "a_case_type_is_said_in_danish_and_english",
        "opstart.plan: is called nothing in 'en'; name 'en' in languages=",
        _course((_CODE, f'{_CODE}    languages = ("da",)\n')),
    ),
    Breaking(
        "no_text_is_about_an_item_that_is_not_there",
        "is about no path of p",
        (
            (
                "en.toml",
                '"skabelon.rounds"',
                '"skabelon.forloeb.opstart.samtal" = "Talk"\n"skabelon.rounds"',
            ),
        ),
    ),
    Breaking(
        "a_case_type_asks_for_facts_that_somebody_gives",
        "fact 'svar.pladser': is an application's, and such a case handles none",
        _course(
            (
                "when=samtale.done",
                "when=Fact('svar.pladser', int, da='antal', en='number') > 1",
            ),
            imports=("from kvalitet_core.casetypes.conditions import Fact",),
        ),
    ),
    Breaking(
        "a_case_type_asks_for_facts_that_somebody_gives",
        "fact 'svar.plader': is the application's, and given by nobody; mend its name",
        _course(
            (_CODE, f'{_CODE}    handles = "application"\n'),
            (
                "when=samtale.done",
                "when=Fact('svar.plader', int, da='antal', en='number') > 1",
            ),
            imports=("from kvalitet_core.casetypes.conditions import Fact",),
        ),
    ),
    Breaking(
        "a_case_type_asks_for_facts_that_somebody_gives",
        "fact 'svar.pladser': is taken as a text, and given as a whole number",
        _course(
            (_CODE, f'{_CODE}    handles = "application"\n'),
            (
                "when=samtale.done",
                "when=Fact('svar.pladser', da='antal', en='number').is_known()",
            ),
            imports=("from kvalitet_core.casetypes.conditions import Fact",),
        ),
        also=frozenset({"a_case_can_be_opened"}),
    ),
    Breaking(
        "a_case_type_can_be_drawn",
        "cannot be drawn as mermaid: ZeroDivisionError",
        _strange("says(self, language)", "return str(1 / 0)"),
    ),
    Breaking(
        "the_order_in_a_case_type_does_not_count",
        "has another digest when its parts stand in another order",
        _strange(
            "as_json(self)", 'return {"all": [each.as_json() for each in self.parts]}'
        ),
    ),
    Breaking(
        "a_case_can_be_opened",
        "would break invariant 'tidlig'",
        _course(
            (
                _CODE,
                line(
                    _CODE.rstrip(),
                    '    _at = Fact("modtaget", Instant, da="modtaget", en="received")',
                    "    _tidlig = _at < datetime(2025, 1, 1, tzinfo=UTC)",
                    '    _law = call("Tid")',
                    "    invariants = (",
                    '        Invariant("tidlig", _tidlig, _law, breach="refuses"),',
                    "    )",
                ),
            ),
            ("import CaseType, Role", "import CaseType, Fact, Invariant, Role"),
            ("import BEGINS, NAME", "import BEGINS, NAME, call"),
            imports=(
                "from datetime import UTC, datetime",
                "from kvalitet_core.values import Instant",
            ),
        ),
    ),
    Breaking(
        "something_can_be_done_in_a_case",
        "has nothing that anybody can do, whatever is known of a case",
        _course(
            (
                '        role=SAGSBEHANDLER,\n        due=Term(14, "days"),\n',
                "",
            ),
            ("samtale = Task(", "samtale = Milestone("),
            (_PLAN, ""),
            ("import CaseType, Role", "import CaseType, Milestone, Role"),
        ),
    ),
)
