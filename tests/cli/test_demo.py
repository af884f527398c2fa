"""The demo: a story that anyone can follow, on a journal that keeps its promises."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.running import run_here

from kvalitet_cli.story import PERSONAL_VALUES
from kvalitet_cli.story.playing import PLUGINS
from kvalitet_core import Journal

SCRIPT = Path(sys.executable).with_name("kvalitet")


def _next_steps(story: str) -> list[str]:
    lines = story.partition("Try next:")[2].splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _in_a_shell(
    line: str, *, folder: Path, path: str = "/usr/bin"
) -> subprocess.CompletedProcess[str]:
    """What a newcomer gets who types a line into a shell that stands in a folder."""
    return subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": f"{path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo_tells_what_happened_and_when(story: str) -> None:
    """Each step stands with its instant, the refusals and the forgetting too."""
    assert (
        "2019-03-01 09:00  Registeret\n  a-01 loads Denmark's 5 regions and 98" in story
    )
    assert "simulated" in story
    told = " ".join(story.split())
    assert "A tilbud is a place or a service that supports people with psych" in told
    assert "§ 107 of serviceloven" in told
    assert "municipality/0999" in story
    assert (
        "2021-06-14 10:00  Registeret\n  The first contact person is forgotten" in story
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "typed", "printed"),
    [
        (".", ".venv/bin/kvalitet", ".venv/bin/kvalitet"),
        (".", "{root}/.venv/bin/kvalitet", ".venv/bin/kvalitet"),
        (".venv/bin", "./kvalitet", "./kvalitet"),
        ("else where", "'{root}/.venv/bin/kvalitet'", "'{root}/.venv/bin/kvalitet'"),
    ],
)
def test_what_the_demo_says_to_try_works_as_printed(
    tmp_path: Path, folder: str, typed: str, printed: str
) -> None:
    """Each line can be pasted into the shell that the demo was started from."""
    root = tmp_path / "my clone" if "'" in printed else tmp_path
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "kvalitet").symlink_to(SCRIPT)
    here = root / folder
    here.mkdir(exist_ok=True)
    asked = f"{typed.format(root=root)} demo --journal 'with  blanks.db'"

    steps = _next_steps(_in_a_shell(asked, folder=here).stdout)

    assert 4 <= len(steps) <= 6
    assert all(step.startswith(f"{printed.format(root=root)} ") for step in steps)
    for step in steps if typed == printed == ".venv/bin/kvalitet" else steps[:1]:
        result = _in_a_shell(step, folder=here)
        assert result.returncode == 0, result.stderr
        assert result.stdout


@pytest.mark.slow
def test_the_demo_prints_its_bare_name_where_the_shell_finds_it(tmp_path: Path) -> None:
    """Installed on the path, and started from there; not where that is another one."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kvalitet").symlink_to(SCRIPT)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kvalitet").write_text("#!/bin/sh\n")
    (tmp_path / "other" / "kvalitet").chmod(0o755)
    found, another = str(tmp_path / "bin"), str(tmp_path / "other")

    told = _in_a_shell("kvalitet demo", folder=tmp_path, path=found).stdout
    steps = _next_steps(told)

    assert all(step.startswith("kvalitet ") for step in steps)
    assert _in_a_shell(steps[0], folder=tmp_path, path=found).stdout
    asked = "bin/kvalitet demo --journal second.db"
    told = _in_a_shell(asked, folder=tmp_path, path=another).stdout
    assert all(step.startswith("bin/kvalitet ") for step in _next_steps(told))


def test_the_demo_goes_to_the_present_folder(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no place named it is `demo.db`, here."""
    monkeypatch.chdir(tmp_path)

    result = run("demo")

    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["demo.db", "demo.db.key", "demo.db.keys"]


def test_the_demo_overwrites_nothing(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """A file that is there stays as it is, whether it is a journal or not."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, ...")

    result = run("demo", "--journal", letter)

    assert result.exit_code == 3
    assert letter.read_text() == "Dear reader, ..."
    assert list(tmp_path.iterdir()) == [letter]


def test_the_demo_is_not_built_twice(run: Callable[..., Result], demo: Path) -> None:
    """A journal that is there gets nothing added."""
    before = demo.read_bytes()

    result = run("demo", "--journal", demo)

    assert result.exit_code == 3
    assert result.stderr == (
        f"kvalitet: journal {demo}: there is a journal already; nothing was written: "
        "name another place with --journal, or, if it is an old demo, remove it with "
        f"`rm {demo} {demo}.keys {demo}.key`\n"
    )
    assert demo.read_bytes() == before


def test_the_demo_can_be_built_again_as_it_says(
    run: Callable[..., Result], demo: Path
) -> None:
    """After its own line has removed the old one."""
    told = run("demo", "--journal", demo).stderr

    _in_a_shell(told.split("`")[1], folder=demo.parent)

    assert run("demo", "--journal", demo).exit_code == 0


def test_the_demo_never_says_to_remove_a_key_store_that_was_given(
    run: Callable[..., Result], demo: Path
) -> None:
    """It may be that of a real journal."""
    told = run("demo", "--journal", demo, "--keys", "real.keys").stderr

    assert f"`rm {demo}`" in told
    assert "real.keys" not in told


def test_no_person_of_the_demo_stands_in_clear_in_any_file(demo: Path) -> None:
    """Every byte of every file that the demo made, write-ahead logs included."""
    files = [path for path in demo.parent.rglob("*") if path.is_file()]

    assert len(PERSONAL_VALUES) > 4
    assert {demo.name, f"{demo.name}.keys"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for value in PERSONAL_VALUES:
            assert value.encode() not in content
            assert value.encode("utf-16-le") not in content


def test_the_demo_holds_real_and_made_up_things(look: Callable[..., Any]) -> None:
    """Five regions, 98 municipalities, two tilbud, and two refusals on record."""
    kinds = [item["stream"].partition("/")[0] for item in look("streams")["streams"]]

    assert kinds.count("region") == 5
    assert kinds.count("municipality") == 98
    assert kinds.count("tilbud") == 2
    commits = look("log", "--limit", "0")["commits"]
    codes = [reason["code"] for commit in commits for reason in commit["reasons"]]
    assert codes == ["tilbud.closed", "tilbud.municipality_unknown"]


def test_a_demo_on_a_server_needs_a_key_store(run: Callable[..., Result]) -> None:
    """Said before anything is made: there would be nowhere to keep a person's key."""
    result = run("demo", "--journal", "postgresql://nobody:secret@nowhere/none")

    assert result.exit_code == 2
    assert "--keys" in result.stderr
    assert "secret" not in result.stderr


def test_the_demo_says_what_it_leaves_out(story: str) -> None:
    """Without a plugin there is no part of the programme, and its name is told."""
    told = " ".join(story.split())

    for name in PLUGINS:
        assert name in told.partition("not allowed: ")[2].partition(".")[0]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A larger demo, and what it said."""
    place = tmp_path_factory.mktemp("large") / "large.db"
    asked = ("demo", "--journal", place, "--scale", "900", "--seed", "1")
    return place, run_here(*asked, KVALITET_PLUGINS="")


class TestScale:
    """`--scale` plays the story over and over, to about so many events."""

    def test_it_comes_near_to_what_was_asked(self, large: tuple[Path, Result]) -> None:
        """Within one playing of the story, and it says how many there are."""
        place, result = large

        with Journal.open(place, read_only=True) as journal:
            events = journal.head()
            assert journal.simulated
        assert result.exit_code == 0, result.stderr
        assert abs(events - 900) < 40
        assert f"A journal of {events:,} events was made" in result.stdout
        assert "It is simulated" in result.stdout

    def test_the_proportions_are_those_of_the_demo(
        self, large: tuple[Path, Result], demo: Path
    ) -> None:
        """What happens once in the story happens each time; Denmark is there once."""
        small, many = (_names(place) for place in (demo, large[0]))
        times = many["tilbud.closed/1"]

        assert times > 10
        for name, count in small.items():
            if name.startswith("tilbud."):
                assert many[name] == times * count
        assert many["municipality.registered/1"] == small["municipality.registered/1"]

    def test_the_same_seed_draws_the_same_persons(
        self, large: tuple[Path, Result], tmp_path: Path
    ) -> None:
        """And another seed others."""
        drawn = []
        for seed in ("1", "2"):
            place = tmp_path / f"{seed}.db"
            asked = ("demo", "--journal", place, "--scale", "900", "--seed", seed)
            run_here(*asked, KVALITET_PLUGINS="")
            drawn.append(_persons(place))

        assert drawn[0] == _persons(large[0])
        assert not drawn[0] & drawn[1]

    def test_no_made_up_person_stands_in_clear(
        self, large: tuple[Path, Result]
    ) -> None:
        """However many there are."""
        for path in large[0].parent.iterdir():
            content = path.read_bytes()
            assert not [each for each in PERSONAL_VALUES if each.encode() in content]

    def test_it_is_told_in_danish_where_that_is_chosen(self, tmp_path: Path) -> None:
        """How many events there are, and that they are simulated."""
        asked = ("demo", "--journal", tmp_path / "d.db", "--scale", "1", "--lang", "da")

        made = run_here(*asked, KVALITET_PLUGINS="")

        assert "hændelser er lavet" in made.stdout
        assert "Den er simuleret" in made.stdout

    def test_a_seed_goes_with_a_scale(self, run: Callable[..., Result]) -> None:
        """Else it would do nothing, and not say so."""
        assert run("demo", "--seed", "1").exit_code == 2


def _names(place: Path) -> Counter[str]:
    """How many events there are of each name."""
    with Journal.open(place, read_only=True) as journal:
        return Counter(recorded.name for recorded in journal.events())


def _persons(place: Path) -> set[str]:
    """Everybody who is contact of a tilbud."""
    with Journal.open(place, read_only=True) as journal:
        return {
            recorded.event.contact
            for recorded in journal.events(names=["tilbud.contact_named/1"])
        }
