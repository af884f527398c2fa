"""A publication: a product of knowledge, made by a group, that others can cite.

It is drafted, heard, approved and published in versions, and a version holds until
another takes its place. What can be cited is its parts: principles, markers, core
elements, recommendations. Whoever cites one asks `uncitable` whether it can be done on
that day.

A module a part. What happens: `events`, with `parts` and `citation`; `edition` and
`state`. What commands share: `checks` and `citing`. The commands: `beginning`, `group`,
`drafting`, `publishing`, `correcting`.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.publication.citing import cannot_cite, uncitable
from kvalitet_core.domain.publication.edition import Answer, Edition, Hearing, Stage
from kvalitet_core.domain.publication.events import (
    Approved,
    Begun,
    Change,
    Corrected,
    Drafted,
    EditionChange,
    Event,
    HearingAnswered,
    HearingOpened,
    MemberNamed,
    MemberRemoved,
    Published,
    Returned,
    SourceAdded,
    SourceRemoved,
    Superseded,
)
from kvalitet_core.domain.publication.parts import Composition, Part
from kvalitet_core.domain.publication.state import (
    Member,
    Publication,
    Seated,
    Source,
    evolve,
)

if TYPE_CHECKING:
    from kvalitet_core.domain.publication.beginning import (
        AddSource,
        Begin,
        RemoveSource,
    )
    from kvalitet_core.domain.publication.correcting import Correct
    from kvalitet_core.domain.publication.drafting import (
        AnswerHearing,
        Draft,
        OpenHearing,
        Return,
    )
    from kvalitet_core.domain.publication.group import NameMember, RemoveMember
    from kvalitet_core.domain.publication.publishing import Approve, Publish, Supersede

__all__ = [
    "AGGREGATE",
    "AddSource",
    "Answer",
    "AnswerHearing",
    "Approve",
    "Approved",
    "Begin",
    "Begun",
    "Change",
    "Citation",
    "Composition",
    "Correct",
    "Corrected",
    "Draft",
    "Drafted",
    "Edition",
    "EditionChange",
    "Event",
    "Hearing",
    "HearingAnswered",
    "HearingOpened",
    "Member",
    "MemberNamed",
    "MemberRemoved",
    "NameMember",
    "OpenHearing",
    "Part",
    "Publication",
    "Publish",
    "Published",
    "RemoveMember",
    "RemoveSource",
    "Return",
    "Returned",
    "Seated",
    "Source",
    "SourceAdded",
    "SourceRemoved",
    "Stage",
    "Supersede",
    "Superseded",
    "cannot_cite",
    "evolve",
    "uncitable",
]

_COMMANDS = Deferred(
    __name__,
    {
        "publication.begin/1": "beginning.Begin",
        "publication.name_member/1": "group.NameMember",
        "publication.remove_member/1": "group.RemoveMember",
        "publication.add_source/1": "beginning.AddSource",
        "publication.remove_source/1": "beginning.RemoveSource",
        "publication.draft/1": "drafting.Draft",
        "publication.open_hearing/1": "drafting.OpenHearing",
        "publication.answer_hearing/1": "drafting.AnswerHearing",
        "publication.approve/1": "publishing.Approve",
        "publication.return/1": "drafting.Return",
        "publication.publish/1": "publishing.Publish",
        "publication.supersede/1": "publishing.Supersede",
        "publication.correct/1": "correcting.Correct",
    },
)

AGGREGATE = Aggregate(
    kind="publication",
    state=Publication,
    evolve=evolve,
    events={
        "publication.begun/1": Begun,
        "publication.member_named/1": MemberNamed,
        "publication.member_removed/1": MemberRemoved,
        "publication.source_added/1": SourceAdded,
        "publication.source_removed/1": SourceRemoved,
        "publication.drafted/1": Drafted,
        "publication.hearing_opened/1": HearingOpened,
        "publication.hearing_answered/1": HearingAnswered,
        "publication.approved/1": Approved,
        "publication.returned/1": Returned,
        "publication.published/1": Published,
        "publication.superseded/1": Superseded,
        "publication.corrected/1": Corrected,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
