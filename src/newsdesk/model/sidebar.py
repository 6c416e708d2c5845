"""What the sidebar and the status line show."""

from __future__ import annotations

from typing import NamedTuple

SIGN_IN = "sign in needed"
"""What stands first, and beside a source, where it wants to know who asks."""


class Source(NamedTuple):
    """One subscribed feed in the sidebar."""

    feed: int
    url: str
    title: str
    unread: int
    total: int
    paused: bool = False
    gone: bool = False
    """The server said 410: it is not asked any more."""
    failures: int = 0
    """Failed fetches in a row."""
    last_error: str = ""
    """Why the last fetch failed, in words; empty when it went well."""
    needs_sign_in: bool = False
    """Its server wants to know who asks, or refuses who asks now."""
    quiet: bool = False
    """True while a bundled feed that has never answered is not worth an alarm yet (its first 3 days)."""


class Section(NamedTuple):
    """A section with its own count (each unread headline once) and the sources of its folder."""

    name: str
    unread: int
    total: int
    sources: tuple[Source, ...] = ()


class Sidebar(NamedTuple):
    """Everything the sidebar shows, counts as of one moment."""

    unread: int = 0
    total: int = 0
    today: int = 0
    """Unread headlines of the local day."""
    starred: int = 0
    later: int = 0
    sections: tuple[Section, ...] = ()


class Progress(NamedTuple):
    """What the worker is doing, as it last said."""

    running: bool = False
    """A round is under way."""
    asked: int = 0
    """Feeds this round asks (or has asked)."""
    done: int = 0
    new: int = 0
    """New entries of this round."""
    failing: tuple[tuple[str, str], ...] = ()
    """(feed title, reason) of those that failed in this round, at most 50."""
    failed: int = 0
    digesting: int = 0
    """Entries that still wait for their blocks and index."""
    finished: int | None = None
    """When the last round ended, Unix seconds UTC."""
    offline: bool = False
    """Most feeds can't be reached: no network, one probe later."""
    notice: str = ""
    """One line a person should see once (a broken feeds.opml, a full disk); empty: nothing."""
