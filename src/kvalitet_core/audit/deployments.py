"""Which code and definitions decided then, and how they differ from today's."""

from __future__ import annotations

from functools import cached_property

import attrs

from kvalitet_core.errors import Unknown
from kvalitet_core.journal.deployment import Deployment
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.own_events import Deployed

__all__ = ["Changed", "Deployments"]

_EVENT = "journal.deployed/1"


@attrs.frozen
class Changed:
    """One part of what decides that is another one now.

    Attributes:
        name: `definition tilbud.renamed/1`, `plugin indsatsteam`, `package attrs` or
            `python`.
        then: Its digest or version when the decision was taken; None: not there.
        now: Its digest or version today; None: not there.
    """

    name: str
    then: str | None
    now: str | None


class Deployments:
    """The deployments of a journal, held against what is installed now."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._changes: dict[str, tuple[Changed, ...]] = {}

    @cached_property
    def recorded(self) -> dict[str, Deployed]:
        """What each digest in a command's record stands for."""
        return {
            recorded.stream.partition("/")[2]: recorded.event
            for recorded in self._journal.events(names=[_EVENT])
        }

    @cached_property
    def now(self) -> Deployed:
        """What is installed now."""
        return Deployment(self._journal.registry).deployed

    def changes(self, digest: str) -> tuple[Changed, ...]:
        """Name what is another one now than in the deployment with this digest.

        Raises:
            Unknown: The journal has no such deployment.
        """
        if digest not in self._changes:
            if digest not in self.recorded:
                raise Unknown("deployment", digest)
            self._changes[digest] = _changed(self.recorded[digest], self.now)
        return self._changes[digest]


def _changed(then: Deployed, now: Deployed) -> tuple[Changed, ...]:
    old, new = _parts(then), _parts(now)
    return tuple(
        Changed(name, old.get(name), new.get(name))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def _parts(deployed: Deployed) -> dict[str, str]:
    return {
        **{f"definition {name}": told for name, told in deployed.definitions.items()},
        **{f"package {name}": told for name, told in deployed.packages.items()},
        **{f"plugin {name}": told for name, told in deployed.plugins.items()},
        "python": deployed.python,
    }
