"""The worker: follows feeds.opml, asks what is due, answers requests, until it is told to stop."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from newsdesk import clock
from newsdesk.config import Settings
from newsdesk.errors import NewsdeskError
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.fetching import FeedState
from newsdesk.net.manners import Connectivity, after_round
from newsdesk.paths import Paths, bundled_opml
from newsdesk.store import requests
from newsdesk.store.connection import Connection, DatabaseError, data_version, open_reader, open_writer
from newsdesk.store.marks import MarkWriter
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.store.requests import Request
from newsdesk.store.writes.index import merge_segments
from newsdesk.store.writes.retention import PAUSE, next_sweep, sweep
from newsdesk.worker import lifecycle
from newsdesk.worker.add import add_feed
from newsdesk.worker.children import ChildPool
from newsdesk.worker.copies import WeeklyCopy
from newsdesk.worker.follow import Follower
from newsdesk.worker.prefetch import Prefetch
from newsdesk.worker.rounds import Rounds
from newsdesk.worker.schedule import due_feeds, next_time, probe_feed, released
from newsdesk.worker.subscriptions import Subscriptions
from newsdesk.worker.tally import Tally

LOOK = 0.05
"""Seconds between two looks for requests."""
LATELY = 2
"""Seconds back to which a source that was asked with the very same sign-in need not be asked again."""
UNSTORED_PAUSE = 300
"""Seconds without asking after a round of which something could not be written (a full disk)."""
TICK = 1.0
"""Seconds between two looks at feeds.opml and the clock."""

_log = logging.getLogger(__name__)


def work(paths: Paths, settings: Settings, children: ChildPool) -> None:
    """Do a worker's work until its starter is gone; whoever calls has the lock of the database."""
    sign_ins = SignIns(paths)
    connection = open_writer(paths.database)
    try:
        rounds = Rounds(connection, children, settings, sign_ins, live_stories=paths.live_stories)
        asyncio.run(_run(paths, connection, settings, sign_ins, rounds))
    finally:
        connection.close()


async def _run(paths: Paths, connection: Connection, settings: Settings, sign_ins: SignIns, rounds: Rounds) -> None:
    stopped, running = asyncio.Event(), asyncio.get_running_loop()
    # Look-ups of names block a thread each: one resolver that hangs must not keep all the others waiting.
    running.set_default_executor(ThreadPoolExecutor(2 * settings.connections, "lookup"))

    def stop_soon() -> None:
        # The word may come while the worker is ending for another reason, its loop closed already.
        with suppress(RuntimeError):
            running.call_soon_threadsafe(stopped.set)

    lifecycle.end_with_parent(stop_soon)
    watched = open_reader(paths.database)
    async with rounds:
        worker = _Worker(paths, connection, settings, sign_ins, rounds)
        tasks = [asyncio.create_task(worker.watch_requests(watched)), asyncio.create_task(worker.keep_time())]
        stop = asyncio.create_task(stopped.wait())
        await asyncio.wait([*tasks, stop], return_when=asyncio.FIRST_COMPLETED)
        await worker.end()
        for task in (*tasks, stop):
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result


class _Worker:
    """What the two watching tasks share."""

    def __init__(
        self, paths: Paths, connection: Connection, settings: Settings, sign_ins: SignIns, rounds: Rounds
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._connection = connection
        self._rounds = rounds
        self._sign_ins = sign_ins
        self._follower = Follower(connection, paths, sign_ins, bundled_opml())
        self._cookie_notice = ""
        self._online = Connectivity()
        self._last_tally = Tally()
        self._next_due = 0
        self._next_sweep = next_sweep(connection)
        self._copy = WeeklyCopy(connection, paths, clock.now())
        self._prefetch = Prefetch(connection, rounds.pages, settings, lambda: rounds.is_running)
        self._prefetching: asyncio.Task[object] | None = None
        self._jobs: set[asyncio.Task[object]] = set()
        self._taken: set[int] = set()
        self._tidied = True

    async def end(self) -> None:
        """Cancel what is under way; transactions are never left half done."""
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    async def watch_requests(self, watched: Connection) -> None:
        """Take up what windows ask for, within LOOK seconds."""
        seen = -1
        while True:
            if (version := data_version(watched)) != seen:
                seen = version
                for request in requests.list_open(watched):
                    if request.id not in self._taken:
                        self._taken.add(request.id)
                        self._spawn(self._answer(request))
            await asyncio.sleep(LOOK)

    async def keep_time(self) -> None:
        """Follow feeds.opml and ask feeds when they are due, every TICK seconds."""
        while True:
            if self._sign_ins.look() | self._follower.look():
                self._next_due = 0
                self._prefetch.follow(replace(self._settings, feeds=self._sign_ins.feeds))
            self._rounds.tidy()
            offline = self._online.offline_since is not None or self._rounds.seems_offline
            self._rounds.say_notice(self._follower.notice or self._cookie_notice, offline=offline)
            now = clock.now()
            if not self._rounds.is_running and now >= self._next_due:
                self._ask_due(now)
            if not self._rounds.is_running and now >= self._next_sweep:
                self._next_sweep = now + PAUSE
                self._spawn(self._sweep())
            if not self._rounds.is_running and now >= self._copy.due:
                self._spawn(self._copy.make(now))
            self._look_ahead()
            await asyncio.sleep(TICK)

    def _look_ahead(self) -> None:
        """Fetch pages and pictures that are wanted before they are opened, while feeds rest and there is a network."""
        idle = self._prefetching is None or self._prefetching.done()
        resting = not self._rounds.is_running and self._online.offline_since is None
        if idle and resting and self._prefetch.is_due:
            self._prefetching = self._spawn(self._prefetch.run())

    async def _sweep(self) -> None:
        """Let go what is over its time, slice by slice, while no feed is asked."""
        while self._rounds.is_running or sweep(self._connection, clock.now(), self._settings.keep_days):
            await asyncio.sleep(TICK if self._rounds.is_running else LOOK)

    def _ask_due(self, now: int) -> None:
        states = self._states()
        self._cookie_notice = self._sign_ins.cookie_notice([state.url for state in states], now)
        if self._online.offline_since is not None:
            probe = probe_feed(states, now) if now >= self._online.probe_at else None
            due = [probe] if probe else []
            self._next_due = self._online.probe_at
        else:
            due = due_feeds(states, now)
            self._next_due = next_time(states, now) or now + 60
        if due:
            self._spawn(self._round(due, len(states)))
        elif not self._tidied:
            merge_segments(self._connection)
            self._tidied = True
        else:
            self._rounds.start_digest()

    def _states(self) -> list[FeedState]:
        return released(list_feed_states(self._connection), self._sign_ins.mark)

    async def _round(self, due: Sequence[FeedState], feeds: int) -> None:
        tally = await self._rounds.run(due, feeds)
        self._online = after_round(self._online, asked=tally.done, unreachable=tally.unreachable, now=clock.now())
        # What can't be stored is not asked for again and again.
        self._next_due = clock.now() + UNSTORED_PAUSE if tally.unstored else 0
        self._tidied = False
        self._last_tally = tally

    def _spawn(self, job: Coroutine[None, None, object]) -> asyncio.Task[object]:
        task = asyncio.create_task(job)
        self._jobs.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._jobs.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("a job of the worker failed", exc_info=error)

    async def _answer(self, request: Request) -> None:
        try:
            answer = await self._do(request)
        except (OSError, ValueError, DatabaseError, NewsdeskError) as error:
            _log.exception("request %s", request.kind)
            answer = f"failed: {error}"
        requests.finish(self._connection, request.id, clock.now(), answer)
        self._taken.discard(request.id)

    async def _do(self, request: Request) -> str:
        match request.kind:
            case "digest":
                await self._rounds.digest_now(int(request.key))
                return ""
            case "refresh-feed":
                return await self._refresh(manual=[int(key) for key in request.key.split(",")])
            case "refresh-all":
                return await self._refresh(forced=request.key == "force")
            case "sign-in":
                return await self._sign_in(int(request.key))
            case "full-text":
                return await self._rounds.pages.get_full_text(int(request.key))
            case "changes":
                return await self._rounds.pages.get_changes(int(request.key))
            case "picture":
                headline, _, url = request.key.partition(" ")
                return await self._rounds.pages.get_picture(int(headline), url)
            case "desk":
                self._rounds.publish()
                return ""
            case "add-feed":
                return await self._add(**json.loads(request.key))

    async def _add(self, url: str, folder: str, window: str) -> str:
        writer = MarkWriter(self._paths.database, window)
        try:
            return await asyncio.to_thread(
                add_feed, self._paths, self._settings, Subscriptions(self._paths, writer), url, folder
            )
        except NewsdeskError as error:
            return str(error)
        finally:
            writer.close()

    async def _sign_in(self, feed: int) -> str:
        """Ask one feed with what it is signed in with now, unless that was seen and done already: some count tries."""
        self._sign_ins.look()
        self._follower.look()
        joined = False
        while self._rounds.is_running:
            joined = joined or bool(self._rounds.join(self._to_sign_in(feed)))
            await asyncio.sleep(LOOK)
        if not joined and (states := self._to_sign_in(feed)):
            await self._round(states, len(self._states()))
        await self._rounds.finish_digest()
        return json.dumps(self._last_tally.figures())

    def _to_sign_in(self, feed: int) -> list[FeedState]:
        now = clock.now()

        def is_seen(row: FeedState) -> bool:
            # A row of another mark waits for the sign-in that there is now.
            lately = row.last_asked is not None and row.last_asked >= now - LATELY
            return lately and row.refused in ("", self._sign_ins.mark(row.url))

        rows = due_feeds(self._states(), now, forced=True, manual=[feed])
        return [row for row in rows if not is_seen(row)]

    async def _refresh(self, *, manual: list[int] | None = None, forced: bool = False) -> str:
        self._sign_ins.look()
        self._follower.look()
        joined = False
        while self._rounds.is_running:
            if manual is not None and not joined:
                due = due_feeds(self._states(), clock.now(), manual=manual)
                joined = self._rounds.join(due) is not None
            await asyncio.sleep(LOOK)
        if not joined:
            states = self._states()
            await self._round(due_feeds(states, clock.now(), forced=forced, manual=manual), len(states))
        tally = self._last_tally
        await self._rounds.finish_digest()
        return json.dumps(tally.figures())
