"""Where a case, and a decision of it, would stand under another definition.

Nothing is moved: items that are called otherwise there are found under their names, and
what has no place there has no part in it.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.domain.case import Case
from kvalitet_core.domain.case.recording import fits
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.registry import Registry, nearest

__all__ = ["item_under", "placed"]


def item_under(to: Definition, path: str, version: str, registry: Registry) -> Decision:
    """The decision under a definition that is one of another version.

    Args:
        to: The definition.

        path: The decision's path in the other version.

        version: That version.

        registry: Knows what is installed.

    Raises:
        Unknown: It has none; the nearest are named.
    """
    now = _names(to, version, registry).get(path, path)
    item = to.items.get(now)
    if isinstance(item, Decision):
        return item
    known = [each for each, one in to.items.items() if isinstance(one, Decision)]
    hint = f"it has {', '.join(known) or 'none'}"
    kind = f"decision of {to.code} {to.version}"
    raise Unknown(kind, now, nearest=nearest(now, known), hint=hint)


def placed(case: Case, to: Definition, registry: Registry) -> Case:
    """A case with its items as they are called in a definition.

    A fact that is of another type there is left out, as if nobody had told it.
    """
    names = _names(to, case.version, registry)
    known = to.known_facts
    return attrs.evolve(
        case,
        works={names.get(path, path): work for path, work in case.works.items()},
        outcomes={names.get(path, path): told for path, told in case.outcomes.items()},
        planned=frozenset(names.get(path, path) for path in case.planned),
        facts={
            name: told
            for name, told in case.facts.items()
            if name not in known
            or all(
                span.value.value is None or fits(known[name], span.value.value)
                for span in told.spans
            )
        },
    )


def _names(to: Definition, version: str, registry: Registry) -> Mapping[str, str]:
    """What the items of a version are called in a definition, older or newer."""
    renamed = to.migrate_from.get(version)
    if renamed is not None:
        return renamed.paths
    for each in registry.definitions(Definition, of=to.owner):
        if (each.code, each.version) == (to.code, version):
            back = each.migrate_from.get(to.version)
            return {} if back is None else {now: was for was, now in back.paths.items()}
    return {}
