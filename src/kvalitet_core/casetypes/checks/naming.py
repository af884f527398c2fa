"""Whether codes are permanent ASCII, and each stands for one thing.

Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.roles import CODE
from kvalitet_core.errors import Problem
from kvalitet_core.ids import KIND

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["names"]

_CODE: Final = re.compile(rf"{KIND.pattern}\.[a-z][a-z0-9_]{{0,63}}")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_ASCII: Final = "is no permanent code; name it by a-z, then a-z, 0-9 or _"


def names(definition: Definition) -> Iterator[Problem]:
    """Tell of codes that are no codes, and of those that stand for two things."""
    yield from _own(definition)
    yield from _parts(definition)
    yield from _twice("roles", (role.code for role in definition.roles))
    yield from _twice("obliges", (each.code for each in definition.obliges))
    yield from _twice("invariants", (each.code for each in definition.invariants))
    yield from _twice("hooks", (each.code for each in definition.hooks))
    for item in definition.items.values():
        if isinstance(item, Decision):
            yield from _rules(definition, item)


def _own(definition: Definition) -> Iterator[Problem]:
    if not _CODE.fullmatch(definition.code):
        text = (
            f"code {definition.code!r} does not begin with its plugin's name and a "
            "point; write it as indsatsteam.forloeb, in a-z, 0-9 and _"
        )
        yield Problem(path="code", text=text)
    if not _VERSION.fullmatch(definition.version):
        text = (
            f"version {definition.version!r} is no version; write a text of letters, "
            "digits, '.', '_' and '-', such as '2020-2'"
        )
        yield Problem(path="version", text=text)


def _parts(definition: Definition) -> Iterator[Problem]:
    if not definition.stages:
        yield Problem(path="stages", text="has no stage; give it one")
    yield from _twice("stages", (stage.code for stage in definition.stages))
    for stage in definition.stages:
        if not CODE.fullmatch(stage.code):
            yield Problem(path=stage.code, text=f"stage {stage.code!r} {_ASCII}")
        if not stage.items:
            text = "is a stage with nothing in it; give it an item, or leave it out"
            yield Problem(path=stage.code, text=text)
        for item in stage.items:
            name = item.path.partition(".")[2]
            if not CODE.fullmatch(name):
                yield Problem(path=item.path, text=f"item {name!r} {_ASCII}")
            if isinstance(item, Decision):
                yield from _twice(f"{item.path}.outcomes", item.outcomes)


def _rules(definition: Definition, decision: Decision) -> Iterator[Problem]:
    place = f"{decision.path}.rules"
    versions = (f"{rule.code}/{rule.version}" for rule in decision.rules)
    yield from _twice(place, versions)
    for code in {rule.code for rule in decision.rules}:
        if code.partition(".")[0] != definition.owner:
            text = (
                f"rule {code!r} is not of plugin {definition.owner!r}; bring a rule of "
                "its own, so that nobody else changes it"
            )
            yield Problem(path=f"{place}.{code}", text=text)


def _twice(place: str, codes: Iterable[str]) -> Iterator[Problem]:
    for code, count in Counter(codes).items():
        if count > 1:
            text = f"{code!r} is there {count} times; give each a code of its own"
            yield Problem(path=f"{place}.{code}", text=text)
