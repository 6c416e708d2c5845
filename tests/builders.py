"""Numbered feeds, entries and documents, and a desk: a database of a test's own with short ways to fill and ask it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from newsdesk import paths
from newsdesk.model.blocks import Document, Run, Text
from newsdesk.model.feeds import Entry, ParsedFeed, Subscription
from newsdesk.model.headlines import Headline, View, ViewKind
from newsdesk.paths import Paths
from newsdesk.store import care, journal
from newsdesk.store.connection import open_writer, transaction
from newsdesk.store.documents import dump_document
from newsdesk.store.migrations import upgrade
from newsdesk.store.queries.lists import list_headlines
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.writes.articles import Digested, list_waiting, save_digested
from newsdesk.store.writes.entries import Saved, save_feed
from newsdesk.store.writes.subscriptions import Followed, follow
from newsdesk.words import searchable

NOW = 1_760_000_000
"""The time at which tests play: 2025-10-09 08:53:20 UTC."""
DAY = 86_400


def at(seconds: int) -> datetime:
    """Unix seconds as the aware time that entries carry."""
    return datetime.fromtimestamp(seconds, UTC)


def subscription(number: int, folder: str = "World", **changes: object) -> Subscription:
    """Feed `number`, at feedN.example."""
    made = Subscription(
        f"https://feed{number}.example/rss.xml", f"Feed {number}", tuple(folder.split("/")) if folder else ()
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def entry(number: int, site: str = "feed1.example", **changes: object) -> Entry:
    """Entry `number` of a site, published that many minutes before NOW."""
    made = Entry(
        f"guid-{number}", f"Title {number}", f"https://{site}/article/{number}", published=at(NOW - 60 * number),
        summary=f"Summary {number}", html=f"<p>Body {number}</p>", base_url=f"https://{site}/", position=number,
    )  # fmt: skip
    return made._replace(**changes)


def document(*entries: Entry, **changes: object) -> ParsedFeed:
    """A feed document of these entries."""
    return replace(ParsedFeed("A feed", entries=entries), **changes)  # type: ignore[arg-type]


def plain(html: str) -> str:
    """The text of the simple bodies that tests use."""
    return html.removeprefix("<p>").removesuffix("</p>")


def blocks(headline: int, html: str, summary: str = "") -> Digested:
    """What digesting a simple body brings."""
    text = plain(html)
    made = Document((Text("paragraph", (Run(text),)),) if text else ())
    return Digested(headline, zlib.compress(dump_document(made)), searchable(text or summary), 1, len(text))


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newsdesk.db"
        upgrade(path, path.parent / "backups")
        return path.read_bytes()


def make_database(path: Path) -> Path:
    """An empty database of this version at `path`; cheaper than making one by its migrations."""
    path.write_bytes(_empty_database())
    path.chmod(0o600)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    return path


@dataclass
class Desk:
    """A database with one open connection; `now` is the time of what is done next."""

    path: Path
    connection: sqlite3.Connection
    now: int = NOW

    def follow(self, *subscriptions: Subscription) -> Followed:
        """Make these the subscriptions."""
        return follow(self.connection, subscriptions, self.now)

    def feed(self, number: int) -> int:
        """The id of feed `number`."""
        return int(self.value("SELECT id FROM feeds WHERE key = ?", f"feed{number}.example/rss.xml"))

    def save(self, number: int, *entries: Entry, sections: Sequence[str] = ()) -> Saved:
        """Store a document of feed `number`."""
        with transaction(self.connection):
            return save_feed(self.connection, self.feed(number), document(*entries), self.now, sections)

    def digest(self) -> None:
        """Make and index the blocks of all that waits."""
        waiting = list_waiting(self.connection, 100_000)
        with transaction(self.connection):
            save_digested(self.connection, [blocks(raw.headline, raw.html, raw.summary) for raw in waiting])

    def mark(self, field: str, *ids: int, value: bool = True, window: str = "here") -> int:
        """Mark headlines to the end; the action's id."""
        action = journal.begin(self.connection, window, self.now, ids, field, value, f"{len(ids)} {field}")  # type: ignore[arg-type]
        while journal.advance(self.connection, action):
            pass
        return action

    def undo(self, window: str = "here") -> journal.Undone | None:
        """Take the newest action back to the end."""
        return self._turned(journal.undo(self.connection, window))

    def redo(self, window: str = "here") -> journal.Undone | None:
        """Do again what was taken back last, to the end."""
        return self._turned(journal.redo(self.connection, window))

    def _turned(self, turned: tuple[journal.Undone, int] | None) -> journal.Undone | None:
        if turned is None:
            return None
        while turned[0].kind == "mark" and journal.advance(self.connection, turned[1]):
            pass
        return turned[0]

    def headlines(self, view: View = View(ViewKind.ALL)) -> list[Headline]:  # noqa: B008 - frozen
        """The headlines of a view, in its order."""
        return list_headlines(self.connection, view, self.now)

    def titles(self, view: View = View(ViewKind.ALL)) -> list[str]:  # noqa: B008 - frozen
        """Their titles."""
        return [headline.title for headline in self.headlines(view)]

    def find(self, query: str) -> list[str]:
        """The titles that a query lists, newest first."""
        return self.titles(View(ViewKind.SEARCH, query))

    def headline(self, id_: int) -> Headline:
        """One headline as it is now."""
        return get_headlines(self.connection, [id_])[id_]

    def ids(self) -> dict[str, int]:
        """The id of every headline by its title."""
        return {title: id_ for id_, title in self.rows("SELECT id, title FROM headlines")}

    def ids_in_order(self) -> list[int]:
        """Every headline's id, ascending."""
        return [int(str(id_)) for (id_,) in self.rows("SELECT id FROM headlines ORDER BY id")]

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """What a query of the test's own brings."""
        return self.connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, *parameters: object) -> int:
        """The one number that it brings."""
        return int(self.connection.execute(sql, parameters).fetchone()[0])

    def counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        """The kept counts that are not zero: unread, total."""
        rows = self.connection.execute("SELECT kind, key, unread, total FROM counts WHERE total")
        return {(kind, key): (unread, total) for kind, key, unread, total in rows}

    def check(self) -> None:
        """Fail if the database's own check finds anything."""
        assert care.examine(self.path) == []

    def dump(self, but: Iterable[str] = ()) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table, but of those named."""
        names = [
            str(name)
            for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'")
        ]
        found = {name: sorted(map(repr, self.rows(f"SELECT * FROM {name}"))) for name in names if name not in set(but)}
        found["search"] = sorted(map(repr, self.rows("SELECT rowid FROM search ORDER BY rowid")))
        return found  # type: ignore[return-value]


def open_desk(path: Path) -> Desk:
    """A desk on a new database at `path`."""
    return Desk(path, open_writer(make_database(path)))


def copy_database(source: Path, target: Path) -> None:
    """The database and what is beside it, as a crash would leave them."""
    for suffix in ("", "-wal", "-shm"):
        if Path(f"{source}{suffix}").exists():
            shutil.copyfile(f"{source}{suffix}", f"{target}{suffix}")


def rss(*numbers: int, site: str = "https://feed1.example", title: str = "A feed", body: str = "Body") -> bytes:
    """A small RSS document of numbered items."""
    items = "".join(
        f"<item><title>Title {n}</title><link>{site}/article/{n}</link><guid isPermaLink='false'>guid-{n}</guid>"
        f"<pubDate>Thu, 09 Oct 2025 08:{n % 60:02}:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{body} {n}&lt;/p&gt;</description></item>"
        for n in numbers
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


def opml(*urls: str, folder: str = "World") -> bytes:
    """A list with these feeds in one folder."""
    outlines = "".join(f'<outline type="rss" text="Feed {n}" xmlUrl="{url}"/>' for n, url in enumerate(urls, 1))
    return f'<opml version="2.0"><body><outline text="{folder}">{outlines}</outline></body></opml>'.encode()


def make_home(folder: Path, *urls: str) -> Paths:
    """A home that subscribes to these feeds and asks a host as often as it likes."""
    made = paths.at(folder)
    made.opml.write_bytes(opml(*urls))
    made.config.write_text("host_spacing = 0.0\nparsers = 1\n")
    make_database(made.database)
    return made


def wait_until(condition: Callable[[], object], seconds: float = 15) -> bool:
    """Whether a condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
