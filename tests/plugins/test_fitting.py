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
from kvalitet_core.errors import Malformed, PluginError
from kvalitet_core.forms import Form
from kvalitet_core.journal.fitting import misfits
from kvalitet_core.journal.registry import Registry
from kvalitet_core.plugins import Catalogue, Plugin
from kvalitet_core.values import Answers, FormName, Hjemmel
from kvalitet_core.view import Column, Table, View

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
        schema={"type": "object", "properties": {}, "additionalProperties": False},
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


class TestShape:
    """What is of another type is a finding, however deep it lies, and no crash."""

    @pytest.mark.parametrize(
        ("brought", "said"),
        [
            ({"texts": {"da": "x"}}, "its texts: expected languages with texts by"),
            ({"texts": {"da": {"x": 5}}}, "its texts: expected languages with texts"),
            ({"upcasters": {5: 5}}, "its upcasters: expected stored names with a"),
            ({"retired": ["a"]}, "its retired: expected a tuple of text, got ['a']"),
            ({"sealed_upcasters": {"a": str}}, "its sealed_upcasters: expected pairs"),
        ],
    )
    def test_what_is_keyed_has_keys_and_values_of_its_field(
        self, brought: Any, said: str
    ) -> None:
        """Texts are texts, and upcasters can be called."""
        (found,) = told(garden(**brought))

        assert found.startswith(said)

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("kind", 5, "text"),
            ("state", [], "a class"),
            ("evolve", None, "a function"),
            ("events", None, "stored names with a class each"),
            ("events", {"x.y/1": 7}, "stored names with a class each"),
            ("commands", {5: int}, "stored names with a class each"),
        ],
    )
    def test_an_aggregate_is_made_of_what_its_fields_say(
        self, field: str, value: object, expected: str
    ) -> None:
        """The place and the value are told."""
        (bed,) = of_kind("garden")
        changed: Any = {field: value}
        plugin = garden(aggregates=(attrs.evolve(bed, **changed),))

        assert told(plugin) == (
            f"its aggregates[0]: {field}: expected {expected}, got {value!r}",
        )

    @pytest.mark.parametrize(
        ("field", "value"), [("name", 5), ("commands", None), ("commands", ("dig",))]
    )
    def test_a_catalogue_is_made_of_what_its_fields_say(
        self, field: str, value: object
    ) -> None:
        """It has a name, and commands that can be given."""
        seeds = Catalogue(name="seeds", title="Frø", source="Made up", commands=())
        changed: Any = {field: value}
        plugin = garden(catalogues=(attrs.evolve(seeds, **changed),))

        (said,) = told(plugin)

        assert said.startswith(f"its catalogues[0]: {field}: expected ")
        assert said.endswith(f", got {value!r}")

    def test_commands_that_are_made_on_demand_are_not_made_for_a_look(self) -> None:
        """Whoever brings a plugin in needs none of its catalogues."""
        made: list[str] = []

        def seeds() -> tuple[Any, ...]:
            made.append("seeds")
            return ()

        catalogue = Catalogue(name="s", title="Frø", source="Made up", commands=seeds)
        plugin = garden(catalogues=(catalogue,))

        assert misfits(plugin) == []
        assert made == []
        assert [*catalogue.commands] == []
        assert (len(catalogue.commands), made) == (0, ["seeds"])

    @pytest.mark.parametrize("made", [None, [], ("dig",)])
    def test_commands_that_are_made_on_demand_are_commands(self, made: Any) -> None:
        """It is told when they are asked for."""
        catalogue = Catalogue(
            name="s", title="Frø", source="Made up", commands=lambda: made
        )

        with pytest.raises(Malformed, match="expected a tuple of commands, got"):
            len(catalogue.commands)

    def test_a_form_is_made_of_what_its_fields_say(self) -> None:
        """A plain text is no name of a form."""
        name: Any = "garden.wishes/1"
        wishes = attrs.evolve(form(name), name=name)

        assert told(garden(forms=(wishes,))) == (
            "its forms[0]: name: expected a FormName, got 'garden.wishes/1'",
        )

    def test_a_view_is_made_of_what_its_fields_say(self) -> None:
        """As far down as its columns."""
        wrong: Any = {"person": 5, "key": "id", "events": ["garden.sown/1"]}
        column = Column(name="id", type="text", title="Id", person=wrong["person"])
        table = Table(name="beds", columns=(column,), key=wrong["key"])
        view = View(
            name="garden.beds",
            title="Bede",
            tables=(table,),
            events=wrong["events"],
            project=lambda _: (),
        )

        assert told(garden(views=(view,))) == (
            (
                "its views[0]: events: expected a frozenset of text, "
                "got ['garden.sown/1']"
            ),
            "its views[0].tables[0]: key: expected a tuple of text, got 'id'",
            "its views[0].tables[0].columns[0]: person: expected text or None, got 5",
        )

    @pytest.mark.parametrize("level", ["tables", "columns"])
    def test_what_is_no_tuple_of_parts_is_not_looked_into(self, level: str) -> None:
        """It is told of once, where it stands."""
        wrong: Any = {"tables": (), "columns": ()} | {level: ["x"]}
        table = Table(name="beds", columns=wrong["columns"], key=("id",))
        view = View(
            name="garden.beds",
            title="Bede",
            tables=wrong["tables"] or (table,),
            events=frozenset(),
            project=lambda _: (),
        )

        (found,) = told(garden(views=(view,)))

        assert found.endswith("got ['x']")

    def test_what_cannot_be_read_at_all_is_a_finding(self) -> None:
        """A mapping whose own code fails is told of by what it raises."""

        class Locked(dict[str, Any]):
            def __iter__(self) -> Any:
                raise ZeroDivisionError

        assert told(garden(texts=Locked(da={}))) == (
            "cannot be read: ZeroDivisionError: without a word",
        )


class TestQuestions:
    """A form's schema is looked at before anybody is asked."""

    @pytest.mark.parametrize(
        ("schema", "said"),
        [
            ({"type": "objekt"}, "is no JSON Schema: $.type: 'objekt' is not valid"),
            ({"type": "object", "x": object()}, "is no JSON: "),
            ({"pattern": "("}, "is no JSON Schema: $.pattern: "),
        ],
    )
    def test_it_is_a_json_schema(self, schema: Any, said: str) -> None:
        """What is none could not be answered."""
        (found,) = told(asking(schema))

        assert found.startswith(f"form 'garden.wishes/1': its schema {said}")

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"type": ["object", "null"]}, "asks for ['object', 'null']; expected"),
            ({"additionalProperties": True}, "allows other answers; expected"),
            ({"additionalProperties": {}}, "allows other answers; expected"),
            ({"patternProperties": {".*": {}}}, "has patternProperties at $, which"),
        ],
    )
    def test_it_lets_nothing_in_that_is_not_asked(
        self, changed: Any, said: str
    ) -> None:
        """What somebody adds would stand in clear in the record for ever."""
        (found,) = told(asking(CLOSED | changed))

        assert found.startswith(f"form 'garden.wishes/1': its schema {said}")

    @pytest.mark.parametrize("lacking", ["type", "properties", "additionalProperties"])
    def test_it_is_a_closed_object(self, lacking: str) -> None:
        """An object, with properties, and no more of them."""
        schema = {key: value for key, value in CLOSED.items() if key != lacking}

        assert len(told(asking(schema))) == 1

    @pytest.mark.parametrize(
        "reference",
        ["http://127.0.0.1:9/x.json", "#/$defs/nowhere", "#", "#/$defs/round"],
    )
    def test_it_refers_to_its_own_definitions_only(self, reference: str) -> None:
        """A decision asks no network, and goes in no circle."""
        properties = {"colour": {"$ref": reference}}
        definitions = {"round": {"$ref": "#/$defs/round"}, "text": {"type": "string"}}

        found = told(asking(CLOSED | {"properties": properties, "$defs": definitions}))

        place = f"form 'garden.wishes/1': its schema refers to {reference!r} at "
        assert any(
            each.startswith(f"{place}$.properties.colour; expected") for each in found
        )

    def test_its_formats_are_checked_by_what_is_always_there(self) -> None:
        """One that only some machines check would decide by what is installed."""
        asked = {"mail": {"type": "array", "items": {"format": "email"}}}

        (found,) = told(asking(CLOSED | {"properties": asked}))

        assert found == (
            "form 'garden.wishes/1': its schema has the format 'email' at "
            "$.properties.mail.items; "
            "expected one of dk-cvr, isbn-13, kvalitet-deadline"
        )

    def test_words_of_schemas_may_be_asked_about(self) -> None:
        """A question called `format`, and a literal that looks like a reference."""
        properties = {
            "format": {"type": "string", "enum": ["$ref", "a4"]},
            "$ref": {"$ref": "#/$defs/text"},
            "$id": {"const": {"$ref": "x", "format": "y"}},
            "company": {"type": "string", "format": "dk-cvr"},
        }
        definitions = {"text": {"type": "string"}}
        plugin = asking(CLOSED | {"properties": properties, "$defs": definitions})

        assert Registry((CORE, plugin)).plugins[1] is plugin

    def test_only_formats_of_our_own_are_looked_at(self) -> None:
        """The same answer fits on every machine."""
        questions = {"mail": {"format": "email"}, "company": {"format": "dk-cvr"}}
        asked = attrs.evolve(
            form("garden.wishes/1"), schema=CLOSED | {"properties": questions}
        )

        found = asked.problems(Answers({"mail": "x", "company": "12345678"}))

        assert [problem.path for problem in found] == ["$.company"]


CLOSED: dict[str, Any] = {
    "type": "object",
    "properties": {},
    "additionalProperties": False,
}


def asking(schema: Any) -> Plugin:
    """A plugin with one form, of this schema."""
    return garden(forms=(attrs.evolve(form("garden.wishes/1"), schema=schema),))


def told(plugin: Plugin) -> tuple[str, ...]:
    """What is said of a plugin that does not fit."""
    with pytest.raises(PluginError) as error:
        Registry((CORE, plugin))
    return error.value.findings
