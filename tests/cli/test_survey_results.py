"""`kvalitet survey results`: what was answered, as far as it may be shown."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import Result
from tests.cli.running import run_here
from tests.domain.survey.asked import ACTOR, FORM, NOW, OPEN, PLAN, PLUGIN, SURVEY
from tests.plugins.distributions import Site

from kvalitet_core import Journal
from kvalitet_core.domain import survey
from kvalitet_core.domain.survey import Invitation, parted
from kvalitet_core.domain.survey_response import Answer, Withdraw, response_stream
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.manifest import MANIFEST, write_manifest
from kvalitet_core.personal import Personal
from kvalitet_core.values import ReasonCode

SOURCE = '''
"""A plugin that brings the questionnaires of the tests."""

import json
from pathlib import Path

from kvalitet_core.forms import Form
from kvalitet_core.plugins import Plugin
from kvalitet_core.values import FormName

PLUGIN = Plugin(
    name="proeve",
    version="1",
    forms=tuple(
        Form(
            name=FormName(name),
            title="Opdigtet spørgeskema",
            source="Opdigtet skema, side 2",
            schema=json.loads(SCHEMA),
        )
        for name in ("proeve.trivsel/1", "proeve.trivsel/2")
    ),
)
'''

GIVEN = [
    *[("ledere", {"brugbar": "ja", "antal": 2, "ord": "Tak"})] * 6,
    *[("ledere", {"brugbar": "delvist"})] * 1,
    *[("borgere", {"brugbar": "ja", "metoder": ["samtale"]})] * 7,
    *[("borgere", {"brugbar": "nej", "metoder": ["besøg"]})] * 8,
    *[("borgere", None)] * 3,
    *[("myndighed", {"brugbar": "ja"})] * 2,
]


@attrs.frozen(kw_only=True)
class Surveying:
    """A journal with a survey, and the command line where its plugin is installed."""

    site: Site
    journal: Path

    def run(self, *args: str) -> Result:
        """The command line, in this process."""
        return run_here(
            *args,
            KVALITET_JOURNAL=str(self.journal),
            KVALITET_PLUGINS="proeve",
            PYTHONPATH=str(self.site.folder),
        )

    def look(self, *args: str) -> list[dict[str, Any]]:
        """The results as JSON."""
        result = self.run("survey", "results", *args, "--format", "json")
        assert result.exit_code == 0, result.stderr
        found: list[dict[str, Any]] = json.loads(result.stdout)["results"]
        return found

    def do(self, *commands: Any) -> None:
        """Carry out commands."""
        with Journal.open(
            str(self.journal), plugins=[PLUGIN], clock=GivenClock(NOW), views=False
        ) as journal:
            for command in commands:
                journal.do(command, by=ACTOR)


@pytest.fixture
def surveying(site: Site, tmp_path: Path) -> Surveying:
    """A survey with one wave, which most of those who were invited answered."""
    package = site.package("proeve")
    package.mkdir()
    source = SOURCE.replace("SCHEMA", repr(json.dumps(FORM.schema)))
    (package / "__init__.py").write_text(source, "utf-8")
    (package / MANIFEST).write_text(write_manifest(PLUGIN), "utf-8")
    entry = "kvalitet_proeve:PLUGIN"
    site.register("proeve", "kvalitet-proeve", version="1", entry=entry)
    made = Surveying(site=site, journal=tmp_path / "survey.db")
    made.do(PLAN, OPEN, *invited_and_answered())
    return made


def invited_and_answered() -> list[Any]:
    """Everybody's invitation, and the responses that came."""
    people = [PersonId(f"person-{n:08}") for n in range(len(GIVEN))]
    invited = [
        Invitation(respondent=person, group=group)
        for person, (group, _) in zip(people, GIVEN, strict=True)
    ]
    invite = survey.Invite(survey=SURVEY, wave="2021", invitations=tuple(invited))
    return [
        invite,
        *(answer(p, a) for p, (_, a) in zip(people, GIVEN, strict=True) if a),
    ]


def answer(person: PersonId, answers: dict[str, Any]) -> Answer:
    """One response, parted as whoever takes it in does."""
    clear, sealed = parted(FORM, answers)
    return Answer(
        survey=SURVEY,
        wave="2021",
        respondent=person,
        questionnaire=FORM.name,
        answers=clear,
        sealed=frozenset(sealed),
        words=Personal(sealed),
    )


def test_a_wave_is_counted_and_small_numbers_are_withheld(
    surveying: Surveying,
) -> None:
    """Two groups are put together, and one small number takes another with it."""
    (found,) = surveying.look("trivsel", "--threshold", "5", "--by", "group")

    assert (found["survey"], found["wave"], found["threshold"]) == (SURVEY, "2021", 5)
    assert (found["invited"], found["answered"], found["rate"]) == (27, 24, "88.9")
    assert [(row["names"], row["answered"]) for row in found["rows"]] == [
        (["borgere"], 15),
        (["ledere", "myndighed"], 9),
    ]
    useful = found["questions"][0]
    assert useful["answers"] == ["nej", "delvist", "ja", None]
    assert useful["cells"] == [[8, 0, 7, 0], [0, None, None, 0]]
    assert useful["totals"] == [8, None, None, 0]
    assert found["withheld"] > 0


def test_the_text_says_what_is_withheld_in_danish_or_english(
    surveying: Surveying,
) -> None:
    """The tables go to standard output, and how much is withheld is said beside it."""
    told = surveying.run(
        *("survey", "results", "trivsel", "--wave", "2021", "--by", "group"),
        *("--threshold", "5", "--lang", "da"),
    )
    plain = surveying.run("survey", "results", "trivsel", "--threshold", "1")

    assert told.stdout.startswith(
        "survey/trivsel, runde 2021: 24 svar af 27 inviterede, 88,9 pct.\n"
    )
    assert "ledere + myndighed" in told.stdout
    assert "tal er holdt tilbage (under 5)" in told.stderr
    assert "survey/trivsel, wave 2021: 24 answers of 27 invited" in plain.stdout
    assert "metoder: samtale" in plain.stdout
    assert "withheld" not in plain.stderr
    assert "Tak" not in told.stdout + plain.stdout


def test_where_there_is_no_room_who_is_told_in_several_lines(
    surveying: Surveying, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups that are put together have a long name; numbers and heads stay whole."""
    monkeypatch.setenv("COLUMNS", "48")

    told = surveying.run(
        *("survey", "results", "trivsel", "--by", "group", "--threshold", "5"),
    )

    lines = told.stdout.splitlines()
    (head,) = (line for line in lines if line.startswith("who  ") and "rate" in line)
    assert head.split() == ["who", "invited", "answers", "response", "rate"]
    assert "metoder: samtale" in lines


def test_a_spreadsheet_has_a_number_a_row(surveying: Surveying) -> None:
    """What is withheld has none, and says so."""
    result = surveying.run(
        "survey", "results", "trivsel", "--threshold", "5", "--format", "csv"
    )

    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert rows[0] == {
        "survey": SURVEY,
        "wave": "2021",
        "rows": "*",
        "question": "",
        "option": "",
        "answer": "invited",
        "count": "27",
        "withheld": "no",
    }
    useful = {each["answer"]: each for each in rows if each["question"] == "brugbar"}
    assert (useful["ja"]["count"], useful["ja"]["withheld"]) == ("15", "no")
    assert (useful["delvist"]["count"], useful["delvist"]["withheld"]) == ("", "yes")


def test_a_spreadsheet_works_nothing_out(surveying: Surveying) -> None:
    """What would be a formula there is a text."""
    one = Invitation(respondent=PersonId("person-x"), group="=1+1")
    surveying.do(survey.Invite(survey=SURVEY, wave="2021", invitations=(one,)))

    result = surveying.run(
        *("survey", "results", "trivsel", "--threshold", "1", "--by", "group"),
        *("--format", "csv"),
    )

    assert ",'=1+1," in result.stdout
    assert ",=1+1," not in result.stdout


def test_the_surveys_own_threshold_counts_and_is_not_undercut(
    surveying: Surveying,
) -> None:
    """Without one on record, one must be told; with it, a higher one may be."""
    none = surveying.run("survey", "results", "trivsel")
    surveying.do(
        survey.SetThreshold(
            survey=SURVEY, threshold=5, source="Notat 7", effective_from=OPEN.opens
        )
    )
    low = surveying.run("survey", "results", "trivsel", "--threshold", "4")

    assert none.exit_code == low.exit_code == 2
    assert "--threshold: survey/trivsel has none on" in none.stderr
    assert "--threshold 4: expected no less than 5 on" in low.stderr
    assert "as 'Notat 7' says" in low.stderr
    assert surveying.look("trivsel")[0]["threshold"] == 5
    assert surveying.look("trivsel", "--threshold", "9")[0]["threshold"] == 9


def test_what_was_taken_back_does_not_count(surveying: Surveying) -> None:
    """Neither a response nor an invitation."""
    first, last = PersonId("person-00000000"), PersonId("person-00000026")
    reason = ReasonCode("regretted")
    surveying.do(
        Withdraw(response=response_stream(SURVEY, "2021", first), reason=reason),
        survey.WithdrawInvitation(
            survey=SURVEY, wave="2021", respondent=last, reason=reason
        ),
    )

    (found,) = surveying.look("trivsel", "--threshold", "5")

    assert (found["invited"], found["answered"]) == (26, 22)


@pytest.mark.parametrize(
    ("args", "code", "problem"),
    [
        (("trivsel", "--wave", "2022"), 2, "unknown wave of survey/trivsel '2022'"),
        (("trivse",), 2, "did you mean survey/trivsel?"),
        (("tilbud/1",), 2, "tilbud/1 is of another kind"),
    ],
)
def test_what_is_not_there_is_told(
    surveying: Surveying, args: tuple[str, ...], code: int, problem: str
) -> None:
    """With what is near, or what there is."""
    result = surveying.run("survey", "results", *args, "--threshold", "5")

    assert result.exit_code == code
    assert problem in result.stderr


def test_other_questions_under_the_same_name_are_not_counted(
    surveying: Surveying,
) -> None:
    """The digest on record tells; it could not be looked at."""
    code = surveying.site.package("proeve") / "__init__.py"
    code.write_text(code.read_text("utf-8").replace("side 2", "side 3"), "utf-8")
    surveying.site.forget_imports()

    result = surveying.run("survey", "results", "trivsel", "--threshold", "5")

    assert result.exit_code == 3
    assert "expected the questions that wave '2021' asked" in result.stderr


def test_a_survey_without_a_wave_says_so(surveying: Surveying) -> None:
    """There is nothing to count."""
    surveying.do(attrs.evolve(PLAN, key="andet"))

    result = surveying.run("survey", "results", "andet", "--threshold", "5")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "survey/andet: no wave is opened" in result.stderr
