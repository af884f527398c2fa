"""A page of shell, diffs and files, carried out block by block in an empty folder.

A `console` block holds commands after `$`, and what they print, to both outputs. A
block with `file=` in its head is a file; a `diff` changes one. Run as a program, it
writes what was printed into the page, without what differs from machine to machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import attrs

PAGE = Path(__file__).parents[1] / "docs" / "write-a-plugin.md"

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_SECONDS = re.compile(r"\bin [0-9.]+s\b(?: \([0-9:]+\))?")
_BAR = re.compile(r"^([.F]+) +\[ *([0-9]+)%\]$", re.MULTILINE)


@attrs.define
class Reader:
    """Somebody who has only the page, and does what it says.

    Attributes:
        folder: Where they stand.
        environment: What their shell knows.
    """

    folder: Path
    environment: Mapping[str, str]

    def follow(self, page: str) -> str:
        """Carry out every block in order; gives the page with what was printed."""
        return _BLOCK.sub(self._followed, page)

    def _followed(self, block: re.Match[str]) -> str:
        language, head, content = block.groups()
        if file := re.search(r"file=(\S+)", head):
            (self.folder / file[1]).write_text(content, encoding="utf-8")
        elif language == "diff":
            self._change(content)
        elif language == "console":
            content = _COMMAND.sub(self._run, content)
        else:
            raise AssertionError(f"a block that nobody can carry out: {language}{head}")
        return f"```{language}{head}\n{content}```"

    def _run(self, command: re.Match[str]) -> str:
        typed = command[1]
        if typed.startswith("cd "):
            self.folder /= typed.removeprefix("cd ")
            return f"$ {typed}\n"
        ran = subprocess.run(
            ["bash", "-c", typed],  # noqa: S607 - the shell that the page is for
            cwd=self.folder,
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        printed = ran.stdout if ran.stdout.endswith("\n") or not ran.stdout else "?\n"
        return f"$ {typed}\n{anywhere(printed)}"

    def _change(self, diff: str) -> None:
        """Replace what stands in a file, hunk by hunk."""
        head, _, hunks = diff.partition("\n+++ b/")
        assert head.startswith("--- a/")
        path, _, hunks = hunks.partition("\n")
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        for hunk in hunks.split("@@\n"):
            lines = [line or " " for line in hunk.splitlines()]
            old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
            new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
            assert text.count(old) == 1, f"{path} has {text.count(old)} of:\n{old}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")


def anywhere(printed: str) -> str:
    """What is printed on every machine: no figures of time, no width of a bar."""
    return _BAR.sub(r"\1 [\2%]", _SECONDS.sub("in some seconds", printed))


def followed(page: str, folder: Path) -> str:
    """The page as it would be, if it showed what its commands print."""
    beside = Path(sys.executable).parent
    known = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KVALITET_", "PYTEST_", "COV_", "COVERAGE_"))
    }
    environment = {
        **known,
        "COLUMNS": "100",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(PAGE.parents[1] / ".hypothesis"),
        "KVALITET_PLUGINS": "",
        "PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }
    return Reader(folder, environment).follow(page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(followed(PAGE.read_text("utf-8"), Path(place)), "utf-8")
