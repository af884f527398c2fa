"""Processes that are killed in the middle of their work, and are soon there again.

Each is forked from one that has everything imported and opened, so that a kill costs
some milliseconds instead of a start.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.reduction import DupFd
from typing import Any, Self, TypeAlias

from hypothesis import settings

import kvalitet_core.opening  # noqa: F401 - imported once, before others are forked

__all__ = ["Say", "Work", "Workers", "kills"]

Say: TypeAlias = Callable[[bytes], object]
"""Tells the test something; what was told is heard though the teller was killed."""

Work: TypeAlias = Callable[..., object]
"""What a worker does: it is given what it was begun with, and `say`."""

_PATIENCE = 60
_FAILED = b"failed: "
_CONTEXT = multiprocessing.get_context("forkserver")


def kills(number: int) -> int:
    """How many times to kill: so many, and more where tests are to be thorough."""
    return max(number, number * settings().max_examples // 100)


class Workers:
    """Some workers, each of which can be killed and begun again."""

    def __init__(
        self, prepare: Callable[..., Work], *given: Any, count: int = 1
    ) -> None:
        """Have everything prepared that workers have in common.

        Args:
            prepare: Opens what is needed, in another process, and gives the work.

            given: What it is given.

            count: How many there can be at a time.
        """
        pipes = [os.pipe() for _ in range(count)]
        self._heard = [reader for reader, _ in pipes]
        self._orders, orders = _CONTEXT.Pipe()
        said = [DupFd(writer) for _, writer in pipes]
        self._parent = _CONTEXT.Process(
            target=_fork, args=(prepare, given, orders, said)
        )
        self._parent.start()
        orders.close()
        for _, writer in pipes:
            os.close(writer)
        self._there: dict[int, int] = {}

    def begin(self, number: int, *told: Any, **more: Any) -> None:
        """Let one begin to work, told these things."""
        assert number not in self._there
        self._orders.send((number, told, more))
        self._there[number] = self._orders.recv()

    def hear(self, seconds: float = _PATIENCE) -> Mapping[int, bytes]:
        """What some say, as soon as one says something; nothing when time runs out."""
        ready, _, _ = select.select(self._heard, [], [], seconds)
        said = {self._heard.index(each): os.read(each, 65536) for each in ready}
        for text in said.values():
            assert not text.startswith(_FAILED), text.decode()
        return said

    def kill(self, number: int) -> bytes:
        """Kill one, which must still be at work; gives what nobody had heard."""
        os.kill(self._there[number], signal.SIGKILL)
        return self.died(number)

    def died(self, number: int) -> bytes:
        """Wait until one is dead; gives what nobody had heard."""
        child, patience = self._there.pop(number), time.monotonic() + _PATIENCE
        while _is_there(child):
            assert time.monotonic() < patience, "it did not die"
            time.sleep(0.0002)
        said, reader = b"", self._heard[number]
        while select.select([reader], [], [], 0)[0]:
            said += os.read(reader, 65536)
        assert _FAILED not in said, said.decode()
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for child in filter(_is_there, self._there.values()):
            os.kill(child, signal.SIGKILL)
        self._orders.close()
        self._parent.join()
        self._parent.close()
        for reader in self._heard:
            os.close(reader)


def _is_there(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


def _fork(
    prepare: Callable[..., Work],
    given: tuple[Any, ...],
    orders: Connection,
    said: list[Any],
) -> None:
    """Fork a worker whenever that is asked for; the dead are not waited for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    pipes = [each.detach() for each in said]
    work = prepare(*given)
    gc.freeze()
    while True:
        try:
            number, told, more = orders.recv()
        except EOFError:
            return
        child = os.fork()
        if child == 0:
            _work(partial(work, *told, **more), pipes[number])
        orders.send(child)


def _work(work: Work, pipe: int) -> None:
    """Work, and say why if that ends: nobody else would tell."""
    try:
        work(say=lambda said: os.write(pipe, said))
    except BaseException:  # noqa: BLE001 - it is told below
        os.write(pipe, _FAILED + traceback.format_exc().encode())
    os._exit(1)
