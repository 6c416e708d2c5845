"""The way in: the bytes of an answer to a feed, or to the words why it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsdesk.model import imprints
from newsdesk.model.feeds import Failed, ParsedFeed
from newsdesk.parsing.encoding import decode_document
from newsdesk.parsing.entries import finished
from newsdesk.parsing.feedparser_reading import read_with_feedparser
from newsdesk.parsing.identity import bounded
from newsdesk.parsing.json_feed import looks_like_json_feed, read_json_feed
from newsdesk.parsing.mending import Mended, has_feed_root, mend

_SNIFFED = 4_096
_WEB_PAGE = "This is a web page, not a feed"
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)


def parse_feed(
    body: bytes, url: str, content_type: str, first_seen_limit: int, known: Sequence[bytes] = ()
) -> ParsedFeed | Failed:
    """Read a document of any feed format, encoding and health.

    `url` is the address that answered; `first_seen_limit` is now in Unix seconds: dates more than a day after it are
    taken for none. Never raises for what a document may contain; time and memory are bounded for the documents known to
    cost much, and for all others by whoever runs it in a child process. Items that left one of the imprints in `known`
    are not read again: they are among the feed's imprints, but not among its entries.
    """
    if not body.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        return _failed("The answer is empty")
    decoded = decode_document(body, content_type)
    text = decoded.text.lstrip("\ufeff \t\r\n\0")
    if text.startswith(("{", "[")):
        raw = read_json_feed(text)
        if raw is None:
            return _failed("This is JSON, but not a JSON Feed")
        if raw.notes and not raw.entries:
            return _failed("This JSON Feed can't be read: it is broken before the end of its first entry")
    elif not has_feed_root(text):
        return _failed(_WEB_PAGE if _is_page(text) else "This is not a feed: neither RSS nor Atom nor JSON Feed")
    else:
        mended = mend(text)
        if mended.survey and mended.survey.too_much:
            return _failed(f"This feed can't be read: {mended.survey.too_much}")
        feed = _read_xml(mended, url, first_seen_limit, imprints.by_digest(known))
        if feed is None:
            return _failed("This feed can't be read: it is broken in a way that the parser doesn't survive")
        if not (feed.entries or feed.imprints) and _is_page(text):
            return _failed(_WEB_PAGE)
        return _with_note(feed, decoded.note)
    return _with_note(finished(raw, url, first_seen_limit), decoded.note)


def looks_like_feed(body: bytes, content_type: str) -> bool:
    """Whether a document starts like a feed; the content type it came with may say anything."""
    text = decode_document(body[:_SNIFFED], content_type).text.lstrip("\ufeff \t\r\n\0")
    if text.startswith(("{", "[")):
        return looks_like_json_feed(text)
    return has_feed_root(text)


def _read_xml(mended: Mended, url: str, now: int, known: Mapping[bytes, bytes]) -> ParsedFeed | None:
    items = mended.survey.items if mended.survey else ()
    data = memoryview(mended.data)
    digests = tuple(imprints.digest(data[start:end]) for start, end in items)
    standing = {place: known[digest] for place, digest in enumerate(digests) if digest in known}
    if standing:
        raw = read_with_feedparser(mended, digests, standing)
        if raw is not None:
            feed = finished(raw, url, now)
            names = [*(entry.identity for entry in feed.entries), *(bounded(item.guid.strip()) for item in raw.entries)]
            if not imprints.any_shared(names, list(standing.values())):
                return feed
    raw = read_with_feedparser(mended, digests, {})
    return None if raw is None else finished(raw, url, now)


def _is_page(text: str) -> bool:
    return _PAGE.search(text, 0, _SNIFFED) is not None


def _with_note(feed: ParsedFeed, note: str) -> ParsedFeed:
    if not note:
        return feed
    return replace(feed, notes=(*feed.notes, note))


def _failed(reason: str) -> Failed:
    return Failed(reason, "parse")
