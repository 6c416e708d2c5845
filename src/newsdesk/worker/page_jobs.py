"""What the killable children do for single articles: read a page, tell what was changed, make a picture small.

Loaded by a child that is asked for the first time: rounds need nothing of it.
"""

from __future__ import annotations

from newsdesk.article.blocks import body_document
from newsdesk.article.changes import changes
from newsdesk.article.page import page_document
from newsdesk.article.pictures import thumbnail
from newsdesk.desk.sections import section_of
from newsdesk.model.pictures import Thumbnail
from newsdesk.store.documents import dump_document
from newsdesk.store.writes.articles import Digested, Raw
from newsdesk.worker.jobs import digested

PICTURE_COLUMNS, PICTURE_ROWS = 160, 60
"""Cells that a picture may fill at most; a cell is two pixels high."""


def page(headline: int, body: bytes, url: str, content_type: str) -> tuple[Digested, str, str]:
    """The article of a page, the section that the page names ("" for none), and what keeps it from being whole."""
    document = page_document(body, url, content_type)
    section = section_of((), url, document.section, document.language)
    return digested(headline, document, dump_document(document), ""), section, document.notice


def changed(before: Raw, after: Raw) -> str:
    """What was changed between two texts, as `dump_document` has it."""
    old, new = (body_document(raw.html, raw.base_url, raw.title) for raw in (before, after))
    return dump_document(changes(old, new)).decode()


def picture(data: bytes) -> Thumbnail | None:
    """The small form of a picture, None where it can't be had."""
    return thumbnail(data, PICTURE_COLUMNS, PICTURE_ROWS)
