"""Shares of a journal, so that several processes each do a part of the work.

Each has some of the streams, about as many events as the others, and some of the
commits, one after another.
"""

from __future__ import annotations

from itertools import pairwise
from secrets import token_bytes
from typing import Final

import attrs

from kvalitet_core.audit.anew import Span
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.journal import Journal

__all__ = ["Share", "shares", "spread"]

_FIRST: Final = ""
_LAST: Final = "~"
_SALT: Final = 16


@attrs.frozen(kw_only=True)
class Share:
    """A part of a journal.

    Attributes:
        streams: Its streams.
        commits: The positions after which its commits begin, and at which they end.
        head: The last position that anybody looks at.
        salt: What the sums of all shares are made with; see `Summing`.
    """

    streams: Span
    commits: tuple[int, int]
    head: int
    salt: bytes


def shares(journal: Journal, *, jobs: int) -> tuple[Share, ...]:
    """Parts of about the same size, which are the whole journal together."""
    head = journal.head()
    edges = [_FIRST, *_edges(journal, jobs), _LAST]
    spans = [Span(*each) for each in pairwise(edges)]
    parts = _commit_parts(journal, jobs=jobs, head=head)
    salt = token_bytes(_SALT)
    return tuple(
        Share(streams=span, commits=part, head=head, salt=salt)
        for span, part in zip(spans, parts, strict=True)
    )


def _commit_parts(
    journal: Journal, *, jobs: int, head: int
) -> tuple[tuple[int, int], ...]:
    """Positions that part a journal into some runs of commits, each of them whole."""
    edges = [0]
    for number in range(1, jobs):
        after = max(edges[-1], head * number // jobs)
        rows = journal.folder.reader.log(after=after, names=[COMMAND], limit=1)
        edges.append(min(rows[0][0] - 1, head) if rows else head)
    return tuple(pairwise([*edges, head]))


def spread(journal: Journal, span: Span) -> dict[str, int]:
    """The streams of a span with their newest versions."""
    return {
        stream: version
        for stream, version in journal.streams()
        if span.first <= stream < span.before
    }


def _edges(journal: Journal, jobs: int) -> list[str]:
    """The streams with which all but the first part begin."""
    if jobs == 1:
        return []
    streams = list(journal.streams())
    total = sum(version for _, version in streams)
    edges: list[str] = []
    reached = 0
    for stream, version in streams:
        if reached * jobs >= total * (len(edges) + 1) and len(edges) + 1 < jobs:
            edges.append(stream)
        reached += version
    return edges + [_LAST] * (jobs - 1 - len(edges))
