"""A round of asking feeds: each is fetched, parsed, stored."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from newsdesk import clock, urls
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.feeds import Failed, Fetched, NotModified
from newsdesk.model.fetching import FeedState, FetchOutcome
from newsdesk.net import credentials
from newsdesk.net.client import Client
from newsdesk.net.manners import is_offline
from newsdesk.net.pace import HostPace
from newsdesk.store.connection import Connection, DatabaseError, transaction
from newsdesk.store.writes.documents import known_entries
from newsdesk.store.writes.fetches import save_states
from newsdesk.worker.children import ChildPool
from newsdesk.worker.storing import Storing
from newsdesk.worker.tally import Tally

MAX_WIRE = 10_000_000
"""Bytes of a feed document as sent."""
MAX_DECODED = 16_000_000
"""Bytes of a feed document, unpacked."""
GRACE = 0.5
"""Seconds without a document to read after which the parsers are free for other work: they come in bursts."""
DEADLINE = 30.0
"""Seconds that one feed may take in all."""
ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

_log = logging.getLogger(__name__)


class Fetcher:
    """A round of asking feeds that can grow while it runs; `tally` says what it did."""

    def __init__(
        self,
        connection: Connection,
        client: Client,
        children: ChildPool,
        sign_ins: SignIns,
        *,
        floor: int,
        spacing: float,
        total: int,
        told: Callable[[Tally], None] = lambda tally: None,
    ) -> None:
        self.tally = Tally()
        self._parsing = 0
        self._parsed = float("-inf")
        self._connection = connection
        self._client = client
        self._children = children
        self._sign_ins = sign_ins
        self._spacing = spacing
        self._pace: HostPace[FeedState] = HostPace(spacing, total)
        self._told = told
        self._storing = Storing(connection, floor, lambda: self._parsing > 0)
        self._under_way: set[int] = set()
        self._unreachable: list[tuple[FeedState, FetchOutcome]] = []
        self._unmodified: list[FeedState] = []
        self._changed = asyncio.Event()

    @property
    def is_parsing(self) -> bool:
        """Whether documents are being read, or were a moment ago."""
        return self._parsing > 0 or clock.monotonic() - self._parsed < GRACE

    def add(self, states: Iterable[FeedState]) -> int:
        """Queue feeds that are not queued yet; how many were."""
        added = 0
        for state in states:
            if state.feed not in self._under_way:
                self._under_way.add(state.feed)
                # Starts are spread, so that a launch or waking up is no burst.
                ready = clock.monotonic() + random.random() * self._spacing
                self._pace.add(urls.host(state.address), state, ready)
                added += 1
        self.tally.asked += added
        self._changed.set()
        return added

    async def run(self) -> Tally:
        """Ask all that is queued; returns when nothing waits or is under way."""
        tasks: set[asyncio.Task[None]] = set()
        try:
            while self._pace:
                while (state := self._pace.take(clock.monotonic())) is not None:
                    task = asyncio.create_task(self._ask(state))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
                await self._wait_for_change()
                if len(self._unmodified) >= 50:
                    self._save_unmodified()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._storing.close()
        self._save_unmodified()
        self._save_unreachable()
        return self.tally

    async def _wait_for_change(self) -> None:
        self._changed.clear()
        try:
            async with asyncio.timeout(self._pace.wait(clock.monotonic())):
                await self._changed.wait()
        except TimeoutError:
            pass

    async def _ask(self, state: FeedState) -> None:
        host = urls.host(state.address)
        try:
            outcome = await self._outcome(state)
            self.tally.count(state, outcome)
            if isinstance(outcome.answer, Failed) and outcome.answer.status in (429, 503):
                self._leave_alone(host)
        except DatabaseError as error:
            _log.exception("storing %s", urls.shown(state.url, private=state.private))
            self.tally.unstored += 1
            self.tally.count(state, FetchOutcome(Failed(f"could not be stored: {error}", "store")))
        finally:
            self._under_way.discard(state.feed)
            self._pace.done(host, clock.monotonic())
            self._changed.set()
        self._told(self.tally)

    def _leave_alone(self, host: str) -> None:
        for dropped in self._pace.drop(host):
            self._under_way.discard(dropped.feed)
            self.tally.asked -= 1

    async def _outcome(self, state: FeedState) -> FetchOutcome:
        access = await self._sign_ins.open(state.url)
        if isinstance(access, Failed):
            return self._storing.save(state, self._refused(state, access))
        answer = await self._client.get(
            state.address, state.validators, accept=ACCEPT, max_wire=MAX_WIRE, max_decoded=MAX_DECODED,
            deadline=DEADLINE, access=access,
        )  # fmt: skip
        match answer:
            case Failed(kind="offline"):
                # Whether it is this feed's fault or the network's shows when the others have been asked.
                outcome = FetchOutcome(answer)
                self._unreachable.append((state, outcome))
                return outcome
            case NotModified():
                outcome = FetchOutcome(answer)
                self._unmodified.append(self._storing.next(state, outcome))
                return outcome
            case Failed():
                return self._storing.save(state, self._refused(state, answer))
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == state.body_hash:
            return self._storing.save(state, FetchOutcome(answer, digest))
        self._parsing += 1
        known = tuple(known_entries(self._connection, state.feed))
        try:
            read = await self._children.run("parse", answer.body, answer.url, answer.content_type, clock.now(), known)
        finally:
            self._parsing -= 1
            self._parsed = clock.monotonic()
        if isinstance(read, Failed):
            read = credentials.explained(read, access, clock.now())
            return self._storing.save(state, self._refused(state, read))
        parsed, sections = read
        return await self._storing.save_read(
            state, FetchOutcome(_without_body(answer), digest, parsed), parsed, sections
        )

    def _refused(self, state: FeedState, failed: Failed) -> FetchOutcome:
        """A failure; where it is for want of a sign-in, with the mark of the one that there is."""
        if failed.kind != "credentials":
            return FetchOutcome(failed)
        self._sign_ins.forget(state.url)
        return FetchOutcome(failed, mark=self._sign_ins.mark(state.url))

    def _save_unmodified(self) -> None:
        with transaction(self._connection):
            save_states(self._connection, self._unmodified)
        self._unmodified.clear()

    def _save_unreachable(self) -> None:
        offline = is_offline(self.tally.asked, self.tally.unreachable)
        with transaction(self._connection):
            save_states(
                self._connection,
                [self._storing.next(state, outcome, offline=offline) for state, outcome in self._unreachable],
            )


def _without_body(answer: Fetched) -> Fetched:
    return replace(answer, body=b"")
