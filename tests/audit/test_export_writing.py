"""Lines of an export: put together from pieces, or written anew, they are the same."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.golden import history
from tests.golden.play import PROGRAMME

from kvalitet_core import Journal
from kvalitet_core.audit import (
    COLUMNS,
    Act,
    CsvLines,
    Entry,
    JsonLines,
    Lines,
    Totals,
    acts,
    counted,
    event_pages,
    row_pages,
    rows,
    writing,
)
from kvalitet_core.journal.drafting import COMMAND

FOLDER = next(each for each in history.folders() if each.name == "0.3.0.dev1")
FORMS: tuple[Callable[[], Lines], ...] = (
    JsonLines,
    lambda: CsvLines(COLUMNS["events"], dialect="excel-dk"),
    lambda: CsvLines(COLUMNS["events"], dialect="rfc4180"),
    lambda: CsvLines((*COLUMNS["events"][:-1], "fields.name"), dialect="rfc4180"),
)
ID = "016ee9e3-0680-7659-963f-160d64d80219"
HASH = "0" * 64
AT = "2019-12-09T09:00:00.000634Z"
SALTS = {"d": "IYauO64Rqp70pmgkx7ZVZA==", "m": "BwgagAqomHJgPdzXeJ2Vyg=="}

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
)
SPECIAL = st.sampled_from(
    [
        {"oere": 5},
        {"oere": -(10**20)},
        {"oere": True},
        {"oere": 5, "note": "x"},
        {"personal": 0},
        {"personal": None},
        {"personal": True},
        {"personal": 1, "other": 2},
        '"personal":0',
        '{"oere":5}',
    ]
)
VALUES = st.recursive(
    SCALARS | SPECIAL,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "name", "oere", "personal"]), inner)
    ),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.sampled_from(["amount", "name", "of"]), VALUES, max_size=3)


def compact(value: Any) -> str:
    """JSON as the journal spells it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


DATA = st.one_of(
    OBJECTS.map(compact),
    OBJECTS.map(json.dumps),
    VALUES.map(compact),
    st.sampled_from(
        [
            "{ }",
            "{\n}",
            '{"a":1}x',
            '{"a":1},"x":{}',
            '{"a":{"oere":1},"a":{"oere":2}}',
            '{"a":{"oere":1,"oere":2}}',
            '{"a":{"oere" :1}}',
            '{"a":{"\\u006fere":1},"b":{"oere":2}}',
            '{"a":{"p\\u0065rsonal":0},"b":{"personal":0}}',
            '{"a":{"personal":99999999999999999999}}',
        ]
    ),
)
TEXTS = st.sampled_from([ID, "a-17", "", "=1+1", "-1", "0730", "å", 'q"', "x;y,z\n"])
METADATA = st.fixed_dictionaries(
    {
        "actor": TEXTS | st.none(),
        "command": TEXTS,
        "correlation": TEXTS,
        "event": TEXTS,
        "recorded_at": st.sampled_from([AT, "", "=1", "2019-12-09"]),
    }
)
USUAL = {
    "actor": "a-17",
    "command": ID,
    "correlation": ID,
    "event": ID,
    "recorded_at": AT,
}
SEALED = {"key": HASH, "ordinal": 0, "sha256": HASH, "subject": "p-1"}
STATES = st.builds(
    lambda data, meta, sealed, salts: (
        f'{{"d":{data},"m":{compact(meta)}{sealed},"s":{compact(salts)}}}'.encode()
    ),
    DATA,
    st.just(USUAL) | METADATA,
    st.sampled_from(["", f',"p":{compact([SEALED, SEALED])}', ',"p":[]', ',"x":1']),
    st.sampled_from([SALTS, SALTS, {}, {**SALTS, "x": 1}]),
)
STREAMS = st.sampled_from(["tilbud/17", "=x/0730", "å/b;c", 'q"/', "none", "a/\n"])
WHO = st.fixed_dictionaries(
    {
        "id": TEXTS,
        "role": TEXTS | st.none(),
        "organisation": TEXTS,
        "authority": TEXTS | st.integers(),
    }
)
RECORDS = st.builds(
    lambda actor, name, meta: (
        f'{{"d":{{"actor":{compact(actor)},"name":{compact(name)},"outcome":"accepted",'
        f'"targets":[]}},"m":{compact(meta)},"s":{compact(SALTS)}}}'
    ).encode(),
    WHO | st.just({}),
    TEXTS,
    st.just(USUAL),
)
EVENTS = st.tuples(STREAMS, st.integers(1, 9), TEXTS, STATES)
ACTS = st.lists(st.tuples(RECORDS, st.lists(EVENTS, max_size=3)), max_size=3)


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A captured history, with persons, amounts and refusals."""
    place = tmp_path_factory.mktemp("golden") / "golden.db"
    with history.opened(FOLDER, place, plugins=(PROGRAMME,)) as journal:
        yield journal


def made(drawn: Sequence[tuple[bytes, Sequence[Any]]]) -> list[Act]:
    """Commands with their events, as rows of a journal would have them."""
    found, position = [], 0
    for record, events in drawn:
        entry = Entry((position := position + 1, "command/x", 1, COMMAND, record))
        rest = [Entry((position := position + 1, *each)) for each in events]
        found.append(Act(entry, tuple(rest)))
    return found


def came_of(write: Callable[[Totals], bytes]) -> Any:
    """What is written and counted, or which error it comes to."""
    totals = Totals()
    try:
        return write(totals), attrs.asdict(totals)
    except Exception as error:  # noqa: BLE001 - whichever it is, it is to be the same
        return type(error)


def compare(journal: Journal, lines: Lines, found: Sequence[Act], **how: Any) -> Any:
    """See that both ways of writing come to the same; gives what they come to."""

    def plainly(totals: Totals) -> bytes:
        told = counted(rows(journal, found, as_kept=True, **how), totals)
        return b"".join(row_pages(told, lines))

    quick = came_of(
        lambda totals: b"".join(event_pages(journal, found, lines, totals, **how))
    )
    assert quick == came_of(plainly)
    return quick


@pytest.mark.parametrize("form", FORMS)
@given(drawn=ACTS)
@example(drawn=[])
def test_whatever_stands_in_a_row_its_line_is_the_same(
    golden: Journal, form: Callable[[], Lines], drawn: Any
) -> None:
    """Written from pieces or anew, of any row; also where none can be written."""
    compare(golden, form(), made(drawn))


@pytest.mark.parametrize("form", FORMS)
def test_a_history_comes_to_the_same_lines(
    golden: Journal, form: Callable[[], Lines]
) -> None:
    """Some of them from pieces; with persons left out, and with persons shown."""
    found = [*acts(golden)]

    written, totals = compare(golden, form(), found)

    assert totals["rows"] == sum(len(act.events) for act in found)
    assert totals["oere"] > 0
    assert b"masked" in written or form is FORMS[-1]
    shown = compare(golden, form(), found, opening=lambda *_: "shown")
    assert shown[1] == totals
    some = compare(golden, form(), found, wanted=lambda each: each.version == 1)
    assert 0 < some[1]["rows"] < totals["rows"]


@pytest.mark.parametrize("form", FORMS[:3])
def test_most_lines_are_put_together_from_pieces(
    golden: Journal, form: Callable[[], Lines]
) -> None:
    """Also of what is sealed, where that is left out."""
    making = writing._Making(golden, form(), Totals(), None)
    events = [(act, event) for act in acts(golden) for event in act.events]

    quick = [event for act, event in events if making.usual(act, event) is not None]

    assert len(quick) > 0.9 * len(events)
    assert any(b'"personal":0' in event.state for event in quick)


def test_pages_take_the_same_memory_however_many_there_are(
    golden: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is gone before the next is made."""
    monkeypatch.setattr(writing, "_ROWS", 50)

    def peak(times: int) -> int:
        found = (act for _ in range(times) for act in acts(golden))
        tracemalloc.start()
        for _ in event_pages(golden, found, JsonLines(), Totals()):
            pass
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(1)
    assert peak(10) < 1.5 * peak(1)
