"""Cookies of a file: which of them a browser would send to an address, and how long they last."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from newsdesk import urls

SOON = 3 * 86_400
"""Seconds before its end from which a cookie's end is told."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """One line of a cookies.txt."""

    name: str
    value: str = field(repr=False)
    domain: str
    """Lower case, without the leading dot."""
    subdomains: bool = False
    path: str = "/"
    secure: bool = False
    """For https only."""
    expires: int | None = None
    """Unix seconds; None: with the browser's session, which for a file is never."""


def belongs(cookie: Cookie, url: str) -> bool:
    """Whether a cookie, as long as it lasts, is for that address: by domain, path and connection (RFC 6265, 5.4)."""
    parts, host = urlsplit(url), urls.host(url)
    if cookie.secure and parts.scheme != "https":
        return False
    if host != cookie.domain and not (cookie.subdomains and _is_under(host, cookie.domain)):
        return False
    path = parts.path or "/"
    whole = path == cookie.path or cookie.path.endswith("/")
    return path.startswith(cookie.path) and (whole or path[len(cookie.path)] == "/")


def to_send(cookies: Iterable[Cookie], url: str, now: int) -> list[Cookie]:
    """The cookies that go to an address now, those of longer paths first; of two of one name the later line."""
    kept = {
        (cookie.name, cookie.domain, cookie.path): cookie
        for cookie in cookies
        if belongs(cookie, url) and (cookie.expires is None or cookie.expires > now)
    }
    return sorted(kept.values(), key=lambda cookie: -len(cookie.path))


def have_ended(cookies: Iterable[Cookie], url: str, now: int) -> bool:
    """Whether there were cookies for an address, and not one of them lasts."""
    mine = [cookie for cookie in cookies if belongs(cookie, url)]
    return bool(mine) and not to_send(mine, url, now)


def first_end(cookies: Iterable[Cookie], url: str, now: int) -> int | None:
    """When the first of an address's cookies ends, if within SOON; Unix seconds."""
    ends = [cookie.expires for cookie in to_send(cookies, url, now) if cookie.expires is not None]
    return min((end for end in ends if end <= now + SOON), default=None)


def cookie_words(end: int | None, now: int) -> str:
    """That cookies end soon, in words; "" where `end` is None."""
    if end is None:
        return ""
    hours = (end - now) // 3_600
    when = f"{hours // 24} days" if hours >= 48 else f"{hours} hours" if hours > 1 else "an hour"
    return f"cookies end in {when}: export them anew from your browser"


def _is_under(host: str, domain: str) -> bool:
    return host.endswith(f".{domain}") and not re.fullmatch(r"[\d.]+|.*:.*", host)
