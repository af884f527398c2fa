"""Four eyes: who may not do what others must have done, and whom that was held against.

An act is by whoever acts and whoever had delegated the authority to. Of two acts that
are kept apart, nobody is in both, and nobody in the one is a deputy of anybody in the
other on the day, whichever of the two is whose. Whoever says of themselves that it was
others who did the one is in it still, until somebody else says so too.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.four_eyes import link_between, persons_of
from kvalitet_core.domain.case.availability import deputies_of
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.domain.case.events import KeptApart
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId

__all__ = ["kept_apart"]

Persons = frozenset[ActorId]


def kept_apart(
    on: Running, path: str, actor: Actor
) -> tuple[tuple[KeptApart, ...], tuple[Reason, ...]]:
    """Give whom an act is kept apart from, and a reason for each that it is not.

    Whoever has said what they find may say otherwise: that is no act of two.

    Args:
        on: The case.

        path: The item that is done.

        actor: Who does it, and on whose authority.
    """
    item = on.item(path)
    own = "" if item is None else item.path
    if not (on.definition.kept_apart.get(own) or on.case.votes):
        return (), ()
    now = persons_of(actor)
    voters = _voters(on, path)
    earlier = dict(_others(on, own)) | {
        vote: persons for vote, persons in voters.items() if persons != now
    }
    if not earlier:
        return (), ()
    people = sorted(now.union(*earlier.values()))
    deputies = {person: deputies_of(on, person) for person in people}
    apart, linked = [], []
    for other, persons in earlier.items():
        link = link_between(persons | _denied(on, other), now, deputies=deputies)
        if link is not None:
            text = (
                f"{on.stream}: {path}: expected somebody else than who did {other}: "
                f"{link}"
            )
            linked.append(Reason(code="case.four_eyes", text=text))
        stand_ins = (deputies[person] for person in sorted(persons | now))
        apart.append(
            KeptApart(
                item=other,
                persons=tuple(sorted(persons)),
                stand_ins=tuple(sorted(frozenset[ActorId]().union(*stand_ins))),
            )
        )
    return tuple(apart), tuple(linked)


def _others(on: Running, path: str) -> Iterator[tuple[str, Persons]]:
    """What was done of what others must do, each time that it was, and by whom."""
    for other in sorted(on.definition.kept_apart.get(path, ())):
        times = [other, *(n for n, a in on.case.added.items() if a.repeats == other)]
        for time in times:
            persons = on.case.work(time).persons
            if persons:
                yield time, frozenset(map(ActorId, persons))
            else:
                yield from _voters(on, time).items()


def _denied(on: Running, time: str) -> Persons:
    """Who was in an act, and is not any more by their own word alone.

    Their deputies are not asked for: the act is not theirs, as far as is known.
    """
    return frozenset(map(ActorId, on.case.work(time).denied))


def _voters(on: Running, path: str) -> dict[str, Persons]:
    return {
        f"{path}, vote {number}": frozenset(map(ActorId, vote.persons))
        for number, vote in enumerate(on.case.votes.get(path, ()), start=1)
    }
