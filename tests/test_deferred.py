"""Commands are there when they are asked for, and are not imported before."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.kinds import KINDS, aggregate, kind_of

LATE = {
    kind: aggregate(kind)
    for kind in KINDS
    if isinstance(aggregate(kind).commands, Deferred)
}
"""The kinds whose commands are deferred."""


@pytest.mark.parametrize("found", LATE.values(), ids=LATE)
def test_every_command_is_the_class_that_its_package_gives(found: Aggregate) -> None:
    """By its own name, as whoever writes a program imports it."""
    package = import_module(KINDS[found.kind])

    for name, cls in found.commands.items():
        assert name.startswith(f"{found.kind}.")
        assert getattr(package, cls.__name__) is cls
        assert cls.__name__ in package.__all__


def test_the_names_are_known_before_any_is_imported() -> None:
    """A table of contents costs nothing."""
    commands = Deferred("no.such.package", {"thing.make/1": "making.Make"})

    assert list(commands) == ["thing.make/1"]
    assert len(commands) == 1
    assert "thing.make/1" in commands
    assert "thing.mend/1" not in commands
    assert repr(commands) == (
        "Deferred('no.such.package', {'thing.make/1': 'making.Make'})"
    )


def test_a_name_that_is_no_command_is_no_attribute() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'Opne'"):
        import_module("kvalitet_core.domain.case").Opne  # noqa: B018


def test_an_unknown_stored_name_is_no_key() -> None:
    """As of any mapping."""
    assert aggregate("case").commands.get("case.opne/1") is None


def test_reading_a_case_imports_none_of_its_rules() -> None:
    """What commands are decided by is many times what a history is read by."""
    program = (
        "import sys\n"
        "from kvalitet_core.domain.case import AGGREGATE, Case, Opened\n"
        "print(*sys.modules)\n"
        "AGGREGATE.commands['case.decide/1']\n"
        "print(*sys.modules)\n"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    before, after = (set(line.split()) for line in printed.splitlines())
    deciding = "kvalitet_core.domain.case.deciding"
    assert deciding in after - before
    assert "kvalitet_core.domain.case.engine" in after - before


def test_a_class_tells_its_kind_by_where_it_is_defined() -> None:
    """In the module of the kind, or in its package; others are of none."""
    for kind in KINDS:
        assert kind_of(aggregate(kind).state) == kind

    assert kind_of(Deferred) is None
