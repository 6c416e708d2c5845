"""What a round counts, and what the counts mean while it runs."""

from __future__ import annotations

from newsdesk.model.feeds import Failed, NotModified, Validators
from newsdesk.model.fetching import FeedState, FetchOutcome
from newsdesk.worker.tally import Tally

OUT_OF_REACH = FetchOutcome(Failed("the name could not be found", "offline"))
STATE = FeedState(1, "https://feed.example/1")


def test_nobody_in_reach_seems_offline_long_before_the_round_ends() -> None:
    """Two may be gone for reasons of their own; with the third the network is."""
    tally = Tally(feeds=276, asked=276)
    seen = []
    for _ in range(3):
        tally.count(STATE, OUT_OF_REACH)
        seen.append(tally.seems_offline)
    assert seen == [False, False, True]


def test_one_that_answers_is_a_network() -> None:
    """However many can't be reached: others can, so each failure is its feed's own until the round is over."""
    tally = Tally(feeds=276, asked=276)
    for _ in range(30):
        tally.count(STATE, OUT_OF_REACH)
    tally.count(STATE, FetchOutcome(NotModified(Validators())))
    assert not tally.seems_offline
