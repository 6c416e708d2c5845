"""The feeds that a web page names, found without building a page: a scan over its tags, in linear time."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from newsdesk.parsing.encoding import decode_document
from newsdesk.parsing.plain import title_line
from newsdesk.urls import canonical, web_url

_MAX_SCANNED = 2_000_000
"""Bytes of a page that are looked at."""
_MAX_FOUND = 20
_TAG = re.compile(
    r"<(link|a|base|/?noscript|!--|script|style)(?=[\s>]|(?<=!--))((?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}')*+)",
    re.IGNORECASE,
)
_SKIPPED = {"!--": "-->", "script": "</script", "style": "</style"}
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]{0,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TYPE = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/(?:rss|atom)\+?xml|"
                   r"(?:application|text)/xml", re.IGNORECASE)  # fmt: skip
_NOT_FEEDS = re.compile(r"oembed|/wp-json/|opensearch|manifest", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:^|[/.?&=_-])(?:feeds?|rss\d*|atom|rdf|index\.(?:xml|rdf)|feed\.json)(?:[/.?&=_-]?(?:xml|rss|atom|json|php)?/?)(?:\Z|[?#])"
    r"|\.(?:rss|atom|rdf)(?:\Z|[?#])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed."""

    url: str
    title: str = ""
    """What the page calls it, plain text; may be empty."""
    media_type: str = ""
    """As the page says; empty for one that was only linked."""


def find_feeds(html: bytes, url: str) -> tuple[Candidate, ...]:
    """The feeds of a page, best first: those it declares in its own order, comment feeds behind, then mere links."""
    page = decode_document(html[:_MAX_SCANNED], "").text
    declared: list[Candidate] = []
    linked: list[Candidate] = []
    endless: set[str] = set()
    base = url
    at = 0
    while (found := _TAG.search(page, at)) is not None and len(declared) + len(linked) < _MAX_FOUND * 5:
        name, at = found[1].lower(), found.end()
        if name in _SKIPPED:
            # An end that isn't there once is not there later; looking again for each would be quadratic.
            end = -1 if name in endless else page.find(_SKIPPED[name], found.start() + 1)
            if end < 0:
                endless.add(name)
            at = max(at, end)
            continue
        values = _attributes(found[2])
        if name == "base":
            base = web_url(values.get("href", ""), url) or base
        elif name == "link" and (candidate := _declared(values, base)):
            declared.append(candidate)
        elif name == "a" and (candidate := _linked(values, page[at : at + 200], base)):
            linked.append(candidate)
    declared.sort(key=lambda candidate: bool(_COMMENTS.search(candidate.url + candidate.title)))
    unique: dict[str, Candidate] = {}
    for candidate in (*declared, *linked):
        unique.setdefault(canonical(candidate.url), candidate)
    unique.pop(canonical(url), None)
    return tuple(unique.values())[:_MAX_FOUND]


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(text)}


def _declared(values: dict[str, str], base: str) -> Candidate | None:
    """A `<link>` of a feed's type; plain JSON and XML only where the address looks like one."""
    rel = values.get("rel", "").lower().split()
    kind = values.get("type", "").strip().lower()
    address = web_url(values.get("href", ""), base)
    if not address or not {"alternate", "feed"} & set(rel) or _NOT_FEEDS.search(address):
        return None
    if not _TYPE.match(kind) and "feed" not in rel:
        return None
    if kind in ("application/json", "application/xml", "text/xml") and not _ADDRESS.search(address):
        return None
    return Candidate(address, title_line(values.get("title", ""), 200), kind)


def _linked(values: dict[str, str], after: str, base: str) -> Candidate | None:
    """A visible link whose address looks like a feed's."""
    address = web_url(values.get("href", ""), base)
    if not address or not _ADDRESS.search(address) or _NOT_FEEDS.search(address):
        return None
    words = after.lstrip(">").partition("</a")[0]
    return Candidate(address, title_line(values.get("title", "") or words, 200))
