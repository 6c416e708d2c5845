"""What a hostile document says, read by other means than the program's, so that its answers can be compared."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

_MOST = 3_000_000
_ITEM = re.compile(r"<item\b.*?(?:</item>|\Z)", re.DOTALL)
_ATOM = "{http://www.w3.org/2005/Atom}"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.'-]{2,80}")


@dataclass(frozen=True, slots=True)
class Item:
    """An item as its document has it."""

    title: str
    link: str
    guid: str

    @property
    def is_plain(self) -> bool:
        """Whether the title is a plain line that every reader must show as it is."""
        return bool(_PLAIN.fullmatch(self.title.strip()))


def items_of(document: bytes) -> list[Item]:
    """The items of an RSS, Atom or JSON document; none where it is none, has a document type or is very large."""
    if len(document) > _MOST or b"<!DOCTYPE" in document or b"<!ENTITY" in document:
        return []
    if document.lstrip()[:1] == b"{":
        return list(_of_json(document))
    try:
        root = ElementTree.fromstring(document)
    except (ElementTree.ParseError, ValueError, LookupError):
        return [_by_pattern(found) for found in _ITEM.findall(document.decode("utf-8", "replace"))]
    atom = [Item(_inner(e, _ATOM + "title"), _href(e), _inner(e, _ATOM + "id")) for e in root.iter(_ATOM + "entry")]
    return atom or [Item(*(_inner(item, name) for name in ("title", "link", "guid"))) for item in root.iter("item")]


def _inner(item: ElementTree.Element, name: str) -> str:
    found = item.find(name)
    return "" if found is None else " ".join("".join(found.itertext()).split(" "))


def _href(entry: ElementTree.Element) -> str:
    link = entry.find(_ATOM + "link")
    return "" if link is None else link.get("href", "")


def _of_json(document: bytes) -> Iterator[Item]:
    try:
        items = json.loads(document).get("items")
    except (ValueError, RecursionError):
        return
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield Item(*(str(item.get(name) or "") for name in ("title", "url", "id")))


def _by_pattern(text: str) -> Item:
    return Item(*(_field(text, name) for name in ("title", "link", "guid")))


def _field(text: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", text, re.DOTALL)
    if not found:
        return ""
    inside = found[1]
    if literal := re.fullmatch(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", inside, re.DOTALL):
        return literal[1]
    return html.unescape(inside)


def squeezed(text: str) -> str:
    """A text without white space: as it is found again on a screen that breaks lines."""
    return "".join(text.split())
