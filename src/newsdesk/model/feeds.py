"""What is subscribed to, what a fetch brought, and what a parse made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed outline of an OPML list."""

    url: str
    title: str = ""
    folder: tuple[str, ...] = ()
    """Names of the folders around it, outermost first; empty at the top level."""
    site_url: str = ""
    owner: str = ""
    """Who is behind the outlet (`newsdesk:owner`); empty: the feed's registrable domain."""
    country: str = ""
    language: str = ""
    kind: str = ""
    paused: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave for conditional requests, byte for byte (RFC 9110 section 13); empty: not given."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A 200 answer."""

    url: str
    """The address that answered, after redirects."""
    body: bytes
    content_type: str
    validators: Validators
    max_age: int | None = None
    """Seconds the answer is fresh, from Cache-Control or Expires; None: not said."""
    permanent_url: str = ""
    """Where permanent redirects (301, 308) led, all hops permanent; empty: none."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304 answer; validators are those of the answer, empty where it gave none."""

    validators: Validators
    max_age: int | None = None
    permanent_url: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A fetch or a parse that brought nothing, in words a person can read."""

    reason: str
    kind: str
    """offline | timeout | http | redirect | too-large | parse | refused | credentials"""
    status: int = 0
    """The HTTP status, 0 where there was no answer."""
    retry_after: int | None = None
    """Seconds the server asked to wait; None: not said."""


class Enclosure(NamedTuple):
    """A file that an entry carries: audio, video, a picture."""

    url: str
    media_type: str = ""
    length: int = 0
    """Bytes, 0 when not said."""
    title: str = ""


class Entry(NamedTuple):
    """One item of a feed document, cleaned for display; `html` alone is raw.

    A tuple, because thousands of them go from one process to another, which takes a dataclass four times as long.
    """

    identity: str
    """Stable within its feed: guid, else link, else a hash of title and date."""
    title: str
    """Plain text, never empty."""
    url: str = ""
    """http(s) only, absolute; empty when the item has none."""
    author: str = ""
    published: datetime | None = None
    """As the feed says, aware UTC; unusable dates are None."""
    summary: str = ""
    """Plain text, a few sentences at most."""
    html: str = ""
    """The fullest body the feed gave, raw HTML; never drawn without going through blocks."""
    base_url: str = ""
    """What relative links in `html` are relative to."""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    comments_url: str = ""
    language: str = ""
    position: int = 0
    """Place in the document, 0 first."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, read."""

    title: str
    site_url: str = ""
    language: str = ""
    description: str = ""
    entries: tuple[Entry, ...] = ()
    """Those of the document that were not known from an earlier one."""
    imprints: tuple[bytes, ...] = ()
    """What each item of the document is known again by (`model.imprints`), known ones too; empty: nobody looked."""
    ttl: int | None = None
    """Seconds the document asks to wait (`<ttl>`, `sy:updatePeriod`); None: not said."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, UTC, in which not to ask (RSS 2.0 `skipHours`)."""
    skip_days: frozenset[int] = frozenset()
    """Weekdays, Monday 0, on which not to ask (RSS 2.0 `skipDays`)."""
    updated: datetime | None = None
    """When the document says that it was made, or changed last, aware UTC."""
    notes: tuple[str, ...] = ()
    """What was lost or mended while reading, for the feed's health line."""
