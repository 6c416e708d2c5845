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
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.feeds import Failed, Fetched, ParsedFeed, Subscription, Validators
from newsdesk.model.fetching import FeedState, FetchOutcome
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
from newsdesk.urls import canonical, shown, userinfo, web_url, without_userinfo
from newsdesk.worker.apart import keep_userinfo
from newsdesk.worker.children import ChildPool
from newsdesk.worker.fetcher import ACCEPT, DEADLINE, MAX_DECODED, MAX_WIRE
from newsdesk.worker.readers import make_children
from newsdesk.worker.signing import carry_over, forget_address
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

    Where a sign-in is needed first, the address is subscribed to as it is. A user name and password in it are kept
    apart. Raises FeedError where there is no feed, OpmlError where the list can't be edited.
    """
    asked = web_url(url if "://" in url else f"https://{url}")
    if not asked:
        raise FeedError(
            f"{clean_line(without_userinfo(url), 200)!r} is no http or https address",
            "Give the address of a feed or a site.",
        )
    named, asked = userinfo(asked), keep_userinfo(home, asked)
    sign_ins = SignIns(home)
    try:
        found = asyncio.run(_find(asked, make_children(settings), sign_ins))
    except FeedError:
        if named:
            forget_address(home, asked)
        raise
    path = tuple(part.strip() for part in folder.split("/") if part.strip())
    if isinstance(found, Failed):
        line = subscriptions.subscribe(Subscription(asked, "", path))
        with translated(home.database), closing(open_writer(home.database)) as connection:
            _store_refusal(connection, asked, FetchOutcome(found, mark=sign_ins.mark(asked)), settings)
        return f"{line}: {found.reason}"
    carry_over(home, asked, found.url)
    line = subscriptions.subscribe(Subscription(found.url, found.parsed.title, path, found.parsed.site_url))
    with translated(home.database), closing(open_writer(home.database)) as connection:
        _store(connection, found, settings)
    return line


async def _find(url: str, children: ChildPool, sign_ins: SignIns) -> _Found | Failed:
    """The feed there, or the failure that a sign-in would mend."""
    async with Client(about.user_agent()) as client, children:
        answer = await _get(client, url, sign_ins)
        if isinstance(answer, Failed):
            return answer
        if not looks_like_feed(answer.body, answer.content_type):
            candidates = find_feeds(answer.body, answer.url)
            if not candidates:
                raise FeedError(f"{shown(url)} is no feed, and its page names none", "Give the feed's own address.")
            # What the person gave for the page is for its feed as well, where both are of one origin.
            page, url = url, candidates[0].url
            answer = await _get(client, url, sign_ins, page)
            if isinstance(answer, Failed):
                raise FeedError(f"{shown(url)}: {answer.reason}", "Add the feed by its own address.")
        read = await children.run("parse", answer.body, answer.url, answer.content_type, clock.now())
        if isinstance(read, Failed):
            raise FeedError(f"{shown(url)}: {read.reason}")
        return _Found(url, answer, *read)


async def _get(client: Client, url: str, sign_ins: SignIns, page: str = "") -> Fetched | Failed:
    """The answer, or the failure that a sign-in would mend; FeedError for any other.

    What is asked carries the sign-in of the page that named it, unless it has one of its own.
    """
    access = await sign_ins.open(url if not page or sign_ins.has_own(url) else page)
    if isinstance(access, Failed):
        return access
    answer = await client.get(
        url, Validators(), accept=ACCEPT, max_wire=MAX_WIRE, max_decoded=MAX_DECODED, deadline=DEADLINE, access=access
    )
    if isinstance(answer, Fetched) or (isinstance(answer, Failed) and answer.kind == "credentials"):
        return answer
    reason = answer.reason if isinstance(answer, Failed) else "the server says that nothing changed"
    raise FeedError(f"{shown(url)} can't be fetched: {reason}")


def _store_refusal(connection: Connection, url: str, outcome: FetchOutcome, settings: Settings) -> None:
    state = _state(connection, url)
    if state is not None and state.last_asked is None:
        with transaction(connection):
            save_states(connection, [_next(state, outcome, settings)])


def _store(connection: Connection, found: _Found, settings: Settings) -> None:
    state = _state(connection, found.url)
    if state is None or state.last_asked is not None:
        return
    digest = hashlib.sha256(found.answer.body).hexdigest()
    with transaction(connection):
        saved = save_feed(connection, state.feed, found.parsed, clock.now(), found.sections)
        outcome = FetchOutcome(replace(found.answer, body=b""), digest, found.parsed, saved.new)
        save_states(connection, [_next(state, outcome, settings)])


def _state(connection: Connection, url: str) -> FeedState | None:
    return next((state for state in list_feed_states(connection) if canonical(state.url) == canonical(url)), None)


def _next(state: FeedState, outcome: FetchOutcome, settings: Settings) -> FeedState:
    return next_state(state, outcome, now=clock.now(), jitter=random.random(), floor=settings.interval * 60)
