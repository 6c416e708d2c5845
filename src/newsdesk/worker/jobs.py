"""What the killable children do: read a feed document, make blocks of HTML."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from newsdesk.article.blocks import body_document
from newsdesk.desk.sections import section_of
from newsdesk.model.blocks import dump_document, plain_text
from newsdesk.model.feeds import Failed, ParsedFeed
from newsdesk.parsing.feed import parse_feed
from newsdesk.store.writes.articles import Digested, Raw
from newsdesk.text import reading_minutes, searchable

JOBS = {"parse": f"{__name__}:parse", "digest": f"{__name__}:digest"}
"""The jobs by name, for ChildPool."""
PRELOAD = (__name__, "feedparser", "lxml.html")


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
    done = []
    for raw in waiting:
        document = body_document(raw.html, raw.base_url, raw.title)
        text = plain_text(document.blocks)
        done.append(
            Digested(
                raw.headline,
                zlib.compress(dump_document(document), 6),
                searchable(text or raw.summary),
                reading_minutes(text) if raw.html else 0,
                len(text),
            )
        )
    return done
