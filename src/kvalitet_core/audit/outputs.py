"""Files that somebody asked for: there whole or not at all, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from kvalitet_core.errors import Malformed
from kvalitet_core.newfile import beside, settle

__all__ = ["digest_of", "refuse_taken", "whole"]

_READ: Final = 1 << 20


def refuse_taken(*paths: Path | None) -> None:
    """Refuse to write where something is, or where there is no folder.

    Args:
        paths: The files that are to be written; None for one that is not.

    Raises:
        Malformed: A path is taken, or its folder is not there.
    """
    wanted = [path for path in paths if path]
    problems = [
        f"{path} is there already, and nothing is written over it"
        for path in wanted
        if os.path.lexists(path)
    ]
    folders = dict.fromkeys(path.parent for path in wanted)
    problems += [f"{each} is no folder" for each in folders if not each.is_dir()]
    if problems:
        raise Malformed("output", *problems)


@contextmanager
def whole(*paths: Path) -> Iterator[tuple[Path, ...]]:
    """Give a path to write each file at; they come into their places when all is well.

    Where it is left with an error, also by an interrupt, nothing is left behind.

    Raises:
        Malformed: A path is taken.
    """
    refuse_taken(*paths)
    placed: list[Path] = []
    with ExitStack() as stack:
        partial = tuple(stack.enter_context(beside(path)) for path in paths)
        try:
            yield partial
            for path in partial:
                settle(path)
            for path, target in zip(partial, paths, strict=True):
                _place(path, target)
                placed.append(target)
        except BaseException:
            for path in placed:
                path.unlink(missing_ok=True)
            raise


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    found = sha256()
    with path.open("rb") as file:
        while read := file.read(_READ):
            found.update(read)
    return found.hexdigest()


def _place(path: Path, target: Path) -> None:
    """Put a file in its place, which nobody else may have taken meanwhile."""
    try:
        os.link(path, target)
    except FileExistsError:
        refuse_taken(target)
        raise
