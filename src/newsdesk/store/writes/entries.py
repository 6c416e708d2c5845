"""What a parsed feed becomes: entries, the headlines they carry, their raw bodies. One transaction a feed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from newsdesk.model.feeds import Enclosure, Entry, ParsedFeed
from newsdesk.model.sections import SECTIONS
from newsdesk.store.packing import packed
from newsdesk.store.writes.bodies import body_of_entry, replace_body, save_body
from newsdesk.store.writes.documents import LastDocument
from newsdesk.store.writes.index import unindex
from newsdesk.text import clean_line
from newsdesk.urls import canonical, site

EARLIEST = 631_152_000
"""1990-01-01: no published time before it is believed."""
REVISIONS = 5
"""Earlier bodies of an entry that are kept."""
_SITE, _ADDRESS = 4, 12
"""Bytes of a headline's key: of the site, of the address."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a feed did: entries that are new, and known ones whose feed changed them."""

    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Feed:
    id: int
    site: str
    folder: str
    language: str
    hidden: bool
    undated: int
    """The time of its entries without a date."""


def save_feed(
    connection: sqlite3.Connection, feed: int, parsed: ParsedFeed, now: int, sections: Sequence[str] = ()
) -> Saved:
    """Store a feed document's entries; within the caller's transaction.

    `sections` holds for each entry the section it names itself, "" for none. What is known and unchanged is not
    touched; what is not in the document any more stays.
    """
    document = LastDocument(connection, feed, parsed)
    about = _load_feed(connection, feed, parsed, now)
    identities = [entry.identity for entry in parsed.entries]
    known, forgotten = _known(connection, feed, identities), _forgotten(connection, feed, identities)
    new = changed = 0
    # Last first, so that of two entries of one second the one that stands higher gets the higher id.
    for place in range(len(parsed.entries) - 1, -1, -1):
        entry = parsed.entries[place]
        # A folder that is no section of the newspaper is the person's own order: what the entry says gives way to it.
        section = sections[place] if sections and about.folder in SECTIONS else ""
        digest = _hash(entry)
        match known.get(entry.identity):
            case None if entry.identity in forgotten:
                continue
            case None:
                identity = _add(connection, about, entry, section, digest, now, known)
                new += 1
            case (identity, _, old_digest) if old_digest == digest:
                pass
            case (identity, headline, _):
                _change(connection, about, identity, headline, entry, section, digest, now)
                changed += 1
        document.place(entry.position if parsed.imprints else place, identity)
    document.save()
    return Saved(new, changed)


def _load_feed(connection: sqlite3.Connection, feed: int, parsed: ParsedFeed, now: int) -> _Feed:
    url, site_url, folder, language, subscribed, given, title = connection.execute(
        "SELECT url, site_url, folder, language, subscribed, given_title, title FROM feeds WHERE id = ?", (feed,)
    ).fetchone()
    shown = title if given or not parsed.title else clean_line(parsed.title)
    if (shown, site_url or parsed.site_url, language or parsed.language) != (title, site_url, language):
        connection.execute(
            "UPDATE feeds SET title = ?, site_url = ?, language = ? WHERE id = ?",
            (shown, site_url or parsed.site_url, language or parsed.language, feed),
        )
    # The document's own word for its site is not believed: any feed could claim another's articles with it.
    undated = now
    # Later they are as old as the moment that shows them; what a first document holds may be of any day before it.
    if parsed.updated and not connection.execute("SELECT 1 FROM entries WHERE feed = ? LIMIT 1", (feed,)).fetchone():
        undated = int(parsed.updated.timestamp())
    return _Feed(feed, site(url), folder, language or parsed.language, not subscribed, undated)


def _known(
    connection: sqlite3.Connection, feed: int, identities: Sequence[str]
) -> dict[str, tuple[int, int, bytes] | None]:
    known: dict[str, tuple[int, int, bytes] | None] = {}
    for start in range(0, len(identities), 500):
        part = identities[start : start + 500]
        marks = ",".join("?" * len(part))
        for id_, identity, headline, digest in connection.execute(
            f"SELECT id, identity, headline, hash FROM entries WHERE feed = ? AND identity IN ({marks})", (feed, *part)
        ):
            known[identity] = (id_, headline, digest)
    return known


def _forgotten(connection: sqlite3.Connection, feed: int, identities: Sequence[str]) -> frozenset[str]:
    if connection.execute("SELECT 1 FROM forgotten WHERE feed = ? LIMIT 1", (feed,)).fetchone() is None:
        return frozenset()
    remembered = {row[0] for row in connection.execute("SELECT identity FROM forgotten WHERE feed = ?", (feed,))}
    return frozenset(remembered.intersection(identities))


def _hash(entry: Entry) -> bytes:
    told = (
        entry.title, entry.url, entry.author, entry.published, entry.summary, len(entry.html), entry.categories,
        entry.enclosures, entry.comments_url,
    )  # fmt: skip
    digest = hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(entry.html.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _add(
    connection: sqlite3.Connection,
    feed: _Feed,
    entry: Entry,
    section: str,
    digest: bytes,
    now: int,
    known: dict[str, tuple[int, int, bytes] | None],
) -> int:
    headline, sort_time, url, is_new = _find_headline(connection, feed, entry, section, now)
    id_ = connection.execute(
        """
        INSERT INTO entries (feed, identity, headline, sort_time, hash, url, comments_url, enclosures, position,
            first_seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            feed.id, entry.identity, headline, sort_time, digest, "" if entry.url == url else entry.url,
            entry.comments_url, _enclosures(entry), entry.position, now,
        ),
    ).lastrowid  # fmt: skip
    assert id_ is not None
    save_body(connection, id_, entry.html, entry.base_url, waits=is_new)
    known[entry.identity] = (id_, headline, digest)
    return id_


def _enclosures(entry: Entry) -> str:
    return json.dumps([_said(file) for file in entry.enclosures], ensure_ascii=False) if entry.enclosures else ""


def _said(file: Enclosure) -> dict[str, object]:
    """What a feed said of a file; what it did not say is left out."""
    return {name: value for name, value in file._asdict().items() if value}


def _find_headline(
    connection: sqlite3.Connection, feed: _Feed, entry: Entry, section: str, now: int
) -> tuple[int, int, str, bool]:
    """The headline that this entry is told under, made if there is none: its id, time and address, if it is new."""
    key = _key(feed, entry)
    row = _headline_of(connection, key)
    if row and _is_other_item(connection, feed, row[0], row[4], entry):
        # Two items of one feed share an address (a live blog, a home page): two headlines.
        key = _own_key(feed, entry)
        row = _headline_of(connection, key)
    speaks = bool(entry.url) and site(entry.url) == feed.site
    if row is None:
        return *_add_headline(connection, feed, entry, section, key, speaks, now), entry.url, True
    headline, sort_time, url, spoken_for, _ = row
    if speaks and not spoken_for:
        _retell(connection, headline, feed, entry, section, speaks=True)
        url = entry.url
    if not feed.hidden:
        connection.execute("UPDATE headlines SET hidden = 0 WHERE id = ? AND hidden = 1", (headline,))
    return headline, sort_time, url, False


def _headline_of(connection: sqlite3.Connection, key: bytes) -> tuple[int, int, str, bool, str] | None:
    """Id, time, address of the headline of a key, whether its own site's feed speaks for it, title."""
    row: tuple[int, int, str, bool, str] | None = connection.execute(
        "SELECT id, sort_time, url, speaks, title FROM headlines WHERE account = 0 AND key = ?", (key,)
    ).fetchone()
    return row


def _key(feed: _Feed, entry: Entry) -> bytes:
    address = canonical(entry.url) if entry.url else ""
    # A site's front page is nobody's article.
    if "/" in address or "?" in address:
        return _article_key(address.partition("/")[0], address)
    return _own_key(feed, entry)


def _own_key(feed: _Feed, entry: Entry) -> bytes:
    return _article_key(str(feed.id), f"{feed.id}:{entry.identity}")


def _article_key(site: str, told_by: str) -> bytes:
    """What a headline is found by: 16 bytes that stand for the canonical address, else for feed and identity.

    The keys of one site stand side by side in their index: what its feed brings changes few pages of it.
    """
    return _hashed(site, _SITE) + _hashed(told_by, _ADDRESS)


def _hashed(text: str, size: int) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def _is_other_item(connection: sqlite3.Connection, feed: _Feed, headline: int, title: str, entry: Entry) -> bool:
    same = connection.execute("SELECT 1 FROM entries WHERE headline = ? AND feed = ?", (headline, feed.id)).fetchone()
    return bool(same) and title.casefold() != entry.title.casefold()


def _add_headline(
    connection: sqlite3.Connection, feed: _Feed, entry: Entry, section: str, key: bytes, speaks: bool, now: int
) -> tuple[int, int]:
    published = int(entry.published.timestamp()) if entry.published else None
    sort_time = max(EARLIEST, min(feed.undated if published is None else published, now))
    headline = connection.execute(
        """
        INSERT INTO headlines (key, feed, speaks, title, url, author, summary, section, own_section, language,
            sort_time, published, first_seen, hidden)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            key, feed.id, speaks, entry.title, entry.url, entry.author, entry.summary, section or feed.folder,
            bool(section), entry.language or feed.language, sort_time, published, now, feed.hidden,
        ),
    ).lastrowid  # fmt: skip
    assert headline is not None
    return headline, sort_time


def _change(
    connection: sqlite3.Connection,
    feed: _Feed,
    id_: int,
    headline: int,
    entry: Entry,
    section: str,
    digest: bytes,
    now: int,
) -> None:
    """Keep the earlier body, take over what the feed says now; the marks and the time stay."""
    old = body_of_entry(connection, id_)
    if old is not None and old.html:
        connection.execute(
            "INSERT INTO revisions (entry, seen, title, html) SELECT ?, ?, title, ? FROM headlines WHERE id = ?",
            (id_, now, packed(old.html.encode()), headline),
        )
        connection.execute(
            "DELETE FROM revisions WHERE entry = ? AND id NOT IN "
            "(SELECT id FROM revisions WHERE entry = ? ORDER BY id DESC LIMIT ?)",
            (id_, id_, REVISIONS),
        )
    connection.execute(
        "UPDATE entries SET hash = ?, url = ?, comments_url = ?, enclosures = ? WHERE id = ?",
        (digest, entry.url, entry.comments_url, _enclosures(entry), id_),
    )
    replace_body(connection, id_, entry.html, entry.base_url)
    (speaker, speaks) = connection.execute("SELECT feed, speaks FROM headlines WHERE id = ?", (headline,)).fetchone()
    if speaker == feed.id:
        _retell(connection, headline, feed, entry, section, speaks=bool(speaks))


def _retell(
    connection: sqlite3.Connection, headline: int, feed: _Feed, entry: Entry, section: str, *, speaks: bool
) -> None:
    """Let this entry speak for the headline: title, text and section are its own from now on."""
    unindex(connection, headline)
    connection.execute(
        "UPDATE entries SET url = (SELECT url FROM headlines WHERE id = ?1) WHERE headline = ?1 AND url = ''",
        (headline,),
    )
    connection.execute(
        "UPDATE headlines SET feed = ?, speaks = ?, title = ?, url = ?, author = ?, summary = ?, language = ?, "
        "digested = 0 WHERE id = ?",
        (
            feed.id, speaks, entry.title, entry.url, entry.author, entry.summary, entry.language or feed.language,
            headline,
        ),
    )  # fmt: skip
    if section or feed.folder:
        connection.execute(
            "UPDATE headlines SET section = ?, own_section = ? WHERE id = ? AND (? OR own_section = 0)",
            (section or feed.folder, bool(section), headline, bool(section)),
        )
