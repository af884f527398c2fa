"""What is known of a new member, and what the rules of the admission find in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.conditions import Known, Truth
from kvalitet_core.casetypes.rules import Finding, Input, Rule, in_force
from kvalitet_core.domain.network.admission import Admission
from kvalitet_core.domain.network.events import AdmissionChanged, Established
from kvalitet_core.domain.tilbud.facts import facts_of_tilbud
from kvalitet_core.errors import Reason
from kvalitet_core.forms import Form
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.values import Answers, FormName

__all__ = ["SOURCE", "findings", "ill_answered", "known_of", "there", "unmet"]

SOURCE: Final = "optagelse.kilde"
"""Where the admission stands: every finding says by which one it was found."""


def findings(
    stream: StreamId,
    admission: Admission,
    known: dict[str, Known],
    day: date,
    context: Context,
) -> tuple[Finding, ...]:
    """Hold a new member against the admission of a day, and give what is found.

    A rule sees the limits as `optagelse.…` and what is told as `svar.…`; and of where
    the member is, or works, what `known` says.

    Args:
        stream: The network.

        admission: The one that holds on the day.

        known: What else is known of the member.

        day: The first day of the membership.

        context: The command's own.
    """
    by = _set_by(stream, day, context)
    facts = {**known, SOURCE: Known(str(admission.source), by)}
    for name, value in admission.limits.items():
        facts[f"optagelse.{name}"] = Known(value, by)
    counting = _counting(admission, day, context)
    return tuple(_by_admission(rule.find(facts), facts[SOURCE]) for rule in counting)


def known_of(
    kind: str, answers: Answers, where: StreamId | None, day: date, context: Context
) -> dict[str, Known]:
    """Give what rules may ask of a member: its kind, what it told, where it works.

    Args:
        kind: What kind of member it is: `person`, `municipality`.

        answers: What was told of it.

        where: The organisation that it is, or that the person represents.

        day: The first day of the membership.

        context: The command's own.
    """
    facts = {f"svar.{name}": Known(value) for name, value in answers.items()}
    facts["medlem.art"] = Known(kind)
    if where is None:
        return facts
    facts["medlem.sted"] = Known(where.partition("/")[0])
    if where.startswith("tilbud/"):
        facts |= facts_of_tilbud(where, day, context)
    return facts


def unmet(stream: StreamId, member: str, found: Finding, source: str) -> Reason | None:
    """Say no to what a rule finds not to be met, or cannot tell.

    Args:
        stream: The network.

        member: Whom it is about.

        found: What the rule came to.

        source: Where the admission stands.
    """
    if found.truth is Truth.TRUE:
        return None
    where = f"{stream}: {member}: rule {found.rule!r} version {found.version}"
    told = ", ".join(f"{each.fact} {each.value!r}" for each in found.inputs)
    if found.truth is Truth.FALSE:
        text = f"{where} is not met, got {told}"
        return Reason(code="network.admission", text=text, source=source)
    text = f"{where} is unknown: {', '.join(found.missing)} is missing, got {told}"
    return Reason(code="network.admission_unknown", text=text, source=source)


def ill_answered(
    stream: StreamId, admission: Admission, answers: Answers, context: Context
) -> Iterator[Reason]:
    """Say no for everything in the answers that the admission does not ask for.

    So nothing about a person is kept in clear under a question that nobody asked.
    """
    source = str(admission.source)
    if admission.form is None:
        for name in sorted(answers):
            text = f"{stream}: $.answers.{name}: expected nothing, since none is asked"
            yield Reason(code="network.form", text=text, source=source)
        return
    form = _form_of(admission.form, context)
    if form is None:
        yield _form_unknown(stream, admission.form, source)
        return
    for problem in form.problems(answers):
        place = problem.path.replace("$", "$.answers", 1)
        text = f"{stream}: {place}: {problem.text}"
        yield Reason(code="network.form", text=text, source=form.source)


def there(stream: StreamId, admission: Admission, context: Context) -> Iterator[Reason]:
    """Say no to each rule, and to the form, that its plugin does not define."""
    yield from _rules_there(stream, admission, context)
    name = admission.form
    if name is not None and _form_of(name, context) is None:
        yield _form_unknown(stream, name, str(admission.source))


def _form_unknown(stream: StreamId, name: FormName, source: str) -> Reason:
    text = f"{stream}: form {str(name)!r} is not one of plugin {name.owner!r}"
    return Reason(code="network.form_unknown", text=text, source=source)


def _form_of(name: FormName, context: Context) -> Form | None:
    forms = context.definitions(Form, of=name.owner)
    return next((each for each in forms if each.name == name), None)


def _rules_there(
    stream: StreamId, admission: Admission, context: Context
) -> Iterator[Reason]:
    for owner in admission.owners:
        defined = {rule.code for rule in context.definitions(Rule, of=owner)}
        for code in sorted(admission.rules - defined):
            if code.partition(".")[0] == owner:
                text = (
                    f"{stream}: rule {code!r} is not one of plugin {owner!r}, "
                    f"which has {', '.join(sorted(defined)) or 'none'}"
                )
                source = str(admission.source)
                yield Reason(code="network.rule_unknown", text=text, source=source)


def _counting(admission: Admission, day: date, context: Context) -> tuple[Rule, ...]:
    """The rules that the admission names, in the versions that count on the day."""
    named = [
        rule
        for owner in admission.owners
        for rule in context.definitions(Rule, of=owner)
        if rule.code in admission.rules
    ]
    return in_force(named, received=day, decided=context.today)


def _set_by(stream: StreamId, day: date, context: Context) -> EventId | None:
    """What set the admission that holds on the day."""

    def covers(event: Established | AdmissionChanged) -> bool:
        return event.effective_from <= day and (
            isinstance(event, Established)
            or event.effective_to is None
            or day < event.effective_to
        )

    return context.set_by(stream, Established, AdmissionChanged, where=covers)


def _by_admission(found: Finding, source: Known) -> Finding:
    """A finding with the admission that it was found by."""
    if any(each.fact == SOURCE for each in found.inputs):
        return found
    own = Input(fact=SOURCE, value=source.value, set_by=source.set_by)
    inputs = sorted((*found.inputs, own), key=_fact_of)
    return attrs.evolve(found, inputs=tuple(inputs))


def _fact_of(given: Input) -> str:
    return given.fact
