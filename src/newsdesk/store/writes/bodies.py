"""The HTML that entries came with: as it is until its article is made, then in the row of that.

The blocks of an article say nearly all that its HTML says: packed beside them it takes a third of what it takes alone.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsdesk.store.documents import dump_of
from newsdesk.store.packing import packed, unpacked

MAX_HTML = 5_000_000
"""Characters of a body that are kept; the rest is cut."""
_BODIES = """
    SELECT e.id, e.hash, b.html, coalesce(b.base_url, a.base_url, ''), a.html, a.document
    FROM entries e JOIN headlines h ON h.id = e.headline LEFT JOIN bodies b ON b.entry = e.id
    LEFT JOIN articles a ON b.entry IS NULL AND a.headline = h.id AND a.origin = 'feed' AND a.entry = e.id
"""


@dataclass(frozen=True, slots=True)
class Body:
    """The HTML that an entry came with ("": none) and its base; `stamp` is the hash of all that the feed said of it."""

    entry: int
    stamp: bytes
    html: str
    base_url: str


def save_body(connection: sqlite3.Connection, entry: int, html: str, base_url: str, *, waits: bool = False) -> None:
    """Keep the HTML of an entry, quickly packed; within the caller's transaction. Without any, nothing is kept.

    What only `waits` for its article stands as it is: packing it takes a quarter of what saving the entry does.
    """
    if html:
        data = html[:MAX_HTML].encode("utf-8", "replace")
        # Bytes become text in SQLite: as text they would be decoded here, only to be encoded again.
        kept = "CAST(? AS TEXT)" if waits else "?"
        stored = data if waits else packed(data, 1)
        connection.execute(f"INSERT OR REPLACE INTO bodies VALUES (?, {kept}, ?)", (entry, stored, base_url))


def pack_bodies(connection: sqlite3.Connection, headline: int) -> None:
    """Pack what was kept to wait for an article and will not go into one; within the caller's transaction."""
    waiting = connection.execute(
        "SELECT b.entry, b.html, b.base_url FROM entries e JOIN bodies b ON b.entry = e.id "
        "WHERE e.headline = ? AND typeof(b.html) = 'text'",
        (headline,),
    )
    for entry, html, base_url in waiting.fetchall():
        save_body(connection, entry, html, base_url)


def replace_body(connection: sqlite3.Connection, entry: int, html: str, base_url: str) -> None:
    """Keep what an entry says now in the place of what it said; within the caller's transaction."""
    connection.execute("DELETE FROM bodies WHERE entry = ?", (entry,))
    connection.execute(
        "UPDATE articles SET entry = 0, html = x'' WHERE entry = ?1 "
        "AND headline = (SELECT headline FROM entries WHERE id = ?1)",
        (entry,),
    )
    save_body(connection, entry, html, base_url)


def give_back(connection: sqlite3.Connection, headline: int) -> None:
    """Keep by itself what the feed's article has taken in, before that is made anew; within a transaction."""
    row = connection.execute(
        "SELECT entry, html, document, base_url FROM articles WHERE headline = ? AND origin = 'feed' AND entry <> 0",
        (headline,),
    ).fetchone()
    if row:
        entry, html, document, base_url = row
        save_body(connection, entry, unpacked(html, dump_of(document)).decode("utf-8"), base_url)


def body_of_entry(connection: sqlite3.Connection, entry: int) -> Body | None:
    """The HTML of an entry; None when the entry is gone."""
    return _read(connection.execute(f"{_BODIES} WHERE e.id = ?", (entry,)).fetchone())


def speaking_body(connection: sqlite3.Connection, headline: int) -> Body | None:
    """The HTML of the feed that speaks for a headline, else of the first feed that has any; None without an entry."""
    return _read(
        connection.execute(
            f"{_BODIES} WHERE e.headline = ? "
            "ORDER BY b.entry IS NULL AND a.headline IS NULL, e.feed <> h.feed, e.id DESC LIMIT 1",
            (headline,),
        ).fetchone()
    )


def _read(row: tuple[int, bytes, str | bytes | None, str, bytes | None, bytes | None] | None) -> Body | None:
    if row is None:
        return None
    entry, stamp, own, base_url, html, document = row
    if isinstance(own, str):
        return Body(entry, stamp, own, base_url)
    text = unpacked(own) if own else unpacked(html, dump_of(document)) if html and document else b""
    return Body(entry, stamp, text.decode("utf-8"), base_url)
