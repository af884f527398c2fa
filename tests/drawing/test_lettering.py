"""Text is broken into lines that fit, and never holds what a drawing cannot."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.drawing.samples import TEXTS

from kvalitet_core.drawing.lettering import balanced, cleaned, flat, width_of, wrapped


@given(text=TEXTS, width=st.floats(60, 300), bold=st.booleans())
def test_every_line_fits(text: str, width: float, bold: bool) -> None:  # noqa: FBT001
    """No line is wider than its room, however long a word is."""
    lines = wrapped(text, width=width, size=13.5, lines=5, bold=bold)

    assert 1 <= len(lines) <= 5
    assert all(width_of(line, size=13.5, bold=bold) <= width for line in lines)


@given(text=st.text("abcæøå ", max_size=80))
def test_nothing_is_lost_where_there_are_lines_enough(text: str) -> None:
    """Lines that are put together again are the text."""
    lines = wrapped(text, width=90, size=13.5, lines=200)

    joined = "".join(line.removesuffix("-") for line in lines)
    assert joined.replace(" ", "") == flat(text).replace(" ", "")


def test_a_long_danish_word_is_broken_with_a_hyphen() -> None:
    """Danish makes one word of many; it goes on in the next line."""
    lines = wrapped("Forventningsafstemningssamtale", width=120, size=13.5, lines=3)

    assert lines == ("Forventningsafs-", "temningssamtale")


def test_a_word_is_broken_before_a_consonant_and_a_vowel() -> None:
    """As Danish is: no line begins with letters that no syllable begins with."""
    lines = wrapped("opmærksomhedspunkter", width=126, size=13.5, lines=3, bold=True)

    assert lines == ("opmærksomheds-", "punkter")
    assert wrapped("kstrpqvwkstrpqvw", width=90, size=13.5, lines=3)[1:]


def test_an_accent_takes_no_room_of_its_own() -> None:
    """`é` is as wide as `e`, in one character or in two."""
    assert width_of("Andr\u0065\u0301", size=13.5) == width_of("Andre", size=13.5)


def test_what_is_left_out_is_told() -> None:
    """A title that is too long for its box ends in an ellipsis."""
    lines = wrapped("Sag " * 80, width=120, size=13.5, lines=2)

    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_no_word_is_left_alone_where_lines_can_be_alike() -> None:
    """The same number of lines, of about the same length."""
    text = "Opfølgning efter ½ år"

    assert wrapped(text, width=126, size=13.5, lines=5, bold=True)[1] == "år"
    assert balanced(text, width=126, size=13.5, lines=5, bold=True) == (
        "Opfølgning",
        "efter ½ år",
    )


@given(text=TEXTS, width=st.floats(60, 300))
def test_lines_that_are_alike_say_the_same(text: str, width: float) -> None:
    """Balancing adds no line, no hyphen, and takes nothing away."""
    plain = wrapped(text, width=width, size=13.5, lines=5)
    alike = balanced(text, width=width, size=13.5, lines=5)

    assert len(alike) == len(plain)
    assert "".join(alike).replace(" ", "") == "".join(plain).replace(" ", "")


@given(text=TEXTS)
def test_cleaned_text_can_be_written_anywhere(text: str) -> None:
    """Control characters and halves of characters become the sign of replacement."""
    found = cleaned(text)

    assert len(found) == len(text)
    assert found.encode("utf-8").decode("utf-8") == found
    assert all(each >= " " or each in "\n\t" for each in found)
