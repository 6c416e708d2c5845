"""What a page says of itself: JSON-LD (schema.org), OpenGraph and plain meta elements, in this order of trust."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newsdesk import urls
from newsdesk.article.credits import tidy_credit
from newsdesk.article.dom import Element, text_of
from newsdesk.model.blocks import Image
from newsdesk.text import clean_line

_ARTICLES = re.compile(
    r"(?:News|Report|Analysis|Opinion|Review|Background|Tech|Scholarly|LiveBlog|Blog)?\w*(?:Article|Posting)$"
)
_NOBODY = frozenset(("admin", "administrator", "root", "user", "author", "editor", "webmaster", "wordpress", "guest"))
"""Names of accounts that write for nobody."""
MAX_JSON = 1_000_000
"""Characters of one JSON-LD script that are read."""
MAX_NODES = 2_000
EARLIEST = 631_152_000
"""Unix seconds of 1990: an earlier date is a mistake."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; empty or 0 where it says nothing."""

    headline: str = ""
    byline: str = ""
    section: str = ""
    language: str = ""
    published: int = 0
    description: str = ""
    image: Image | None = None
    caption: str = ""
    credit: str = ""
    body: str = ""
    """The article's text as JSON-LD repeats it; often cut."""
    free: bool | None = None
    """What `isAccessibleForFree` says; None: nothing."""
    paywall_selector: str = ""


def metadata(root: Element, url: str) -> Metadata:
    """Everything the page's head says."""
    metas = _metas(root)
    article = _article(_linked_data(root))
    image = _image(article, metas, url)
    parts = _as_list(article.get("hasPart"))
    return Metadata(
        headline=_headline(article, metas, root),
        byline=_byline(article, metas),
        section=_first(article.get("articleSection"), metas.get("article:section")),
        language=_language(root, metas),
        published=_time(_first(article.get("datePublished"), metas.get("article:published_time"), metas.get("date"),
                               metas.get("datepublished"), metas.get("dc.date"), metas.get("sailthru.date"))),
        description=_first(metas.get("og:description"), metas.get("description"), article.get("description")),
        image=image[0], caption=image[1], credit=image[2],
        body=str(article.get("articleBody") or ""),
        free=_free(article, metas),
        paywall_selector=next((str(p.get("cssSelector") or "") for p in parts if isinstance(p, dict)), ""),
    )  # fmt: skip


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and name.lower() not in found:
            found[name.lower()] = content[:4_000]
    return found


def _linked_data(root: Element) -> Iterator[dict[str, Any]]:
    """Every JSON-LD node of the page, graphs opened; what can't be read is passed over."""
    left = MAX_NODES
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > MAX_JSON:
            continue
        try:
            data = json.loads(script.text.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting and left:
            left -= 1
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node[:200])
            elif isinstance(node, dict):
                yield node
                waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _article(nodes: Iterator[dict[str, Any]]) -> dict[str, Any]:
    found = [node for node in nodes if any(_ARTICLES.fullmatch(kind) for kind in _kinds(node))]
    return max(found, key=len, default={})


def _kinds(node: dict[str, Any]) -> list[str]:
    return [kind for kind in _as_list(node.get("@type")) if isinstance(kind, str)]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _plain(value: Any) -> str:
    """A JSON value as a line: text, a thing's name, the first of several."""
    for one in _as_list(value):
        if isinstance(one, dict):
            one = one.get("name") or one.get("@value") or ""
        if isinstance(one, str) and one.strip():
            return clean_line(_unescape(one))
    return ""


def _unescape(text: str) -> str:
    from html import unescape

    return unescape(unescape(text)) if "&" in text else text


def _first(*values: Any) -> str:
    return next((line for value in values if (line := _plain(value))), "")


def _headline(article: dict[str, Any], metas: dict[str, str], root: Element) -> str:
    """The page's own h1 where it is one with what its head says: publishers cut the latter."""
    said = _first(article.get("headline"), metas.get("og:title"), metas.get("twitter:title"))
    title = next((clean_line(text_of(t)) for t in root.iter("title")), "")
    site = _first(metas.get("og:site_name"))
    heads = [head for h1 in list(root.iter("h1"))[:5] if (head := clean_line(text_of(h1))) and head != site]
    for head in heads:
        if (said and (head.startswith(said[:30]) or said.startswith(head))) or (not said and head in title):
            return head
    return said or (heads[0] if heads else title)


def _byline(article: dict[str, Any], metas: dict[str, str]) -> str:
    names: list[str] = []
    for author in _as_list(article.get("author"))[:8]:
        name = _plain(author)
        name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)
        if name and name not in names and not name.startswith("http") and name.lower() not in _NOBODY:
            names.append(name)
    if not names:
        name = _first(metas.get("author"), metas.get("article:author"), metas.get("dc.creator"), metas.get("byl"))
        names = [] if name.startswith("http") or "@" in name else [re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)]
    return clean_line(", ".join(name for name in names if name.lower() not in _NOBODY), 200)


def _language(root: Element, metas: dict[str, str]) -> str:
    for value in (root.get("lang"), metas.get("og:locale"), metas.get("language"), metas.get("content-language")):
        found = re.match(r"\s*([A-Za-z]{2,3})(?:$|[-_])", value or "")
        if found:
            return found[1].lower()
    return ""


def _image(article: dict[str, Any], metas: dict[str, str], url: str) -> tuple[Image | None, str, str]:
    address, caption, credit, width, height = "", "", "", 0, 0
    for one in _as_list(article.get("image")):
        if isinstance(one, str) and not address:
            address = one
        elif isinstance(one, dict):
            address = address or _plain(one.get("url") or one.get("contentUrl"))
            caption = caption or _plain(one.get("caption") or one.get("description"))
            credit = credit or _plain(one.get("creditText") or one.get("copyrightHolder") or one.get("author"))
            width, height = width or _size(one.get("width")), height or _size(one.get("height"))
    if not address:
        address = metas.get("og:image") or metas.get("og:image:url") or metas.get("twitter:image") or ""
        width, height = _size(metas.get("og:image:width")), _size(metas.get("og:image:height"))
    target = urls.web_url(address, url)
    alt = clean_line(metas.get("og:image:alt", ""))
    return (Image(target, alt, width, height) if target else None), caption, tidy_credit(credit) if credit else ""


def _size(value: Any) -> int:
    if isinstance(value, dict):
        value = value.get("value")
    text = str(value or "").removesuffix("px").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _time(text: str) -> int:
    """An ISO 8601 date as Unix seconds; 0 where it can't be read or can't be true."""
    if not text:
        return 0
    try:
        when = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        seconds = int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return 0
    return seconds if EARLIEST <= seconds < 4_102_444_800 else 0


def _free(article: dict[str, Any], metas: dict[str, str]) -> bool | None:
    said = str(article.get("isAccessibleForFree", "")).lower()
    tier = metas.get("article:content_tier", "").lower()
    if said in ("false", "no") or tier in ("locked", "metered"):
        return False
    return True if said in ("true", "yes") or tier == "free" else None
