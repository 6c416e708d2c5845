"""Tells whether an address seems to hold a password or token, so that it is nobody else's to see; pure.

It errs where erring is cheap: a public address that is taken for private is left out of an export, which says so. What
publishers use as plain names of feeds (UUIDs, short ids) counts only where the address itself speaks of privacy.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_TELLING = re.compile(r".*(token|secret|passw|passphrase|api-?_?key|apikey|signature|credential|jwt).*", re.I)
"""Parameters that say what they hold: any value of some length is one."""
_COMMON = re.compile(r"pw|pass|pwd|key|k|auth|authkey|sig|sid|session|sessionid|hash|hmac|code|uuid_?key|access", re.I)
"""Parameters that may hold other things: the value must be long."""
_VALUE = re.compile(r"[A-Za-z0-9_+/=.%~:-]{8,}")
_MARKER = re.compile(
    r"private|secret|tokens?|auth|key|apikey|api_key|members?|member-feed|premium|subscribers?|patrons?|supporters?|"
    r"paid|personal|signed|user-feed",
    re.I,
)
"""Path parts behind which an id is a person's own."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_JWT = re.compile(r"ey[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")
_EXTENSION = re.compile(r"\.(xml|rss|atom|json|rdf|php|aspx?|html?)$", re.I)


def in_address(url: str) -> bool:
    """Whether an address seems to hold what only one person may know; what can't be read counts as such."""
    try:
        parts = urlsplit(url)
        if parts.username or parts.password:
            return True
    except ValueError:
        return True
    return any(_is_secret(key, value) for key, value in parse_qsl(parts.query)) or _path_tells(unquote(parts.path))


def _is_secret(key: str, value: str) -> bool:
    if _TELLING.fullmatch(key):
        return len(value) >= 4
    return bool(_JWT.fullmatch(value) or (_COMMON.fullmatch(key) and _VALUE.fullmatch(value)))


def _path_tells(path: str) -> bool:
    before = ""
    for part in path.split("/"):
        name = _EXTENSION.sub("", part)
        if _JWT.fullmatch(name) or _is_random(name) or (_MARKER.fullmatch(before) and _is_id(name)):
            return True
        key, equals, value = name.partition("=")
        if equals and _is_secret(key, value):
            return True
        before = name
    return False


def _is_id(name: str) -> bool:
    """Whether a path part behind a marker is a person's id: no word, not a year."""
    if _UUID.fullmatch(name):
        return True
    if not re.fullmatch(r"[A-Za-z0-9_~.-]{8,}", name):
        return False
    return sum(map(str.isdigit, name)) >= 2 and (len(name) >= 12 or not name.isdigit())


def _is_random(name: str) -> bool:
    """Whether a path part can only have been drawn by lot: 32 hex digits, or 24 signs of every kind in one word."""
    if re.fullmatch(r"[0-9a-f]{32,}|[0-9A-F]{32,}", name):
        return any(map(str.isdigit, name)) and not name.isdigit()
    if not re.fullmatch(r"[A-Za-z0-9_]{24,}|[A-Za-z0-9_-]{32,}", name) or _UUID.fullmatch(name):
        return False
    longest = max(re.split(r"[_-]", name), key=len)
    # Words in a row may end in a year; what was drawn by lot has digits in many places.
    mixed = sum(map(str.islower, longest)) >= 2 and sum(map(str.isupper, longest)) >= 2
    return len(longest) >= 16 and mixed and len(re.findall(r"\d+", longest)) >= 2
