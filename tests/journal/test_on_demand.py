"""A reader brings in what it asks for, and comes to the answers of one that has all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest
from tests.plugins.distributions import Site

from kvalitet_core.discovery import SETTING, assembled
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.network import Meeting
from kvalitet_core.errors import Unknown
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.on_demand import OnDemand
from kvalitet_core.journal.registry import Registry
from kvalitet_core.shelf import Installed


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A registry of all that is installed."""
    monkeypatch.delenv(SETTING, raising=False)
    return assembled()[1]


@pytest.fixture
def asked(whole: Registry) -> Iterator[OnDemand]:
    """One that brings in what it is asked for; all is never asked of it."""
    assert whole.plugins
    registry = OnDemand(Installed())
    yield registry
    assert registry._is_whole is False


class TestTheSameAnswers:
    """Whatever is asked by itself, without all being brought in for it."""

    def test_of_every_stored_name(self, whole: Registry, asked: OnDemand) -> None:
        """The same class, ready to be read, under the newest name and the older."""
        for name, stored in whole.classes.items():
            assert asked.is_known(name)
            assert asked.stored(stored.cls).name == name
            assert asked.aggregate_of(stored.cls) is whole.aggregate_of(stored.cls)
        for name in whole._names.older:
            assert asked.is_known(name)
            assert (
                asked._names.older[name].stored.cls
                is whole._names.older[name].stored.cls
            )

    def test_of_every_class(self, whole: Registry) -> None:
        """Also where the class is asked for first, and no name of its kind was."""
        for stored in whole.classes.values():
            asked = OnDemand(Installed())

            assert asked.stored(stored.cls).name == stored.name
            assert asked._is_whole is False

    def test_of_every_kind(self, whole: Registry, asked: OnDemand) -> None:
        """By a stream of it, and by its state."""
        for kind, aggregate in whole.aggregates.items():
            assert asked.has_kind(kind)
            assert asked.aggregate_at(StreamId(f"{kind}/1")) is aggregate
            assert asked.aggregate_of_state(aggregate.state) is aggregate

    def test_of_every_plugin(self, whole: Registry, asked: OnDemand) -> None:
        """What it defines; and none that is not there defines anything."""
        for plugin in whole.plugins:
            assert asked.plugin(plugin.name) is plugin
            assert asked.definitions(Form, of=plugin.name) == plugin.forms
        assert asked.plugin("lawn") is None
        assert asked.definitions(Form, of="lawn") == ()

    @pytest.mark.parametrize("what", ["rule", "definition", "type"])
    def test_of_the_names_of_all(
        self, whole: Registry, asked: OnDemand, what: str
    ) -> None:
        """As the manifests say, which say what the plugins are."""
        assert asked.brought(what) == whole.brought(what) != frozenset()

    def test_of_what_nobody_brings(self, whole: Registry, asked: OnDemand) -> None:
        """It is not known, and neither is a class from anywhere else."""
        assert not whole.is_known("lawn.sown/1")
        for name in ("lawn.sown/1", "case.dug/1", "tilbud.registered/9"):
            assert not asked.is_known(name)
            assert not asked.is_known(name)
        assert not asked.has_kind("lawn")
        assert not asked.has_kind("lawn")


class TestWhenAllIsBroughtIn:
    """Where all is asked for, or anything is wrong, everything is looked at."""

    @pytest.fixture(autouse=True)
    def _allowed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(SETTING, "bed,bed-x,lawn")

    @pytest.mark.parametrize(
        "all_of", ["plugins", "aggregates", "classes", "commands", "unusable"]
    )
    def test_it_is_there(self, site: Site, all_of: str) -> None:
        """What is asked of all is answered of all; what is missing is named."""
        site.install("bed")
        registry = OnDemand(Installed())

        found = getattr(registry, all_of)

        assert found() if callable(found) else found
        assert registry._is_whole
        assert [each.plugin for each in registry.unusable()] == ["bed-x", "lawn"]
        assert registry.done_without == registry.unusable()

    def test_the_numbers_of_a_name_are_told(self, site: Site) -> None:
        """Whatever leads to it."""
        site.install("bed")

        told = OnDemand(Installed()).numbers("application.draft/2")

        assert told == {"application.draft/1", "application.draft/2"}

    def test_a_broken_plugin_is_found_when_it_is_used(self, site: Site) -> None:
        """It is done without, as if all had been looked at from the beginning."""
        site.install("bed", source="PLUGIN = 1\n")
        registry = OnDemand(Installed())

        assert registry.has_kind("region")
        assert registry.done_without == ()
        assert not registry.has_kind("bed")
        assert registry.plugin("bed") is None
        assert registry.definitions(Form, of="bed") == ()
        first, *_ = registry.done_without
        assert first.plugin == "bed"
        assert "expected a Plugin, got int" in str(first)

    def test_a_broken_plugin_that_is_asked_for_by_name_is_found(
        self, site: Site
    ) -> None:
        """As when a kind of its own is asked for."""
        site.install("bed", source="PLUGIN = 1\n")
        registry = OnDemand(Installed())

        assert registry.plugin("bed") is None
        assert registry.done_without

    def test_a_class_that_cannot_be_stored_is_found(self, site: Site) -> None:
        """When its name is asked for; nothing of its plugin is used then."""
        site.install("bed")
        code = site.package("bed") / "__init__.py"
        code.write_text(code.read_text().replace("@attrs.frozen", "@attrs.define"))
        registry = OnDemand(Installed())

        assert not registry.is_known("bed.sown/1")
        assert "can be changed" in str(registry.done_without[0])

    def test_two_plugins_that_may_bring_a_kind_are_told_apart(self, site: Site) -> None:
        """`bed-x` may be a kind of either; it is known once both are looked at."""
        site.install("bed")
        site.install("bed-x")
        registry = OnDemand(Installed())

        assert registry.has_kind("bed-x")
        assert registry._is_whole

    def test_a_name_that_is_taken_twice_is_nobodys(self, site: Site) -> None:
        """Both are broken."""
        site.install("bed")
        site.register("bed", "another", version="1.0", entry="kvalitet_bed:PLUGIN")
        registry = OnDemand(Installed())

        assert not registry.has_kind("bed")
        assert "its name is taken twice" in str(registry.done_without[0])

    def test_a_class_of_a_broken_plugin_is_unknown(self, site: Site) -> None:
        """Also where somebody has it in hand."""
        site.install("bed")
        bed = import_module("kvalitet_bed").Bed
        manifest = Path(site.manifest("bed"))
        manifest.write_text("")

        with pytest.raises(Unknown, match="no plugin of this journal registers it"):
            OnDemand(Installed()).aggregate_of(bed)

    def test_a_class_that_is_not_stored_by_itself_is_unknown(self, site: Site) -> None:
        """A part of one, what a plugin has besides, or a class from anywhere."""
        site.install("bed")
        inner = type("Inner", (), {"__module__": "kvalitet_bed"})
        for cls in (ContactCard, inner, Path):
            with pytest.raises(Unknown, match="no plugin of this journal registers it"):
                OnDemand(Installed()).stored(cls)
        with pytest.raises(Unknown, match="no plugin of this journal registers it"):
            OnDemand(Installed()).stored(Meeting)

    def test_a_plugin_that_is_not_allowed_is_not_there(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And nothing is wrong with it."""
        site.install("bed")
        monkeypatch.setenv(SETTING, "")
        registry = OnDemand(Installed())

        assert not registry.has_kind("bed")
        assert registry.unusable() == ()


def test_the_core_can_be_asked_for_by_its_name() -> None:
    """It is a plugin like any."""
    core = OnDemand(Installed()).plugin("core")

    assert core is not None
    assert core.name == "core"


def test_threads_that_ask_at_once_have_the_same_answers(whole: Registry) -> None:
    """Whoever comes first, and however often the same is asked for."""
    names = sorted(whole.classes)
    for _ in range(5):
        registry = OnDemand(Installed())
        with ThreadPoolExecutor(8) as threads:
            known = list(threads.map(registry.is_known, names * 4))

        assert all(known)
        assert registry.unusable() == ()
        for name in names:
            cls = whole.classes[name].cls
            assert registry.stored(cls).name == name
            assert registry.aggregate_of(cls) is whole.aggregate_of(cls)


def test_a_name_is_given_to_one_class(whole: Registry) -> None:
    """Whoever brings it a second time is told, and nothing changes."""
    name, stored = next(iter(whole.classes.items()))

    said = whole._names.add_class(name, stored.cls, whole.aggregate_of(stored.cls))

    assert said == [f"stored name {name!r} is given to two classes"]
    assert whole.classes[name] is stored
