"""What is fetched because an article is opened: its page and its pictures."""

from __future__ import annotations

import sqlite3
import zlib

from newsdesk.model.pictures import Thumbnail
from newsdesk.store.writes.articles import Digested, save_digested


def save_page(
    connection: sqlite3.Connection, article: Digested, url: str, content_type: str, html: bytes, now: int
) -> None:
    """Store an article's page and the blocks made of it, which are shown from now on; within a transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
        (article.headline, url, now, content_type, zlib.compress(html, 6)),
    )
    save_digested(connection, [article], "page")


def fill_gaps(connection: sqlite3.Connection, headline: int, section: str) -> None:
    """Give a headline the section that its page names, where its feed named none; within a transaction."""
    if section:
        connection.execute(
            "UPDATE headlines SET section = ?, own_section = 1 WHERE id = ? AND own_section = 0", (section, headline)
        )


def save_picture(connection: sqlite3.Connection, url: str, picture: Thumbnail | None, now: int) -> None:
    """Store a picture's small form, None for one that can't be had."""
    found = picture or Thumbnail(0, 0, b"")
    connection.execute(
        "INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?)",
        (url, now, found.width, found.height, zlib.compress(found.rgb, 6)),
    )
