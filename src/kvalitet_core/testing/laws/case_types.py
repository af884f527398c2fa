"""Laws about case types: what is released, what they are called, and what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from itertools import groupby, pairwise
from typing import Any, Final

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Param
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.picture import picture
from kvalitet_core.domain.case.known import is_elsewhere
from kvalitet_core.drawing import dot, mermaid, svg
from kvalitet_core.errors import Malformed
from kvalitet_core.releases import check_definitions, files_of
from kvalitet_core.testing.breaches import Breach, NotJudged, hold
from kvalitet_core.testing.definitions_reordered import reordered
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws
from kvalitet_core.testing.laws.rules import kinds_given
from kvalitet_core.testing.strategies import simplest_breach
from kvalitet_core.texts import LANGUAGES

__all__ = ["CaseTypeLaws"]

_FEW: Final = 5
"""How many orders are tried: one that counts shows in nearly every other one."""

_APPLICATIONS: Final = ("svar.", "runde.")


class CaseTypeLaws(Laws):
    """How cases run."""

    def test_a_released_case_type_never_changes(self) -> None:
        """Cases are bound to what they were opened by, by its digest."""
        _ = self.examined.folder
        try:
            files = files_of(self.examined.package)
        except Malformed as error:
            raise NotJudged("the schema files cannot be read") from error
        hold(
            Breach(_placed(each.subject), each.rule, each.remedy)
            for each in check_definitions(self.examined.plugin, files)
        )

    def test_an_older_version_of_a_case_type_leads_onwards(self) -> None:
        """A case can go on under a later version, or its own is still in force."""
        hold(
            Breach(
                _named(older),
                f"leads to no later version, such as {newest.version}",
                f"give one of them migrate_from = {{{older.version!r}: Renamed()}}",
            )
            for versions in _versions(self.examined)
            for newest in versions[-1:]
            for place, older in enumerate(versions[:-1])
            if older.valid_to is not None and older.valid_to <= newest.valid_from
            if not any(older.version in each.migrate_from for each in versions[place:])
        )

    def test_one_version_of_a_case_type_is_in_force_at_a_time(self) -> None:
        """A case is opened by the one of its day, and there is no choice."""
        hold(
            Breach(
                _named(newer),
                f"is in force on {newer.valid_from}, and so is {older.version}",
                f"let {older.version} end: valid_to = {newer.valid_from!r}",
            )
            for versions in _versions(self.examined)
            for older, newer in pairwise(versions)
            if older.valid_to is None or older.valid_to > newer.valid_from
        )

    def test_a_case_type_is_said_in_danish_and_english(self) -> None:
        """It, its stages, its items and what they come to are called so in both."""
        hold(
            Breach(
                f"{_named(each)}: {path or 'itself'}",
                f"is called nothing in {language!r}",
                f"name {language!r} in languages=, and write en= beside the title, or "
                f'"{_key(each, path)}" = "…" in texts/{language}.toml',
            )
            for each in self.examined.plugin.definitions
            for language in LANGUAGES
            for path in each.titles[each.languages[0]]
            if path not in each.titles.get(language, {})
        )

    def test_no_text_is_about_an_item_that_is_not_there(self) -> None:
        """A text under a case type's code is what one of its paths is called."""
        hold(
            Breach(
                f"text {key!r} in {language!r}",
                f"is about no path of {code}{_nearest(key, known)}",
                "mend its key, or drop it",
            )
            for code, known in _keys(self.examined).items()
            for language, told in self.examined.texts.items()
            for key in told
            if key.startswith(f"{code}.") and key not in known
        )

    def test_a_case_type_asks_for_facts_that_somebody_gives(self) -> None:
        """An application's facts are given where one is handled; others are told."""
        given = kinds_given(self.examined)
        hold(
            breach
            for each in self.examined.plugin.definitions
            for breach in _ungiven(each, given)
        )

    def test_a_case_type_can_be_drawn(self) -> None:
        """As Mermaid, as DOT and as SVG, in both languages."""
        hold(
            breach
            for each in self.examined.plugin.definitions
            for language in LANGUAGES
            for draw in (mermaid, dot, svg)
            if (breach := _undrawn(each, language, draw))
        )

    def test_the_order_in_a_case_type_does_not_count(self) -> None:
        """Its digest is the same, whatever order its parts are declared in."""
        hold(
            breach
            for each in self.examined.plugin.definitions
            if (
                breach := simplest_breach(
                    reordered(each),
                    partial(_otherwise, each),
                    drawn=min(_FEW, self.examined.drawn),
                )
            )
        )


def _placed(subject: str) -> str:
    return subject if subject.startswith("retired") else f"schemas/{subject}"


def _named(definition: Definition) -> str:
    return f"case type {definition.code!r} version {definition.version!r}"


def _key(definition: Definition, path: str) -> str:
    return f"{definition.code}.{path}" if path else definition.code


def _versions(examined: Examined) -> Iterator[list[Definition]]:
    """The versions of each case type, by the first day that they are in force."""
    ordered = sorted(
        examined.plugin.definitions, key=lambda each: (each.code, each.valid_from)
    )
    for _, versions in groupby(ordered, key=lambda each: each.code):
        yield list(versions)


def _keys(examined: Examined) -> dict[str, set[str]]:
    """Each case type's code, with the keys that its texts may stand under."""
    found: dict[str, set[str]] = {}
    for each in examined.plugin.definitions:
        keys = {_key(each, path) for path in each.titles[each.languages[0]]}
        found.setdefault(each.code, set()).update(keys)
    return found


def _nearest(key: str, known: set[str]) -> str:
    near = get_close_matches(key, sorted(known), n=1)
    return f", did you mean {near[0]!r}?" if near else ""


def _ungiven(definition: Definition, given: Mapping[str, Kind]) -> Iterator[Breach]:
    told = {fact.name for fact in definition.facts}
    for name, fact in sorted(definition.known_facts.items()):
        where = f"{_named(definition)}: fact {name!r}"
        if definition.handles is None:
            own = name in told or isinstance(fact, Param)
            if name.startswith(_APPLICATIONS) and not own:
                rule = "is an application's, and such a case handles none"
                remedy = (
                    "let it handle one, make the fact a Param, or name it in facts= "
                    "where people tell it"
                )
                yield Breach(where, rule, remedy)
        elif is_elsewhere(name) and name not in given:
            rule = "is the application's, and given by nobody"
            remedy = "mend its name; an answer is svar.<question of a form>"
            yield Breach(where, rule, remedy)
        elif is_elsewhere(name) and given[name] is not fact.type:
            rule = f"is taken as {fact.noun}, and given as {given[name].noun}"
            yield Breach(where, rule, "give the Fact the type that is given")


def _undrawn(
    definition: Definition, language: str, draw: Callable[[Any], str]
) -> Breach | None:
    try:
        draw(picture(definition, language))
    except Exception as error:  # noqa: BLE001 - whatever a title leads to
        told = f"{type(error).__name__}: {error}"
    else:
        return None
    return Breach(
        f"{_named(definition)} in {language!r}",
        f"cannot be drawn as {draw.__name__}: {told}",
        "look for what is unusual in its titles, and leave it out",
    )


def _otherwise(definition: Definition, other: Definition) -> Breach | None:
    if other.digest == definition.digest:
        return None
    return Breach(
        _named(definition),
        "has another digest when its parts stand in another order",
        "let each condition of its own write its parts sorted in as_json",
    )
