"""The layout of a stored event's `state`: `{"d":D,"m":M,"p":P,"s":S}`, and no other.

D is the event's data, M its metadata, P the references to its sealed sections (absent
when it has none), S the salts of the plain sections. A section's bytes are the slice
of `state` that holds it: what was hashed is what is stored. Never re-encodes.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from kvalitet_core.errors import Damaged, Malformed

__all__ = ["Sections", "damaged", "joined", "split"]


class Sections(NamedTuple):
    """The slices of one `state`: data, metadata, person references, salts."""

    d: bytes
    m: bytes
    p: bytes | None
    s: bytes


class _Outline(msgspec.Struct):
    d: msgspec.Raw
    m: msgspec.Raw
    s: msgspec.Raw
    p: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_outline = msgspec.json.Decoder(_Outline)


def joined(sections: Sections) -> bytes:
    """Lay sections out as a `state`."""
    d, m, p, s = sections
    if p is None:
        return b'{"d":%b,"m":%b,"s":%b}' % (d, m, s)
    return b'{"d":%b,"m":%b,"p":%b,"s":%b}' % (d, m, p, s)


def split(state: bytes) -> Sections:
    """Find the sections of a `state`.

    Raises:
        Malformed: It has another layout: other members, another order, a member
            twice, or white space between them.
    """
    try:
        outline = _outline.decode(state)
    except msgspec.DecodeError as error:
        subject = "stored event"
        raise Malformed(
            subject, f"state is not laid out as d, m, p, s: {error}"
        ) from error
    except RecursionError as error:
        problem = "state is nested too deeply to be read"
        raise Malformed("stored event", problem) from error
    except TypeError as error:
        raise Malformed("stored event", "state is of another type") from error
    p = outline.p
    sections = Sections(
        bytes(outline.d),
        bytes(outline.m),
        None if isinstance(p, msgspec.UnsetType) else bytes(p),
        bytes(outline.s),
    )
    if joined(sections) != state:
        raise Malformed(
            "stored event", "state is not laid out as d, m, p, s, each once"
        )
    return sections


def damaged(row: tuple[int, str, int, str, bytes], error: Malformed) -> Damaged:
    """What is the matter with a stored row, with where it is."""
    position, stream, version, name, _ = row
    return Damaged(
        f"{stream} version {version}, {name}", *error.problems, position=position
    )
