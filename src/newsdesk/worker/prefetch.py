"""Fetches pages and pictures before anybody opens them, where the settings say "always": for reading offline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from newsdesk import clock, urls
from newsdesk.config import Settings
from newsdesk.model.blocks import iter_figures
from newsdesk.store import requests
from newsdesk.store.connection import Connection
from newsdesk.store.queries.articles import get_document, get_picture
from newsdesk.store.queries.prefetch import Unfetched, list_unfetched
from newsdesk.worker.pages import Pages

LANES = 4
"""Hosts that are asked at once."""
MOST = 500
"""Articles that are looked after at a time, the newest."""
REACH = 3 * 86_400
"""Seconds back: older articles are fetched when they are opened."""
MOST_PICTURES = 10
"""Pictures of one article."""
PAUSE = 5.0
"""Seconds between two looks for articles that came in."""


def is_wanted(settings: Settings) -> bool:
    """Whether any source's pages or pictures are to be here before they are opened."""
    of_feeds = settings.feeds.values()
    return "always" in (settings.full_text, settings.pictures) or any(
        "always" in (feed.full_text, feed.pictures) for feed in of_feeds
    )


class Prefetch:
    """Looks after the newest unread articles, one request at a time a host, while no feed is asked."""

    def __init__(self, connection: Connection, pages: Pages, settings: Settings, is_busy: Callable[[], bool]) -> None:
        self._connection = connection
        self._pages = pages
        self._settings = settings
        self._is_busy = is_busy
        self._wanted = is_wanted(settings)
        self._done: set[int] = set()
        """Headlines with nothing left to fetch, as far as can be told."""
        self._hosts: set[str] = set()
        self._next_look = 0.0

    def follow(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings
        self._wanted = is_wanted(settings)
        self._done.clear()

    async def run(self) -> None:
        """Fetch what is wanted, until there is nothing left or feeds are to be asked."""
        self._next_look = clock.monotonic() + PAUSE
        waiting = [one for one in list_unfetched(self._connection, clock.now() - REACH, MOST)
                   if one.headline not in self._done]  # fmt: skip
        await asyncio.gather(*(self._work(waiting) for _ in range(LANES)))
        self._next_look = clock.monotonic() + PAUSE

    @property
    def is_due(self) -> bool:
        """Whether it is time to look."""
        return self._wanted and clock.monotonic() >= self._next_look

    async def _work(self, waiting: list[Unfetched]) -> None:
        """One lane: the newest article of a host that no other lane asks, again and again."""
        while not self._is_busy():
            one = next((one for one in waiting if urls.host(one.url) not in self._hosts), None)
            if one is None:
                return
            waiting.remove(one)
            host = urls.host(one.url)
            self._hosts.add(host)
            try:
                await self._fetch(one)
            finally:
                self._hosts.discard(host)
            self._done.add(one.headline)

    async def _fetch(self, one: Unfetched) -> None:
        if one.summary_only and self._settings.full_text_of(one.feed_url) == "always":
            why = await self._pages.get_full_text(one.headline)
            if why:
                # Said on the article's page, and not tried again until this is forgotten.
                requests.note(self._connection, "full-text", str(one.headline), clock.now(), why)
        if self._settings.pictures_of(one.feed_url) == "always":
            for url in self._missing_pictures(one.headline):
                if self._is_busy():
                    return
                await self._pages.get_picture(one.headline, url)

    def _missing_pictures(self, headline: int) -> list[str]:
        document = get_document(self._connection, headline)[0]
        found = iter_figures(document.blocks if document else ())
        addresses = list(dict.fromkeys(figure.image.url for figure in found if figure.image.url))[:MOST_PICTURES]
        return [url for url in addresses if get_picture(self._connection, url) is None]
