"""A programme as it is known: its state, and how each event changes it."""

from __future__ import annotations

from typing import assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.programme.events import (
    AuthorityChanged,
    BudgetStated,
    Change,
    ContactNamed,
    ContactRemoved,
    EndChanged,
    Established,
    Event,
    GoalStated,
    PageStated,
    SubInitiativeStated,
    TrackStated,
)
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal
from kvalitet_core.values import ReasonCode

__all__ = ["Budget", "Contact", "Numbered", "Programme", "SubInitiative", "evolve"]


@attrs.frozen(kw_only=True, slots=False)
class Numbered:
    """A track or a goal.

    Attributes:
        number: Its number.
        text: What it says when.
    """

    number: int
    text: Dated[str]


@attrs.frozen(kw_only=True)
class Budget:
    """What one post of a sub-initiative has.

    Attributes:
        post: What the money is for.
        stated: What was said of it when; the amount is None where it is not known.
    """

    post: ReasonCode
    stated: Dated[BudgetStated]


@attrs.frozen(kw_only=True, slots=False)
class SubInitiative:
    """A sub-initiative as it is known.

    Attributes:
        number: Its number.
        stated: What was said of it when.
        budgets: Its posts, in the order that they were first told; none where nothing
            was said.
        page: What its page says when.
    """

    number: int
    stated: Dated[SubInitiativeStated] = attrs.field(factory=Dated)
    budgets: tuple[Budget, ...] = ()
    page: Dated[PageStated] = attrs.field(factory=Dated)

    def budget(self, post: ReasonCode) -> Dated[BudgetStated]:
        """Give what was said of a post; nothing where nothing was."""
        found = (each.stated for each in self.budgets if each.post == post)
        return next(found, Dated())


@attrs.frozen(kw_only=True, slots=False)
class Contact:
    """Someone who is, was or will be contact.

    Attributes:
        person: The person.
        sub_initiative: Of which sub-initiative; None for the programme as a whole.
        card: How to reach the person, on the days that the person is the contact.
    """

    person: PersonId
    sub_initiative: int | None
    card: Dated[Personal[ContactCard]] = attrs.field(factory=Dated)


@attrs.frozen(kw_only=True, slots=False)
class Programme:
    """A programme as it is known.

    Attributes:
        established: What it was entered with.
        period: When it is there.
        authority: The authority that runs it when.
        tracks: Its tracks, by their numbers.
        goals: Its outcome goals, by their numbers.
        sub_initiatives: Its sub-initiatives, by their numbers.
        contacts: Its contacts, in the order they were first named.
        end_reason: Why it ends on another day than it was entered with, if it does.
    """

    established: Established
    period: Period
    authority: Dated[str]
    tracks: tuple[Numbered, ...] = ()
    goals: tuple[Numbered, ...] = ()
    sub_initiatives: tuple[SubInitiative, ...] = ()
    contacts: tuple[Contact, ...] = ()
    end_reason: ReasonCode | None = None

    def track(self, number: int) -> Numbered | None:
        """Find the track with this number."""
        return _numbered(self.tracks, number)

    def goal(self, number: int) -> Numbered | None:
        """Find the goal with this number."""
        return _numbered(self.goals, number)

    def sub_initiative(self, number: int) -> SubInitiative | None:
        """Find the sub-initiative with this number."""
        found = (each for each in self.sub_initiatives if each.number == number)
        return next(found, None)

    def contact(self, person: PersonId, sub_initiative: int | None) -> Contact | None:
        """Find a person as contact of a sub-initiative, or of the whole."""
        sought = (person, sub_initiative)
        found = (
            each
            for each in self.contacts
            if (each.person, each.sub_initiative) == sought
        )
        return next(found, None)


def evolve(state: Programme | None, event: Event) -> Programme:
    """Give the programme as it is after the event."""
    if isinstance(event, Established):
        return Programme(
            established=event,
            period=Period(start=event.effective_from, end=event.effective_to),
            authority=Dated.of(event.authority, event.effective_from),
        )
    return _changed(existing(state, event), event)


def _changed(programme: Programme, event: Change) -> Programme:
    match event:
        case AuthorityChanged(authority=authority, effective_from=day):
            said = programme.authority.asserted(authority, day)
            return altered(programme, authority=said)
        case EndChanged(effective_to=end, reason=reason):
            period = attrs.evolve(programme.period, end=end)
            return altered(programme, period=period, end_reason=reason)
        case TrackStated(number=number, title=title, effective_from=day):
            track = programme.track(number) or Numbered(number=number, text=Dated())
            track = altered(track, text=track.text.asserted(title, day))
            return altered(programme, tracks=_with(programme.tracks, track))
        case GoalStated(number=number, text=text, effective_from=day):
            goal = programme.goal(number) or Numbered(number=number, text=Dated())
            goal = altered(goal, text=goal.text.asserted(text, day))
            return altered(programme, goals=_with(programme.goals, goal))
        case SubInitiativeStated() | BudgetStated() | PageStated():
            return _with_part(programme, event)
        case ContactNamed() | ContactRemoved():
            return _with_contact(programme, event)
        case _:
            assert_never(event)


def _with_part(
    programme: Programme, event: SubInitiativeStated | BudgetStated | PageStated
) -> Programme:
    number = (
        event.number if isinstance(event, SubInitiativeStated) else event.sub_initiative
    )
    known = programme.sub_initiative(number) or SubInitiative(number=number)
    day = event.effective_from
    match event:
        case SubInitiativeStated():
            part = altered(known, stated=known.stated.asserted(event, day))
        case BudgetStated(post=post):
            posts = {each.post: each for each in known.budgets}
            said = known.budget(post).asserted(event, day)
            posts[post] = Budget(post=post, stated=said)
            part = altered(known, budgets=tuple(posts.values()))
        case PageStated():
            part = altered(known, page=known.page.asserted(event, day))
        case _:
            assert_never(event)
    by_number = {each.number: each for each in programme.sub_initiatives}
    by_number[number] = part
    parts = tuple(part for _, part in sorted(by_number.items()))
    return altered(programme, sub_initiatives=parts)


def _with_contact(
    programme: Programme, event: ContactNamed | ContactRemoved
) -> Programme:
    person, number = event.contact, event.sub_initiative
    known = programme.contact(person, number)
    known = known or Contact(person=person, sub_initiative=number)
    match event:
        case ContactNamed(card=card, effective_from=day, effective_to=to):
            contact = altered(known, card=known.card.asserted(card, day, to))
        case ContactRemoved(effective_from=day):
            contact = altered(known, card=known.card.ended(day))
        case _:
            assert_never(event)
    by_person = {
        (each.person, each.sub_initiative): each for each in programme.contacts
    }
    by_person[person, number] = contact
    return altered(programme, contacts=tuple(by_person.values()))


def _numbered(all_of_them: tuple[Numbered, ...], number: int) -> Numbered | None:
    return next((each for each in all_of_them if each.number == number), None)


def _with(all_of_them: tuple[Numbered, ...], changed: Numbered) -> tuple[Numbered, ...]:
    by_number = {each.number: each for each in all_of_them}
    by_number[changed.number] = changed
    return tuple(each for _, each in sorted(by_number.items()))
