"""Which of a source's headers go with a request: all to the feed's own origin, none to any other; pure."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from newsdesk.model.access import Access
from newsdesk.model.cookies import have_ended, to_send
from newsdesk.model.feeds import Failed
from newsdesk.model.sidebar import SIGN_IN
from newsdesk.net import digest
from newsdesk.net.digest import Challenge
from newsdesk.net.targets import Target, target

Header = tuple[bytes, bytes]
_COOKIE_TROUBLE = frozenset(("credentials", "redirect", "http", "parse"))
"""Kinds of failure by which servers tell those without a cookie from those with one."""


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
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in to_send(access.cookies, where.url, now))
    if cookies and b"cookie" not in names:
        found.append((b"Cookie", _field_bytes(cookies)))
    return tuple(found)


def asked_by_digest(access: Access | None, where: Target, asked: Sequence[str]) -> Challenge | None:
    """The challenge of a 401 that the access can answer; None: there is nothing to try."""
    if access is None or not goes_to(access, where) or access.auth not in ("any", "digest"):
        return None
    if access.auth == "any" and "basic" in digest.schemes(asked):
        return None  # that was sent, and refused
    return digest.challenge(asked)


def explained(failed: Failed, access: Access | None, now: int) -> Failed:
    """The failure, or that it comes of cookies which have ended."""
    if access is None or not have_ended(access.cookies, access.url, now) or failed.kind not in _COOKIE_TROUBLE:
        return failed
    if failed.kind == "http" and not 400 <= failed.status < 500:
        return failed
    return Failed(f"{SIGN_IN}: the cookies it was given have ended", "credentials", failed.status, failed.retry_after)


def _authorization(access: Access, digest_answer: bytes) -> bytes:
    if access.auth == "bearer":
        return b"Bearer " + _field_bytes(access.secret)
    if access.auth in ("any", "digest") and digest_answer:
        return digest_answer
    if access.auth in ("any", "basic"):
        pair = ":".join(access.person)
        return b"Basic " + base64.b64encode(pair.encode("utf-8", "surrogateescape"))
    return b""


def _field_bytes(value: str) -> bytes:
    value = value.strip()  # HTTP knows no blank at either end
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape")
