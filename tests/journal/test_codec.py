"""The same value always gives the same bytes, and only those bytes are read.

`record.md`, section 1: "deterministic, strict, encode → decode → encode byte-equal, no
floats, finite `Decimal`, datetimes with offset."
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journal import course
from tests.strategies import STORED, stored

from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.core import CORE
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.codec import MsgspecCodec, plain_copy
from kvalitet_core.journal.exact import is_exact
from kvalitet_core.journal.registry import Registry, StoredClass
from kvalitet_core.personal import Personal
from kvalitet_core.values import Digest, Instant

REGISTRY = Registry((CORE, course.PLUGIN))


@pytest.mark.parametrize("name", sorted(STORED))
@given(data=st.data())
def test_every_stored_class_comes_back_byte_by_byte(
    name: str, data: st.DataObject
) -> None:
    """Encoding, decoding and encoding again gives the same bytes and the same value."""
    value = data.draw(stored(STORED[name]))
    known = REGISTRY.classes[name]

    encoded = known.encode(value)
    decoded = known.decode(encoded)
    again = REGISTRY.codec.encode(decoded)

    assert again == encoded
    shut = {field.name: None for field in known.personal}
    assert _without(decoded, shut) == _without(value, shut)
    assert plain_copy(encoded).keys() == {f.name for f in attrs.fields(STORED[name])}


def _without(value: object, shut: dict[str, None]) -> dict[str, object]:
    names = [field.name for field in attrs.fields(type(value))]
    return {name: getattr(value, name) for name in names if name not in shut}


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "a"}',
        b' {"text":"a"}',
        b'{"text":"a"}\n',
        b'{"text":"a","text":"a"}',
        b'{"text":"b","text":"a"}',
        b'{"text":"a","more":1}',
        b'{"text":"\\u0061"}',
        b'{"text":1}',
        b'{"text":null}',
        b"{}",
        b"[]",
        b'{"text":"a"',
        b"",
        b'{"text":"\xff"}',
    ],
)
def test_only_canonical_bytes_are_read(data: bytes) -> None:
    """White space, doubles, other spellings, other types, more or less: all refused."""
    stored_class = REGISTRY.classes["lesson.noted/1"]

    with pytest.raises(Malformed):
        stored_class.decode(data)


def test_an_unknown_field_is_named() -> None:
    """The message names the field that is not known, and where it is."""
    decode = REGISTRY.classes["lesson.noted/1"].decode

    with pytest.raises(Malformed, match=r"\$\.more: is not a known field"):
        decode(b'{"more":{"deep":1},"text":"a"}')


@pytest.mark.parametrize("text", [b"1.0", b'{"a":[1e3]}', b"[0.1]", b"1E-2"])
def test_no_number_with_a_point_or_an_exponent_is_read(text: bytes) -> None:
    """Floats are not stored: two machines would not agree on them."""
    with pytest.raises(Malformed, match="floating-point"):
        plain_copy(text)


def test_a_whole_number_is_not_read_from_a_float() -> None:
    """`1.0` is not `1`: the bytes would differ."""
    with pytest.raises(Malformed):
        REGISTRY.classes["lesson.seat_taken/1"].decode(b'{"number":1.0}')


@attrs.frozen(kw_only=True)
class Amount:
    """A value with a Decimal."""

    amount: Decimal


def test_a_decimal_is_finite() -> None:
    """Not a number, and infinity, are no amounts."""
    known = StoredClass("x.amount/1", Amount, MsgspecCodec())

    assert known.decode(known.encode(Amount(amount=Decimal("1.10")))).amount == Decimal(
        "1.10"
    )
    for text in ("NaN", "Infinity", "-Infinity"):
        with pytest.raises(Malformed, match="infinite or not a number"):
            known.encode(Amount(amount=Decimal(text)))


def test_what_does_not_hold_what_its_class_says_is_not_written() -> None:
    """A command made with the wrong types is refused before anything is written."""
    known = REGISTRY.classes["lesson.noted/1"]

    for wrong in (1, None, 1.5, ("a",), object()):
        with pytest.raises(Malformed):
            known.encode(course.Noted(text=wrong))  # type: ignore[arg-type]


@attrs.frozen(kw_only=True)
class Loose:
    """A value that could be given in another form than it is read in."""

    amount: Decimal = Decimal(1)
    codes: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Leaves:
    """A value with a field of each plain type."""

    text: str = ""
    number: int = 0
    amount: Decimal = Decimal(0)
    truth: bool = False
    day: date = date(2020, 9, 24)
    at: datetime | None = None
    several: tuple[int, ...] = ()
    codes: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Inner:
    """A value inside another."""

    number: int = 0


@attrs.frozen(kw_only=True)
class Exact:
    """A value with a field of each type that has one way to be written."""

    text: str = ""
    number: int = 0
    truth: bool = False
    day: date = date(2020, 9, 24)
    at: Instant | None = None
    several: tuple[int | str, ...] = ()
    digest: Digest | None = None
    said: Truth = Truth.TRUE
    inner: Inner | None = None


@attrs.frozen(kw_only=True)
class Wider(Inner):
    """A value that says more than belongs there."""

    more: str = "more"


@attrs.frozen(kw_only=True)
class Halved:
    """A value that is compared by half of what it says."""

    text: str = ""
    number: int = attrs.field(default=0, eq=False)


@attrs.frozen(kw_only=True, eq=False)
class Likened:
    """A value that says itself what it is equal to."""

    number: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Likened)

    def __hash__(self) -> int:
        return 0


def test_what_has_one_way_to_be_written() -> None:
    """Not what is compared otherwise than by all that it says, nor a decimal."""
    found = [cls for cls in (Exact, Leaves, Loose, Halved, Likened) if is_exact(cls)]

    assert found == [Exact]


@given(
    told=st.sampled_from(
        [(cls, field.name) for cls in (Leaves, Exact) for field in attrs.fields(cls)]
    ),
    value=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.decimals()
        | st.text()
        | st.sampled_from(["0" * 64, Digest("0" * 64), "true", Truth.FALSE])
        | st.sampled_from([Inner(number=1), Inner(number=1.0), Wider(), {"number": 1}])  # type: ignore[arg-type]
        | st.dates()
        | st.datetimes(timezones=st.timezones() | st.none()),
        lambda each: st.lists(each).flatmap(
            lambda found: st.sampled_from((found, tuple(found)))
        ),
        max_leaves=4,
    ),
)
def test_whatever_is_written_can_be_read_again(
    told: tuple[type[Any], str], value: object
) -> None:
    """A value of a wrong type is refused at once, even where it equals a right one.

    `1.0` is equal to `1`, and would be in the record for ever, Malformed when read.
    """
    cls, field = told
    known = StoredClass("x.leaves/1", cls, MsgspecCodec())
    made = cls(**{field: value})

    try:
        encoded = known.encode(made)
    except Malformed:
        return

    assert known.decode(encoded) == made


def test_each_field_that_would_be_read_as_another_value_is_named() -> None:
    """All at once, each with what it would be read as: a list is no set of codes."""
    known = StoredClass("x.leaves/1", Leaves, MsgspecCodec())
    made = Leaves(number=1, several=[2], codes=("a",))  # type: ignore[arg-type]

    with pytest.raises(Malformed) as malformed:
        known.encode(made)

    assert [(each.path, each.text) for each in malformed.value.problems] == [
        ("$.several", "expected (2,), got [2]"),
        ("$.codes", "expected frozenset({'a'}), got ('a',)"),
    ]


@pytest.mark.parametrize(
    "value",
    [Loose(codes=["b", "a"]), Loose(codes=("a", "a")), Loose(amount="01.0")],  # type: ignore[arg-type]
)
def test_nothing_is_written_that_could_not_be_read(value: Loose) -> None:
    """A list where a set belongs would be read as other bytes: it is refused at once.

    Else it would be in the record for ever, and Malformed whenever it is read.
    """
    known = StoredClass("x.loose/1", Loose, MsgspecCodec())

    with pytest.raises(Malformed):
        known.encode(value)


def test_personal_data_is_never_written_in_the_clear() -> None:
    """In stored bytes a place stands for what is sealed, and nothing else is read."""
    known = REGISTRY.classes["lesson.enrolled/1"]
    enrolled = course.Enrolled(
        first=course.PersonId("anna"),
        first_name=Personal("Anna"),
        second=course.PersonId("bo"),
        second_name=Personal("Bo"),
    )

    data = known.encode(enrolled)

    assert b"Anna" not in data
    assert plain_copy(data)["first_name"] == {"personal": 0}
    with pytest.raises(Malformed, match="in the clear"):
        known.decode(data.replace(b'{"personal":0}', b'"Anna"'))
    with pytest.raises(Malformed, match="not sealed"):
        REGISTRY.codec.encode(enrolled)


@attrs.frozen
class Numbered:
    """A state that keeps what it has by number."""

    kept: dict[int, frozenset[str]]


def test_a_state_may_keep_things_by_number() -> None:
    """It is not stored, and is only held against another, in whatever order they are.

    What is stored is read back, so there a key is a text.
    """
    state = Numbered({2: frozenset({"b", "a"}), 10: frozenset()})
    other = Numbered({10: frozenset(), 2: frozenset({"a", "b"})})
    codec = MsgspecCodec()

    written = codec.encode_state(state)

    assert written == codec.encode_state(other) == b'{"kept":{"10":[],"2":["a","b"]}}'
    with pytest.raises(Malformed, match="cannot be stored"):
        codec.encode(state)


@attrs.frozen
class Deeper:
    """A state in which something deeper is kept by number, or nothing is."""

    kept: dict[int, Numbered]
    name: str


def test_how_deep_something_is_kept_by_number_makes_no_other_bytes() -> None:
    """Only the outermost is written anew, and the rest where it must be."""
    codec = MsgspecCodec()
    inner = Numbered({3: frozenset({"a"})})

    deep = codec.encode_state(Deeper(kept={2: inner, 10: inner}, name="x"))
    none = codec.encode_state(Deeper(kept={}, name="x"))

    assert deep == (
        b'{"kept":{"10":{"kept":{"3":["a"]}},"2":{"kept":{"3":["a"]}}},"name":"x"}'
    )
    assert none == b'{"kept":{},"name":"x"}'


def test_a_state_with_what_has_no_bytes_is_not_compared() -> None:
    """Nor is personal data that is not sealed, which no state of a replay has."""
    state = Numbered({1: Personal("Anna")})  # type: ignore[dict-item]

    with pytest.raises(Malformed, match="cannot be compared"):
        MsgspecCodec().encode_state(state)
