"""A plugin's page tells of its case types all that their author said."""

from __future__ import annotations

import pytest
from tests.overviews.test_cases import PLUGIN, Sag

from kvalitet_cli.kit.page import page

PAGE = page(PLUGIN)


def test_a_case_type_is_drawn() -> None:
    """As Mermaid, which code forges draw."""
    assert "```mermaid\nflowchart TB\n" in PAGE
    assert 'n_modtag_afgoer -->|"imoedekommet"| s_forloeb' in PAGE


@pytest.mark.parametrize(
    "line",
    [
        "### Case type `proeve.sag`, version 1",
        "En sag · A case",
        f"Opened from 2020-01-01; digest `{Sag.definition.digest}`.",
        "| `modtag` | `modtag.oplys` | Oplys sagen · Clarify | `clerk` |  | 14 days |",
        "- comes to `imoedekommet`, `afslag`",
        "| `maaneder` | a whole number | the length | længden |",
        "- `forloeb.moede` is owed 30 days after `modtag.afgoer`",
        "- `laengde` warns unless the length is at least 4: Opdigtet 1",
    ],
)
def test_every_part_is_told(line: str) -> None:
    """Items, who does them and by when; decisions, facts, and what is owed."""
    assert line in PAGE.splitlines()
