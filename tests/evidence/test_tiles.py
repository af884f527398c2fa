"""Tiles: their paths, what is in them, and that a changed one is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import logs
from tests.evidence.changes import changed

from kvalitet_core.errors import Malformed, Unproved
from kvalitet_core.evidence.checking.tiles import (
    TileName,
    check_bundle,
    check_tiles,
    entries_of,
    hashes_of,
    named_tile,
    tile_names,
)
from kvalitet_core.evidence.making.frontier import Frontier
from kvalitet_core.evidence.making.growing import Edge, restored
from kvalitet_core.evidence.making.hashing import leaf_hashes
from kvalitet_core.evidence.making.tiles import (
    Bundle,
    Tile,
    bundles_of,
    packed,
    tiles_of,
)

SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 70_000]
GREAT = logs.log(255, 1, 1, 443, 64_835, 1, 1, 4_463)
"""A log of 70,000 entries that was at most of the sizes above."""


class TestTheSpecificationsExamples:
    """C2SP, tlog-tiles: "index 1234067 will be encoded as x001/x234/067".

    "a tree of size 70,000 will be represented by 273 full level 0 tiles, one partial
    level 0 tile of width 112, one full level 1 tile, one partial level 1 tile of width
    17, and one partial level 2 tile of width 1. Note that a tree of size 256 will be
    represented by a full level 0 tile and a partial level 1 tile of width 1."
    """

    def test_an_index_is_in_groups_of_three_digits(self) -> None:
        """All but the last begin with an x."""
        assert Tile(level=3, index=1_234_067).path == "tile/3/x001/x234/067"
        assert Bundle(index=1_234_067, width=8).path == "tile/entries/x001/x234/067.p/8"
        assert Tile(level=0, index=0, width=1).path == "tile/0/000.p/1"
        assert Tile(level=63, index=1_000).path == "tile/63/x001/000"

    def test_a_log_of_70000_entries_has_the_tiles_of_the_text(self) -> None:
        """Full ones, and one partial one at the right edge of each level."""
        tiles = list(tiles_of(70_000))

        assert [tile for tile in tiles if tile.width < 256] == [
            Tile(level=0, index=273, width=112),
            Tile(level=1, index=1, width=17),
            Tile(level=2, index=0, width=1),
        ]
        full = [tile.level for tile in tiles if tile.width == 256]
        assert (full.count(0), full.count(1), len(full)) == (273, 1, 274)

    def test_a_log_of_256_entries_has_a_second_level(self) -> None:
        """A full tile has its hash in the tile above it."""
        assert list(tiles_of(256)) == [
            Tile(level=0, index=0),
            Tile(level=1, index=0, width=1),
        ]


@pytest.mark.parametrize("size", SIZES)
def test_whoever_verifies_knows_the_same_tiles(size: int) -> None:
    """By name, level by level, and none else."""
    made = [tile.path for tile in tiles_of(size)]
    bundles = [bundle.path for bundle in bundles_of(size)]

    names = (each for level in range(4) for each in tile_names(level, size=size))
    assert [name.path for name in names] == made
    assert [name.path for name in tile_names(None, size=size)] == bundles


@pytest.mark.parametrize("size", SIZES)
def test_a_log_is_taken_up_again_from_its_tiles(size: int) -> None:
    """It is as if it had never been let go."""
    edge = Edge().grown(leaf_hashes(GREAT.entries[:size])).edge
    files = {
        tile.path: data
        for tile, data in Edge().grown(leaf_hashes(GREAT.entries[:size])).tiles
    }

    assert restored(size, lambda tile: files[tile.path]) == edge


def test_however_a_log_grew_its_tiles_are_the_same() -> None:
    """A partial tile is the beginning of the wider one that comes after it."""
    at_once = logs.log(70_000)

    for path, data in GREAT.files.items():
        full = at_once.files.get(path) or at_once.files.get(path.partition(".p/")[0])
        whole = full or at_once.files[path.partition(".p/")[0] + ".p/112"]
        assert whole.startswith(data)
    assert GREAT.edge == at_once.edge


def test_growing_by_nothing_changes_nothing() -> None:
    """No tile is written, and the edge is what it was."""
    edge = GREAT.edge

    grown = edge.grown(())

    assert grown.edge == edge
    assert grown.tiles == ()


def test_a_wider_tile_does_for_a_partial_one() -> None:
    """A log may delete a partial tile once it has a wider one."""
    newest = {
        (tile.level, tile.index): GREAT.files[tile.path] for tile in tiles_of(70_000)
    }

    old = restored(600, lambda tile: newest[tile.level, tile.index])

    assert old == Edge().grown(leaf_hashes(GREAT.entries[:600])).edge


def test_a_tile_that_is_too_short_is_named() -> None:
    """Who reads a tile gives as many hashes as it is asked for."""
    with pytest.raises(Malformed, match=r"tile/0/000\.p/5: expected 5 hashes"):
        restored(5, lambda _: bytes(64))


def test_a_frontier_has_a_hash_for_each_bit_of_its_size() -> None:
    """What is kept between two runs is refused if it does not fit together."""
    with pytest.raises(Malformed, match="frontier of 5 entries: expected 2 hashes"):
        Frontier(size=5, subtrees=(bytes(32),))


def test_every_tile_of_an_honest_log_is_right() -> None:
    """Against the root, and the entries against the tiles."""
    check_tiles(GREAT.size, GREAT.root, read=GREAT.tile)

    name = TileName(level=None, index=273, width=112)
    content = entries_of(packed(GREAT.entries[273 * 256 :]), name=name)
    hashes = hashes_of(
        GREAT.files["tile/0/273.p/112"], name=named_tile("tile/0/273.p/112")
    )
    check_bundle(content, hashes, name=name)
    assert content == GREAT.entries[273 * 256 :]


@pytest.mark.parametrize("size", SIZES)
def test_the_tiles_of_a_log_of_any_size_come_to_its_root(size: int) -> None:
    """Full to the last tile, or one more, or none at all."""
    log = logs.log(size)

    check_tiles(size, log.root, read=log.tile)


@given(data=st.data())
def test_one_bit_changed_in_any_tile_is_found(data: st.DataObject) -> None:
    """In a full one or a partial one, at any level."""
    log = logs.log(700)
    path = data.draw(st.sampled_from(sorted(tile.path for tile in tiles_of(700))))
    bad = log.files | {path: data.draw(changed(log.files[path]))}

    with pytest.raises(Malformed):
        check_tiles(700, log.root, read=lambda tile: bad[tile.path])


def test_the_tile_that_was_changed_is_named() -> None:
    """With the tile above it, that has the hash of what it was."""
    log = logs.log(700)
    was = log.files["tile/0/001"]
    bad = log.files | {"tile/0/001": bytes(32) + was[32:]}

    with pytest.raises(
        Unproved,
        match=r"tile/0/001: is not what tile/1/000\.p/2 has the hash of",
    ):
        check_tiles(700, log.root, read=lambda tile: bad[tile.path])


def test_tiles_of_another_log_do_not_come_to_the_root() -> None:
    """They fit each other, and not the checkpoint."""
    log = logs.log(100)

    with pytest.raises(Unproved, match="log of 100 entries: expected the root"):
        check_tiles(100, bytes(32), read=log.tile)


def test_an_entry_that_is_not_the_one_of_its_tile_is_named() -> None:
    """By its place in the log; all of them at once."""
    log = logs.log(300)
    name = TileName(level=None, index=1, width=44)
    hashes = leaf_hashes(log.entries[256:])
    content = [b"forged", *log.entries[257:299], b"forged too"]

    with pytest.raises(Unproved, match=r"tile/entries/001\.p/44: entry 256 of the log"):
        check_bundle(content, hashes, name=name)
    with pytest.raises(Unproved, match="entry 299 of the log"):
        check_bundle(content, hashes, name=name)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\x00\x03abc", "expected 2 entries, got 1"),
        (b"\x00\x03abc\x00\x00\x00\x01x", "expected 2 entries, got 3"),
        (b"\x00\x03abc\x00\x05ab", "entry 1: goes beyond the end at byte 9"),
        (b"\x00\x03abc\x00", "entry 1: goes beyond the end at byte 6"),
        (b"", "expected 2 entries, got 0"),
    ],
)
def test_a_bundle_that_is_misframed_is_refused(data: bytes, problem: str) -> None:
    """Each entry has its length before it, and nothing is left over."""
    name = TileName(level=None, index=0, width=2)

    with pytest.raises(Malformed, match=rf"tile/entries/000\.p/2: {problem}"):
        entries_of(data, name=name)


def test_a_tile_of_another_width_is_refused() -> None:
    """Whoever verifies takes no more hashes than there should be, and no fewer."""
    name = TileName(level=0, index=0, width=2)

    with pytest.raises(Malformed, match=r"tile/0/000\.p/2: expected 2 hashes"):
        hashes_of(bytes(96), name=name)


@pytest.mark.parametrize("size", [1, 300, 70_000, 300_000_000])
def test_a_path_is_read_as_what_it_was_written_for(size: int) -> None:
    """The newest tile and bundle of logs of several sizes."""
    for level in (0, 1, 2, None):
        for name in list(tile_names(level, size=min(size, 70_000)))[-1:]:
            assert named_tile(name.path) == name
    great = Tile(level=1, index=size)
    assert named_tile(great.path) == TileName(level=1, index=size, width=256)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/x000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/07",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/../0/000",
        "tile/entry/000",
        "tile/0/\u0660\u0660\u0660",
    ],
)
def test_a_path_in_another_spelling_is_refused(path: str) -> None:
    """Each tile has one path."""
    with pytest.raises(Malformed, match="expected"):
        named_tile(path)


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (lambda: Tile(level=64, index=0), "tile: level: expected 0 to 63, got 64"),
        (lambda: Tile(level=0, index=-1), "tile: index: expected 0 to"),
        (lambda: Bundle(index=0, width=0), "bundle: width: expected 1 to 256, got 0"),
        (lambda: packed([b"", bytes(65_536)]), "entry 1 of the bundle: expected 65535"),
    ],
)
def test_what_no_tile_can_hold_is_refused(made: object, problem: str) -> None:
    """Before it is written."""
    assert callable(made)
    with pytest.raises(Malformed, match=problem):
        made()


def test_an_entry_as_long_as_can_be_is_kept() -> None:
    """65,535 bytes, and none at all."""
    name = TileName(level=None, index=0, width=2)

    assert entries_of(packed([bytes(65_535), b""]), name=name) == [bytes(65_535), b""]
