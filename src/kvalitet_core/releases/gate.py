"""The compatibility gate: whether what was stored under one number fits the next.

Asked of two released schemas of one stored name. What is compared is what lies in a
journal: every field is there, whether or not it must be given, and a personal field
holds the place of a sealed section. The sealed contents are compared apart.

The answer is a proof or none: what cannot be proved counts as no. A validator that has
no `json_schema`, and a decision taken in Python, are not seen.

Needs `kvalitet-core[schemas]`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from kvalitet_core.errors import Unavailable

__all__ = ["Fit", "fit", "shape", "without_words"]

_WORDS: Final = ("description", "title", "x-description-da", "x-rule")
_NAMED: Final = ("$defs", "properties")


@attrs.frozen(kw_only=True)
class Fit:
    """How far values of an old number fit the next.

    Attributes:
        stored: Whether every old value reads as it stands: then the upcaster may be
            `kvalitet_core.plugins.unchanged`.
        sealed: The personal fields whose sealed contents do not all read as they
            stand: each needs a sealed upcaster.
    """

    stored: bool
    sealed: tuple[str, ...]


def fit(old: Mapping[str, Any], new: Mapping[str, Any]) -> Fit:
    """Compare the schemas of two numbers of one stored name.

    Args:
        old: The schema of number n.

        new: The schema of number n + 1.

    Raises:
        Unavailable: The library that proves it is not installed.
    """
    before, after = dict(_personal(old)), dict(_personal(new))
    return Fit(
        stored=_covers(_as_stored(new), _as_stored(old)),
        sealed=tuple(
            sorted(
                name
                for name in before.keys() & after.keys()
                if not _covers(after[name], before[name])
            )
        ),
    )


def shape(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What of a schema decides how a value is stored: no words, no classes' names.

    Two schemas of one shape may say it in other words, as a better docstring does.
    """
    names: dict[str, str] = {}
    whole = without_words(schema)
    definitions = whole.pop("$defs", {})
    found = {"": _renamed(whole, names)}
    while missing := [name for name in names if name not in found]:
        for name in missing:
            found[name] = _renamed(definitions.get(name, {}), names)
    told: dict[str, Any] = found.pop("")
    return told | {"$defs": {names[name]: part for name, part in found.items()}}


def without_words(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without what is for people, at every depth, in one order."""
    bare: dict[str, Any] = _bare(dict(schema))
    return bare


def _bare(part: Any) -> Any:
    if isinstance(part, list):
        return [_bare(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        word: _bare_word(word, inner)
        for word, inner in sorted(part.items())
        if word not in _WORDS
    }


def _bare_word(word: str, inner: Any) -> Any:
    if word in _NAMED and isinstance(inner, dict):
        return {name: _bare(each) for name, each in sorted(inner.items())}
    return sorted(inner) if word == "required" else _bare(inner)


def _renamed(part: Any, names: dict[str, str]) -> Any:
    """The same with classes named by the order in which they are met."""
    if isinstance(part, list):
        return [_renamed(each, names) for each in part]
    if not isinstance(part, dict):
        return part
    made = {word: _renamed(inner, names) for word, inner in part.items()}
    if isinstance(part.get("$ref"), str):
        name = part["$ref"].rpartition("/")[2]
        made["$ref"] = "#/$defs/" + names.setdefault(name, f"c{len(names)}")
    return made


def _personal(schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each personal field holds, sealed."""
    definitions = schema.get("$defs", {})
    for name, own in schema.get("properties", {}).items():
        if own.get("x-personal"):
            content = {word: own[word] for word in own if not word.startswith("x-")}
            yield name, _exact({**content, "$defs": definitions})


def _as_stored(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What lies in the journal: the places of personal values, not the values."""
    properties = {
        name: _place(own) if own.get("x-personal") else own
        for name, own in schema.get("properties", {}).items()
    }
    exact: dict[str, Any] = _exact({**schema, "properties": properties})
    return exact


def _place(own: Mapping[str, Any]) -> dict[str, Any]:
    """The place of a section sealed for one person; another person's does not fit."""
    name = f"personal to {own.get('x-subject')}"
    return {
        "type": "object",
        "properties": {name: {"type": ["integer", "null"]}},
        "required": [name],
        "additionalProperties": False,
    }


def _exact(part: Any) -> Any:
    """With what is checked when a stored value is read, said so that it is compared.

    All fields are stored, so all are required; and a format, which only annotates in
    JSON Schema, is written as a pattern of its own.
    """
    if isinstance(part, list):
        return [_exact(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {
        word: {name: _exact(each) for name, each in inner.items()}
        if word in _NAMED
        else _exact(inner)
        for word, inner in part.items()
        if word not in _WORDS and word != "$id"
    }
    if part.get("additionalProperties") is False and "properties" in part:
        made["required"] = sorted(part["properties"])
    checked = [part[word] for word in ("format", "contentEncoding") if word in part]
    if checked:
        made["allOf"] = [{"pattern": f"^<{each}>$"} for each in checked]
    return made


def _covers(new: dict[str, Any], old: dict[str, Any]) -> bool:
    """Whether it is proved that every value of the old fits the new."""
    try:
        from jsonschema_rs import canonical, canonicalize
    except ModuleNotFoundError as missing:
        told = "schemas cannot be compared: install kvalitet-core[schemas]"
        raise Unavailable(told) from missing
    try:
        answer = canonicalize(new).covers(canonicalize(old))
    except canonical.CanonicalizationError:
        return False
    return bool(answer == canonical.Containment.YES)
