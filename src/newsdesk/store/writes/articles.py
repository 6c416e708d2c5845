"""Articles as blocks, and the queue of headlines that wait for theirs."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from newsdesk.store.documents import NO_BLOCKS
from newsdesk.store.writes.bodies import Body, give_back, pack_bodies, speaking_body
from newsdesk.store.writes.index import Indexed, index, reindex, unindex
from newsdesk.words import searchable


class Raw(NamedTuple):
    """A headline that waits for its blocks, with the HTML they are made of."""

    headline: int
    title: str
    summary: str
    html: str
    base_url: str
    entry: int = 0
    """The entry that it came with, 0 where there is no HTML."""
    stamp: bytes = b""
    """The hash of what the feed said of that entry."""


class Digested(NamedTuple):
    """The blocks of a headline: stored document, the searchable form of its text, minutes and characters.

    With the HTML that they were made of, packed beside the document, and where that came from, as `Raw` has it.
    """

    headline: int
    document: bytes
    words: str
    minutes: int
    length: int
    html: bytes = b""
    base_url: str = ""
    entry: int = 0
    stamp: bytes = b""


def list_waiting(connection: sqlite3.Connection, limit: int, skip: Collection[int] = ()) -> list[Raw]:
    """Headlines without blocks, newest first; `skip` holds those that are being made."""
    rows = connection.execute(
        "SELECT id FROM headlines WHERE digested = 0 ORDER BY sort_time DESC, id DESC LIMIT ?", (limit + len(skip),)
    )
    ids = [id_ for (id_,) in rows if id_ not in skip]
    return get_raw(connection, ids[:limit])


def get_raw(connection: sqlite3.Connection, headlines: Sequence[int]) -> list[Raw]:
    """The HTML of headlines: that of the feed that speaks for them, else the first that has any."""
    found = []
    for id_ in headlines:
        row = connection.execute("SELECT title, summary FROM headlines WHERE id = ?", (id_,)).fetchone()
        if row:
            title, summary = row
            body = speaking_body(connection, id_) or Body(0, b"", "", "")
            found.append(Raw(id_, title, summary, body.html, body.base_url, body.entry, body.stamp))
    return found


def is_any_waiting(connection: sqlite3.Connection) -> bool:
    """Whether a headline waits for its blocks: asked after every feed, so nothing is counted."""
    return connection.execute("SELECT 1 FROM headlines WHERE digested = 0 LIMIT 1").fetchone() is not None


def count_waiting(connection: sqlite3.Connection) -> int:
    """How many headlines wait for their blocks."""
    return int(connection.execute("SELECT count(*) FROM headlines WHERE digested = 0").fetchone()[0])


def save_digested(connection: sqlite3.Connection, done: Sequence[Digested], origin: str = "feed") -> None:
    """Store blocks and index them; within the caller's transaction. Where there is a page's text, that is indexed.

    An article whose feed changed it while its blocks were made goes on waiting.
    """
    fresh: list[Indexed] = []
    for article in done:
        row = connection.execute(
            "SELECT title, author, (SELECT group_concat(origin) FROM articles WHERE headline = h.id), "
            "(SELECT hash FROM entries WHERE id = ?), (SELECT count(*) FROM entries WHERE headline = h.id) "
            "FROM headlines h WHERE id = ?",
            (article.entry, article.headline),
        ).fetchone()
        if row is None:
            continue  # its time was over while its blocks were made
        title, author, known, stamp, entries = row
        if article.entry and stamp != article.stamp:
            continue
        if known:
            unindex(connection, article.headline)
        if origin == "feed" and "feed" in (known or ""):
            give_back(connection, article.headline)
        behind_page = origin == "feed" and "page" in (known or "")
        connection.execute("DELETE FROM bodies WHERE entry = ?", (article.entry,))
        if entries > 1 or not article.entry:
            pack_bodies(connection, article.headline)
        connection.execute(
            "INSERT OR REPLACE INTO articles (headline, document, origin, length, indexed, entry, html, base_url) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.headline, article.document, origin, article.length, not behind_page, article.entry,
                article.html, article.base_url,
            ),
        )  # fmt: skip
        connection.execute(
            "UPDATE headlines SET digested = 1, minutes = CASE ? WHEN 1 THEN minutes ELSE ? END WHERE id = ?",
            (behind_page, article.minutes, article.headline),
        )
        if behind_page:
            reindex(connection, article.headline)
        else:
            fresh.append(Indexed(article.headline, searchable(title), searchable(author), article.words))
    # All at the end: FTS5 writes out what it has gathered whenever another statement opens a savepoint, which a
    # REPLACE does; in between it would make a segment of every article.
    index(connection, fresh)


def give_up(connection: sqlite3.Connection, headline: int) -> None:
    """Mark a headline whose HTML can't be made into blocks: its summary stands in, and is found in its place."""
    connection.execute("INSERT OR IGNORE INTO articles (headline, document) VALUES (?, ?)", (headline, NO_BLOCKS))
    reindex(connection, headline)
    pack_bodies(connection, headline)
    connection.execute("UPDATE headlines SET digested = 2 WHERE id = ?", (headline,))
