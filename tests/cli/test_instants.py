"""Dates and instants as people type them."""

from __future__ import annotations

import pytest

from kvalitet_cli.instants import Instant, local
from kvalitet_core.journal.instants import written


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-03-10", "2020-03-09T23:00:00.000000Z", "2020-03-10T22:59:59.999999Z"),
        (
            "2020-07-01T12:00",
            "2020-07-01T10:00:00.000000Z",
            "2020-07-01T10:00:59.999999Z",
        ),
        (
            "2020-07-01 12:00:30",
            "2020-07-01T10:00:30.000000Z",
            "2020-07-01T10:00:30.999999Z",
        ),
        (
            "2020-07-01T12:00:30.5Z",
            "2020-07-01T12:00:30.500000Z",
            "2020-07-01T12:00:30.500000Z",
        ),
        (
            "2020-07-01T12:00:30-04:00",
            "2020-07-01T16:00:30.000000Z",
            "2020-07-01T16:00:30.999999Z",
        ),
    ],
)
def test_what_is_typed_covers_all_that_it_names(
    text: str, first: str, last: str
) -> None:
    """A day, a minute or a second: its first moment, or its last."""
    assert written(Instant(last=False).convert(text, None, None)) == first
    assert written(Instant(last=True).convert(text, None, None)) == last


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2020-10-25T02:30", "2020-10-25T02:30:00+01:00"),
        ("2020-03-29T02:30", "2020-03-29T03:30:00+02:00"),
    ],
)
def test_an_hour_that_comes_twice_or_never_is_told(
    text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """How it was understood stands on standard error."""
    Instant(last=False).convert(text, None, None)

    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["2020-07-01T12:00", "2020-10-25T02:30+02:00", "2020-07-01"]
)
def test_what_is_clear_is_not_told(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Danish time that comes once, an offset, a day."""
    Instant(last=False).convert(text, None, None)

    assert capsys.readouterr().err == ""


def test_a_time_that_is_shown_can_be_typed_again() -> None:
    """What a listing shows of a record includes the record when it is asked for."""
    shown = local("2020-03-12T08:05:00.000001Z")

    asked = Instant(last=True).convert(shown, None, None)

    assert shown == "2020-03-12T09:05:00+01:00"
    assert written(asked) >= "2020-03-12T08:05:00.000001Z"
