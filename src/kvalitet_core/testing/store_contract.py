"""What every store must hold, as tests: subclass, say how to open, run pytest.

    class TestMyStore(StoreContract):
        def open_store(self, place: Path) -> Store:
            return MyStore(place / "journal")

Each test has a place of its own: pytest's `tmp_path`. Opening the same place again
gives another store over the same journal; a store that lives in memory gives itself.
"""

from __future__ import annotations

from kvalitet_core.testing.store_contract_copying import Copying
from kvalitet_core.testing.store_contract_making import Making
from kvalitet_core.testing.store_contract_reading import Reading
from kvalitet_core.testing.store_contract_sealed import Sealed
from kvalitet_core.testing.store_contract_writing import Writing

__all__ = ["StoreContract"]


class StoreContract(Making, Reading, Writing, Sealed, Copying):
    """The contract of a store. A subclass has only to say how one is opened."""
