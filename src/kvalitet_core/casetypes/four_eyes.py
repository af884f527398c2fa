"""Four eyes: two acts that must be by people who do not stand in for one another.

An act is by a set of persons: whoever acts, and whoever delegated the authority. Two
acts are kept apart when no person is in both, and nobody in the one is a deputy of
anybody in the other, whichever of the two is whose.

Pure; who is whose deputy on the day is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.ids import ActorId

__all__ = ["Link", "link_between", "persons_of"]


@attrs.frozen(kw_only=True)
class Link:
    """What keeps two acts from being by four eyes.

    Attributes:
        one: Who stands in the first act.
        other: Who stands in the second: the same, or one the deputy of the other.
        deputy: Which of the two is the deputy; None where they are the same.
    """

    one: ActorId
    other: ActorId
    deputy: ActorId | None = None

    def __str__(self) -> str:
        if self.deputy is None:
            return f"{self.one!r} stands in both"
        of = self.other if self.deputy == self.one else self.one
        return f"{self.deputy!r} is a deputy of {of!r}"


def persons_of(actor: Actor) -> frozenset[ActorId]:
    """Whom an act is by: whoever acts, and whoever delegated it, if anyone did."""
    if actor.delegated_by is None:
        return frozenset((ActorId(actor.id),))
    return frozenset((ActorId(actor.id), ActorId(actor.delegated_by)))


def link_between(
    one: frozenset[ActorId],
    other: frozenset[ActorId],
    *,
    deputies: Mapping[ActorId, frozenset[ActorId]],
) -> Link | None:
    """Find what links two acts, or None where they are kept apart.

    Of several links it gives the first by their ids, one who stands in both before a
    deputy, so that it is the same one every time.

    Args:
        one: The persons of the first act.

        other: The persons of the second act.

        deputies: Who stands in for whom on the day: a person → the person's deputies.
            Whoever is not in it has none; so it must tell of all who are in the acts.
    """
    for person in sorted(one & other):
        return Link(one=person, other=person)
    for here, there in product(sorted(one), sorted(other)):
        for deputy, of in ((here, there), (there, here)):
            if deputy in deputies.get(of, ()):
                return Link(one=here, other=there, deputy=deputy)
    return None
