"""The deployment: which code and definitions decide, named by one digest."""

from __future__ import annotations

import platform
from collections.abc import Mapping, MutableMapping
from functools import cache
from hashlib import sha256
from typing import Any, Final
from weakref import WeakKeyDictionary

import msgspec

from kvalitet_core.journal.own_events import Deployed
from kvalitet_core.journal.registry import Registry

__all__ = ["Deployment"]

_PACKAGES: Final = (
    "attrs",
    "eventsourcing",
    "jsonschema",
    "kvalitet-core",
    "msgspec",
    "python-stdnum",
)
_SHAPES: Final[MutableMapping[type[Any], dict[str, str]]] = WeakKeyDictionary()


class Deployment:
    """What is recorded, once, of the code that decides.

    Attributes:
        deployed: The content of its event.
        digest: SHA-256 of that content, in hex.
    """

    def __init__(self, registry: Registry) -> None:
        self.deployed = Deployed(
            definitions=_definitions(registry),
            packages=dict(_packages()),
            plugins={plugin.name: plugin.version for plugin in registry.plugins},
            python=platform.python_version(),
        )
        self.digest = _digest(self.deployed)


@cache
def _packages() -> Mapping[str, str]:
    """The versions of what decides with us, which no process changes."""
    from importlib.metadata import version

    return {name: version(name) for name in _PACKAGES}


def _definitions(registry: Registry) -> dict[str, str]:
    """Every shape, rule, form and case type, by its name and version."""
    shapes = {
        name: _shape(stored.cls, name) for name, stored in registry.classes.items()
    }
    rules = {
        f"{rule.code}/{rule.version}": str(rule.digest)
        for plugin in registry.plugins
        for rule in plugin.rules
    }
    forms = {
        str(form.name): form.digest
        for plugin in registry.plugins
        for form in plugin.forms
    }
    case_types = {
        f"{each.code}/{each.version}": str(each.digest)
        for plugin in registry.plugins
        for each in plugin.definitions
    }
    return {**shapes, **rules, **forms, **case_types}


def _shape(cls: type[Any], name: str) -> str:
    """The digest of a class under its stored name, which is worked out once."""
    from kvalitet_core.schemas import json_schema

    known = _SHAPES.setdefault(cls, {})
    if name not in known:
        known[name] = _digest(json_schema(cls, name))
    return known[name]


def _digest(value: object) -> str:
    return sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
