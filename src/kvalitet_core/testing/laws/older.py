"""Laws about older numbers: what was stored once is read for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from typing import Any

from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.releases import Files, file_of, files_of
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws
from kvalitet_core.testing.schema_strategies import as_stored
from kvalitet_core.testing.strategies import simplest_breach

__all__ = ["OlderLaws", "is_refused"]

_Judge = Callable[[Examined, str, dict[str, Any]], Breach | None]


class OlderLaws(Laws):
    """How an old shape becomes the shape of today."""

    def test_an_old_value_becomes_one_of_today(self) -> None:
        """Whatever fits the schema of an older number can be read by today's class."""
        _ = self.examined.registry
        hold([*_judged(self.examined, _unread), *_never_read(self.examined)])

    def test_an_upcaster_depends_on_the_old_value_alone(self) -> None:
        """It gives the same for the same, and leaves the old value as it was."""
        hold(_judged(self.examined, _unlike))

    def test_a_sealed_upcaster_leads_on_from_something_sealed(self) -> None:
        """It names an older number and a personal field of it."""
        hold(
            Breach(
                f"sealed upcaster from ({name!r}, {field!r})",
                "leads on from nothing that was sealed",
                "name an older number, and a personal field that it had",
            )
            for name, field in sorted(self.examined.plugin.sealed_upcasters)
            if field not in _sealed(_schema(self.examined, name))
            or name not in self.examined.plugin.upcasters
        )


def _judged(examined: Examined, judge: _Judge) -> Iterator[Breach]:
    for name, schema in _older(examined):
        breach = simplest_breach(
            as_stored(schema),
            partial(judge, examined, name),
            drawn=examined.drawn,
        )
        if breach is not None:
            yield breach


def _unread(examined: Examined, name: str, fields: dict[str, Any]) -> Breach | None:
    what = f"upcaster from {name}"
    remedy = f"let it give all fields of the next number, as with {fields!r}"
    try:
        examined.registry.value(name, MsgspecCodec().encode(fields))
    except (Malformed, Unknown) as error:
        if is_refused(error):
            return None
        return Breach(what, f"does not lead to a value of today: {error}", remedy)
    except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
        return Breach(what, f"fails: {type(error).__name__}: {error}", remedy)
    return None


def _never_read(examined: Examined) -> Iterator[Breach]:
    """The older names of which a validator refuses everything that was drawn.

    A validator knows of several fields at once, and a schema does not: so some of what
    fits the schema was never stored. Some of it was, though.
    """
    for name, schema in _older(examined):
        read = Breach(name, "was read once", "")

        def judge(fields: dict[str, Any], name: str = name, read: Breach = read) -> Any:
            try:
                examined.registry.value(name, MsgspecCodec().encode(fields))
            except (Malformed, Unknown) as error:
                return None if is_refused(error) else read
            except Exception:  # noqa: BLE001 - said above
                return read
            return read

        if not simplest_breach(as_stored(schema), judge, drawn=examined.drawn):
            rule = "leads to nothing that today's validators let pass"
            remedy = "let it give what the next number's fields may hold"
            yield Breach(f"upcaster from {name}", rule, remedy)


def is_refused(error: Exception) -> bool:
    """Whether it was a validator that said no, and not the shape that is wrong."""
    inner = error.__cause__
    return inner is not None and isinstance(inner.__cause__, Malformed)


def _unlike(examined: Examined, name: str, fields: dict[str, Any]) -> Breach | None:
    step = examined.plugin.upcasters[name]
    what, before = f"upcaster from {name}", deepcopy(fields)
    try:
        one, two = step(fields), step(deepcopy(before))
    except Exception:  # noqa: BLE001 - another law's business
        return None
    if fields != before:
        return Breach(what, "changes the value it is given", "let it make a new one")
    if one != two:
        rule = "gives one thing now and another later"
        return Breach(what, rule, "let it use nothing but the value")
    return None


def _older(examined: Examined) -> Iterator[tuple[str, dict[str, Any]]]:
    """The older names that lead on and have a schema; another law wants it."""
    for name in sorted(examined.plugin.upcasters):
        schema = _schema(examined, name)
        if schema:
            yield name, schema


def _schema(examined: Examined, name: str) -> dict[str, Any]:
    file, files = file_of(name), _files(examined)
    return files.content(file) if file in files.schemas else {}


def _files(examined: Examined) -> Files:
    _ = examined.folder
    return files_of(examined.package)


def _sealed(schema: dict[str, Any]) -> list[str]:
    properties = schema.get("properties", {})
    return [name for name, own in properties.items() if own.get("x-personal")]
