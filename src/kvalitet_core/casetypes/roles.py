"""Roles: in which one somebody does a task or takes a decision.

Pure.
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.values import not_blank

__all__ = ["CODE", "Role", "role_code"]

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""How a permanent code is spelled: ASCII, lower case, words parted by `_`."""


def _coded(_: Any, __: attrs.Attribute[Any], code: object) -> None:
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise Malformed(f"role {code!r}", "expected a-z, then a-z, 0-9 or _")


@attrs.frozen
class Role:
    """A role that people act in; who holds it, the host system knows.

    Attributes:
        code: Its permanent code, as `Actor.role` has it: `sagsbehandler`.
        da: What it is called in Danish; by the words of its code, unless it is told.
        en: What it is called in English; the same.
    """

    code: str = attrs.field(validator=_coded)
    da: str = attrs.field(kw_only=True, validator=not_blank)
    en: str = attrs.field(kw_only=True, validator=not_blank)

    @da.default
    def _da(self) -> str:
        return self._by_code

    @en.default
    def _en(self) -> str:
        return self._by_code

    @property
    def is_told(self) -> bool:
        """Whether it is called something besides its code, in some language."""
        return {self.da, self.en} != {self._by_code}

    @property
    def _by_code(self) -> str:
        return str(self.code).replace("_", " ").capitalize()

    def as_json(self) -> dict[str, str]:
        """Give it as plain JSON."""
        return {"role": self.code, "da": self.da, "en": self.en}


def role_code(role: Role | str) -> str:
    """Give the code of a role that is named by itself or by its code."""
    return role.code if isinstance(role, Role) else role
