"""How this program can be run again: what a line to paste must begin with."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

__all__ = ["program"]

_NAME: Final = "kvalitet"


def program() -> str:
    """Its bare name where the shell finds it by that; else its path."""
    started = _started()
    if started is None:
        return _NAME
    found = shutil.which(_NAME)
    if found and Path(found).samefile(started):
        return _NAME
    return shlex.quote(_from_here(started))


def _started() -> Path | None:
    """The script that was started, or the one beside this Python."""
    for path in (Path(sys.argv[0]), Path(sys.executable).with_name(_NAME)):
        if path.name == _NAME and path.is_file() and os.access(path, os.X_OK):
            return path
    return None


def _from_here(path: Path) -> str:
    """Relative to the working folder where it is below it; never a bare name."""
    here = Path.cwd()
    if path.is_absolute() and path.is_relative_to(here):
        path = path.relative_to(here)
    return str(path) if os.sep in str(path) else f".{os.sep}{path}"
