"""The politeness table, row by row, with a made-up time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.model.feeds import Failed, Fetched, NotModified, ParsedFeed, Validators
from newsdesk.model.fetching import FeedState, FetchOutcome
from newsdesk.net import manners
from newsdesk.net.manners import Connectivity, after_round, next_state

NOW = 1_700_000_000  # Tuesday, 22:13 UTC
HOUR = 3_600
DAY = 86_400
TAG = Validators('"1"', "yesterday")
FEED = FeedState(1, "http://a.example/feed")


def got(body: str = "a", validators: Validators = TAG, new: int = 0, **more: object) -> FetchOutcome:
    """A 200 answer with a body of this hash."""
    parsed = more.pop("parsed", None)
    assert parsed is None or isinstance(parsed, ParsedFeed)
    answer = Fetched("http://a.example/feed", b"", "", validators, **more)  # type: ignore[arg-type]
    return FetchOutcome(answer, body, parsed, new)


def bad(status: int = 500, retry_after: int | None = None, kind: str = "http") -> FetchOutcome:
    """A failure."""
    return FetchOutcome(Failed("went wrong", kind, status, retry_after))


def after(state: FeedState, *outcomes: FetchOutcome, jitter: float = 0.0, floor: int = HOUR) -> FeedState:
    """The state after these rounds, all at the same moment."""
    for outcome in outcomes:
        state = next_state(state, outcome, now=NOW, jitter=jitter, floor=floor)
    return state


def wait(state: FeedState) -> int:
    """Seconds until the feed is due."""
    return state.next_due - NOW


def test_next_polls_keep_the_validators_of_the_answer() -> None:
    """The validators of the last answer are what is sent next."""
    assert after(FEED, got()).validators == TAG


def test_200_with_equal_body_replaces_the_validators() -> None:
    """New validators count although the body is the same."""
    state = after(FEED, got("a"), got("a", Validators('"2"')))
    assert state.validators == Validators('"2"')
    assert state.equal_bodies == 0


def test_304_changes_the_fetch_row_only() -> None:
    """A 304 renews the validators it gives and keeps the others, the hash and the time of the last change."""
    before = after(FEED, got("a"))
    state = next_state(before, FetchOutcome(NotModified(Validators('"2"'))), now=NOW + HOUR, jitter=0)
    assert state.validators == Validators('"2"', "yesterday")
    assert (state.body_hash, state.last_changed, state.last_ok) == ("a", NOW, NOW + HOUR)


def test_200_without_validators_drops_them_and_waits_four_floors_after_three_equal_bodies() -> None:
    """Stored validators go; two equal bodies keep the floor, three make it four times as long, a new one resets it."""
    bare = got("a", Validators())
    state = after(FEED, got("b"), bare)
    assert state.validators == Validators()
    assert wait(state) == HOUR
    assert wait(after(state, bare)) == HOUR
    assert wait(after(state, bare, bare)) == 4 * HOUR
    assert wait(after(state, bare, bare, got("c", Validators()))) == HOUR


@given(st.floats(0, 1), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 50))
def test_poll_floor_holds_whatever_the_server_says(jitter: float, max_age: int, ttl: int, new: int) -> None:
    """No answer makes a feed due before the floor; only max-age with steady news makes it half of that."""
    state = after(FEED, got(max_age=max_age, new=new, parsed=ParsedFeed("t", ttl=ttl)), jitter=jitter)
    assert wait(state) >= HOUR


def test_poll_floor_is_30_minutes_for_busy_feeds_whose_server_allows_it() -> None:
    """Three rounds with entries and a max-age of at most 30 min; one round without brings the hour back."""
    busy = [got(str(n), new=1, max_age=1_800) for n in range(3)]
    assert wait(after(FEED, *busy[:2])) == HOUR
    assert wait(after(FEED, *busy)) == HOUR / 2
    assert wait(after(FEED, *busy, got("x", new=0, max_age=1_800))) == HOUR
    assert wait(after(FEED, *(replace(one, answer=got("z").answer) for one in busy))) == HOUR


def test_poll_floor_follows_the_settings() -> None:
    """The person's own interval is the floor."""
    assert wait(after(FEED, got(), floor=2 * HOUR)) == 2 * HOUR


@pytest.mark.parametrize(("still", "floors"), [(1, 1), (8, 2), (31, 4), (91, 8)])
def test_feeds_that_rarely_change_wait_longer(still: int, floors: int) -> None:
    """Weeks, months and seasons without a new body make the wait longer."""
    quiet = replace(FEED, last_changed=NOW - still * DAY)
    assert wait(after(quiet, FetchOutcome(NotModified(TAG)))) == floors * HOUR


@pytest.mark.parametrize(("max_age", "seconds"), [(7_200, 7_200), (10 * DAY, DAY), (0, HOUR), (60, HOUR)])
def test_cache_control_max_age_is_waited_for_up_to_a_day(max_age: int, seconds: int) -> None:
    """Not before max-age, capped at 24 h; no-cache is the floor."""
    assert wait(after(FEED, got(max_age=max_age))) == seconds


def test_a_304_without_max_age_keeps_the_one_before() -> None:
    """What a 304 leaves out still holds."""
    assert wait(after(FEED, got(max_age=7_200), FetchOutcome(NotModified(Validators())))) == 7_200


@pytest.mark.parametrize("status", [429, 503])
def test_429_and_503_with_retry_after(status: int) -> None:
    """Not before it, at most a week, also for the host and by hand; a short one does not shorten the floor."""
    state = after(FEED, bad(status, 2 * HOUR))
    assert wait(state) == 2 * HOUR
    assert state.not_before == state.host_not_before == NOW + 2 * HOUR
    assert wait(after(FEED, bad(status, 100 * DAY))) == 7 * DAY
    short = after(FEED, bad(status, 60))
    assert (wait(short), short.not_before) == (HOUR, NOW + 60)


def test_429_without_retry_after_doubles_from_an_hour_to_a_day() -> None:
    """1 h, 2 h, 4 h … 24 h, and the host rests with it."""
    states = [after(FEED, *[bad(429)] * count, jitter=0.5) for count in range(1, 8)]
    assert [wait(state) / HOUR for state in states] == [1, 2, 4, 8, 16, 24, 24]
    assert states[1].host_not_before == NOW + 2 * HOUR


@pytest.mark.parametrize("kind", ["http", "timeout", "parse", "too-large", "redirect", "offline"])
def test_errors_back_off_doubling_with_jitter_and_reset_on_success(kind: str) -> None:
    """From the floor to 24 h, 10 % more or less but not below the floor; a success forgets it."""
    five = [bad(404, kind=kind)] * 5
    assert wait(after(FEED, *five, jitter=0)) == pytest.approx(16 * HOUR * 0.9, abs=1)
    assert wait(after(FEED, *five, jitter=1)) == pytest.approx(16 * HOUR * 1.1, abs=1)
    assert wait(after(FEED, five[0], jitter=0)) == HOUR
    assert wait(after(FEED, *five * 200, jitter=0.5)) == DAY
    well = after(FEED, *five, got())
    assert (well.failures, well.last_error, well.failing_since, wait(well)) == (0, "", None, HOUR)


def test_a_failure_keeps_what_is_known_of_the_body() -> None:
    """Validators, hash and last success stay, so that a broken body is asked for again."""
    good = after(FEED, got("a", max_age=10))
    failed = after(good, bad(0, kind="parse"))
    assert (failed.validators, failed.body_hash, failed.last_ok) == (TAG, "a", NOW)
    assert (failed.failures, failed.last_error, failed.failing_since) == (1, "went wrong", NOW)


def test_5xx_rests_the_host_for_a_while() -> None:
    """A plain server error keeps the other feeds of its host back, but not for hours."""
    assert after(FEED, *[bad(500)] * 6).host_not_before == NOW + manners.HOST_REST


def test_410_stops_for_good() -> None:
    """A feed that is gone is never due again."""
    state = after(FEED, bad(410))
    assert state.gone
    assert state.last_status == 410


def test_missing_credentials_pause_a_day() -> None:
    """No retry storm where a password is missing."""
    assert wait(after(FEED, bad(401, kind="credentials"))) == DAY


def test_301_is_used_after_it_held_for_several_polls() -> None:
    """Three polls in a row to the same readable feed; one that led elsewhere or failed starts anew."""
    there, other = got(permanent_url="http://b.example/"), got(permanent_url="http://c.example/")
    assert after(FEED, there, there).address == FEED.url
    moved = after(FEED, there, there, there)
    assert (moved.address, moved.url) == ("http://b.example/", FEED.url)
    assert after(FEED, there, there, other, there).address == FEED.url
    assert after(FEED, there, there, bad(), there).address == FEED.url
    assert after(moved, got("z")).address == "http://b.example/"


def test_301_is_forgotten_when_the_new_address_keeps_failing() -> None:
    """The subscription's own address is asked again."""
    moved = after(FEED, *[got(permanent_url="http://b.example/")] * 3)
    assert after(moved, bad(404), bad(404)).address == "http://b.example/"
    assert after(moved, bad(404), bad(404), bad(404)).address == FEED.url


def test_offline_is_one_state_without_back_off_for_each_feed() -> None:
    """Most feeds out of reach: no failure is counted, all are tried again soon."""
    state = next_state(FEED, bad(0, kind="offline"), now=NOW, jitter=0, offline=True)
    assert (state.failures, wait(state)) == (0, manners.OFFLINE_RETRY)
    assert next_state(FEED, bad(500), now=NOW, jitter=0, offline=True).failures == 1


def test_offline_probes_come_rarer_and_end_with_the_first_answer() -> None:
    """One probe after a minute, then rarer up to ten; the first success is the end of it."""
    state = after_round(Connectivity(), asked=10, unreachable=6, now=NOW)
    assert (state.offline_since, state.probe_at) == (NOW, NOW + 60)
    waits = []
    for _ in range(6):
        state = after_round(state, asked=1, unreachable=1, now=NOW + 60)
        waits.append(state.probe_at - NOW - 60)
    assert waits == [120, 240, 480, 600, 600, 600]
    assert state.offline_since == NOW
    assert after_round(state, asked=1, unreachable=0, now=NOW) == Connectivity()


@pytest.mark.parametrize(("asked", "unreachable"), [(1, 1), (2, 2), (10, 5), (10, 0), (0, 0)])
def test_a_few_dead_hosts_are_not_offline(asked: int, unreachable: int) -> None:
    """Fewer than three, or no more than half, are those feeds' own failures."""
    assert after_round(Connectivity(), asked=asked, unreachable=unreachable, now=NOW) == Connectivity()


@pytest.mark.parametrize(("ttl", "seconds"), [(None, HOUR), (60, HOUR), (3 * HOUR, 3 * HOUR), (90 * DAY, 7 * DAY)])
def test_ttl_lengthens_and_never_shortens(ttl: int | None, seconds: int) -> None:
    """A document's own wait counts, up to a week, and is remembered over answers that are not parsed."""
    state = after(FEED, got(parsed=ParsedFeed("t", ttl=ttl)))
    assert wait(state) == seconds
    assert wait(after(state, FetchOutcome(NotModified(TAG)))) == seconds


def test_skip_hours_and_days_lengthen() -> None:
    """Due at 23:13 on a Tuesday: the next hour or day that is not skipped."""
    hours = after(FEED, got(parsed=ParsedFeed("t", skip_hours=frozenset((23, 0, 1)))))
    assert hours.next_due % DAY == 2 * HOUR
    days = after(FEED, got(parsed=ParsedFeed("t", skip_days=frozenset((1, 2)))))
    assert days.next_due % DAY == 0
    assert wait(days) > DAY
    assert wait(after(FEED, got(parsed=ParsedFeed("t", skip_hours=frozenset(range(24)))))) == HOUR


def test_a_refused_sign_in_waits_a_day_and_is_known_by_its_mark() -> None:
    """Whatever the round before; any answer or other failure forgets the mark."""
    refused = FetchOutcome(Failed("sign in needed (401)", "credentials", 401), mark="m")
    for before in (FEED, after(FEED, bad(), bad())):
        state = after(before, refused)
        assert (state.refused, state.next_due) == ("m", NOW + 24 * HOUR)
    assert after(state, bad()).refused == ""
    assert after(state, FetchOutcome(NotModified(Validators()))).refused == ""
