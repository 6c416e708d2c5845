"""What the article pane shows of one headline."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable

from newsdesk.model.blocks import Document, plain_text
from newsdesk.model.feeds import Enclosure
from newsdesk.model.headlines import Article, FullText, Reading
from newsdesk.model.pictures import Thumbnail
from newsdesk.store.documents import read_beginning, read_document
from newsdesk.store.idset import AMONG, listed
from newsdesk.store.queries.revisions import count_revisions, get_changes
from newsdesk.store.queries.rows import get_headlines
from newsdesk.words import search_words

SUMMARY_LENGTH = 1_500
"""Characters of text below which a feed's body is taken for a summary of the article."""


LONG = 12_000
"""Bytes of a stored document (packed) from which on its beginning is read first."""
BEGINNING = 40_000
"""Characters of it, unpacked: some screens."""


def get_article(
    connection: sqlite3.Connection, headline_id: int, reading: Reading = "best", most: int = 0
) -> Article | None:
    """The article of a headline; None when it is gone. A large one takes up to 100 ms: for a thread.

    `reading`: the page's text where it is here, the feed's own, or what was changed last; `most` as in `get_document`.
    """
    headline = get_headlines(connection, [headline_id]).get(headline_id)
    if headline is None:
        return None
    document, origin, length = get_document(connection, headline_id, most=most)
    full_text, why = _full_text(connection, headline_id, origin)
    if reading == "feed":
        document = get_document(connection, headline_id, "feed")[0]
    elif reading == "changes":
        document = get_changes(connection, headline_id)
    carried = connection.execute(
        "SELECT e.feed, f.title, e.enclosures, e.comments_url, f.url FROM entries e JOIN feeds f ON f.id = e.feed "
        "WHERE e.headline = ? ORDER BY e.feed <> ?, e.id",
        (headline_id, headline.feed),
    ).fetchall()
    enclosures = next((found for _, _, found, _, _ in carried if found), "[]")
    place = connection.execute("SELECT place FROM places WHERE headline = ?", (headline_id,)).fetchone()
    return Article(
        headline,
        document,
        tuple(Enclosure(**enclosure) for enclosure in json.loads(enclosures)),
        next((comments for _, _, _, comments, _ in carried if comments), ""),
        tuple(dict.fromkeys(title for feed, title, _, _, _ in carried if feed != headline.feed)),
        place[0] if place else 0.0,
        full_text,
        why,
        origin != "page" and bool(headline.url) and length < SUMMARY_LENGTH,
        reading,
        count_revisions(connection, headline_id),
        carried[0][4] if carried else "",
    )


def indexed_words(connection: sqlite3.Connection, headlines: Iterable[int]) -> dict[int, dict[str, list[str]]]:
    """What the search index holds of headlines: words in their order, by field; some 0.1 ms each."""
    sql = (
        "SELECT h.id, h.title, h.author, h.summary, a.document FROM headlines h JOIN articles a ON a.headline = h.id "
        f"WHERE a.indexed = 1 AND h.id {AMONG}"
    )
    return {
        id_: {
            "title": search_words(title), "author": search_words(author),
            "text": search_words(plain_text(read_document(blob).blocks) or summary),
        }
        for id_, title, author, summary, blob in connection.execute(sql, (listed(headlines),))
    }  # fmt: skip


def get_beginning(connection: sqlite3.Connection, headline_id: int) -> Article | None:
    """A long article with its first screens only, in the time that a short one takes; None of any other article.

    None, too, where the person has read on from its beginning.
    """
    row = connection.execute(
        "SELECT length(document) FROM articles WHERE headline = ? ORDER BY origin DESC LIMIT 1", (headline_id,)
    ).fetchone()
    if row is None or row[0] < LONG:
        return None
    article = get_article(connection, headline_id, most=BEGINNING)
    return None if article is None or article.place else article


def get_document(
    connection: sqlite3.Connection, headline_id: int, origin: str = "", most: int = 0
) -> tuple[Document | None, str, int]:
    """The blocks of a headline, where they are from (feed, page) and their length in characters; None without any.

    The page's where there are both, unless `origin` names one. `most`: characters of stored form that are read of it,
    whole blocks only; 0: all.
    """
    row = connection.execute(
        "SELECT document, origin, length FROM articles WHERE headline = ? AND (? = '' OR origin = ?) "
        "ORDER BY origin DESC LIMIT 1",
        (headline_id, origin, origin),
    ).fetchone()
    if row is None:
        return None, "", 0
    if most:
        return read_beginning(row[0], most), row[1], row[2]
    return read_document(row[0]), row[1], row[2]


def get_picture(connection: sqlite3.Connection, url: str) -> Thumbnail | None:
    """The small form of a picture; None while it has not been fetched, width 0 when it can't be had."""
    row = connection.execute("SELECT width, height, rgb FROM pictures WHERE url = ?", (url,)).fetchone()
    return Thumbnail(row[0], row[1], zlib.decompress(row[2])) if row else None


def _full_text(connection: sqlite3.Connection, headline_id: int, origin: str) -> tuple[FullText, str]:
    row = connection.execute(
        "SELECT done, answer FROM requests WHERE kind = 'full-text' AND key = ? ORDER BY id DESC LIMIT 1",
        (str(headline_id),),
    ).fetchone()
    if origin == "page":
        return "here", ""
    if row is None:
        return "none", ""
    return ("wanted", "") if row[0] is None else ("failed", row[1])
