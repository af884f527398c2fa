"""Rules with their law: what each asks, from when to when, and what it found.

A rule only finds. What its finding means for a case is decided by people, and the
finding is kept with their decision, so that it is never worked out again.

Pure: facts and days are arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs

from kvalitet_core.canonical import digest_of
from kvalitet_core.casetypes.logic import Condition, required_condition
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.dated import later_than
from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.ids import KIND
from kvalitet_core.values import Digest, Hjemmel, not_blank

__all__ = ["AsOf", "Finding", "Input", "Rule", "in_force", "looked_at"]

AsOf: TypeAlias = Literal["received", "decided"]
"""Which day's law counts: the day of receipt, or the day of the decision."""

_CODE: Final = re.compile(rf"{KIND.pattern}\.[a-z][a-z0-9_]*")

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Input:
    """A fact that a rule looked at, as it was known then.

    Attributes:
        fact: The fact's name.
        value: Its value as text: a time in ISO 8601, several texts with commas.
        set_by: The id of the event that set it; None where no event did.
    """

    fact: str
    value: str
    set_by: str | None = None


@attrs.frozen(kw_only=True)
class Finding:
    """What a rule came to, on which facts, and by which law.

    Attributes:
        rule: The rule's code.
        version: The rule's version.
        hjemmel: The law or text that the rule rests on.
        truth: Whether the rule is met; unknown where facts are missing.
        inputs: The facts that the rule depends on and that were known, and the call
            that it was found by, by name.
        missing: The names of the facts that leave it unknown, in order.
    """

    rule: str
    version: int
    hjemmel: Hjemmel
    truth: Truth
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()

    def with_inputs(self, inputs: tuple[Input, ...]) -> Finding:
        """Give the same, found on other facts."""
        return Finding(
            rule=self.rule,
            version=self.version,
            hjemmel=self.hjemmel,
            truth=self.truth,
            inputs=inputs,
            missing=self.missing,
        )


# What follows is not stored.


def _coded(_: Any, __: attrs.Attribute[Any], code: object) -> None:
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise Malformed(
            f"rule {code!r}", "expected plugin.words, such as indsatsteam.tilbudstype"
        )


def _counted(rule: Rule, _: attrs.Attribute[Any], version: object) -> None:
    if type(version) is not int or version < 1:
        raise Malformed(
            f"rule {rule.code!r}", f"expected a version from 1 on, got {version!r}"
        )


def _conditional(rule: Rule, _: attrs.Attribute[Any], condition: object) -> None:
    required_condition(f"of rule {rule.code!r}", condition)


def _lawful(rule: Rule, _: attrs.Attribute[Any], hjemmel: object) -> None:
    if not isinstance(hjemmel, Hjemmel):
        raise Malformed(f"rule {rule.code!r}", f"expected a Hjemmel, got {hjemmel!r}")


def _dated_by(rule: Rule, _: attrs.Attribute[Any], as_of: object) -> None:
    if as_of not in get_args(AsOf):
        raise Malformed(
            f"rule {rule.code!r}", f"expected as_of received or decided, got {as_of!r}"
        )


@attrs.frozen
class Rule:
    """A condition that law sets, with the words that set it, and when it holds.

    Attributes:
        code: Its permanent code, its plugin's name first: `indsatsteam.tilbudstype`.
        version: Its number, from 1; a change of anything else takes a new one.
        condition: What it asks.
        hjemmel: The law or text that it rests on.
        quote: The words there that it puts in code, or what they say, marked as a
            restatement.
        as_of: Whether it holds by the day of receipt or the day of decision.
        valid_from: The first day it holds; None where no first day is known.
        valid_to: The first day it no longer holds; None while it holds.
    """

    code: str = attrs.field(validator=_coded)
    version: int = attrs.field(validator=_counted)
    condition: Condition = attrs.field(validator=_conditional)
    hjemmel: Hjemmel = attrs.field(validator=_lawful)
    quote: str = attrs.field(validator=not_blank)
    as_of: AsOf = attrs.field(default="received", kw_only=True, validator=_dated_by)
    valid_from: date | None = attrs.field(default=None, kw_only=True)
    valid_to: date | None = attrs.field(
        default=None, kw_only=True, validator=later_than("valid_from")
    )

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def find(self, facts: Facts) -> Finding:
        """Tell what it comes to, on which facts, and which it lacks.

        Raises:
            Malformed: A fact is known with a value of another type than its own.
        """
        truth = self.condition.evaluate(facts)
        is_open = truth is Truth.UNKNOWN
        return Finding(
            rule=self.code,
            version=self.version,
            hjemmel=self.hjemmel,
            truth=truth,
            inputs=looked_at(self.condition, facts),
            missing=self.condition.missing(facts) if is_open else (),
        )

    def as_json(self) -> dict[str, Any]:
        """Give all that is in it as plain JSON."""
        return {
            "code": self.code,
            "version": self.version,
            "condition": self.condition.as_json(),
            "hjemmel": {
                "source": self.hjemmel.source,
                "paragraph": self.hjemmel.paragraph,
                **_period_of(self.hjemmel),
            },
            "quote": self.quote,
            "as_of": self.as_of,
            **_period_of(self),
        }

    @property
    def digest(self) -> Digest:
        """The SHA-256 of all that is in it, in its one spelling."""
        return digest_of(self.as_json())


def looked_at(condition: Condition, facts: Facts) -> tuple[Input, ...]:
    """Give the facts that a condition depends on and that are known, by name."""
    return tuple(
        Input(fact=name, value=kind.as_text(known.value), set_by=known.set_by)
        for name, kind in sorted(condition.needs.items())
        if (known := facts.get(name)) is not None
    )


def in_force(
    rules: Iterable[Rule], *, received: date, decided: date
) -> tuple[Rule, ...]:
    """Give the rules that count for a case, one version of each, in order of code.

    Args:
        rules: All rules, in every version.

        received: The day when it was received.

        decided: The day when it is decided.

    Raises:
        PluginError: Two versions of one rule count; every such pair is named.
    """
    days = {"received": received, "decided": decided}
    holding = sorted(
        (rule for rule in rules if rule.holds_on(days[rule.as_of])),
        key=_code_and_version,
    )
    clashes = [
        versions
        for versions in (list(group) for _, group in groupby(holding, key=_code))
        if len(versions) > 1
    ]
    if clashes:
        plugin = clashes[0][0].code.partition(".")[0]
        day = f"received {received} and decided {decided}"
        raise PluginError(plugin, *(_clash(versions, day) for versions in clashes))
    return tuple(holding)


def _code(rule: Rule) -> str:
    return rule.code


def _code_and_version(rule: Rule) -> tuple[str, int]:
    return rule.code, rule.version


def _clash(versions: list[Rule], day: str) -> str:
    counting = " and ".join(map(_described, versions))
    return (
        f"rule {versions[0].code}: {counting} count at once for what is {day}; "
        "let one end before the next begins"
    )


def _described(rule: Rule) -> str:
    since = rule.valid_from or "the beginning"
    until = f" until {rule.valid_to}" if rule.valid_to else ""
    return f"version {rule.version} (from {since}{until}, as of {rule.as_of})"


def _period_of(dated: Rule | Hjemmel) -> dict[str, str | None]:
    return {
        name: day.isoformat() if day else None
        for name, day in (
            ("valid_from", dated.valid_from),
            ("valid_to", dated.valid_to),
        )
    }
