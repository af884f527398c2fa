"""What changed from one definition to another, in words that its readers know.

    for each in differences(definition_2020, definition_2021):
        print(each.text("da"))          # rettidig: 27-11-2020 → 20-08-2021

Two definitions with one digest do not differ, and two with two digests do.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from kvalitet_core.casetypes.itemising import Entry, entries
from kvalitet_core.casetypes.saying import Words, said, said_of_both
from kvalitet_core.spoken import checked_language

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["Difference", "differences"]

_Entries: TypeAlias = Mapping[tuple[str, str], Entry]

# These codes are permanent. Do not rename one; add another.

_WHOLE: Final[dict[str, Words]] = {
    "added": Words("er kommet til", "is added"),
    "removed": Words("er udgået", "is removed"),
}


@attrs.frozen(kw_only=True)
class Difference:
    """One thing that is not the same in two definitions.

    Attributes:
        code: Permanent: `added`, `removed`, `renamed` or `changed`.
        path: Where: `ansoegning.afgoer.due`, `roles.fagchef`, `valid_to`; by the path
            in the newer one, where it is there.
        label: What it is called there: `rettidig`, `ansoegning.afgoer: frist`.
        before: What it was; None where there was none.
        after: What it is; None where there is none.
    """

    code: str
    path: str
    label: Words
    before: Words | None
    after: Words | None

    def text(self, language: str) -> str:
        """Say it: `rettidig: 27-11-2020 → 20-08-2021`."""
        spoken = checked_language(language)
        none = "ingen" if spoken == "da" else "none"
        label = self.label.says(spoken)
        if self.code in _WHOLE:
            kept = self.before or self.after
            more = f": {kept.says(spoken)}" if kept is not None else ""
            return f"{label} {_WHOLE[self.code].says(spoken)}{more}"
        before = self.before.says(spoken) if self.before is not None else none
        after = self.after.says(spoken) if self.after is not None else none
        if self.code == "renamed":
            return f"{before} {label} {after}"
        return f"{label}: {before} → {after}"


def differences(old: Definition, new: Definition) -> tuple[Difference, ...]:
    """Say all that changed from the one definition to the other, by path.

    What the newer one says its earlier paths are called now is compared under its name
    now. How many cases it concerns, the caller knows.
    """
    if old.digest == new.digest:
        return ()
    names = _names(old, new)
    found = [*_renamings(names), *_found(entries(old, names), entries(new, {}))]
    if not found:
        label = Words("indholdet", "the content")
        found = [_changed("digest", label, Words.of(old.digest), Words.of(new.digest))]
    return tuple(sorted(found, key=_in_order))


def _names(old: Definition, new: Definition) -> Mapping[str, str]:
    """What the older one's parts are called in the newer one, where it says so."""
    renamed = new.migrate_from.get(old.version)
    paths = {} if renamed is None else renamed.paths
    return {
        before: now
        for before, now in paths.items()
        if before in old.stage_of and now in new.stage_of and now not in old.stage_of
    }


def _renamings(names: Mapping[str, str]) -> Iterator[Difference]:
    for before, now in names.items():
        label = Words("hedder nu", "is called now")
        yield Difference(
            code="renamed",
            path=now,
            label=label,
            before=Words.of(before),
            after=Words.of(now),
        )


def _found(old: _Entries, new: _Entries) -> Iterator[Difference]:
    for name in old.keys() | new.keys():
        was, now = old.get(name), new.get(name)
        known = was or now
        if known is None or _is_told(known, old, new):
            continue
        if was is None or now is None:
            before = None if was is None else said(was.value)
            after = None if now is None else said(now.value)
            yield _changed(
                known.path, known.label, before, after, whole=name[1] == "is"
            )
        elif was.key != now.key:
            yield _changed(now.path, now.label, *said_of_both(was.value, now.value))


def _is_told(entry: Entry, old: _Entries, new: _Entries) -> bool:
    """Whether what it belongs to is only in one of them, which says it all."""
    owner = (entry.part, "is")
    return bool(entry.part) and (owner in old) is not (owner in new)


def _changed(
    path: str,
    label: Words,
    before: Words | None,
    after: Words | None,
    *,
    whole: bool = False,
) -> Difference:
    code = "changed"
    if whole:
        code = "added" if before is None else "removed"
    return Difference(code=code, path=path, label=label, before=before, after=after)


def _in_order(each: Difference) -> tuple[str, ...]:
    told = (each.before, each.after)
    return (each.path, each.code, *("" if one is None else one.en for one in told))
