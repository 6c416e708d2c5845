"""The search index: contentless, so a row leaves it only with the very words it came with."""

from __future__ import annotations

import sqlite3

from newsdesk.model.blocks import Document, plain_text
from newsdesk.store.documents import read_document
from newsdesk.text import searchable


def index_text(document: Document, summary: str) -> str:
    """What of an article is searched besides title and author: its text, else its summary."""
    return plain_text(document.blocks) or summary


def index(connection: sqlite3.Connection, headline: int, title: str, author: str, words: str) -> None:
    """Add an article to the index; `words` is the searchable form of its text. It must not be in it.

    The row of `articles` whose text it is must say so (indexed = 1).
    """
    connection.execute(
        "INSERT INTO search (rowid, title, author, text) VALUES (?, ?, ?, ?)",
        (headline, searchable(title), searchable(author), words),
    )


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
    connection.execute(
        "INSERT INTO search (search, rowid, title, author, text) VALUES ('delete', ?, ?, ?, ?)",
        (headline, searchable(title), searchable(author), searchable(text)),
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
        index(connection, headline, title, author, searchable(index_text(read_document(blob), summary)))
        connection.execute("UPDATE articles SET indexed = 1 WHERE headline = ? AND origin = ?", (headline, origin))


def merge_segments(connection: sqlite3.Connection, pages: int = 64) -> None:
    """Tidy the index a little, for when nothing else is to do: fewer segments, quicker searches."""
    connection.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
