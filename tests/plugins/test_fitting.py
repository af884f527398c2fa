"""What a plugin must be besides its classes: its names, number, rules and forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.core import CORE
from kvalitet_core.errors import PluginError
from kvalitet_core.forms import Form
from kvalitet_core.journal.fitting import misfits
from kvalitet_core.journal.registry import Registry
from kvalitet_core.plugins import Catalogue, Plugin
from kvalitet_core.values import FormName, Hjemmel

NEW_YEAR = date(2021, 1, 1)


def garden(**brought: Any) -> Plugin:
    """A plugin `garden`."""
    return Plugin(**({"name": "garden", "version": "1.0"} | brought))


def of_kind(*kinds: str) -> tuple[Aggregate, ...]:
    """Aggregates of these kinds, in which nothing can happen."""
    return tuple(
        Aggregate(
            kind=kind,
            state=attrs.make_class("State", {}, frozen=True),
            evolve=lambda _, event: event,
            events={},
        )
        for kind in kinds
    )


def rule(version: int, code: str = "garden.deep", **dated: Any) -> Rule:
    """A version of a rule."""
    return Rule(
        code,
        version,
        Fact("depth", int, da="dybden", en="the depth").is_known(),
        Hjemmel(source="Havebogen", paragraph="§ 1"),
        "Dig deep.",
        **dated,
    )


def form(name: str) -> Form:
    """A form that asks nothing."""
    return Form(
        name=FormName(name),
        title="Ønsker",
        source="Made up",
        schema={"type": "object", "additionalProperties": False},
    )


@pytest.mark.parametrize("kind", ["garden", "garden_bed", "garden-bed"])
def test_a_kind_that_begins_with_the_plugins_name_fits(kind: str) -> None:
    """The name itself, or the name and more words."""
    assert misfits(garden(aggregates=of_kind(kind))) == []


@pytest.mark.parametrize("kind", ["bed", "gardenbed", "gard", "my_garden"])
def test_a_kind_begins_with_the_plugins_name(kind: str) -> None:
    """So that no two plugins can want the same, and a reader sees whose it is."""
    with pytest.raises(PluginError) as error:
        Registry((CORE, garden(aggregates=of_kind(kind))))

    assert str(error.value) == (
        f"plugin 'garden': kind {kind!r}: does not begin with the plugin's name; "
        "call it 'garden', or begin it with 'garden_' or 'garden-'"
    )


def test_the_cores_kinds_have_names_of_their_own() -> None:
    """A tilbud is everybody's."""
    assert misfits(CORE) == []


def test_a_plugin_is_written_for_this_interface() -> None:
    """Another number is refused, whether the plugin is installed or handed over."""
    with pytest.raises(PluginError) as error:
        Registry((CORE, garden(api=2)))

    assert str(error.value) == (
        "plugin 'garden': is written for plugin interface 2, "
        "this kvalitet-core has 1; upgrade kvalitet-core"
    )


def test_a_plugin_has_a_version() -> None:
    """It is kept with every decision."""
    assert misfits(garden(version=" ")) == ["its version: expected some text, got none"]


class TestRules:
    """A rule has its plugin's name, and one version at a time."""

    def test_versions_that_follow_one_another_fit(self) -> None:
        """One ends where the next begins, and the first day is the next one's."""
        rules = (
            rule(2, valid_from=NEW_YEAR),
            rule(1, valid_to=NEW_YEAR),
            rule(1, "garden.wide"),
        )

        assert misfits(garden(rules=rules)) == []

    def test_a_code_begins_with_the_plugins_name(self) -> None:
        """As a kind does."""
        assert misfits(garden(rules=(rule(1, "lawn.short"),))) == [
            (
                "rule 'lawn.short': does not begin with the plugin's name; "
                "begin it with 'garden.'"
            )
        ]

    def test_a_version_is_there_once(self) -> None:
        """A finding names a rule and its version, and means one."""
        later = rule(1, valid_from=NEW_YEAR)

        assert misfits(garden(rules=(rule(1, valid_to=NEW_YEAR), later))) == [
            "rule 'garden.deep': has version 1 twice; give each a number of its own"
        ]

    @pytest.mark.parametrize(
        ("one", "other", "day"),
        [
            ({}, {"valid_from": NEW_YEAR}, "2021-01-01"),
            ({"valid_to": date(2021, 1, 2)}, {"valid_from": NEW_YEAR}, "2021-01-01"),
            ({"valid_from": NEW_YEAR}, {}, "2021-01-01"),
            ({}, {}, "0001-01-01"),
        ],
    )
    def test_two_versions_do_not_hold_on_one_day(
        self, one: dict[str, date], other: dict[str, date], day: str
    ) -> None:
        """The first such day is told."""
        assert misfits(garden(rules=(rule(1, **one), rule(2, **other)))) == [
            (
                f"rule 'garden.deep': versions 1 and 2 both hold on {day}; "
                "let one end where the other begins"
            )
        ]

    def test_two_versions_do_not_count_by_two_days(self) -> None:
        """What comes in under the one and is decided under the other has two."""
        rules = (
            rule(1, valid_to=NEW_YEAR, as_of="received"),
            rule(2, valid_from=NEW_YEAR, as_of="decided"),
        )

        assert misfits(garden(rules=rules)) == [
            (
                "rule 'garden.deep': versions 1 and 2 both count for some of what is "
                "decided on 2021-01-01; let one end where the other begins"
            )
        ]

    def test_the_day_of_decision_may_give_way_to_that_of_receipt(self) -> None:
        """What is received later is decided later."""
        rules = (
            rule(1, valid_to=NEW_YEAR, as_of="decided"),
            rule(2, valid_from=NEW_YEAR, as_of="received"),
        )

        assert misfits(garden(rules=rules)) == []


class TestForms:
    """A form has its plugin's name, and is there once."""

    def test_its_name_begins_with_the_plugins(self) -> None:
        """As a kind does."""
        assert misfits(garden(forms=(form("lawn.wishes/1"),))) == [
            (
                "form 'lawn.wishes/1': does not begin with the plugin's name; "
                "begin it with 'garden.'"
            )
        ]

    def test_it_is_there_once(self) -> None:
        """A round names a form and its number, and means one."""
        twice = (
            form("garden.wishes/1"),
            form("garden.wishes/2"),
            form("garden.wishes/1"),
        )

        assert misfits(garden(forms=twice)) == [
            "form 'garden.wishes/1': is there 2 times; give each its own number"
        ]


def test_a_catalogue_has_a_plain_name_of_its_own() -> None:
    """It is loaded by the plugin's name and its own: `garden.seeds`."""
    catalogues = tuple(
        Catalogue(name=name, title="Frø", source="Made up", commands=())
        for name in ("seeds", "Seeds", "seeds")
    )

    assert misfits(garden(catalogues=catalogues)) == [
        "catalogue 'seeds': is there 2 times; give each its own name",
        "catalogue 'Seeds': expected a-z, then a-z, 0-9, - or _",
    ]


def test_a_name_that_is_not_defined_is_a_finding() -> None:
    """A class whose types cannot be worked out is told of with the others."""
    thing = attrs.frozen(kw_only=True)(
        type("Thing", (), {"__annotations__": {"value": "Nowhere"}})
    )
    (bed,) = of_kind("garden")
    events = {"garden.sown/1": thing}

    with pytest.raises(PluginError) as error:
        Registry([garden(aggregates=(attrs.evolve(bed, events=events),))])

    assert str(error.value) == (
        "plugin 'garden': Thing: cannot be stored: name 'Nowhere' is not defined"
    )
