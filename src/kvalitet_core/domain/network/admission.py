"""Who may be a member of a network: which rules count, with which limits.

The rules are a plugin's, named by their codes; what they are held against stands here,
in the record, with the document that says so and its own words. Each version of an
admission holds from a day of its own, so a membership can always be explained by the
one that held on its first day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

import attrs

from kvalitet_core.domain.fields import SomeText
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import KIND
from kvalitet_core.values import Answers, FormName, Hjemmel

__all__ = ["NOTHING", "Admission"]

NOTHING: Final = Answers({})
"""What is told of a member, or held against it, where that is nothing."""

_CODE: Final = rf"{KIND.pattern}\.[a-z][a-z0-9_]*"


@attrs.frozen
class _Codes:
    """An attrs validator: codes of rules, each with its plugin's name first."""

    json_schema: ClassVar[dict[str, Any]] = {
        "items": {
            "type": "string",
            "pattern": f"^{_CODE}$",
            "x-rule": "plugin.words, such as ledelse.tilbudstype",
        }
    }

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], codes: frozenset[Any]
    ) -> None:
        """Refuse what is no code of a rule."""
        for code in sorted(codes, key=str):
            if not isinstance(code, str) or not re.fullmatch(_CODE, code):
                problem = "expected plugin.words, such as ledelse.tilbudstype"
                raise Malformed(f"{attribute.name} {code!r}", problem)


@attrs.frozen
class _Quotes:
    """An attrs validator: texts, each with something to read."""

    json_schema: ClassVar[dict[str, Any]] = {
        "items": {"type": "string", "pattern": r"\S", "x-rule": "some text"}
    }

    def __call__(
        self, instance: Any, attribute: attrs.Attribute[Any], texts: tuple[Any, ...]
    ) -> None:
        """Refuse what has nothing to read."""
        for text in texts:
            if text is None:
                raise Malformed(attribute.name, "expected some text, got None")
            SomeText()(instance, attribute, text)


def _open(
    admission: Admission, attribute: attrs.Attribute[Any], names: frozenset[str]
) -> None:
    for name in sorted(names & set(admission.limits)):
        problem = "expected a limit that is left open, got one of the limits"
        raise Malformed(f"{attribute.name} {name!r}", problem)


# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Admission:
    """Who may be a member of a network.

    Attributes:
        rules: The codes of the rules that a new member must meet; none where nothing
            is asked, so that whoever runs the network admits whom it will.
        form: What a new member is asked, by the form's name and version; None where
            nothing is asked. A rule sees the answer `ansatte` as the fact
            `svar.ansatte`.
        limits: What the rules are held against, by name: a rule sees `ansatte` as the
            fact `optagelse.ansatte`.
        unsaid: The names of limits that the source leaves open, so that a rule which
            turns on one of them is unknown.
        source: The document that says so, and the place in it.
        quotes: What it says, in its own words, or restated and marked so; several
            where it says it in more ways than one.
    """

    rules: frozenset[str] = attrs.field(default=frozenset(), validator=_Codes())
    form: FormName | None = None
    limits: Answers = NOTHING
    unsaid: frozenset[str] = attrs.field(default=frozenset(), validator=_open)
    source: Hjemmel
    quotes: tuple[str, ...] = attrs.field(default=(), validator=_Quotes())

    @property
    def owners(self) -> Iterator[str]:
        """The plugins that the rules are of, in order."""
        yield from sorted({code.partition(".")[0] for code in self.rules})
