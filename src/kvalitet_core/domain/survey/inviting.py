"""Asking people to answer in a wave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.domain.survey.checks import LABEL, wave_of
from kvalitet_core.domain.survey.events import (
    Event,
    Invitation,
    InvitationWithdrawn,
    Invited,
)
from kvalitet_core.domain.survey.state import Survey, Wave
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import PersonId, StreamId, checked_id, is_stream, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["Invite", "WithdrawInvitation"]


def _each_once(
    _: Any, attribute: attrs.Attribute[Any], asked: tuple[Invitation, ...]
) -> None:
    """Refuse nobody, one who is named twice, and what is no id or no stream."""
    if not asked:
        raise Malformed(attribute.name, "expected one or more, got none")
    for respondent, times in Counter(each.respondent for each in asked).items():
        checked_id("respondent", respondent)
        if times > 1:
            problem = f"expected each once, got {respondent!r} {times} times"
            raise Malformed(attribute.name, problem)
    for each in asked:
        if each.of is not None and not is_stream(each.of):
            raise Malformed(f"of {each.of!r}", "expected a stream: kind/key")
        if each.group is not None and not each.group.strip():
            raise Malformed(f"group {each.group!r}", "expected some text")


@attrs.frozen(kw_only=True)
class Invite:
    """Ask people to answer in a wave.

    How they are reached is known to whoever sends the invitations; here each is an id
    that says nothing.

    Attributes:
        survey: The survey's stream: `survey/…`.
        wave: Which wave.
        invitations: Who is asked, each once; at least one.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    wave: str = attrs.field(validator=LABEL)
    invitations: tuple[Invitation, ...] = attrs.field(validator=_each_once)

    def target(self, context: Context) -> StreamId:
        """The stream of the survey."""
        return self.survey

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Ask those who are not asked yet.

        Raises:
            Refused: `survey.unknown`, `survey.wave_unknown`, `survey.wave_closed`; or
                for each who was asked otherwise `survey.invited`, or is not to be
                asked `survey.invitation_withdrawn`.
        """
        known = registered(state, self.survey)
        wave = wave_of(known, self.wave, self.survey)
        before = {each.respondent: each for each in wave.invitations}
        new = tuple(each for each in self.invitations if each not in wave.invitations)
        if not new:
            return ()
        refuse_for(
            _still_open(self.survey, known, wave, context),
            *self._otherwise(known, before, wave),
        )
        return (Invited(wave=self.wave, invitations=new),)

    def _otherwise(
        self, known: Survey, before: dict[PersonId, Invitation], wave: Wave
    ) -> Iterator[Reason]:
        """Each who was asked with something else, or whose invitation was withdrawn."""
        gone = {each.respondent: each.reason for each in wave.withdrawn}
        for each in self.invitations:
            what = f"{self.survey}: wave {self.wave!r}: {each.respondent!r}"
            other = before.get(each.respondent)
            if other is not None and other != each:
                text = f"{what} is asked with {_shown(other)}, got {_shown(each)}"
                yield Reason(code="survey.invited", text=text, source=known.source)
            elif each.respondent in gone:
                text = f"{what} was asked, and is not: {str(gone[each.respondent])!r}"
                code = "survey.invitation_withdrawn"
                yield Reason(code=code, text=text, source=known.source)


@attrs.frozen(kw_only=True)
class WithdrawInvitation:
    """Take back an invitation that should not have been sent; it counts no longer.

    A response that came on it stays on record, and counts no longer either.

    Attributes:
        survey: The survey's stream: `survey/…`.
        wave: Which wave.
        respondent: Who was asked.
        reason: Why, as a code; nothing about a person.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    wave: str = attrs.field(validator=LABEL)
    respondent: PersonId
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the survey."""
        return self.survey

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Take it back, unless it is taken back.

        Raises:
            Refused: `survey.unknown`, `survey.wave_unknown` or `survey.not_invited`.
        """
        known = registered(state, self.survey)
        wave = wave_of(known, self.wave, self.survey)
        if any(each.respondent == self.respondent for each in wave.withdrawn):
            return ()
        if wave.invitation(self.respondent) is None:
            text = (
                f"{self.survey}: wave {self.wave!r}: expected one who is asked, "
                f"got {self.respondent!r}"
            )
            refuse_for(Reason(code="survey.not_invited", text=text))
        return (
            InvitationWithdrawn(
                wave=self.wave, respondent=self.respondent, reason=self.reason
            ),
        )


def _still_open(
    stream: StreamId, known: Survey, wave: Wave, context: Context
) -> Reason | None:
    """Say no to asking somebody who can no longer answer."""
    if wave.closed is None and wave.closes.met_by(context.now):
        return None
    ended = wave.closed.isoformat() if wave.closed else str(wave.closes)
    text = (
        f"{stream}: expected wave {wave.label!r} to be open, it closed {ended}, "
        f"got {context.now.isoformat()}"
    )
    return Reason(code="survey.wave_closed", text=text, source=known.source)


def _shown(invitation: Invitation) -> str:
    return f"of {invitation.of}, group {invitation.group}"
