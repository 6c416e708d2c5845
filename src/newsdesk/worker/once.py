"""A worker for one job, without a program around it: what the commands use where no worker works."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import TypeVar

from newsdesk import clock
from newsdesk.config import Settings
from newsdesk.errors import FeedError
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.sidebar import Progress
from newsdesk.paths import Paths, bundled_opml
from newsdesk.store.connection import Connection, open_writer, translated
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.urls import canonical, shown
from newsdesk.worker.children import ChildPool
from newsdesk.worker.follow import Follower
from newsdesk.worker.lifecycle import WorkerLock
from newsdesk.worker.readers import make_children
from newsdesk.worker.rounds import Rounds
from newsdesk.worker.schedule import due_feeds, released
from newsdesk.worker.tally import Tally


def refresh_once(
    paths: Paths,
    settings: Settings,
    feeds: Collection[str],
    *,
    forced: bool,
    told: Callable[[Progress], None] = lambda progress: None,
    children: ChildPool | None = None,
) -> Tally | None:
    """Ask what is due (of `feeds`, addresses, where any are named; all with `forced`) and digest it.

    None where a worker holds the lock: ask that one. Raises FeedError for an address that is not subscribed to.
    """

    async def round_(connection: Connection, rounds: Rounds) -> Tally:
        follower = Follower(connection, paths, sign_ins, bundled_opml())
        follower.look()
        states = released(list_feed_states(connection), sign_ins.mark)
        ending = sign_ins.cookie_notice([state.url for state in states], clock.now())
        rounds.say_notice(follower.notice or ending, offline=False)
        manual = find_feeds(connection, feeds) if feeds else None
        tally = await rounds.run(due_feeds(states, clock.now(), forced=forced, manual=manual), len(states))
        await rounds.finish_digest()
        return tally

    sign_ins = SignIns(paths)
    return _once(paths, settings, sign_ins, round_, told, children)


def get_full_text_once(paths: Paths, settings: Settings, headline: int) -> str | None:
    """Put the page's text in place of the feed's; "" or why not in words, None where a worker holds the lock."""
    return _once(paths, settings, SignIns(paths), lambda _, rounds: rounds.pages.get_full_text(headline))


T = TypeVar("T")


def _once(
    paths: Paths,
    settings: Settings,
    sign_ins: SignIns,
    job: Callable[[Connection, Rounds], Awaitable[T]],
    told: Callable[[Progress], None] = lambda progress: None,
    children: ChildPool | None = None,
) -> T | None:
    """The result of a job done as this database's worker; None where another one is."""
    children = children or make_children(settings)
    lock = WorkerLock(paths.worker_lock)
    if not lock.acquire():
        return None
    connection = open_writer(paths.database)

    async def run() -> T:
        async with Rounds(connection, children, settings, sign_ins, told, live_stories=paths.live_stories) as rounds:
            return await job(connection, rounds)

    try:
        with translated(paths.database):
            return asyncio.run(run())
    finally:
        connection.close()
        lock.release()


def find_feeds(connection: Connection, feeds: Collection[str]) -> list[int]:
    """The ids of subscribed feeds by address; raises FeedError naming the one that there is not."""
    known = {canonical(state.url): state.feed for state in list_feed_states(connection)}
    missing = [url for url in feeds if canonical(url) not in known]
    if missing:
        raise FeedError(f"There is no feed {shown(missing[0])}", "`newsdesk feeds` lists them.")
    return [known[canonical(url)] for url in feeds]
