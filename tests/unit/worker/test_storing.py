"""How what was read is stored: together with what is being read beside it, soon, and none at another's cost."""

from __future__ import annotations

import asyncio

import pytest

from builders import Desk, document, entry, subscription
from newsdesk.model.feeds import Fetched, Validators
from newsdesk.model.fetching import FeedState, FetchOutcome
from newsdesk.store.connection import DatabaseError
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.worker import storing
from newsdesk.worker.storing import DOCUMENTS, ENTRIES, Storing


class _Stored:
    """Feeds whose documents are stored; `more` says that others are being read."""

    def __init__(self, desk: Desk, *, more: bool) -> None:
        desk.follow(*(subscription(number) for number in range(1, DOCUMENTS + 1)))
        self.desk = desk
        self.storing = Storing(desk.connection, 900, lambda: more)
        self.commits = 0
        desk.connection.set_trace_callback(self._traced)

    def _traced(self, statement: str) -> None:
        self.commits += statement == "COMMIT"

    def begin(self, number: int, *entries: int) -> asyncio.Task[FetchOutcome]:
        """Store a document of feed `number` with these entries."""
        parsed = document(*(entry(1_000 * number + one) for one in entries))
        outcome = FetchOutcome(
            Fetched("https://x.example/", b"", "application/xml", Validators()), f"hash {number}", parsed
        )
        return asyncio.create_task(self.storing.save_read(self._state(number), outcome, parsed, ()))

    def _state(self, number: int) -> FeedState:
        (state,) = [one for one in list_feed_states(self.desk.connection) if one.feed == self.desk.feed(number)]
        return state

    def hashes(self) -> set[str]:
        """Of the documents that are stored."""
        return {state.body_hash for state in list_feed_states(self.desk.connection)} - {""}


async def test_where_nothing_else_is_read_a_document_is_stored_at_once(desk: Desk) -> None:
    """Nothing waits for the clock."""
    stored = _Stored(desk, more=False)
    task = stored.begin(1, 1, 2)
    await asyncio.sleep(0)
    assert stored.hashes() == {"hash 1"}
    assert (await task).new_entries == 2


@pytest.mark.parametrize("sizes", [(1, 2, ENTRIES), (2,) * DOCUMENTS])
async def test_several_are_stored_in_one_transaction(
    desk: Desk, sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As soon as there are enough of them or of their entries, each document with its own count."""
    monkeypatch.setattr(storing, "PATIENCE", 3_600)
    stored = _Stored(desk, more=True)
    tasks = [stored.begin(number, *range(size)) for number, size in enumerate(sizes, 1)]
    assert [outcome.new_entries for outcome in await asyncio.gather(*tasks)] == [*sizes]
    assert stored.commits == 1
    assert stored.hashes() == {f"hash {number}" for number in range(1, len(sizes) + 1)}
    desk.check()


async def test_a_document_waits_for_others_a_moment_only(desk: Desk) -> None:
    """The other one may take long to be read."""
    stored = _Stored(desk, more=True)
    task = stored.begin(1, 1)
    await asyncio.sleep(0)
    assert not stored.hashes()
    assert (await task).new_entries == 1


async def test_one_that_is_refused_is_refused_alone(desk: Desk) -> None:
    """The others of its transaction are stored, and nothing of it."""
    stored = _Stored(desk, more=True)
    desk.connection.execute(
        "CREATE TEMP TRIGGER refused BEFORE INSERT ON entries WHEN new.identity = 'guid-2002' "
        "BEGIN SELECT raise(ABORT, 'no room'); END"
    )
    tasks = [stored.begin(1, 1), stored.begin(2, 1, 2), stored.begin(3, 1)]
    first, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(second, DatabaseError)
    assert [one.new_entries for one in (first, third) if isinstance(one, FetchOutcome)] == [1, 1]
    assert stored.hashes() == {"hash 1", "hash 3"}
    assert len(desk.headlines()) == 2
    desk.check()


async def test_what_waits_when_a_round_is_broken_off_is_dropped(desk: Desk) -> None:
    """Nothing of it is stored later: its feed is asked again."""
    stored = _Stored(desk, more=True)
    task = stored.begin(1, 1)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    stored.storing.close()
    last = stored.begin(2, 1)
    assert (await last).new_entries == 1
    assert stored.hashes() == {"hash 2"}
