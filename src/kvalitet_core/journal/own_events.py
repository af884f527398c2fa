"""The journal's own events: that it was made, by what it decides, by what it is proved.

They stand in the journal's own stream; no command and no plugin brings them.
"""
# These names and fields are stored. Do not rename; add a version.

from __future__ import annotations

from typing import Literal

import attrs

__all__ = [
    "Anchored",
    "AppendKeyChanged",
    "Deployed",
    "Indexed",
    "KeyChanged",
    "LossDeclared",
    "Opened",
]


@attrs.frozen(kw_only=True)
class Opened:
    """The journal was made: always the first event.

    Attributes:
        clock: `real`, or `simulated` when the time was given by a program.
        format: The number of the stored format.
        journal: The journal's own random id.
    """

    clock: Literal["real", "simulated"]
    format: int
    journal: str


@attrs.frozen(kw_only=True)
class Deployed:
    """A set of code and definitions began to decide here.

    Attributes:
        definitions: Stored name → SHA-256 of its JSON Schema.
        packages: Distribution → version, of what decides and stores.
        plugins: Plugin → version.
        python: The version of Python.
    """

    definitions: dict[str, str]
    packages: dict[str, str]
    plugins: dict[str, str]
    python: str


@attrs.frozen(kw_only=True)
class Indexed:
    """What there was of each case up to here, as the root of a tree over all streams.

    Attributes:
        root: The root of the case index, in hex.
        size: Of how many rows it is: all before this one.
        streams: How many streams there were, `command/` ones left out.
    """

    root: str
    size: int
    streams: int


@attrs.frozen(kw_only=True)
class Anchored:
    """What somebody outside holds or signed of the journal came back, and is kept.

    Attributes:
        digest: The SHA-256 of its bytes as they are kept, in hex.
        kind: `copy`, `cosignature`, or `rfc3161` for a time stamp.
        origin: What the log is called in the checkpoint that it is of.
        root: The root of the tree in that checkpoint, in hex.
        size: How many rows that checkpoint is of.
    """

    digest: str
    kind: str
    origin: str
    root: str
    size: int


@attrs.frozen(kw_only=True)
class KeyChanged:
    """From here on another key signs how far the journal has come.

    Attributes:
        before: The key that verifies what was signed up to here, as text.
        after: The key that verifies what is signed from here on, as text.
    """

    before: str
    after: str


@attrs.frozen(kw_only=True)
class AppendKeyChanged:
    """From here on rows must be signed as they are appended, and these keys count.

    Attributes:
        after: The key that counts from here on, as text; None where one is given up.
        before: The key that counts no more, as text; None where one is added.
    """

    after: str | None
    before: str | None


@attrs.frozen(kw_only=True)
class LossDeclared:
    """What was signed is not all there any more, and another log goes on from here.

    Attributes:
        by: Who declares it.
        former: What the log was called up to here.
        kept: Of how many of its rows a signature shows that they are there.
        reason: Why the others are lost.
        root: The root of its tree as it was signed last, in hex.
        size: How many rows it had then.
        successor: What the log is called from here on.
    """

    by: str
    former: str
    kept: int
    reason: str
    root: str
    size: int
    successor: str
