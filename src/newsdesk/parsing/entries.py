"""Raw items to entries: cleaned, named, dated, with absolute addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from newsdesk.model import imprints
from newsdesk.model.feeds import Enclosure, Entry, ParsedFeed
from newsdesk.parsing.dates import parse_date
from newsdesk.parsing.draft import RawEntry, RawFeed, RawText
from newsdesk.parsing.identity import Clues, identities, is_told_plainly
from newsdesk.parsing.people import byline
from newsdesk.parsing.plain import first_words, html_from_text, summary_line, text_line, title_line
from newsdesk.text import clean_line
from newsdesk.urls import web_url

MAX_HTML = 5_000_000
"""Characters of a body; past it cut, and said."""
_MAX_LIST = 100
"""Categories and enclosures of one entry."""
_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3})(?![\w-])")
_IMAGE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|avif)(?=[?#]|\Z)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[a-zA-Z0-9]{1,5}\Z")


def finished(raw: RawFeed, url: str, now: int) -> ParsedFeed:
    """The feed as the store wants it; `url` is the document's address, `now` Unix seconds."""
    site = web_url(raw.site, url)
    base = (site or url) if raw.base_is_site else url
    language = language_tag(raw.language)
    notes = list(raw.notes)
    entries = []
    clues = []
    marks = [raw.known.get(place, imprints.NONE) for place in range(len(raw.digests))]
    places = [place for place, mark in enumerate(marks) if mark == imprints.NONE] if marks else range(len(raw.entries))
    for position, item in zip(places, raw.entries, strict=True):
        entry = _entry(item, position, raw, base, language, now)
        entries.append(entry)
        clues.append(Clues(item.guid.strip(), entry.url, item.title.value, item.published, item.body.value))
        if len(entry.html) >= MAX_HTML:
            notes.append("a body of more than 5 MB was cut")
    names = identities(clues)
    for place, clue, name in zip(places if marks else (), clues, names, strict=False):
        if is_told_plainly(clue, name):
            marks[place] = imprints.imprint(raw.digests[place], name)
    return ParsedFeed(
        title=_line(raw.title),
        site_url=site,
        language=language,
        description=summary_line(raw.description.value)
        if raw.description.is_html
        else text_line(raw.description.value),
        entries=tuple(entry._replace(identity=name) for entry, name in zip(entries, names, strict=True)),
        imprints=tuple(marks),
        updated=parse_date(raw.updated, now),
        ttl=raw.ttl,
        skip_hours=raw.skip_hours,
        skip_days=raw.skip_days,
        notes=tuple(dict.fromkeys(notes)),
    )


def language_tag(text: str) -> str:
    """A language as a lower-case tag (`de-at`), "" where the text is none."""
    found = _LANGUAGE.match(text)
    return found.group(1).replace("_", "-").lower() if found else ""


def _entry(item: RawEntry, position: int, feed: RawFeed, base: str, language: str, now: int) -> Entry:
    base = web_url(item.base, base) or base
    # What starts with a dash would be an option to whatever opens it, and no publisher names a page so.
    links = (link for link in item.links if not link.lstrip().startswith("-"))
    url = next((address for link in links if (address := web_url(link, base))), "")
    files = _files(item, base)
    words = _summary(item.summary) or _summary(item.body)
    title = _line(item.title) or _made_up_title(words, url, files)
    body = item.body.value[:MAX_HTML] if item.body.is_html else html_from_text(item.body.value[:MAX_HTML])
    categories = dict.fromkeys(name for raw in item.categories[:_MAX_LIST] if (name := title_line(raw, 200)))
    published = parse_date(item.published, now) or parse_date(item.updated, now)
    return Entry(
        identity="",
        title=title,
        url=url,
        author=byline(item.authors) or byline(feed.authors),
        published=published,
        summary="" if _repeats(words, title) else words,
        html=body,
        base_url=base,
        categories=tuple(categories),
        enclosures=tuple(file for file in files if not _is_image(file)),
        comments_url=web_url(item.comments, base),
        language=language_tag(item.language) or language,
        position=position,
    )


def _line(text: RawText) -> str:
    return title_line(text.value) if text.is_html else clean_line(text.value)


def _summary(text: RawText) -> str:
    return summary_line(text.value) if text.is_html else text_line(text.value)


def _repeats(summary: str, title: str) -> bool:
    return summary.rstrip("…. ").casefold() == title.rstrip("…. ").casefold()


def _made_up_title(words: str, url: str, files: tuple[Enclosure, ...]) -> str:
    """No row is without a headline: the first words, else the name of the page or file."""
    if words:
        return first_words(words)
    for address in (url, *(file.url for file in files)):
        name = _file_name(address)
        if name:
            return name
    return "(untitled)"


def _file_name(url: str) -> str:
    """The last part of an address, readable: `/2026/08/sea-wall_holds.html` is "sea wall holds"."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    last = parts.path.rstrip("/").rpartition("/")[2]
    name = re.sub(r"[-_+.\s]+", " ", _EXTENSION.sub("", unquote(last, errors="replace")))
    return clean_line(name, 90) or clean_line(parts.hostname or "", 90)


def _files(item: RawEntry, base: str) -> tuple[Enclosure, ...]:
    files = {}
    for file in item.enclosures[:_MAX_LIST]:
        url = web_url(file.url, base)
        if url and url not in files:
            kind = clean_line(file.media_type, 100).lower()
            files[url] = Enclosure(url, kind, file.length, title_line(file.title, 300))
    return tuple(files.values())


def _is_image(file: Enclosure) -> bool:
    """Whether a file is a picture, by its type or else by its name."""
    return file.media_type.startswith("image/") or (not file.media_type and _IMAGE_NAME.search(file.url) is not None)
