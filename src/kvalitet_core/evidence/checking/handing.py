"""Hand-overs of the key that signs, from one key to the next (our own rule).

C2SP (signed-note, tlog-policy) names keys, and leaves to each log how they change.

From the first checkpoint beyond a hand-over on, only the key that it names is the log's
own. One counts only from a key that is known and has not given over already.

Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import attrs

from kvalitet_core.evidence.checking.keys import VerifierKey

__all__ = ["HandOver", "in_turn"]


@attrs.frozen(kw_only=True)
class HandOver:
    """A hand-over of the key that signs.

    Attributes:
        position: The position of the event that tells of it.
        before: The key that signs up to there.
        after: The key that signs from there on.
    """

    position: int
    before: VerifierKey
    after: VerifierKey


def in_turn(
    every: Iterable[HandOver], anew: Collection[int], known: Collection[bytes]
) -> Iterator[HandOver]:
    """The hand-overs that count, in order.

    Args:
        every: All of them, in order.

        anew: Where losses are declared: a hand-over may be among what is lost.

        known: The public keys that are known to be the log's own.
    """
    trusted, gone, last = set(known), set[bytes](), None
    for each in every:
        if last is not None and any(last.position < at < each.position for at in anew):
            last = None
        before, after = each.before.public, each.after.public
        own = before == last.after.public if last else before in trusted
        if own and before not in gone and after not in gone and after != before:
            gone.add(before)
            trusted.add(after)
            last = each
            yield each
