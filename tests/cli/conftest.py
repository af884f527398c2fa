"""What the tests of the command line share: a demo to copy, and two ways to run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import Result
from tests.cli.gardening import Gardening
from tests.cli.running import run_here, run_process
from tests.cli.sheltering import Sheltering
from tests.plugins.distributions import Site

ANNA = {
    "id": "a-17",
    "role": "sagsbehandler",
    "organisation": "Eksempelkontoret",
    "authority": "Opslag 2020",
}


@pytest.fixture
def run() -> Callable[..., Result]:
    """The command line, in this process."""
    return run_here


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line, as a process of its own."""
    return run_process


@pytest.fixture(autouse=True)
def _no_settings_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the host's, and none of the plugins that happen to be installed."""
    for name in [name for name in os.environ if name.startswith("KVALITET_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("KVALITET_PLUGINS", "")


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a demo, and the story that it told."""
    folder = tmp_path_factory.mktemp("demo")
    told = run_here("demo", "--journal", folder / "demo.db", KVALITET_PLUGINS="")
    assert told.exit_code == 0, told.stderr
    return folder, told.stdout


@pytest.fixture
def story(demo_once: tuple[Path, str]) -> str:
    """What the demo told."""
    return demo_once[1]


@pytest.fixture
def demo(demo_once: tuple[Path, str], tmp_path: Path) -> Path:
    """A demo's journal of one's own, with its keys."""
    folder = tmp_path / "own"
    shutil.copytree(demo_once[0], folder)
    return folder / "demo.db"


@pytest.fixture
def look(demo: Path) -> Callable[..., Any]:
    """Read the demo as JSON: the whole answer."""

    def looked(*args: str) -> Any:
        result = run_here(*args, "--journal", demo, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return looked


@pytest.fixture
def laerkehoej(look: Callable[..., Any]) -> str:
    """The stream of the demo's first tilbud."""
    return str(look("streams", "tilbud")["streams"][0]["stream"])


@pytest.fixture
def anna() -> tuple[str, str]:
    """The options that say who acts."""
    return "--as", json.dumps(ANNA)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 KiB, or a skip where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("this container cannot mount a small disk")
    yield place
    umount = shutil.which("umount") or "umount"
    subprocess.run([umount, "-l", str(place)], check=True)


@pytest.fixture
def gardening(site: Site, tmp_path: Path) -> Gardening:
    """A journal of the garden, and the garden installed."""
    made = Gardening(site=site, journal=tmp_path / "garden.db")
    made.install()
    made.opened().close()
    return made


@pytest.fixture
def gardening_on_postgres(
    gardening: Gardening, postgres_url: str, tmp_path: Path
) -> Gardening:
    """The same, with its journal on a server."""
    keys = tmp_path / "garden.keys"
    made = attrs.evolve(gardening, journal=postgres_url, keys=keys)
    made.opened().close()
    return made


@pytest.fixture
def sheltering(site: Site, tmp_path: Path) -> Sheltering:
    """A journal of the shelter that has no case yet, and the shelter installed."""
    made = Sheltering(site=site, journal=tmp_path / "shelter.db")
    made.install()
    made.opened().close()
    return made


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what several tests look at, and none changes."""
    return tmp_path_factory.mktemp("kept")
