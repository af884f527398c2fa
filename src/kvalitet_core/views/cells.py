"""Personal cells: sealed with the person's own key before they reach the database.

A cell is the key's id, 32 bytes, and what the sealer gives. It is bound to its view,
table, column and row, and to its person: moved elsewhere, it does not open.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, NamedTuple

from kvalitet_core.personal import Forgotten, Personal
from kvalitet_core.privacy.sealing import Sealer
from kvalitet_core.view import Part
from kvalitet_core.views.kinds import Misfit

__all__ = ["Cell", "Cells"]

_KEY_ID: Final = 32


class Cell(NamedTuple):
    """Which cell of a view: what sealed bytes belong to, within their journal."""

    view: str
    table: str
    column: str
    row: tuple[Any, ...]
    subject: str

    @property
    def where(self) -> str:
        """What it is, for people."""
        return f"view {self.view}, table {self.table}, column {self.column}"

    @property
    def parts(self) -> tuple[str | int, ...]:
        """All that is authenticated with it."""
        row = (part if type(part) is int else str(part) for part in self.row)
        return ("view", self.view, self.table, self.column, self.subject, *row)


class Cells:
    """Seals and opens the personal cells of one journal's views."""

    def __init__(
        self,
        sealer: Callable[[], Sealer],
        is_forgotten: Callable[[str], bool],
    ) -> None:
        self._sealer = sealer
        self._is_forgotten = is_forgotten

    def sealed(self, value: Personal[Any] | Part, cell: Cell) -> bytes | None:
        """What is kept of a personal value; None when the person was forgotten.

        Raises:
            Misfit: It is no text.
            Malformed: What the journal keeps of it was changed.
            KeyUnavailable: It cannot be opened or sealed.
        """
        content = _revealed(value)
        if content is None:
            return None
        sealed = self._sealer().seal(content.encode(), cell)
        return None if sealed is None else bytes.fromhex(sealed.key_id) + sealed.sealed

    def opened(self, kept: bytes, cell: Cell) -> str | Forgotten:
        """What was sealed, or `Forgotten`.

        Raises:
            Malformed: The bytes belong elsewhere, or were changed.
            KeyUnavailable: The key is lost, wrong or was not given.
        """
        key_id, sealed = kept[:_KEY_ID], kept[_KEY_ID:]
        plain = self._sealer().open(
            cell,
            key_id=key_id.hex(),
            digest=sha256(sealed).hexdigest(),
            sealed=sealed,
            forgotten=self._is_forgotten,
        )
        return plain if isinstance(plain, Forgotten) else plain.decode()

    def unseen(self, kept: bytes, cell: Cell) -> Personal[str]:
        """A cell that is opened when someone looks at it on purpose."""
        return _Sealed(lambda: self.opened(kept, cell))


class _Sealed(Personal[str]):
    """A personal text that stands sealed in a view."""

    __slots__ = ()

    def __init__(self, source: Callable[[], str | Forgotten]) -> None:
        self._source = source


def _revealed(value: Personal[Any] | Part) -> str | None:
    """The text that is to be sealed; nothing of it is in what is raised."""
    whole = value.whole if isinstance(value, Part) else value
    content = whole.reveal()
    if content is Forgotten.FORGOTTEN:
        return None
    if isinstance(value, Part):
        if not hasattr(content, value.field):
            raise Misfit(f"expected a part, and there is no field {value.field!r}")
        content = getattr(content, value.field)
    if content is None:
        return None
    if not isinstance(content, str):
        raise Misfit(f"expected a text inside, got {type(content).__name__}")
    return str.__str__(content)
