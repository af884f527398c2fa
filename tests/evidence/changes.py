"""Ways to change bytes: one byte, one bit, one more, one less, cut short."""

from __future__ import annotations

from hypothesis import strategies as st


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with one thing changed; never the same."""
    at = draw(st.integers(0, len(data) - 1))
    how = draw(st.sampled_from(["flip", "byte", "insert", "delete", "cut", "swap"]))
    before, after = data[:at], data[at + 1 :]
    match how:
        case "flip":
            made = before + bytes([data[at] ^ 1 << draw(st.integers(0, 7))]) + after
        case "byte":
            made = before + bytes([draw(st.integers(0, 255))]) + after
        case "insert":
            made = before + bytes([draw(st.integers(0, 255))]) + data[at:]
        case "delete":
            made = before + after
        case "cut":
            made = before
        case _:
            made = data[at:] + before
    return made if made != data else before + bytes([data[at] ^ 1]) + after
