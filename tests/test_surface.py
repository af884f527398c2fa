"""The public surface: every name that is promised, and a word about each."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import attrs
import pytest

import kvalitet_core
from kvalitet_core.core import CORE
from kvalitet_core.schemas import field_descriptions

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(kvalitet_core.__path__, "kvalitet_core.")
    if not module.ispkg
)


def test_the_root_offers_what_a_host_needs_to_begin() -> None:
    """Machinery is not exported from the root."""
    assert kvalitet_core.__all__ == ["Actor", "Journal", "Plugin"]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_lists_its_names_and_each_is_explained(name: str) -> None:
    """`__all__` names what exists, and each class and function says its use."""
    module = importlib.import_module(name)

    assert len(module.__all__) == len(set(module.__all__))
    for public in module.__all__:
        value = getattr(module, public)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__doc__, f"{name}.{public} says nothing"


@pytest.mark.parametrize(
    "stored",
    [
        cls
        for aggregate in CORE.aggregates
        for cls in (*aggregate.events.values(), *aggregate.commands.values())
    ],
    ids=lambda cls: f"{cls.__module__.rpartition('.')[2]}.{cls.__qualname__}",
)
def test_every_stored_field_is_described(stored: type) -> None:
    """A schema's descriptions come from the docstrings, so none may be missing."""
    described = field_descriptions(stored)

    assert set(described) == {field.name for field in attrs.fields(stored)}
