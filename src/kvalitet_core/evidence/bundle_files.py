"""The files of a bundle: written with their digests, there all or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from kvalitet_core.errors import EvidenceUnavailable

__all__ = ["Files", "made_whole"]

_LONGEST: Final = 40
"""So much of its name a folder has while it is written: its own may be the longest."""

_FEW: Final = 100
"""Up to so many files are had onto the disk one by one."""


class Files:
    """Writes the files of a bundle, and keeps the digest of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sums: dict[str, str] = {}

    def put(self, name: str, content: bytes) -> None:
        """Write a file."""
        path = self.folder / name
        if "/" in name:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.sums[name] = sha256(content).hexdigest()

    @contextmanager
    def growing(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Write a file some bytes at a time."""
        digest = sha256()
        with (self.folder / name).open("wb") as file:

            def more(content: bytes) -> None:
                digest.update(content)
                file.write(content)

            yield more
        self.sums[name] = digest.hexdigest()

    def finish(self) -> int:
        """Write the list of digests; gives how many files there are."""
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        (self.folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
        return len(self.sums) + 1


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A folder under another name, which takes its own when all is in it."""
    if folder.exists() or folder.is_symlink():
        raise EvidenceUnavailable(str(folder), "something is there already")
    temporary = folder.with_name(f".{folder.name[:_LONGEST]}.{secrets.token_hex(8)}")
    try:
        temporary.mkdir()
        yield temporary
        _settle(temporary)
        temporary.rename(folder)
    except OSError as error:
        problem = f"cannot be written: {error.strerror}"
        raise EvidenceUnavailable(str(folder), problem) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Have all of it on the disk; of few files without waiting for all others'."""
    paths = [folder, *folder.rglob("*")]
    if len(paths) > _FEW:
        os.sync()
        return
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
