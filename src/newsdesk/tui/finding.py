"""Opens the lists of searches in a thread: a key waits for none of them, and the newest one wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from newsdesk.errors import NewsdeskError
from newsdesk.model.headlines import Order, View

if TYPE_CHECKING:
    from newsdesk.store.queries.lists import OpenList
    from newsdesk.store.queries.named import Kept
    from newsdesk.tui.screens.main import MainScreen

SOON = 0.4
"""Seconds after which a search that still runs is told of."""
DRAWN = 0.02
"""Seconds in which what was found is drawn, mostly."""


class _Search(NamedTuple):
    view: View
    show: Callable[[OpenList], None]


class Finding:
    """The search that the main screen waits for, if any."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._lock = threading.Lock()
        self._wanted: _Search | None = None
        self._reading: OpenList | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._next = threading.Event()
        """Set when another search is wanted, or none."""
        self._kept: Kept | None = None
        """What the filters of the query leave that is being typed."""
        self.typing = False
        """Whether a query is being typed: the rest of what is found would be read in vain, and hold up what follows."""

    @property
    def awaited(self) -> View | None:
        """The view whose rows are still being found."""
        wanted = self._wanted
        return wanted.view if wanted else None

    @property
    def holds_keys(self) -> bool:
        """Whether what is typed is for the list that is awaited; while all are ranked it is for the one that stands."""
        awaited = self.awaited
        return awaited is not None and awaited.order is not Order.BEST_OF_ALL

    def find(self, view: View, show: Callable[[OpenList], None]) -> None:
        """Have the rows of a search read, and shown by `show` unless another list is wanted before."""
        wanted = _Search(view, show)
        self.give_up()
        self._wanted = wanted
        self._next.set()
        self._thread = self._thread or ThreadPoolExecutor(1, "finding")
        self._thread.submit(self._read, wanted)
        self._screen.set_timer(SOON, lambda: self._say(wanted, "Searching…  Esc ends it"))

    def give_up(self) -> None:
        """Wait for no search any more."""
        with self._lock:
            self._wanted = None
            if self._reading:
                self._reading.give_up()

    def close(self) -> None:
        """End."""
        self.give_up()
        if self._thread:
            self._thread.shutdown(wait=False)

    def _read(self, wanted: _Search) -> None:
        # What was typed meanwhile has made this one out of date: nothing of it is read.
        if self._wanted is not wanted:
            return
        screen = self._screen
        try:
            rows = screen.session.prepare(wanted.view)
            self._begin(wanted, rows)
        except NewsdeskError as error:
            told = str(error)
            screen.post_message(screen.Then(lambda: self._fail(wanted, told)))
        else:
            screen.post_message(screen.Then(lambda: self._show(wanted, rows)))
            self._read_ahead(wanted)

    def _read_ahead(self, shown: _Search) -> None:
        """List what the filters leave once this is drawn, for the letter that is typed next."""
        kept = self._kept
        self._next.clear()
        if kept and self._wanted in (shown, None):
            self._next.wait(DRAWN)
        # What can't be read is told by the next search.
        with suppress(NewsdeskError):
            while kept and self._wanted in (shown, None) and self.typing and kept.read_on():
                pass

    def _keep(self) -> Kept | None:
        """What is known of the filters of the query that is being typed; None where none is."""
        if not self.typing:
            self._kept = None
        elif self._kept is None:
            from newsdesk.store.queries.named import Kept

            self._kept = Kept(self._screen.session.database)
        return self._kept

    def _begin(self, wanted: _Search, rows: OpenList) -> None:
        with self._lock:
            self._reading = rows
            if self._wanted is not wanted:
                rows.give_up()
        try:
            rows.begin(told=lambda share: self._tell(wanted, share), kept=self._keep())
        finally:
            with self._lock:
                self._reading = None

    def _tell(self, wanted: _Search, share: float) -> None:
        words = f"Ranking all that match: {share:.0%}  Esc ends it"
        self._screen.post_message(self._screen.Then(lambda: self._say(wanted, words)))

    def _say(self, wanted: _Search, words: str) -> None:
        if self._wanted is wanted:
            self._screen.say(words)

    def _fail(self, wanted: _Search, words: str) -> None:
        if self._wanted is wanted:
            self._wanted = None
            self._screen.say(words, trouble=True)

    def _show(self, wanted: _Search, rows: OpenList) -> None:
        if self._wanted is not wanted:
            rows.close()
            return
        self._wanted = None
        self._screen.bars.unsay()
        # One frame for all that changes.
        with self._screen.app.batch_update():
            wanted.show(rows)
