"""Plugins that break a law about what is written, read, folded or decided."""

from __future__ import annotations

from tests.testing.breaking import Breaking, Edit, line

_PLACE = line(
    "class Place(CheckedText):",
    '    """Where a meeting is."""',
    "",
    "    __slots__ = ()",
    '    noun = "place"',
    '    rule = "some text"',
    "    json_schema = JSON_SCHEMA",
)
_BEFORE_STORED = "# These names and fields are stored."


def _places(schema: str, *more: str) -> tuple[Edit, ...]:
    """Let places be of a type of their own."""
    place = _PLACE.replace("JSON_SCHEMA", schema) + line(*more)
    return (
        ("meeting.py", "    place: str\n", "    place: Place\n"),
        (
            "meeting.py",
            "    place: str = attrs.field(validator=not_blank)\n",
            "    place: Place\n",
        ),
        ("meeting.py", "import not_blank", "import CheckedText"),
        ("meeting.py", _BEFORE_STORED, f"{place}\n\n{_BEFORE_STORED}"),
        ("examples.py", 'place="Eksempelgade 1"', 'place=Place("Salen")'),
        (
            "examples.py",
            "import Hold, NameHost, Plan",
            "import Hold, NameHost, Place, Plan",
        ),
        (
            "da.toml",
            '"skabelon" = "Skabelon"',
            '"skabelon" = "Skabelon"\n"Place" = "Sted."',
        ),
    )


_COUNTING = (
    (
        "meeting.py",
        "from datetime import date",
        "from itertools import count\nfrom datetime import date",
    ),
    ("meeting.py", 'KIND = "', '_COUNT = count()\nKIND = "'),
)

_MINUTES: tuple[Edit, ...] = (
    ("meeting.py", '"skabelon-meeting.held/1"', '"skabelon-meeting.held/2"'),
    (
        "meeting.py",
        "    attended: int\n\n\nEvent",
        "    attended: int\n    minutes: int\n\n\nEvent",
    ),
    (
        "meeting.py",
        '        attended: How many attended.\n    """\n\n    attended: int\n',
        (
            "        attended: How many attended.\n        minutes: How long.\n"
            '    """\n\n    attended: int\n'
        ),
    ),
    (
        "meeting.py",
        "Held(attended=self.attended)",
        "Held(attended=self.attended, minutes=60)",
    ),
    (
        "da.toml",
        '"skabelon-meeting.held.attended"',
        (
            '"skabelon-meeting.held.minutes" = "Hvor længe."\n'
            '"skabelon-meeting.held.attended"'
        ),
    ),
)


def _second(step: str, *more: str) -> tuple[Edit, ...]:
    """Give `Held` its number 2, and lead on from 1 by a step."""
    given = f'    upcasters={{"skabelon-meeting.held/1": {step}}},\n'
    return (
        *_MINUTES,
        ("plugin.py", "    rules=RULES,\n", f"    rules=RULES,\n{given}{line(*more)}"),
    )


SECOND_NUMBER = _second('lambda old: {**old, "minutes": 0}')
"""The plugin with an event of number 2, as it should be."""

BREAKING_HISTORY = (
    Breaking(
        "a_value_is_written_and_read_back_byte_by_byte",
        "meeting.Planned: cannot be read back",
        _places(
            '{"type": "string", "pattern": "^.{1,40}$", "description": "A place."}',
            "",
            "    def __new__(cls, text):",
            "        return super().__new__(cls, text[:-1] if len(text) > 9 else text)",
        ),
    ),
    Breaking(
        "what_is_stored_fits_its_schema",
        "meeting.Plan.place: can be made with what its schema refuses",
        _places(
            '{"type": "string", "pattern": "^.{1,40}$", "maxLength": 9,'
            ' "description": "A place."}'
        ),
    ),
    Breaking(
        "an_old_value_becomes_one_of_today",
        "does not lead to a value of today",
        _second("dict"),
    ),
    Breaking(
        "an_old_value_becomes_one_of_today",
        "fails: ImportError",
        _second('lambda old: (_ for _ in ()).throw(ImportError("x"))'),
    ),
    Breaking(
        "an_old_value_becomes_one_of_today",
        "leads to nothing that today's validators let pass",
        (
            *_second('lambda old: {**old, "minutes": -1}'),
            (
                "meeting.py",
                "    minutes: int\n",
                '    minutes: int = attrs.field(validator=Whole(of="minutes"))\n',
            ),
        ),
    ),
    Breaking(
        "an_upcaster_depends_on_the_old_value_alone",
        "changes the value it is given; let it make a new one",
        _second('lambda old: old.setdefault("minutes", 0) or old'),
    ),
    Breaking(
        "an_upcaster_depends_on_the_old_value_alone",
        "gives one thing now and another later",
        (
            *_second('lambda old: {**old, "minutes": next(_COUNT)}'),
            ("plugin.py", 'VERSION: Final = "', '_COUNT = count()\nVERSION: Final = "'),
            ("plugin.py", "from typing", "from itertools import count\nfrom typing"),
        ),
    ),
    Breaking(
        "a_sealed_upcaster_leads_on_from_something_sealed",
        "leads on from nothing that was sealed",
        _second(
            'lambda old: {**old, "minutes": 0}',
            '    sealed_upcasters={("skabelon-meeting.held/1", "attended"): str},',
        ),
    ),
    Breaking(
        "every_event_can_be_folded",
        "meeting.Held: cannot be folded: KeyError: 'many'; handle it in evolve",
        (
            (
                "meeting.py",
                "        case Held(attended=attended):\n",
                (
                    "        case Held(attended=attended):\n"
                    "            if attended > 99:\n"
                    '                raise KeyError("many")\n'
                ),
            ),
        ),
    ),
    Breaking(
        "every_event_can_be_folded",
        "meeting.Held: is folded to None, no Meeting",
        (
            (
                "meeting.py",
                "        case Held(attended=attended):\n",
                (
                    "        case Held(attended=attended) if attended > 99:\n"
                    "            return None\n"
                    "        case Held(attended=attended):\n"
                ),
            ),
        ),
    ),
    Breaking(
        "folding_depends_on_the_events_alone",
        "meeting.Held: gives one state now and another later",
        (
            *_COUNTING,
            (
                "meeting.py",
                "return attrs.evolve(meeting, attended=attended)",
                (
                    "more = next(_COUNT) if attended > 99 else 0\n"
                    "            return attrs.evolve(meeting, attended=attended + more)"
                ),
            ),
        ),
    ),
    Breaking(
        "folding_depends_on_the_events_alone",
        "meeting.Held: changes the state that it is folded onto",
        (
            (
                "meeting.py",
                "return attrs.evolve(meeting, attended=attended)",
                (
                    "if attended > 99:\n"
                    "                was, now = 'attended', attended\n"
                    "                object.__setattr__(meeting, was, now)\n"
                    "            return attrs.evolve(meeting, attended=attended)"
                ),
            ),
        ),
    ),
    Breaking(
        "folding_opens_nothing_personal",
        "meeting.HostNamed: plugin 'rule': personal data was opened",
        (
            (
                "meeting.py",
                "        case HostNamed(host=host, name=name):\n",
                (
                    "        case HostNamed(host=host, name=name):\n"
                    "            if meeting.attended:\n"
                    "                name.reveal()\n"
                ),
            ),
        ),
    ),
    Breaking(
        "examples_say_what_they_show",
        "example a_meeting_is_held: does not say what it shows",
        (("examples.py", "before the deadline.", "before the deadline"),),
    ),
    Breaking(
        "examples_come_to_what_they_say",
        "a_meeting_is_held, step 3 (Plan): expected an event, got nothing",
        (("examples.py", ", silent=True", ""),),
    ),
    Breaking(
        "examples_come_to_what_they_say",
        "a_meeting_is_held, step 5 (Hold): expected a refusal for moede.before, "
        "got refused",
        (("examples.py", '"skabelon-meeting.not_begun"', '"moede.before"'),),
    ),
    Breaking(
        "examples_come_to_what_they_say",
        "a_meeting_is_held, step 6 (Hold): expected an event, got failed: TypeError",
        (
            (
                "meeting.py",
                "return (Held(attended=self.attended),)",
                "return (Held(attended=self.attended + None),)",
            ),
        ),
    ),
    Breaking(
        "every_command_is_shown",
        "meeting.Hold: is accepted in no example",
        (("examples.py", "    yield Ask(hold, by=ANNA, at=_AUGUST)\n", ""),),
        frozenset({"every_event_is_shown"}),
    ),
    Breaking(
        "every_event_is_shown",
        "meeting.HostNamed: follows in no example",
        (
            (
                "meeting.py",
                (
                    "        registered(state, self.meeting)\n"
                    "        return (HostNamed(host=self.host, name=self.name),)"
                ),
                (
                    "        known = registered(state, self.meeting)\n"
                    "        return (\n"
                    "            Planned(round=known.round, day=known.day, place=''),\n"
                    "        )"
                ),
            ),
        ),
    ),
    Breaking(
        "a_decision_depends_on_what_it_reads_alone",
        "step 6 (Hold): comes to one thing now and to another later",
        (
            *_COUNTING,
            (
                "meeting.py",
                "Held(attended=self.attended)",
                "Held(attended=self.attended + next(_COUNT))",
            ),
        ),
        frozenset({"what_is_recorded_is_read_back"}),
    ),
    Breaking(
        "a_command_is_silent_the_second_time",
        "step 6 (Hold): comes to more events when it is given once more",
        (
            (
                "meeting.py",
                "if meeting.attended == self.attended:",
                "if not self.attended:",
            ),
            ("meeting.py", "if meeting.attended is not None:", "if not self.attended:"),
        ),
    ),
    Breaking(
        "reasons_have_codes_of_one_form",
        "'NotBegun': is a code of another form",
        (
            ("meeting.py", 'f"{KIND}.not_begun"', '"NotBegun"'),
            ("examples.py", '"skabelon-meeting.not_begun"', '"NotBegun"'),
        ),
    ),
    Breaking(
        "what_is_recorded_is_read_back",
        "meeting.Held in example a_meeting_is_held: is read back from a journal",
        (
            *_COUNTING,
            (
                "meeting.py",
                "Held(attended=self.attended)",
                "Held(attended=self.attended + next(_COUNT) // 2)",
            ),
        ),
    ),
    Breaking(
        "no_stream_is_named_by_a_cpr_number",
        "meeting.Plan.target: names its stream by what may be a CPR number",
        (
            (
                "meeting.py",
                (
                    "    label: str = attrs.field(\n"
                    '        validator=Written("[a-z][a-z0-9-]{0,39}", '
                    '"a-z, then a-z, 0-9 and -")\n'
                    "    )\n"
                ),
                "    label: str\n",
            ),
        ),
    ),
)
