"""`kvalitet seal`: take what is there into the tree, and sign it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import attrs
import click

from kvalitet_cli.evidence import account, signing_with
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note
from kvalitet_core.evidence.account_sealing import DailySealed
from kvalitet_core.evidence.sequencer import Sealed

__all__ = ["command"]


@click.command(name="seal")
@click.option("--follow", is_flag=True, help="Go on until stopped.")
@click.option(
    "--every",
    type=click.FloatRange(min=0, min_open=True, max=86400),
    default=1.0,
    metavar="SECONDS",
    help="With --follow: how long to wait before looking again (1).",
)
@click.option(
    "--index",
    is_flag=True,
    help="Log a case index first, now: by it a case is proved to be whole.",
)
@in_language
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    follow: bool,
    every: float,
    index: bool,
    language: Language,
) -> None:
    r"""Seal every event that is not sealed yet, and sign how far the journal has come.

    The key that signs is made where nothing was signed yet. What does not follow on
    what is sealed or signed is refused, with exit code 1: then nothing is signed.

    The first time on a day (UTC) that there is something new, the case index is logged
    too, by which a case can be proved to be whole: see `kvalitet bundle --case`.

    \b
    Example:
      kvalitet seal --journal programme.db
      kvalitet seal --journal programme.db --follow
      kvalitet seal --journal programme.db --index
    """
    with account(where, signing_key, read_only=False) as evidence:
        sequencer = evidence.sequencer()
        before = 0
        if index:
            before = sequencer.seal().added
            click.echo(say("indexed", language, position=evidence.log_index()))

        def seal() -> Sealed:
            return _sealed(evidence.seal_daily(sequencer), language)

        if not follow:
            sealed = seal()
            _tell(attrs.evolve(sealed, added=sealed.added + before), language)
            return
        with _until_stopped(every) as go_on:
            _follow(seal, go_on, language)


def _sealed(done: DailySealed, language: Language) -> Sealed:
    if done.index is not None:
        note(say("indexed", language, position=done.index))
    if done.problem is not None:
        note(say("not_indexed", language, problem=done.problem))
    return done.sealed


def _follow(
    seal: Callable[[], Sealed], go_on: Callable[[], bool], language: Language
) -> None:
    size = None
    while True:
        last = not go_on() if size is not None else False
        sealed = seal()
        if sealed.size != size:
            _tell(sealed, language)
            size = sealed.size
        if last:
            return


def _tell(sealed: Sealed, language: Language) -> None:
    added = sealed.added or say("none_new", language)
    facts = {"size": sealed.size, "added": added, "root": sealed.root.hex()}
    click.echo(say("sealed", language, **facts))


@contextmanager
def _until_stopped(seconds: float) -> Iterator[Callable[[], bool]]:
    """A function that waits, and tells whether to go on; a signal ends the waiting."""
    stop = threading.Event()

    def stopped(_: int, __: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signals = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, stopped) for each in signals}
    try:
        yield lambda: not stop.wait(seconds)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
