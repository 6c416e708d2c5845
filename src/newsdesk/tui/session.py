"""What the screen knows of the database: one open list, the sidebar's counts, the writer of marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from newsdesk import clock
from newsdesk.errors import StoreError
from newsdesk.model.headlines import Article, Filter, Headline, MarkField, Reading, View, ViewKind
from newsdesk.model.sidebar import Progress, Sidebar
from newsdesk.store.connection import Connection, data_version, open_reader, translated
from newsdesk.store.journal import MARKS, Counted, Undone
from newsdesk.store.marks import MarkWriter
from newsdesk.store.queries.coverage import list_read_along
from newsdesk.store.queries.lists import OpenList, open_list
from newsdesk.store.queries.progress import get_progress
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.queries.sidebar import get_sidebar
from newsdesk.tui.counts import Bulk, all_read, counted

if TYPE_CHECKING:
    from newsdesk.model.pictures import Thumbnail
    from newsdesk.model.sources import SourceCard

FOLDS_FROM = 10
"""Sources from which bursts are folded: among few, the person wants to see each headline where it belongs."""
MOST_PICTURES = 30
"""Pictures of one article that are drawn."""


class Opened(NamedTuple):
    """An article as it is opened: with its pictures that are here, and the addresses of those that are not."""

    article: Article
    pictures: Mapping[str, Thumbnail]
    missing: tuple[str, ...] = ()


class Session:
    """Reads and marks for the screen; everything but `read_article` answers in a few ms.

    `on_trouble` is called from the writer's thread with the words of a mark that could not be written.
    """

    def __init__(self, database: Path, on_trouble: Callable[[str], None]) -> None:
        self.database = database
        self.writer = MarkWriter(database)
        self.sidebar = Sidebar()
        self.progress = Progress()
        self.rows: OpenList | None = None
        self.folds = False
        """Whether lists fold the bursts of one source, where there are many."""
        self._on_trouble = on_trouble
        self._told = ""
        self._bulk = Bulk()
        self._placed: tuple[object, int | None] = (None, None)
        self.reader = open_reader(database)
        """For queries of a few ms."""
        # A connection of its own for the version: no cursor may be open there.
        self._watcher = open_reader(database)
        self.version = data_version(self._watcher)
        self.refresh()

    def tell(self, trouble: str) -> None:
        """Tell the person about trouble with the database, the same only once."""
        if trouble != self._told:
            self._told = trouble
            self._on_trouble(trouble)

    def has_news(self) -> bool:
        """Whether anybody has committed since this was last asked."""
        try:
            with translated(self.database):
                version = data_version(self._watcher)
        except StoreError as error:
            self.tell(str(error))
            return False
        changed, self.version = version != self.version, version
        return changed

    def refresh(self) -> None:
        """Read counts and progress anew; raises StoreError.

        While a bulk mark is being written the counts are those that it will leave.
        """
        with translated(self.database):
            self.progress = get_progress(self.reader)
            if self._bulk.is_written(self.writer.pending):
                self._bulk = Bulk()
            if self._bulk.before is not None:
                self.sidebar = self._bulk.foretold(self.sidebar)
                return
            self.sidebar = get_sidebar(self.reader, clock.now())

    def open(self, view: View) -> OpenList:
        """Open a list; raises QueryError, StoreError."""
        folds = self.folds and sum(len(section.sources) for section in self.sidebar.sections) >= FOLDS_FROM
        return open_list(self.database, view, clock.now(), on_trouble=self.tell, reader=self.reader, folds=folds)

    def prepare(self, view: View) -> OpenList:
        """A list whose rows are still to be read, for a thread; raises QueryError, StoreError."""
        return OpenList(self.database, view, clock.now(), self.tell, self.reader)

    def show(self, rows: OpenList) -> None:
        """Take a list in place of the one before."""
        if self.rows:
            self.rows.close()
        self.rows = rows

    def read_beginning(self, headline: int) -> Opened | None:
        """A long article's first screens, None of any other or where the person has read on; for a thread."""
        from newsdesk.store.queries.articles import get_beginning

        with translated(self.database), closing(open_reader(self.database)) as connection:
            article = get_beginning(connection, headline)
            return None if article is None else self._pictured(connection, article)

    def read_article(self, headline: int, reading: Reading = "best") -> Opened | None:
        """The article and its pictures, None when it is gone; for a thread: up to 100 ms. Raises StoreError."""
        from newsdesk.store.queries.articles import get_article

        with translated(self.database), closing(open_reader(self.database)) as connection:
            article = get_article(connection, headline, reading)
            return None if article is None else self._pictured(connection, article)

    def _pictured(self, connection: Connection, article: Article) -> Opened:
        from newsdesk.model.blocks import iter_figures
        from newsdesk.store.queries.articles import get_picture

        figures = iter_figures(article.document.blocks if article.document else ())
        wanted = list(dict.fromkeys(figure.image.url for figure in figures))[:MOST_PICTURES]
        found = {url: get_picture(connection, url) for url in wanted}
        pictures = {url: picture for url, picture in found.items() if picture is not None}
        return Opened(article, pictures, tuple(url for url in wanted if url not in pictures))

    def headline(self, headline: int) -> Headline | None:
        """One headline, None when it is gone."""
        with translated(self.database):
            return get_headlines(self.reader, [headline]).get(headline)

    def source(self, feed: int) -> SourceCard | None:
        """All that is known of a source."""
        from newsdesk.store.queries.sources import get_source

        with translated(self.database):
            return get_source(self.reader, feed)

    def sources(self) -> list[SourceCard]:
        """All subscribed sources."""
        from newsdesk.store.queries.sources import list_sources

        with translated(self.database):
            return list_sources(self.reader)

    def place_of(self, headline: int, near: int) -> int | None:
        """Where a headline stands in the list, looked for at `near` first: the whole list takes 30 ms at a million."""
        rows = self.rows
        if rows is None:
            return None
        if rows.id_at(near) == headline:
            return near
        key = (id(rows), rows.complete, rows.count, headline)
        if key != self._placed[0]:
            self._placed = (key, rows.index_of(headline))
        return self._placed[1]

    def mark(
        self, rows: Sequence[Headline], field: MarkField, value: bool, label: str = "", *, undoable: bool = True
    ) -> None:
        """Mark single rows: list and counts change at once, the disk follows."""
        changed = [row for row in rows if getattr(row, field) != value]
        ids = [row.id for row in changed]
        if not ids:
            return
        if self.rows:
            self.rows.patch(frozenset(ids), field, value)
            self._bulk.newest = False
        for row in changed:
            self.sidebar = counted(self.sidebar, row, field, value)
        self.watch(self.writer.set(ids, field, value, label=label, undoable=undoable))

    def mark_opened(self, row: Headline, *, whole_story: bool) -> None:
        """Mark what was opened read, and with it those of the same text, or the whole story; no step of undo."""
        rows = [row]
        if row.story is not None:
            with translated(self.database):
                along = list_read_along(self.reader, row.id, whole_story=whole_story)
                rows += get_headlines(self.reader, along).values()
        self.mark(rows, "read", True, undoable=False)

    def mark_places(
        self, places: Sequence[range], field: MarkField, value: bool, label: str, *, folded: bool = False
    ) -> None:
        """Mark any number of rows of the list as one action, with those `folded` behind them where that is said.

        Shown at once; their ids are read by the writer.
        """
        rows = self.rows
        if rows is None:
            return
        ids = rows.stretch(places, folded=folded)
        rows.patch((), field, value, places)
        tally = self.writer.count_changes(ids, field, value)
        self.watch(tally)
        self._bulk = Bulk(self.sidebar, field, value, tally)
        if field == "read" and value and sum(map(len, places)) == rows.count:
            self.sidebar = all_read(rows.view, self.sidebar)
        self.watch(self.writer.set(ids, field, value, label=label))

    def turn_back(self, turn: Callable[[], Future[Undone | None]]) -> Future[Undone | None]:
        """Undo or redo by `turn`; a bulk mark that is still being written is shown no more at once."""
        if self._bulk.before is not None and self._bulk.newest and self.rows and self.writer.pending:
            self.rows.unpatch()
            self.sidebar, self._bulk = self._bulk.before, Bulk()
        return turn()

    def show_turned(self, undone: Undone) -> None:
        """Show what an undo or redo is about to write."""
        if undone.kind != "mark" or undone.field not in MARKS:
            return
        field: MarkField = undone.field  # type: ignore[assignment]
        if self.rows:
            self.rows.patch(undone.ids, field, undone.value)
            self._bulk.newest = False
        if undone.tally:
            tally: Future[Mapping[Counted, int]] = Future()
            tally.set_result(undone.tally)
            self._bulk = Bulk(self.sidebar, field, undone.value, tally, newest=False)

    def forget(self) -> None:
        """Read the list's rows anew when they are next drawn."""
        if self.rows:
            self.rows.forget(written=self.writer.pending == 0)

    def watch(self, future: Future[Any]) -> None:
        """Report the failure of a write."""

        def report(done: Future[Any]) -> None:
            error = done.exception()
            if error is not None:
                self._on_trouble(str(error))

        future.add_done_callback(report)

    def close(self) -> None:
        """Write what is still to be written, and give everything back."""
        self.writer.close()
        if self.rows:
            self.rows.close()
        self.reader.close()
        self._watcher.close()


def view_title(view: View, sidebar: Sidebar) -> str:
    """What a list is called."""
    if view.words:
        return f"“{view.words}” in {view_title(view._replace(words=''), sidebar)}"
    match view.kind:
        case ViewKind.SECTION:
            return view.key
        case ViewKind.SEARCH:
            return f"“{view.key}”"
        case ViewKind.FEED:
            names = (s.title for section in sidebar.sections for s in section.sources if str(s.feed) == view.key)
            return next(names, "a source")
    return {
        ViewKind.ALL: "All",
        ViewKind.UNREAD: "Unread",
        ViewKind.TODAY: "Today",
        ViewKind.STARRED: "Starred",
        ViewKind.LATER: "Read later",
        ViewKind.FRONT: "Front page",
        ViewKind.FOR_YOU: "For you",
        ViewKind.PICKS: "Our picks",
        ViewKind.STORY: "Coverage",
        ViewKind.EDITION: "Edition",
    }[view.kind]


def unread_in(view: View, sidebar: Sidebar) -> int | None:
    """How much of a view is unread, as the sidebar counts; None where it doesn't say."""
    if view.words:
        return None
    match view.kind:
        case ViewKind.ALL | ViewKind.UNREAD:
            return sidebar.unread
        case ViewKind.TODAY:
            return sidebar.today
        case ViewKind.SECTION:
            return next((section.unread for section in sidebar.sections if section.name == view.key), None)
        case ViewKind.FEED:
            found = (s.unread for section in sidebar.sections for s in section.sources if str(s.feed) == view.key)
            return next(found, None)
    return None


def as_query(view: View, sidebar: Sidebar) -> str:
    """A list as a query that finds the same: its kind, its filter, what it is narrowed by."""
    parts = [_kind_query(view, sidebar)]
    parts += [f"is:{view.filter.value}"] if view.filter is not Filter.ALL else []
    alternatives = " OR " in view.words and any(parts)
    parts.append(f"({view.words})" if alternatives else view.words)
    return " ".join(filter(None, parts))


def _kind_query(view: View, sidebar: Sidebar) -> str:
    name = view_title(view._replace(words=""), sidebar).replace('"', " ")
    match view.kind:
        case ViewKind.SECTION:
            return f'in:"{name}"'
        case ViewKind.FEED:
            return f'from:"{name}"'
        case ViewKind.SEARCH:
            return f"({view.key})" if " OR " in view.key else view.key
    kinds = {ViewKind.UNREAD: "is:unread", ViewKind.STARRED: "is:starred", ViewKind.LATER: "is:later",
             ViewKind.TODAY: "newer:1d"}  # fmt: skip
    return kinds.get(view.kind, "")
