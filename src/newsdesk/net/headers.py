"""What the header fields of an answer say: how long to wait, how long it is fresh, its validators."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from email.utils import parsedate_to_datetime

from newsdesk.model.feeds import Validators

_LONGEST_VALIDATOR = 4_096
_LONGEST_WAIT = 10 * 365 * 86_400
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DIRECTIVE = re.compile(r'([a-z-]+)\s*(?:=\s*("[^"]*"|[^\s,;]*))?', re.IGNORECASE)


class Fields:
    """The header fields of an answer, by lower-case name, byte for byte as latin-1 text."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in raw:
            self._values.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))

    def first(self, name: str) -> str:
        """The first value of a field; empty where it is not there."""
        return self._values.get(name, [""])[0]

    def every(self, name: str) -> list[str]:
        """All values of a field, one a line that was sent."""
        return self._values.get(name, [])

    def joined(self, name: str) -> str:
        """All values of a field that is a list, parted by commas."""
        return ", ".join(self._values.get(name, ()))


def validators(fields: Fields) -> Validators:
    """ETag and Last-Modified exactly as sent; one absurdly long, or with controls, counts as not given."""
    return Validators(_sound(fields.first("etag")), _sound(fields.first("last-modified")))


def _sound(validator: str) -> str:
    return "" if len(validator) > _LONGEST_VALIDATOR or _CONTROL.search(validator) else validator


def _number(digits: str) -> int | None:
    """A count of seconds, at most _LONGEST_WAIT, however many digits it has; None for what is no number."""
    if not re.fullmatch("[0-9]+", digits):
        return None
    digits = digits.lstrip("0") or "0"
    return min(int(digits), _LONGEST_WAIT) if len(digits) <= 12 else _LONGEST_WAIT


def retry_after(fields: Fields, now: int) -> int | None:
    """Seconds that Retry-After asks to wait, given as seconds or as a date; None: not said, or not readable."""
    value = fields.first("retry-after").strip()
    if (seconds := _number(value)) is not None:
        return seconds
    until = _date(value)
    if until is None:
        return None
    sent = _date(fields.first("date"))
    return max(0, min(until - (sent if sent is not None else now), _LONGEST_WAIT))


def max_age(fields: Fields, now: int) -> int | None:
    """Seconds the answer stays fresh by Cache-Control, else by Expires; 0: ask each time; None: not said."""
    directives = {name.lower(): value.strip('"') for name, value in _DIRECTIVE.findall(fields.joined("cache-control"))}
    if "no-cache" in directives or "no-store" in directives:
        return 0
    if (fresh := _number(directives.get("max-age", ""))) is not None:
        return max(0, fresh - (_number(fields.first("age").strip()) or 0))
    expires = fields.first("expires")
    if not expires:
        return None
    until, sent = _date(expires), _date(fields.first("date"))
    if until is None:
        return 0  # RFC 9111 section 5.3: what is no date, "0" above all, has passed
    return max(0, min(until - (sent if sent is not None else now), _LONGEST_WAIT))


def _date(text: str) -> int | None:
    try:
        when = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None
