"""When a feed may be asked again: the politeness table, as pure functions with the time handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsdesk import clock
from newsdesk.model.feeds import Failed, Fetched, NotModified, Validators
from newsdesk.model.fetching import MOVED_POLLS, FeedState, FetchOutcome

FLOOR = 3_600
"""Seconds between two polls of a feed, at least, unless the settings say more or less."""
QUICK_FLOOR = 1_800
"""The floor of a feed whose server allows it and whose last three rounds each brought entries."""
MANUAL_FLOOR = 300
"""Seconds between two polls of a feed that a person asks for by hand."""
DAY = 86_400
WEEK = 7 * DAY
HOST_REST = 600
"""Seconds a host is left alone after a 5xx that is no 503."""
OFFLINE_RETRY = 300
"""Seconds until a feed is asked again that failed because the machine was offline."""
OFFLINE_FEEDS = 3
"""Feeds that must be out of reach in one round before the machine counts as offline."""
GIVE_UP_MOVED = 3
"""Failures in a row after which a permanent redirect's target is dropped for the subscription's address."""

_EQUAL_BODIES = 3
_JITTER = 0.1
_SKIP_SPREAD = 600


def next_state(
    state: FeedState, outcome: FetchOutcome, *, now: int, jitter: float, floor: int = FLOOR, offline: bool = False
) -> FeedState:
    """The feed's state after a round: counters, validators and when it is due.

    `jitter` is a random number from 0 to 1. `offline` says that most feeds of the round were out of reach: then
    one more that was is asked again soon and does not count as failed.
    """
    answer = outcome.answer
    if isinstance(answer, Failed):
        if offline and answer.kind == "offline":
            return replace(state, last_asked=now, last_error=answer.reason, next_due=now + OFFLINE_RETRY)
        after = replace(_failed(state, answer, now), refused=outcome.mark if answer.kind == "credentials" else "")
    else:
        after = _worked(state, outcome, now)
    due = next_due(after, answer, now=now, jitter=jitter, floor=floor)
    if due is None:
        return replace(after, gone=True, next_due=0)
    if isinstance(answer, Failed):
        after = _with_waits(after, answer, now, due)
    return replace(after, next_due=due)


def next_due(
    state: FeedState, answer: Fetched | NotModified | Failed, *, now: int, jitter: float, floor: int = FLOOR
) -> int | None:
    """When the feed whose counters already hold this answer is due, Unix seconds; None: never again (410)."""
    if isinstance(answer, Failed):
        if answer.status == 410:
            return None
        wait = _wait_after_failure(state, answer, jitter, floor)
    else:
        wait = _wait_after_success(state, now, floor) * (1 + _JITTER * jitter)
    return _past_skipped(state, now + int(wait), jitter)


def _wait_after_failure(state: FeedState, answer: Failed, jitter: float, floor: int) -> float:
    if answer.kind == "credentials":
        return DAY
    if answer.retry_after is not None:
        return max(floor, min(answer.retry_after, WEEK)) * (1 + _JITTER * jitter)
    doubled = floor << min(max(state.failures, 1) - 1, 16)
    return max(floor, min(doubled, DAY) * (1 - _JITTER + 2 * _JITTER * jitter))


def _wait_after_success(state: FeedState, now: int, floor: int) -> int:
    allows_quick = state.max_age is not None and state.max_age <= QUICK_FLOOR
    if allows_quick and len(state.recent_new) == 3 and all(state.recent_new):
        wait = min(floor, QUICK_FLOOR)
    elif state.equal_bodies >= _EQUAL_BODIES:
        wait = floor * 4
    else:
        wait = floor * _stillness(state, now)
    return max(min(wait, DAY), min(state.max_age or 0, DAY), min(state.ttl or 0, WEEK))


def _stillness(state: FeedState, now: int) -> int:
    """How many floors to wait for a feed that has not changed for long."""
    still = now - (state.last_changed if state.last_changed is not None else now)
    return 8 if still > 90 * DAY else 4 if still > 30 * DAY else 2 if still > WEEK else 1


def _past_skipped(state: FeedState, due: int, jitter: float) -> int:
    """`due`, or the first time after it in an hour and on a day that the document does not ask to skip."""
    if len(state.skip_hours) >= 24 or len(state.skip_days) >= 7:
        return due
    moved = due
    while (when := clock.utc(moved)).hour in state.skip_hours or when.weekday() in state.skip_days:
        moved += 3_600 - moved % 3_600
    # All that skip the same hours would else come back in the same second.
    return moved if moved == due else moved + int(_SKIP_SPREAD * jitter)


def _worked(state: FeedState, outcome: FetchOutcome, now: int) -> FeedState:
    answer = outcome.answer
    assert not isinstance(answer, Failed)  # the caller's branch
    state = replace(
        _after_redirect(state, answer.permanent_url),
        last_asked=now, last_ok=now, last_error="", failures=0, failing_since=None, not_before=0, host_not_before=0,
        refused="",
        recent_new=(*state.recent_new, outcome.new_entries)[-3:],
        max_age=answer.max_age if answer.max_age is not None or isinstance(answer, Fetched) else state.max_age,
    )  # fmt: skip
    if isinstance(answer, NotModified):
        return replace(state, last_status=304, equal_bodies=0, validators=_renewed(state.validators, answer.validators))
    equal = bool(state.body_hash) and outcome.body_hash == state.body_hash
    bare = answer.validators == Validators()
    state = replace(
        state, last_status=200, validators=answer.validators, body_hash=outcome.body_hash,
        equal_bodies=0 if not bare else state.equal_bodies + 1 if equal else 1,
        last_changed=state.last_changed if equal else now,
    )  # fmt: skip
    if outcome.parsed is None:
        return state
    parsed = outcome.parsed
    return replace(state, ttl=parsed.ttl, skip_hours=parsed.skip_hours, skip_days=parsed.skip_days)


def _renewed(old: Validators, new: Validators) -> Validators:
    """A 304 may leave out what has not changed."""
    return Validators(new.etag or old.etag, new.last_modified or old.last_modified)


def _after_redirect(state: FeedState, permanent_url: str) -> FeedState:
    if state.moved_to and state.moved_polls >= MOVED_POLLS and not permanent_url:
        return state  # the new address was asked itself
    if not permanent_url:
        return replace(state, moved_to="", moved_polls=0)
    polls = state.moved_polls + 1 if permanent_url == state.moved_to else 1
    return replace(state, moved_to=permanent_url, moved_polls=polls)


def _failed(state: FeedState, answer: Failed, now: int) -> FeedState:
    failures = state.failures + 1
    state = replace(
        state, last_asked=now, last_error=answer.reason, last_status=answer.status, failures=failures,
        failing_since=state.failing_since if state.failing_since is not None else now,
    )  # fmt: skip
    if state.moved_to and (failures >= GIVE_UP_MOVED or state.moved_polls < MOVED_POLLS):
        state = replace(state, moved_to="", moved_polls=0)
    return state


def _with_waits(state: FeedState, answer: Failed, now: int, due: int) -> FeedState:
    """The state with what the answer asks of this feed and its host, by hand as well."""
    if answer.status in (429, 503):
        until = now + min(answer.retry_after, WEEK) if answer.retry_after is not None else due
        return replace(state, not_before=until, host_not_before=until)
    if answer.status >= 500:
        return replace(state, not_before=0, host_not_before=now + HOST_REST)
    return replace(state, not_before=0, host_not_before=0)


@dataclass(frozen=True, slots=True)
class Connectivity:
    """Whether the machine seems to be offline, and when to try one feed."""

    offline_since: int | None = None
    probe_at: int = 0
    probes: int = 0


def is_offline(asked: int, unreachable: int) -> bool:
    """Whether a round in which so many of the feeds asked were out of reach means that the machine is offline."""
    return unreachable >= OFFLINE_FEEDS and unreachable * 2 > asked


def after_round(before: Connectivity, *, asked: int, unreachable: int, now: int) -> Connectivity:
    """The connectivity after a round, or after a probe; probes come a minute apart, then rarer up to ten."""
    if not asked:
        return before
    still_offline = before.offline_since is not None and unreachable == asked
    if not still_offline and not is_offline(asked, unreachable):
        return Connectivity()
    since = before.offline_since if before.offline_since is not None else now
    return Connectivity(since, now + min(60 << before.probes, 600), min(before.probes + 1, 10))
