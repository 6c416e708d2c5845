"""Fetches what an opened article asks for: its own page and its pictures, nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newsdesk import clock, urls
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.access import Access
from newsdesk.model.feeds import Failed, Fetched, Validators
from newsdesk.model.pictures import Thumbnail
from newsdesk.net.client import Client
from newsdesk.store.connection import Connection, transaction
from newsdesk.store.queries.articles import get_document, get_picture
from newsdesk.store.queries.revisions import get_versions
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.queries.sources import list_feed_urls
from newsdesk.store.writes.pages import fill_gaps, save_page, save_picture
from newsdesk.worker.children import ChildPool

MAX_PAGE = 5_000_000
"""Bytes of a page, unpacked."""
MAX_PICTURE = 10_000_000
DEADLINE = 30.0
"""Seconds that one page or picture may take in all."""
ENOUGH = 0.8
"""Share of the feed's own text that a page must have to take its place."""
_PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_PICTURE = "image/jpeg, image/png, image/gif, image/webp"


class Pages:
    """Gets pages and pictures, one at a time a host and spaced as feeds are.

    A request carries the sign-in of the article's own feed, where it goes to that feed's origin.
    """

    def __init__(
        self, connection: Connection, client: Client, children: ChildPool, sign_ins: SignIns, spacing: float
    ) -> None:
        self._connection = connection
        self._client = client
        self._children = children
        self._sign_ins = sign_ins
        self._spacing = spacing
        self._hosts: dict[str, asyncio.Lock] = {}
        self._rested: dict[str, float] = {}

    async def get_full_text(self, headline: int) -> str:
        """Put the page's text in place of the feed's; "" or in words why it was not."""
        row = get_headlines(self._connection, [headline]).get(headline)
        if row is None or not row.url:
            return "it has no page of its own"
        answer = await self._get(headline, row.url, _PAGE, MAX_PAGE)
        if isinstance(answer, Failed):
            return f"{urls.host(row.url)}: {answer.reason}"
        read = await self._children.run("page", headline, answer.body, answer.url, answer.content_type)
        if isinstance(read, Failed):
            return f"the page {read.reason}"
        article, section, notice = read
        _, _, length = get_document(self._connection, headline, "feed")
        if article.length < length * ENOUGH or not article.length:
            return notice or "the page has no more than the feed gave"
        with transaction(self._connection):
            save_page(self._connection, article, answer.url, answer.content_type, answer.body, clock.now())
            fill_gaps(self._connection, headline, section)
        return ""

    async def get_changes(self, headline: int) -> str:
        """What the publisher changed last, a document as `dump_document` has it; else in words why there is none."""
        versions = get_versions(self._connection, headline)
        if versions is None:
            return "nothing was changed"
        made = await self._children.run("changed", *versions)
        return f"the text {made.reason}" if isinstance(made, Failed) else str(made)

    async def get_picture(self, headline: int, url: str) -> str:
        """Fetch and store the small form of a picture of an article; "" or in words why there is none."""
        if get_picture(self._connection, url) is not None:
            return ""
        answer = await self._get(headline, url, _PICTURE, MAX_PICTURE)
        made: Thumbnail | Failed | None = answer if isinstance(answer, Failed) else None
        if isinstance(answer, Fetched):
            made = await self._children.run("picture", answer.body)
        picture, reason = (None, made.reason) if isinstance(made, Failed) else (made, "")
        with transaction(self._connection):
            save_picture(self._connection, url, picture, clock.now())
        return reason

    async def _get(self, headline: int, url: str, accept: str, limit: int) -> Fetched | Failed:
        access = await self._access(headline, url)
        if isinstance(access, Failed):
            return access
        async with self._turn(urls.host(url)):
            answer = await self._client.get(
                url, Validators(), accept=accept, max_wire=limit, max_decoded=limit, deadline=DEADLINE, access=access
            )
        if isinstance(answer, Fetched | Failed):
            return answer
        return Failed("the server says that nothing changed, unasked", "http", 304)

    async def _access(self, headline: int, url: str) -> Access | Failed | None:
        """The sign-in of the feeds that carry an article, of the first one that the address belongs to."""
        feed = next((feed for feed in list_feed_urls(self._connection, headline) if _same_origin(feed, url)), "")
        return await self._sign_ins.open(feed) if feed else None

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        async with self._hosts.setdefault(host, asyncio.Lock()):
            await asyncio.sleep(max(0.0, self._rested.get(host, 0.0) - clock.monotonic()))
            try:
                yield
            finally:
                self._rested[host] = clock.monotonic() + self._spacing


def _same_origin(one: str, other: str) -> bool:
    return urls.origin(one) == urls.origin(other)
