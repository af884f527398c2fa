"""What a decision rests on: what its rules find, why, and the duties around it.

Reasons are owed unless a decision is fully in favour, forvaltningsloven § 22.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.rules import Finding, Rule, in_force
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.domain.application.facts import found_by_call
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.domain.case.events import Discharged
from kvalitet_core.errors import Reason
from kvalitet_core.values import danish_date

__all__ = [
    "REASONS",
    "against_findings",
    "findings",
    "found_by",
    "in_the_dark",
    "is_as_of_receipt",
    "undischarged",
    "unsettled",
    "without_reasons",
]

REASONS = "forvaltningsloven §§ 22 and 24"
"""The law by which reasons are owed."""


def findings(on: Running, item: Decision) -> tuple[Finding, ...]:
    """Find what the decision's rules come to, each as of the day that it says.

    A rule that counts as of receipt sees what held on the day of receipt, as far as is
    known today; either sees the items as they are today.
    """
    received, today = danish_date(on.case.received), on.context.today
    return found_by(on, in_force(item.rules, received=received, decided=today))


def found_by(
    on: Running, rules: tuple[Rule, ...], *, supposed: Facts | None = None
) -> tuple[Finding, ...]:
    """Find what some rules come to, each on the facts of the day that it says.

    Args:
        on: The case.

        rules: The rules, whether they are in force or not.

        supposed: Facts that are taken to be other than they are known to be.
    """
    if not rules:
        return ()
    now = on.known_on(on.context.today)
    facts = on.facts_for(*(rule.condition for rule in rules))
    items = {name: known for name, known in facts.items() if name not in now}
    received = on.known_on(danish_date(on.case.received))
    known: Mapping[str, Facts] = {
        "received": {**items, **received, **(supposed or {})},
        "decided": {**items, **now, **(supposed or {})},
    }
    return tuple(found_by_call(rule, known[rule.as_of]) for rule in rules)


def without_reasons(
    on: Running,
    item: Decision,
    outcome: str,
    reasons: tuple[str, ...],
    despite: frozenset[str],
) -> Iterator[Reason]:
    """Say no to a decision that does not say why, unless it need not."""
    in_favour = outcome in item.favourable
    paths = [f"$.reasons[{n}]" for n, text in enumerate(reasons) if not text.strip()]
    if not reasons and (not in_favour or despite):
        paths = ["$.reasons"]
    for path in paths:
        text = (
            f"{on.stream}: {item.path}: {path}: expected some text that says why, "
            "got none"
        )
        source = None if in_favour else REASONS
        yield Reason(code="case.reasons", text=text, source=source)


def undischarged(
    on: Running, item: Decision, outcome: str, duties: tuple[Discharged, ...]
) -> Iterator[Reason]:
    """Say no where a duty before it is not met, or one is met that is not owed.

    An outcome that sends the case back decides nothing, so that none is owed.
    """
    in_favour = outcome in item.favourable
    owed = {
        duty.code: duty
        for duty in on.definition.duties_of(item)
        if duty.when == "before" and outcome not in item.returns
    }
    times = Counter(each.duty for each in duties)
    where = f"{on.stream}: {item.path}: $.duties"
    for code, duty in owed.items():
        if not (duty.unless_favourable and in_favour) and code not in times:
            text = (
                f"{where}: expected how {code!r} was met, or why it is not owed, got "
                "neither"
            )
            yield Reason(code="case.duty", text=text, source=str(duty.hjemmel))
    expected = ", ".join(owed) or "none"
    for number, each in enumerate(duties):
        said = None
        if each.duty not in owed:
            said = repr(each.duty)
        elif not each.text.strip():
            said = f"{each.duty!r} without a text"
        elif times[each.duty] > 1:
            said = f"{each.duty!r} {times[each.duty]} times"
        if said is not None:
            text = f"{where}[{number}]: expected {expected}, got {said}"
            yield Reason(code="case.duty", text=text)


def against_findings(
    on: Running,
    item: Decision,
    outcome: str,
    despite: frozenset[str],
    found: tuple[Finding, ...],
) -> Iterator[Reason]:
    """Say no to deciding in the dark, and to granting silently against a rule.

    One rule that is not met is enough to refuse, whatever else is unknown. An outcome
    that sends the case back decides nothing, and is held against no rule.
    """
    if outcome in item.returns:
        found = ()
    grants = outcome in item.granting
    unmet = {each.rule for each in found if each.truth is Truth.FALSE}
    for each in found:
        if each.truth is Truth.UNKNOWN and (grants or not unmet):
            yield _unknown(on, item, each)
        elif each.rule in unmet - despite and grants:
            text = f"{on.stream}: rule {each.rule!r} is not met: name it in despite to "
            text += "grant against it"
            source = str(each.hjemmel)
            yield Reason(code="case.finding_false", text=text, source=source)
    for rule in sorted(despite - (unmet if grants else set())):
        expected = ", ".join(sorted(unmet)) if grants and unmet else "none"
        text = f"{on.stream}: $.despite: expected {expected}, got {rule!r}"
        yield Reason(code="case.despite", text=text)


def in_the_dark(on: Running, item: Decision) -> tuple[Finding, ...]:
    """Give the findings for want of which nobody can decide, whatever it comes to.

    They are none where a rule is not met, since that is enough to refuse.
    """
    found = findings(on, item)
    if any(each.truth is Truth.FALSE for each in found):
        return ()
    return tuple(each for each in found if each.truth is Truth.UNKNOWN)


def unsettled(on: Running, item: Decision) -> Iterator[Reason]:
    """Say no for each rule that is unknown, before anybody says what they decide."""
    for each in in_the_dark(on, item):
        yield _unknown(on, item, each)


def _unknown(on: Running, item: Decision, finding: Finding) -> Reason:
    day = f" as of its receipt {danish_date(on.case.received)}"
    text = (
        f"{on.stream}: rule {finding.rule!r} is unknown: "
        f"{', '.join(finding.missing)} is missing"
        f"{day if is_as_of_receipt(item, finding) else ''}"
    )
    source = str(finding.hjemmel)
    return Reason(code="case.finding_unknown", text=text, source=source)


def is_as_of_receipt(item: Decision, finding: Finding) -> bool:
    """Tell whether the rule of a finding counts as of receipt."""
    return any(
        (rule.code, rule.version, rule.as_of)
        == (finding.rule, finding.version, "received")
        for rule in item.rules
    )
