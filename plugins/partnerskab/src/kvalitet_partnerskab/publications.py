"""What came out of the partnership, as publications with the parts that can be cited.

Of each the year is known, and of no one the day: `published` takes it. The guides for
myndighed and for the strategic leadership, and the one to the process of omlægning,
have neither a title nor an ISBN in any source, so `SISTER_GUIDES` says only for whom
they are, and whoever knows their titles begins them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from kvalitet_core.aggregate import Command
from kvalitet_core.domain.publication import (
    AddSource,
    Approve,
    Begin,
    Composition,
    Draft,
    Part,
    Publish,
)
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import ISBN, ReasonCode
from kvalitet_partnerskab import concept
from kvalitet_partnerskab.known import CONTRIBUTOR, MAPPED, REGISTER_ANALYSIS, SUPPLIER
from kvalitet_partnerskab.sources import (
    BEGINS,
    EVALUATION,
    GUIDE,
    NAME,
    NEWSLETTER,
    PRACTICE,
    STAFF_GUIDE,
    STATUS,
    TOOL,
)

__all__ = [
    "CONCEPT",
    "GUIDE_TO_PRACTICE",
    "ISSUE_PARTS",
    "NEWS",
    "PUBLICATIONS",
    "REPORT",
    "SISTER_GUIDES",
    "STAFF",
    "Product",
    "begun",
    "catalogue",
    "principle_parts",
    "published",
    "sources",
]


@attrs.frozen(kw_only=True)
class Product:
    """A publication of the partnership, as far as it is known.

    Attributes:
        key: What it is known by in the record.
        title: What it is called, letter by letter.
        isbn: Its ISBN; None where it has none, or none is to be found.
        year: The year that it came out; of the newsletter, its first.
        audience: For whom it is; of the report and the concept, the house's own words.
        parts: What of it can be cited.
        composition: What it must be made of.
        source: The document that this comes from.
    """

    key: str
    title: str
    isbn: ISBN | None = None
    year: int
    audience: str
    parts: tuple[Part, ...] = ()
    composition: tuple[Composition, ...] = ()
    source: str

    @property
    def stream(self) -> StreamId:
        """The publication's stream."""
        return stream_id("publication", self.key)


def principle_parts(sections: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """The eight principles as parts, each with its sections after it.

    Args:
        sections: What each principle is told in: `concept.GUIDE_PARTS`.
    """
    return tuple(_principle_parts(sections))


def _principle_parts(sections: tuple[str, ...]) -> Iterator[Part]:
    for each in concept.PRINCIPLES:
        code = f"princip-{each.number}"
        yield Part(code=code, kind="principle", title=each.title)
        for number, title in enumerate(sections, start=1):
            yield Part(code=f"{code}.{number}", kind="section", title=title, under=code)


_EIGHT: Final = Composition(
    kind="principle",
    least=len(concept.PRINCIPLES),
    most=len(concept.PRINCIPLES),
    titles=tuple(each.title for each in concept.PRINCIPLES),
    source=GUIDE,
)


def _told_in(sections: tuple[str, ...], source: str) -> Composition:
    return Composition(
        kind="section",
        under="principle",
        least=len(sections),
        most=len(sections),
        titles=sections,
        source=source,
    )


GUIDE_TO_PRACTICE: Final = Product(
    key="partnerskab-vejledning-til-praksis",
    title="Recovery-orienteret rehabilitering. Vejledning til praksis",
    isbn=ISBN("978-87-94371-47-6"),
    year=2023,
    audience="those who want the theory in depth; overview across actors",
    parts=principle_parts(concept.GUIDE_PARTS),
    composition=(_EIGHT, _told_in(concept.GUIDE_PARTS, GUIDE)),
    source=GUIDE,
)

STAFF: Final = Product(
    key="partnerskab-guide-tilbud",
    title=(
        "Guide til medarbejdere og ledere i de sociale tilbud. Recovery-orienteret "
        "rehabilitering i praksis i socialpsykiatrien"
    ),
    isbn=ISBN("978-87-94371-50-6"),
    year=2023,
    audience=(
        "staff and leaders in tilbud: bostøtte, group support, open non-referred "
        "tilbud, bo-/dagtilbud"
    ),
    parts=principle_parts(concept.STAFF_GUIDE_PARTS),
    composition=(_EIGHT, _told_in(concept.STAFF_GUIDE_PARTS, STAFF_GUIDE)),
    source=STAFF_GUIDE,
)

REPORT: Final = Product(
    key="partnerskab-evaluering",
    title=(
        "Partnerskab om strategisk udvikling og omlægning af socialpsykiatrien - "
        "Evaluering"
    ),
    isbn=ISBN("978-87-94371-78-0"),
    year=2023,
    audience="whoever asks what came of it",
    source=EVALUATION,
)
"""The evaluation report, by PwC."""

CONCEPT: Final = Product(
    key="partnerskab-koncept",
    title=concept.TITLE,
    year=2023,
    audience="strategic leadership, myndighed and tilbud in all municipalities",
    parts=principle_parts(),
    composition=(
        _EIGHT,
        Composition(
            kind="prerequisite",
            least=concept.PREREQUISITES,
            most=concept.PREREQUISITES,
            source=PRACTICE,
        ),
    ),
    source=PRACTICE,
)
"""The concept: eight principles, and eight prerequisites whose names are not found.

It cannot be approved until somebody gives them as parts of the kind `prerequisite`.
"""

ISSUE_PARTS: Final = (
    "intro",
    "status",
    "experiences",
    "one municipality tells (first: Rudersdal)",
)
"""The four parts of each issue of the newsletter, restated; every half year."""

NEWS: Final = Product(
    key="partnerskab-nyheder",
    title="Nyheder fra omlægningen af socialpsykiatrien",
    year=2020,
    audience="municipalities following the work",
    composition=(
        Composition(
            kind="section",
            least=len(ISSUE_PARTS),
            most=len(ISSUE_PARTS),
            source=NEWSLETTER,
        ),
    ),
    source=NEWSLETTER,
)
"""The newsletter: an issue is a version."""

PUBLICATIONS: Final = (GUIDE_TO_PRACTICE, STAFF, REPORT, CONCEPT, NEWS)
"""All whose titles are known."""

SISTER_GUIDES: Final = ("myndighed", "strategic leadership", "the process of omlægning")
"""For whom, or what, there are guides whose titles and ISBNs are not to be found."""


def begun(
    product: Product,
    *,
    approves: frozenset[str] = frozenset({"fagchef"}),
    since: date = BEGINS,
) -> Begin:
    """The command that begins a publication.

    Args:
        product: Which one.

        approves: The roles that approve it in your organisation; not to be found.

        since: The first day that it is worked on; not to be found, so it is the
            programme's first day, and stands for no more than that.
    """
    return Begin(
        key=product.key,
        title=product.title,
        purpose=f"For: {product.audience}",
        initiative=NAME,
        hearing=False,
        approves=approves,
        composition=product.composition,
        source=product.source,
        effective_from=since,
    )


def published(
    product: Product, *, on: date, parts: tuple[Part, ...] | None = None
) -> tuple[Draft, Approve, Publish]:
    """The commands by which the first version of a publication comes out on a day.

    Args:
        product: Which one.

        on: The day; only the year is to be found.

        parts: All its parts; None for those that are known.
    """
    own = product.parts if parts is None else parts
    return (
        Draft(
            publication=product.stream,
            version=1,
            title=product.title,
            parts=own,
            effective_from=on,
        ),
        Approve(publication=product.stream, version=1, effective_from=on),
        Publish(
            publication=product.stream,
            version=1,
            isbn=product.isbn,
            effective_from=on,
        ),
    )


def sources() -> tuple[AddSource, ...]:
    """What the concept builds on: the knowledge base of the phase of analysis."""
    mapping = f"Mapping by {SUPPLIER}, with input from {MAPPED} municipalities"
    told = (
        ("kortlaegning", "mapping", f"{mapping}; {STATUS}"),
        ("registeranalyse", "register_analysis", f"{REGISTER_ANALYSIS}; {STATUS}"),
        ("tegning", "dialogue_tool", f"A drawing by {CONTRIBUTOR}; {TOOL}"),
    )
    return tuple(
        AddSource(
            publication=CONCEPT.stream, code=code, kind=ReasonCode(kind), title=title
        )
        for code, kind, title in told
    )


def catalogue() -> tuple[Command, ...]:
    """The commands that begin all whose titles are known."""
    return (*map(begun, PUBLICATIONS), *sources())
