"""Whatever the order of commits, runs, losses and retries: one command an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, TypeAlias

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.reactions import relay
from tests.reactions.running import NAME, Bench, bench, opened, say

from kvalitet_core import Journal
from kvalitet_core.recorded import Recorded

TEXTS = ("a", "no", "known", "quiet", "bad", "faulty")
POISON = {"bad", "faulty"}
OUTCOMES = {"a": "accepted", "no": "refused", "known": "nothing"}


def tell(recorded: Recorded) -> relay.Answer:
    """Tell of it in a room of its own, whatever was said."""
    return relay.Answer(room=relay.room("told"), text=f"told {recorded.event_id}")


TELL = attrs.evolve(relay.ANSWER, name="relay.tell", command=tell)
PLUGIN = relay.plugin(relay.ANSWER, TELL)

Step: TypeAlias = (
    tuple[Literal["say"], int, str]
    | tuple[Literal["run"], int]
    | tuple[Literal["batch", "lose", "retry", "two"]]
)

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 2), st.sampled_from(TEXTS)),
        st.tuples(st.just("run"), st.integers(1, 20)),
        st.tuples(st.sampled_from(["batch", "lose", "retry", "two"])),
    ),
    max_size=25,
)


class _Played:
    """A journal, and a runner over it that may be lost and made anew."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._context = bench(journal, lease_seconds=None)
        self.bench: Bench = self._context.__enter__()

    def step(self, step: Step) -> None:
        match step:
            case ("say", key, text):
                say(self.journal, key, text)
            case ("run", upto):
                self.bench.runner.once(upto=upto)
            case ("batch",):
                with self.journal.batch() as batch:
                    for text in TEXTS[:4]:
                        batch.do(relay.say(9, text), by=relay.ANNA)
            case ("lose",):
                self.close()
                self._context = bench(self.journal, batch=2, lease_seconds=None)
                self.bench = self._context.__enter__()
            case ("retry",):
                self.bench.runner.once()
                self.bench.runner.retry(NAME)
            case ("two",):
                with bench(self.journal, owner="two") as other:
                    other.runner.once()

    def close(self) -> None:
        self._context.__exit__(None, None, None)


def _expected(journal: Journal) -> Iterator[tuple[str, str, str]]:
    """Cause, reaction and outcome of each command that is to follow."""
    blocked = set()
    for recorded in journal.events(names=["relay.said/1"]):
        yield recorded.event_id, "relay.tell", "accepted"
        text = recorded.event.text
        if text in POISON:
            blocked.add(recorded.stream)
        if recorded.stream not in blocked and text != "quiet":
            yield recorded.event_id, "relay.answer", OUTCOMES[text]


@given(STEPS)
def test_each_event_leads_to_one_command_of_each_reaction(steps: list[Step]) -> None:
    """After any interleaving, the commands on record are those that follow."""
    with opened("memory:", PLUGIN) as journal:
        played = _Played(journal)
        for step in steps:
            played.step(step)
        played.bench.settle()
        parked = played.bench.parked()
        played.close()

        found = Counter(
            (str(each.record.cause), str(each.record.reaction), each.record.outcome)
            for each in journal.commits()
            if each.record.reaction
        )
        assert found == Counter(_expected(journal))
        texts = {
            r.event_id: r.event.text for r in journal.events(names=["relay.said/1"])
        }
        assert {texts[each.event_id] for each in parked if each.error} <= POISON
