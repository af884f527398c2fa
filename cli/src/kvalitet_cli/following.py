"""What follows from a journal: where it is kept, and all that can be run over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import attrs
import click

from kvalitet_cli.options import Where
from kvalitet_core.errors import RunsUnavailable, Unknown
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import nearest
from kvalitet_core.running.addresses import address_of, beside
from kvalitet_core.running.job import Job

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = [
    "Kept",
    "chosen",
    "jobs_of",
    "kept_for",
    "require_sqlalchemy",
    "required_place",
    "runs_at",
]


@attrs.frozen(kw_only=True)
class Kept:
    """Where it is kept what is derived from a journal.

    Attributes:
        address: As it is opened; None for a journal on a server, without any named.
        place: The same, fit to print.
        named: Whether somebody has named it, and so expects it to be there.
    """

    address: str | None
    place: str | None
    named: bool

    @property
    def there(self) -> bool:
        """Whether there is anything to open, as far as can be told by looking."""
        if self.address is None:
            return False
        path = address_of(self.address).path
        return path is None or path.exists()


def kept_for(where: Where) -> Kept:
    """Where it is kept what is derived from this journal.

    Raises:
        RunsUnavailable: What is named is no address.
    """
    address = where.views or beside(where.journal)
    place = address_of(address).place if address else None
    return Kept(address=address, place=place, named=where.views is not None)


def required_place(where: Where) -> str:
    """The address of the views database, named or beside the journal."""
    kept = kept_for(where)
    if kept.address is None:
        message = (
            "a journal on a server has no views database beside it: "
            "name one with --views-at"
        )
        raise click.UsageError(message, ctx=click.get_current_context())
    return kept.address


def require_sqlalchemy(address: str) -> None:
    """See that what opens the views database is installed.

    Raises:
        RunsUnavailable: It is not.
    """
    if find_spec("sqlalchemy") is None:
        problem = "SQLAlchemy is not installed: pip install kvalitet-core[views]"
        raise RunsUnavailable(address_of(address).place, problem)


@contextmanager
def runs_at(
    address: str, journal: Journal, where: Where, *, read_only: bool
) -> Iterator[Runs]:
    """Open the views database; it is made where there is none, unless only read.

    Raises:
        RunsUnavailable: It cannot be used, or SQLAlchemy is not installed.
    """
    require_sqlalchemy(address)
    from kvalitet_core.running.store import Runs  # noqa: PLC0415 - an extra

    with Runs.open(
        address,
        journal_id=journal.id,
        create=not read_only,
        read_only=read_only,
        busy_seconds=where.busy_seconds,
    ) as runs:
        yield runs


def jobs_of(journal: Journal, runs: Runs) -> tuple[Job, ...]:
    """All that the plugins of this journal, and the core, bring to be run."""
    from kvalitet_core.reactions.job import reaction_jobs  # noqa: PLC0415 - an extra
    from kvalitet_core.views.job import view_jobs  # noqa: PLC0415 - the same

    return (*reaction_jobs(journal), *view_jobs(journal, runs))


def chosen(
    jobs: Sequence[Job], names: Iterable[str], kinds: Iterable[str]
) -> tuple[Job, ...]:
    """The jobs of some names and kinds; without any, all.

    A name is a job's own, with or without its kind.

    Raises:
        Unknown: Nothing has the name; the nearest are told.
    """
    kinds = frozenset(kinds)
    known = {job.name: job for job in jobs if not kinds or job.name.split()[0] in kinds}
    wanted: dict[str, Job] = {}
    for name in names:
        found = {each: known[each] for each in known if name in (each, _own(each))}
        if not found:
            own = [_own(each) for each in known]
            hint = f"there are {', '.join(own)}" if own else "there is nothing to run"
            what = " or ".join(sorted(kinds)) or "view or reaction"
            raise Unknown(what, name, nearest=nearest(name, own), hint=hint)
        wanted |= found
    return tuple((wanted or known).values())


def _own(name: str) -> str:
    """The name without its kind."""
    return name.split(maxsplit=1)[-1]
