"""Each law of the contract fails for a plugin that breaks it, and for that one only.

The plugins are the template with a few words changed; the template itself breaks none.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.testing.breaking import Breaking, made, told
from tests.testing.broken_cases import BREAKING_CASES
from tests.testing.broken_data import BREAKING_DATA
from tests.testing.broken_history import BREAKING_HISTORY, SECOND_NUMBER
from tests.testing.broken_names import BREAKING_NAMES
from tests.testing.broken_reactions import BREAKING_REACTIONS

from kvalitet_core.plugins import Plugin
from kvalitet_core.testing import PluginContract
from kvalitet_core.testing.breaches import Breach, LawBroken, hold
from kvalitet_core.testing.judging import judge, laws

BREAKING = (
    *BREAKING_NAMES,
    *BREAKING_HISTORY,
    *BREAKING_DATA,
    *BREAKING_CASES,
    *BREAKING_REACTIONS,
)
FEW, ENOUGH = 2, 12
"""How many values are drawn where none, or a rare one, is what breaks the law."""

LAWS = [name.removeprefix("test_") for name in laws()]


def test_the_template_breaks_no_law(tmp_path: Path) -> None:
    """What `kvalitet plugin new` makes passes as it is."""
    verdicts = made((), tmp_path, exports=False).judged()

    assert [each.law for each in verdicts] == LAWS
    assert {each.law: told(each) for each in verdicts if each.state != "held"} == {}


def test_a_second_number_breaks_no_law(tmp_path: Path) -> None:
    """An event of a new number, with an upcaster from the old one, passes too."""
    verdicts = made(SECOND_NUMBER, tmp_path).judged(drawn=FEW)

    assert {each.law: told(each) for each in verdicts if each.state != "held"} == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "breaking", BREAKING, ids=lambda each: f"{each.law}-{each.says[:30]}"
)
def test_a_plugin_that_breaks_a_law_is_told_so(
    breaking: Breaking, tmp_path: Path
) -> None:
    """It breaks that law and none that it need not; the failure says what to do."""
    plugin = made(breaking.edits, tmp_path, exports=breaking.exports)

    drawn = ENOUGH if breaking in BREAKING_HISTORY else FEW
    verdicts = {each.law: each for each in plugin.judged(drawn=drawn)}

    found = {law: told(each) for law, each in verdicts.items() if each.breaches}
    assert found.keys() == {breaking.law, *breaking.also}, found
    assert breaking.says in found[breaking.law]
    for breach in verdicts[breaking.law].breaches:
        assert breach.subject
        assert breach.rule
        assert breach.remedy


@pytest.mark.parametrize(
    "condition",
    ["True", "meeting.host == 'person-4711'", "meeting.attended == 14"],
    ids=["once planned", "in the middle of the example", "at its end"],
)
def test_every_event_is_folded_after_all_that_is_shown(
    condition: str, tmp_path: Path
) -> None:
    """Where nothing is drawn that leads there, the examples and each pair do."""
    case = "        case HostNamed(host=host, name=name):\n"
    lacks = (
        f"        case HostNamed() if {condition}:\n            assert_never(event)\n"
    )
    plugin = made((("meeting.py", case, lacks + case),), tmp_path)

    verdicts = {each.law: each for each in plugin.judged(drawn=1)}

    assert "meeting.HostNamed: cannot be folded: AssertionError" in told(
        verdicts["every_event_can_be_folded"]
    )


def test_an_example_ends_at_its_first_failure(tmp_path: Path) -> None:
    """What follows from one fault is not told as more; what was not shown waits."""
    plugin = made(
        (("examples.py", "date(2026, 8, 20)", "date(2027, 8, 20)"),), tmp_path
    )

    verdicts = {each.law: each for each in plugin.judged(drawn=1)}

    broken = [law for law, each in verdicts.items() if each.state == "broken"]
    (breach,) = verdicts["examples_come_to_what_they_say"].breaches
    assert broken == ["examples_come_to_what_they_say"]
    assert "step 2 (Plan): expected an event, got refused" in breach.subject + (
        f": {breach.rule}"
    )
    for law in ("every_command_is_shown", "every_event_is_shown"):
        assert verdicts[law].state == "unjudged"
        assert verdicts[law].why == "an example does not come to what it says"


def test_every_law_is_broken_by_some_plugin() -> None:
    """A law that cannot fail checks nothing."""
    broken = {each.law for each in BREAKING}

    assert broken | {"the_package_is_found"} == set(LAWS)
    assert len(LAWS) >= 30


def test_no_two_laws_have_one_name() -> None:
    """The contract is put together from groups, and none hides another's law."""
    groups = [name for group in PluginContract.__mro__ for name in vars(group)]
    times = Counter(name for name in groups if name.startswith("test_"))

    assert [name for name, found in times.items() if found > 1] == []


def test_a_plugin_without_a_package_is_told_so() -> None:
    """What is not installed, or named wrongly, has no files to look at."""
    plugin = Plugin(name="nowhere", version="1")
    verdicts = {each.law: each for each in judge(plugin, package="")}
    wrong = {each.law: each for each in judge(plugin, package="kvalitet_nowhere")}

    assert "is not installed" in told(verdicts["the_package_is_found"])
    assert "pip install -e ." in told(verdicts["the_package_is_found"])
    assert "no package 'kvalitet_nowhere'" in told(wrong["the_package_is_found"])
    assert verdicts["the_manifest_says_what_the_plugin_is"].state == "unjudged"


def test_a_failure_has_a_line_for_each_breach() -> None:
    """A law says everything that breaks it, each once, with its remedy."""
    one, two = Breach("a.B", "is wrong", "mend it"), Breach("a.C", "is bad", "drop it")

    hold([])
    with pytest.raises(LawBroken) as broken:
        hold([one, two, one])

    assert broken.value.breaches == (one, two)
    assert str(broken.value) == "a.B: is wrong; mend it\na.C: is bad; drop it"


class TestUnderPytest(PluginContract):
    """An author's own subclass finds the package and the examples by itself."""

    plugin = Plugin(name="indsatsteam", version="0")
    drawn = 3

    @classmethod
    def setup_class(cls) -> None:
        """Take the plugin that is installed."""
        from kvalitet_indsatsteam import PLUGIN  # noqa: PLC0415 - one test's own

        cls.plugin = PLUGIN
