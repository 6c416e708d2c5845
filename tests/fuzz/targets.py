"""What is fuzzed: each target takes any bytes and raises AssertionError where a promise does not hold."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from tests.battery.bytes_drawn import forbidden_in
from tests.builders import Desk, open_desk

from newsdesk import config
from newsdesk.article.blocks import body_document
from newsdesk.article.page import page_document
from newsdesk.errors import OpmlError, QueryError
from newsdesk.model.blocks import Document, iter_figures, iter_links, plain_text
from newsdesk.model.feeds import Failed
from newsdesk.model.headlines import View, ViewKind
from newsdesk.opml.export import export
from newsdesk.opml.read import read_list
from newsdesk.parsing.feed import looks_like_feed, parse_feed
from newsdesk.store.documents import dump_document, load_document
from newsdesk.store.queries.lists import list_headlines
from newsdesk.store.queries.query import parse_query

NOW = 1_785_800_000
BASE = "https://feed.invalid/folder/page"
_LONGEST_LINE = 1_000


def parsing(data: bytes) -> None:
    """A document is a feed, all of whose fields are clean and bounded, or a reason why it is none."""
    looks_like_feed(data, "")
    read = parse_feed(data, BASE, "application/xml", NOW)
    if isinstance(read, Failed):
        _is_line(read.reason)
        return
    assert len({entry.identity for entry in read.entries}) == len(read.entries)
    for entry in read.entries:
        _is_line(entry.title)
        assert entry.title.strip()
        assert entry.published is None or entry.published.timestamp() <= NOW + 86_400
        for url in (entry.url, entry.comments_url, *(file.url for file in entry.enclosures)):
            assert not url or url.startswith(("http://", "https://")), url
        for name, text in _texts(entry):
            assert name == "html" or not forbidden_in(text), (name, text[:80])


def article(data: bytes) -> None:
    """A body or page is blocks of clean text, whose links lead to the web, that survive being stored."""
    for document in (body_document(data.decode("utf-8", "replace"), BASE, "Title"), page_document(data, BASE)):
        _is_document(document)
        assert load_document(dump_document(document)) == document


def opml(data: bytes) -> None:
    """A list is read, and what is made of it by an export reads the same; or it is refused in one line."""
    try:
        found = read_list(data, "list.opml")
        exported = read_list(export(data, include_private=True)[0], "list.opml")
    except OpmlError as error:
        _is_line(error.message)
        return
    for feed in found.subscriptions:
        assert feed.url.startswith(("http://", "https://")), feed.url
        assert not forbidden_in(feed.title + "".join(feed.folder)), feed
    assert [feed.url for feed in exported.subscriptions] == [feed.url for feed in found.subscriptions]


def query(data: bytes) -> None:
    """A query is answered, or refused in one line with a column."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        parse_query(text)
    except QueryError as error:
        _is_line(error.message)
        return
    list_headlines(_desk().connection, View(ViewKind.SEARCH, text), NOW, 10)


def settings(data: bytes) -> None:
    """Any config.toml gives usable settings, and a line for each thing that is wrong; the file stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_bytes(data)
        made, notices = config.load_leniently(file)
        assert file.read_bytes() == data
    assert 30 <= made.interval <= 1440
    assert 1 <= made.connections <= 16
    for notice in notices:
        _is_line(notice.replace(folder, ""))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "parsing": parsing, "article": article, "opml": opml, "query": query, "config": settings,
}  # fmt: skip


@cache
def _desk() -> Desk:
    folder = tempfile.TemporaryDirectory(prefix="newsdesk-fuzz-")
    desk = open_desk(Path(folder.name) / "newsdesk.db")
    desk.folder_of_its_own = folder  # type: ignore[attr-defined]
    return desk


def _is_line(text: str) -> None:
    assert "\n" not in text, text
    assert len(text) <= _LONGEST_LINE, len(text)
    assert not forbidden_in(text), text


def _is_document(document: Document) -> None:
    for _, text in _texts(document):
        assert not forbidden_in(text), text[:80]
    for _, link in iter_links(document.blocks):
        assert link.startswith(("http://", "https://", "mailto:")), link
    for figure in iter_figures(document.blocks):
        assert not figure.image.url or figure.image.url.startswith(("http://", "https://")), figure.image.url
    plain_text(document.blocks)


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a dataclass or a named tuple, with the field that it stands in."""
    if isinstance(value, str):
        yield name, value
    elif hasattr(value, "_fields"):
        for field_name in value._fields:
            yield from _texts(getattr(value, field_name), field_name)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item, name)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), field.name)
