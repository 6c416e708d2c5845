"""Which feeds are asked now, and in which order."""

from __future__ import annotations

from dataclasses import replace

from newsdesk.model.fetching import FeedState
from newsdesk.worker.schedule import due_feeds, next_time, probe_feed, released

NOW = 1_700_000_000
HOUR = 3_600
YEAR = 365 * 86_400


def feed(number: int, due: int = -1, host: str = "", **more: object) -> FeedState:
    """A feed that was asked two hours ago and is due `due` seconds from now."""
    asked = {"last_asked": NOW - 2 * HOUR} | more
    return FeedState(number, f"http://{host or f'h{number}.example'}/{number}", next_due=NOW + due, **asked)  # type: ignore[arg-type]


def ids(states: list[FeedState]) -> list[int]:
    """The ids, in order."""
    return [state.feed for state in states]


def test_what_is_due_is_asked_longest_overdue_first() -> None:
    """Feeds due now or before, no others; never asked ones at once, ones that failed last."""
    rows = [
        feed(1, -10),
        feed(2, 1),
        feed(3, -20),
        feed(4, 0),
        FeedState(5, "http://x.example/"),
        feed(6, -99, failures=1),
    ]
    assert ids(due_feeds(rows, NOW)) == [5, 3, 1, 4, 6]


def test_hosts_take_turns() -> None:
    """Feeds of one host don't stand in a row."""
    rows = [feed(1, -9, "a.example"), feed(2, -8, "a.example"), feed(3, -7, "a.example"), feed(4, -1, "b.example")]
    assert ids(due_feeds(rows, NOW)) == [1, 4, 2, 3]


def test_gone_and_paused_feeds_are_left_alone() -> None:
    """410 is never asked again, not by force either; a paused feed only by hand."""
    rows = [feed(1, gone=True), feed(2, paused=True)]
    assert due_feeds(rows, NOW) == []
    assert due_feeds(rows, NOW, forced=True) == []
    assert ids(due_feeds(rows, NOW, manual=[1, 2])) == [2]


def test_manual_refresh_passes_the_floor_but_not_five_minutes() -> None:
    """By hand a feed may be asked five minutes after the last time, and no other is."""
    rows = [feed(1, HOUR), feed(2, HOUR, last_asked=NOW - 299), feed(3, HOUR, last_asked=NOW - 300), feed(4)]
    assert ids(due_feeds(rows, NOW, manual=[1, 2, 3])) == [1, 3]


def test_manual_refresh_does_not_pass_retry_after_and_force_does() -> None:
    """What the server asked for holds by hand; force passes it."""
    rows = [feed(1, HOUR, not_before=NOW + 60)]
    assert due_feeds(rows, NOW, manual=[1]) == []
    assert ids(due_feeds(rows, NOW, forced=True)) == [1]
    assert ids(due_feeds(rows, NOW, manual=[1], forced=True)) == [1]


def test_a_host_that_asked_for_rest_is_left_alone_with_all_its_feeds() -> None:
    """One feed's 429 holds back the others of its host until then, also new ones."""
    rows = [feed(1, HOUR, "a.example", host_not_before=NOW + 60), feed(2, -5, "a.example"), feed(3, -5, "b.example")]
    rows.append(FeedState(4, "http://a.example/new"))
    assert ids(due_feeds(rows, NOW)) == [3]
    assert ids(due_feeds(rows, NOW, manual=[2])) == []
    assert ids(due_feeds(rows, NOW + 60)) == [4, 3, 2]


def test_another_sign_in_ends_the_wait() -> None:
    """A refused feed waits its day; with another mark it is due at once, also by hand, and no other feed is."""
    rows = [feed(1, 24 * HOUR, refused="old"), feed(2, 24 * HOUR)]
    assert due_feeds(released(rows, lambda _: "old"), NOW) == []
    assert ids(due_feeds(released(rows, lambda _: "new"), NOW)) == [1]
    assert ids(due_feeds(released(rows, lambda _: "new"), NOW, manual=[1])) == [1]


def test_next_time_is_when_the_first_becomes_due() -> None:
    """The worker can sleep until then; gone feeds don't count."""
    assert next_time([feed(1, 500), feed(2, 200), feed(3, -5, gone=True)], NOW) == NOW + 200
    assert next_time([feed(3, -5, gone=True)], NOW) is None


def test_clock_set_back_a_year_neither_freezes_nor_bursts() -> None:
    """Each feed comes within an hour, in a minute of its own."""
    rows = [feed(number, YEAR, last_asked=NOW + YEAR, not_before=NOW + YEAR, host_not_before=NOW + YEAR)
            for number in range(120)]  # fmt: skip
    asked: list[int] = []
    for minute in range(60):
        due = [state for state in due_feeds(rows, NOW + minute * 60) if state.feed not in asked]
        assert len(due) <= 2
        asked += ids(due)
    assert len(asked) == 120


def test_clock_set_forward_a_year_asks_each_once() -> None:
    """All are overdue, each is asked once, and then none is due."""
    rows = [feed(number) for number in range(5)]
    due = due_feeds(rows, NOW + YEAR)
    assert len(due) == 5
    asked = [replace(state, last_asked=NOW + YEAR, next_due=NOW + YEAR + HOUR) for state in due]
    assert due_feeds(asked, NOW + YEAR) == []


def test_the_probe_is_the_feed_that_is_due_first() -> None:
    """Offline, one feed that may be asked is tried, whether due or not."""
    rows = [feed(1, 50), feed(2, 20), feed(3, 5, gone=True), feed(4, 5, paused=True), feed(5, 5, not_before=NOW + 9)]
    assert probe_feed(rows, NOW) == rows[1]
    assert probe_feed(rows[2:], NOW) is None
