"""The search index: contentless, so a row leaves it only with the very words it came with."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from newsdesk.model.blocks import Document, plain_text
from newsdesk.store import recent
from newsdesk.store.documents import read_document
from newsdesk.words import searchable


def index_text(document: Document, summary: str) -> str:
    """What of an article is searched besides title and author: its text, else its summary."""
    return plain_text(document.blocks) or summary


class Indexed(NamedTuple):
    """An article as the index takes it: title, author and text in their searchable form."""

    headline: int
    title: str
    author: str
    text: str


def index(connection: sqlite3.Connection, articles: Sequence[Indexed]) -> None:
    """Add articles to the index, which must not hold them.

    The row of `articles` whose text it is must say so (indexed = 1).
    """
    known = recent.parts(connection)
    # By their ids: FTS5 writes out what it has gathered, a segment of its own, when one is lower than that before it.
    tables: dict[str, list[Indexed]] = {"search": sorted(articles)}
    for article in tables["search"]:
        if part := recent.part_of(known, article.headline):
            tables.setdefault(part.table, []).append(article)
    # Table after table: FTS5 writes out what it has gathered when another one is written to.
    for table, rows in tables.items():
        connection.executemany(f"INSERT INTO {table} (rowid, title, author, text) VALUES (?, ?, ?, ?)", rows)
    recent.take_turns(connection, known)


def unindex(connection: sqlite3.Connection, headline: int) -> None:
    """Take an article out of the index, before its title, author, summary or blocks change."""
    row = connection.execute(
        "SELECT h.title, h.author, h.summary, a.document FROM articles a JOIN headlines h ON h.id = a.headline "
        "WHERE a.headline = ? AND a.indexed = 1",
        (headline,),
    ).fetchone()
    if row is None:
        return
    title, author, summary, blob = row
    text = index_text(read_document(blob), summary)
    words = (headline, searchable(title), searchable(author), searchable(text))
    part = recent.part_of(recent.parts(connection), headline)
    for table in ("search", part.table) if part else ("search",):
        connection.execute(
            f"INSERT INTO {table} ({table}, rowid, title, author, text) VALUES ('delete', ?, ?, ?, ?)", words
        )
    connection.execute("UPDATE articles SET indexed = 0 WHERE headline = ?", (headline,))


def reindex(connection: sqlite3.Connection, headline: int) -> None:
    """Index an article anew from its stored blocks, whether it was in the index or not."""
    unindex(connection, headline)
    row = connection.execute(
        "SELECT h.title, h.author, h.summary, a.document, a.origin "
        "FROM articles a JOIN headlines h ON h.id = a.headline WHERE a.headline = ? ORDER BY a.origin DESC LIMIT 1",
        (headline,),
    ).fetchone()
    if row:
        title, author, summary, blob, origin = row
        text = index_text(read_document(blob), summary)
        index(connection, [Indexed(headline, searchable(title), searchable(author), searchable(text))])
        connection.execute("UPDATE articles SET indexed = 1 WHERE headline = ? AND origin = ?", (headline, origin))


def merge_segments(connection: sqlite3.Connection, pages: int = 64) -> None:
    """Tidy the index a little, for when nothing else is to do: fewer segments, quicker searches."""
    connection.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))


def empty_index(connection: sqlite3.Connection) -> None:
    """Take everything out of the index; within the caller's transaction, which says so in `articles`, too."""
    for table in ("search", *recent.TABLES):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
