"""A condition reads as a sentence, in Danish and in English."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from tests.casetypes.samples import (
    DAY,
    conditions,
    dag,
    driftsform,
    frist,
    grund,
    hast,
    hoejst,
    laengde,
    modtaget,
    rundens_temaer,
    temaer,
)

from kvalitet_core.casetypes.conditions import Condition
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Deadline

URGENT = hast.equals(True)  # noqa: FBT003 - the value that the fact is held against

SENTENCES: list[tuple[Condition, str, str]] = [
    (
        modtaget <= frist,
        "Modtaget senest ved ansøgningsfristen",
        "Received no later than the application deadline",
    ),
    (
        ~(modtaget <= frist),
        "Modtaget senere end ansøgningsfristen",
        "Received later than the application deadline",
    ),
    (
        modtaget <= Deadline("2020-11-27"),
        "Modtaget senest 27. november 2020",
        "Received no later than 27 November 2020",
    ),
    (
        modtaget > Deadline("2020-11-27T12:00:00+01:00"),
        "Modtaget senere end 27. november 2020 kl. 12.00",
        "Received later than 27 November 2020 at 12:00 Danish time",
    ),
    (
        modtaget < datetime(2021, 8, 20, 10, 0, 5, 500_000, tzinfo=UTC),
        "Modtaget før 20. august 2021 kl. 12.00.05,500000",
        "Received before 20 August 2021 at 12:00:05.500000 Danish time",
    ),
    (
        modtaget >= datetime(2021, 1, 20, 10, 0, 0, 1, tzinfo=UTC),
        "Modtaget tidligst 20. januar 2021 kl. 11.00.00,000001",
        "Received no earlier than 20 January 2021 at 11:00:00.000001 Danish time",
    ),
    (
        dag >= date(2020, 5, 1),
        "Dagen tidligst 1. maj 2020",
        "The day no earlier than 1 May 2020",
    ),
    (
        ~dag.equals(DAY),
        "Dagen er ikke 27. november 2020",
        "The day is not 27 November 2020",
    ),
    (
        laengde >= 4,
        "Den ønskede længde i måneder er mindst 4",
        "The length in months is at least 4",
    ),
    (
        ~(laengde <= hoejst),
        "Den ønskede længde i måneder er mere end rundens længste",
        "The length in months is more than the round's longest",
    ),
    (
        (laengde > 12) | (laengde < 4),
        (
            "Den ønskede længde i måneder er mere end 12, "
            "eller den ønskede længde i måneder er mindre end 4"
        ),
        "The length in months is more than 12, or the length in months is less than 4",
    ),
    (grund.is_known(), "Lovgrundlaget er oplyst", "The legal ground is known"),
    (
        ~grund.is_known(),
        "Lovgrundlaget er ikke oplyst",
        "The legal ground is not known",
    ),
    (temaer.is_known(), "De ønskede temaer er oplyst", "The wished themes are known"),
    (
        grund.equals("SEL85"),
        "Lovgrundlaget er »SEL85«",
        "The legal ground is “SEL85”",
    ),
    (
        grund.is_in(["SEL85", "SEL108", "SEL107"]),
        "Lovgrundlaget er »SEL107«, »SEL108« eller »SEL85«",
        "The legal ground is “SEL107”, “SEL108” or “SEL85”",
    ),
    (
        ~grund.is_in(["SEL85", "SEL107"]),
        "Lovgrundlaget er hverken »SEL107« eller »SEL85«",
        "The legal ground is not any of “SEL107” or “SEL85”",
    ),
    (
        ~grund.is_in(["SEL85"]),
        "Lovgrundlaget er ikke »SEL85«",
        "The legal ground is not “SEL85”",
    ),
    (
        grund.is_in(rundens_temaer),
        "Lovgrundlaget er blandt rundens temaer",
        "The legal ground is among the round's themes",
    ),
    (
        ~grund.equals(driftsform),
        "Lovgrundlaget er ikke det samme som driftsformen",
        "The legal ground is not the same as the kind of owner",
    ),
    (
        temaer.subset_of(rundens_temaer),
        "De ønskede temaer er alle blandt rundens temaer",
        "The wished themes are all among the round's themes",
    ),
    (
        ~temaer.intersects(["Sundhed", "Ledelse"]),
        "De ønskede temaer har ingen værdi blandt »Ledelse« og »Sundhed«",
        "The wished themes have no value among “Ledelse” and “Sundhed”",
    ),
    (
        temaer.includes("Sundhed"),
        "De ønskede temaer omfatter »Sundhed«",
        "The wished themes include “Sundhed”",
    ),
    (
        temaer.equals(("Sundhed", "Ledelse")),
        "De ønskede temaer er »Sundhed« og »Ledelse«",
        "The wished themes are “Sundhed” and “Ledelse”",
    ),
    (
        ~temaer.equals(()),
        "De ønskede temaer er ikke en tom liste",
        "The wished themes are not an empty list",
    ),
    (
        temaer.equals(temaer),
        "De ønskede temaer er det samme som de ønskede temaer",
        "The wished themes are the same as the wished themes",
    ),
    (URGENT, "Hastesag: ja", "Urgent: yes"),
    (~URGENT, "Hastesag: nej", "Urgent: no"),
    (
        (modtaget <= frist) & (grund.is_known() | URGENT),
        (
            "Modtaget senest ved ansøgningsfristen, og (lovgrundlaget er oplyst, "
            "eller hastesag: ja)"
        ),
        (
            "Received no later than the application deadline, and (the legal ground is "
            "known, or urgent: yes)"
        ),
    ),
    (
        (grund.is_known() & URGENT) | (modtaget <= frist),
        (
            "(Lovgrundlaget er oplyst, og hastesag: ja), "
            "eller modtaget senest ved ansøgningsfristen"
        ),
        (
            "(The legal ground is known, and urgent: yes), "
            "or received no later than the application deadline"
        ),
    ),
    (
        grund.is_known() & URGENT & (modtaget <= frist),
        (
            "Lovgrundlaget er oplyst, og hastesag: ja, og modtaget senest "
            "ved ansøgningsfristen"
        ),
        (
            "The legal ground is known, and urgent: yes, and received no later than "
            "the application deadline"
        ),
    ),
    (
        ~(grund.is_known() & URGENT),
        "Lovgrundlaget er ikke oplyst, eller hastesag: nej",
        "The legal ground is not known, or urgent: no",
    ),
    (
        grund.is_known() & ~(URGENT & (modtaget <= frist)),
        (
            "Lovgrundlaget er oplyst, og (hastesag: nej, eller modtaget senere end "
            "ansøgningsfristen)"
        ),
        (
            "The legal ground is known, and (urgent: no, or received later than the "
            "application deadline)"
        ),
    ),
    (
        ~(~grund.is_known() | ~URGENT),
        "Lovgrundlaget er oplyst, og hastesag: ja",
        "The legal ground is known, and urgent: yes",
    ),
]


@pytest.mark.parametrize(("condition", "danish", "english"), SENTENCES)
def test_a_condition_reads_as_a_sentence(
    condition: Condition, danish: str, english: str
) -> None:
    """What is joined stands in the author's order, in parentheses where needed."""
    assert condition.text("da") == danish
    assert condition.text("en") == english


@given(conditions)
def test_every_condition_has_both_sentences(condition: Condition) -> None:
    """A sentence begins with a capital, and each parenthesis that opens is closed."""
    for language in ("da", "en"):
        text = condition.text(language)
        assert text.lstrip("(")[0].isupper()
        assert text.count("(") == text.count(")")


@given(conditions)
def test_the_opposite_reads_differently(condition: Condition) -> None:
    """No condition is told in the words of its denial."""
    for language in ("da", "en"):
        assert condition.text(language) != (~condition).text(language)


@pytest.mark.parametrize("language", ["de", "", "DA", None])
def test_another_language_is_refused(language: str) -> None:
    """The library speaks two languages, and says so."""
    with pytest.raises(Malformed) as raised:
        grund.is_known().text(language)

    assert str(raised.value) == f"language {language!r}: expected da or en"
