"""The desk's place in the second pass: new headlines go into stories, in the order they came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from newsdesk import clock
from newsdesk.desk.stories import WINDOW, Stories
from newsdesk.store.connection import Connection, transaction
from newsdesk.store.writes.stories import add_story, list_placed, list_unplaced, recount, save_placement

SLICE = 25
"""Headlines placed in one transaction, and before the loop sees to other things."""

HEAD_START = 1_000
"""Headlines that are placed although placing is held, so that a first front page doesn't wait for the last feed."""
HELD_PAUSE = 0.25
"""Seconds between two looks whether it still is."""


class Placing:
    """The live stories of one worker; the index is rebuilt from the database when the first headline needs it."""

    def __init__(self, connection: Connection, held: Callable[[], bool] = lambda: False) -> None:
        """`held` says when the time is to be left to others, but for a head start: while feeds are parsed."""
        self._connection = connection
        self._held = held
        self._ahead = 0
        self._stories: Stories | None = None

    def is_wanted(self) -> bool:
        """Whether a headline of the live window has no story yet."""
        return bool(list_unplaced(self._connection, clock.now() - WINDOW, 1))

    async def run(self, told: Callable[[], None] = lambda: None) -> None:
        """Place every headline of the live window that has no story yet; `told` hears of each slice."""
        since = clock.now() - WINDOW
        while items := list_unplaced(self._connection, since, SLICE):
            self._ahead = self._ahead + len(items) if self._held() else 0
            while self._held() and self._ahead > HEAD_START:
                await asyncio.sleep(HELD_PAUSE)
            stories = self._stories or await self._rebuild(since)
            stories.expire(clock.now())
            with transaction(self._connection):
                touched: set[int] = set()
                for item in items:
                    placement = stories.place(item)
                    save_placement(self._connection, item.id, placement)
                    touched.add(placement.story)
                    touched.difference_update(placement.merged)
                recount(self._connection, touched)
            told()
            await asyncio.sleep(0)

    async def _rebuild(self, since: int) -> Stories:
        stories = Stories(lambda: add_story(self._connection))
        after = 0
        while known := list_placed(self._connection, since, after, SLICE):
            stories.rebuild(known)
            after = known[-1][0].id
            await asyncio.sleep(0)
        self._stories = stories
        return stories
