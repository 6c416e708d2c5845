"""The second pass: headlines that wait get their blocks and their place in the index, newest first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from newsdesk.model.feeds import Failed
from newsdesk.store.connection import Connection, transaction
from newsdesk.store.writes.articles import Raw, get_raw, give_up, list_waiting, save_digested
from newsdesk.worker.children import ChildPool

BATCH = 120
"""Headlines in one job and one transaction: a tenth less on the clock than forty."""
BATCH_CHARACTERS = 900_000
"""HTML in one job of a child, unless one body alone is larger."""

_log = logging.getLogger(__name__)


class Digester:
    """Makes blocks in the children, `lanes` jobs at a time; `held` says when it is to leave them to the parsers."""

    def __init__(self, connection: Connection, children: ChildPool, lanes: int, held: Callable[[], bool]) -> None:
        self._connection = connection
        self._children = children
        self._lanes = lanes
        self._held = held
        self._taken: set[int] = set()

    async def run(self) -> None:
        """Work until no headline waits."""
        await asyncio.gather(*(self._lane() for _ in range(self._lanes)))

    async def digest(self, headline: int) -> None:
        """Make the blocks of one headline now, ahead of the queue."""
        await self._make(get_raw(self._connection, [headline]))

    async def _lane(self) -> None:
        while True:
            while self._held():
                await asyncio.sleep(0.05)
            batch = self._next_batch()
            if not batch:
                return
            ids = {raw.headline for raw in batch}
            self._taken |= ids
            try:
                await self._make(batch)
            finally:
                self._taken -= ids

    def _next_batch(self) -> list[Raw]:
        batch: list[Raw] = []
        size = 0
        for raw in list_waiting(self._connection, BATCH, self._taken):
            size += len(raw.html)
            if batch and size > BATCH_CHARACTERS:
                break
            batch.append(raw)
        return batch

    async def _make(self, batch: Sequence[Raw]) -> None:
        done = await self._children.run("digest", batch)
        if isinstance(done, Failed) and len(batch) > 1:
            # One of them is too much for a child: alone, it fails alone.
            for raw in batch:
                await self._make([raw])
            return
        with transaction(self._connection):
            if isinstance(done, Failed):
                _log.warning("headline %d: %s", batch[0].headline, done.reason)
                give_up(self._connection, batch[0].headline)
            else:
                save_digested(self._connection, done)
