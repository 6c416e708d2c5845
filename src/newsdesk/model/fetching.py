"""What is known about the fetching of a feed: kept between rounds, and what one round brought."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsdesk.model.feeds import Failed, Fetched, NotModified, ParsedFeed, Validators

MOVED_POLLS = 3
"""Polls in a row that a permanent redirect must have led to the same, readable feed before it is asked directly."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed stands with its server; the store keeps exactly these fields. Times are Unix seconds UTC."""

    feed: int
    url: str
    """As the subscription says."""
    validators: Validators = field(default_factory=Validators)
    body_hash: str = ""
    """Hash of the last body that could be read, hex; a body with the same one is not parsed."""
    last_asked: int | None = None
    last_ok: int | None = None
    """Last answer that was of use: 304, or a body that could be read."""
    last_changed: int | None = None
    """Last time the body was another one."""
    next_due: int = 0
    """When it is asked next; 0: never asked, due at once."""
    not_before: int = 0
    """What the server asked to wait (Retry-After); holds by hand, too."""
    host_not_before: int = 0
    """Until when its answer (429, 5xx) keeps every feed of its host from being asked."""
    failures: int = 0
    """Failed rounds in a row."""
    failing_since: int | None = None
    last_error: str = ""
    """Why the last round failed, in words; empty when it went well."""
    last_status: int = 0
    """HTTP status of the last answer; 0 when there was none."""
    equal_bodies: int = 0
    """How many 200 answers in a row had the same body and no validators; the first counts as 1."""
    recent_new: tuple[int, ...] = ()
    """New entries in each of the last three rounds that worked, newest last."""
    max_age: int | None = None
    """Seconds that the last answer that said so is fresh."""
    ttl: int | None = None
    """Seconds to wait that the document asked for."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, UTC, in which the document asks not to be polled."""
    skip_days: frozenset[int] = frozenset()
    """Weekdays, Monday 0, likewise."""
    moved_to: str = ""
    """Where permanent redirects led in the last poll."""
    moved_polls: int = 0
    """Polls in a row that led there and could be read."""
    gone: bool = False
    """The server said 410: never asked again."""
    refused: str = ""
    """The mark of the sign-in with which the server (or a missing secret) refused it; empty: it did not."""
    private: bool = False
    """Its address is not shown."""
    paused: bool = False
    """The person's wish: not asked unless by hand."""

    @property
    def address(self) -> str:
        """The address to ask: the permanent new one once it has held, else the subscription's."""
        return self.moved_to if self.moved_to and self.moved_polls >= MOVED_POLLS else self.url


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What one round brought for a feed, all that decides when it is asked next."""

    answer: Fetched | NotModified | Failed
    """A body that could not be parsed is Failed."""
    body_hash: str = ""
    """Hash of the body of a Fetched answer, hex."""
    parsed: ParsedFeed | None = None
    """What the parse made of it; None when it was not parsed (304, equal body, failure)."""
    new_entries: int = 0
    mark: str = ""
    """The mark of the sign-in that was used, where the answer is that another one is needed."""
