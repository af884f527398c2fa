"""What the tests of attachments share: each kind of store, and a disk that can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kvalitet_core.attachments.addresses import store_at
from kvalitet_core.attachments.memory import MemoryAttachments
from kvalitet_core.attachments.store import AttachmentStore

_numbers = count(1)


@pytest.fixture(params=["memory", "folder", "file", "fsspec-memory", "fsspec-local"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> AttachmentStore:
    """Each kind of attachment store in turn, empty."""
    folder = tmp_path / "kept"
    addresses = {
        "folder": str(folder),
        "file": f"file://{folder}",
        "fsspec-memory": f"memory://kept-{os.getpid()}-{next(_numbers)}",
        "fsspec-local": f"local://{folder}",
    }
    if request.param == "memory":
        return MemoryAttachments()
    return store_at(addresses[request.param])


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[str], None]]]:
    """A disk of 2 MiB, and how it is mounted anew: `ro` or `rw`.

    Skips where none can be mounted.
    """
    place = tmp_path / "disk"
    place.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("this container cannot mount a small disk")

    def mounted(how: str) -> None:
        subprocess.run([mount, "-o", f"remount,{how}", str(place)], check=True)

    yield place, mounted
    subprocess.run([umount, "-l", str(place)], check=True)
