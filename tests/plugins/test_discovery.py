"""Installed plugins: found by entry point, allowed by name, and each in one state."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from tests.plugins.distributions import SOURCE, Site

from kvalitet_core.discovery import (
    SETTING,
    Found,
    assembled,
    installed,
    load,
    missing,
    package_of,
    problems_of,
)
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.journal import Journal
from kvalitet_core.manifest import MANIFEST
from kvalitet_core.plugins import Plugin

RAISES = 'raise ValueError("the soil is\\nfrozen")\n'
NAMED = 'from kvalitet_core.plugins import Plugin\nPLUGIN = Plugin(name="bed", '


def found(name: str) -> Found:
    """The one plugin of a name."""
    (one,) = [each for each in installed() if each.name == name]
    return one


def problems(site: Site, source: str) -> tuple[str, ...]:
    """What is told of a plugin `bed` with this code and the usual manifest."""
    site.install("bed", source=source)
    one = found("bed")
    assert one.state == "broken"
    assert one.plugin is None
    return one.problems


def test_an_installed_plugin_is_ok(site: Site) -> None:
    """It is found with its distribution, its manifest, and its value."""
    site.install("bed", distribution="garden-bed", version="1.0.3")

    one = found("bed")

    assert (one.state, one.problems, one.problem) == ("ok", (), None)
    assert (one.distribution, one.version) == ("garden-bed", "1.0.3")
    assert one.plugin is not None
    assert one.plugin.name == "bed"
    assert one.plugin in load()
    assert one.manifest is not None
    assert one.manifest.title == {"da": "Bedet", "en": "The bed"}
    assert one.manifest.events == ("bed.sown/1",)
    assert package_of(one.plugin) == "kvalitet_bed"


def test_a_plugin_that_is_not_installed_has_no_package() -> None:
    """Nothing is guessed from its name."""
    assert package_of(Plugin(name="nowhere", version="1")) is None


class TestAllowed:
    """Only those that are allowed are imported."""

    @pytest.mark.parametrize("setting", ["", " ", ",", "other", "other, another"])
    def test_a_plugin_that_the_setting_does_not_name_is_disabled(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, setting: str
    ) -> None:
        """None of its code is run, and its manifest can still be read."""
        site.install("bed", source=RAISES)
        monkeypatch.setenv(SETTING, setting)

        one = found("bed")

        assert (one.state, one.problems, one.plugin) == ("disabled", (), None)
        assert one.manifest is not None
        assert one.manifest.kinds == ("bed",)
        assert "kvalitet_bed" not in sys.modules

    def test_the_setting_names_those_that_are_allowed(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With commas; blanks do not count."""
        for name in ("bed", "lawn", "pond"):
            site.install(name)
        monkeypatch.setenv(SETTING, " pond ,bed,")

        assert [plugin.name for plugin in load()] == ["bed", "pond"]
        assert found("lawn").state == "disabled"

    def test_an_argument_comes_before_the_setting(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A host that says what it wants gets that."""
        site.install("bed")
        site.install("lawn")
        monkeypatch.setenv(SETTING, "bed")

        assert [plugin.name for plugin in load(allow=["lawn"])] == ["lawn"]
        assert load(allow=()) == ()

    def test_a_disabled_plugin_may_be_broken(self, site: Site) -> None:
        """What is not used does no harm: no manifest, and a name taken twice."""
        site.install("bed")
        site.register("bed", "other-bed", version="2.0", entry="nowhere:PLUGIN")
        site.manifest("bed").unlink()

        found = [each for each in installed(allow=()) if each.name == "bed"]

        assert [each.state for each in found] == ["disabled", "disabled"]
        assert load(allow=()) == ()

    def test_a_name_that_is_allowed_and_not_installed_is_missing(
        self, site: Site
    ) -> None:
        """A slip in the setting does not turn a plugin off in silence."""
        site.install("bed")

        (one,) = [each for each in installed(allow=["bde"]) if each.state != "disabled"]

        assert (one.name, one.state, one.distribution) == ("bde", "missing", None)
        with pytest.raises(PluginError) as error:
            load(allow=["bde"])
        assert str(error.value) == (
            "plugin 'bde': is allowed by name, and not installed; "
            "install it or mend KVALITET_PLUGINS"
        )


class TestBroken:
    """What is wrong is told, each time in one sentence that names it."""

    def test_its_import_raises(self, site: Site) -> None:
        """The kind of the error, and the first line of what it says."""
        assert problems(site, RAISES) == (
            "kvalitet_bed:PLUGIN cannot be imported: ValueError: the soil is",
        )

    def test_its_import_raises_without_a_word(self, site: Site) -> None:
        """The kind of the error is enough."""
        assert problems(site, "raise RuntimeError\n") == (
            "kvalitet_bed:PLUGIN cannot be imported: RuntimeError: without a word",
        )

    @pytest.mark.parametrize("leaving", ["raise SystemExit(0)", "exit()"])
    def test_its_import_ends_the_program(self, site: Site, leaving: str) -> None:
        """Then nothing would be read, and nothing be said of it."""
        (said,) = problems(site, f"{leaving}\n")

        assert said.startswith("kvalitet_bed:PLUGIN cannot be imported: SystemExit: ")

    def test_somebody_interrupts_its_import(self, site: Site) -> None:
        """That is no fault of the plugin, and ends the program."""
        site.install("bed", source="raise KeyboardInterrupt\n")

        with pytest.raises(KeyboardInterrupt):
            found("bed")

    def test_it_is_malformed_and_the_others_are_read(self, site: Site) -> None:
        """Whoever reads with the other plugins can, and hears of this one."""
        site.install("lawn")

        said = problems(site, f'{NAMED}version="1.0", texts={{"da": "x"}})\n')

        assert said[0].startswith("its texts: expected languages with texts")
        assert found("lawn").state == "ok"

    def test_it_needs_what_is_not_installed(self, site: Site) -> None:
        """The name of what is missing is told."""
        assert problems(site, "import rakes\n") == (
            (
                "kvalitet_bed:PLUGIN cannot be imported: "
                "ModuleNotFoundError: No module named 'rakes'"
            ),
        )

    def test_its_code_is_no_python(self, site: Site) -> None:
        """With the place."""
        (said,) = problems(site, "def def\n")

        assert said.startswith("kvalitet_bed:PLUGIN cannot be imported: SyntaxError: ")
        assert "line 1" in said

    def test_it_has_no_such_value(self, site: Site) -> None:
        """The name that was looked for is told."""
        (said,) = problems(site, "PLUG = 1\n")

        assert "AttributeError: module 'kvalitet_bed' has no attribute 'PLUGIN'" in said

    def test_its_value_is_no_plugin(self, site: Site) -> None:
        """A dictionary is not taken for one."""
        assert problems(site, 'PLUGIN = {"name": "bed"}\n') == (
            "kvalitet_bed:PLUGIN: expected a Plugin, got dict",
        )

    @pytest.mark.parametrize(
        "entry", ["kvalitet_bed", "kvalitet_bed:", "kvalitet_bed:a b"]
    )
    def test_its_entry_point_names_no_value(self, site: Site, entry: str) -> None:
        """The entry point is shown as it is, with what it should be."""
        site.install("bed", entry=entry)

        (said,) = found("bed").problems

        assert said == f"its entry point is {entry!r}, expected package:NAME"

    def test_its_package_is_not_there(self, site: Site) -> None:
        """A distribution that was only half removed."""
        site.register("bed", "kvalitet-bed", version="1.0", entry="nowhere_bed:PLUGIN")

        assert found("bed").problems == ("there is no package 'nowhere_bed' to import",)

    def test_its_package_is_made_by_a_program(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What stands in no folder has no manifest."""
        monkeypatch.setitem(sys.modules, "made_bed", ModuleType("made_bed"))
        site.register("bed", "kvalitet-bed", version="1.0", entry="made_bed:PLUGIN")

        assert found("bed").problems == ("there is no package 'made_bed' to import",)

    def test_its_package_is_a_module(self, site: Site) -> None:
        """A module has no folder, and so no place for a manifest."""
        (site.folder / "bed_module.py").write_text(SOURCE.replace("NAME", "bed"))
        site.register("bed", "kvalitet-bed", version="1.0", entry="bed_module:PLUGIN")

        assert found("bed").problems == (
            (
                "'bed_module' is a module; make it a package, "
                "with kvalitet-plugin.toml in it"
            ),
        )
        assert "bed_module" not in sys.modules

    def test_its_manifest_is_missing(self, site: Site) -> None:
        """How to get one is told; the plugin is not imported."""
        site.install("bed")
        site.manifest("bed").unlink()

        assert found("bed").problems == (
            (
                "there is no kvalitet-plugin.toml in the folder of package "
                "'kvalitet_bed'; `kvalitet plugin export` writes it"
            ),
        )
        assert "kvalitet_bed" not in sys.modules

    def test_its_manifest_is_none(self, site: Site) -> None:
        """Every problem is told, each with its path."""
        site.install("bed", manifest='name = "bed"\napi = "1"\n')

        said = found("bed").problems

        assert len(said) == 9
        assert "kvalitet-plugin.toml: $.kinds: is missing" in said
        assert "kvalitet-plugin.toml: $.api: expected a whole number, got '1'" in said

    def test_its_manifest_cannot_be_read(self, site: Site) -> None:
        """Bytes that are no text."""
        site.install("bed")
        site.manifest("bed").write_bytes(b"\xff")

        (said,) = found("bed").problems

        assert said.startswith("kvalitet-plugin.toml cannot be read: ")

    @pytest.mark.parametrize(
        ("api", "remedy"),
        [(2, "upgrade kvalitet-core"), (0, "install a newer version of the plugin")],
    )
    def test_it_is_written_for_another_interface(
        self, site: Site, api: int, remedy: str
    ) -> None:
        """Told from the manifest: code that cannot work here is not run."""
        site.install("bed", source=RAISES)
        site.change("bed", "api = 1", f"api = {api}")

        assert found("bed").problems == (
            (
                f"is written for plugin interface {api}, this kvalitet-core has 1; "
                f"{remedy}"
            ),
        )

    def test_its_manifest_lies(self, site: Site) -> None:
        """Every difference is named, on whichever side it is."""
        site.install("bed")
        site.change("bed", 'version = "1.0"', 'version = "1.1"')
        site.change("bed", '"bed.sow/1"', '"bed.weed/1"')
        site.change("bed", "rules = []", 'rules = ["bed.deep/1"]')
        site.change("bed", 'en = "The bed"', 'en = "The lawn"')

        assert found("bed").problems == (
            "kvalitet-plugin.toml says version '1.1', the plugin '1.0'",
            (
                "kvalitet-plugin.toml says title {'da': 'Bedet', 'en': 'The lawn'}, "
                "the plugin {'da': 'Bedet', 'en': 'The bed'}"
            ),
            (
                "kvalitet-plugin.toml names command 'bed.weed/1', "
                "which the plugin does not have"
            ),
            "kvalitet-plugin.toml leaves out command 'bed.sow/1'",
            (
                "kvalitet-plugin.toml names rule 'bed.deep/1', "
                "which the plugin does not have"
            ),
        )

    def test_its_entry_point_has_another_name(self, site: Site) -> None:
        """The name by which it is allowed is the name that is recorded."""
        site.install("bed")
        site.register(
            "lawn", "kvalitet-lawn", version="1.0", entry="kvalitet_bed:PLUGIN"
        )

        assert found("bed").state == "ok"
        assert found("lawn").problems == (
            "its entry point has this name, kvalitet-plugin.toml says 'bed'",
        )

    def test_its_value_is_of_another_shape(self, site: Site) -> None:
        """Told before it is compared with anything."""
        source = f'{NAMED}version=1, api="1", aggregates=[], rules=("a",), texts=())\n'

        assert problems(site, source) == (
            "its version: expected text, got 1",
            "its api: expected a whole number, got '1'",
            "its aggregates: expected a tuple of Aggregate, got a list",
            "its rules: expected Rule, got 'a'",
            "its texts: expected a mapping, got ()",
        )

    def test_its_texts_cannot_be_read(self, site: Site) -> None:
        """A file of texts that is broken is a finding, and no fault of the loader."""
        texts = (
            'texts=__import__("kvalitet_core.texts").texts.read_texts("kvalitet_bed"))'
        )
        (site.folder / "kvalitet_bed" / "texts").mkdir(parents=True)
        (site.folder / "kvalitet_bed" / "texts" / "da.toml").write_text("a = 1\n")

        (said,) = problems(site, f'{NAMED}version="1.0", {texts}\n')

        assert said.startswith("texts of kvalitet_bed, da.toml: $.a: expected a text")

    def test_its_classes_do_not_fit(self, site: Site) -> None:
        """All findings of the registry are told."""
        site.install("bed", source=SOURCE.replace("what: str", "what: float"))

        one = found("bed")

        assert (one.state, one.plugin) == ("broken", None)
        assert one.manifest is not None
        assert one.problems == (
            "Sown.what: holds float, which is not stored; use int or Decimal",
            "Sow.what: holds float, which is not stored; use int or Decimal",
        )

    def test_it_has_the_cores_name(self, site: Site) -> None:
        """The core is one plugin, and brings itself."""
        site.install("core")

        assert found("core").problems == ("has the core's own name; give it another",)

    def test_a_name_is_taken_by_two_distributions(self, site: Site) -> None:
        """Both are named with their versions, and neither is imported."""
        site.install("bed", source=RAISES)
        site.register("bed", "other-bed", version="2.0", entry="other_bed:PLUGIN")

        both = [each for each in installed() if each.name == "bed"]

        assert [each.distribution for each in both] == ["kvalitet-bed", "other-bed"]
        assert {each.state for each in both} == {"broken"}
        assert {each.problems for each in both} == {
            (
                (
                    "its name is taken twice, by kvalitet-bed 1.0 "
                    "and by other-bed 2.0; uninstall one"
                ),
            )
        }
        assert "kvalitet_bed" not in sys.modules

    def test_a_kind_is_taken_by_a_plugin_before_it(self, site: Site) -> None:
        """The first by name has it; the second is broken, and no third is."""
        taken = SOURCE.replace('kind="NAME"', 'kind="NAME-low"').replace(
            '"NAME.', '"NAME-low.'
        )
        site.install("bed", source=taken)
        site.install("bed-low")
        site.install("lawn")
        for old, new in (
            ('"bed.sown/1"', '"bed-low.sown/1"'),
            ('"bed.sow/1"', '"bed-low.sow/1"'),
            ('    "bed",\n', '    "bed-low",\n'),
        ):
            site.change("bed", old, new)

        states = {each.name: each.state for each in installed()}

        assert (states["bed"], states["bed-low"], states["lawn"]) == (
            "ok",
            "broken",
            "ok",
        )
        assert found("bed-low").problems == (
            "kind 'bed-low': is taken by plugin 'bed'; give it another name",
        )

    def test_all_that_are_broken_are_named_at_once(self, site: Site) -> None:
        """One error, whose `others` are the same for the others."""
        site.install("bed", source=RAISES)
        site.install("lawn", source="PLUGIN = 1\n")
        site.install("pond")

        with pytest.raises(PluginError) as error:
            load()

        assert error.value.plugin == "bed"
        assert [each.plugin for each in error.value.others] == ["lawn"]
        assert str(error.value) == (
            "plugin 'bed': kvalitet_bed:PLUGIN cannot be imported: ValueError: "
            "the soil is; "
            "plugin 'lawn': kvalitet_lawn:PLUGIN: expected a Plugin, got int"
        )
        assert problems_of(installed())[0].findings == error.value.findings

    def test_what_ends_a_program_is_not_held_back(self, site: Site) -> None:
        """An interruption while a plugin is imported is no fault of the plugin."""
        site.install("bed", source="raise KeyboardInterrupt\n")

        with pytest.raises(KeyboardInterrupt):
            installed()


def test_a_core_that_does_not_fit_is_no_plugins_fault(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as it is, and no plugin is called broken for it."""
    site.install("bed")
    core = Plugin(name="core", version=" ")
    monkeypatch.setattr("kvalitet_core.core.CORE", core)

    with pytest.raises(PluginError, match="plugin 'core': its version"):
        installed()


def test_the_order_is_by_name(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever they lie on Python's path, and whichever was installed first."""
    for name in ("pond", "bed"):
        site.install(name)
    first = Site(tmp_path / "first")
    monkeypatch.syspath_prepend(first.folder)
    first.install("lawn")

    names = [each.name for each in installed()]
    _, registry = assembled()
    first.forget_imports()

    assert names == sorted(names)
    assert [name for name in names if name in ("bed", "lawn", "pond")] == [
        "bed",
        "lawn",
        "pond",
    ]
    assert [plugin.name for plugin in registry.plugins] == ["core", *names]


def test_a_plugin_that_only_the_journal_knows_is_missing(
    site: Site, tmp_path: Path
) -> None:
    """With the version and the newest deployment that had it."""
    for version in ("1.0", "1.1"):
        plugin = Plugin(name="orchard", version=version)
        with Journal.open(tmp_path / "j.db", plugins=(plugin,)) as journal:
            with journal.batch():
                pass
            (*_, deployed) = journal.events(names=["journal.deployed/1"])

    site.install("bed")
    with Journal.open(tmp_path / "j.db", plugins=(), read_only=True) as journal:
        (one,) = missing(installed(), journal)

    assert (one.name, one.version, one.state) == ("orchard", "1.1", "missing")
    assert one.deployment == deployed.stream
    assert one.problem == "is not installed, and a deployment of the journal had it"
    assert one.manifest is None


def test_the_manifest_is_beside_the_code(site: Site) -> None:
    """In the folder of the package, where a wheel takes it along."""
    site.install("bed")

    assert site.manifest("bed") == site.folder / "kvalitet_bed" / MANIFEST
