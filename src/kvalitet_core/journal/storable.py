"""What a class must be to be stored: checked once, when it is registered.

Each finding names the class, the rule and the remedy. Pure.
"""

from __future__ import annotations

import enum
import types
import typing
from collections import Counter
from collections.abc import (
    Collection,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    MutableSequence,
    Sequence,
)
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin
from uuid import UUID
from weakref import WeakKeyDictionary

import attrs
import msgspec

from kvalitet_core.attachment import Attachment
from kvalitet_core.personal import SUBJECT, Personal
from kvalitet_core.values import Answers, CheckedText

__all__ = [
    "Finding",
    "PersonalField",
    "classes_in",
    "detailed",
    "findings",
    "holds",
    "parts_of",
    "personal_fields",
    "texts_in",
]

_PLAIN = (str, int, bool, date, Decimal, UUID, bytes, type(None))


_ABSTRACT = (
    AbstractSet,
    Collection,
    Iterable,
    Mapping,
    MutableMapping,
    MutableSequence,
    Sequence,
)


_HINTS: MutableMapping[type[Any], Mapping[str, Any]] = WeakKeyDictionary()


def _hints(cls: type[Any]) -> Mapping[str, Any]:
    """The types of a class's fields, which are worked out once."""
    if cls not in _HINTS:
        _HINTS[cls] = typing.get_type_hints(cls, include_extras=True)
    return _HINTS[cls]


_INSIDE: MutableMapping[type[Any], tuple[Any, ...]] = WeakKeyDictionary()
_FINDINGS: MutableMapping[type[Any], tuple[Finding, ...]] = WeakKeyDictionary()


class PersonalField(typing.NamedTuple):
    """A personal field of a stored class: its name, whose it is, and what it holds."""

    name: str
    subject: str
    type: Any


def personal_fields(cls: type[Any]) -> tuple[PersonalField, ...]:
    """The personal fields of a class by name: the place in here is the ordinal."""
    hints = _hints(cls)
    return tuple(
        PersonalField(
            field.name, field.metadata[SUBJECT], get_args(hints[field.name])[0]
        )
        for field in sorted(attrs.fields(cls), key=lambda field: field.name)
        if SUBJECT in field.metadata
    )


class Finding(typing.NamedTuple):
    """One thing that keeps a class from being stored.

    Attributes:
        subject: The class, or a field of it: `Noted.text`.
        rule: Which sort of rule it breaks.
        text: What is wrong, and what to do about it.
    """

    subject: str
    rule: Literal["frozen", "form", "type", "personal"]
    text: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"


def findings(cls: type[Any]) -> list[str]:
    """Everything that keeps a class from being stored, as sentences."""
    return [str(finding) for finding in detailed(cls)]


def detailed(cls: type[Any]) -> Sequence[Finding]:
    """Everything that keeps a class from being stored, which is worked out once."""
    if cls not in _FINDINGS:
        _FINDINGS[cls] = tuple(_detailed(cls))
    return _FINDINGS[cls]


def _detailed(cls: type[Any]) -> list[Finding]:
    name = cls.__qualname__
    if not attrs.has(cls):
        text = "is no attrs class; write @attrs.frozen(kw_only=True)"
        return [Finding(name, "frozen", text)]
    found = []
    if not _is_frozen(cls):
        text = "can be changed; write @attrs.frozen(kw_only=True)"
        found.append(Finding(name, "frozen", text))
    hints = _hints(cls)
    for field in attrs.fields(cls):
        found += _field_findings(cls, field, hints[field.name])
    for inner in classes_in(cls):
        found += _nested_findings(inner)
    return [*found, *_namesakes(cls)]


def _namesakes(cls: type[Any]) -> Iterator[Finding]:
    """Classes inside a stored one that have one name, which is theirs in its schema."""
    times = Counter(inner.__name__ for inner in classes_in(cls))
    for name, count in times.items():
        if count > 1:
            text = f"holds {count} classes called {name}; rename all but one"
            yield Finding(cls.__qualname__, "type", text)


def classes_in(cls: type[Any]) -> list[type[Any]]:
    """The attrs classes that a class mentions, each once."""
    parts = (get_origin(part) or part for part in parts_of(cls))
    inner = [p for p in parts if isinstance(p, type) and attrs.has(p) and p is not cls]
    return sorted(set(inner), key=lambda each: each.__qualname__)


def texts_in(cls: type[Any]) -> list[type[CheckedText]]:
    """The classes of texts that a class mentions, each once."""
    inner = [p for p in parts_of(cls) if isinstance(p, type)]
    texts = {p for p in inner if issubclass(p, CheckedText)}
    return sorted(texts, key=lambda each: each.__qualname__)


def _nested_findings(cls: type[Any]) -> list[Finding]:
    """The rules of form for a class inside a stored one; its types are seen above."""
    name = cls.__qualname__
    found = [
        Finding(f"{name}.{field.name}", "form", text)
        for field in attrs.fields(cls)
        for text in _form_findings(field)
    ]
    if _is_frozen(cls):
        return found
    return [Finding(name, "frozen", "can be changed; write @attrs.frozen"), *found]


def holds(hint: Any, wanted: type[Any]) -> bool:
    """Whether a type, or anything inside it, is the wanted class."""
    return any(part is wanted for part in parts_of(hint))


def fields_holding(cls: type[Any], wanted: type[Any]) -> tuple[str, ...]:
    """The fields of a class whose types are the wanted class, or hold it inside."""
    hints = _hints(cls)
    return tuple(
        field.name for field in attrs.fields(cls) if holds(hints[field.name], wanted)
    )


def parts_of(hint: Any) -> Iterable[Any]:
    """A type and all types inside it, which is worked out once for a class."""
    if not (isinstance(hint, type) and attrs.has(hint)):
        return _parts(hint)
    if hint not in _INSIDE:
        _INSIDE[hint] = tuple(_parts(hint))
    return _INSIDE[hint]


def _is_frozen(cls: type[Any]) -> bool:
    instance: Any = object.__new__(cls)
    try:
        with attrs.validators.disabled():
            for field in attrs.fields(cls):
                setattr(instance, field.name, None)
    except attrs.exceptions.FrozenInstanceError:
        return True
    return not attrs.fields(cls)


def _field_findings(
    cls: type[Any], field: attrs.Attribute[Any], hint: Any
) -> Iterator[Finding]:
    subject = f"{cls.__qualname__}.{field.name}"
    for text in _form_findings(field):
        yield Finding(subject, "form", text)
    if get_origin(hint) is Personal:
        for text in _personal_findings(cls, field):
            yield Finding(subject, "personal", text)
        (hint,) = get_args(hint)
        if holds(hint, Attachment):
            text = "seals an attachment, so that none would find the file; "
            remedy = "give it a field in clear: its content is sealed by itself"
            yield Finding(subject, "personal", text + remedy)
    elif SUBJECT in field.metadata:
        text = "is declared personal, but its type is not Personal[…]; make it so"
        yield Finding(subject, "personal", text)
    for text in _type_findings(hint):
        yield Finding(subject, "type", text)


def _form_findings(field: attrs.Attribute[Any]) -> Iterator[str]:
    if field.name == "personal":
        yield "has the name that stands for a sealed value; give it another"
    if field.name.startswith("_"):
        yield "is private, and would be lost when stored; give it a public name"
    if field.converter is not None:
        yield "has a converter, which is not run when read; convert before"
    if field.alias != field.name:
        yield "has an alias, which is not used when stored; drop it"
    if not field.init:
        yield "is not given on making; a stored field always is"


def _personal_findings(cls: type[Any], field: attrs.Attribute[Any]) -> Iterator[str]:
    subject = field.metadata.get(SUBJECT)
    if subject is None:
        yield "is Personal, but names no person; write = personal(subject=…)"
        return
    hints = typing.get_type_hints(cls)
    if subject not in hints:
        yield f"is personal to {subject!r}, which is no field of the class; add one"
    elif _stripped(hints[subject]) is not str:
        problem = "which must be a PersonId and always there; make it one"
        yield f"is personal to {subject!r}, {problem}"


def _type_findings(hint: Any) -> Iterator[str]:
    for part in _parts(hint):
        origin = get_origin(part)
        if part is float or part is Any:
            yield f"holds {_text(part)}, which is not stored; use int or Decimal"
        elif part is datetime:
            yield "holds a datetime that may lack its offset; use values.Instant"
        elif part in (list, dict, set) or origin in (list, dict, set):
            yield f"holds {_text(part)}, which can be changed; use tuple or frozenset"
        elif part in (tuple, frozenset) or origin in _ABSTRACT:
            yield f"holds {_text(part)}; say what is in it: tuple[…] or frozenset[…]"
        elif origin is Personal or part is Personal:
            yield "holds personal data inside another type; give it a field of its own"
        elif origin in (Union, types.UnionType):
            yield from _union_findings(part)
        elif isinstance(part, type) and not _is_storable(part):
            yield f"holds {_text(part)}, which cannot be stored; use a plain type"


def _union_findings(hint: Any) -> Iterator[str]:
    classes = [part for part in get_args(hint) if attrs.has(_stripped(part))]
    if len(classes) > 1:
        names = " | ".join(part.__qualname__ for part in classes)
        yield f"holds {names}, which cannot be told apart when read; use one class"


def _is_storable(part: type[Any]) -> bool:
    if attrs.has(part):
        return True
    if issubclass(part, tuple | frozenset):
        return part in (tuple, frozenset)
    if issubclass(part, enum.Enum):
        return all(isinstance(member.value, str | int) for member in part)
    return issubclass(part, (*_PLAIN, Answers, CheckedText))


def _parts(hint: Any, seen: set[Any] | None = None) -> Iterator[Any]:
    """A type and all types inside it, the fields of each class included once."""
    seen = set() if seen is None else seen
    if get_origin(hint) is Annotated:
        if _is_instant(hint):
            return
        hint = get_args(hint)[0]
    hint = _stripped(hint)
    if get_origin(hint) is Literal:
        return
    yield hint
    for part in get_args(hint):
        if part is not Ellipsis:
            yield from _parts(part, seen)
    named = get_origin(hint) or hint
    if isinstance(named, type) and named not in seen and attrs.has(named):
        seen.add(named)
        for inner in _hints(named).values():
            yield from _parts(inner, seen)


def _is_instant(hint: Any) -> bool:
    inner, *extras = get_args(hint)
    return inner is datetime and any(
        isinstance(extra, msgspec.Meta) and extra.tz is True for extra in extras
    )


def _stripped(hint: Any) -> Any:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def _text(hint: Any) -> str:
    return getattr(hint, "__qualname__", None) or str(hint)
