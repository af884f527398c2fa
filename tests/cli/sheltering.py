"""What the tests of commands about cases share: a shelter that is installed."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import attrs
from click.testing import Result
from tests.cli import shelter
from tests.cli.running import run_here
from tests.plugins.distributions import Site

from kvalitet_core import Actor, Journal
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.case import Complete, Decide, Open, ReceiveDocument, Revoke
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.manifest import MANIFEST, write_manifest
from kvalitet_core.plugins import Plugin
from kvalitet_core.values import Digest

MONDAY: Final = datetime(2020, 9, 7, 8, tzinfo=UTC)
"""When the first case is opened: 10 o'clock in Denmark."""


def officer(name: str, role: str) -> Actor:
    """Somebody at the shelter."""
    return Actor(
        id=name, role=role, organisation="Eksempelherberget", authority="Opslag 2020"
    )


ANNA: Final = officer("anna", "clerk")
BO: Final = officer("bo", "head")


def case_of(key: str) -> StreamId:
    """The stream of a stay."""
    return StreamId(f"case/shelter.stay.{key}")


def opening(key: str = "1", **named: Any) -> Open:
    """The command that opens a stay."""
    return Open(definition="shelter.stay", key=key, title=f"Sag {key}", **named)


def receipt(key: str = "1") -> ReceiveDocument:
    """The command that receives the form of a stay."""
    attachment = Attachment(
        sha256=Digest("a" * 64), media_type="application/pdf", size=3, label="skema"
    )
    return ReceiveDocument(
        case=case_of(key),
        document="skema",
        attachment=attachment,
        effective_from=date(2020, 9, 8),
    )


def completion(item: str, key: str = "1") -> Complete:
    """The command that completes a task of a stay."""
    return Complete(case=case_of(key), item=item)


def decision(outcome: str, key: str = "1", **named: Any) -> Decide:
    """The command that decides a stay."""
    return Decide(case=case_of(key), item="ansoegning.afgoer", outcome=outcome, **named)


@attrs.frozen(kw_only=True)
class Sheltering:
    """A journal of the shelter, and the command line where the shelter is installed."""

    site: Site
    journal: Path

    @property
    def environment(self) -> dict[str, str]:
        """In which the shelter is found, and no other plugin; people speak English."""
        return {
            "KVALITET_JOURNAL": str(self.journal),
            "KVALITET_PLUGINS": "shelter",
            "PYTHONPATH": str(self.site.folder),
            "LC_ALL": "C.UTF-8",
        }

    def install(self) -> None:
        """Install the plugin."""
        package = self.site.package("shelter")
        package.mkdir()
        source = Path(shelter.__file__).read_text("utf-8")
        (package / "__init__.py").write_text(source, "utf-8")
        (package / MANIFEST).write_text(write_manifest(shelter.PLUGIN), "utf-8")
        entry = "kvalitet_shelter:PLUGIN"
        self.site.register("shelter", "kvalitet-shelter", version="1.0", entry=entry)

    def change(self, old: str, new: str) -> None:
        """Change the plugin's code."""
        self.site.change_code("shelter", old, new)

    def manifested(self) -> None:
        """Write the manifest anew, after the plugin was changed."""
        code = self.site.package("shelter") / "__init__.py"
        usual = runpy.run_path(str(code), run_name="kvalitet_shelter")["PLUGIN"]
        manifest = write_manifest(usual)
        (self.site.package("shelter") / MANIFEST).write_text(manifest, "utf-8")

    def opened(self, plugin: Plugin = shelter.PLUGIN) -> Journal:
        """The journal, whose commits are not followed."""
        return Journal.open(
            self.journal,
            plugins=[plugin],
            clock=GivenClock(MONDAY),
            create=True,
            views=False,
        )

    def give(self, *commands: Any) -> None:
        """Give commands, one a day at 10 o'clock, each by who can do it."""
        clock = GivenClock(MONDAY)
        with Journal.open(
            self.journal,
            plugins=[shelter.PLUGIN],
            clock=clock,
            create=True,
            views=False,
        ) as journal:
            for days, command in enumerate(commands):
                clock.set(MONDAY + timedelta(days=days))
                journal.do(
                    command, by=BO if isinstance(command, Decide | Revoke) else ANNA
                )

    def once(self, made: Path, build: Callable[[Sheltering], None]) -> Sheltering:
        """The same with what is built in it, which is kept for the tests to come.

        Args:
            made: The folder where it is kept.

            build: Builds it, where it is not there.
        """
        here = self.journal.parent
        if made.exists():
            for file in made.iterdir():
                shutil.copy(file, here)
            return self
        build(self)
        made.mkdir()
        for file in here.glob(f"{self.journal.name}*"):
            shutil.copy(file, made)
        return self

    def later(self, *commands: Any) -> None:
        """Give commands in the host's own time."""
        with Journal.open(
            self.journal, plugins=[shelter.PLUGIN], views=False
        ) as journal:
            for command in commands:
                journal.do(
                    command, by=BO if isinstance(command, Decide | Revoke) else ANNA
                )

    def followed(self) -> None:
        """Bring the views up to date."""
        result = self.run("run", "--once")
        assert result.exit_code == 0, result.stderr

    def run(self, *args: str | Path, **environment: str) -> Result:
        """The command line, in this process."""
        return run_here(*args, **(self.environment | environment))

    def started(self, *args: str | Path) -> subprocess.Popen[str]:
        """The command line, as a process that is left to run."""
        return subprocess.Popen(
            [sys.executable, "-c", "from kvalitet_cli.main import main; main()"]
            + [str(arg) for arg in args],
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def look(self, *args: str | Path) -> Any:
        """What a command says, as JSON."""
        result = self.run(*args, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)
