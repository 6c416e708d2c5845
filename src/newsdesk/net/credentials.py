"""Which of a source's headers go with a request: all to the feed's own origin, none to any other; pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence

from newsdesk.model.access import Access, Cookie
from newsdesk.net import digest
from newsdesk.net.digest import Challenge
from newsdesk.net.targets import Target, target

Header = tuple[bytes, bytes]


def goes_to(access: Access | None, where: Target) -> bool:
    """Whether a request there is one that the access is for: same scheme, host and port."""
    return access is not None and target(access.url).origin == where.origin


def fields_for(access: Access | None, where: Target, now: int, digest_answer: bytes = b"") -> tuple[Header, ...]:
    """The header fields that the access adds to a request, in place of newsdesk's own of the same names.

    `digest_answer` is the Authorization for what the server last asked for by Digest, empty while it did not.
    """
    if access is None or not goes_to(access, where):
        return ()
    found = [(name.encode("ascii"), _field_bytes(value)) for name, value in access.headers]
    names = {name.lower() for name, _ in found}
    if access.user_agent and b"user-agent" not in names:
        found.append((b"User-Agent", _field_bytes(access.user_agent)))
    authorization = _authorization(access, digest_answer)
    if authorization and b"authorization" not in names:
        found.append((b"Authorization", authorization))
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies_for(access.cookies, where, now))
    if cookies and b"cookie" not in names:
        found.append((b"Cookie", _field_bytes(cookies)))
    return tuple(found)


def cookies_for(cookies: Iterable[Cookie], where: Target, now: int) -> list[Cookie]:
    """The cookies that a browser would send there (RFC 6265 section 5.4), those of longer paths first."""
    kept: dict[tuple[str, str, str], Cookie] = {}
    for cookie in cookies:
        if belongs(cookie, where) and (cookie.expires is None or cookie.expires > now):
            kept[cookie.name, cookie.domain, cookie.path] = cookie
    return sorted(kept.values(), key=lambda cookie: -len(cookie.path))


def belongs(cookie: Cookie, where: Target) -> bool:
    """Whether a cookie, as long as it lasts, is for that address: by domain, path and connection."""
    if cookie.secure and where.scheme != "https":
        return False
    same = where.host == cookie.domain
    if not same and not (cookie.subdomains and where.host.endswith(f".{cookie.domain}") and not _is_number(where.host)):
        return False
    path = where.path.partition("?")[0]
    return path == cookie.path or (
        path.startswith(cookie.path) and (cookie.path.endswith("/") or path[len(cookie.path)] == "/")
    )


def asked_by_digest(access: Access | None, where: Target, asked: Sequence[str]) -> Challenge | None:
    """The challenge of a 401 that the access can answer; None: there is nothing to try."""
    if access is None or not goes_to(access, where) or access.auth not in ("any", "digest"):
        return None
    if access.auth == "any" and "basic" in digest.schemes(asked):
        return None  # that was sent, and refused
    return digest.challenge(asked)


def _authorization(access: Access, digest_answer: bytes) -> bytes:
    if access.auth == "bearer":
        return b"Bearer " + _field_bytes(access.secret)
    if access.auth in ("any", "digest") and digest_answer:
        return digest_answer
    if access.auth in ("any", "basic"):
        return b"Basic " + base64.b64encode(f"{access.username}:{access.secret}".encode())
    return b""


def _field_bytes(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")


def _is_number(host: str) -> bool:
    return ":" in host or re.fullmatch(r"[\d.]+", host) is not None
