"""What every attachment store does, and what only a folder can be asked."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from tests.attachments.letter import files

from kvalitet_core.attachments.addresses import store_at
from kvalitet_core.attachments.folder import FolderStore
from kvalitet_core.attachments.remote import RemoteStore
from kvalitet_core.attachments.store import (
    AttachmentStore,
    any_personal,
    digest_of,
    path_of,
)
from kvalitet_core.errors import AttachmentUnavailable, Malformed

HELLO = sha256(b"hello").hexdigest()


def test_what_is_put_is_kept_under_its_digest(store: AttachmentStore) -> None:
    """The digest and the size are those of the bytes kept, and the path follows."""
    kept = store.put([b"hel", b"lo"])

    path = path_of(kept.sha256, None)
    assert kept == (HELLO, 5)
    assert path == f"{HELLO[:2]}/{HELLO[2:]}"
    assert digest_of(path) == HELLO
    assert store.size(path) == 5
    assert b"".join(store.read(path)) == b"hello"
    assert list(store.walk()) == [(path, 5)]
    assert not any_personal(store)


def test_putting_the_same_again_makes_no_difference(store: AttachmentStore) -> None:
    """A file that comes twice is kept once."""
    first = store.put([b"hello"])
    second = store.put([b"hello"])

    assert first == second
    assert len(list(store.walk())) == 1


def test_an_empty_file_is_a_file(store: AttachmentStore) -> None:
    """Nothing is something that can be attached."""
    kept = store.put([])

    assert kept.size == 0
    assert store.size(path_of(kept.sha256, None)) == 0
    assert b"".join(store.read(path_of(kept.sha256, None))) == b""


def test_what_is_about_a_person_is_kept_apart_and_removed_together(
    store: AttachmentStore,
) -> None:
    """Removing one person's files leaves everyone else's."""
    store.put([b"hello"])
    for subject in ("p-1", "p-10", "p-2"):
        store.put([b"hello"], subject=subject)
        store.put([b"more of it"], subject=subject)

    store.remove("p-1")

    assert list(store.walk(subject="p-1")) == []
    assert len(list(store.walk(subject="p-10"))) == 2
    assert len(list(store.walk(subject="p-2"))) == 2
    assert len(list(store.walk())) == 5
    assert any_personal(store)
    assert store.subjects() == {"p-10", "p-2"}
    assert store.size(path_of(HELLO, "p-1")) is None


def test_removing_what_is_not_there_does_nothing(store: AttachmentStore) -> None:
    """Who has no files has none after that either."""
    store.remove("nobody")
    store.put([b"hello"], subject="p-1")
    store.remove("nobody")
    store.remove("p-1")
    store.remove("p-1")

    assert list(store.walk()) == []


def test_an_empty_store_is_empty(store: AttachmentStore) -> None:
    """Nothing has been kept yet."""
    assert list(store.walk()) == []
    assert list(store.walk(subject="p-1")) == []
    assert store.subjects() == frozenset()
    assert store.size(path_of(HELLO, None)) is None
    assert not any_personal(None)


def test_what_is_not_there_cannot_be_read(store: AttachmentStore) -> None:
    """A missing file is told, and is no empty file."""
    store.put([b"other"])

    with pytest.raises(AttachmentUnavailable, match=HELLO[2:]):
        list(store.read(path_of(HELLO, None)))


@pytest.mark.parametrize("subject", ["../p", "a/b", "", ".", "190119-8011"])
def test_who_is_no_person_has_no_files(store: AttachmentStore, subject: str) -> None:
    """An id cannot lead out of the store, and is no CPR number."""
    with pytest.raises(Malformed):
        store.put([b"hello"], subject=subject)
    with pytest.raises(Malformed):
        store.remove(subject)

    assert list(store.walk()) == []


def test_an_error_of_the_source_is_its_own(store: AttachmentStore) -> None:
    """A file that cannot be read to its end leaves nothing behind."""

    def broken() -> Iterator[bytes]:
        yield b"hel"
        raise OSError(5, "the scanner is gone")

    with pytest.raises(OSError, match="the scanner is gone"):
        store.put(broken())

    assert list(store.walk()) == []


def test_other_bytes_are_never_overwritten(tmp_path: Path) -> None:
    """Bytes that were altered in the store are found when the same come again."""
    for name, store in (
        ("folder", FolderStore(tmp_path / "folder")),
        ("local", RemoteStore(f"local://{tmp_path / 'local'}")),
    ):
        path = path_of(store.put([b"hello"]).sha256, None)
        (tmp_path / name / path).write_bytes(b"HELLO")

        with pytest.raises(Malformed, match="other bytes are kept under its digest"):
            store.put([b"hello"])

        assert files(tmp_path / name) == {path: b"HELLO"}


def test_large_files_need_little_memory(tmp_path: Path) -> None:
    """A file is never held whole: not when it is put, not when it is read."""
    chunk = os.urandom(1 << 20)
    for store, most in (
        (FolderStore(tmp_path / "folder"), 4 << 20),
        (RemoteStore(f"local://{tmp_path / 'local'}"), 24 << 20),
    ):
        tracemalloc.start()
        kept = store.put(chunk for _ in range(64))
        size = sum(map(len, store.read(path_of(kept.sha256, None))))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert size == kept.size == 64 << 20
        assert peak < most


def test_a_person_is_removed_while_files_still_come(tmp_path: Path) -> None:
    """Nothing is left once those who put files have stopped."""
    store = FolderStore(tmp_path / "kept")
    stopped = []

    def put_on() -> None:
        for number in range(200):
            try:
                store.put([b"%d" % number], subject="p-1")
            except AttachmentUnavailable:
                continue
        stopped.append(True)

    writers = [Thread(target=put_on) for _ in range(3)]
    for writer in writers:
        writer.start()
    while len(stopped) < 3:
        store.remove("p-1")
    for writer in writers:
        writer.join()
    store.remove("p-1")

    assert files(tmp_path / "kept") == {}


def test_a_folder_is_walked_while_files_come_and_go(tmp_path: Path) -> None:
    """What goes away meanwhile is left out; nothing else is."""
    store = FolderStore(tmp_path / "kept")
    stays = store.put([b"stays"])
    stopped = []

    def come_and_go() -> None:
        for number in range(300):
            store.put([b"%d" % number], subject="p-1")
            store.remove("p-1")
        stopped.append(True)

    writer = Thread(target=come_and_go)
    writer.start()
    while not stopped:
        assert path_of(stays.sha256, None) in {each.path for each in store.walk()}
    writer.join()

    assert [each.size for each in store.walk()] == [5]


def test_a_folder_appears_with_its_first_file(tmp_path: Path) -> None:
    """A journal without attachments has no empty folder beside it."""
    store = FolderStore(tmp_path / "kept")

    assert not store.made()
    store.put([b"hello"])
    assert store.made()


class Flushed:
    """What is flushed to the disk, in order, and which files were there by then."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.told: list[tuple[str, frozenset[str]]] = []
        self._root = root
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self._flush)

    def _flush(self, descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        there = frozenset(files(self._root))
        self.told.append((os.path.relpath(path, self._root), there))
        self._fsync(descriptor)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is flushed")
@pytest.mark.parametrize("address", ["{}", "file://{}", "local://{}", "local:{}"])
def test_a_file_outlives_a_loss_of_power(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Its bytes are flushed before it has its name, and then each folder above it."""
    root = tmp_path / "kept"
    store = store_at(address.format(root))
    flushed = Flushed(root, monkeypatch)

    store.put([b"hello"], subject="p-1")

    path = path_of(HELLO, "p-1")
    (content, before), *folders = flushed.told
    assert content.startswith("persons/p-1/.new-")
    assert path not in before
    assert [name for name, _ in folders] == [
        f"persons/p-1/{HELLO[:2]}",
        "persons/p-1",
        "persons",
        ".",
        "..",
    ]
    assert all(path in there for _, there in folders)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is flushed")
def test_what_is_there_already_is_flushed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever put it first may have been stopped before its folders were flushed."""
    store = FolderStore(tmp_path / "kept")
    store.put([b"hello"])
    flushed = Flushed(tmp_path / "kept", monkeypatch)

    store.put([b"hello"])

    assert [name for name, _ in flushed.told[1:]] == [HELLO[:2], ".", ".."]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is flushed")
def test_a_removal_outlives_a_loss_of_power(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was forgotten does not come back with the power."""
    store = FolderStore(tmp_path / "kept")
    store.put([b"hello"], subject="p-1")
    flushed = Flushed(tmp_path / "kept", monkeypatch)

    store.remove("p-1")

    assert flushed.told == [("persons", frozenset())]


def test_an_address_without_a_place_is_not_made_yet(tmp_path: Path) -> None:
    """A place that is not mounted, or mistyped, is no place with nothing in it."""
    store = RemoteStore(f"local://{tmp_path / 'kept'}")

    assert not store.made()
    store.put([b"hello"])
    assert store.made()


@pytest.mark.parametrize("folder", ["missing/kept", "file"])
def test_a_folder_that_cannot_be_is_told(tmp_path: Path, folder: str) -> None:
    """A mistyped path makes no folders; a file is no folder."""
    (tmp_path / "file").write_text("a file")
    store = FolderStore(tmp_path / folder)

    with pytest.raises(AttachmentUnavailable, match="cannot be written"):
        store.put([b"hello"])

    assert files(tmp_path) == {"file": b"a file"}


def test_a_file_is_no_store_that_is_empty(tmp_path: Path) -> None:
    """What cannot be looked at is never called empty."""
    (tmp_path / "file").write_text("a file")
    store = FolderStore(tmp_path / "file")

    with pytest.raises(AttachmentUnavailable, match="cannot be looked at"):
        list(store.walk())
    with pytest.raises(AttachmentUnavailable, match="cannot be looked at"):
        store.size(path_of(HELLO, None))


def test_a_read_only_disk_can_be_read(
    disk: tuple[Path, Callable[[str], None]],
) -> None:
    """What is kept can be had; nothing can be added or removed, and that is told."""
    folder, mounted = disk
    store = FolderStore(folder / "kept")
    path = path_of(store.put([b"hello"], subject="p-1").sha256, "p-1")

    mounted("ro")
    try:
        with pytest.raises(AttachmentUnavailable, match="Read-only file system"):
            store.put([b"more"])
        with pytest.raises(AttachmentUnavailable, match="Read-only file system"):
            store.remove("p-1")
        assert b"".join(store.read(path)) == b"hello"
    finally:
        mounted("rw")


def test_a_full_disk_is_told_and_leaves_nothing(
    disk: tuple[Path, Callable[[str], None]],
) -> None:
    """Half a file is no file; what fits is still kept."""
    folder, _ = disk
    store = FolderStore(folder / "kept")

    with pytest.raises(AttachmentUnavailable, match="No space left on device"):
        store.put(os.urandom(1 << 20) for _ in range(4))

    assert files(folder) == {}
    assert store.put([b"hello"]).sha256 == HELLO


def test_a_limit_on_files_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """A process that may write no more than some bytes says so."""
    program = (
        "import os, resource, sys\n"
        "from pathlib import Path\n"
        "from kvalitet_core.attachments.folder import FolderStore\n"
        "from kvalitet_core.errors import AttachmentUnavailable\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "store = FolderStore(Path(sys.argv[1]))\n"
        "try:\n"
        "    store.put([os.urandom(3000), os.urandom(3000)])\n"
        "except AttachmentUnavailable as error:\n"
        "    print(error.problem)\n"
        "print(store.put([b'hello']).sha256)\n"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "kept")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert printed == ["cannot be written: File too large", HELLO]
    assert files(tmp_path / "kept") == {path_of(HELLO, None): b"hello"}
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("memory:", "is gone when the program ends"),
        ("nosuch://x", "cannot be reached: Protocol not known: nosuch"),
        ("s3://user:secret@bucket/x", "cannot be reached"),
    ],
)
def test_an_address_with_no_way_to_it_is_told(address: str, problem: str) -> None:
    """What is missing is named, and a password is not."""
    with pytest.raises(AttachmentUnavailable, match=problem) as error:
        store_at(address)

    assert "secret" not in str(error.value)


def test_without_fsspec_an_address_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is an extra: paths do without it."""
    for name in ("fsspec", "fsspec.core"):
        monkeypatch.setitem(sys.modules, name, None)

    assert store_at(str(tmp_path)).made()
    with pytest.raises(
        AttachmentUnavailable, match=r"install kvalitet-core\[attachments\]"
    ):
        store_at("memory://kept")


def test_an_address_that_fails_while_writing_leaves_nothing(tmp_path: Path) -> None:
    """Half a file under another name is removed, and no file has the real name."""
    store = RemoteStore(f"local://{tmp_path / 'kept'}")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    try:
        with pytest.raises(AttachmentUnavailable, match="written: File too large"):
            store.put(os.urandom(1 << 20) for _ in range(4))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert files(tmp_path / "kept") == {}


class ListsItself(MemoryFileSystem):
    """A file system that lists a folder among its own entries."""

    protocol = "listsitself"

    def ls(self, path: str, detail: bool = True, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - fsspec's
        """The entries, and the folder itself."""
        itself = {"name": f"{path}/", "size": 0, "type": "directory"}
        return [itself, *super().ls(path, detail=detail, **kwargs)]


def test_a_folder_that_lists_itself_is_walked_once() -> None:
    """As some services do with folders that were made by hand."""
    fsspec.register_implementation("listsitself", ListsItself)
    store = store_at("listsitself://kept-by-itself")

    kept = store.put([b"hello"])

    assert store.made()
    assert [each.path for each in store.walk()] == [path_of(kept.sha256, None)]
    store.put([b"hello"], subject="p-1")
    assert store.subjects() == {"p-1"}


def test_an_address_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """What a service behind an address refuses comes out as what it means."""
    (tmp_path / "file").write_text("a file")
    store = RemoteStore(f"local://{tmp_path / 'file'}")

    with pytest.raises(AttachmentUnavailable):
        store.put([b"hello"])
    with pytest.raises(AttachmentUnavailable, match="is a file, and no folder"):
        list(store.walk())
