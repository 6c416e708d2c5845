"""Stores what was read of feeds, several documents in one transaction: most pages that they change are the same."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from newsdesk import clock
from newsdesk.model.feeds import ParsedFeed
from newsdesk.model.fetching import FeedState, FetchOutcome
from newsdesk.net.manners import next_state
from newsdesk.store.connection import Connection, DatabaseError, transaction
from newsdesk.store.writes.entries import save_feed
from newsdesk.store.writes.fetches import save_states

ENTRIES, DOCUMENTS = 200, 5
"""Of which so many are stored together: whichever there are first."""
PATIENCE = 0.1
"""Seconds that a document waits for others at most."""


class _Read(NamedTuple):
    state: FeedState
    outcome: FetchOutcome
    parsed: ParsedFeed
    sections: tuple[str, ...]
    stored: asyncio.Future[FetchOutcome]


class Storing:
    """Puts answers into the database; `floor` is the seconds between two requests to a feed, at least.

    `more` says whether other documents are being read: what was read waits for them, PATIENCE at most.
    """

    def __init__(self, connection: Connection, floor: int, more: Callable[[], bool]) -> None:
        self._connection = connection
        self._floor = floor
        self._more = more
        self._waiting: list[_Read] = []
        self._timer: asyncio.TimerHandle | None = None

    def save(self, state: FeedState, outcome: FetchOutcome) -> FetchOutcome:
        """Store where a feed stands that brought nothing to read."""
        with transaction(self._connection):
            save_states(self._connection, [self.next(state, outcome)])
        return outcome

    async def save_read(
        self, state: FeedState, outcome: FetchOutcome, parsed: ParsedFeed, sections: tuple[str, ...]
    ) -> FetchOutcome:
        """Store a document, and its feed's state in the same transaction; the outcome with how many entries are new.

        Raises DatabaseError where this one can't be stored, whatever it was stored with.
        """
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[FetchOutcome] = loop.create_future()
        self._waiting.append(_Read(state, outcome, parsed, sections, stored))
        if not self._more() or self._is_enough():
            self._save_waiting()
        elif self._timer is None:
            self._timer = loop.call_later(PATIENCE, self._save_waiting)
        return await stored

    def next(self, state: FeedState, outcome: FetchOutcome, *, offline: bool = False) -> FeedState:
        """Where a feed stands after this outcome."""
        return next_state(state, outcome, now=clock.now(), jitter=random.random(), floor=self._floor, offline=offline)

    def close(self) -> None:
        """Drop what waits: nobody does for it any more."""
        self._take_waiting()

    def _is_enough(self) -> bool:
        return len(self._waiting) >= DOCUMENTS or sum(len(one.parsed.entries) for one in self._waiting) >= ENTRIES

    def _take_waiting(self) -> list[_Read]:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        reads, self._waiting = self._waiting, []
        return reads

    def _save_waiting(self) -> None:
        self._save(self._take_waiting())

    def _save(self, reads: list[_Read]) -> None:
        try:
            outcomes = self._save_all(reads)
        except DatabaseError as error:
            if len(reads) > 1:
                # One of them is what the database refuses: alone, it fails alone.
                for read in reads:
                    self._save([read])
            elif not reads[0].stored.done():
                reads[0].stored.set_exception(error)
            return
        for read, outcome in zip(reads, outcomes, strict=True):
            if not read.stored.done():  # its task was cancelled
                read.stored.set_result(outcome)

    def _save_all(self, reads: list[_Read]) -> list[FetchOutcome]:
        outcomes = []
        with transaction(self._connection):
            for state, outcome, parsed, sections, _ in reads:
                saved = save_feed(self._connection, state.feed, parsed, clock.now(), sections)
                outcomes.append(replace(outcome, new_entries=saved.new))
            save_states(
                self._connection,
                [self.next(read.state, outcome) for read, outcome in zip(reads, outcomes, strict=True)],
            )
        return outcomes
