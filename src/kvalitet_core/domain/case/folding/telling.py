"""How what becomes known changes a case."""

from __future__ import annotations

from datetime import date

from kvalitet_core.dated import Dated
from kvalitet_core.domain.case import events as e
from kvalitet_core.domain.case.folding.changing import Fields
from kvalitet_core.domain.case.state import Case, Link, Told
from kvalitet_core.values import danish_date

__all__ = ["document", "fact", "linked", "opened"]


def opened(event: e.Opened) -> Case:
    """Begin a case."""
    facts = {}
    if event.facts:
        day = danish_date(event.received)
        facts = {each.fact: Dated.of(Told(each.value, 1), day) for each in event.facts}
    return Case(
        definition=event.definition,
        version=event.version,
        versions=(event.version,),
        digest=event.digest,
        title=event.title,
        handles=event.handles,
        received=event.received,
        facts=facts,
        events=1,
    )


def fact(case: Case, event: e.FactRecorded | e.FactCorrected, version: int) -> Fields:
    """Lay what is told over what is known."""
    return _told(case, event.fact, event.value, event.effective_from, version)


def document(case: Case, event: e.DocumentReceived, version: int) -> Fields:
    """Know a document by the digest of its content."""
    digest = str(event.attachment.sha256)
    return _told(case, event.document, digest, event.effective_from, version)


def linked(case: Case, event: e.Linked, _: int) -> Fields:
    """Tie the case to something."""
    return {"links": (*case.links, Link(event.to, event.relation))}


def cited(case: Case, event: e.Cited, _: int) -> Fields:
    """Let an item rest on something that is published."""
    cited = (*case.citations.get(event.item, ()), event.citation)
    return {"citations": {**case.citations, event.item: cited}}


def _told(
    case: Case, name: str, value: e.FactValue | None, day: date, version: int
) -> Fields:
    known: Dated[Told] = case.facts.get(name, Dated())
    return {"facts": {**case.facts, name: known.asserted(Told(value, version), day)}}
