"""The order in which an author declares things never changes what a case does.

`cases.md` 1.3: "The order of declaration never changes a result."
"""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from tests.domain.case.samples import (
    BO,
    DA,
    EA,
    JO,
    KO,
    Forloeb,
    Play,
    playing,
    plugin_of,
)

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.domain import case as cases
from kvalitet_core.errors import Refused
from kvalitet_core.testing.definitions_reordered import reordered

ITEMS = [*Forloeb.definition.items, "adhoc.1", "opstart.moede#2"]
WHO = st.sampled_from([EA, BO, DA, JO, KO])
ASKED = st.lists(
    st.tuples(
        WHO,
        st.one_of(
            st.tuples(
                st.sampled_from(
                    [
                        cases.Claim,
                        cases.Complete,
                        cases.Complete,
                        cases.Complete,
                        cases.ReopenItem,
                        cases.Skip,
                        cases.Repeat,
                        cases.Plan,
                    ]
                ),
                st.fixed_dictionaries({"item": st.sampled_from(ITEMS)}),
            ),
            st.tuples(
                st.just(cases.Decide),
                st.sampled_from(
                    [
                        {"item": item.path, "outcome": outcome, "reasons": ("Ja.",)}
                        for item in Forloeb.definition.items.values()
                        if isinstance(item, Decision)
                        for outcome in item.outcomes
                    ]
                ),
            ),
            st.just((cases.AddTask, {"title": "Ring", "role": "konsulent"})),
        ),
    ),
    max_size=14,
)


def came(definition: Definition, asked: list[Any]) -> list[Any]:
    """All that came of some commands: events, or the codes of what was refused."""
    case_type = type("Forloeb", (), {"definition": definition})
    with playing(plugin_of(Forloeb)) as play:
        registry = play.journal.registry
        registry._plugins = tuple(
            _Bringing(plugin, case_type) if plugin.name == "sag" else plugin
            for plugin in registry.plugins
        )
        return [*_came(play.opened().received().mandated(BO).mandated(DA), asked)]


@attrs.frozen
class _Bringing:
    """A plugin that brings a definition, whatever it was made of."""

    plugin: Any
    case_type: Any

    @property
    def definitions(self) -> tuple[Definition, ...]:
        return (self.case_type.definition,)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plugin, name)


def _came(play: Play, asked: list[Any]) -> Any:
    for by, (command, fields) in asked:
        told = fields
        if fields.get("item") == "ansoegning.afgoer" and command is cases.Decide:
            told = play.decision(**{k: v for k, v in fields.items() if k == "outcome"})
        try:
            yield [_plain(event) for event in play.do(command, by=by, **told)]
        except Refused as refused:
            yield [reason.code for reason in refused.reasons]


def _plain(event: Any) -> Any:
    """An event without the ids of others, which are new in each journal."""
    if isinstance(event, cases.Settled):
        return (
            [(each.part, each.to) for each in event.changes],
            [(each.item, each.proof and each.proof.deadline) for each in event.dues],
            [each.obligation for each in event.owed],
            event.met,
        )
    return attrs.evolve(event, findings=()) if hasattr(event, "findings") else event


@settings(max_examples=40)
@each(asked=ASKED, shuffled=reordered(Forloeb.definition))
def test_shuffling_a_definition_changes_nothing(
    asked: list[Any], shuffled: Definition
) -> None:
    """The same commands give the same events, and the same reasons for saying no."""
    assert shuffled.digest == Forloeb.definition.digest
    assert came(shuffled, asked) == came(Forloeb.definition, asked)
