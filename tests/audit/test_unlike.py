"""Where two plain values differ."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core.audit import Unlike, unlike

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_a_value_is_not_unlike_itself(value: Any) -> None:
    """No place is named where there is none."""
    assert list(unlike(value, value)) == []


@given(PLAIN, PLAIN)
def test_whatever_differs_is_named(before: Any, after: Any) -> None:
    """Something is named, but for what stands as nothing on both sides."""
    places = list(unlike(before, after))

    assert all(place.before != place.after for place in places)
    if not places:
        assert _without_nothing(before) == _without_nothing(after)


@given(PLAIN, PLAIN)
def test_the_other_way_round_names_the_same_places(before: Any, after: Any) -> None:
    """What was before is after, and the paths are the same."""
    there = list(unlike(before, after))
    back = [
        Unlike(each.path, each.after, each.before) for each in unlike(after, before)
    ]

    assert there == back


def test_a_path_leads_to_the_innermost_place() -> None:
    """Through mappings by their keys, through lists by their numbers."""
    before = {"name": [{"value": "Mosevang"}], "cvr": None}
    after = {"name": [{"value": "Mosebo"}, {"value": "x"}], "cvr": None}

    assert list(unlike(before, after)) == [
        Unlike("name[0].value", "Mosevang", "Mosebo"),
        Unlike("name[1]", None, {"value": "x"}),
    ]


def _without_nothing(value: Any) -> Any:
    """A value without what stands as nothing: absent and None are told alike."""
    if isinstance(value, dict):
        return {
            key: _without_nothing(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        items = [_without_nothing(item) for item in value]
        while items and items[-1] is None:
            items.pop()
        return items
    return value
