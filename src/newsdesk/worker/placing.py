"""The desk's place in the second pass: new headlines go into stories, in the order they came."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from newsdesk import clock
from newsdesk.desk.keeping import dump, load
from newsdesk.desk.stories import WINDOW, Stories
from newsdesk.model.stories import Item
from newsdesk.store.connection import Connection, transaction
from newsdesk.store.writes.stories import (
    add_story,
    get_kept,
    list_in_stories,
    list_unplaced,
    recount,
    save_placement,
    set_kept,
)

SLICE = 25
"""Headlines placed in one transaction, and before the loop sees to other things."""
READ = 250
"""Headlines read at once: each reading looks through all that wait."""
HEAD_START = 1_000
"""Headlines that are placed although placing is held, so that a first front page doesn't wait for the last feed."""
HELD_PAUSE = 0.25
"""Seconds between two looks whether it still is."""
_MARK = 32
"""Characters of the mark that ties written stories to what the database holds."""

_log = logging.getLogger(__name__)


class Placing:
    """The live stories of one worker; they are read when the first headline needs them.

    They are rebuilt from the database unless the last worker left them in the file `kept`.
    """

    def __init__(
        self, connection: Connection, held: Callable[[], bool] = lambda: False, kept: Path | None = None
    ) -> None:
        """`held` says when the time is to be left to others, but for a head start: while feeds are parsed."""
        self._connection = connection
        self._held = held
        self._kept = kept
        self._ahead = 0
        self._stories: Stories | None = None
        self._changed = False
        self._founded: set[int] = set()
        """Stories of the slice that no article is in yet, or one alone."""

    def is_wanted(self) -> bool:
        """Whether a headline of the live window has no story yet."""
        return bool(list_unplaced(self._connection, clock.now() - WINDOW, 1))

    async def run(self, told: Callable[[], None] = lambda: None) -> None:
        """Place every headline of the live window that has no story yet; `told` hears of each slice."""
        since = clock.now() - WINDOW
        while found := list_unplaced(self._connection, since, READ):
            for start in range(0, len(found), SLICE):
                await self._run_slice(found[start : start + SLICE], since)
                told()
                await asyncio.sleep(0)

    async def _run_slice(self, items: Sequence[Item], since: int) -> None:
        self._ahead = self._ahead + len(items) if self._held() else 0
        while self._held() and self._ahead > HEAD_START:
            await asyncio.sleep(HELD_PAUSE)
        # None is asked for, not emptiness: where nothing but round-ups came there are no live stories.
        stories = self._stories if self._stories is not None else self._read()
        if stories is None:
            stories = await self._rebuild(since)
        stories.expire(clock.now())
        # Until the transaction is through they may say what the database doesn't.
        self._stories = None
        with transaction(self._connection):
            self._place(stories, items)
        self._stories, self._changed = stories, True

    def keep(self) -> None:
        """Leave the live stories to the next worker, where they have changed."""
        if self._kept is None or self._stories is None or not self._changed:
            return
        mark = secrets.token_hex(_MARK // 2)
        try:
            _write(self._kept, mark.encode() + dump(self._stories))
        except OSError as error:
            _log.warning("the live stories can't be written: %s", error)
            return
        with transaction(self._connection):
            set_kept(self._connection, mark)
        self._changed = False

    def _read(self) -> Stories | None:
        """The live stories that the last worker left; None where there are none, or others than the database has."""
        mark = get_kept(self._connection)
        if self._kept is None or not mark:
            return None
        try:
            data = self._kept.read_bytes()
            return load(data[_MARK:], self._allocate) if data[:_MARK] == mark.encode() else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            _log.warning("the live stories are read anew: %s", error)
            return None

    def _place(self, stories: Stories, items: Sequence[Item]) -> None:
        touched: set[int] = set()
        self._founded.clear()
        set_kept(self._connection, "")
        for item in items:
            placement = stories.place(item)
            save_placement(self._connection, item.id, placement)
            if placement.story in self._founded and placement.copy_of is None:
                # A story begins as one outlet's: there is nothing to count until a second article joins it.
                self._founded.discard(placement.story)
                continue
            touched.add(placement.story)
            touched.difference_update(placement.merged)
        recount(self._connection, touched)

    def _allocate(self) -> int:
        story = add_story(self._connection)
        self._founded.add(story)
        return story

    async def _rebuild(self, since: int) -> Stories:
        stories = Stories(self._allocate)
        after = 0
        while known := list_in_stories(self._connection, since, after, SLICE):
            stories.rebuild(known)
            after = known[-1][0].id
            await asyncio.sleep(0)
        return stories


def _write(path: Path, data: bytes) -> None:
    """Put a file (0600) in the place of another in one step; it need not outlive a power cut."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(data)
    os.replace(temporary, path)
