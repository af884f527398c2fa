"""Work that tests give to other processes; each opens the journal for itself."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from tests.conftest import Place
from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.errors import Refused

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["__main__", "tests.warm"])

MOST = 20_000
"""So often a test tries what others hold up; it is over long before."""


def opened(place: Place, **settings: Any) -> Journal:
    """The journal at a place, with the tests' plugin."""
    return Journal.open(
        place.url, plugins=[course.PLUGIN], **{**place.opening(), **settings}
    )


def append_notes(place: Place, number: int, count: int) -> list[tuple[str, int]]:
    """Give so many commands on a few streams; gives the ids and positions."""
    acknowledged = []
    with opened(place) as journal:
        for step in range(count):
            stream = course.course(step // 5)
            command = course.Note(course=stream, text=f"{number}-{step}")
            receipt = journal.do(command, by=course.ANNA)
            assert receipt.position is not None
            acknowledged.append((receipt.command_id, receipt.position))
    return acknowledged


def same_ids(place: Place, number: int, count: int) -> list[tuple[str, object]]:
    """Give the same commands under the same ids as the others do."""
    receipts: list[tuple[str, object]] = []
    with opened(place) as journal:
        for step in range(count):
            turned = (step + number * count // 8) % count
            command = course.Found()
            receipt = journal.do(command, by=course.ANNA, command_id=f"same-{turned}")
            events = tuple(event.event_id for event in receipt.events)
            facts = (receipt.stream, events, receipt.position, receipt.recorded_at)
            receipts.append((receipt.command_id, facts))
    return sorted(receipts)


def take_seats(place: Place, number: int, count: int) -> list[str]:
    """Ask for seats of one course; gives each answer."""
    answers = []
    with opened(place) as journal:
        for _ in range(count):
            try:
                journal.do(
                    course.TakeSeat(course=course.course("scarce"), seats=20),
                    by=course.ANNA,
                    channel=str(number),
                )
                answers.append("taken")
            except Refused as refusal:
                answers.append(refusal.reasons[0].code)
    return answers


def seal_for_one(place: Place, number: int, count: int) -> list[str]:
    """Enrol the same two people until so many are refused; gives each answer."""
    answers: list[str] = []
    refused = 0
    with opened(place) as journal:
        for step in range(MOST):
            if refused == count:
                break
            command = course.enrol(number, "anna", f"Anna {step}", "bo", f"Bo {step}")
            try:
                journal.do(command, by=course.ANNA)
                answers.append("enrolled")
            except Refused as refusal:
                answers.append(refusal.reasons[0].code)
                refused += 1
    return answers


def acknowledge(journal: Journal, number: int, say: Callable[[bytes], object]) -> None:
    """Write without end, and say each id once its receipt is there."""
    for step in range(1_000_000):
        text = f"{number}-{step}"
        stream = course.course(step % 3)
        command = (
            course.enrol(step % 3, f"p-{number}", text, f"q-{step % 2}", text),
            course.NoteMany(course=stream, texts=(text, text + "b", text + "c")),
            course.NoteBoth(course=stream, other=course.course("both"), text=text),
        )[step % 3]
        receipt = journal.do(command, by=course.ANNA)
        say(f"{receipt.command_id}\n".encode())


def at_once(
    work: Callable[..., Any], place: Place, workers: int, count: int
) -> list[Any]:
    """Have so many processes do the work at the same time; gives what each gives."""
    pipes = [CONTEXT.Pipe(duplex=False) for _ in range(workers)]
    processes = [
        CONTEXT.Process(target=_report, args=(sender, work, place, number, count))
        for number, (_, sender) in enumerate(pipes)
    ]
    for process in processes:
        process.start()
    for _, sender in pipes:
        sender.close()
    results = [_received(receiver) for receiver, _ in pipes]
    for process in processes:
        process.join()
        process.close()
    for receiver, _ in pipes:
        receiver.close()
    failures = [result for result in results if isinstance(result, str)]
    assert not failures, failures
    return results


def _received(receiver: Connection) -> Any:
    try:
        return receiver.recv()
    except EOFError:
        return "a process ended without an answer"


def _report(
    sender: Connection, work: Callable[..., Any], place: Place, *values: Sequence[Any]
) -> None:
    try:
        answer = work(place, *values)
    except BaseException as error:
        sender.send(repr(error))
        raise
    sender.send(answer)
    sender.close()
