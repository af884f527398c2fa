"""An application is drafted, received, supplemented, corrected, withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.domain.programme import (
    ANNA,
    ANNOUNCED,
    ANSWERS,
    APPLICATION,
    CARD,
    DRAFT,
    DRAFTED,
    NOW,
    OPENED,
    PLUGIN,
    RECEIVED,
    REGISTERED,
    ROUND,
    SECOND,
    SUBMIT,
    SUBMITTED,
    TILBUD,
    WISH,
    texts,
    trying,
)

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain import application, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.values import Answers, Deadline, Digest, ReasonCode

LATE = datetime(2020, 11, 28, 9, 0, tzinfo=UTC)
OTHER = Attachment(
    sha256=Digest("1" * 64),
    media_type="application/pdf",
    size=1,
    label=ReasonCode("budget"),
)
ATTACHMENT = Attachment(
    sha256=Digest("0" * 64),
    media_type="application/pdf",
    size=10,
    label=ReasonCode("ansoegningsskema"),
)

SUBMIT_DRAFT = application.SubmitDraft(application=APPLICATION, received=RECEIVED)
SUPPLEMENT = application.Supplement(
    application=APPLICATION,
    received=LATE,
    answers=Answers({"ressourcer": True}),
    attachments=(ATTACHMENT,),
)
SUPPLEMENTED = application.Supplemented(
    received=LATE, answers=SUPPLEMENT.answers, attachments=(ATTACHMENT,)
)
WITHDRAW = application.Withdraw(application=APPLICATION, reason=ReasonCode("regretted"))
WITHDRAWN = application.Withdrawn(reason=ReasonCode("regretted"))
REQUEST = application.RequestInformation(
    application=APPLICATION,
    fields=frozenset({"ressourcer", "maaneder"}),
    until=Deadline("2020-12-20"),
)
REQUESTED = application.InformationRequested(fields=REQUEST.fields, until=REQUEST.until)
CORRECT = application.Correct(
    application=APPLICATION,
    answers=Answers({"maaneder": 8}),
    reason=ReasonCode("misread"),
    effective_from=date(2020, 11, 20),
)
CORRECTED = application.Corrected(
    answers=CORRECT.answers, reason=CORRECT.reason, effective_from=date(2020, 11, 20)
)
DECIDED = application.Decided(
    number=1,
    outcome=application.Outcome.AFSLAG,
    reasons=("Der er ikke plads.",),
    effective_from=date(2020, 12, 10),
)


def folded(*events: application.Event) -> application.Application:
    """The application after these events."""
    state = None
    for event in events:
        state = application.evolve(state, event)
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), SUBMIT, SUBMITTED),
        ((DRAFTED,), SUBMIT, SUBMITTED),
        ((DRAFTED,), SUBMIT_DRAFT, SUBMITTED),
        ((SUBMITTED,), SUPPLEMENT, SUPPLEMENTED),
        ((SUBMITTED,), REQUEST, REQUESTED),
        ((SUBMITTED,), CORRECT, CORRECTED),
        ((SUBMITTED, DECIDED), CORRECT, CORRECTED),
        ((SUBMITTED,), WITHDRAW, WITHDRAWN),
        ((DRAFTED,), WITHDRAW, WITHDRAWN),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: application.Event
) -> None:
    """What is already so needs no event."""
    outcome = trying(command, *told).then(event)

    assert outcome.stream == APPLICATION
    trying(command, *told, event).then_nothing()


def test_a_draft_is_recorded_each_time_it_is_written() -> None:
    """Whether what is personal in it has changed cannot be seen while deciding."""
    trying(DRAFT).then(DRAFTED)

    trying(DRAFT, DRAFTED).then(DRAFTED)


def test_a_draft_need_not_be_finished() -> None:
    """Its answers are checked when it is submitted."""
    unfinished = attrs.evolve(DRAFT, answers=Answers({"maaneder": 0}))

    (drafted,) = trying(unfinished).events

    trying(SUBMIT_DRAFT, drafted).then_refused("application.form", "application.form")


@pytest.mark.parametrize(
    ("plugin", "known"),
    [
        (PLUGIN, "maaneder, ressourcer, temaer"),
        (attrs.evolve(PLUGIN, forms=()), "none"),
    ],
)
def test_a_draft_answers_nothing_that_is_not_asked(plugin: Any, known: str) -> None:
    """What is typed under another name stays out, and is not repeated."""
    typed = Answers({"cpr": "010190-1234"})

    outcome = trying(attrs.evolve(DRAFT, answers=typed), plugin=plugin)

    outcome.then_refused("application.field_unknown")
    assert texts(outcome) == [
        (
            f"{APPLICATION}: $.answers: expected questions of the form, "
            f"which are {known}, got 'cpr'"
        )
    ]


def test_a_draft_can_be_written_before_the_round_opens() -> None:
    """It is announced by then."""
    trying(DRAFT, called=(ANNOUNCED,)).then(DRAFTED)


def test_a_submission_takes_the_place_of_its_draft() -> None:
    """What is handed in counts, whatever the draft said."""
    other = attrs.evolve(
        DRAFTED, answers=Answers({"maaneder": 4}), attachments=(ATTACHMENT,)
    )

    state = folded(other, SUBMITTED)

    assert (state.answers, state.attachments) == (ANSWERS, ())


def test_an_application_is_received_now_unless_it_is_told_otherwise() -> None:
    """Paper may be registered days after it came."""
    (at_once,) = trying(attrs.evolve(SUBMIT, received=None)).events
    (draft,) = trying(attrs.evolve(SUBMIT_DRAFT, received=None), DRAFTED).events
    nothing = attrs.evolve(SUPPLEMENT, received=None)
    (supplement,) = trying(nothing, SUBMITTED).events

    assert at_once.received == draft.received == supplement.received == NOW


def test_an_application_after_the_deadline_is_received_and_kept() -> None:
    """Whether it is late is for its assessment to find.

    Closing the round does not change that.
    """
    closed = rounds.Closed(effective_from=date(2020, 11, 28))
    late = attrs.evolve(SUBMIT, received=LATE)

    trying(late, called=(ANNOUNCED, OPENED, closed)).then(
        attrs.evolve(SUBMITTED, received=LATE)
    )


@pytest.mark.parametrize("command", [SUBMIT, DRAFT])
def test_a_round_is_announced_first(command: Any) -> None:
    """The refusal names the round."""
    outcome = trying(command, called=())

    outcome.then_refused("application.round_unknown")
    assert texts(outcome) == ["round/proeve-2020-11: no such round is announced"]


@pytest.mark.parametrize(
    ("called", "said"),
    [
        ((ANNOUNCED,), "is not opened"),
        (
            (ANNOUNCED, rounds.Opened(effective_from=date(2020, 11, 21))),
            "opens 2020-11-21",
        ),
    ],
)
def test_a_round_is_open_by_the_day_of_receipt(
    called: tuple[rounds.Event, ...], said: str
) -> None:
    """Nothing is received before there is something to apply for."""
    outcome = trying(SUBMIT, called=called)

    outcome.then_refused("application.round_not_open")
    (text,) = texts(outcome)
    assert text == (
        f"round/proeve-2020-11: expected a round that is open on 2020-11-20, it {said}"
    )


@pytest.mark.parametrize("command", [SUBMIT, DRAFT])
def test_the_applicant_is_a_tilbud_on_record(command: Any) -> None:
    """The refusal names the tilbud."""
    outcome = trying(command, applicant=())

    outcome.then_refused("application.applicant_unknown")
    assert texts(outcome) == ["tilbud/t-1: no such tilbud is registered"]


@pytest.mark.parametrize("command", [SUBMIT, DRAFT])
def test_a_closed_tilbud_cannot_apply(command: Any) -> None:
    """From its last day on there is nobody to help."""
    closed = tilbud.Closed(
        effective_from=date(2020, 11, 20), reason=ReasonCode("merged")
    )

    outcome = trying(command, applicant=(REGISTERED, closed))

    outcome.then_refused("application.applicant_not_in_force")


def test_who_closes_after_applying_has_applied() -> None:
    """The day of receipt counts."""
    closed = tilbud.Closed(
        effective_from=date(2020, 11, 21), reason=ReasonCode("merged")
    )

    trying(SUBMIT, applicant=(REGISTERED, closed)).then(SUBMITTED)


def test_nothing_is_received_in_the_future() -> None:
    """Now is the latest that something can have come."""
    soon = NOW + timedelta(microseconds=1)

    for command, told in (
        (SUBMIT, ()),
        (SUBMIT_DRAFT, (DRAFTED,)),
        (SUPPLEMENT, (SUBMITTED,)),
    ):
        outcome = trying(attrs.evolve(command, received=soon), *told)
        outcome.then_refused("application.received_in_future")
        assert texts(outcome) == [
            (
                f"{APPLICATION}: $.received: expected no later than now, "
                "2020-12-10T10:00:00+00:00, got 2020-12-10T10:00:00.000001+00:00"
            )
        ]
        trying(attrs.evolve(command, received=NOW), *told)


def test_everything_that_does_not_fit_is_named_at_once_with_its_path() -> None:
    """The form's problems, the round's themes, the round and the applicant."""
    answers = Answers({"temaer": ("sport", "Sundhed"), "maaneder": 0, "x": 1})
    early = datetime(2018, 1, 1, tzinfo=UTC)

    outcome = trying(attrs.evolve(SUBMIT, answers=answers, received=early))

    outcome.then_refused(
        "application.round_not_open",
        "application.applicant_not_in_force",
        "application.form",
        "application.form",
        "application.theme",
    )
    assert texts(outcome)[2:] == [
        f"{APPLICATION}: $.answers.maaneder: 0 is less than the minimum of 1",
        f"{APPLICATION}: $.answers.x: is not a known field",
        (
            f"{APPLICATION}: $.answers.temaer[0]: theme 'sport' is not one of proeve's "
            "themes, which are 'Civilsamfund', 'Sundhed'"
        ),
    ]
    sources = {reason.source for reason in outcome.proposal.reasons}
    assert sources == {"Opdigtet opslag", None}


def test_a_round_without_themes_takes_none() -> None:
    """The refusal says that there are none."""
    bare = attrs.evolve(ANNOUNCED, themes=frozenset())

    outcome = trying(SUBMIT, called=(bare, OPENED))

    outcome.then_refused("application.theme")
    assert texts(outcome)[0].endswith("is not one of proeve's themes, which are none")


def test_the_form_of_the_round_must_be_installed() -> None:
    """Without it nobody can tell whether the answers fit."""
    bare = attrs.evolve(PLUGIN, forms=())

    for command, told in (
        (SUBMIT, ()),
        (SUPPLEMENT, (SUBMITTED,)),
        (CORRECT, (SUBMITTED,)),
    ):
        outcome = trying(command, *told, plugin=bare)
        outcome.then_refused("application.form_unknown")
        assert texts(outcome) == [
            "round/proeve-2020-11: its form 'proeve.ansoegning/1' is not installed"
        ]


@pytest.mark.parametrize(
    ("again", "path", "before", "now"),
    [
        ({"received": LATE}, "received", RECEIVED, LATE),
        (
            {"answers": Answers({"temaer": ("Sundhed",), "maaneder": 7})},
            "answers.maaneder",
            6,
            7,
        ),
        (
            {"answers": ANSWERS.with_(Answers({"ressourcer": True}))},
            "answers.ressourcer",
            "nothing",
            True,
        ),
        ({"contact_id": PersonId("p-bo")}, "contact_id", "p-anna", "p-bo"),
        (
            {"attachments": (ATTACHMENT,)},
            "attachments[0]",
            "nothing",
            f"ansoegningsskema {'0' * 64}",
        ),
    ],
)
def test_another_submission_is_refused_and_says_what_differs(
    again: dict[str, Any], path: str, before: object, now: object
) -> None:
    """What comes later is a supplement; what was registered wrongly is corrected."""
    outcome = trying(attrs.evolve(SUBMIT, **again), SUBMITTED)

    outcome.then_refused("application.submitted")
    assert texts(outcome) == [
        (
            f"{APPLICATION}: $.{path}: is already submitted, with {before}, got {now}; "
            "supplement it, or correct what was registered wrongly"
        )
    ]


def test_the_same_submission_is_the_same_whatever_came_since() -> None:
    """A repeated form adds nothing, and takes nothing back.

    Nor is the card or the description looked at, or when it is not told when it came.
    """
    later = (SUPPLEMENTED, CORRECTED, DECIDED)

    trying(SUBMIT, SUBMITTED, *later).then_nothing()
    trying(attrs.evolve(SUBMIT, received=None), SUBMITTED).then_nothing()
    trying(attrs.evolve(SUBMIT_DRAFT, received=None), SUBMITTED).then_nothing()


@pytest.mark.parametrize("command", [DRAFT, attrs.evolve(SUBMIT_DRAFT, received=LATE)])
def test_what_is_submitted_is_no_draft(command: Any) -> None:
    """Its draft can neither be written nor handed in again."""
    trying(command, SUBMITTED).then_refused("application.submitted")


@pytest.mark.parametrize(
    "command", [SUBMIT_DRAFT, SUPPLEMENT, REQUEST, CORRECT, WITHDRAW]
)
def test_nothing_happens_to_an_application_that_nobody_made(command: Any) -> None:
    """The refusal names the stream."""
    outcome = trying(command)

    outcome.then_refused("application.unknown")
    assert texts(outcome) == [f"{APPLICATION}: no such application is registered"]


@pytest.mark.parametrize("command", [SUPPLEMENT, REQUEST, CORRECT])
def test_a_draft_is_not_treated(command: Any) -> None:
    """What is not handed in is the applicant's own."""
    trying(command, DRAFTED).then_refused("application.not_submitted")


@pytest.mark.parametrize(
    "command",
    [
        DRAFT,
        SUBMIT,
        SUBMIT_DRAFT,
        SUPPLEMENT,
        REQUEST,
        CORRECT,
        attrs.evolve(WITHDRAW, reason=ReasonCode("closed")),
    ],
)
def test_a_withdrawn_application_stays_withdrawn(command: Any) -> None:
    """Nothing can be done with it any more, and why it was withdrawn stands."""
    outcome = trying(command, SUBMITTED, WITHDRAWN)

    outcome.then_refused("application.withdrawn")
    assert texts(outcome) == [f"{APPLICATION}: is withdrawn, for reason 'regretted'"]


@pytest.mark.parametrize("command", [SUPPLEMENT, REQUEST, WITHDRAW])
def test_a_decided_application_is_not_changed_by_its_applicant(command: Any) -> None:
    """It is corrected, or decided anew."""
    outcome = trying(command, SUBMITTED, DECIDED)

    outcome.then_refused("application.decided")
    assert texts(outcome) == [
        (
            f"{APPLICATION}: is decided, 'afslag' from 2020-12-10; "
            "correct it or decide it anew"
        )
    ]


@pytest.mark.parametrize("command", [DRAFT, SUBMIT])
def test_who_has_withdrawn_may_apply_again(command: Any) -> None:
    """A tilbud has one application at a time in a round.

    The second is a stream of its own, and the first stays withdrawn.
    """
    again = attrs.evolve(command, number=2)

    outcome = trying(again, (APPLICATION, [SUBMITTED, WITHDRAWN]))

    assert outcome.stream == SECOND
    assert [event.number for event in outcome.events] == [2]


@pytest.mark.parametrize("command", [DRAFT, SUBMIT])
@pytest.mark.parametrize(
    ("first", "found"), [([SUBMITTED], "one that stands"), ([], "none")]
)
def test_a_further_application_waits_for_the_one_before(
    command: Any, first: list[application.Event], found: str
) -> None:
    """The refusal names the one before."""
    outcome = trying(attrs.evolve(command, number=2), (APPLICATION, first))

    outcome.then_refused("application.out_of_turn")
    assert texts(outcome) == [
        f"{APPLICATION}: expected it to be withdrawn before no. 2, got {found}"
    ]


def test_a_supplement_gives_answers_anew_and_the_others_stand() -> None:
    """It counts from the day it came; before, the application said what it said."""
    state = folded(SUBMITTED, SUPPLEMENTED)

    assert state.answers == ANSWERS.with_(SUPPLEMENT.answers)
    assert state.attachments == (ATTACHMENT,)
    assert state.answers_by_day.on(date(2020, 11, 27)) == ANSWERS
    assert state.answers_by_day.on(date(2020, 11, 28)) == state.answers


@pytest.mark.parametrize(
    "more",
    [
        attrs.evolve(SUPPLEMENT, answers=Answers({"ressourcer": False})),
        attrs.evolve(SUPPLEMENT, attachments=(OTHER,)),
    ],
)
def test_a_supplement_with_anything_new_is_kept(more: application.Supplement) -> None:
    """Another answer or another file is more than what is there."""
    (event,) = trying(more, SUBMITTED, SUPPLEMENTED).events

    assert (event.answers, event.attachments) == (more.answers, more.attachments)


EARLY_LETTER = attrs.evolve(
    SUPPLEMENT,
    received=datetime(2020, 11, 21, 9, 0, tzinfo=UTC),
    answers=Answers({"maaneder": 9, "ressourcer": False}),
    attachments=(),
)


def test_what_was_received_last_counts_however_it_is_registered() -> None:
    """A letter that lay in a tray overwrites nothing that came after it."""
    (early,) = trying(EARLY_LETTER, SUBMITTED, SUPPLEMENTED).events

    state = folded(SUBMITTED, SUPPLEMENTED, early)

    assert (state.answers["ressourcer"], state.answers["maaneder"]) == (True, 9)
    in_order = folded(SUBMITTED, early, SUPPLEMENTED)
    assert state.answers_by_day == in_order.answers_by_day
    assert state.answers == in_order.answers
    trying(EARLY_LETTER, SUBMITTED, SUPPLEMENTED, early).then_nothing()


def test_what_was_put_right_stands_over_letters_from_before_it() -> None:
    """It was put right knowing of the one that came later still."""
    late = attrs.evolve(SUPPLEMENTED, answers=Answers({"maaneder": 7}))
    early = attrs.evolve(
        late, received=EARLY_LETTER.received, answers=Answers({"maaneder": 9})
    )

    assert folded(SUBMITTED, late, CORRECTED, early).answers["maaneder"] == 8
    assert folded(SUBMITTED, CORRECTED, early).answers["maaneder"] == 9


def test_an_earlier_letter_is_kept_though_it_counts_no_more() -> None:
    """Two on one day, registered the wrong way round: both are on record."""
    hour_before = attrs.evolve(
        SUPPLEMENT,
        received=LATE - timedelta(hours=1),
        answers=Answers({"ressourcer": False}),
        attachments=(),
    )

    (event,) = trying(hour_before, SUBMITTED, SUPPLEMENTED).events

    assert folded(SUBMITTED, SUPPLEMENTED, event).answers["ressourcer"] is True


def test_nothing_is_added_before_there_is_something_to_add_to() -> None:
    """At the very instant it may be."""
    before = RECEIVED - timedelta(microseconds=1)

    outcome = trying(attrs.evolve(SUPPLEMENT, received=before), SUBMITTED)

    outcome.then_refused("application.received_before_submission")
    assert "2020-11-20T08:59:59.999999+00:00" in texts(outcome)[0]
    assert trying(attrs.evolve(SUPPLEMENT, received=RECEIVED), SUBMITTED).events


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2020, 12, 11), "effective_in_future"),
        (date(2020, 11, 19), "effective_before_receipt"),
    ],
)
def test_an_answer_is_put_right_between_receipt_and_today(day: date, code: str) -> None:
    """Before, nothing stood; nobody knows what is registered wrongly tomorrow."""
    outcome = trying(attrs.evolve(CORRECT, effective_from=day), SUBMITTED)

    outcome.then_refused(f"application.{code}")
    assert str(day) in texts(outcome)[0]
    today = attrs.evolve(CORRECT, effective_from=date(2020, 12, 10))
    assert trying(today, SUBMITTED).events


def test_one_is_not_asked_until_a_day_that_has_no_end() -> None:
    """The deadline must have an instant."""
    away = attrs.evolve(REQUEST, until=Deadline("9999-12-31"))

    trying(away, SUBMITTED).then_refused("application.deadline_unreachable")


def test_a_file_that_comes_twice_is_there_once() -> None:
    """In the order that they first came."""
    both = attrs.evolve(SUPPLEMENTED, attachments=(OTHER, ATTACHMENT))

    assert folded(SUBMITTED, SUPPLEMENTED, both).attachments == (ATTACHMENT, OTHER)


@pytest.mark.parametrize("command", [SUPPLEMENT, CORRECT])
def test_what_is_given_anew_fits_the_form_and_the_round(command: Any) -> None:
    """With the answers that stand."""
    wrong = attrs.evolve(command, answers=Answers({"temaer": ("sport",), "andet": 1}))

    trying(wrong, SUBMITTED).then_refused("application.form", "application.theme")


def test_what_is_asked_for_is_open_until_it_is_answered() -> None:
    """An answer closes its question; the last one closes the request."""
    first = attrs.evolve(SUPPLEMENTED, answers=Answers({"ressourcer": True}))
    second = attrs.evolve(SUPPLEMENTED, answers=Answers({"maaneder": 5}))

    begun = folded(SUBMITTED, REQUESTED, first)

    assert begun.asked == application.Asked(
        fields=frozenset({"maaneder"}), until=REQUEST.until
    )
    assert folded(SUBMITTED, REQUESTED, first, second).asked is None


def test_another_request_takes_the_place_of_the_first() -> None:
    """A later deadline is another request."""
    later = attrs.evolve(REQUEST, until=Deadline("2021-01-10"))

    trying(later, SUBMITTED, REQUESTED).then(
        attrs.evolve(REQUESTED, until=Deadline("2021-01-10"))
    )


@pytest.mark.parametrize(
    ("plugin", "known"),
    [
        (PLUGIN, "maaneder, ressourcer, temaer"),
        (attrs.evolve(PLUGIN, forms=()), "none"),
    ],
)
def test_only_questions_of_the_form_are_asked(plugin: Any, known: str) -> None:
    """The refusal names the question that the form does not have."""
    other = attrs.evolve(REQUEST, fields=frozenset({"cpr"}))

    outcome = trying(other, SUBMITTED, plugin=plugin)

    outcome.then_refused("application.field_unknown")
    assert texts(outcome) == [
        (
            f"{APPLICATION}: $.fields: expected questions of the form, "
            f"which are {known}, got 'cpr'"
        )
    ]


def test_a_request_asks_for_something() -> None:
    """An empty request is no request."""
    with pytest.raises(Malformed, match="fields: expected 1 or more, got 0"):
        attrs.evolve(REQUEST, fields=frozenset())


def test_a_correction_holds_from_its_day() -> None:
    """What was supplemented before that day, and for other questions, stands."""
    from_december = attrs.evolve(CORRECTED, effective_from=date(2020, 12, 1))

    state = folded(SUBMITTED, SUPPLEMENTED, from_december)

    days = (date(2020, 11, 20), date(2020, 11, 28), date(2020, 12, 1))
    said = [dict(state.answers_by_day.on(day) or {}) for day in days]
    assert [each["maaneder"] for each in said] == [6, 6, 8]
    assert [each.get("ressourcer") for each in said] == [None, True, True]
    assert state.answers["maaneder"] == 8


def test_a_correction_for_the_past_puts_right_what_came_since() -> None:
    """From its day on the later statement wins, whatever was said between."""
    again = attrs.evolve(SUPPLEMENTED, answers=Answers({"maaneder": 7}))

    state = folded(SUBMITTED, again, CORRECTED)

    days = (date(2020, 11, 20), date(2020, 11, 28))
    said = [(state.answers_by_day.on(day) or {})["maaneder"] for day in days]
    assert said == [8, 8]
    trying(CORRECT, SUBMITTED, again, CORRECTED).then_nothing()


def test_a_correction_that_only_holds_later_is_not_the_same() -> None:
    """Silence needs the answer on every day from that day on."""
    from_december = attrs.evolve(CORRECTED, effective_from=date(2020, 12, 1))

    trying(CORRECT, SUBMITTED, from_december).then(CORRECTED)


def test_what_was_handed_in_is_kept_beside_what_it_became() -> None:
    """A correction changes what counts, not what came."""
    state = folded(SUBMITTED, CORRECTED)

    assert state.submission == application.Submission(
        received=RECEIVED, answers=ANSWERS, contact_id=ANNA
    )


def test_who_to_ask_and_what_is_wished_for_stays_sealed() -> None:
    """They are copied from the draft unseen, and are never in plain fields."""
    (event,) = trying(SUBMIT_DRAFT, DRAFTED).events

    assert (event.contact, event.description) == (CARD, WISH)
    assert "Anna" not in repr(folded(event))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("round", StreamId("tilbud/1")),
        ("applicant", StreamId("round/1")),
        ("number", 0),
    ],
)
@pytest.mark.parametrize("command", [DRAFT, SUBMIT])
def test_an_application_names_a_round_and_a_tilbud(
    command: Any, field: str, value: Any
) -> None:
    """What names something else is malformed."""
    with pytest.raises(Malformed, match=field):
        attrs.evolve(command, **{field: value})


def test_the_stream_is_the_tilbuds_own_in_the_round() -> None:
    """Whoever sends it, and however often, it is one application."""
    assert trying(SUBMIT).stream == trying(DRAFT).stream == APPLICATION
    assert ROUND.partition("/")[2] in APPLICATION
    assert TILBUD.partition("/")[2] in APPLICATION


@pytest.mark.parametrize("event", [SUPPLEMENTED, WITHDRAWN, REQUESTED, DECIDED])
def test_a_history_without_its_beginning_is_malformed(
    event: application.Event,
) -> None:
    """The fold names the event that has nothing to stand on."""
    with pytest.raises(Malformed, match="expected an earlier event"):
        application.evolve(None, event)
