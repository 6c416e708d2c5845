"""What fetches, parses, stores and digests, put together for as long as a worker (or `newsdesk refresh`) runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Self

from newsdesk import about, clock, newsroom
from newsdesk.config import Settings
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.fetching import FeedState
from newsdesk.model.sidebar import Progress
from newsdesk.net.client import Client, Limits
from newsdesk.store.connection import Connection, give_pages_back, transaction
from newsdesk.store.queries.placed import list_placed
from newsdesk.store.queries.progress import get_progress
from newsdesk.store.writes.articles import count_waiting, is_any_waiting
from newsdesk.store.writes.fetches import save_progress
from newsdesk.worker.children import ChildPool
from newsdesk.worker.digester import Digester
from newsdesk.worker.fetcher import Fetcher
from newsdesk.worker.pages import Pages
from newsdesk.worker.placing import Placing
from newsdesk.worker.tally import MAX_FAILING, Tally

PUBLISH_PAUSE = 0.5
"""Seconds between two rankings of the first front page while news comes in, at least."""
PUBLISH_AGAIN = 10.0
"""The same where there is a page already, which stands for that long; the end of a round ranks it anyway."""
PUBLISH_REST = 50
"""The same pause at least in times of what a ranking takes: the first page comes soon, a full one costs little."""
REPUBLISH = 300.0
"""Seconds between two rankings while none does: stories age."""
PROGRESS_PAUSE = 0.25
"""Seconds between two words of progress: a screen that changes more often is not calm."""


class Rounds:
    """Rounds of one worker; use as `async with Rounds(...)`. `told` hears every change of the progress.

    `live_stories` is the file in which they are left to the next worker.
    """

    def __init__(
        self,
        connection: Connection,
        children: ChildPool,
        settings: Settings,
        sign_ins: SignIns,
        told: Callable[[Progress], None] = lambda progress: None,
        *,
        live_stories: Path | None = None,
    ) -> None:
        self.progress = get_progress(connection)
        self._connection = connection
        self._children = children
        self._settings = settings
        self._sign_ins = sign_ins
        self._told = told
        self._client = Client(about.user_agent(), Limits(max_open=settings.connections))
        self._fetcher: Fetcher | None = None
        self._digester = Digester(connection, children, children.count, self._is_parsing)
        self._placing = Placing(connection, self._is_parsing, live_stories)
        self.pages = Pages(connection, self._client, children, sign_ins, settings.host_spacing)
        self._kept = newsroom.Kept()
        self._second_pass: dict[Callable[[], Awaitable[None]], asyncio.Task[None]] = {}
        self._last_word = 0.0
        self._published = clock.monotonic()
        self._pause = self._rest()
        self._ranking = 0.0
        """Seconds that the last ranking took."""
        self._unpublished = False
        self._late_word: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        self._say(running=False, offline=False, notice="")
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._second_pass.values():
            task.cancel()
        await asyncio.gather(*self._second_pass.values(), return_exceptions=True)
        self._placing.keep()
        self._say(running=False)
        await self._client.__aexit__()
        self._children.close()

    @property
    def is_running(self) -> bool:
        """Whether feeds are being asked."""
        return self._fetcher is not None

    @property
    def seems_offline(self) -> bool:
        """Whether nobody at all has answered in the round that runs, though several were asked: it may last minutes."""
        return self._fetcher is not None and self._fetcher.tally.seems_offline

    async def run(self, states: Sequence[FeedState], feeds: int) -> Tally:
        """Ask these feeds of `feeds` in all and store what comes; the digest goes on behind it."""
        self._fetcher = Fetcher(
            self._connection, self._client, self._children, self._sign_ins, floor=self._settings.interval * 60,
            spacing=self._settings.host_spacing, total=self._settings.connections, told=self._tell,
        )  # fmt: skip
        self._fetcher.tally.feeds = feeds
        if any(not state.body_hash for state in states):
            self._children.prepare()  # there will be documents to read
        self._fetcher.add(states)
        self._say(running=True, asked=len(states), done=0, new=0, failed=0, failing=())
        try:
            tally = await self._fetcher.run()
        finally:
            self._fetcher = None
        self._say(running=False, finished=clock.now(), **_figures(tally))
        self.start_digest()
        return tally

    def join(self, states: Sequence[FeedState]) -> int | None:
        """Ask these feeds too in the round that runs; how many were not being asked already, None when none runs."""
        return None if self._fetcher is None else self._fetcher.add(states)

    def start_digest(self) -> None:
        """Begin the second pass where something waits for it and it is not under way: blocks and index, and stories.

        The stories don't wait for the blocks: while feeds are parsed the front page grows, and blocks are not made.
        """
        if is_any_waiting(self._connection):
            self._begin(self._digest)
        if self._placing.is_wanted() or (self._unpublished and not self.is_running):
            self._begin(self._place)

    async def finish_digest(self) -> None:
        """Wait until nothing waits for its blocks or its story."""
        self.start_digest()
        while running := [task for task in self._second_pass.values() if not task.done()]:
            await asyncio.wait(running)
            for task in running:
                task.result()
            self.start_digest()

    async def digest_now(self, headline: int) -> None:
        """Make the blocks of one headline ahead of all others: it is being opened."""
        await self._digester.digest(headline)

    def publish(self) -> None:
        """Rank the front page and the picks anew, for every window to see."""
        self._publish(only_top=False)
        self._unpublished = False
        self._pause = self._rest()

    def tidy(self) -> None:
        """End the parsers that have had nothing to do for a while, and let the front page age."""
        if clock.monotonic() - self._published >= REPUBLISH:
            self.publish()
        self._children.reap(clock.monotonic())

    def say_notice(self, notice: str, *, offline: bool) -> None:
        """Tell every window one line, and whether there is no network."""
        if (notice, offline) != (self.progress.notice, self.progress.offline):
            self._say(notice=notice, offline=offline)

    def _begin(self, part: Callable[[], Awaitable[None]]) -> None:
        task = self._second_pass.get(part)
        if task is None or task.done():
            self._second_pass[part] = asyncio.ensure_future(part())

    async def _digest(self) -> None:
        reports = asyncio.create_task(self._report_digest())
        try:
            await self._digester.run()
        finally:
            reports.cancel()
            await asyncio.gather(reports, return_exceptions=True)
        # What was waiting stood in pages of its own.
        while give_pages_back(self._connection):
            await asyncio.sleep(0)
        self._say(digesting=count_waiting(self._connection))

    async def _report_digest(self) -> None:
        while True:
            self._say(digesting=count_waiting(self._connection))
            await asyncio.sleep(1.0)

    async def _place(self) -> None:
        await self._placing.run(self._publish_sometimes)
        if self._unpublished and not self.is_running:
            self.publish()

    def _publish_sometimes(self) -> None:
        self._unpublished = True
        if clock.monotonic() - self._published >= max(self._pause, PUBLISH_REST * self._ranking):
            self._publish(only_top=True)

    def _publish(self, *, only_top: bool) -> None:
        began = clock.monotonic()
        newsroom.publish(self._connection, clock.now(), self._kept, only_top=only_top)
        self._published = clock.monotonic()
        self._ranking = self._published - began

    def _rest(self) -> float:
        """Seconds that the page which there is may stand while news comes in."""
        return PUBLISH_AGAIN if list_placed(self._connection, "top") else PUBLISH_PAUSE

    def _is_parsing(self) -> bool:
        return self._fetcher is not None and self._fetcher.is_parsing

    def _tell(self, tally: Tally) -> None:
        self.start_digest()
        left = self._last_word + PROGRESS_PAUSE - clock.monotonic()
        if left <= 0:
            self._say(**_figures(tally))
        elif self._late_word is None:
            # Else the last word before a source that is slow to answer would stand there, wrong, until it does.
            self._late_word = asyncio.get_running_loop().call_later(left, self._tell_late, tally)

    def _tell_late(self, tally: Tally) -> None:
        self._late_word = None
        if self._fetcher is not None and self._fetcher.tally is tally:
            self._say(**_figures(tally))

    def _say(self, **changes: Any) -> None:
        self.progress = self.progress._replace(**changes)
        self._last_word = clock.monotonic()
        with transaction(self._connection):
            save_progress(self._connection, self.progress)
        self._told(self.progress)


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        "asked": tally.asked,
        "done": tally.done,
        "new": tally.new_entries,
        "failed": tally.failed,
        "failing": tuple(tally.errors[-MAX_FAILING:]),
    }
