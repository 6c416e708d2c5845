"""An open list: a membership that stays as it was when the list was opened, whatever comes in.

The membership is a sequence of ids (`membership`), read in one snapshot of the database: the first screen at once, the
rest by `finish` (0.3 s of a thread at a million). So every order and every query is frozen in the same way, any row
is a look-up by its key, and rows that vanished are told from rows that moved.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING

from newsdesk.model.headlines import RANKED, Headline, MarkField, View, ViewKind
from newsdesk.store import one_step
from newsdesk.store.connection import broken, open_reader, translated
from newsdesk.store.idset import AMONG, listed
from newsdesk.store.queries import bursts, views
from newsdesk.store.queries.membership import Membership
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.queries.shown import Shown

if TYPE_CHECKING:
    from newsdesk.store.queries import search
    from newsdesk.store.queries.named import Kept

PAGE = 32
"""Rows read at once."""
HEAD = 8 * PAGE
"""Rows that are there at once."""
_PAGES_KEPT = 12
"""More would be megabytes, and a page is read in a millisecond."""
_SLICE = 4_000


def _untold(_words: str) -> None:
    """For lists that nobody watches."""


def _unseen(_share: float) -> None:
    """For searches whose progress nobody watches."""


def _unhurried() -> None:
    """For readings that hold nobody up."""


class OpenList:
    """The frozen membership of a list, empty until `begin`; `open_list` makes one. Indexes count from 0.

    The rows of a burst (`queries.bursts`) that are folded are members, too, but stand at no index until `unfold`.
    """

    def __init__(
        self,
        path: Path,
        view: View,
        now: int,
        on_trouble: Callable[[str], None] = _untold,
        reader: sqlite3.Connection | None = None,
    ) -> None:
        """`on_trouble` is told, in words, why rows can't be read; `reader` reads them, else one of its own.

        Raises QueryError, StoreError.
        """
        self.view = view
        self._path = path
        self._on_trouble = on_trouble
        self._now = now
        self._selection = views.select(view, now)
        self._asked = _asked(view, now)
        self.count, self.complete = 0, False
        self._ids = Membership(path.parent)
        self._connection = reader or open_reader(path)
        self._has_own = reader is None
        self._filler = open_reader(path)
        # Its owner may come back to it: a list that is closed while its ids are read is closed by who reads them.
        self._lock = RLock()
        # The screen does not wait for a slice that is being read.
        self._counting = Lock()
        self._held = 0
        self._closing = False
        self._pages: OrderedDict[int, list[Headline | None]] = OrderedDict()
        self._shown: list[Shown] = []
        self._folds: dict[int, list[int]] = {}
        """By the row that stands for them, the rows that are folded behind it."""

    def begin(
        self,
        head: int = HEAD,
        *,
        folds: bool = False,
        told: Callable[[float], None] = _unseen,
        kept: Kept | None = None,
    ) -> None:
        """Read its first rows, and how many there are: of a search those that are read, until it is complete.

        `kept` is what is known of its filters. Raises StoreError, also when `give_up` ended it.
        """
        folds = folds and views.folds(self.view)
        try:
            self._begin(max(head, bursts.LOOKED_AT) if folds else head, told, kept)
            if folds:
                self._fold()
        except sqlite3.Error as error:
            self.close()
            raise broken(self._path, error) from error

    def _begin(self, head: int, told: Callable[[float], None], kept: Kept | None) -> None:
        # The snapshot stays open until `finish`, so that head and rest are of one moment.
        self._filler.execute("BEGIN")
        (self.max_id,) = self._filler.execute("SELECT coalesce(max(id), 0) FROM headlines").fetchone()
        selection, view = self._selection, self.view
        if self._asked and view.order in RANKED:
            from newsdesk.store.queries import named, search

            # It looks up many headlines here and there, and gives its pages back when the list is read.
            self._filler.execute("PRAGMA cache_size=-4000")
            found = search.ranked(self._filler, self._asked, view.order, told, kept or named.Kept())
            self._source, self.complete = found.others, found.all_of_them
            self._ids.extend(array("I", found.best))
        else:
            if kept:
                self._expect_words(kept)
            self._source = views.ids(self._filler, view, selection, at_once=head)
        if not self._ids and not self.complete:
            self._ids.extend(array("I", islice(self._source, head)))
            self.complete = len(self._ids) < head
        # Counting what a search finds takes as long as finding it.
        known = self.complete or view.is_search
        self.count = len(self._ids) if known else views.count(self._filler, view, selection)
        if self.complete:
            self._end_snapshot()

    def _expect_words(self, kept: Kept) -> None:
        from newsdesk.store.queries import search

        condition = search.filter_of(self.view)
        if condition:
            kept.expect(self._filler, condition)

    def give_up(self) -> None:
        """End what is being read, from another thread: it fails, and who reads closes the list."""
        with suppress(sqlite3.ProgrammingError):
            self._filler.interrupt()

    def _fold(self) -> None:
        ids = self._ids.between(0, len(self._ids))
        rows = one_step.rows(self._connection, "id, feed, sort_time", f"headlines WHERE id {AMONG}", (listed(ids),))
        known = {row[0]: bursts.Published(*row) for row in rows}
        self._folds = bursts.fold([known[id_] for id_ in ids if id_ in known])
        hidden = {id_ for ids in self._folds.values() for id_ in ids}
        if hidden:
            self._ids = Membership(self._path.parent, (id_ for id_ in ids if id_ not in hidden))
            self.count -= len(hidden)

    def folded(self, index: int) -> int:
        """How many rows are folded behind that one."""
        shown = self.id_at(index) if self._folds else None
        return 0 if shown is None else len(self._folds.get(shown, ()))

    def amount(self, places: Sequence[range]) -> int:
        """How many rows stand at these places, those that are folded behind them included."""
        return sum(map(len, places)) + len(self._behind(places))

    def unfold(self, index: int) -> int:
        """Put the rows that are folded behind that one below it; how many (0 also while marks wait for their ids)."""
        with self._lock, self._counting:
            shown = self.id_at(index)
            if self._held or shown not in self._folds:
                return 0
            ids = self._folds.pop(shown)
            self._ids.insert(index + 1, ids)
            self.count += len(ids)
            self._shown = [mark.moved(index, len(ids)) for mark in self._shown]
            self._pages.clear()
        return len(ids)

    def first_fold(self) -> int | None:
        """The first place behind which rows are folded."""
        return next((place for place in range(min(len(self._ids), bursts.LOOKED_AT)) if self.folded(place)), None)

    def reveal(self, headline_id: int) -> int | None:
        """Where a headline stands, unfolded where it was folded; None when it is no member (or not loaded yet)."""
        shown = next((shown for shown, ids in self._folds.items() if headline_id in ids), None)
        place = None if shown is None else self.index_of(shown)
        if place is not None:
            self.unfold(place)
        return self.index_of(headline_id)

    def _behind(self, places: Sequence[range]) -> list[int]:
        if not self._folds:
            return []
        top = [self._ids.between(part.start, min(part.stop, bursts.LOOKED_AT)) for part in places]
        return [id_ for part in top for shown in part for id_ in self._folds.get(shown, ())]

    def finish(self, give_way: Callable[[], None] = _unhurried) -> None:
        """Read the rest of the membership; for a thread. Does nothing when it is complete or closed.

        `give_way` is called every few ms, to let others have the interpreter. Raises StoreError.
        """
        with translated(self._path):
            self._finish(give_way)

    def _finish(self, give_way: Callable[[], None]) -> None:
        while not self.complete:
            give_way()
            with self._lock:
                if self._closing and not self._held:
                    self._close_filler()
                if self.complete:
                    return
                try:
                    part = array("I", islice(self._source, _SLICE))
                except sqlite3.OperationalError:
                    if self._closing:
                        continue
                    raise
                self._ids.extend(part)
                if len(part) < _SLICE:
                    self.complete, self.count = True, len(self._ids)
                    self._end_snapshot()

    def rows(self, start: int, stop: int) -> list[Headline | None]:
        """The rows from `start` to before `stop`; None for one that is gone or not loaded yet."""
        found: list[Headline | None] = []
        for number in range(max(start, 0) // PAGE, (max(stop, 1) - 1) // PAGE + 1):
            page, first = self._page(number), number * PAGE
            found += page[max(start - first, 0) : max(stop - first, 0)]
        return found

    def row(self, index: int) -> Headline | None:
        """One row; None when there is none."""
        found = self.rows(index, index + 1) if 0 <= index < self.count else []
        return found[0] if found else None

    def id_at(self, index: int) -> int | None:
        """The headline id at a place, None where it is not loaded or beyond the end."""
        found = self._ids.between(index, index + 1) if index >= 0 else ()
        return found[0] if found else None

    def index_of(self, headline_id: int) -> int | None:
        """Where a headline stands, None when it is no member (or not loaded yet)."""
        return self._ids.find(headline_id)

    def ids(self, start: int = 0, stop: int | None = None) -> array[int]:
        """The ids of a stretch of the list; waits until all are loaded."""
        self.finish()
        return self._ids.between(start, self.count if stop is None else stop)

    def stretch(self, places: Sequence[range], *, folded: bool = False) -> Callable[[], array[int]]:
        """A function that tells the ids at these places (and `folded` behind them), for another thread: it waits
        until all are loaded.

        The list can be closed meanwhile; the function still answers, once and for all.
        """
        with self._counting:
            self._held += 1
            behind = self._behind(places) if folded else []
        found: list[array[int]] = []

        def read() -> array[int]:
            if not found:
                self.finish()
                ids = array("I")
                for part in places:
                    ids.extend(self._ids.between(part.start, part.stop))
                ids.extend(behind)
                found.append(ids)
                self._let_go()
            return found[0]

        return read

    def _let_go(self) -> None:
        with self._counting:
            self._held -= 1
            last = self._closing and not self._held
        if last:
            with self._lock:
                self._close_filler()

    def patch(self, ids: Container[int], field: MarkField, value: bool, places: Sequence[range] = ()) -> None:
        """Show a mark at once, before it is written, on the rows of these ids and on those at these places."""
        mark = Shown(places, ids, field, value)
        self._shown.append(mark)
        for number, page in self._pages.items():
            self._pages[number] = mark.on(number * PAGE, page)

    def unpatch(self) -> None:
        """Show the newest mark no more."""
        if self._shown:
            self._shown.pop()
            self._pages.clear()

    def forget(self, *, written: bool = True) -> None:
        """Read rows anew when they are next asked for; `written` says that all shown marks are in the database."""
        self._pages.clear()
        if written:
            self._shown.clear()

    def waiting(self) -> int:
        """How many headlines the list would have now that came after it was opened: the "12 new". Raises StoreError."""
        with translated(self._path):
            return self._waiting()

    def _waiting(self) -> int:
        selection, newest = self._selection, self.max_id
        (newer,) = self._connection.execute("SELECT max(id) > ? FROM headlines", (newest,)).fetchone()
        if not newer:
            return 0
        if self._asked:
            from newsdesk.store.queries import search

            return search.count_newer(self._connection, self._asked, newest)
        # By the primary key: only what is newer is looked at, however large the list.
        source = selection.source.replace("headlines h", "headlines h NOT INDEXED", 1)
        sql = f"SELECT count(DISTINCT h.id) FROM {source} WHERE {selection.where} AND h.id > ?"
        if self.view.kind is ViewKind.FEED:
            sql = f"SELECT count(DISTINCT h.id) FROM {selection.source} WHERE {selection.where} AND h.id > ?"
        (found,) = self._connection.execute(sql, (*selection.parameters, newest)).fetchone()
        return int(found)

    def close(self) -> None:
        """Give back the connections; the list shows nothing more."""
        with self._counting:
            self._closing = True
            held = self._held
        if not held:
            self.give_up()
            # Whoever is reading closes it after this slice: the screen does not wait.
            if self._lock.acquire(blocking=False):
                self._close_filler()
                self._lock.release()
        if self._has_own:
            self._connection.close()

    def _close_filler(self) -> None:
        self.complete = True
        self._filler.close()

    def _end_snapshot(self) -> None:
        self._source.close()
        self._filler.execute("COMMIT")
        # It has read an index of some 20 MB at a million, and would keep the last 2 of them in memory.
        self._filler.close()

    def _page(self, number: int) -> list[Headline | None]:
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
            return page
        ids = self._ids.between(number * PAGE, (number + 1) * PAGE)
        try:
            found = get_headlines(self._connection, ids)
        except sqlite3.Error as error:
            # Rows are asked for while the screen is drawn: that must go on, with rows that are not here.
            self._on_trouble(str(broken(self._path, error)))
            return [None] * max(min(self.count - number * PAGE, PAGE), 0)
        page = [found.get(id_) for id_ in ids]
        for mark in self._shown:
            page = mark.on(number * PAGE, page)
        expected = min(self.count - number * PAGE, PAGE)
        if len(page) < expected:
            return page + [None] * (expected - len(page))
        self._pages[number] = page
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return page


def open_list(
    path: Path,
    view: View,
    now: int,
    head: int = HEAD,
    *,
    on_trouble: Callable[[str], None] = _untold,
    reader: sqlite3.Connection | None = None,
    folds: bool = False,
) -> OpenList:
    """Open a list: its first `head` rows and its exact count at once, the rest by `finish`.

    With `folds` the bursts at the top of a list of many sources are folded. `on_trouble` is told, in words, why rows
    that were asked for can't be read; they are None meanwhile. `reader` is a connection that outlives the list, for its
    rows: to open another takes 2 ms. Raises QueryError for a wrong query, StoreError when the database can't be used.
    """
    rows = OpenList(path, view, now, on_trouble, reader)
    rows.begin(head, folds=folds)
    return rows


def list_headlines(connection: sqlite3.Connection, view: View, now: int, limit: int = 0) -> list[Headline]:
    """The headlines of a view in its order, all of them with limit 0; for the command line."""
    selection = views.select(view, now)
    ids = list(islice(views.ids(connection, view, selection), limit or None))
    found: dict[int, Headline] = {}
    for start in range(0, len(ids), 1_000):
        found |= get_headlines(connection, ids[start : start + 1_000])
    return [found[id_] for id_ in ids if id_ in found]


def _asked(view: View, now: int) -> search.Asked | None:
    if not view.is_search:
        return None
    # Not before somebody searches: a start has no query to read.
    from newsdesk.store.queries import search

    return search.ask(view, now)
