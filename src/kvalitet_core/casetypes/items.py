"""The items of a stage: tasks, decisions and milestones, as an author writes them.

An item is a value. Its stage gives it its path when it is assigned, so that its
conditions can be used on the very next line.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, TypeAlias

import attrs

from kvalitet_core.casetypes.facts import Fact
from kvalitet_core.casetypes.logic import Condition, required_condition
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.references import Done, Outcome, Ref, Sort
from kvalitet_core.casetypes.roles import CODE, Role, role_code
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.deadlines import Term
from kvalitet_core.errors import Malformed
from kvalitet_core.values import not_blank

__all__ = ["Decision", "Document", "Item", "Milestone", "Param", "Task"]


@attrs.frozen(order=False)
class Param(Fact):
    """A fact that the case is opened with, such as its round's deadline."""


@attrs.frozen(order=False)
class Document(Fact):
    """A document that belongs in the case; its value is the digest of its content.

    Attributes:
        name: Its permanent name: `ansoegningsskema`.
        da: What it is called in Danish; its name, unless it is told.
        en: What it is called in English; its name, unless it is told.
    """

    da: str = attrs.field(kw_only=True)
    en: str = attrs.field(kw_only=True)

    @da.default
    def _da(self) -> str:
        return str(self.name).replace("_", " ")

    @en.default
    def _en(self) -> str:
        return str(self.name).replace("_", " ")

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON, its labels too."""
        return super().as_json() | {"document": True}


Named: TypeAlias = "Item | Ref | str"
"""An item, named by itself, by a reference, or by its path."""


def path_of(item: Named) -> str:
    """Give the path of an item, however it is named."""
    return item if isinstance(item, str) else item.path


def _texts(several: Iterable[str]) -> tuple[str, ...]:
    return tuple(several)


def _called(
    outcomes: Mapping[str, str] | Iterable[str] | Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    """Each code with what it is called, if it is."""
    several = outcomes.items() if isinstance(outcomes, Mapping) else outcomes
    return tuple((each, "") if isinstance(each, str) else each for each in several)


def _coded_outcomes(
    item: Item, attribute: attrs.Attribute[Any], outcomes: tuple[tuple[str, str], ...]
) -> None:
    _codes(item, attribute, [code for code, _ in outcomes])


def _numbers(several: Iterable[int]) -> tuple[int, ...]:
    return tuple(several)


def _rules(several: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(several)


def _paths(items: Iterable[Named]) -> tuple[str, ...]:
    return tuple(map(path_of, items))


def _roles(roles: Iterable[Role | str]) -> tuple[str, ...]:
    return tuple(map(role_code, roles))


def _returns(given: Mapping[str, Named]) -> Mapping[str, str]:
    return {outcome: path_of(item) for outcome, item in given.items()}


def _condition(item: Item, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        required_condition(f"{attribute.name}= of {item.title!r}", value)


def _demand(needed: Fact | Condition) -> Condition:
    if isinstance(needed, Fact):
        return needed.is_known()
    return required_condition("in requires=", needed)


def _demands(needed: Iterable[Fact | Condition]) -> tuple[Condition, ...]:
    return tuple(map(_demand, needed))


def _codes(item: Item, attribute: attrs.Attribute[Any], codes: object) -> None:
    several = [codes] if isinstance(codes, str) else codes
    for code in several if isinstance(several, Iterable) else [several]:
        if not isinstance(code, str) or not CODE.fullmatch(code):
            raise Malformed(
                f"{item.title!r}: {attribute.alias} {code!r}",
                "expected a permanent code: a-z, then a-z, 0-9 or _",
            )


def _role_code(item: Item, attribute: attrs.Attribute[Any], role: Role | str) -> None:
    _codes(item, attribute, role_code(role))


def _mandate(item: Item, attribute: attrs.Attribute[Any], code: object) -> None:
    _codes(item, attribute, code.split(".") if isinstance(code, str) else [code])


def _sets(_: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 1:
        raise Malformed(
            f"{attribute.name} {value!r}", "expected a whole number from 1 on"
        )


@attrs.frozen
class Item:
    """Something in a stage that can be done or reached.

    Attributes:
        title: What it is called, in the case type's first language.
        when: What must hold for it to be available; None while its stage is active.
        en: What it is called in English, unless the plugin's texts say so.
        path: Its stage's code and its own name; the stage fills it in.
    """

    title: str = attrs.field(validator=not_blank)
    when: Condition | None = attrs.field(
        default=None, kw_only=True, validator=_condition
    )
    en: str | None = attrs.field(default=None, kw_only=True)
    path: str = attrs.field(default="", kw_only=True)

    sort: ClassVar[Sort] = "task"

    @property
    def done(self) -> Condition:
        """Ask whether it is done."""
        return Done(self.path, sort=self.sort, da=self.title, en=self.en or "")

    def obliges(self, owed: Named, *, within: Term) -> Obligation:
        """Say that when this is done, something else is owed within a term."""
        return Obligation(after=self.path, owed=path_of(owed), within=within)


@attrs.frozen
class Milestone(Item):
    """A point that a case reaches by itself, when what it waits for holds."""

    sort = "milestone"


@attrs.frozen
class Task(Item):
    """Something that somebody in a role does.

    Attributes:
        role: Who does it.
        requires: The facts and documents that must be there, and the conditions that
            must hold, before it can be completed.
        due: When it must be done.
        remind: How many days before that, to be reminded.
        four_eyes: The items that must have been done by others.
        discretionary: Whether it is only there when it is planned.
        planned_by: Who may plan it; whoever may do it, unless told.
        optional: Whether it may be skipped, with a reason.
        repeatable: Whether it can be done again.
    """

    _role: Role | str = attrs.field(kw_only=True, eq=role_code, validator=_role_code)
    requires: tuple[Condition, ...] = attrs.field(
        default=(), kw_only=True, converter=_demands
    )
    due: Term | None = attrs.field(default=None, kw_only=True)
    remind: tuple[int, ...] = attrs.field(
        default=(),
        kw_only=True,
        converter=_numbers,
        validator=attrs.validators.deep_iterable(_sets),
    )
    four_eyes: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_paths)
    discretionary: bool = attrs.field(default=False, kw_only=True)
    planned_by: tuple[str, ...] = attrs.field(
        default=(), kw_only=True, converter=_roles, validator=_codes
    )
    optional: bool = attrs.field(default=False, kw_only=True)
    repeatable: bool = attrs.field(default=False, kw_only=True)

    @property
    def role(self) -> str:
        """The code of the role that does it."""
        return role_code(self._role)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The role that does it, where it is named by itself and not by its code."""
        return (self._role,) if isinstance(self._role, Role) else ()


_FAVOURABLE: Final = ("imoedekommet",)


@attrs.frozen
class Decision(Task):
    """A task that ends in one of a few outcomes, with its rules and reasons.

    Attributes:
        outcomes: The codes of what it can come to; or each code with what it is called
            in the case type's first language.
        favourable: Those that are fully in favour, so that no reasons are owed
            (forvaltningsloven § 22).
        granting: Those that give something, so that a rule that is not met must be
            set aside by name; those in favour, unless told.
        rules: What is found on every decision, with its legal basis.
        afgoerelse: Whether it is an *afgørelse*, so that the case type's hooks attach.
        returns: The outcomes that send the case back, each to the item where it goes
            on; that item and all that depends on it are to be done anew.
        mandate: The mandate that whoever decides must have; None for none.
        amount: The fact that the mandate's ceiling is held against, in whole øre.
        quorum: How many people must decide so, for an outcome that is granting.
    """

    sort = "decision"

    _outcomes: tuple[tuple[str, str], ...] = attrs.field(
        kw_only=True, converter=_called, validator=_coded_outcomes
    )
    favourable: tuple[str, ...] = attrs.field(kw_only=True, converter=_texts)
    granting: tuple[str, ...] = attrs.field(kw_only=True, converter=_texts)
    rules: tuple[Rule, ...] = attrs.field(default=(), kw_only=True, converter=_rules)
    afgoerelse: bool = attrs.field(default=False, kw_only=True)
    returns: Mapping[str, str] = attrs.field(
        factory=dict, kw_only=True, converter=_returns
    )
    mandate: str | None = attrs.field(
        default=None, kw_only=True, validator=attrs.validators.optional(_mandate)
    )
    amount: Fact | None = attrs.field(default=None, kw_only=True)
    quorum: int = attrs.field(default=1, kw_only=True, validator=_sets)

    @favourable.default
    def _usual(self) -> tuple[str, ...]:
        return tuple(code for code in _FAVOURABLE if code in self.outcomes)

    @granting.default
    def _in_favour(self) -> tuple[str, ...]:
        return self.favourable

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The codes of what it can come to."""
        return tuple(code for code, _ in self._outcomes)

    @property
    def called(self) -> Mapping[str, str]:
        """What its outcomes are called, those that are called something."""
        return {code: title for code, title in self._outcomes if title}

    @property
    def outcome(self) -> Fact:
        """What it came to."""
        return Outcome.of(
            self.path, outcomes=self.outcomes, da=self.title, en=self.en or ""
        )

    @property
    def granted(self) -> Condition:
        """Ask whether it came to an outcome that gives something."""
        return self.outcome.is_in(self.granting)
