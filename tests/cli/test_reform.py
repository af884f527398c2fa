"""`kvalitet reform`: what other rules had found in a round."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.running import run_here

from kvalitet_indsatsteam.plugin import PLUGIN

ROUND = "indsatsteam-2020-11"
SHORTER = ("--set", "runde.maaneder_hoejst=5")

Asked = Callable[..., Result]


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with the programme that is applied for."""
    place = tmp_path_factory.mktemp("applied") / "demo.db"
    told = run_here("demo", "--journal", place, KVALITET_PLUGINS="indsatsteam")
    assert told.exit_code == 0, told.stderr
    return place


@pytest.fixture
def asked(applied: Path) -> Asked:
    """Ask about the round of 2020."""

    def ask(
        *args: str, definition: str = "indsatsteam.forloeb", of: str = ROUND
    ) -> Result:
        return run_here(
            "reform",
            *("--definition", definition, "--round", of, *args),
            *("--journal", applied),
            KVALITET_PLUGINS="indsatsteam",
            LC_ALL="C.UTF-8",
        )

    return ask


def item(told: Result) -> dict[str, Any]:
    """What it says, as JSON."""
    assert told.exit_code == 0, told.stderr
    (found,) = json.loads(told.stdout)["sensitivity"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "definition",
    [
        "indsatsteam.forloeb",
        "indsatsteam.forloeb/2020-11",
        "indsatsteam.forloeb/2021-08",
    ],
)
def test_the_same_rules_flip_no_case(asked: Asked, definition: str) -> None:
    """Both versions have the same rules; that is said in numbers."""
    found = item(asked("--format", "json", definition=definition))

    assert found["counts"] == {
        "same": 3,
        "flips": 0,
        "unknown": 0,
        "not_decided": 0,
        "not_checked": 0,
    }
    assert (found["cases"], found["rules"]) == ([], {})


def test_a_case_that_flips_is_told_with_the_rule_that_flips_it(asked: Asked) -> None:
    """With what was chosen, which is nobody's to change here."""
    found = item(asked(*SHORTER, "--format", "json"))

    (case,) = found["cases"]
    (decision,) = case["decisions"]
    (turned,) = decision["turned"]
    assert found["counts"]["flips"] == 1
    assert found["rules"] == {"indsatsteam.laengde": 1}
    assert (case["effect"], decision["outcome"]) == ("flips", "imoedekommet")
    assert (decision["was"], decision["now"]) == ("true", "false")
    assert turned["flips"]
    assert turned["now"]["inputs"]["svar.maaneder"] == "6"


def test_those_that_stay_are_listed_where_all_are_asked_for(asked: Asked) -> None:
    """Else there are numbers of them alone."""
    found = item(asked(*SHORTER, "--all", "--format", "json"))

    assert sorted(each["effect"] for each in found["cases"]) == [
        "flips",
        "same",
        "same",
    ]


def test_it_is_called_a_sensitivity_in_both_languages(asked: Asked) -> None:
    """Never a decision."""
    english, danish = asked(*SHORTER), asked(*SHORTER, "--lang", "da")

    assert "a sensitivity, no decision" in english.stderr
    assert "met, would be not met" in english.stdout
    assert "følsomhed, ingen afgørelse" in danish.stderr
    assert "opfyldt, ville være ikke opfyldt" in danish.stdout


def test_a_definition_is_named_by_its_digest_too(asked: Asked) -> None:
    """Or by what its digest begins with."""
    by_name = item(asked("--format", "json"))

    assert item(asked("--format", "json", definition=by_name["digest"])) == by_name
    assert item(asked("--format", "json", definition=by_name["digest"][:12])) == by_name


def test_a_draft_is_read_from_a_file(asked: Asked, tmp_path: Path) -> None:
    """As a plugin releases its case types, where the least length is the greatest."""
    written = PLUGIN.definitions[0].as_json() | {"version": "2023"}
    stage = written["stages"]["ansoegning"]
    rules = stage["items"]["ansoegning.afgoer"]["rules"]
    length = rules["indsatsteam.laengde/1"]["condition"]
    for each in length["all"]:
        each["compare"]["relation"] = ">="
    draft = tmp_path / "draft.json"
    draft.write_text(json.dumps(written), "utf-8")

    found = item(asked("--format", "json", definition=f"@{draft}"))

    assert found["version"] == "2023"
    assert found["rules"] == {"indsatsteam.laengde": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "expected a definition as JSON"),
        ('{"code": "x"}', "definition x None: cannot be read"),
    ],
)
def test_a_file_that_holds_no_definition_is_told(
    asked: Asked, tmp_path: Path, text: str, said: str
) -> None:
    """Nothing is held against half a definition."""
    draft = tmp_path / "draft.json"
    draft.write_text(text, "utf-8")

    told = asked(definition=f"@{draft}")

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr


def test_several_texts_are_given_as_json(asked: Asked) -> None:
    """Bakkegården, which is selvejende, had met the rules if the round named those."""
    kinds = '["kommunal", "privat", "regional", "selvejende"]'

    found = item(asked("--set", f"runde.driftsformer={kinds}", "--format", "json"))

    assert found["rules"] == {"indsatsteam.driftsform": 1}


def test_the_journal_is_the_same_afterwards(asked: Asked, applied: Path) -> None:
    """Not a byte of it is written."""
    before = applied.read_bytes()

    assert asked(*SHORTER).exit_code == 0

    assert applied.read_bytes() == before


@pytest.mark.parametrize(
    ("definition", "of", "args", "said"),
    [
        ("indsatsteam.forlob", ROUND, (), "did you mean indsatsteam.forloeb"),
        ("indsatsteam.forloeb/2022", ROUND, (), "did you mean indsatsteam.forloeb/"),
        ("deadbeef", ROUND, (), "unknown digest of a definition 'deadbeef'"),
        ("@nowhere.json", ROUND, (), "nowhere.json: cannot be read"),
        (
            "indsatsteam.forloeb",
            "indsatsteam-2020-12",
            (),
            f"did you mean round/{ROUND}",
        ),
        ("indsatsteam.forloeb", "a/b", (), "round/a/b"),
        ("indsatsteam.forloeb", ROUND, ("--set", "runde.temar=[]"), "runde.temaer"),
        ("indsatsteam.forloeb", ROUND, ("--set", "runde.temaer=1"), "expected a"),
        ("indsatsteam.forloeb", ROUND, ("--set", "x"), "expected FACT=VALUE"),
        ("indsatsteam.forloeb", ROUND, (*SHORTER, *SHORTER), "is given twice"),
        ("indsatsteam.forloeb", ROUND, ("--rules-on", "soon"), "expected a date"),
    ],
)
def test_a_wrong_question_is_told(
    asked: Asked, definition: str, of: str, args: tuple[str, ...], said: str
) -> None:
    """The nearest is named; an empty answer would read as if nothing flipped."""
    told = asked(*args, definition=definition, of=of)

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr


def test_a_round_of_another_case_type_is_told(applied: Path) -> None:
    """By which case types its cases run is named."""
    told = run_here(
        "reform",
        *("--definition", "partnerskab.ansoegning", "--round", ROUND),
        *("--journal", applied),
        KVALITET_PLUGINS="indsatsteam,partnerskab",
    )

    assert (told.exit_code, told.stdout) == (2, "")
    assert "expected a version of indsatsteam.forloeb" in told.stderr


def test_it_can_be_interrupted(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 130, and nothing is printed."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kvalitet_cli.commands.reform.reform", interrupted)

    told = asked()

    assert (told.exit_code, told.stdout) == (130, "")
