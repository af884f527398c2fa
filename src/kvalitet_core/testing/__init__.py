"""For authors of stores and plugins: what to test one's own work with.

`given` tries a command on events that are told, without a store. `StoreContract` is
what every store must hold; a subclass with one method runs it under pytest.
"""

from kvalitet_core.testing.given_when_then import Outcome, given
from kvalitet_core.testing.store_contract import StoreContract

__all__ = ["Outcome", "StoreContract", "given"]
