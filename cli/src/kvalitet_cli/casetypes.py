"""Which case types are installed, and which of them a case runs by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.domain.case import Case
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.registry import Registry, nearest
from kvalitet_core.values import Digest

__all__ = ["Bound", "CaseTypes"]


@attrs.frozen(kw_only=True)
class Bound:
    """What a case runs by, as far as that is installed.

    Attributes:
        code: The code of its case type.
        version: The version.
        digest: What it said when the case was bound to it.
        installed: What is installed under that code and version, if anything.
    """

    code: str
    version: str
    digest: Digest
    installed: Definition | None

    @property
    def definition(self) -> Definition | None:
        """What it runs by; None where that is not installed, or says something else."""
        if self.installed is None or self.installed.digest != self.digest:
            return None
        return self.installed

    @property
    def problem(self) -> str | None:
        """Why it cannot go on here: `definition_missing` or `definition_differs`."""
        if self.installed is None:
            return "definition_missing"
        return None if self.definition is not None else "definition_differs"

    def name_of(self, part: str, language: Language) -> str:
        """What a stage, an item or the case type is called; its path where unknown."""
        if self.installed is None:
            return part or self.code
        return self.installed.name_of(part, language)

    def outcome(self, path: str, code: str, language: Language) -> str:
        """What an outcome of a decision is called; its code where it has no name."""
        if self.installed is None:
            return code
        return self.installed.outcome_name(path, code, language)

    def role(self, code: str, language: Language) -> str:
        """What a role is called."""
        for each in self.installed.roles if self.installed is not None else ():
            if each.code == code:
                return each.da if language == "da" else each.en
        return code

    def note(self, case: str, language: Language) -> str | None:
        """What must be said of it, where it is not what the case is bound to."""
        if self.problem is None:
            return None
        got = self.installed.digest[:12] if self.installed is not None else ""
        return say(
            self.problem,
            language,
            case=case,
            code=self.code,
            version=self.version,
            bound=self.digest[:12],
            got=got,
        )


class CaseTypes:
    """The case types that are installed, by code and version."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._of: dict[str, dict[tuple[str, str], Definition]] = {}

    def __iter__(self) -> Iterator[Definition]:
        plugins = self._registry.plugins
        found = [each for plugin in plugins for each in plugin.definitions]
        return iter(sorted(found, key=_order))

    def versions(self, code: str) -> tuple[Definition, ...]:
        """All versions of a code, which begins with the name of its plugin."""
        return tuple(each for each in self._beside(code).values() if each.code == code)

    def _one(self, code: str, version: str) -> Definition | None:
        return self._beside(code).get((code, version))

    def _beside(self, code: str) -> dict[tuple[str, str], Definition]:
        """All that the plugin of a code defines, by code and version."""
        owner = code.partition(".")[0]
        if owner not in self._of:
            found = self._registry.definitions(Definition, of=owner)
            ordered = sorted(found, key=_order)
            self._of[owner] = {(each.code, each.version): each for each in ordered}
        return self._of[owner]

    def of(self, case: Case) -> Bound:
        """What a case runs by."""
        return self.at(case.definition, case.version, case.digest)

    def at(self, code: str, version: str, digest: Digest) -> Bound:
        """What is bound to a code, a version and a digest."""
        installed = self._one(code, version)
        return Bound(code=code, version=version, digest=digest, installed=installed)

    def title(self, code: str, version: str, part: str, language: Language) -> str:
        """What a part of a case type is called; its path where it is not installed."""
        found = self._one(code, version)
        return found.name_of(part, language) if found is not None else part

    def outcome(self, code: str, version: str, outcome: str, language: Language) -> str:
        """What an outcome is called, by the first decision that can come to it."""
        installed = self._one(code, version)
        if installed is None:
            return outcome
        for path, item in installed.items.items():
            if isinstance(item, Decision) and outcome in item.outcomes:
                return installed.outcome_name(path, outcome, language)
        return outcome

    def role(self, code: str, version: str, role: str, language: Language) -> str:
        """What a role is called in a case type; its code where that is unknown."""
        installed = self._one(code, version)
        for each in installed.roles if installed is not None else ():
            if each.code == role:
                return each.da if language == "da" else each.en
        return role

    def named(self, text: str) -> tuple[Definition, ...]:
        """Those of a code, or the one that is spelled `code/version`.

        Raises:
            Unknown: There is none; the nearest are named.
        """
        code, slash, version = text.partition("/")
        found = tuple(
            each
            for each in self
            if each.code == code and (not slash or each.version == version)
        )
        if not found:
            raise self._unknown(text)
        return found

    def one(self, text: str) -> Definition:
        """The one that is spelled `code/version`; of a bare code, the newest.

        Raises:
            Unknown: There is none; the nearest are named.
        """
        return self.named(text)[-1]

    def _unknown(self, text: str) -> Unknown:
        known = {*spelled(self), *(each.code for each in self)}
        hint = f"installed are {', '.join(spelled(self))}" if known else "none is there"
        return Unknown("case type", text, nearest=nearest(text, known), hint=hint)


def spelled(definitions: Iterable[Definition]) -> tuple[str, ...]:
    """How each is spelled: code and version."""
    return tuple(f"{each.code}/{each.version}" for each in definitions)


def _order(definition: Definition) -> tuple[str, str, str]:
    day = definition.valid_from.isoformat()
    return definition.code, day, definition.version
