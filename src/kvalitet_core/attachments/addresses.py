"""Which attachment store an address names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kvalitet_core.attachments.folder import FolderStore
from kvalitet_core.attachments.remote import RemoteStore
from kvalitet_core.attachments.store import AttachmentStore
from kvalitet_core.errors import AttachmentUnavailable

__all__ = ["MEMORY", "store_at"]

MEMORY: Final = "memory:"
"""The address of a journal, and of attachments, that live as long as the process."""

_LOCAL: Final = re.compile(r"^(?:file|local):(?://)?")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:(//|:)")


def store_at(address: str) -> AttachmentStore:
    """The store at an address: a path, `file:///path`, or any other of `fsspec`.

    Raises:
        AttachmentUnavailable: There is no way to it.
    """
    if address == MEMORY:
        problem = "is gone when the program ends; expected a path or an address"
        raise AttachmentUnavailable(address, problem)
    text = _LOCAL.sub("", address)
    if _SCHEME.match(text):
        return RemoteStore(text)
    return FolderStore(Path(text).expanduser())
