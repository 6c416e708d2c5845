"""RSS, Atom, RDF and CDF: what feedparser makes of them, in the shape that all formats share."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from typing import Any

import feedparser

from newsdesk.model.feeds import Enclosure
from newsdesk.parsing import feedparser_driver  # noqa: F401 - feedparser reads with it from here on
from newsdesk.parsing.draft import RawEntry, RawFeed, RawText
from newsdesk.parsing.mending import Mended
from newsdesk.parsing.survey import MAX_ENTRIES, Survey

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_MAX_TTL = 31_536_000
_FILES = re.compile(r"^(audio|video|image)/|^application/(pdf|ogg|epub|x-bittorrent|octet-stream)", re.IGNORECASE)
_OWN_NAMES = re.compile(
    rb"(</?)((?:links|authors|contributors|enclosures|media_\w+|\w+_detail|\w+_parsed)(?=[\s/>]))", re.IGNORECASE
)
"""Elements that are called as feedparser calls its own lists, which it stumbles over or loses."""
_OWN_NAMES_BEGIN = (b"<links", b"<authors", b"<contributors", b"<enclosures", b"<media_", b"_detail", b"_parsed")
_TEXT_TYPES = ("text/plain", "text/html", "application/xhtml+xml", "text/x-markdown", "text/markdown")


def read_with_feedparser(mended: Mended, digests: tuple[bytes, ...], known: Mapping[int, bytes]) -> RawFeed | None:
    """Read a document that `mending.mend` prepared; None for one that feedparser breaks on, or reads in another way.

    The items at the places in `known` are left out; of all `digests` are those that are handed on.
    """
    data = mended.data if mended.survey is None else _without_cuts(mended.data, mended.survey, known)
    if any(begin in data for begin in _OWN_NAMES_BEGIN):
        data = _OWN_NAMES.sub(rb"\1x-\2", data)
    # What starts with a bare ampersand is always read loosely.
    parsed = _parsed(data) or _parsed(b"&" + data)
    if parsed is None:
        return None
    feed, entries = parsed["feed"], parsed["entries"][:MAX_ENTRIES]
    atom = str(parsed.get("version") or "").startswith("atom")
    seen = mended.survey
    captions = [said for place, said in enumerate(seen.captions if seen else ()) if place not in known]
    if len(captions) != len(entries):
        if known:
            return None
        captions, digests = [frozenset()] * len(entries), ()
    notes = list(mended.notes)
    if seen and seen.surplus:
        notes.append(f"it has more than {MAX_ENTRIES} entries; the first {MAX_ENTRIES} were read")
    return RawFeed(
        title=_text(feed, "title", atom),
        site=_string(feed, "link"),
        description=_text(feed, "subtitle", atom),
        language=_string(feed, "language"),
        authors=_authors(feed) if atom else (),
        entries=tuple(_entry(entry, said, atom) for entry, said in zip(entries, captions, strict=True)),
        digests=digests,
        known=known,
        updated=_string(feed, "updated", "published"),
        ttl=_ttl(feed),
        skip_hours=seen.skip_hours if seen else frozenset(),
        skip_days=seen.skip_days if seen else frozenset(),
        base_is_site=not atom,
        notes=tuple(notes),
    )


def _parsed(data: bytes) -> dict[str, Any] | None:
    """What feedparser makes of it, None where it stumbled: some namespaces, among others, are more than it can take."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return dict(feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False))
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError, OverflowError):
            return None


def _without_cuts(data: bytes, seen: Survey, known: Mapping[int, bytes]) -> bytes:
    cuts = [*seen.cuts, *((*seen.items[place], b"") for place in known)]
    if not cuts:
        return data
    pieces: list[bytes] = []
    at = 0
    for start, end, instead in sorted(cuts):
        if start >= at:
            pieces += (data[at:start], instead)
            at = end
    return b"".join((*pieces, data[at:]))


# feedparser's dict answers some keys with others and warns; the plain dict's own `get` does neither.


def _get(node: Any, key: str) -> Any:
    # An element that is called as one of its lists (`<links>`) leaves a text where a dict should be.
    return dict.get(node, key) if isinstance(node, dict) else None


def _string(node: dict[str, Any], *keys: str) -> str:
    for key in keys:
        value = _get(node, key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _dicts(node: dict[str, Any], key: str) -> list[dict[str, Any]]:
    values = _get(node, key)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _text(node: dict[str, Any], key: str, atom: bool) -> RawText:
    """A title or description: in Atom the type decides what it is, elsewhere everything may be HTML."""
    value = _string(node, key)
    detail = _get(node, f"{key}_detail")
    kind = str(_get(detail, "type") or "") if isinstance(detail, dict) else ""
    return RawText(value, is_html=not (atom and kind == "text/plain"))


def _entry(entry: dict[str, Any], captions: frozenset[str], atom: bool) -> RawEntry:
    bodies = _bodies(entry, captions)
    body = max(bodies, key=lambda text: len(text.value), default=RawText())
    summary = _text(entry, "summary", atom)
    if all(summary.value != text.value for text in bodies):
        summary = RawText()
    links, files = _links(entry)
    title = _text(entry, "title", atom)
    details = [d for key in ("summary_detail", "title_detail") if isinstance(d := _get(entry, key), dict)]
    details = [*_dicts(entry, "content"), *details]
    return RawEntry(
        guid=_string(entry, "id"),
        links=links,
        title=title if title.value else RawText(_string(entry, "itunes_title", "media_title")),
        body=body,
        summary=summary if summary.value else body,
        authors=_authors(entry),
        published=_string(entry, "published", "created", "updated", "date"),
        updated=_string(entry, "updated"),
        categories=tuple(str(_get(tag, "label") or _get(tag, "term") or "") for tag in _dicts(entry, "tags")),
        enclosures=files,
        comments=_string(entry, "comments") or _reply_link(entry),
        language=next((found for d in details if (found := _string(d, "language"))), ""),
        base=next((found for d in details if (found := _string(d, "base"))), ""),
    )


def _bodies(entry: dict[str, Any], captions: frozenset[str]) -> list[RawText]:
    """Every text that may be the article; captions only where there is nothing else."""
    found = []
    for content in _dicts(entry, "content"):
        kind = str(_get(content, "type") or "text/html")
        if kind in _TEXT_TYPES and _string(content, "value"):
            found.append(RawText(_string(content, "value"), is_html=kind in _TEXT_TYPES[1:3]))
    summary, kind = _string(entry, "summary"), _get(_get(entry, "summary_detail") or {}, "type")
    if summary:
        found.append(RawText(summary, is_html=kind != "text/plain"))
    if captions:
        found = [t for t in found if " ".join(t.value.split()) not in captions] or found
    subtitle = _string(entry, "subtitle")
    return found or ([RawText(subtitle, is_html=False)] if subtitle else [])


def _links(entry: dict[str, Any]) -> tuple[tuple[str, ...], tuple[Enclosure, ...]]:
    """What may be the entry's address, best first, and its files."""
    links = [_string(entry, "feedburner_origlink"), _string(entry, "link")]
    files = []
    for link in _dicts(entry, "links"):
        href, rel, kind = _string(link, "href"), _string(link, "rel"), _string(link, "type")
        if rel == "enclosure":
            length = _string(link, "length")
            files.append(Enclosure(href, kind, int(length) if length.isdecimal() and len(length) < 15 else 0,
                                   _string(link, "title")))  # fmt: skip
        elif rel in ("alternate", "") and not _FILES.match(kind):
            links.append(href)
    if _string(entry, "id").lower().startswith(("http://", "https://")):
        links.append(_string(entry, "id"))
    return tuple(dict.fromkeys(filter(None, links))), tuple(files)


def _reply_link(entry: dict[str, Any]) -> str:
    replies = [x for x in _dicts(entry, "links") if _get(x, "rel") == "replies" and "html" in _string(x, "type")]
    return _string(replies[0], "href") if replies else ""


def _authors(node: dict[str, Any]) -> tuple[str, ...]:
    named = [_string(a, "name", "email") for a in (*_dicts(node, "authors"), *_dicts(node, "contributors")[:5])]
    whole = _string(node, "author")
    if named and "@" in whole:
        # feedparser knows no top-level domain of more than four letters, and leaves the rest to the name.
        named[len(_dicts(node, "authors")) - 1] = whole
    credited = [_string(c, "content") for c in _dicts(node, "media_credit") if _get(c, "role") == "author"]
    return tuple(filter(None, named)) or tuple(filter(None, (whole, *credited)))


def _ttl(feed: dict[str, Any]) -> int | None:
    """Seconds to wait, the longer of `<ttl>` and `sy:updatePeriod`."""
    waits = []
    minutes = _string(feed, "ttl")
    if minutes.isdecimal() and len(minutes) < 9:
        waits.append(int(minutes) * 60)
    period = _PERIODS.get(_string(feed, "sy_updateperiod").lower())
    if period:
        frequency = _string(feed, "sy_updatefrequency")
        times = int(frequency) if frequency.isdecimal() and len(frequency) < 6 else 1
        waits.append(period // max(times, 1))
    waits = [wait for wait in waits if wait > 0]
    return min(max(waits), _MAX_TTL) if waits else None
