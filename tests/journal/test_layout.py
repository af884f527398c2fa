"""A state has one layout: `{"d":D,"m":M,"p":P,"s":S}`, and anything else is Malformed.

`record.md`, section 1: "A section's bytes are the slice of `state` that holds its
value, found by a scanner, never re-encoded. Duplicate keys or any other layout are
`Malformed`."
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journal import course
from tests.strategies import INSTANTS

from kvalitet_core.core import CORE
from kvalitet_core.errors import Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.entry import entry
from kvalitet_core.journal.instants import instant, written
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.sections import metadata, salts, sealed_references
from kvalitet_core.personal import Forgotten

META = (
    b'{"actor":"a-17","command":"c-1","correlation":"c-1","event":"e-1",'
    b'"recorded_at":"2020-11-23T08:00:00.000001Z"}'
)
SALTS = b'{"d":"AAAAAAAAAAAAAAAAAAAAAA==","m":"AQEBAQEBAQEBAQEBAQEBAQ=="}'
SEALED = b'[{"key":"%b","ordinal":%d,"sha256":"%b","subject":"anna"}]'
REFERENCE = SEALED % (b"a" * 64, 0, b"b" * 64)
PLAIN = layout.joined(layout.Sections(b'{"text":"a"}', META, None, SALTS))
PERSONAL = layout.joined(layout.Sections(b'{"text":"a"}', META, REFERENCE, SALTS))
REGISTRY = Registry((CORE, course.PLUGIN))

NESTED = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["d", "m", "p", "s", '"}', "x"]), inner)
    ),
    max_leaves=6,
)


@given(d=NESTED, m=NESTED, p=st.none() | NESTED, s=NESTED)
def test_sections_come_back_as_the_slices_they_are(
    d: object, m: object, p: object, s: object
) -> None:
    """Whatever stands in a section, its bytes are found as they stand."""
    encode = msgspec.json.Encoder(order="sorted").encode
    sections = layout.Sections(
        encode(d), encode(m), None if p is None else encode(p), encode(s)
    )

    assert layout.split(layout.joined(sections)) == sections


@pytest.mark.parametrize(
    "state",
    [
        PLAIN + b" ",
        b" " + PLAIN,
        PLAIN.replace(b'{"d":', b'{ "d":'),
        PLAIN.replace(b'"d":', b'"d": '),
        PLAIN.replace(b',"m":', b', "m":'),
        PLAIN.replace(b',"s":', b' ,"s":'),
        PLAIN[:-1] + b" }",
        b'{"m":%b,"d":{},"s":%b}' % (META, SALTS),
        b'{"d":{},"m":%b,"s":%b,"p":%b}' % (META, SALTS, REFERENCE),
        b'{"d":{},"d":{},"m":%b,"s":%b}' % (META, SALTS),
        b'{"d":{},"m":%b,"s":%b,"s":%b}' % (META, SALTS, SALTS),
        b'{"d":{},"m":%b,"s":%b,"x":1}' % (META, SALTS),
        b'{"d":{},"m":%b}' % META,
        b'{"d":{},"s":%b}' % SALTS,
        b'{"\\u0064":{},"m":%b,"s":%b}' % (META, SALTS),
        b"{}",
        b"[]",
        b"",
        PLAIN[:-1],
        PLAIN + PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
    ],
)
def test_any_other_layout_is_malformed(state: bytes) -> None:
    """White space, another order, doubles, more or fewer members: all refused."""
    with pytest.raises(Malformed):
        layout.split(state)


def read_again(state: bytes) -> bytes:
    """Read every part of a state, and write it as it would be written."""
    sections = layout.split(state)
    meta, salt = metadata(sections.m), salts(sections.s)
    instant(meta.recorded_at)
    references = sealed_references(sections.p)
    REGISTRY.classes["lesson.noted/1"].decode(sections.d)
    entry("lesson/a", 1, "lesson.noted/1", state)
    encode = msgspec.json.Encoder(order="sorted").encode
    return layout.joined(
        layout.Sections(
            sections.d,
            encode(meta),
            encode(references) if references else None,
            encode(salt),
        )
    )


@pytest.mark.parametrize("original", [PLAIN, PERSONAL])
@given(data=st.data())
def test_a_changed_state_is_refused_or_is_what_it_says(
    original: bytes, data: st.DataObject
) -> None:
    """Whatever is done to the bytes: they are Malformed, or the only ones that say it.

    So no two rows of different bytes ever say the same.
    """
    state = bytearray(original)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(state) - 1))
        change = data.draw(st.sampled_from(["set", "drop", "insert", "copy", "swap"]))
        some = data.draw(st.sampled_from(list(b' \n\t"{}[],:0a9Z\\/\xc3')))
        if change == "set":
            state[at] = some
        elif change == "drop":
            del state[at : at + data.draw(st.integers(1, 30))]
        elif change == "insert":
            state.insert(at, some)
        elif change == "copy":
            end = data.draw(st.integers(at, len(state)))
            state[at:at] = state[at:end]
        else:
            other = data.draw(st.integers(0, len(state) - 1))
            state[at], state[other] = state[other], state[at]
        if not state:
            break
    changed = bytes(state)

    try:
        again = read_again(changed)
    except Malformed:
        return
    assert again == changed


def test_a_row_from_before_1970_has_no_entry() -> None:
    """An entry counts microseconds from 1970, and cannot count backwards."""
    with pytest.raises(Malformed, match="before 1970"):
        entry("lesson/a", 1, "lesson.noted/1", PLAIN.replace(b"2020-", b"0220-"))


@pytest.mark.parametrize(
    "section",
    [
        META.replace(b":", b": ", 1),
        META.replace(b'"actor":"a-17",', b""),
        META.replace(b"{", b'{"actor":"x",', 1),
        META.replace(b"}", b',"more":1}'),
        META.replace(b"08:00:00.000001Z", b"08:00:00Z"),
        META.replace(b"2020-11", b"2020-13"),
        META.replace(b"Z", b"+00:00"),
    ],
)
def test_metadata_has_one_form(section: bytes) -> None:
    """The metadata of a row is written in one way, and read in that way only."""
    with pytest.raises(Malformed):
        instant(metadata(section).recorded_at)


@pytest.mark.parametrize(
    "section",
    [
        SALTS.replace(b":", b": ", 1),
        SALTS.replace(b"AAAA", b"", 1),
        SALTS.replace(b"AA==", b"AB==", 1),
        SALTS.replace(b'"m"', b'"d"'),
        b'{"d":"AAAAAAAAAAAAAAAAAAAAAA=="}',
    ],
)
def test_salts_have_one_form(section: bytes) -> None:
    """Sixteen bytes each, in the one way that base64 writes them."""
    with pytest.raises(Malformed):
        salts(section)


@pytest.mark.parametrize(
    "section",
    [
        b"[]",
        b"null",
        REFERENCE.replace(b":", b": ", 1),
        SEALED % (b"A" * 64, 0, b"b" * 64),
        SEALED % (b"a" * 63, 0, b"b" * 64),
        REFERENCE[:-1] + b"," + REFERENCE[1:],
        REFERENCE.replace(b'"ordinal":0', b'"ordinal":"0"'),
    ],
)
def test_references_to_sealed_sections_have_one_form(section: bytes) -> None:
    """One or more, by ordinal, each once, digests in lower-case hex."""
    with pytest.raises(Malformed):
        sealed_references(section)


@given(at=INSTANTS)
def test_an_instant_is_written_in_one_way(at: datetime) -> None:
    """Six decimals and `Z`: text sorts as time does, and comes back the same."""
    text = written(at)

    assert instant(text) == at
    assert len(text) == 27


def test_a_section_without_a_person_and_a_person_without_a_section_are_malformed() -> (
    None
):
    """What stands sealed and what is referred to must fit one to one."""
    data = (
        b'{"first":"anna","first_name":{"personal":0},'
        b'"second":"bo","second_name":{"personal":null}}'
    )
    name = "lesson.enrolled/1"

    def opener(*_: object) -> object:
        return lambda: "opened"

    def read(d: bytes, p: bytes | None) -> course.Enrolled:
        state = layout.joined(layout.Sections(d, META, p, SALTS))
        event = REGISTRY.read((1, "lesson/a", 1, name, state), opener)  # type: ignore[arg-type]
        assert isinstance(event, course.Enrolled)
        return event

    event = read(data, REFERENCE)
    assert event.first_name.reveal() == "opened"
    assert event.second_name.reveal() is Forgotten.FORGOTTEN
    with pytest.raises(Malformed, match="for nobody"):
        read(data, None)
    with pytest.raises(Malformed, match="sealed for cy, got one for anna"):
        read(data.replace(b'"anna"', b'"cy"'), REFERENCE)
    with pytest.raises(Malformed, match="belong to no field"):
        read(data.replace(b'{"personal":0}', b'{"personal":null}'), REFERENCE)
