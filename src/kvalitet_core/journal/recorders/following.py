"""Following: a subscription to a store that tells nobody when it is written to."""

from __future__ import annotations

from typing import Final

from eventsourcing.persistence import (
    ApplicationRecorder,
    ListenNotifySubscription,
    PersistenceError,
)

__all__ = ["Following"]

_SECONDS_BETWEEN_LOOKS: Final = 0.1


class Following(ListenNotifySubscription[ApplicationRecorder]):
    """Looks for new events again and again; another process may have written them."""

    def _loop_on_pull(self) -> None:
        try:
            while not self._has_been_stopped:
                self._pull()
                self._has_been_notified.wait(_SECONDS_BETWEEN_LOOKS)
        except PersistenceError as error:
            self._thread_error = error
            self.stop()
