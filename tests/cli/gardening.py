"""What the tests of `run`, `views` and `status` share: a garden that is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
from click.testing import Result
from tests.cli import garden
from tests.cli.running import run_here, run_process
from tests.plugins.distributions import Site

from kvalitet_core import Actor, Journal
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.manifest import MANIFEST, write_manifest
from kvalitet_core.personal import Personal

ANNA = Actor(
    id="a-17", role="gartner", organisation="Eksempelhaven", authority="Opslag 2020"
)
REACTION = "reaction garden.follow"
VIEW = "view garden.sown"
STONE = "ValueError in kvalitet_garden._refuse_stone"


@attrs.frozen(kw_only=True)
class Gardening:
    """A journal of the garden, and the command line where the garden is installed."""

    site: Site
    journal: Path | str
    keys: Path | None = None

    @property
    def views(self) -> Path:
        """The views database that is beside the journal by default."""
        return Path(f"{self.journal}.views")

    @property
    def environment(self) -> dict[str, str]:
        """In which the garden is found, and no other plugin."""
        return {
            "KVALITET_JOURNAL": str(self.journal),
            "KVALITET_PLUGINS": "garden",
            "PYTHONPATH": str(self.site.folder),
            "KVALITET_KEYS": str(self.keys or ""),
        }

    def install(self) -> None:
        """Install the plugin, as it is before it is mended."""
        package = self.site.package("garden")
        package.mkdir()
        source = Path(garden.__file__).read_text("utf-8")
        (package / "__init__.py").write_text(source, "utf-8")
        (package / MANIFEST).write_text(write_manifest(garden.PLUGIN), "utf-8")
        self.site.register(
            "garden", "kvalitet-garden", version="1.0", entry="kvalitet_garden:PLUGIN"
        )

    def change(self, old: str, new: str) -> None:
        """Change the plugin's code."""
        self.site.change_code("garden", old, new)

    def mend(self) -> None:
        """Let it know what to do about stones."""
        self.change("MENDED = False", "MENDED = True")

    def sow(self, bed: str, *whats: str) -> None:
        """Sow some things, without anything being followed at once."""
        with self.opened() as journal:
            for what in whats:
                command = garden.Sow(
                    bed=StreamId(f"garden/{bed}"),
                    what=what,
                    gardener=PersonId("p-1"),
                    name=Personal("Ingrid"),
                )
                journal.do(command, by=ANNA)

    def opened(self) -> Journal:
        """The journal, whose commits are not followed."""
        return Journal.open(
            self.journal,
            plugins=[garden.PLUGIN],
            keys=self.keys,
            create=True,
            views=False,
        )

    def sown(self) -> list[tuple[str, str]]:
        """What was sown, and in which bed, in order."""
        with self.opened() as journal:
            return [
                (recorded.stream.partition("/")[2], recorded.event.what)
                for recorded in journal.events(names=["garden.sown/1"])
            ]

    def run(self, *args: str | Path, **environment: str) -> Result:
        """The command line, in this process."""
        return run_here(*args, **(self.environment | environment))

    def process(
        self, *args: str | Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """The command line, as a process of its own."""
        return run_process(*args, **(self.environment | environment))

    def started(self, *args: str | Path) -> subprocess.Popen[str]:
        """The command line, as a process that is left to run."""
        return subprocess.Popen(
            [sys.executable, "-u", "-c", "from kvalitet_cli.main import main; main()"]
            + [str(arg) for arg in args],
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def status(self, *args: str | Path, code: int = 0) -> Any:
        """What the status says, as JSON."""
        result = self.run("status", "--format", "json", *args)
        assert result.exit_code == code, result.stderr
        return json.loads(result.stdout)

    def of(self, name: str, *args: str | Path, code: int = 0) -> Any:
        """What the status says of one run."""
        runs = self.status(*args, code=code)["runs"]
        return next(run for run in runs if run["name"] == name)
