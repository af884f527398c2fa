"""`docs/write-a-case-type.md`: whoever does what it says sees what it shows.

Run as a program, it writes into the page what is printed now, and every sentence that
scenarios are made of.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tutorial import anywhere, followed

from kvalitet_core.testing.scenarios_asking import CLAIMS
from kvalitet_core.testing.scenarios_reading import KEYWORDS
from kvalitet_core.testing.scenarios_recognising import form_of
from kvalitet_core.testing.scenarios_sentences import ACTS, GIVEN, HAPPENINGS

PAGE = Path(__file__).parents[1] / "docs" / "write-a-case-type.md"
TEXT = PAGE.read_text(encoding="utf-8")
_MARKS = re.compile(r"(?<=<!-- sentences -->\n).*(?=<!-- /sentences -->)", re.DOTALL)


def _table() -> Iterator[str]:
    """Every sentence in both languages, with where it can stand."""
    for head, rows in (
        ("`Givet`, `Given`", GIVEN),
        ("`Når` and `Givet`, `When` and `Given`: what happens", HAPPENINGS),
        ("`Når` and `Givet`, `When` and `Given`: what people do", ACTS),
    ):
        yield f"\n{head}\n\n| Danish | English |\n|---|---|"
        for each in rows:
            da, en = (form_of(said) for said in (each.da, each.en))
            yield f"| `{da}` | `{en}` |"
    yield "\n`Så` and `Før eller siden`, `Then` and `Eventually`; `må … ikke` and"
    yield "`must not` stand only after `Så` and `Then`\n"
    yield "| Danish | English |\n|---|---|"
    may = "`skal {who} kunne …`, `må {who} ikke …`: what people do"
    yield f"| {may} | `{{who}} must be able to …`, `{{who}} must not …` |"
    for claim in CLAIMS:
        (one, other), (da, en) = claim.subject, claim.says
        danish = f"`skal {one} {da}`, `må {one} ikke {da}`"
        yield f"| {danish} | `{other} must {en}`, `{other} must not {en}` |"


def with_sentences(page: str) -> str:
    """The page with every sentence."""
    table = "\n".join(_table())
    return _MARKS.sub(lambda _: f"{table}\n\n", page)


@pytest.mark.slow
def test_every_step_comes_to_what_the_page_shows(tmp_path: Path) -> None:
    """Each block is carried out in order, in an empty folder."""
    assert followed(TEXT, tmp_path) == TEXT


def test_every_sentence_and_keyword_is_told() -> None:
    """Whoever writes scenarios finds all that can be said on the page."""
    assert with_sentences(TEXT) == TEXT
    for words in KEYWORDS.values():
        assert [word for word in words if f"`{word}`" not in TEXT] == []


def test_it_shows_nothing_that_differs_from_machine_to_machine() -> None:
    """No figures of time."""
    assert anywhere(TEXT) == TEXT


def test_at_the_end_nothing_is_left_untried() -> None:
    """The last run of the page's tests passes."""
    *_, last = re.findall(r"^[0-9]+ (?:passed|failed).*$", TEXT, re.MULTILINE)

    assert re.fullmatch(r"[0-9]+ passed in some seconds", last)


def test_every_link_leads_somewhere() -> None:
    """A file that the page names is there."""
    links = re.findall(r"\]\(((?!https:)[^)]+)\)", TEXT)

    assert [link for link in links if not (PAGE.parent / link).exists()] == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(with_sentences(followed(TEXT, Path(place))), "utf-8")
    sys.exit()
