"""The weekly copy of the database, made while feeds rest."""

from __future__ import annotations

import asyncio
import logging

from newsdesk.errors import NewsdeskError
from newsdesk.paths import Paths
from newsdesk.store.connection import Connection
from newsdesk.store.migrations import COPY_SECONDS, copy, next_copy
from newsdesk.store.queries.sources import oldest_source

_RETRY = 86_400
_log = logging.getLogger(__name__)


class WeeklyCopy:
    """Says when a copy is due, and makes it; the newest three stay, those made before an upgrade among them."""

    def __init__(self, connection: Connection, paths: Paths, now: int) -> None:
        self._paths = paths
        self.due = next_copy(paths.backups, oldest_source(connection) or now)

    async def make(self, now: int) -> None:
        """Copy in a thread; what keeps it from being made goes to the log, and it is tried again a day later."""
        self.due = now + COPY_SECONDS
        try:
            await asyncio.to_thread(copy, self._paths.database, self._paths.backups)
        except (NewsdeskError, OSError) as error:
            _log.warning("no weekly copy: %s", error)
            self.due = now + _RETRY
