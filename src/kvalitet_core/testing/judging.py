"""Judging a plugin by its contract without pytest: for `kvalitet plugin check`.

The laws are the same; what is known of each is a verdict.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Literal

import attrs

from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.breaches import Breach, LawBroken, NotJudged
from kvalitet_core.testing.plugin_contract import PluginContract

__all__ = ["Verdict", "judge", "laws"]


@attrs.frozen(kw_only=True)
class Verdict:
    """What came of one law.

    Attributes:
        law: Its name: `stored_classes_cannot_be_changed`.
        says: What it says.
        state: `held`; `broken`; or `unjudged`, before something else is mended.
        breaches: Everything that breaks it.
        why: Why it could not be judged.
    """

    law: str
    says: str
    state: Literal["held", "broken", "unjudged"]
    breaches: tuple[Breach, ...] = ()
    why: str = ""


def laws(contract: type[PluginContract] = PluginContract) -> tuple[str, ...]:
    """The names of a contract's laws, in the order in which they are judged."""
    names = [name for group in contract.__mro__ for name in vars(group)]
    return tuple(name for name in dict.fromkeys(names) if name.startswith("test_"))


def judge(plugin: Plugin, *, package: str, drawn: int = 50) -> Iterator[Verdict]:
    """Judge a plugin by every law, one after another.

    Args:
        plugin: The plugin.

        package: The package that it comes in.

        drawn: How many values of each class are drawn at most.
    """
    told = {"plugin": plugin, "package": package, "drawn": drawn}
    contract = type("Judged", (PluginContract,), told)
    for name in laws():
        yield _verdict(contract, name)


def _verdict(contract: type[PluginContract], name: str) -> Verdict:
    law = getattr(contract(), name)
    says = inspect.cleandoc(law.__doc__ or "").split("\n\n")[0]
    held = Verdict(law=name.removeprefix("test_"), says=says, state="held")
    try:
        law()
    except LawBroken as broken:
        return attrs.evolve(held, state="broken", breaches=broken.breaches)
    except NotJudged as missing:
        return attrs.evolve(held, state="unjudged", why=str(missing))
    except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
        rule = f"cannot be judged: {type(error).__name__}: {error}"
        breach = Breach(f"plugin {contract.plugin.name!r}", rule, "mend what raises it")
        return attrs.evolve(held, state="broken", breaches=(breach,))
    return held
