"""A reading command: open for reading, collect a result, note who looks, report it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language
from kvalitet_cli.options import View, Where
from kvalitet_cli.report import Result, ToText, report
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plain import Plain

__all__ = ["Reading", "reading"]


class Reading:
    """A journal that is being read, and the view it is read for."""

    def __init__(
        self,
        journal: Journal,
        where: Where,
        view: View,
        *,
        effective: date | None = None,
        language: Language = "en",
    ) -> None:
        self.journal = journal
        self.language = language
        opens = view.purpose is not None
        self.plain = Plain(journal, opens=opens, effective=effective)
        self._where = where
        self._view = view

    def report(
        self,
        name: str,
        items: list[dict[str, Any]],
        text: ToText,
        *,
        found: str,
    ) -> None:
        """Say what was looked at; put the result out.

        Args:
            name: What the items are, as the key in JSON: `commits`.

            items: The items, plain.

            text: Lays one item out as text.

            found: What was found, as a sentence for standard error.
        """
        self.note_access()
        place, simulated = self.journal.place, self.journal.simulated
        if simulated:
            _say(say("simulated", self.language, place=place))
        _say(found)
        about = {"id": self.journal.id, "place": place, "simulated": simulated}
        report(
            Result(name=name, journal=about, items=items, text=text),
            form=self._view.form,
        )

    def note_access(
        self, streams: Iterable[str] = (), persons: Iterable[str] = ()
    ) -> None:
        """Have it on record that persons are about to be shown, if they are.

        Args:
            streams: Where persons stand, besides those that were opened.

            persons: Who is shown, besides those.
        """
        if self._view.purpose is None:
            return
        from kvalitet_cli import access  # noqa: PLC0415 - only where persons are shown

        access.note(
            access.place_beside(self._where.journal),
            by=self._view.by,
            purpose=self._view.purpose,
            journal=self.journal.id,
            streams=(*self.plain.opened, *streams),
            persons=(*self.plain.persons, *persons),
        )


@contextmanager
def reading(
    where: Where,
    view: View,
    *,
    effective: date | None = None,
    language: Language = "en",
    whole: bool = True,
) -> Iterator[Reading]:
    """Open a journal for reading only.

    Args:
        where: The journal.

        view: How it is reported.

        effective: The day of which it is told what held; None tells of all days.

        language: The language of what is said of it.

        whole: Whether to look at every plugin, as `Where.opened` has it.
    """
    with where.opened(read_only=True, whole=whole) as journal:
        yield Reading(journal, where, view, effective=effective, language=language)


def _say(text: str) -> None:
    click.echo(f"kvalitet: {text}", err=True)
