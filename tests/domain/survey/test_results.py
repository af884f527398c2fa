"""What a wave came to: who answered, how many gave each answer, and what is shown."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests.domain.survey.asked import ASKED, FORM, LATER

from kvalitet_core.domain.survey import (
    BY,
    By,
    Invitation,
    Results,
    Row,
    Wave,
    choices,
    response_rate,
    results,
)
from kvalitet_core.errors import Malformed
from kvalitet_core.forms import Form
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.values import Answers, Deadline, Figure

RANDERS, HERNING = StreamId("municipality/0730"), StreamId("municipality/0657")


def wave(*invited: Invitation) -> Wave:
    """A wave with these who are invited."""
    return Wave(
        label="2021",
        questionnaire=ASKED,
        opens=date(2021, 5, 1),
        closes=Deadline("2021-06-15"),
        first_closes=Deadline("2021-06-15"),
        invitations=invited,
    )


def people(number: int, **fields: str) -> list[Invitation]:
    """So many who are invited, each a new person."""
    start = "-".join(fields.values()) or "alle"
    start = start.replace("/", ".")
    return [
        Invitation(respondent=PersonId(f"{start}-{n}"), **fields)  # type: ignore[arg-type]
        for n in range(number)
    ]


def test_a_rate_is_of_a_hundred_with_one_decimal() -> None:
    """Half a tenth is rounded up, and without anybody invited there is none."""
    assert response_rate(1, 8) == Figure("12.5")
    assert response_rate(1, 3) == Figure("33.3")
    assert response_rate(2, 3) == Figure("66.7")
    assert response_rate(1, 16) == Figure("6.3")
    assert response_rate(4, 4) == Figure("100.0")
    assert response_rate(0, 0) is None


def test_every_answer_is_counted_also_that_there_is_none() -> None:
    """A question with several answers is counted an answer at a time."""
    asked = people(4)
    given = {
        asked[0].respondent: Answers({"brugbar": "ja", "metoder": ("samtale",)}),
        asked[1].respondent: Answers({"brugbar": "ja", "antal": 0}),
        asked[2].respondent: Answers({"brugbar": "nej", "metoder": ()}),
        PersonId("fremmed"): Answers({"brugbar": "nej"}),
    }

    found = results(FORM, wave(*asked), given, threshold=1)

    assert found.total == Row(names=(), invited=4, answered=3, rate=Figure("75.0"))
    assert [(t.question, t.option, t.answers, t.totals) for t in found.tallies] == [
        ("brugbar", None, ("nej", "delvist", "ja", None), (1, 0, 2, 0)),
        ("antal", None, (0, 1, 2, 3, None), (1, 0, 0, 0, 2)),
        ("metoder", "samtale", (True, False), (1, 2)),
        ("metoder", "besøg", (True, False), (0, 3)),
    ]
    assert found.withheld == 0


def test_a_wave_with_few_responses_shows_no_number_of_them() -> None:
    """How many were invited is shown, and that is all."""
    asked = people(9)
    given = {one.respondent: Answers({"brugbar": "ja"}) for one in asked[:4]}

    found = results(FORM, wave(*asked), given, threshold=5)

    assert found.total == Row(names=(), invited=9, answered=None, rate=None)
    assert (found.rows, found.tallies, found.withheld) == ((), (), 1)


def test_small_groups_are_put_together_until_they_are_large_enough() -> None:
    """A group that had too few of its own takes the next one with it."""
    asked = [
        *people(9, group="borgere"),
        *people(6, group="ledere"),
        *people(3, group="myndighed"),
        *people(2, group="civilsamfund"),
        *people(2),
    ]
    silent = {"civilsamfund-0", "civilsamfund-1"}
    given = {
        one.respondent: Answers({"brugbar": "ja"})
        for one in asked
        if one.respondent not in silent
    }

    found = results(FORM, wave(*asked), given, threshold=6, by="group")

    assert [(row.names, row.invited, row.answered) for row in found.rows] == [
        (("borgere",), 9, 9),
        (("civilsamfund",), 2, 0),
        (("", "ledere", "myndighed"), 11, 11),
    ]


def test_the_form_must_be_the_one_that_the_wave_asks() -> None:
    """Other questions under another name would be counted as if they were these."""
    with pytest.raises(Malformed, match=r"'proeve.trivsel/1' with digest"):
        results(LATER, wave(), {}, threshold=5)
    with pytest.raises(Malformed, match="threshold 0: expected 1 or more"):
        results(FORM, wave(), {}, threshold=0)


def test_a_wave_that_nobody_answered_says_so() -> None:
    """Nothing is withheld, for there is nothing."""
    found = results(FORM, wave(*people(7)), {}, threshold=5)

    assert found.total.answered == 0
    assert {number for tally in found.tallies for number in tally.totals} == {0}


PEOPLE = st.builds(
    Invitation,
    respondent=st.just(PersonId("her")),
    of=st.sampled_from([None, RANDERS, HERNING]),
    group=st.sampled_from([None, "borgere", "ledere", "myndighed"]),
)
GIVEN = st.fixed_dictionaries(
    {"brugbar": st.sampled_from(["nej", "delvist", "ja"])},
    optional={
        "antal": st.integers(0, 3),
        "metoder": st.sets(st.sampled_from(["samtale", "besøg"])).map(tuple),
    },
).map(Answers)
CROWDS = st.lists(st.tuples(PEOPLE, st.none() | GIVEN), max_size=40)


@each(CROWDS, st.integers(1, 6), st.sampled_from(BY))
def test_no_small_number_of_responses_leaves_the_house(
    crowd: list[tuple[Invitation, Answers | None]], threshold: int, by: By
) -> None:
    """All that is shown of answers is 0 or no less than the threshold, and adds up."""
    asked = [
        attrs.evolve(one, respondent=PersonId(f"p-{n}"))
        for n, (one, _) in enumerate(crowd)
    ]
    given = {
        one.respondent: answers
        for one, (_, answers) in zip(asked, crowd, strict=True)
        if answers is not None
    }

    found = results(FORM, wave(*asked), given, threshold=threshold, by=by)

    numbers = [*_shown(found), *(row.answered for row in (found.total, *found.rows))]
    assert not any(number and number < threshold for number in numbers)
    assert found.total.invited == len(crowd)
    if found.rows:
        assert sum(row.invited for row in found.rows) == len(crowd)
        assert sum(row.answered or 0 for row in found.rows) == len(given)
    for tally in found.tallies:
        for row, cells in zip(found.rows, tally.cells, strict=True):
            assert None in cells or sum(map(int, filter(None, cells))) == row.answered


def _shown(found: Results) -> list[int | None]:
    return [
        number
        for tally in found.tallies
        for numbers in (*tally.cells, tally.totals)
        for number in numbers
    ]


def test_what_can_be_counted_is_what_names_its_answers() -> None:
    """A number without an end, a list of free texts and what is personal are not."""
    schema = {
        "type": "object",
        "properties": {
            "ja": {"type": "boolean"},
            "skala": {"$ref": "#/$defs/skala"},
            "blandet": {"enum": [1, True, "x", None, 2.5, 1]},
            "fast": {"const": "ja"},
            "kendt": {"anyOf": [{"const": "a"}, {"type": "string"}]},
            "aar": {"type": "integer", "minimum": 1900},
            "mange": {"type": "integer", "minimum": 0, "maximum": 101},
            "ord": {"type": "array", "items": {"type": "string"}},
            "liste": {"type": "array"},
            "hemmelig": {"type": "boolean", "x-personal": True},
            "alt": True,
        },
        "$defs": {"skala": {"type": "integer", "minimum": 1, "maximum": 3}},
        "additionalProperties": False,
    }
    form = Form(name=FORM.name, title="Opdigtet", source="Opdigtet", schema=schema)

    assert choices(form) == {
        "ja": (False, True),
        "skala": (1, 2, 3),
        "blandet": (1, True, "x"),
        "fast": ("ja",),
    }
