"""Adds a feed by its address or its site's: one GET serves both the finding and the first filling."""

from __future__ import annotations

import asyncio
import hashlib
import random
from contextlib import closing
from dataclasses import dataclass, replace

from newsdesk import about, clock
from newsdesk.config import Settings
from newsdesk.errors import FeedError
from newsdesk.model.feeds import Failed, Fetched, ParsedFeed, Subscription, Validators
from newsdesk.model.fetching import FetchOutcome
from newsdesk.net.client import Client
from newsdesk.net.manners import next_state
from newsdesk.parsing.discovery import find_feeds
from newsdesk.parsing.feed import looks_like_feed
from newsdesk.paths import Paths
from newsdesk.store.connection import Connection, open_writer, transaction, translated
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.store.writes.entries import save_feed
from newsdesk.store.writes.fetches import save_states
from newsdesk.text import clean_line
from newsdesk.urls import canonical, shown, web_url
from newsdesk.worker.children import ChildPool
from newsdesk.worker.fetcher import ACCEPT, DEADLINE, MAX_DECODED, MAX_WIRE
from newsdesk.worker.rounds import make_children
from newsdesk.worker.subscriptions import Subscriptions


@dataclass(frozen=True, slots=True)
class _Found:
    """A feed that was fetched and read."""

    url: str
    answer: Fetched
    parsed: ParsedFeed
    sections: tuple[str, ...]


def add_feed(home: Paths, settings: Settings, subscriptions: Subscriptions, url: str, folder: str) -> str:
    """Subscribe to the feed at `url`, or to the first one that the page there names; the line to tell.

    Raises FeedError where there is none, OpmlError where the list can't be edited.
    """
    asked = web_url(url if "://" in url else f"https://{url}")
    if not asked:
        raise FeedError(
            f"{clean_line(url, 200)!r} is no http or https address", "Give the address of a feed or a site."
        )
    found = asyncio.run(_find(asked, make_children(settings)))
    path = tuple(part.strip() for part in folder.split("/") if part.strip())
    line = subscriptions.subscribe(Subscription(found.url, found.parsed.title, path, found.parsed.site_url))
    with translated(home.database), closing(open_writer(home.database)) as connection:
        _store(connection, found, settings)
    return line


async def _find(url: str, children: ChildPool) -> _Found:
    async with Client(about.user_agent()) as client, children:
        answer = await _get(client, url)
        if not looks_like_feed(answer.body, answer.content_type):
            candidates = find_feeds(answer.body, answer.url)
            if not candidates:
                raise FeedError(f"{shown(url)} is no feed, and its page names none", "Give the feed's own address.")
            url = candidates[0].url
            answer = await _get(client, url)
        read = await children.run("parse", answer.body, answer.url, answer.content_type, clock.now())
        if isinstance(read, Failed):
            raise FeedError(f"{shown(url)}: {read.reason}")
        return _Found(url, answer, *read)


async def _get(client: Client, url: str) -> Fetched:
    answer = await client.get(
        url, Validators(), accept=ACCEPT, max_wire=MAX_WIRE, max_decoded=MAX_DECODED, deadline=DEADLINE
    )
    if not isinstance(answer, Fetched):
        reason = answer.reason if isinstance(answer, Failed) else "the server says that nothing changed"
        raise FeedError(f"{shown(url)} can't be fetched: {reason}")
    return answer


def _store(connection: Connection, found: _Found, settings: Settings) -> None:
    state = next(
        (state for state in list_feed_states(connection) if canonical(state.url) == canonical(found.url)), None
    )
    if state is None or state.last_asked is not None:
        return
    digest = hashlib.sha256(found.answer.body).hexdigest()
    with transaction(connection):
        saved = save_feed(connection, state.feed, found.parsed, clock.now(), found.sections)
        outcome = FetchOutcome(replace(found.answer, body=b""), digest, found.parsed, saved.new)
        save_states(
            connection,
            [next_state(state, outcome, now=clock.now(), jitter=random.random(), floor=settings.interval * 60)],
        )
