"""A publication: a product of knowledge, made by a group, that others can cite.

It is drafted, heard, approved and published in versions, and a version holds until
another takes its place. What can be cited is its parts: principles, markers, core
elements, recommendations. Whoever cites one asks `uncitable` whether it can be done on
that day.

A module a part. What happens: `events`, with `parts` and `citation`; `edition` and
`state`. What commands share: `checks` and `citing`. The commands: `beginning`, `group`,
`drafting`, `publishing`, `correcting`.
"""

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.domain.publication.beginning import AddSource, Begin, RemoveSource
from kvalitet_core.domain.publication.citation import Citation
from kvalitet_core.domain.publication.citing import cannot_cite, uncitable
from kvalitet_core.domain.publication.correcting import Correct
from kvalitet_core.domain.publication.drafting import (
    AnswerHearing,
    Draft,
    OpenHearing,
    Return,
)
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
from kvalitet_core.domain.publication.group import NameMember, RemoveMember
from kvalitet_core.domain.publication.parts import Composition, Part
from kvalitet_core.domain.publication.publishing import Approve, Publish, Supersede
from kvalitet_core.domain.publication.state import (
    Member,
    Publication,
    Seated,
    Source,
    evolve,
)

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
    commands={
        "publication.begin/1": Begin,
        "publication.name_member/1": NameMember,
        "publication.remove_member/1": RemoveMember,
        "publication.add_source/1": AddSource,
        "publication.remove_source/1": RemoveSource,
        "publication.draft/1": Draft,
        "publication.open_hearing/1": OpenHearing,
        "publication.answer_hearing/1": AnswerHearing,
        "publication.approve/1": Approve,
        "publication.return/1": Return,
        "publication.publish/1": Publish,
        "publication.supersede/1": Supersede,
        "publication.correct/1": Correct,
    },
)
