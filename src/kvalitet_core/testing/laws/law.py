"""What every group of laws begins with: the plugin that they are about."""

from __future__ import annotations

from typing import Any, ClassVar

from kvalitet_core.discovery import package_of
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.breaches import Breach
from kvalitet_core.testing.examined import Examined, examples_of
from kvalitet_core.testing.examples import Example

__all__ = ["Laws", "as_breach"]


class Laws:
    """Laws about one plugin; each test is a law, and its docstring says it.

    Attributes:
        plugin: The plugin that is examined.
        package: The package that it comes in; None for that of its entry point.
        examples: What its author shows; None for `EXAMPLES` in its module `examples`.
        drawn: How many values of each class are drawn at most.
    """

    plugin: ClassVar[Plugin]
    package: ClassVar[str | None] = None
    examples: ClassVar[tuple[Example, ...] | None] = None
    drawn: ClassVar[int] = 50

    @property
    def examined(self) -> Examined:
        """The plugin and what can be seen of it, the same for all laws of a class."""
        cls = type(self)
        kept: Examined | None = cls.__dict__.get("_examined")
        if kept is None:
            package = cls.package or package_of(cls.plugin) or ""
            examples = cls.examples
            kept = Examined(
                cls.plugin,
                package=package,
                examples=examples_of(package) if examples is None else examples,
                drawn=cls.drawn,
            )
            cls._examined = kept  # type: ignore[attr-defined]  # kept on the class
        return kept


def as_breach(subject: str, finding: str) -> Breach:
    """A finding of the core, whose remedy stands after a semicolon or a colon."""
    rule, found, remedy = finding.partition("; ")
    return Breach(subject, rule, remedy if found else "mend it")


def named(cls: type[Any]) -> str:
    """A class as its author knows it: `visit.Planned`."""
    return f"{cls.__module__.rpartition('.')[2]}.{cls.__qualname__}"
