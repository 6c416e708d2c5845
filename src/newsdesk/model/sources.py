"""What is known about one source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceCard:
    """All that is known about one source, for its card and for `newsdesk feeds`."""

    feed: int
    url: str
    title: str
    folders: tuple[str, ...]
    """Folder paths it stands in, parts joined with '/'."""
    site_url: str
    owner: str
    country: str
    language: str
    kind: str
    entries: int
    unread: int
    paused: bool
    gone: bool
    subscribed: bool
    first_seen: int
    last_asked: int | None
    last_ok: int | None
    last_error: str
    failures: int
    next_due: int | None
    moved_url: str
    """The address it moved to for good, when the file still has the old one."""
    private: bool = False
    """Its address is not shown whole, and not exported."""
    needs_sign_in: bool = False
    """Its server wants to know who asks, or refuses who asks now."""
