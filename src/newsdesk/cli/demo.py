"""`newsdesk demo`: the whole program on a desk of invented outlets; no network, nothing of the person's touched."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click

from newsdesk import clock, newsroom, paths
from newsdesk.cli import output
from newsdesk.cli.program import open_program
from newsdesk.model.blocks import iter_figures
from newsdesk.model.feeds import Failed, ParsedFeed
from newsdesk.model.headlines import View, ViewKind
from newsdesk.model.sidebar import Progress
from newsdesk.opml.read import read_list
from newsdesk.paths import Paths
from newsdesk.store.connection import Connection, open_writer, transaction
from newsdesk.store.marks import MarkWriter
from newsdesk.store.migrations import upgrade
from newsdesk.store.queries.articles import get_document
from newsdesk.store.queries.lists import list_headlines
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.store.writes.articles import list_waiting, save_digested
from newsdesk.store.writes.entries import save_feed
from newsdesk.store.writes.fetches import save_progress, save_states
from newsdesk.store.writes.pages import save_picture
from newsdesk.store.writes.subscriptions import follow
from newsdesk.urls import host
from newsdesk.worker import jobs, page_jobs
from newsdesk.worker.placing import Placing

CONTENT = Path(paths.__file__).with_name("demo")
"""The demo's feeds and pictures, in the package."""
ANCHOR = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""The moment at which the documents' newest entry was written; the demo moves it to now."""
READ_BEFORE = '(from:"Open Orbit" OR from:"Long Gallery" OR from:"Signal & Wire" OR from:Tidewater) older:1d'
"""What the demo's invented person has read."""
DAY = 86_400


@click.command("demo")
def command() -> int:
    """Look around with invented news: no network, and your own desk is left alone."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-demo-") as folder:
        home = paths.at(Path(folder))
        output.progress("Setting the demo's desk…")
        make_desk(home)
        output.progress("")
        return open_program(offline=True, home=home)


def make_desk(home: Paths) -> None:
    """Fill a home with the demo's outlets, their newest entry a few minutes old."""
    home.opml.write_bytes((CONTENT / "feeds.opml").read_bytes())
    upgrade(home.database, home.backups)
    now = clock.now()
    shift = timedelta(seconds=now - 240) - (ANCHOR - datetime(1970, 1, 1, tzinfo=UTC))
    documents = {file.stem: file for file in CONTENT.iterdir() if file.suffix in (".xml", ".json")}
    with closing(open_writer(home.database)) as connection:
        follow(connection, read_list(home.opml.read_bytes(), "the demo").subscriptions, now)
        for state in list_feed_states(connection):
            read = jobs.parse(documents[host(state.url).removesuffix(".example")].read_bytes(), state.url, "", now)
            assert not isinstance(read, Failed), state.url  # the demo's own documents
            parsed, sections = read
            with transaction(connection):
                save_feed(connection, state.feed, _shifted(parsed, shift), now, sections)
                save_states(connection, [replace(state, last_asked=now, last_ok=now, next_due=now + DAY)])
        with transaction(connection):
            save_digested(connection, jobs.digest(list_waiting(connection, 10_000)))
            for url, file in _pictures(connection):
                save_picture(connection, url, page_jobs.picture(file.read_bytes()), now)
        asyncio.run(Placing(connection).run())
        _read_some(home, connection, now)
        newsroom.publish(connection, now)
        with transaction(connection):
            save_progress(connection, Progress(asked=len(documents), done=len(documents), finished=now))


def _read_some(home: Paths, connection: Connection, now: int) -> None:
    """Have somebody read a few of the older articles, so that "for you" has something to go by."""
    writer = MarkWriter(home.database)
    read = list_headlines(connection, View(ViewKind.SEARCH, READ_BEFORE), now)
    writer.set([row.id for row in read], "read", True, undoable=False)
    for row in read:
        writer.record_reading(row.id, row.sort_time + 3_600, 120, 1.0)
    writer.close()


def _shifted(parsed: ParsedFeed, shift: timedelta) -> ParsedFeed:
    entries = (
        entry._replace(published=entry.published + shift) if entry.published else entry for entry in parsed.entries
    )
    return replace(parsed, entries=tuple(entries))


def _pictures(connection: Connection) -> Iterator[tuple[str, Path]]:
    """The address and the file of every picture in the demo's articles."""
    for headline in list_headlines(connection, View(ViewKind.ALL), clock.now()):
        document, _, _ = get_document(connection, headline.id)
        for figure in iter_figures(document.blocks if document else ()):
            file = CONTENT / "pictures" / Path(urlsplit(figure.image.url).path).name
            if file.exists():
                yield figure.image.url, file
