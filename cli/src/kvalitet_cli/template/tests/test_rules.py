"""Each rule with its source: where it is met, where not, and where nobody knows."""

from __future__ import annotations

from datetime import datetime

import pytest

from kvalitet_core.casetypes.conditions import Known, Truth
from kvalitet_core.values import Deadline
from kvalitet_skabelon.rules import RETTIDIG, TEMAER

NOON = Known(Deadline("2026-10-01T12:00:00+02:00"))


@pytest.mark.parametrize(
    ("received", "truth"),
    [
        ("2026-10-01T12:00:00+02:00", Truth.TRUE),
        ("2026-10-01T12:00:01+02:00", Truth.FALSE),
    ],
)
def test_an_application_is_in_time_until_the_deadline(
    received: str, truth: Truth
) -> None:
    """Its source: »Ansøgningen skal være modtaget senest ved rundens frist«."""
    facts = {
        "modtaget": Known(datetime.fromisoformat(received)),
        "runde.ansoegningsfrist": NOON,
    }

    assert RETTIDIG.find(facts).truth is truth


def test_what_is_not_known_is_said() -> None:
    """Without the time it came in, nobody knows whether it was in time."""
    finding = RETTIDIG.find({"runde.ansoegningsfrist": NOON})

    assert finding.truth is Truth.UNKNOWN
    assert finding.missing == ("modtaget",)


@pytest.mark.parametrize(
    ("wished", "truth"),
    [(("Sundhed",), Truth.TRUE), (("Sundhed", "Sport"), Truth.FALSE)],
)
def test_the_wished_themes_are_the_rounds(
    wished: tuple[str, ...], truth: Truth
) -> None:
    """Its source: »Der kan søges om et eller flere af rundens temaer«."""
    facts = {
        "svar.temaer": Known(wished),
        "runde.temaer": Known(frozenset({"Sundhed", "Uddannelse"})),
    }

    assert TEMAER.find(facts).truth is truth
