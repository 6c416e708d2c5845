"""Earlier texts of articles that their publishers changed."""

from __future__ import annotations

import sqlite3
import zlib

from newsdesk.model.blocks import Document
from newsdesk.store.documents import load_document
from newsdesk.store.writes.articles import Raw, get_raw

_LAST = """
    SELECT r.title, r.html FROM revisions r JOIN entries e ON e.id = r.entry JOIN headlines h ON h.id = e.headline
    WHERE e.headline = ? ORDER BY e.feed <> h.feed, r.id DESC LIMIT 1
"""


def count_revisions(connection: sqlite3.Connection, headline: int) -> int:
    """How many earlier texts of an article are kept."""
    sql = "SELECT count(*) FROM revisions WHERE entry IN (SELECT id FROM entries WHERE headline = ?)"
    return int(connection.execute(sql, (headline,)).fetchone()[0])


def get_versions(connection: sqlite3.Connection, headline: int) -> tuple[Raw, Raw] | None:
    """The text before the last change, and the one after it; None where it was never changed."""
    row = connection.execute(_LAST, (headline,)).fetchone()
    after = get_raw(connection, [headline])
    if row is None or not after:
        return None
    title, html = row
    return after[0]._replace(title=title, html=zlib.decompress(html).decode("utf-8")), after[0]


def get_changes(connection: sqlite3.Connection, headline: int) -> Document | None:
    """The last changes as the worker answered them; None while it has not."""
    row = connection.execute(
        "SELECT answer FROM requests WHERE kind = 'changes' AND key = ? AND done IS NOT NULL ORDER BY id DESC LIMIT 1",
        (str(headline),),
    ).fetchone()
    if row is None:
        return None
    try:
        return load_document(row[0].encode())
    except ValueError:
        return Document((), notice=row[0])
