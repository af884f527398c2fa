"""What scenario files ask, in Danish and in English: a subject, and what must be so."""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.testing import cases
from kvalitet_core.testing.scenarios_sentences import Make

__all__ = ["CLAIMS", "Predicate"]


@attrs.frozen(kw_only=True)
class Predicate:
    """What can be asked of a subject after `must`.

    Attributes:
        subject: What is asked about, in Danish and in English.
        says: What is asked, in both.
        make: Gives the claim.
    """

    subject: tuple[str, str]
    says: tuple[str, str]
    make: Make = attrs.field(repr=False)


def _of_item(da: str, en: str, make: Make) -> Predicate:
    return Predicate(subject=("{item}", "{item}"), says=(da, en), make=make)


def _of_case(da: str, en: str, make: Make) -> Predicate:
    return Predicate(subject=("sagen", "the case"), says=(da, en), make=make)


def _of_rule(da: str, en: str, truth: bool | None) -> Predicate:  # noqa: FBT001 - True, False or unknown
    return Predicate(
        subject=("reglen {rule}", "rule {rule}"),
        says=(da, en),
        make=lambda words: cases.because(words.rule, truth),
    )


CLAIMS: Final = (
    _of_case("være lukket", "be closed", lambda _: cases.closed()),
    _of_case("kunne lukkes", "be closable", lambda _: cases.may(cases.close())),
    _of_case(
        "vente på {code}",
        "wait for {code}",
        lambda words: cases.waits_for(words["code"]),
    ),
    Predicate(
        subject=("det", "it"),
        says=("afvises[ som {codes}]", "be refused[ as {codes}]"),
        make=lambda words: cases.refused(*words.several("codes")),
    ),
    Predicate(
        subject=("ansøgningen", "the application"),
        says=("være afgjort som {code}", "be decided as {code}"),
        make=lambda words: cases.application_decided(words["code"]),
    ),
    _of_rule("være opfyldt", "be met", True),  # noqa: FBT003 - as in `because`
    _of_rule("være brudt", "be broken", False),  # noqa: FBT003 - as in `because`
    _of_rule("være uklar", "be unclear", None),
    Predicate(
        subject=("advarslen {code}", "warning {code}"),
        says=("være givet", "be given"),
        make=lambda words: cases.warned(words["code"]),
    ),
    Predicate(
        subject=("oplysningen {name}", "fact {name}"),
        says=("være {value}", "be {value}"),
        make=lambda words: cases.known(words["name"], words.value),
    ),
    _of_item(
        "være tilgængelig", "be available", lambda words: cases.available(words.item)
    ),
    _of_item("være udført", "be done", lambda words: cases.done(words.item)),
    _of_item("vente", "wait", lambda words: cases.waiting(words.item)),
    _of_item("være i gang", "be under way", lambda words: cases.under_way(words.item)),
    _of_item(
        "være sprunget over", "be skipped", lambda words: cases.skipped(words.item)
    ),
    _of_item(
        "være afsluttet før tid", "be ended early", lambda words: cases.left(words.item)
    ),
    _of_item("kunne nås", "be reachable", lambda words: cases.reachable(words.item)),
    _of_item(
        "være afgjort som {outcome}",
        "be decided as {outcome}",
        lambda words: cases.outcome(words.outcome, of=words.item),
    ),
    _of_item(
        "have frist {day}",
        "be due {day}",
        lambda words: cases.due(words.item, words.deadline),
    ),
    _of_item(
        "være over fristen", "be overdue", lambda words: cases.overdue(words.item)
    ),
    _of_item("skyldes", "be owed", lambda words: cases.owed(words.item)),
    _of_item(
        "være hos {other}",
        "be with {other}",
        lambda words: cases.held(words.item, words["other"]),
    ),
)
"""What is asked; in `Så` and in `Før eller siden`."""
