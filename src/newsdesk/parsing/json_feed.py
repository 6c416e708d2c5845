"""JSON Feed 1.0 and 1.1, and RSS in JSON; a document that breaks off is read up to there."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

from newsdesk.model.feeds import Enclosure
from newsdesk.parsing.draft import RawEntry, RawFeed, RawText
from newsdesk.parsing.survey import MAX_ENTRIES

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org', re.IGNORECASE)
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_MAX_LIST = 100
_MAX_DIGITS = 30


def _number(digits: str) -> int:
    """A whole number, 0 for one that is absurdly long: Python refuses to read it, and with it the whole document."""
    return int(digits) if len(digits) <= _MAX_DIGITS else 0


_DECODER = json.JSONDecoder(parse_int=_number)


def looks_like_json_feed(text: str) -> bool:
    """Whether JSON text starts like a feed."""
    return bool(_VERSION.search(text) or _ITEMS.search(text) or '"rss"' in text[:200])


def read_json_feed(text: str) -> RawFeed | None:
    """The feed, or None for JSON that is something else."""
    notes: tuple[str, ...] = ()
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError):
        document = _up_to_the_cut(text)
        notes = ("it breaks off before its end, or is not valid JSON",)
    if isinstance(document, list):
        document = {"items": document} if document and _is_item(document[0]) else None
    if isinstance(document, dict) and isinstance(document.get("rss"), dict):
        document = _from_rss(document["rss"])
    if not isinstance(document, dict) or not (isinstance(document.get("items"), list) or _is_feed(document)):
        return None
    items = [item for item in _list(document.get("items")) if isinstance(item, dict)]
    if len(items) > MAX_ENTRIES:
        notes = (*notes, f"it has more than {MAX_ENTRIES} entries; the first {MAX_ENTRIES} were read")
    return RawFeed(
        title=RawText(_string(document, "title")),
        site=_string(document, "home_page_url"),
        description=RawText(_string(document, "description")),
        language=_string(document, "language"),
        authors=_authors(document),
        entries=tuple(_entry(item) for item in items[:MAX_ENTRIES]),
        notes=notes,
    )


def _is_feed(document: dict[str, Any]) -> bool:
    return "jsonfeed.org" in _string(document, "version")


def _is_item(value: object) -> bool:
    return isinstance(value, dict) and ("content_html" in value or "content_text" in value or "date_published" in value)


def _entry(item: dict[str, Any]) -> RawEntry:
    body = RawText(_string(item, "content_html"))
    if not body.value:
        body = RawText(_string(item, "content_text"), is_html=False)
    summary = RawText(_string(item, "summary"), is_html=False)
    if not body.value:
        body = summary
    return RawEntry(
        guid=_string(item, "id"),
        links=tuple(filter(None, (_string(item, "url"), _string(item, "external_url"), _web(_string(item, "id"))))),
        title=RawText(_string(item, "title")),
        body=body,
        summary=summary if summary.value else body,
        authors=_authors(item),
        published=_string(item, "date_published") or _string(item, "date_modified"),
        updated=_string(item, "date_modified"),
        categories=tuple(tag for tag in _list(item.get("tags"))[:_MAX_LIST] if isinstance(tag, str)),
        enclosures=tuple(_enclosures(item)),
        comments=_string(item, "comments_url"),
        language=_string(item, "language"),
    )


def _web(text: str) -> str:
    return text if text.lower().startswith(("http://", "https://")) else ""


def _enclosures(item: dict[str, Any]) -> list[Enclosure]:
    files = []
    for file in _list(item.get("attachments"))[:_MAX_LIST]:
        if isinstance(file, dict):
            size = file.get("size_in_bytes")
            length = int(size) if isinstance(size, int | float) and 0 < size < 1e15 else 0
            files.append(Enclosure(_string(file, "url"), _string(file, "mime_type"), length, _string(file, "title")))
    return files


def _authors(node: dict[str, Any]) -> tuple[str, ...]:
    """Version 1.1 has a list, 1.0 one object; some write a plain name."""
    people = _list(node.get("authors")) or [node.get("author")]
    names = [_string(p, "name") if isinstance(p, dict) else p for p in people[:_MAX_LIST]]
    return tuple(name for name in names if isinstance(name, str) and name)


def _string(node: dict[str, Any], key: str) -> str:
    value = node.get(key)
    if isinstance(value, str):
        return value.strip()
    # Ids are numbers here and there.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _up_to_the_cut(text: str) -> dict[str, Any] | None:
    """What stands before the break: whole items, and the strings that come before the items."""
    start = _ITEMS.search(text)
    if start is None:
        return None
    document: dict[str, Any] = {}
    head = text[: start.start()].rstrip().rstrip(",")
    with contextlib.suppress(ValueError, RecursionError):
        document = _DECODER.decode(head + "}")
    items: list[Any] = []
    at = start.end()
    while len(items) <= MAX_ENTRIES:
        try:
            item, at = _DECODER.raw_decode(text, _next_value(text, at))
        except (ValueError, RecursionError):
            break
        items.append(item)
    return {**document, "items": items} if items or _is_feed(document) else None


def _next_value(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _from_rss(rss: dict[str, Any]) -> dict[str, Any]:
    """RSS in JSON (Dave Winer's) under the names of JSON Feed."""
    channel = rss.get("channel")
    channel = channel if isinstance(channel, dict) else {}
    found = channel.get("item")
    items = found if isinstance(found, list) else [found]
    return {
        "title": channel.get("title"),
        "home_page_url": channel.get("link"),
        "description": channel.get("description"),
        "language": channel.get("language"),
        "items": [_item_from_rss(item) for item in items if isinstance(item, dict)],
    }


def _item_from_rss(item: dict[str, Any]) -> dict[str, Any]:
    guid, enclosure = item.get("guid"), item.get("enclosure")
    file = enclosure if isinstance(enclosure, dict) else {}
    return {
        "id": guid.get("#value") if isinstance(guid, dict) else guid,
        "url": item.get("link"),
        "title": item.get("title"),
        "content_html": item.get("description"),
        "date_published": item.get("pubDate"),
        "author": item.get("author"),
        "comments_url": item.get("comments"),
        "attachments": [{"url": file.get("url"), "mime_type": file.get("type")}] if file else [],
    }
