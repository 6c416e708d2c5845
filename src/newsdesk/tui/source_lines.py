"""What is told of a source: its card, its line in the health list; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk import urls
from newsdesk.model.cookies import cookie_words
from newsdesk.model.sources import SourceCard
from newsdesk.tui.ages import long_age
from newsdesk.tui.lines import BOLD, Line, Span, span
from newsdesk.tui.names import country_name, kind_name, language_name

if TYPE_CHECKING:
    from newsdesk.feed_settings import FeedSettings


def card_rows(card: SourceCard, now: int, sign_in: str = "") -> list[tuple[str, str]]:
    """Label and words, one a line of the card; `sign_in`: what it is signed in with, in words."""
    rows = [
        ("Feed", urls.shown(card.url, private=card.private)),
        ("Site", urls.shown(card.site_url) if card.site_url else ""),
        ("Owner", card.owner),
        ("Country", country_name(card.country)),
        ("Language", language_name(card.language)),
        ("Kind", kind_name(card.kind)),
        ("Folders", ", ".join(card.folders) or "none"),
        ("Articles", f"{card.entries:,}, {card.unread:,} unread"),
        ("State", state_words(card)),
        ("Sign-in", sign_in or ("none yet" if card.needs_sign_in else "")),
        ("Private", "yes: not exported, its address not shown" if card.private else ""),
        ("Last good", long_age(now, card.last_ok) if card.last_ok else "never yet"),
        ("Last asked", long_age(now, card.last_asked) if card.last_asked else "never yet"),
        ("Next time", _due_words(card, now)),
        ("Moved to", urls.shown(card.moved_url, private=card.private) if card.moved_url else ""),
        ("Known since", long_age(now, card.first_seen)),
    ]
    return [(label, words) for label, words in rows if words]


def state_words(card: SourceCard) -> str:
    """How a feed is doing, in words."""
    if not card.subscribed:
        return "not subscribed any more; its articles are kept"
    if card.paused:
        return "paused"
    if card.gone:
        return "gone (410): its server says that it won't come back"
    if card.needs_sign_in:
        return card.last_error
    if card.last_error:
        return f"failing: {card.last_error}" + (f" ({card.failures} times)" if card.failures > 1 else "")
    return "well" if card.last_ok else "waiting for its first answer"


def sign_in_words(settings: FeedSettings, cookies_end: int | None = None, now: int = 0) -> str:
    """What a feed is signed in with, in a few words; "" for nothing."""
    parts = []
    if settings.wants_secret:
        where = "the keyring" if settings.keyring else "a command" if settings.password_command else "secrets.toml"
        who = "a token" if settings.auth == "bearer" else settings.username or "a password"
        parts.append(f"{who}, from {settings.password.removeprefix('env:') or where}")
    if settings.headers:
        parts.append(", ".join(settings.headers))
    if settings.cookies_file:
        parts.append(cookie_words(cookies_end, now) or "cookies")
    return " · ".join(parts)


def health_line(card: SourceCard) -> tuple[Line, Line]:
    """A source and its state, for the list of all."""
    words = state_words(card)
    role = "error" if card.last_error or card.gone else "ok" if words == "well" else "mute"
    return (span(card.title, "text", BOLD if role == "error" else 0),), (span(words[:60], role), Span(" "))


def trouble_first(card: SourceCard) -> tuple[bool, bool, str]:
    """Sorts failing sources before the paused ones before the rest."""
    return (not (card.last_error or card.gone), not card.paused, card.title.casefold())


def _due_words(card: SourceCard, now: int) -> str:
    if card.gone or card.paused or not card.subscribed:
        return "not asked any more" if card.subscribed else ""
    if card.next_due is None:
        return "now"
    minutes = (card.next_due - now) // 60
    return "now" if minutes <= 0 else f"in {minutes} min" if minutes < 120 else f"in {minutes // 60} h"
