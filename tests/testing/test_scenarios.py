"""Scenarios in plain text: what they say is tried on the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.testing.counselling import Forloeb

from kvalitet_core.errors import Malformed
from kvalitet_core.testing.scenarios import Scenario, read_scenarios, scenarios

FOLDER = Path(__file__).parent / "scenarier"

HEAD = """Scenarie: Prøve
  Givet at ansoegningsfrist er 2020-11-27
  Og at hjemmel er SEL107
"""


def told(tmp_path: Path, text: str) -> Scenario:
    """The one scenario of a text."""
    file = tmp_path / "proeve.txt"
    file.write_text(text, encoding="utf-8")
    (only,) = read_scenarios(Forloeb, file)
    return only


def problems(tmp_path: Path, text: str) -> list[str]:
    """Everything that is wrong with a text."""
    file = tmp_path / "proeve.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Malformed) as caught:
        read_scenarios(Forloeb, file)
    return [
        f"{each.path.removeprefix('proeve.txt, ')}: {each.text}"
        for each in caught.value.problems
    ]


@pytest.mark.parametrize("scenario", scenarios(Forloeb, FOLDER))
def test_what_the_files_say_is_so(scenario: Scenario) -> None:
    """Each scenario of the folder is a test of its own, named by file and title."""
    played = scenario.play()

    assert played.history


def test_a_file_is_a_row_of_named_parameters() -> None:
    """Pytest names each by its file and its title."""
    names = [each.id for each in scenarios(Forloeb, FOLDER / "waiting.txt")]

    assert names == [
        "waiting.txt:A case that waits for a hearing has no deadline meanwhile",
        "waiting.txt:A visit is made where somebody plans it",
    ]


def test_what_must_be_so_and_is_not_is_told_with_its_line(tmp_path: Path) -> None:
    """The message begins with the line, and goes on with the account."""
    scenario = told(tmp_path, f'{HEAD}  Så skal "Indstil" være udført\n')

    with pytest.raises(AssertionError) as failed:
        scenario.play()

    first, second, *rest = str(failed.value).splitlines()
    assert first == 'proeve.txt, line 4: Så skal "Indstil" være udført'
    assert second.endswith("det gik ikke som ventet")
    assert "  ansoegning.indstil: waiting" in rest
    assert "    »Oplys sagen« er udført: ikke opfyldt" in rest


def test_what_must_not_be_so_and_is_is_told(tmp_path: Path) -> None:
    """`må … ikke` is the opposite of `skal`."""
    scenario = told(tmp_path, f'{HEAD}  Så må "Oplys sagen" ikke være tilgængelig\n')

    with pytest.raises(AssertionError, match="line 4"):
        scenario.play()


def test_what_never_comes_to_pass_is_told_at_the_end(tmp_path: Path) -> None:
    """`Før eller siden` holds at some point from its line to the end."""
    text = (
        f"{HEAD}  Før eller siden skal opstart være i gang\n  Når det er 2021-01-01\n"
    )
    scenario = told(tmp_path, text)

    with pytest.raises(AssertionError, match="line 4: Før eller siden"):
        scenario.play()


def test_what_was_so_once_came_to_pass(tmp_path: Path) -> None:
    """It need not be so at the end."""
    text = (
        f"{HEAD}  Før eller siden skal ansoegning.oplys være hos an\n"
        "  Når an tager ansoegning.oplys\n  Og an slipper ansoegning.oplys\n"
    )

    told(tmp_path, text).play()


@pytest.mark.parametrize("keyword", ["Når", "Givet at"])
def test_a_refusal_that_nobody_asked_for_is_a_failure(
    tmp_path: Path, keyword: str
) -> None:
    """What is done must be possible, unless the next line says that it is refused."""
    asked = "  Så må sagen ikke være lukket\n"
    text = f"{HEAD}  {keyword} an udfører ansoegning.indstil\n{asked}"

    with pytest.raises(AssertionError, match=r"line 4.*\n(.*\n)*.*case\.not_available"):
        told(tmp_path, text).play()


def test_a_refusal_for_other_reasons_is_a_failure(tmp_path: Path) -> None:
    """The codes are all of them, and no others."""
    text = (
        f"{HEAD}  Når an udfører ansoegning.indstil\n"
        "  Så skal det afvises som four_eyes\n"
    )

    with pytest.raises(AssertionError, match=r"refused: case\.not_available"):
        told(tmp_path, text).play()


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Each problem with its line, and what would be near."""
    found = problems(
        tmp_path,
        """Givet at hjemmel er SEL107
Scenarie: Den første
  Og at hjemmel er SEL85
  Givet at hjemlen er SEL85
  Og at hjemmel er SEL99
  Og en sag af andet.forloeb
  Og at det er 2020-13-01
  Når an udfører "Oplys sag"
  Og an giver op
  Så skal "Oplys sagen" være tilgængelig nu
  Og skal "Oplys sagen" være afgjort som afslag
  Og skal "Afgør ansøgning" være afgjort som refused
  Og skal reglen frist være opfyldt
  Før eller siden må sagen ikke være lukket
  Givet at hjemmel er SEL85
  Then it must be refused
  Når
Scenarie: Den første
Scenarie:
""",
    )

    assert [each.partition(":")[0] for each in found] == [
        "line 1",
        *(f"line {number}" for number in range(3, 20)),
    ]
    assert found[2] == "line 4: unknown fact 'hjemlen': did you mean hjemmel?"
    assert "expected a text, 'SEL107' or 'SEL85', got SEL99" in found[3]
    assert "did you mean Oplys sagen" in found[6]
    assert "; the nearest are: " in found[7]


def test_a_scenario_asks_something(tmp_path: Path) -> None:
    """One without any `Så` tests nothing."""
    assert problems(tmp_path, HEAD) == ["line 1: scenario 'Prøve' asks nothing"]
    assert problems(tmp_path, "# intet\n") == ["line 1: expected a scenario, got none"]


def test_a_folder_without_scenarios_is_told(tmp_path: Path) -> None:
    """A test of nothing would hold for ever."""
    with pytest.raises(Malformed, match=r"expected a \.txt file, got none"):
        read_scenarios(Forloeb, tmp_path)
