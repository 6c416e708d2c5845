"""Which feeds are asked now, and in which order: pure functions with the time handed in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from newsdesk import urls
from newsdesk.model.fetching import FeedState
from newsdesk.net.manners import MANUAL_FLOOR, WEEK

_CLOCK_SLACK = 300
_SLOTS = 60


def due_feeds(
    rows: Sequence[FeedState], now: int, *, forced: bool = False, manual: Collection[int] | None = None
) -> list[FeedState]:
    """The feeds to ask now, longest overdue first, hosts taking turns.

    `manual` are the ids of feeds a person named: only these, with the shorter floor of asking by hand. `forced`
    passes every wait. `rows` must hold every feed, also those not named: what one answered can hold back its host.
    """
    waits = host_waits(rows, now)
    asked = [
        row
        for row in rows
        if (manual is None or row.feed in manual)
        and (when := earliest(row, now, waits, forced=forced, manual=manual is not None)) is not None
        and when <= now
    ]
    return _take_turns(asked)


def released(rows: Sequence[FeedState], mark: Callable[[str], str]) -> list[FeedState]:
    """The rows, those as if never asked whose sign-in is another (by its `mark`) than the one that was refused."""
    return [
        replace(row, next_due=0, last_asked=None) if row.refused and mark(row.url) != row.refused else row
        for row in rows
    ]


def earliest(
    row: FeedState, now: int, waits: dict[str, int], *, forced: bool = False, manual: bool = False
) -> int | None:
    """When this feed may be asked, Unix seconds, `now` or before meaning at once; None: never (410, or paused)."""
    if row.gone or (row.paused and not manual):
        return None
    if forced or row.last_asked is None:
        return now if forced else max(row.next_due, waits.get(urls.host(row.address), 0))
    if row.last_asked > now + _CLOCK_SLACK:
        return _own_slot(row.feed, now)
    server = max(row.not_before, waits.get(urls.host(row.address), 0))
    return max(server, row.last_asked + MANUAL_FLOOR if manual else row.next_due)


def host_waits(rows: Iterable[FeedState], now: int) -> dict[str, int]:
    """Until when each host that asked for it (429, 5xx) is left alone, Unix seconds."""
    waits: dict[str, int] = {}
    for row in rows:
        # A wait of more than the longest one allowed is left from a clock that was wrong.
        if now < row.host_not_before <= now + WEEK:
            host = urls.host(row.address)
            waits[host] = max(waits.get(host, 0), row.host_not_before)
    return waits


def next_time(rows: Sequence[FeedState], now: int) -> int | None:
    """When the next feed becomes due, Unix seconds; None: none ever will by itself."""
    waits = host_waits(rows, now)
    return min((when for row in rows if (when := earliest(row, now, waits)) is not None), default=None)


def probe_feed(rows: Sequence[FeedState], now: int) -> FeedState | None:
    """The one feed to ask to learn whether the machine is back online: the one that is due first."""
    waits = host_waits(rows, now)
    able = [
        (row.next_due, row.feed, row)
        for row in rows
        if not row.gone and not row.paused and max(row.not_before, waits.get(urls.host(row.address), 0)) <= now
    ]
    return min(able)[2] if able else None


def _own_slot(feed: int, now: int) -> int:
    """A minute of the next hour that is this feed's own.

    A feed that was asked "in the future" tells that the clock was set back. It must not wait for that future, nor
    may all feeds be asked at once.
    """
    minute = now // 60
    wait = (feed - minute) % _SLOTS
    return now if wait == 0 else (minute + wait) * 60


def _take_turns(rows: list[FeedState]) -> list[FeedState]:
    turns: dict[str, int] = {}
    keyed = []
    for row in sorted(rows, key=lambda row: (row.failures > 0, row.next_due, row.feed)):
        host = urls.host(row.address)
        turns[host] = turns.get(host, -1) + 1
        keyed.append((turns[host], row))
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]
