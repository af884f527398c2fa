"""Laws about what a plugin and its parts are called, and whether a journal opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kvalitet_core.core import CORE
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.fitting import misfits
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.shaping import misshapen
from kvalitet_core.journal.storable import findings
from kvalitet_core.testing.breaches import Breach, NotJudged, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws, as_breach, named

__all__ = ["NameLaws"]

_VERSION: Final = re.compile(
    r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?"
    r"(?:\.post[0-9]+)?(?:\.dev[0-9]+)?(?:\+[a-z0-9]+(?:[.-][a-z0-9]+)*)?"
)
"""A version in its normal form, after the version specifiers of PyPA."""

_MISNAMED: Final = re.compile("stored name .*: expected ")
"""What the law on stored names says better."""

_GIVEN: Final = ("kind ", "case type ", "rule ", "form ", "catalogue ")


class NameLaws(Laws):
    """What the plugin and its parts are called."""

    def test_the_plugin_is_made_of_what_its_fields_say(self) -> None:
        """Aggregates, case types, rules and the like are tuples of those."""
        hold(
            as_breach(_name(self.examined), finding)
            for finding in _misshapen(self.examined)
        )

    def test_the_plugin_fits_this_core(self) -> None:
        """Its name is a plain word, and its interface number is this core's."""
        hold(
            as_breach(_name(self.examined), finding)
            for finding in _misfits(self.examined)
            if not finding.startswith(_GIVEN)
        )

    def test_the_version_is_one_that_can_be_compared(self) -> None:
        """The version is one that Python's packaging knows: `1.4.0`."""
        version = self.examined.plugin.version
        if not _VERSION.fullmatch(str(version)):
            rule = f"has the version {version!r}, which installers cannot compare"
            remedy = "write numbers with points, such as 1.0.0"
            hold([Breach(_name(self.examined), rule, remedy)])

    def test_kinds_begin_with_the_plugins_name(self) -> None:
        """Streams of two plugins are never taken for each other."""
        hold(_about(self.examined, "kind "))

    def test_stored_names_begin_with_their_kind(self) -> None:
        """A stored name is the kind, a point, words, and a number from 1."""
        hold(
            Breach(
                f"{named(cls)} as {name!r}",
                "has a stored name of another form",
                f"name it {aggregate.kind}.<words>/<number from 1>",
            )
            for aggregate in self.examined.plugin.aggregates
            for name, cls in {**aggregate.events, **aggregate.commands}.items()
            if not re.fullmatch(
                rf"{re.escape(aggregate.kind)}\.[a-z][a-z0-9_]*/[1-9][0-9]*", name
            )
        )

    def test_an_event_and_a_command_are_two_things(self) -> None:
        """A command can be asked and decided; an event cannot."""
        hold([*_commands(self.examined), *_events(self.examined)])

    def test_case_types_are_named_apart(self) -> None:
        """A case type's code begins with the plugin's name; each has its version."""
        hold(_about(self.examined, "case type "))

    def test_rules_are_named_and_dated_apart(self) -> None:
        """A rule's code begins with the plugin's name; its versions do not overlap."""
        hold(_about(self.examined, "rule "))

    def test_forms_are_named_apart(self) -> None:
        """A form's name begins with the plugin's, and no two are the same."""
        found = _about(self.examined, "form ")
        hold(each for each in found if not each.rule.startswith("its schema"))

    def test_catalogues_are_named_apart(self) -> None:
        """A catalogue's name is a plain word, and no two are the same."""
        hold(_about(self.examined, "catalogue "))

    def test_a_journal_opens_with_the_plugin(self) -> None:
        """Beside the core, no name is taken, and every older version leads on."""
        told = {
            *_misshapen(self.examined),
            *_misfits(self.examined),
            *(each for cls in self.examined.classes.values() for each in findings(cls)),
        }
        try:
            Registry((CORE, self.examined.plugin))
        except PluginError as error:
            others = [
                each
                for each in error.findings
                if each not in told and not _MISNAMED.match(each)
            ]
            hold(as_breach(_name(self.examined), finding) for finding in others)
            raise NotJudged("the plugin does not fit") from error


def _name(examined: Examined) -> str:
    return f"plugin {examined.plugin.name!r}"


def _misshapen(examined: Examined) -> list[str]:
    _ = examined.texts
    return misshapen(examined.plugin)


def _misfits(examined: Examined) -> list[str]:
    return [] if _misshapen(examined) else misfits(examined.plugin)


def _about(examined: Examined, subject: str) -> Iterator[Breach]:
    """What the core has against names of one sort."""
    for finding in _misfits(examined):
        if finding.startswith(subject):
            what, _, rest = finding.partition(": ")
            yield as_breach(what, rest) if rest else as_breach(_name(examined), finding)


def _commands(examined: Examined) -> Iterator[Breach]:
    for cls in examined.commands.values():
        missing = [name for name in ("target", "decide") if not hasattr(cls, name)]
        if missing:
            rule = f"is a command without {' and '.join(missing)}"
            yield Breach(named(cls), rule, "write both; see the house form")


def _events(examined: Examined) -> Iterator[Breach]:
    for cls in examined.events.values():
        if hasattr(cls, "decide"):
            rule = "is an event that decides something"
            yield Breach(named(cls), rule, "let a command decide it")
