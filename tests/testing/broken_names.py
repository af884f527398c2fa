"""Plugins that break a law about names, classes or the package."""

from __future__ import annotations

from tests.testing.breaking import Breaking, line

_HELD = line(
    "@attrs.frozen(kw_only=True)",
    "class Held:",
    '    """A meeting was held.',
    "",
    "    Attributes:",
    "        attended: How many attended.",
    '    """',
    "",
    "    attended: int",
)
_HELD_DANISH = '"skabelon-meeting.held.attended" = "Hvor mange der deltog."'


def _held(old: str, new: str) -> tuple[str, str, str]:
    """An edit of the class `Held` alone."""
    assert old in _HELD
    return ("meeting.py", _HELD, _HELD.replace(old, new))


BREAKING_NAMES = (
    Breaking(
        "the_plugin_is_made_of_what_its_fields_say",
        "its forms: expected a tuple of Form, got a list",
        (("plugin.py", "forms=(ANSOEGNING,)", "forms=[ANSOEGNING]"),),
    ),
    Breaking(
        "the_plugin_fits_this_core",
        "is written for plugin interface 99",
        (("plugin.py", "    name=NAME,\n", "    name=NAME,\n    api=99,\n"),),
    ),
    Breaking(
        "the_version_is_one_that_can_be_compared",
        "has the version 'first', which installers cannot compare",
        (("plugin.py", '"0.1.0"', '"first"'),),
    ),
    Breaking(
        "kinds_begin_with_the_plugins_name",
        "kind 'moede': does not begin with the plugin's name",
        (("*", "skabelon-meeting", "moede"),),
        frozenset({"the_schemas_say_what_the_classes_are"}),
    ),
    Breaking(
        "stored_names_begin_with_their_kind",
        "held/1': has a stored name of another form; name it p",
        (
            ("meeting.py", '"skabelon-meeting.held/1"', '"skabelon.held/1"'),
            ("da.toml", '"skabelon-meeting.held', '"skabelon.held'),
        ),
        frozenset({"the_schemas_say_what_the_classes_are"}),
    ),
    Breaking(
        "an_event_and_a_command_are_two_things",
        "meeting.Held: is an event that decides something",
        (_held("    attended: int\n", "    attended: int\n    decide = None\n"),),
    ),
    Breaking(
        "an_event_and_a_command_are_two_things",
        "meeting.NameHost: is a command without target",
        (
            (
                "meeting.py",
                '    name: Personal[str] = personal(subject="host")\n\n    def target(',
                '    name: Personal[str] = personal(subject="host")\n\n    def aims(',
            ),
        ),
        frozenset({"examples_come_to_what_they_say"}),
    ),
    Breaking(
        "rules_are_named_and_dated_apart",
        "rule 'andet.temaer'",
        (("*", "skabelon.temaer", "andet.temaer"),),
    ),
    Breaking(
        "rules_are_named_and_dated_apart",
        "versions 1 and 2 both",
        (
            ("rules.py", "RULES: Final = (", "RULES: Final = (NEW, "),
            (
                "rules.py",
                "\nRULES",
                '\nNEW = attrs.evolve(TEMAER, version=2, quote="Nyt.")\n\nRULES',
            ),
            ("rules.py", "from datetime", "import attrs\nfrom datetime"),
        ),
    ),
    Breaking(
        "forms_are_named_apart",
        "form 'p",
        (("plugin.py", "forms=(ANSOEGNING,)", "forms=(ANSOEGNING, ANSOEGNING)"),),
        frozenset({"the_manifest_says_what_the_plugin_is"}),
    ),
    Breaking(
        "catalogues_are_named_apart",
        "catalogue 'De runder'",
        (
            ("plugin.py", 'name="rounds"', 'name="De runder"'),
            ("da.toml", "skabelon.rounds", "skabelon.De runder"),
            ("en.toml", "skabelon.rounds", "skabelon.De runder"),
        ),
    ),
    Breaking(
        "a_journal_opens_with_the_plugin",
        "but a class has that name",
        (
            (
                "plugin.py",
                "    rules=RULES,\n",
                '    rules=RULES,\n    upcasters={"skabelon-meeting.held/1": dict},\n',
            ),
        ),
    ),
    Breaking(
        "stored_classes_cannot_be_changed",
        "meeting.Held: can be changed; write @attrs.frozen(kw_only=True)",
        (_held("frozen", "define"),),
    ),
    Breaking(
        "states_cannot_be_changed",
        "meeting.Meeting: can be changed; write @attrs.frozen(kw_only=True)",
        (
            (
                "meeting.py",
                "@attrs.frozen(kw_only=True)\nclass Meeting:",
                "@attrs.define(kw_only=True)\nclass Meeting:",
            ),
        ),
    ),
    Breaking(
        "states_cannot_be_changed",
        "holds list, which can be changed; use tuple or frozenset",
        (
            (
                "meeting.py",
                "    attended: int | None = None\n",
                "    attended: int | None = None\n    of: list[int] | None = None\n",
            ),
        ),
    ),
    Breaking(
        "fields_are_given_by_name",
        "meeting.Held.attended: can be given without its name",
        (_held("(kw_only=True)", ""),),
    ),
    Breaking(
        "fields_are_stored_as_they_are_given",
        "meeting.Held.attended: has a converter, which is not run when read; convert",
        (_held("attended: int", "attended: int = attrs.field(converter=int)"),),
    ),
    Breaking(
        "fields_are_stored_as_they_are_given",
        "meeting.Held._note: is private, and would be lost when stored; give it",
        (_held("    attended: int\n", '    attended: int\n    _note: str = "none"\n'),),
        frozenset({"every_field_is_described"}),
    ),
    Breaking(
        "fields_are_stored_as_they_are_given",
        "meeting.Held.attended: has an alias, which is not used when stored; drop it",
        (
            _held("attended: int", 'attended: int = attrs.field(alias="count")'),
            ("meeting.py", "Held(attended=self", "Held(count=self"),
        ),
    ),
    Breaking(
        "fields_hold_what_can_be_stored",
        "meeting.Held.attended: holds float, which is not stored; use int or Decimal",
        (_held("attended: int", "attended: float"),),
    ),
    Breaking(
        "fields_hold_what_can_be_stored",
        "holds Planned | HostNamed, which cannot be told apart when read",
        (_held("attended: int", "attended: Planned | HostNamed | int"),),
    ),
    Breaking(
        "fields_hold_what_can_be_stored",
        "holds a datetime that may lack its offset; use values.Instant",
        (
            _held("attended: int", "attended: int | datetime"),
            ("meeting.py", "import date\n", "import date, datetime\n"),
        ),
    ),
    Breaking(
        "personal_fields_say_whose_they_are",
        "is personal to 'guest', which is no field of the class; add one",
        (("meeting.py", 'personal(subject="host")', 'personal(subject="guest")'),),
    ),
    Breaking(
        "what_looks_personal_is_declared_so",
        "meeting.Held.email: has the name of something about a person",
        (
            _held(
                "        attended: How many attended.\n",
                "        attended: How many attended.\n        email: Whom to ask.\n",
            ),
            (
                "meeting.py",
                "\n    attended: int\n\n\nEvent",
                '\n    attended: int\n    email: str = "none"\n\n\nEvent',
            ),
            (
                "da.toml",
                _HELD_DANISH,
                f'{_HELD_DANISH}\n"skabelon-meeting.held.email" = "Spørg her."',
            ),
        ),
    ),
    Breaking(
        "a_stored_class_says_what_it_is",
        "meeting.Held: does not say what it is",
        (_held("A meeting was held.", "Held"),),
    ),
    Breaking(
        "every_field_is_described",
        "meeting.Held.attended: is not described; write a line `attended: …`",
        (_held("        attended: How many attended.\n", ""),),
    ),
    Breaking(
        "every_field_is_described",
        "meeting.Held.absent: is described, and is no field",
        (
            _held(
                "        attended: How many attended.\n",
                "        attended: How many.\n        absent: How many did not.\n",
            ),
        ),
    ),
    Breaking(
        "the_package_imports_public_names_only",
        "plugin.py, line 8: imports kvalitet_core.journal.wiring.Wiring",
        (
            (
                "plugin.py",
                "from kvalitet_core import Plugin",
                (
                    "from kvalitet_core import Plugin\n"
                    "from kvalitet_core.journal.wiring import Wiring  # noqa: F401"
                ),
            ),
        ),
    ),
    Breaking(
        "the_package_imports_public_names_only",
        "imports kvalitet_core.journal.codec",
        (
            (
                "plugin.py",
                "from kvalitet_core import Plugin",
                "import kvalitet_core.journal.codec\nfrom kvalitet_core import Plugin",
            ),
        ),
    ),
    Breaking(
        "the_package_reads_no_clock_and_no_file",
        "uses date.today, which reaches outside of the record",
        (
            (
                "sources.py",
                "\n\ndef call(",
                "\n\ndef today() -> date:\n    return date.today()\n\n\ndef call(",
            ),
        ),
    ),
    Breaking(
        "the_package_reads_no_clock_and_no_file",
        "uses random, which reaches outside of the record",
        (("sources.py", "from datetime", "import random\nfrom datetime"),),
    ),
    Breaking(
        "the_package_reads_no_clock_and_no_file",
        "uses os.path, which reaches outside of the record",
        (("sources.py", "from datetime", "from os.path import join\nfrom datetime"),),
    ),
    Breaking(
        "the_package_reads_no_clock_and_no_file",
        "uses open(), which reaches outside of the record",
        (
            (
                "sources.py",
                "\n\ndef call(",
                '\n\ndef notes() -> str:\n    return open("n").read()\n\n\ndef call(',
            ),
        ),
    ),
    Breaking(
        "the_manifest_says_what_the_plugin_is",
        "says version '0.1.0', the plugin '0.2.0'; write it anew",
        (("plugin.py", '"0.1.0"', '"0.2.0"'),),
        exports=False,
    ),
    Breaking(
        "the_manifest_says_what_the_plugin_is",
        "is no TOML",
        (("kvalitet-plugin.toml", "name = ", "name = = "),),
        exports=False,
    ),
    Breaking(
        "the_schemas_say_what_the_classes_are",
        "differs from the class",
        (_held("A meeting was held.", "A meeting took place."),),
        exports=False,
    ),
)
