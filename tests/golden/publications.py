"""Made-up publications: one that is heard, one that takes its place, and a citing."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import attrs
from tests.golden.telling import BIRK, CHIEF, SIGNE, Teller, card

from kvalitet_core.domain import case as cases
from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Citation, Composition, Part
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ISBN, Deadline, Digest, ReasonCode

__all__ = ["publications"]

_BEGINS: Final = date(2020, 10, 1)
_PAPER: Final = "Opdigtet projektbeskrivelse"
_PARTS: Final = (
    Part(code="m1", kind="marker", title="Åbenhed"),
    Part(code="m1.a", kind="recommendation", title="Lyt", under="m1"),
    Part(code="m2", kind="marker", title="Mod"),
    Part(code="m2.a", kind="recommendation", title="Prøv", under="m2"),
)
_BEGIN: Final = publication.Begin(
    key="opdigtet-vejviser",
    title="Vejviseren",
    purpose="At vise en opdigtet vej",
    initiative="opdigtet",
    hearing=True,
    approves=frozenset({CHIEF.role}),
    composition=(
        Composition(kind="marker", least=2, titles=("Åbenhed", "Mod"), source=_PAPER),
        Composition(
            kind="recommendation", under="marker", least=1, most=2, source=_PAPER
        ),
    ),
    source=_PAPER,
    effective_from=_BEGINS,
)


def publications(teller: Teller, case: StreamId) -> Citation:
    """Let two publications be made; give a part of the second, which a case cites.

    Args:
        teller: Who tells.

        case: A case with an agreement of expectations still to be made.
    """
    where = teller.do(_BEGIN)
    teller.refused(attrs.evolve(_BEGIN, hearing=False))
    _made_by(teller, where)
    _first(teller, where)
    _second(teller, where)
    cited = _other(teller)
    teller.do(
        publication.Supersede(
            publication=where,
            version=2,
            by=attrs.evolve(cited, part=None),
            effective_from=date(2021, 4, 1),
        )
    )
    cite = cases.Cite(case=case, item="start.afstem", citation=cited)
    teller.refused(attrs.evolve(cite, citation=Citation(publication=where, version=2)))
    teller.do(cite)
    whole = attrs.evolve(cited, part=None)
    teller.do(attrs.evolve(cite, citation=whole, effective_from=date(2021, 3, 15)))
    return cited


def _made_by(teller: Teller, where: StreamId) -> None:
    named = publication.NameMember(
        publication=where,
        member=SIGNE,
        capacity=ReasonCode("expert"),
        card=card("Signe Ærø"),
        effective_from=_BEGINS,
    )
    source = publication.AddSource(
        publication=where,
        code="k1",
        kind=ReasonCode("mapping"),
        title="Opdigtet kortlægning",
        document=Digest("b" * 64),
    )
    for command in (
        named,
        attrs.evolve(
            named,
            member=BIRK,
            capacity=ReasonCode("municipality"),
            organisation="Eksempel Kommune",
            card=card("Birk Bæk"),
            effective_to=date(2021, 7, 1),
        ),
        publication.RemoveMember(
            publication=where, member=SIGNE, effective_from=date(2020, 12, 1)
        ),
        source,
        attrs.evolve(source, code="k2", title="Tilføjet ved en fejl", document=None),
        publication.RemoveSource(
            publication=where, code="k2", reason=ReasonCode("mistake")
        ),
    ):
        teller.do(command)


def _first(teller: Teller, where: StreamId) -> None:
    """The first version is heard, sent back, and heard anew."""
    what: dict[str, Any] = {"publication": where, "version": 1}
    draft = publication.Draft(
        title="Vejviseren", parts=_PARTS[:3], effective_from=date(2020, 10, 15), **what
    )
    hearing = publication.OpenHearing(
        parties=frozenset({"Eksempel Kommune", "En opdigtet forening"}),
        until=Deadline("2020-11-15"),
        effective_from=date(2020, 11, 1),
        **what,
    )
    answer = publication.AnswerHearing(
        party="En opdigtet forening",
        document=Digest("c" * 64),
        effective_from=date(2020, 11, 10),
        **what,
    )
    approve = publication.Approve(effective_from=date(2021, 1, 4), **what)
    teller.do(draft)
    teller.do(hearing)
    teller.do(answer)
    teller.refused(approve, by=CHIEF)
    back = date(2020, 11, 20)
    for command in (
        publication.Return(reason=ReasonCode("heard"), effective_from=back, **what),
        attrs.evolve(
            draft, parts=_PARTS, document=Digest("d" * 64), effective_from=back
        ),
        attrs.evolve(
            hearing, until=Deadline("2020-12-15"), effective_from=date(2020, 12, 1)
        ),
        attrs.evolve(answer, document=None, effective_from=date(2020, 12, 14)),
    ):
        teller.do(command)
    teller.do(approve, by=CHIEF)
    teller.do(
        publication.Publish(
            isbn=ISBN("978-87-0000-000-1"), effective_from=date(2021, 1, 11), **what
        )
    )
    teller.do(
        publication.Correct(
            reason=ReasonCode("misread"),
            isbn=ISBN("978-87-0000-001-8"),
            published=date(2021, 1, 12),
            **what,
        )
    )


def _second(teller: Teller, where: StreamId) -> None:
    """The second version takes the place of the first."""
    what: dict[str, Any] = {"publication": where, "version": 2}
    day = date(2021, 2, 1)
    for command in (
        publication.Draft(
            title="Vejviseren, 2. udgave", parts=_PARTS, effective_from=day, **what
        ),
        publication.OpenHearing(
            parties=frozenset({"Eksempel Kommune"}),
            until=Deadline("2021-02-15"),
            effective_from=day,
            **what,
        ),
        publication.Approve(effective_from=date(2021, 2, 16), **what),
        publication.Publish(
            document=Digest("e" * 64), effective_from=date(2021, 3, 1), **what
        ),
    ):
        teller.do(command, by=CHIEF)


def _other(teller: Teller) -> Citation:
    """Another publication, which nobody is heard about."""
    where = teller.do(
        attrs.evolve(
            _BEGIN,
            key="opdigtet-haandbog",
            title="Håndbogen",
            hearing=False,
            composition=(),
        )
    )
    what: dict[str, Any] = {"publication": where, "version": 1}
    day = date(2021, 3, 1)
    part = Part(code="metode", kind="method", title="Samtale")
    for command in (
        publication.Draft(title="Håndbogen", parts=(part,), effective_from=day, **what),
        publication.Approve(effective_from=day, **what),
        publication.Publish(effective_from=day, **what),
    ):
        teller.do(command, by=CHIEF)
    return Citation(publication=where, version=1, part=part.code)
