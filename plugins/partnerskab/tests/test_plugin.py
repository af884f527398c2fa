"""What the plugin brings is what the sources say, and holds the contract."""

from __future__ import annotations

from datetime import date, datetime

import attrs
import pytest

from kvalitet_core import Journal
from kvalitet_core.domain import publication
from kvalitet_core.domain.frame import Frame
from kvalitet_core.domain.network import Network
from kvalitet_core.domain.publication import Part, Publication
from kvalitet_core.domain.round import Round
from kvalitet_core.errors import Refused
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.testing import PluginContract
from kvalitet_core.values import Deadline, Money
from kvalitet_partnerskab import PLUGIN, call, known, networks, publications
from kvalitet_partnerskab.concept import PREREQUISITES
from kvalitet_partnerskab.evaluation import Axis
from kvalitet_partnerskab.grants import FRAME, POOL_FRAME
from kvalitet_partnerskab.publications import (
    CONCEPT,
    GUIDE_TO_PRACTICE,
    ISSUE_PARTS,
    NEWS,
    PUBLICATIONS,
    REPORT,
    STAFF,
    begun,
    published,
)
from kvalitet_partnerskab.rounds import MOVED_BY, POOL_2019, ROUND, announcements
from kvalitet_partnerskab.surveys import PRINCIPPER
from partnerskab_situation import LATER, actor

BO = actor()
DAY = date(2023, 3, 1)


class TestContract(PluginContract):
    """Everything that every plugin must hold."""

    plugin = PLUGIN


def opened() -> Journal:
    """A journal with the plugin, later than all that is told."""
    return Journal.open("memory:", plugins=[PLUGIN], clock=GivenClock(LATER))


def test_the_deadline_was_announced_and_then_moved() -> None:
    """From 17 to 24 September 2019, both at 12.00; announced on 3 July."""
    with opened() as journal:
        for command in announcements():
            journal.do(command, by=BO)
        state = journal.get(Round, ROUND)

    assert state is not None
    assert state.effective_from == date(2019, 7, 3)
    assert state.announced_deadline == Deadline("2019-09-17T12:00:00+02:00")
    assert state.deadline.on(date(2019, 9, 16)) == state.announced_deadline
    assert state.deadline.on(MOVED_BY) == Deadline("2019-09-24T12:00:00+02:00")
    assert state.themes == frozenset()
    assert state.eligible_grounds == frozenset()


def test_who_decides_and_when_it_was_moved_is_for_whoever_runs_it() -> None:
    """The sources do not say, so both can be given."""
    announce, moved = announcements(
        decides=frozenset({"kontorchef"}), moved=date(2019, 8, 1)
    )

    assert announce == attrs.evolve(POOL_2019, decides=frozenset({"kontorchef"}))
    assert moved.effective_from == date(2019, 8, 1)


def test_the_pool_is_13_million_on_its_account() -> None:
    """§ 15.75.55.10, and nothing can be given before its terms are set."""
    with opened() as journal:
        journal.do(POOL_FRAME, by=BO)
        state = journal.get(Frame, FRAME)

    assert state is not None
    assert state.finance_act_account == "§ 15.75.55.10"
    assert state.available(date(2019, 12, 19)) == Money(oere=13_000_000_00)
    assert state.terms.on(date(2019, 12, 19)) is None
    assert Money(oere=8_800_000_00) == call.SUBINITIATIVE_BUDGET
    assert (date(2020, 1, 1), date(2022, 10, 1)) == (call.STARTS, call.ENDS)


def test_who_may_apply_and_what_a_partner_takes_on_is_the_calls() -> None:
    """Two to four; three meetings in August 2019, of which one has its time."""
    assert (call.LEAST, call.MOST) == (2, 4)
    assert [each.place for each in call.INFORMATION_MEETINGS] == [
        "København",
        "Odense",
        "Aarhus",
    ]
    assert call.INFORMATION_MEETINGS[1].begins == datetime.fromisoformat(
        "2019-08-19T15:30:00+02:00"
    )
    assert len(call.OBLIGATIONS) == 5
    assert len(call.HEADINGS) == 15


def test_the_steering_group_met_on_7_january_2020() -> None:
    """12-14 at Socialstyrelsen; the reference network asks for no rule."""
    with opened() as journal:
        for command in networks.catalogue():
            journal.do(command, by=BO)
        steering = journal.get(Network, networks.STEERING_GROUP)
        reference = journal.get(Network, networks.REFERENCE_NETWORK)

    assert steering is not None
    (meeting,) = steering.meetings
    assert meeting.occasion.day == date(2020, 1, 7)
    assert meeting.occasion.ends == known.STEERING_ENDS
    assert meeting.occasion.place == "Socialstyrelsen"
    assert reference is not None
    assert reference.admission_on(known.PUBLISHED).rules == frozenset()


def test_what_came_out_has_its_isbn() -> None:
    """Letter by letter; what is not found is None."""
    assert {each.title: each.isbn for each in PUBLICATIONS} == {
        "Recovery-orienteret rehabilitering. Vejledning til praksis": (
            "978-87-94371-47-6"
        ),
        "Guide til medarbejdere og ledere i de sociale tilbud. Recovery-orienteret "
        "rehabilitering i praksis i socialpsykiatrien": "978-87-94371-50-6",
        "Partnerskab om strategisk udvikling og omlægning af socialpsykiatrien - "
        "Evaluering": "978-87-94371-78-0",
        "Koncept for strategisk udvikling og omlægning af socialpsykiatrien": None,
        "Nyheder fra omlægningen af socialpsykiatrien": None,
    }


@pytest.mark.parametrize("product", [GUIDE_TO_PRACTICE, STAFF, REPORT])
def test_what_is_known_of_a_publication_is_enough_to_publish_it(
    product: publications.Product,
) -> None:
    """Its principles with three sections, or four; on a day that is told."""
    with opened() as journal:
        for command in (begun(product), *published(product, on=DAY)):
            journal.do(command, by=BO)
        state = journal.get(Publication, product.stream)

    assert state is not None
    edition = state.in_force(DAY)
    assert edition is not None
    assert edition.isbn == product.isbn
    sections = [each for each in edition.parts if each.kind == "section"]
    principles = [each for each in edition.parts if each.kind == "principle"]
    if product is not REPORT:
        assert len(principles) == 8
        assert len(sections) == 8 * (3 if product is GUIDE_TO_PRACTICE else 4)


def test_the_concept_waits_for_the_names_of_its_prerequisites() -> None:
    """Seven principles, or none of the eight prerequisites, are no concept."""
    whole = (
        *CONCEPT.parts,
        *(
            Part(code=f"f-{number}", kind="prerequisite", title=f"Opdigtet {number}")
            for number in range(PREREQUISITES)
        ),
    )

    assert refused_with(CONCEPT.parts) == ["publication.composition"]
    assert refused_with(whole[1:]) == ["publication.composition"] * 2
    assert refused_with(whole) == []


def refused_with(parts: tuple[Part, ...]) -> list[str]:
    """Why a concept of these parts is not approved; nothing where it is."""
    with opened() as journal:
        draft, approve, _ = published(CONCEPT, on=DAY, parts=parts)
        for command in (begun(CONCEPT), draft):
            journal.do(command, by=BO)
        try:
            journal.do(approve, by=BO)
        except Refused as refused:
            return [each.code for each in refused.reasons]
    return []


def test_an_issue_of_the_newsletter_has_four_parts() -> None:
    """Each issue is a version, and the next takes the place of the one before."""
    parts = tuple(
        Part(code=f"del-{number}", kind="section", title=title)
        for number, title in enumerate(ISSUE_PARTS, start=1)
    )
    with opened() as journal:
        journal.do(begun(NEWS), by=BO)
        for command in published(NEWS, on=date(2020, 6, 1), parts=parts):
            journal.do(command, by=BO)
        state = journal.get(publication.Publication, NEWS.stream)

    assert state is not None
    assert state.in_force(date(2020, 6, 1)) is not None
    assert len(ISSUE_PARTS) == 4


def test_what_the_concept_builds_on_is_told() -> None:
    """A mapping with 84 municipalities, a register analysis, and a drawing."""
    with opened() as journal:
        for command in publications.catalogue():
            journal.do(command, by=BO)
        state = journal.get(publication.Publication, CONCEPT.stream)

    assert state is not None
    assert [each.code for each in state.sources] == [
        "kortlaegning",
        "registeranalyse",
        "tegning",
    ]
    assert "84 municipalities" in state.sources[0].title


def test_the_questionnaire_asks_about_the_three_axes_and_assumes_no_scale() -> None:
    """One question an axis: which of the eight principles it is true of."""
    asked = PRINCIPPER.schema["properties"]

    assert set(asked) == {str(axis) for axis in Axis}
    for question in asked.values():
        assert question["items"]["enum"] == [str(number) for number in range(1, 9)]
