"""The programme 2019-2022, played by commands alone on a clock that is given.

Names, dates, the call and the four partners are real, and come from the plugins. What
no source tells is made up, and says so: who else applied, why one was chosen, and the
days of what is only known by its month or year.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from kvalitet_core import Actor, Journal, catalogue
from kvalitet_core.domain import application, municipality, network, publication, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Personal
from kvalitet_core.values import COPENHAGEN, Answers, MunicipalityCode, RegionCode
from kvalitet_indsatsteam.rounds import announcements
from kvalitet_ledelse import guidelines
from kvalitet_ledelse import networks as leaders
from kvalitet_partnerskab import call, known, networks, partnership, selection
from kvalitet_partnerskab.rounds import MOVED, POOL_2019, ROUND
from kvalitet_pejlemaerker import markers, publishing, sources
from kvalitet_pejlemaerker.examples import made_up
from kvalitet_programmet.catalogue import facts

ANNA = Actor(id="a-22", role="fagchef", organisation="Made up", authority="Made up")
OTHERS = tuple(str(number) for number in range(9701, 9719))
OWN = selection.selection_of(ROUND)
JOINED, TESTED = date(2020, 1, 6), date(2021, 1, 1)
GUIDELINES_OUT, PAGES, OVER = date(2021, 1, 20), date(2021, 9, 22), date(2023, 1, 1)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day in Denmark."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN)


def told(first: date, last: date) -> list[Any]:
    """What is told of the programme that begins to hold on one of these days."""
    return [each for each in facts() if first <= each.effective_from <= last]


def place(code: str) -> municipality.Register:
    """One of the eighteen other applicants, whose names are not to be found."""
    return municipality.Register(
        code=MunicipalityCode(code),
        name=f"Eksempelkommune {code} (made up)",
        region=RegionCode("1082"),
        effective_from=date(2019, 1, 1),
    )


def apply(code: str) -> application.Submit:
    """A municipality's application, with its budget and its notes."""
    return application.Submit(
        round=ROUND,
        applicant=StreamId(f"municipality/{code}"),
        answers=Answers({"budget": True, "budgetnoter": True}),
        contact_id=PersonId(f"person-{code}"),
        contact=Personal(tilbud.ContactCard(name="Pia Opdigt")),
        description=Personal("Made up."),
    )


def select(code: str) -> selection.Select:
    """Select a municipality; why is made up."""
    applied = StreamId(f"application/{POOL_2019.programme}-{POOL_2019.label}.{code}.1")
    return selection.Select(selection=OWN, application=applied, reasons=("Made up.",))


def join(code: str) -> selection.Answer:
    """Accept the invitation to be a reference municipality; which did is made up."""
    applied = select(code).application
    return selection.Answer(
        selection=OWN, application=applied, joins=True, effective_from=JOINED
    )


def work(code: str) -> Iterator[Any]:
    """Two phases, and the eight principles, which count only all together."""
    own = partnership.partnership_of(StreamId(f"municipality/{code}"))
    first, second, *_ = partnership.Phase
    for phase, day in ((first, call.STARTS), (second, TESTED)):
        yield partnership.EnterPhase(partnership=own, phase=phase, effective_from=day)
    for number in sorted(partnership.ALL):
        yield partnership.TakeUp(
            partnership=own, principle=number, effective_from=TESTED
        )
    yield partnership.DeclareReorganised(partnership=own, effective_from=TESTED)


def met() -> network.HoldMeeting:
    """The steering group's first meeting; who was there is not to be found."""
    return network.HoldMeeting(
        network=networks.STEERING_GROUP, meeting="2020-01-07", attended=frozenset()
    )


def ten_markers() -> Iterator[Any]:
    """The ten markers, out by the day that SUS told of them."""
    book, day = publishing.STREAM, sources.ANNOUNCED
    yield publishing.begin(
        approves=frozenset({"fagchef"}), hearing=False, effective_from=sources.BEGINS
    )
    yield publication.Draft(
        publication=book,
        version=1,
        title=sources.TITLE,
        parts=markers.parts(made_up(2)),
        effective_from=day,
    )
    yield publication.Approve(publication=book, version=1, effective_from=day)
    yield publication.Publish(publication=book, version=1, effective_from=day)


def scenes() -> Iterator[tuple[datetime, str, Iterable[Any]]]:
    """What happens, each with its time."""
    begun, chosen = date(2019, 3, 1), (*known.PARTNERS, OTHERS[0])
    yield (
        at(begun),
        "the programme, its two tracks and its six sub-initiatives",
        (*catalogue.regions(), *catalogue.municipalities(), *told(date.min, begun)),
    )
    opened = rounds.Open(round=ROUND, effective_from=call.ANNOUNCED)
    yield at(call.ANNOUNCED), "the pool is announced", (POOL_2019, opened)
    yield at(MOVED.effective_from), "its deadline is moved", (MOVED,)
    applied = (*map(place, OTHERS), *map(apply, (*known.PARTNERS, *OTHERS)))
    yield at(date(2019, 9, 24), 11), "22 municipalities have applied", applied
    tried = (*networks.catalogue(), *map(select, chosen))
    yield at(date(2019, 12, 16)), "four are selected, and a fifth is tried", tried
    published = selection.Publish(selection=OWN, effective_from=known.PUBLISHED)
    yield at(known.PUBLISHED), "the selection is published", (published,)
    begin = leaders.establishments()
    yield at(leaders.ULTIMO_2019), "two networks of leaders begin", begin
    yield at(JOINED), "14 of the 18 others join", map(join, OTHERS[:14])
    yield known.STEERING_ENDS, "the steering group has met", (met(),)
    entered = announcements()
    yield at(date(2020, 9, 14)), "two rounds of the Indsatsteam", entered
    worked = [each for code in known.PARTNERS for each in work(code)]
    yield at(TESTED), "testing begins, by eight principles", worked
    out = (*guidelines.drafting(), *guidelines.publishing(on=GUIDELINES_OUT))
    yield at(GUIDELINES_OUT), "seven principles of leadership are out", out
    yield at(sources.ANNOUNCED), "ten markers are out", ten_markers()
    yield at(PAGES), "what the agency's pages say", told(date(2021, 1, 1), PAGES)
    yield at(OVER), "the programme is over", told(OVER, date.max)


def play(where: str = "memory:") -> Iterator[str]:
    """Play it into a journal; tells what was asked, what followed, what was refused."""
    clock = GivenClock(at(date(2019, 3, 1)))
    with Journal.open(where, clock=clock) as journal:
        for when, what, commands in scenes():
            clock.set(when)
            before, asked, refused = journal.head(), 0, list[str]()
            for asked, command in enumerate(commands, start=1):  # noqa: B007 - counted
                try:
                    journal.do(command, by=ANNA)
                except Refused as refusal:
                    refused += [reason.code for reason in refusal.reasons]
            commits = journal.commits(after=before)
            more = sum(commit.record.reaction is not None for commit in commits)
            yield f"{when.date()}  {what}: {asked} asked, {more} followed"
            yield from (f"            refused: {code}" for code in refused)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in play())
