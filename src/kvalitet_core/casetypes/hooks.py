"""What law attaches to decisions by itself: duties before one is taken, and after.

Pure.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import attrs

from kvalitet_core.canonical import plain_hjemmel
from kvalitet_core.casetypes.kinds import alternatives
from kvalitet_core.casetypes.roles import CODE
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Hjemmel, not_blank

__all__ = ["Duty", "Hook", "Moment"]

Moment: TypeAlias = Literal["before", "with", "after"]
"""When a duty is met: before the decision, in its own reasons, or once it is taken."""


def _coded(_: Any, attribute: attrs.Attribute[Any], code: object) -> None:
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise Malformed(
            f"{attribute.name} {code!r}", "expected a-z, then a-z, 0-9 or _"
        )


def _moment(duty: Duty, _: attrs.Attribute[Any], when: object) -> None:
    if when not in ("before", "with", "after"):
        able = alternatives(("before", "with", "after"))
        raise Malformed(f"duty {duty.code!r}", f"expected {able}, got {when!r}")


@attrs.frozen(kw_only=True)
class Duty:
    """Something that an authority owes around a decision.

    Attributes:
        code: Its permanent code: `klagevejledning`.
        when: Whether it is met before the decision, by its reasons, or after it.
        unless_favourable: Whether a decision fully in favour goes free of it.
        hjemmel: The law that it rests on.
        da: What it is called in Danish.
        en: What it is called in English.
    """

    code: str = attrs.field(validator=_coded)
    when: Moment = attrs.field(validator=_moment)
    unless_favourable: bool = False
    hjemmel: Hjemmel
    da: str = attrs.field(validator=not_blank)
    en: str = attrs.field(validator=not_blank)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "duty": self.code,
            "when": self.when,
            "unless_favourable": self.unless_favourable,
            "hjemmel": plain_hjemmel(self.hjemmel),
            "da": self.da,
            "en": self.en,
        }


@attrs.frozen(kw_only=True)
class Hook:
    """A law's duties, which attach to every decision that is an *afgørelse*.

    Attributes:
        code: Its permanent code: `forvaltningsloven`.
        duties: What it asks for.
    """

    code: str = attrs.field(validator=_coded)
    duties: tuple[Duty, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        duties = sorted((duty.as_json() for duty in self.duties), key=_duty)
        return {"hook": self.code, "duties": duties}


def _duty(written: dict[str, Any]) -> str:
    return str(written["duty"])
