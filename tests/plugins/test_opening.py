"""A journal and the installed plugins: strict for writers, open for readers."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.journal import course
from tests.plugins.distributions import Site

from kvalitet_core.discovery import SETTING, load
from kvalitet_core.errors import PluginError, PluginMissing, Unknown
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import UnknownEvent

RAISES = "raise ValueError('the soil is frozen')\n"
SAID = "kvalitet_bed:PLUGIN cannot be imported: ValueError: the soil is frozen"


def sow(what: str) -> Any:
    """The command of the installed plugin."""
    return import_module("kvalitet_bed").Sow(what=what)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the journal is."""
    return tmp_path / "j.db"


@pytest.fixture
def sown(site: Site, place: Path) -> Path:
    """A journal in which the installed plugin has recorded something."""
    site.install("bed")
    with Journal.open(place) as journal:
        journal.do(sow("dill"), by=course.ANNA)
    return place


def broken(site: Site) -> None:
    """Break the installed plugin."""
    site.forget_imports()
    (site.package("bed") / "__init__.py").write_text(RAISES)


def test_a_journal_knows_the_installed_plugins(sown: Path) -> None:
    """Nobody has to name them, and the deployment does."""
    with Journal.open(sown, read_only=True) as journal:
        (deployed,) = journal.events(names=["journal.deployed/1"])
        (recorded,) = journal.history("bed/1")

        assert journal.unusable == ()
        assert recorded.event.what == "dill"
        assert deployed.event.plugins["bed"] == "1.0"


def test_plugins_that_are_named_are_all_there_are(site: Site, sown: Path) -> None:
    """Whatever is installed, broken or not, is not looked at."""
    broken(site)

    with Journal.open(sown, plugins=[course.PLUGIN]) as journal:
        assert {"core", "lesson"} == {each.name for each in journal.registry.plugins}
        journal.do(course.Found(), by=course.ANNA)
    with Journal.open(sown, plugins=()) as journal:
        assert [each.name for each in journal.registry.plugins] == ["core"]


def test_the_setting_chooses_for_a_journal_too(
    sown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not allowed is not there, for writers and readers alike."""
    monkeypatch.setenv(SETTING, "")

    for read_only in (False, True):
        with Journal.open(sown, read_only=read_only) as journal:
            assert "bed" not in journal.registry.aggregates
            assert journal.unusable == ()


def test_a_broken_plugin_stops_a_writer(site: Site, sown: Path) -> None:
    """Nothing is decided without a rule that should have been asked."""
    broken(site)
    before = sown.read_bytes()

    with pytest.raises(PluginError) as error:
        Journal.open(sown)

    assert str(error.value) == f"plugin 'bed': {SAID}"
    assert sown.read_bytes() == before


def test_no_journal_is_made_with_a_broken_plugin(site: Site, place: Path) -> None:
    """Not even an empty one, nor its keys."""
    site.install("bed", source=RAISES)

    with pytest.raises(PluginError):
        Journal.open(place)

    assert not place.exists()
    assert not Path(f"{place}.keys").exists()


def test_an_allowed_plugin_that_is_not_installed_stops_a_writer(
    sown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in the setting is no way to decide without a plugin."""
    monkeypatch.setenv(SETTING, "bde")

    with pytest.raises(PluginError, match="plugin 'bde': is allowed by name"):
        Journal.open(sown)
    with Journal.open(sown, read_only=True) as journal:
        assert [each.plugin for each in journal.unusable] == ["bde"]


def test_a_broken_plugin_hides_nothing_from_a_reader(site: Site, sown: Path) -> None:
    """Its events are listed with their fields, and the others' states are there."""
    site.install("lawn")
    with Journal.open(sown) as journal:
        lawn = import_module("kvalitet_lawn")
        journal.do(lawn.Sow(what="clover"), by=course.ANNA)
    broken(site)

    with Journal.open(sown, read_only=True) as journal:
        (recorded,) = journal.history("bed/1")
        (commit, _) = journal.commits()
        state = journal.get(import_module("kvalitet_lawn").Bed, "lawn/1")

        assert recorded.event == UnknownEvent("bed.sown/1", {"what": "dill"})
        assert commit.record.name == "bed.sow/1"
        assert state is not None
        assert state.what == "clover"
        assert [str(each) for each in journal.unusable] == [f"plugin 'bed': {SAID}"]


def test_history_outlives_the_plugin(site: Site, sown: Path) -> None:
    """When the plugin is gone, what it recorded stays, unknown; the core goes on."""
    site.uninstall("bed")

    assert "bed" not in {plugin.name for plugin in load()}
    with Journal.open(sown) as journal:
        (recorded,) = journal.history("bed/1")
        assert recorded.event == UnknownEvent("bed.sown/1", {"what": "dill"})
        assert dict(journal.streams("bed")) == {"bed/1": 1}
        with pytest.raises(Unknown, match="unknown kind of stream 'bed'"):
            journal.registry.aggregate_at(recorded.stream)
        with journal.batch():
            pass
        assert len(list(journal.events(names=["journal.deployed/1"]))) == 2


def test_a_plugin_that_comes_back_reads_its_history(site: Site, sown: Path) -> None:
    """Nothing was lost while it was away."""
    site.uninstall("bed")
    with Journal.open(sown, read_only=True) as journal:
        list(journal.events())
    site.install("bed")

    with Journal.open(sown) as journal:
        assert journal.do(sow("dill"), by=course.ANNA).outcome == "nothing"
        assert journal.get(import_module("kvalitet_bed").Bed, "bed/1") is not None


def test_a_state_with_events_that_no_plugin_knows_cannot_be_had(
    site: Site, sown: Path
) -> None:
    """A newer plugin's event is not skipped by an older one."""
    site.uninstall("bed")
    site.install("bed")
    code = site.package("bed") / "__init__.py"
    code.write_text(code.read_text().replace("bed.sown/1", "bed.dug/1"))
    site.change("bed", "bed.sown/1", "bed.dug/1")

    with (
        Journal.open(sown, read_only=True) as journal,
        pytest.raises(PluginMissing, match=r"no installed plugin knows 'bed\.sown/1'"),
    ):
        journal.get(import_module("kvalitet_bed").Bed, "bed/1")
