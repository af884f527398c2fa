"""`kvalitet schema list`: the stored names of commands and events."""

from __future__ import annotations

import inspect

import click

from kvalitet_cli.options import Form, in_form
from kvalitet_cli.report import Result, report
from kvalitet_core.discovery import assembled
from kvalitet_core.journal.registry import Registry, StoredClass
from kvalitet_core.privacy.person import Forget

__all__ = ["command"]


@click.command(name="list")
@in_form
def command(*, form: Form) -> None:
    r"""List the stored names of commands and events, and what each is for.

    Those of the core, and of the installed plugins that are ok.

    \b
    Example:
      kvalitet schema list
      kvalitet schema list --format jsonl
    """
    _, registry = assembled()
    owners = _owners(registry)
    items = [
        {
            "name": name,
            "kind": "command" if name in registry.commands else "event",
            "plugin": owners[name],
            "description": _description(stored),
        }
        for name, stored in sorted(registry.classes.items())
    ]
    columns = ("name", "kind", "plugin", "description")
    report(Result(name="schemas", journal=None, items=items, text=columns), form=form)


def _owners(registry: Registry) -> dict[str, str]:
    return {
        name: plugin.name
        for plugin in registry.plugins
        for aggregate in plugin.aggregates
        for name in {**aggregate.events, **aggregate.commands}
    }


def _description(stored: StoredClass) -> str:
    """The first line of the class's own words; what `do` does not take says so."""
    first = inspect.cleandoc(stored.cls.__doc__ or "").splitlines()[0]
    return f"{first} Given by `kvalitet forget`." if stored.cls is Forget else first
