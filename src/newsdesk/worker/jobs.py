"""What the killable children do: read feed documents and pages, make blocks, make pictures small.

Named in `rounds.JOBS`; never imported by the worker itself, which needs none of the parsers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsdesk.article.blocks import body_document
from newsdesk.article.changes import changes
from newsdesk.article.page import page_document
from newsdesk.article.pictures import thumbnail
from newsdesk.desk.sections import section_of
from newsdesk.model.blocks import Document, dump_document, plain_text
from newsdesk.model.feeds import Failed, ParsedFeed
from newsdesk.model.pictures import Thumbnail
from newsdesk.parsing.feed import parse_feed
from newsdesk.store.documents import packed_dump
from newsdesk.store.packing import packed
from newsdesk.store.writes.articles import Digested, Raw
from newsdesk.text import reading_minutes, searchable

PICTURE_COLUMNS, PICTURE_ROWS = 160, 60
"""Cells that a picture may fill at most; a cell is two pixels high."""


def parse(body: bytes, url: str, content_type: str, now: int) -> tuple[ParsedFeed, tuple[str, ...]] | Failed:
    """A feed document read, with the section that each entry names itself ("" for none)."""
    parsed = parse_feed(body, url, content_type, now)
    if isinstance(parsed, Failed):
        return parsed
    return parsed, tuple(
        section_of(entry.categories, entry.url, "", entry.language or parsed.language) for entry in parsed.entries
    )


def digest(waiting: Sequence[Raw]) -> list[Digested]:
    """The blocks of some headlines, ready to be stored and indexed."""
    return [_from_feed(raw) for raw in waiting]


def page(headline: int, body: bytes, url: str, content_type: str) -> tuple[Digested, str, str]:
    """The article of a page, the section that the page names ("" for none), and what keeps it from being whole."""
    document = page_document(body, url, content_type)
    section = section_of((), url, document.section, document.language)
    return _digested(headline, document, dump_document(document), ""), section, document.notice


def changed(before: Raw, after: Raw) -> str:
    """What was changed between two texts, as `dump_document` has it."""
    old, new = (body_document(raw.html, raw.base_url, raw.title) for raw in (before, after))
    return dump_document(changes(old, new)).decode()


def picture(data: bytes) -> Thumbnail | None:
    """The small form of a picture, None where it can't be had."""
    return thumbnail(data, PICTURE_COLUMNS, PICTURE_ROWS)


def _from_feed(raw: Raw) -> Digested:
    document = body_document(raw.html, raw.base_url, raw.title)
    dumped = dump_document(document)
    made = _digested(raw.headline, document, dumped, raw.summary)
    if not raw.html:
        return made
    html = packed(raw.html.encode(), beside=dumped)
    return replace(made, html=html, base_url=raw.base_url, entry=raw.entry, stamp=raw.stamp)


def _digested(headline: int, document: Document, dumped: bytes, summary: str) -> Digested:
    text = plain_text(document.blocks)
    return Digested(
        headline, packed_dump(dumped), searchable(text or summary), reading_minutes(text) if text else 0, len(text)
    )
