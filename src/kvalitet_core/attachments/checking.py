"""Checking attachments: is everything that is named kept, as it was attached?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Literal, NamedTuple, TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.store import AttachmentStore, Kept, path_of
from kvalitet_core.errors import AttachmentUnavailable
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Digest

__all__ = ["Checked", "Mention", "State", "check"]

State: TypeAlias = Literal[
    "whole", "missing", "altered", "forgotten", "left", "refused", "unreferenced"
]
"""What was found of an attachment.

`left` is what was not removed though its person was forgotten. Two are harmless:
`refused` is what is not there as it was said to be, and only refused commands say so;
`unreferenced` a file that nothing in the journal names.
"""


class Mention(NamedTuple):
    """Where an attachment is named: in an event, or in a command's record."""

    attachment: Attachment
    stream: StreamId
    version: int
    refused: bool = False
    """Whether it is named by a command that was refused."""


@attrs.frozen(kw_only=True)
class Checked:
    """One attachment, or one file that nobody names, and what was found of it.

    Attributes:
        state: What was found.
        path: Where it is, or should be, in the store.
        size: How many bytes are there; None when nothing is.
        attachment: What is said of it; None for a file that nobody names.
        named_by: Where it is named.
    """

    state: State
    path: str
    size: int | None
    attachment: Attachment | None = None
    named_by: tuple[tuple[StreamId, int], ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether something must be done about it."""
        return self.state in ("missing", "altered", "left")


def check(
    mentions: Iterable[Mention],
    store: AttachmentStore,
    *,
    is_forgotten: Callable[[str], bool],
) -> Iterator[Checked]:
    """Compare what the journal names with what is kept, byte for byte.

    Args:
        mentions: Every place in the journal where an attachment is named.

        store: Where they are kept.

        is_forgotten: Whether there is a decision to forget a person.

    Raises:
        AttachmentUnavailable: The store cannot be looked at, or is not there though
            something is named.
    """
    named: dict[Attachment, list[Mention]] = {}
    for mention in mentions:
        named.setdefault(mention.attachment, []).append(mention)
    if not store.made():
        if named:
            problem = f"there is no such folder, though {len(named)} are named"
            raise AttachmentUnavailable(store.place, problem)
        return
    paths = set()
    for attachment in sorted(named, key=_path):
        paths.add(_path(attachment))
        state, size = _state(attachment, store, is_forgotten)
        if state in ("missing", "altered") and all(
            m.refused for m in named[attachment]
        ):
            state = "refused"
        yield Checked(
            state=state,
            path=_path(attachment),
            size=size,
            attachment=attachment,
            named_by=tuple((each.stream, each.version) for each in named[attachment]),
        )
    for found in store.walk():
        if found.path not in paths:
            yield Checked(state="unreferenced", path=found.path, size=found.size)


def _path(attachment: Attachment) -> str:
    return path_of(attachment.sha256, attachment.subject)


def _state(
    attachment: Attachment,
    store: AttachmentStore,
    is_forgotten: Callable[[str], bool],
) -> tuple[State, int | None]:
    """What is found of an attachment, and how many bytes of it."""
    kept = _kept(store, _path(attachment))
    if attachment.subject is not None and is_forgotten(attachment.subject):
        return ("left", kept.size) if kept else ("forgotten", None)
    if kept is None:
        return "missing", None
    same = kept == (attachment.sha256, attachment.size)
    return "whole" if same else "altered", kept.size


def _kept(store: AttachmentStore, path: str) -> Kept | None:
    """What is there, read to its end; None when nothing is."""
    digest, size = sha256(), 0
    try:
        for chunk in store.read(path):
            digest.update(chunk)
            size += len(chunk)
    except AttachmentUnavailable:
        if store.size(path) is None:
            return None
        raise
    return Kept(Digest(digest.hexdigest()), size)
