"""The registry is closed: what does not fit is named before a journal opens.

`record.md`, section 1: "msgspec with attrs also ignores converters and aliases, drops
private fields, and cannot decode a union of two attrs classes: the plugin contract
checks these." And: "An unknown stored name decodes to `UnknownEvent`, which lists,
exports and verifies, and which no state folds."
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core import Journal, Plugin
from kvalitet_core.aggregate import Aggregate
from kvalitet_core.attachment import Attachment
from kvalitet_core.core import CORE
from kvalitet_core.errors import Malformed, PluginError, PluginMissing, Unknown
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.personal import Personal, personal


def plugin(
    *events: type[Any],
    kind: str = "thing",
    upcasters: dict[str, Any] | None = None,
    **named: type[Any],
) -> Plugin:
    """A plugin with these events; `v3=cls` registers `thing.happened/3`."""
    names = {f"{kind}.happened_{n}/1": cls for n, cls in enumerate(events)}
    names |= {f"{kind}.happened/{v[1:]}": cls for v, cls in named.items()}
    state = attrs.make_class("State", {}, frozen=True)
    aggregate = Aggregate(
        kind=kind, state=state, evolve=lambda _, event: event, events=names
    )
    return Plugin(
        name=kind, version="1", aggregates=(aggregate,), upcasters=upcasters or {}
    )


def finding(*events: type[Any], **given: Any) -> str:
    """What is said of a plugin that does not fit."""
    with pytest.raises(PluginError) as error:
        Registry((CORE, plugin(*events, **given)))
    return str(error.value)


def one(hint: Any, **field: Any) -> type[Any]:
    """A frozen class `Thing` with one field `value` of a type."""
    namespace = {"__annotations__": {"value": hint}, "value": attrs.field(**field)}
    return attrs.frozen(kw_only=True)(type("Thing", (), namespace))


@attrs.frozen(kw_only=True)
class Inner:
    """A class inside another."""

    value: int


@attrs.frozen(kw_only=True)
class Other:
    """Another."""

    value: int


@attrs.frozen(kw_only=True)
class Holder:
    """Holds personal data inside."""

    who: str
    name: Personal[str] = personal(subject="who")


@pytest.mark.parametrize(
    ("hint", "field", "rule", "remedy"),
    [
        (int, {"converter": int}, "has a converter", "convert before"),
        (int, {"alias": "other"}, "has an alias", "drop it"),
        (int, {"init": False, "default": 1}, "not given on making", "always is"),
        (list[int], {}, "can be changed", "use tuple or frozenset"),
        (dict[str, int], {}, "can be changed", "use tuple or frozenset"),
        (tuple[set[str], ...], {}, "can be changed", "use tuple or frozenset"),
        (float, {}, "holds float", "use int or Decimal"),
        (float | None, {}, "holds float", "use int or Decimal"),
        (Any, {}, "which is not stored", "use int or Decimal"),
        (Inner | Other, {}, "cannot be told apart when read", "use one class"),
        (datetime, {}, "may lack its offset", "Instant"),
        (tuple[datetime, ...], {}, "may lack its offset", "Instant"),
        (tuple[Personal[str], ...], {}, "inside another type", "a field of its own"),
        (Holder, {}, "inside another type", "a field of its own"),
        (Personal[str], {}, "names no person", "personal(subject="),
        (Personal[Attachment], {}, "seals an attachment", "a field in clear"),
        (Personal[tuple[Attachment, ...]], {}, "seals an attach", "a field in clear"),
        (object, {}, "holds object", "cannot be stored"),
        (complex, {}, "holds complex", "cannot be stored"),
    ],
)
def test_a_field_that_cannot_be_stored_is_named_with_rule_and_remedy(
    hint: Any, field: dict[str, Any], rule: str, remedy: str
) -> None:
    """Each finding names the class and the field, what is wrong, and what to do."""
    said = finding(one(hint, **field))

    assert "plugin 'thing': Thing.value: " in said
    assert rule in said
    assert remedy in said


def test_a_private_field_is_named() -> None:
    """A private field would be lost when stored."""
    namespace = {"__annotations__": {"_value": int}}
    private = attrs.frozen(kw_only=True)(type("Thing", (), namespace))

    said = finding(private)

    assert "Thing._value: is private" in said
    assert "give it a public name" in said


def test_a_class_that_can_be_changed_is_named() -> None:
    """History is never edited, not even in memory; a validator does not hide it."""
    plain = attrs.define(type("Thing", (), {"__annotations__": {"value": int}}))
    checked = attrs.define(
        type(
            "Checked",
            (),
            {
                "__annotations__": {"value": str},
                "value": attrs.field(validator=attrs.validators.instance_of(str)),
            },
        )
    )

    assert "Thing: can be changed; write @attrs.frozen(kw_only=True)" in finding(plain)
    assert "Checked: can be changed" in finding(checked)
    assert "dict: is no attrs class" in finding(dict)


def test_two_classes_of_one_name_inside_are_named() -> None:
    """A schema names what is inside a class, and so do its texts."""
    twin = attrs.make_class("Inner", {"other": attrs.field(type=str)}, frozen=True)
    both = attrs.frozen(kw_only=True)(
        type("Thing", (), {"__annotations__": {"one": Inner, "two": twin}})
    )

    assert "Thing: holds 2 classes called Inner; rename all but one" in finding(both)


def test_all_findings_come_at_once() -> None:
    """An author is told everything in one go."""
    said = finding(one(float), one(list[int]), dict)

    assert said.count("Thing.value") == 2
    assert "dict" in said


def test_a_personal_field_must_name_its_person() -> None:
    """The person's id is another field of the class, of text, and always there."""
    missing = attrs.frozen(kw_only=True)(
        type(
            "Thing",
            (),
            {
                "__annotations__": {"name": Personal[str]},
                "name": personal(subject="who"),
            },
        )
    )
    optional = attrs.frozen(kw_only=True)(
        type(
            "Thing",
            (),
            {
                "__annotations__": {"who": str | None, "name": Personal[str]},
                "name": personal(subject="who"),
            },
        )
    )
    not_personal = attrs.frozen(kw_only=True)(
        type(
            "Thing",
            (),
            {
                "__annotations__": {"who": str, "name": str},
                "name": personal(subject="who"),
            },
        )
    )

    assert "is no field of the class" in finding(missing)
    assert "must be a PersonId and always there" in finding(optional)
    assert "its type is not Personal" in finding(not_personal)


def test_stored_names_have_one_form() -> None:
    """A stored name is `kind.words/number`, each for one class."""
    bad = Aggregate(
        kind="thing",
        state=Other,
        evolve=lambda _, event: event,
        events={
            "other.happened/1": Inner,
            "thing.happened": Inner,
            "thing.happened/0": Inner,
        },
    )
    twice = Aggregate(
        kind="thing",
        state=Other,
        evolve=lambda _, event: event,
        events={"thing.happened/1": Inner, "thing.again/1": Inner},
    )

    with pytest.raises(PluginError) as error:
        Registry([Plugin(name="thing", version="1", aggregates=(bad,))])
    with pytest.raises(PluginError, match="Inner has two stored names"):
        Registry([Plugin(name="thing", version="1", aggregates=(twice,))])

    assert len(error.value.findings) == 3


@pytest.mark.parametrize("kind", ["command", "deployment", "journal", "tilbud"])
def test_a_kind_that_is_taken_is_refused(kind: str) -> None:
    """The journal's own streams, and another plugin's, belong to them."""
    assert f"kind {kind!r}" in finding(Inner, kind=kind)


def add(**fields: Any) -> Any:
    """An upcaster that adds fields."""
    return lambda old: {**old, **fields}


@attrs.frozen(kw_only=True)
class Third:
    """The newest shape."""

    second: int
    third: int
    value: int


def row(name: str, data: bytes) -> tuple[int, str, int, str, bytes]:
    """A row of a stream of things."""
    salts = b'{"d":"AAAAAAAAAAAAAAAAAAAAAA==","m":"AQEBAQEBAQEBAQEBAQEBAQ=="}'
    meta = (
        b'{"actor":null,"command":null,"correlation":null,"event":"e",'
        b'"recorded_at":"2020-11-23T08:00:00.000001Z"}'
    )
    return 1, "thing/1", 1, name, b'{"d":%b,"m":%b,"s":%b}' % (data, meta, salts)


def no_opener(*_: object) -> Any:
    """Nothing here is sealed."""


def test_old_shapes_go_through_each_upcaster_in_turn() -> None:
    """Version 1 becomes 2 becomes 3; the newest goes through none."""
    steps = {
        "thing.happened/1": add(second=2),
        "thing.happened/2": add(third=3),
    }
    registry = Registry([plugin(v3=Third, upcasters=steps)])

    first = registry.read(row("thing.happened/1", b'{"value":1}'), no_opener)
    second = registry.read(
        row("thing.happened/2", b'{"second":9,"value":1}'), no_opener
    )
    newest = registry.read(
        row("thing.happened/3", b'{"second":9,"third":9,"value":1}'), no_opener
    )

    assert first == Third(value=1, second=2, third=3)
    assert second == Third(value=1, second=9, third=3)
    assert newest == Third(value=1, second=9, third=9)


def test_an_old_shape_is_read_as_strictly() -> None:
    """What an upcaster is given has one form too, and what it gives must fit."""
    registry = Registry([plugin(v2=Third, upcasters={"thing.happened/1": add()})])

    with pytest.raises(Malformed, match="canonical"):
        registry.read(row("thing.happened/1", b'{"value": 1}'), no_opener)
    with pytest.raises(Malformed, match="floating-point"):
        registry.read(row("thing.happened/1", b'{"value":1.5}'), no_opener)
    with pytest.raises(Malformed, match="missing required field"):
        registry.read(row("thing.happened/1", b'{"value":1}'), no_opener)


def test_an_upcaster_that_fails_is_named() -> None:
    """What it cannot read is malformed, with the name that it was stored under."""

    def failing(fields: dict[str, Any]) -> dict[str, Any]:
        return {"second": fields["first"]}

    registry = Registry([plugin(v2=Third, upcasters={"thing.happened/1": failing})])

    with pytest.raises(Malformed, match=r"happened/1.*upcaster failed.*'first'"):
        registry.read(row("thing.happened/1", b'{"value":1}'), no_opener)


def deeper(fields: dict[str, Any]) -> dict[str, Any]:
    """Never come to an end."""
    return deeper(fields)


def asserted(fields: dict[str, Any]) -> dict[str, Any]:
    """Claim what is not so."""
    assert not fields
    return fields


@pytest.mark.parametrize(
    "failing",
    [
        lambda fields: fields["value"] / 0,
        deeper,
        lambda _: object(),
        lambda _: {"value": "\ud800"},
        lambda _: {1: 2, "value": 1},
        asserted,
    ],
)
def test_whatever_an_upcaster_does_is_malformed(failing: Any) -> None:
    """A reader hears which stored name cannot be read, and never a bare error."""
    registry = Registry([plugin(v2=Third, upcasters={"thing.happened/1": failing})])

    with pytest.raises(Malformed, match=r"happened/1.*upcaster failed"):
        registry.read(row("thing.happened/1", b'{"value":1}'), no_opener)
    with pytest.raises(Malformed, match=r"happened/1.*upcaster failed"):
        registry.value("thing.happened/1", b'{"value":1}')


def test_an_upcaster_of_another_plugins_history_is_refused() -> None:
    """How a history is read is decided by whoever brings its kind, and nobody else."""
    said = finding(v1=Inner, upcasters={"person.forgotten/1": dict})

    assert said == (
        "plugin 'thing': upcaster from 'person.forgotten/1': the plugin brings no kind "
        "'person', and only its own history is its to read; drop it"
    )


def test_a_gap_between_versions_is_refused_at_start() -> None:
    """From every older number there is a step to the next."""
    gap = {"thing.happened/2": add(third=3)}

    said = finding(v3=Third, upcasters=gap)
    none = finding(v3=Third)
    beyond = finding(v1=Inner, upcasters={"thing.happened/1": add()})
    nowhere = finding(v1=Inner, upcasters={"thing.other/1": add()})

    assert "thing.happened/3: no upcaster from thing.happened/1" in said
    assert none.count("no upcaster from") == 2
    assert "a class has that name" in beyond
    assert "no upcaster leads on from thing.other/2" in nowhere


def test_a_misnamed_upcaster_is_a_finding() -> None:
    """An upcaster's name has the form of a stored name."""
    assert "thing.happened" in finding(v1=Inner, upcasters={"thing.happened": add()})


def test_an_event_of_a_missing_plugin_lists_and_is_not_folded(
    lasting_place: Place,
) -> None:
    """Without the plugin its events list with all they hold; a state there is not."""
    with opened(lasting_place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        journal.do(course.Note(course=course.course("a"), text="t"), by=course.ANNA)

    with Journal.open(lasting_place.url, keys=lasting_place.keys) as journal:
        enrolled, noted = journal.history("lesson/a")
        commits = list(journal.commits())
        assert noted.event == UnknownEvent("lesson.noted/1", {"text": "t"})
        assert enrolled.event.fields["first_name"] == {"personal": 0}
        assert [commit.command.name for commit in commits] == [
            "lesson.enrol/1",
            "lesson.note/1",
        ]
        assert list(journal.streams("lesson")) == [("lesson/a", 2)]
        with pytest.raises(Unknown):
            journal.get(course.Course, "lesson/a")
        with pytest.raises(Unknown, match="class 'Note'"):
            journal.do(course.Note(course=course.course("a"), text="x"), by=course.ANNA)


def test_an_event_newer_than_the_plugin_stops_the_fold(place: Place) -> None:
    """A plugin that was set back cannot fold what its newer version wrote."""
    newer = Plugin(
        name="lesson",
        version="2",
        aggregates=(attrs.evolve(course.AGGREGATE, events={}, commands={}),),
    )
    if place.url == "memory:":
        return
    with opened(place) as journal:
        journal.do(course.Note(course=course.course("a"), text="t"), by=course.ANNA)

    with (
        Journal.open(place.url, keys=place.keys, plugins=[newer]) as journal,
        pytest.raises(PluginMissing, match=r"knows 'lesson.noted/1'"),
    ):
        journal.get(course.Course, "lesson/a")


def test_names_that_are_unknown_are_told_with_the_nearest() -> None:
    """A misspelt command names those that look like it."""
    registry = Registry((CORE, course.PLUGIN))

    with pytest.raises(Unknown, match="did you mean"):
        registry.command("lesson.noet")
    with pytest.raises(Unknown, match="unknown kind of stream"):
        registry.aggregate_at(course.StreamId("cuorse/1"))

    assert registry.command("lesson.note").cls is course.Note
    assert registry.command("lesson.note/1").cls is course.Note
    assert registry.aggregate_at(course.course("1")) is course.AGGREGATE


@pytest.mark.parametrize(
    "kind", ["Thing", "2thing", "thing one", "", "ting.ing", "tæt"]
)
def test_a_kind_is_a_plain_word(kind: str) -> None:
    """It is the first part of stream ids and stored names for ever."""
    assert "expected a-z, then a-z, 0-9, - or _" in finding(kind=kind)


@pytest.mark.parametrize(
    "name",
    ["thing.Happened/1", "thing.so happened/1", "thing.happened/٣", "thing./1"],
)
def test_a_stored_name_is_of_plain_words_and_a_number(name: str) -> None:
    """No other spelling of the same name can ever be stored."""
    aggregate = attrs.evolve(plugin().aggregates[0], events={name: one(int)})

    with pytest.raises(PluginError, match="expected thing"):
        Registry((CORE, attrs.evolve(plugin(), aggregates=(aggregate,))))


@attrs.frozen(kw_only=True)
class Branch:
    """A class that holds itself."""

    below: tuple[Branch, ...] = ()


def test_a_class_that_holds_itself_can_be_stored() -> None:
    """A tree is data like any other."""
    registry = Registry((CORE, plugin(v1=Branch)))
    stored = registry.classes["thing.happened/1"]

    tree = Branch(below=(Branch(), Branch(below=(Branch(),))))

    assert stored.decode(stored.encode(tree)) == tree
