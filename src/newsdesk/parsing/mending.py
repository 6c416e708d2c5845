"""Text that should be XML, made well-formed where that is safe, so that feedparser can take its strict way.

Its loose way is slow (seconds for a megabyte of bare ampersands) and reads less; it is left for what can't be mended.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers.expat import errors

from newsdesk.parsing.survey import MAX_AUTHOR, MAX_ENTRIES, Survey, survey

_ROOT = re.compile(r"<(?:(?:\w[\w.-]{0,30}):)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)
_SURE_ROOT = re.compile(r"<(?:rss\s[^>]{0,2000}version|rdf:RDF\s|feed\s[^>]{0,2000}xmlns)", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(
    r"<!ENTITY\s+(\w{1,64})\s+(?:\"((?:[^\"<&%]|&#\w{1,8};){0,200})\"|'((?:[^'<&%]|&#\w{1,8};){0,200})')\s*>"
)
_MAX_EXPANDED = 200_000
"""Characters that a document's own entities may add."""
_PARTS = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(?:&|<(?![a-zA-Z/!?_]))(?:[^&<\s;>]{0,40};?)?", re.DOTALL
)
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,31}));\Z")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]{0,40}):|\s([A-Za-z_][\w.-]{0,40}):[\w.-]+\s*=")
_DECLARED = re.compile(r"xmlns:([\w.-]{1,41})\s*=")
_KNOWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom", "a10": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd", "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rss": "http://purl.org/rss/1.0/",
    "slash": "http://purl.org/rss/1.0/modules/slash/", "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/", "xhtml": "http://www.w3.org/1999/xhtml",
}  # fmt: skip
_ENDS = frozenset(
    errors.codes[name]
    for name in (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN, errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
                 errors.XML_ERROR_PARTIAL_CHAR)
)  # fmt: skip
_UNBOUND = errors.codes[errors.XML_ERROR_UNBOUND_PREFIX]
_JUNK_AFTER = errors.codes[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


@dataclass(frozen=True, slots=True)
class Mended:
    """A document for feedparser, what the survey saw of it, and what was done to it."""

    data: bytes
    survey: Survey | None
    """None: it could not be made well-formed, and must be read loosely."""
    notes: tuple[str, ...] = ()


def has_feed_root(text: str) -> bool:
    """Whether an element that a feed starts with comes near the start; in a page only one that is nothing else."""
    root = _ROOT.search(text, 0, 100_000)
    if root is None:
        return False
    page = _PAGE.search(text, 0, root.start())
    return page is None or _SURE_ROOT.search(text, page.start(), page.start() + 4_096) is not None


def mend(text: str) -> Mended:
    """The document from its root element on, well-formed as far as that goes."""
    text, notes = _from_root(text)
    done: set[Callable[[str, Survey], str]] = set()
    while True:
        data = text.encode("utf-8", "replace")
        seen = survey(data)
        if not seen.error:
            return Mended(data, seen, tuple(notes))
        repair, note = _repair_for(seen, done)
        if repair is None:
            loose = _for_loose_reading(_with_prefixes(text, seen))
            return Mended(loose.encode("utf-8", "replace"), None, (*notes, "it is not well-formed"))
        done.add(repair)
        notes.append(note)
        text = repair(text, seen)


def _repair_for(
    seen: Survey, done: set[Callable[[str, Survey], str]]
) -> tuple[Callable[[str, Survey], str] | None, str]:
    if seen.error == _UNBOUND and _with_prefixes not in done:
        return _with_prefixes, "it uses prefixes that it doesn't declare"
    if seen.error == _JUNK_AFTER and _without_tail not in done:
        return _without_tail, "something follows its end"
    if seen.error in _ENDS and seen.open_tags and _closed not in done:
        return _closed, "it breaks off before its end"
    if _with_references not in done:
        return _with_references, "it has characters or references that XML doesn't allow"
    return None, ""


def _from_root(text: str) -> tuple[str, list[str]]:
    """Without what stands before the root element; entities that the document defines are put in."""
    root = _ROOT.search(text)
    if root is None:
        return text, []
    head, text = text[: root.start()], text[root.start() :]
    entities = {name: one or other for name, one, other in _ENTITY.findall(head[:100_000])}
    if not entities:
        return text, []
    return _expanded(text, entities), []


def _expanded(text: str, entities: dict[str, str]) -> str:
    left = _MAX_EXPANDED

    def value(found: re.Match[str]) -> str:
        nonlocal left
        put_in = entities.get(found[1])
        if put_in is None or left < len(put_in):
            return found.group()
        left -= len(put_in)
        return put_in

    return re.sub(r"&(\w{1,64});", value, text)


def _with_prefixes(text: str, _seen: Survey) -> str:
    """Every prefix that is used and nowhere declared is declared on the root element."""
    used = {one or other for one, other in _PREFIX.findall(text)}
    missing = sorted(used - set(_DECLARED.findall(text)) - {"xml", "xmlns"})
    root = _ROOT.match(text)
    if root is None:
        return text
    declared = "".join(f' xmlns:{p}="{_NAMESPACES.get(p.lower(), f"urn:undeclared:{p}")}"' for p in missing[:100])
    return text[: root.end()] + declared + text[root.end() :]


def _with_references(text: str, _seen: Survey) -> str:
    """Illegal characters out; `&` and `<` that start nothing escaped; HTML's entities as characters."""
    return _PARTS.sub(_mended_part, _ILLEGAL.sub("", text))


def _mended_part(found: re.Match[str]) -> str:
    part = found.group()
    if part[0] == "<":
        return part if len(part) > 1 and (part[1].isalpha() or part[1] in "/!?_") else "&lt;" + part[1:]
    reference = _REFERENCE.match(part)
    if reference is None:
        return "&amp;" + part[1:]
    decimal, hexadecimal, name = reference.groups()
    if name is not None:
        meant = html.entities.html5.get(f"{name};")
        return part if name in _KNOWN else meant if meant and not set(meant) & set("<&") else "&amp;" + part[1:]
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return part if allowed else ""


def _without_tail(text: str, seen: Survey) -> str:
    return text.encode("utf-8", "replace")[: seen.error_at].decode("utf-8", "replace")


def _closed(text: str, seen: Survey) -> str:
    """A document that was cut, with everything that is open closed."""
    cdata, comment = text.rfind("<![CDATA["), text.rfind("<!--")
    if cdata >= 0 and text.find("]]>", cdata) < 0:
        text = re.sub(r"\]\]?\Z", "", text) + "]]>"
    elif comment > cdata and text.find("-->", comment) < 0:
        text = text[:comment]
    else:
        last = text.rfind("<")
        if last > text.rfind(">"):
            text = text[:last]
        text = re.sub(r"&[\w#]{0,32}\Z", "", text)
    return text + "".join(f"</{name}>" for name in reversed(seen.open_tags))


_AUTHOR = re.compile(
    r"<((?:[\w.-]{1,40}:)?(?:author|creator|managingeditor|webmaster|publisher|owner))\b", re.IGNORECASE
)
_ITEM = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)


def _for_loose_reading(text: str) -> str:
    """With the same limits that the survey sets for well-formed documents, as far as a pattern can."""
    starts = [found.start() for _, found in zip(range(MAX_ENTRIES + 1), _ITEM.finditer(text), strict=False)]
    if len(starts) > MAX_ENTRIES:
        text = text[: starts[MAX_ENTRIES]]

    def bounded(found: re.Match[str]) -> str:
        end = text.find("</", found.end(), found.end() + MAX_AUTHOR)
        return found.group() if end >= 0 else "<unread"

    return _AUTHOR.sub(bounded, text)
