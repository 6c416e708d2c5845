"""Articles as blocks, and the queue of headlines that wait for theirs."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsdesk.model.blocks import Document, dump_document
from newsdesk.store.writes.index import index, reindex, unindex

NO_BLOCKS = zlib.compress(dump_document(Document(())))
"""The stored document of an article without text."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A headline that waits for its blocks, with the HTML they are made of."""

    headline: int
    title: str
    summary: str
    html: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Digested:
    """The blocks of a headline: zlib of `dump_document`, the searchable form of its text, minutes and characters."""

    headline: int
    document: bytes
    words: str
    minutes: int
    length: int


def list_waiting(connection: sqlite3.Connection, limit: int, skip: Collection[int] = ()) -> list[Raw]:
    """Headlines without blocks, newest first; `skip` holds those that are being made."""
    rows = connection.execute(
        "SELECT id FROM headlines WHERE digested = 0 ORDER BY sort_time DESC, id DESC LIMIT ?", (limit + len(skip),)
    )
    ids = [id_ for (id_,) in rows if id_ not in skip]
    return get_raw(connection, ids[:limit])


def get_raw(connection: sqlite3.Connection, headlines: Sequence[int]) -> list[Raw]:
    """The HTML of headlines: that of the feed that speaks for them, else the first that has any."""
    sql = """
        SELECT h.id, h.title, h.summary, b.html, b.base_url FROM headlines h
        LEFT JOIN entries e ON e.headline = h.id LEFT JOIN bodies b ON b.entry = e.id
        WHERE h.id = ? ORDER BY b.entry IS NULL, e.feed <> h.feed, e.id DESC LIMIT 1
    """
    found = []
    for id_ in headlines:
        row = connection.execute(sql, (id_,)).fetchone()
        if row:
            headline, title, summary, html, base_url = row
            text = zlib.decompress(html).decode("utf-8") if html else ""
            found.append(Raw(headline, title, summary, text, base_url or ""))
    return found


def is_any_waiting(connection: sqlite3.Connection) -> bool:
    """Whether a headline waits for its blocks: asked after every feed, so nothing is counted."""
    return connection.execute("SELECT 1 FROM headlines WHERE digested = 0 LIMIT 1").fetchone() is not None


def count_waiting(connection: sqlite3.Connection) -> int:
    """How many headlines wait for their blocks."""
    return int(connection.execute("SELECT count(*) FROM headlines WHERE digested = 0").fetchone()[0])


def save_digested(connection: sqlite3.Connection, done: Sequence[Digested], origin: str = "feed") -> None:
    """Store blocks and index them; within the caller's transaction. Where there is a page's text, that is indexed."""
    fresh = []
    for article in done:
        row = connection.execute(
            "SELECT title, author, (SELECT group_concat(origin) FROM articles WHERE headline = headlines.id) "
            "FROM headlines WHERE id = ?",
            (article.headline,),
        ).fetchone()
        if row is None:
            continue  # its time was over while its blocks were made
        title, author, known = row
        if known:
            unindex(connection, article.headline)
        behind_page = origin == "feed" and "page" in (known or "")
        connection.execute(
            "INSERT OR REPLACE INTO articles (headline, document, origin, length, indexed) VALUES (?, ?, ?, ?, ?)",
            (article.headline, article.document, origin, article.length, not behind_page),
        )
        connection.execute(
            "UPDATE headlines SET digested = 1, minutes = CASE ? WHEN 1 THEN minutes ELSE ? END WHERE id = ?",
            (behind_page, article.minutes, article.headline),
        )
        if behind_page:
            reindex(connection, article.headline)
        else:
            fresh.append((article.headline, title, author, article.words))
    # All at the end: FTS5 writes out what it has gathered whenever another statement opens a savepoint, which a
    # REPLACE does; in between it would make a segment of every article.
    for headline, title, author, words in fresh:
        index(connection, headline, title, author, words)


def give_up(connection: sqlite3.Connection, headline: int) -> None:
    """Mark a headline whose HTML can't be made into blocks: its summary stands in, and is found in its place."""
    connection.execute("INSERT OR IGNORE INTO articles (headline, document) VALUES (?, ?)", (headline, NO_BLOCKS))
    reindex(connection, headline)
    connection.execute("UPDATE headlines SET digested = 2 WHERE id = ?", (headline,))
