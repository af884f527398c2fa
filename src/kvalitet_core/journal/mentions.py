"""Where a journal names attachments: in its events, and in what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kvalitet_core.attachments.checking import Mention
from kvalitet_core.attachments.naming import named_in
from kvalitet_core.journal.reading import Commit

__all__ = ["attachments_named"]


def attachments_named(commits: Iterable[Commit]) -> Iterator[Mention]:
    """Every place where an attachment is named, refused commands included.

    Events of plugins that are not installed are looked through as they stand.
    """
    for commit in commits:
        asked = commit.recorded
        refused = commit.record.outcome == "refused"
        for attachment in named_in(commit.command):
            yield Mention(attachment, asked.stream, asked.version, refused=refused)
        for recorded in commit.events:
            for attachment in named_in(recorded.event):
                yield Mention(attachment, recorded.stream, recorded.version)
