"""One round without a program around it: what `newsdesk refresh` does where no worker works."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Collection

from newsdesk import clock
from newsdesk.config import Settings
from newsdesk.errors import FeedError
from newsdesk.model.sidebar import Progress
from newsdesk.paths import Paths, bundled_opml
from newsdesk.store.connection import open_writer
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.urls import canonical, shown
from newsdesk.worker.follow import Follower
from newsdesk.worker.lifecycle import WorkerLock
from newsdesk.worker.rounds import Rounds, make_children
from newsdesk.worker.schedule import due_feeds
from newsdesk.worker.tally import Tally


def refresh_once(
    paths: Paths,
    settings: Settings,
    feeds: Collection[str],
    *,
    forced: bool,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Tally | None:
    """Ask what is due (of `feeds`, addresses, where any are named; all with `forced`) and digest it.

    None where a worker holds the lock: ask that one. Raises FeedError for an address that is not subscribed to.
    """
    children = make_children(settings)
    children.prepare()
    lock = WorkerLock(paths.worker_lock)
    if not lock.acquire():
        return None
    connection = open_writer(paths.database)
    try:
        Follower(connection, paths.opml, bundled_opml()).look()
        rounds = Rounds(connection, children, settings, told)
        return asyncio.run(_run(connection, rounds, feeds, forced=forced))
    finally:
        connection.close()
        lock.release()


async def _run(connection: sqlite3.Connection, rounds: Rounds, feeds: Collection[str], *, forced: bool) -> Tally:
    async with rounds:
        states = list_feed_states(connection)
        manual = find_feeds(connection, feeds) if feeds else None
        tally = await rounds.run(due_feeds(states, clock.now(), forced=forced, manual=manual), len(states))
        await rounds.finish_digest()
        return tally


def find_feeds(connection: sqlite3.Connection, feeds: Collection[str]) -> list[int]:
    """The ids of subscribed feeds by address; raises FeedError naming the one that there is not."""
    known = {canonical(state.url): state.feed for state in list_feed_states(connection)}
    missing = [url for url in feeds if canonical(url) not in known]
    if missing:
        raise FeedError(f"There is no feed {shown(missing[0])}", "`newsdesk feeds` lists them.")
    return [known[canonical(url)] for url in feeds]
