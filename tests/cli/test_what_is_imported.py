"""A command that tells of one stream imports what the stream needs, and no more.

What a process imports is most of what it takes until it answers, so this is what keeps
the answer quick; how quick it is, `benchmarks/` measures.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

import pytest

from kvalitet_core import Actor, Journal
from kvalitet_core.discovery import GROUP
from kvalitet_core.domain.case import Open
from kvalitet_core.domain.region import Register
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import RegionCode

PLUGINS: Final = frozenset(
    point.value.partition(":")[0].partition(".")[0]
    for point in entry_points(group=GROUP)
)
"""The packages of the plugins that are installed."""

HEAVY: Final = (
    "cryptography",
    "eventsourcing",
    "importlib.metadata",
    "jsonschema",
    "kvalitet_core.casetypes",
    "kvalitet_core.core",
    "kvalitet_core.deadlines",
    "kvalitet_core.evidence",
    "kvalitet_core.overviews",
    "kvalitet_core.reactions",
    "kvalitet_core.schemas",
    "kvalitet_core.views",
    "psycopg",
    "rich",
    "sqlalchemy",
    "stdnum",
)
"""What nobody needs who reads a stream without a case, and some read one with."""

CASE: Final = "case/indsatskatalog.tilblivelse.botilbud"


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with a region, and a case of a plugin, of which all are installed."""
    place = tmp_path_factory.mktemp("imported") / "journal.db"
    anna = Actor(
        id="a-17", role="redaktør", organisation="Socialstyrelsen", authority="Opslag"
    )
    clock = GivenClock(datetime(2021, 3, 1, 12, tzinfo=UTC))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KVALITET_PLUGINS", raising=False)
        with Journal.open(place, clock=clock, views=False) as made:
            region = Register(
                code=RegionCode("1082"),
                name="Midtjylland",
                effective_from=date(2019, 1, 1),
            )
            made.do(region, by=anna)
            code, key = CASE.partition("/")[2].rsplit(".", 1)
            made.do(Open(definition=code, key=key, title="Botilbud"), by=anna)
    return place


def imported(*args: str | Path) -> set[str]:
    """What is imported while a command runs in a process of its own."""
    program = (
        "import sys\n"
        "from kvalitet_cli.main import cli\n"
        f"cli.main({[str(arg) for arg in args]!r}, standalone_mode=False)\n"
        "print('IMPORTED', *sys.modules)\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != "KVALITET_PLUGINS"}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    told, _, names = ended.stdout.partition("IMPORTED")
    assert told
    return set(names.split())


def below(modules: set[str], *packages: str) -> set[str]:
    """The packages of these of which anything is imported."""
    return {
        package
        for package in packages
        if any(f"{module}.".startswith(f"{package}.") for module in modules)
    }


def test_a_stream_of_the_core_needs_its_own_kind(journal: Path) -> None:
    """No plugin, no other kind, no case type, no view, no proof, and no key."""
    modules = imported("show", "region/1082", "--journal", journal)

    domain = {name for name in modules if name.startswith("kvalitet_core.domain.")}
    assert domain == {"kvalitet_core.domain.region", "kvalitet_core.domain.rules"}
    assert below(modules, *PLUGINS) == set()
    assert below(modules, *HEAVY) == set()


@pytest.mark.parametrize("command", [("blame",), ("diff", "0..1")])
def test_what_changed_in_a_stream_needs_no_plugin(
    journal: Path, command: tuple[str, ...]
) -> None:
    """Of a stream of the core; and no view, no proof and no key."""
    name, *span = command
    modules = imported(name, "region/1082", *span, "--journal", journal)

    assert (
        below(modules, *PLUGINS, "kvalitet_core.core", "kvalitet_core.views") == set()
    )
    assert below(modules, "cryptography", "jsonschema", "rich", "sqlalchemy") == set()


def test_the_state_of_a_case_needs_no_plugin(journal: Path) -> None:
    """It is read without the definition that it runs by, and without its commands."""
    modules = imported("show", CASE, "--journal", journal)

    needed = {"kvalitet_core.casetypes", "kvalitet_core.deadlines"}
    assert below(modules, *PLUGINS) == set()
    assert below(modules, *HEAVY) <= needed
    assert "kvalitet_core.domain.case.engine" not in modules


def test_the_timeline_of_a_case_needs_its_own_plugin(journal: Path) -> None:
    """What its items are called stands there; no command is decided."""
    modules = imported("case", "timeline", CASE, "--journal", journal)

    assert below(modules, *PLUGINS) == {"kvalitet_indsatskatalog"}
    heavy = ("cryptography", "jsonschema", "kvalitet_core.core", "rich", "sqlalchemy")
    assert below(modules, *heavy) == set()
    assert "kvalitet_core.domain.case.engine" not in modules


def test_what_a_plugin_brings_besides_is_not_needed_for_its_cases() -> None:
    """Its catalogues, and what its commands are decided by, wait until asked for."""
    program = (
        "import sys\n"
        "import os\n"
        "os.environ.pop('KVALITET_PLUGINS', None)\n"
        "from kvalitet_core.shelf import Installed\n"
        "assert Installed().plugin('partnerskab')\n"
        "print('IMPORTED', *sys.modules)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    modules = set(told.stdout.split())
    own = "kvalitet_partnerskab"
    assert f"{own}.plugin" in modules
    waiting = ("grants", "networks", "publications", "rounds", "selection.commands")
    assert below(modules, *(f"{own}.{name}" for name in waiting)) == set()
    assert below(modules, "kvalitet_core.domain.grant", "stdnum") == set()
