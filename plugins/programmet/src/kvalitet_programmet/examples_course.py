"""A made-up course is completed by somebody who works at a made-up tilbud."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from kvalitet_core.actor import Actor
from kvalitet_core.domain import course, course_run, municipality, region, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import MunicipalityCode, RegionCode

__all__ = ["completed_by"]

_SINCE: Final = date(2021, 1, 1)
_JUNE: Final = datetime.fromisoformat("2021-06-14T09:00:00+02:00")
_STARTS: Final = datetime.fromisoformat("2021-08-17T09:00:00+02:00")
_ENDS: Final = datetime.fromisoformat("2021-08-17T15:00:00+02:00")
_AFTER: Final = datetime.fromisoformat("2021-08-18T09:00:00+02:00")
_SOMEBODY: Final = PersonId("person-2204")


def completed_by(actor: Actor) -> Story:
    """From the catalogue to the certificate, which names the workplace."""
    workplace = yield from _registered(actor)
    yield Ask(
        course.Register(
            key="eksempel",
            programme="kompetence",
            title="Eksempelkursus",
            source="Opdigtet",
            effective_from=_SINCE,
        ),
        by=actor,
    )
    plan = course_run.Plan(
        key="eksempel",
        course=StreamId("course/eksempel"),
        sessions=(course_run.CourseSession(starts=_STARTS, ends=_ENDS),),
        place=course_run.CoursePlace(online=True),
        seats=1,
        terms=course_run.RunTerms(
            deadline=_STARTS,
            seating=course_run.Seating.AT_ONCE,
            order=course_run.BY_RECEIPT,
            source="Opdigtet",
        ),
        effective_from=_SINCE,
    )
    run = yield Ask(plan, by=actor)
    sign_up = course_run.SignUp(
        run=run,
        participant=_SOMEBODY,
        card=Personal(tilbud.ContactCard(name="Svend Salvie")),
        workplace=workplace,
    )
    yield Ask(sign_up, by=actor)
    came = course_run.RecordAttendance(
        run=run, session=1, present=frozenset({_SOMEBODY})
    )
    yield Ask(came, by=actor, at=_AFTER)
    yield Ask(course_run.IssueCertificate(run=run, participant=_SOMEBODY), by=actor)


def _registered(actor: Actor) -> Any:
    """A tilbud in a municipality that is on no map."""
    code = RegionCode("1089")
    yield Ask(
        region.Register(code=code, name="Region Eksempel", effective_from=_SINCE),
        by=actor,
        at=_JUNE,
    )
    place = MunicipalityCode("0999")
    yield Ask(
        municipality.Register(
            code=place, name="Eksempelkøbing", region=code, effective_from=_SINCE
        ),
        by=actor,
    )
    grounds = LegalGrounds(
        grounds=frozenset({LegalGround.SEL85}), primary=LegalGround.SEL85
    )
    return (
        yield Ask(
            tilbud.Register(
                name="Bostøtten Hyldehuset",
                municipality=place,
                driftsform=tilbud.Driftsform.KOMMUNAL,
                legal_grounds=grounds,
                effective_from=_SINCE,
            ),
            by=actor,
        )
    )
