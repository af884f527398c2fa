"""`kvalitet definition`: the case types that are installed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.sheltering import Sheltering, completion, opening, receipt


class TestList:
    """Which case types there are."""

    def test_they_are_listed_in_the_order_they_came_into_force(
        self, sheltering: Sheltering
    ) -> None:
        """With their version, when they hold, and what names their content."""
        told = sheltering.look("definition", "list")["definitions"]

        assert [(each["code"], each["version"]) for each in told] == [
            ("shelter.stay", "2020"),
            ("shelter.stay", "2021"),
        ]
        assert told[0]["valid_to"] == "2021-01-01"
        assert (told[0]["stages"], told[0]["items"]) == (2, 5)
        assert len({each["digest"] for each in told}) == 2

    def test_people_read_a_table_in_their_language(
        self, sheltering: Sheltering
    ) -> None:
        """As asked, or else as the host speaks."""
        english = sheltering.run("definition", "list").stdout
        danish = sheltering.run("definition", "list", LC_ALL="da_DK.UTF-8").stdout
        asked = sheltering.run("definition", "list", "--lang", "da").stdout

        assert "Stay at a shelter" in english
        assert "2020-01-01 to 2021-01-01" in english
        assert "Ophold på herberg" in danish
        assert danish.split()[0] == "sagstype"
        assert asked == danish


class TestCheck:
    """What is wrong with case types."""

    def test_nothing_is_wrong_with_those_that_compile(
        self, sheltering: Sheltering
    ) -> None:
        """All that are installed are checked, where none is named."""
        result = sheltering.run("definition", "check")

        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "kvalitet: case types: 2 checked, 0 findings\n"

    def test_every_finding_of_a_broken_one_is_told(
        self, sheltering: Sheltering
    ) -> None:
        """Its plugin cannot be imported, and each finding names item and rule."""
        sheltering.change("role=CLERK, when=oplys.done)", 'role="x", when=oplys.done)')
        sheltering.change('en="Hold a talk", ', "")

        result = sheltering.run("definition", "check", "--format", "json")

        told = json.loads(result.stdout)["findings"]
        assert result.exit_code == 1
        assert {(each["definition"], each["place"]) for each in told} == {
            ("shelter.stay 2020", "ansoegning.indstil.role"),
            ("shelter.stay 2020", "ophold.samtale"),
        }
        assert all(each["rule"] for each in told)
        assert "cannot be loaded, so nothing after that was looked at" in result.stderr

    def test_text_has_the_place_and_the_rule(self, sheltering: Sheltering) -> None:
        """A line for the place, and the rule below it."""
        sheltering.change("role=CLERK, when=oplys.done)", 'role="x", when=oplys.done)')

        result = sheltering.run("definition", "check", "shelter.stay")

        assert result.exit_code == 1
        assert "shelter.stay 2020  ansoegning.indstil.role\n" in result.stdout
        assert "names role 'x'" in result.stdout

    def test_a_plugin_that_breaks_otherwise_was_not_checked(
        self, sheltering: Sheltering
    ) -> None:
        """It could not be looked at, which is not the same as nothing wrong."""
        sheltering.change("from datetime import date\n", "raise OSError('no')\n")

        result = sheltering.run("definition", "check")

        assert result.exit_code == 3
        assert "plugin 'shelter' could not be checked" in result.stderr

    def test_an_unknown_code_names_the_nearest(self, sheltering: Sheltering) -> None:
        """A slip of the finger is recognised."""
        result = sheltering.run("definition", "check", "shelter.stai")

        assert result.exit_code == 2
        assert "unknown case type 'shelter.stai': did you mean shelter.stay" in (
            result.stderr
        )


class TestDiff:
    """What changed from one version to another."""

    def test_changes_are_told_in_the_words_of_the_case_type(
        self, sheltering: Sheltering
    ) -> None:
        """A longer term is told as one."""
        result = sheltering.run(
            "definition", "diff", "shelter.stay/2020", "shelter.stay/2021"
        )

        assert result.exit_code == 0
        assert "14 days" in result.stdout
        assert "28 days" in result.stdout

    def test_a_journal_tells_how_many_open_cases_it_concerns(
        self, sheltering: Sheltering
    ) -> None:
        """Those of each of the two."""
        sheltering.give(opening("1"), opening("2", version="2021"), opening("3"))
        ask = ("definition", "diff", "shelter.stay/2020", "shelter.stay/2021")

        told = sheltering.look(*ask)
        text = sheltering.run(*ask).stdout

        counts = {"shelter.stay/2020": 2, "shelter.stay/2021": 1}
        assert told["journal"]["open_cases"] == counts
        assert "shelter.stay/2020: 2 open cases\n" in text
        assert text.endswith("shelter.stay/2021: 1 open case\n")

    def test_one_does_not_differ_from_itself(self, sheltering: Sheltering) -> None:
        """Which is said."""
        result = sheltering.run("definition", "diff", "shelter.stay", "shelter.stay")

        assert result.exit_code == 0
        assert "say the same" in result.stderr


class TestDraw:
    """The picture of a case type."""

    def test_it_is_drawn_as_asked(self, sheltering: Sheltering) -> None:
        """As SVG, as Mermaid or as DOT."""
        ask = ("definition", "draw", "shelter.stay/2020")

        assert sheltering.run(*ask).stdout.lstrip().startswith("<svg")
        assert "flowchart" in sheltering.run(*ask, "--as", "mermaid").stdout
        assert "digraph" in sheltering.run(*ask, "--as", "dot").stdout

    def test_titles_are_in_the_language_asked_for(self, sheltering: Sheltering) -> None:
        """What is drawn in Danish has Danish titles."""
        ask = ("definition", "draw", "shelter.stay/2020", "--as", "mermaid", "--lang")

        assert "Afgør ansøgningen" in sheltering.run(*ask, "da").stdout
        assert "Decide the application" in sheltering.run(*ask, "en").stdout

    def test_it_is_written_to_a_file(
        self, sheltering: Sheltering, tmp_path: Path
    ) -> None:
        """Which is told on standard error, and nothing is put out."""
        file = tmp_path / "stay.svg"

        result = sheltering.run("definition", "draw", "shelter.stay", "--output", file)

        assert result.stdout == ""
        assert file.read_text("utf-8").lstrip().startswith("<svg")
        assert str(file) in result.stderr

    def test_a_portfolio_counts_the_open_cases(self, sheltering: Sheltering) -> None:
        """In each stage and at each item."""
        sheltering.give(
            opening("1"),
            opening("2"),
            receipt("2"),
            completion("ansoegning.oplys", "2"),
        )

        result = sheltering.run(
            *("definition", "draw", "shelter.stay/2020", "--portfolio"),
            *("--as", "mermaid"),
        )

        assert result.exit_code == 0
        assert "2 open cases" in result.stdout

    def test_a_portfolio_needs_a_journal(self, sheltering: Sheltering) -> None:
        """Which must be named."""
        result = sheltering.run(
            "definition", "draw", "shelter.stay", "--portfolio", KVALITET_JOURNAL=""
        )

        assert result.exit_code == 2
        assert "--portfolio counts the cases of a journal" in result.stderr
