"""What the killable children do in every round: read feed documents, make blocks.

Named in `readers.JOBS`; never imported by the worker itself, which needs none of the parsers. What single articles need
is in `page_jobs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsdesk.article.blocks import body_document
from newsdesk.desk.sections import section_of
from newsdesk.model.blocks import Document, plain_text
from newsdesk.model.feeds import Failed, ParsedFeed
from newsdesk.parsing.feed import parse_feed
from newsdesk.store.documents import dump_document, packed_dump
from newsdesk.store.packing import packed
from newsdesk.store.writes.articles import Digested, Raw
from newsdesk.words import reading_minutes, searchable


def parse(
    body: bytes, url: str, content_type: str, now: int, known: Sequence[bytes] = ()
) -> tuple[ParsedFeed, tuple[str, ...]] | Failed:
    """A feed document read but for what is known, with the section that each entry names itself ("" for none)."""
    parsed = parse_feed(body, url, content_type, now, known)
    if isinstance(parsed, Failed):
        return parsed
    return parsed, tuple(
        section_of(entry.categories, entry.url, "", entry.language or parsed.language) for entry in parsed.entries
    )


def digest(waiting: Sequence[Raw]) -> list[Digested]:
    """The blocks of some headlines, ready to be stored and indexed."""
    return [_from_feed(raw) for raw in waiting]


def _from_feed(raw: Raw) -> Digested:
    document = body_document(raw.html, raw.base_url, raw.title)
    dumped = dump_document(document)
    made = digested(raw.headline, document, dumped, raw.summary)
    if not raw.html:
        return made
    html = packed(raw.html.encode(), beside=dumped)
    return made._replace(html=html, base_url=raw.base_url, entry=raw.entry, stamp=raw.stamp)


def digested(headline: int, document: Document, dumped: bytes, summary: str) -> Digested:
    """A document (`dumped`: as `dump_document` has it) ready to be stored; without text `summary` is what is found."""
    text = plain_text(document.blocks)
    return Digested(
        headline, packed_dump(dumped), searchable(text or summary), reading_minutes(text) if text else 0, len(text)
    )
