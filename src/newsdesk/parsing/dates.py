"""Dates as feeds write them, in any of the forms and languages they are found in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from newsdesk.parsing.date_words import AFTERNOON, MONTHS, MORNING, ZONES
from newsdesk.words import fold

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_WIDEST_ZONE = 14 * 60
"""Minutes; a zone further from UTC is a mistake and taken for UTC."""
_SLACK = 86_400
"""Seconds a date may lie in the future: clocks and zones go wrong, a day is as far as honest ones get."""

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|(\d{2})(\d{2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})\.?)"
    r"(?!\d)(?:[Tt_\s,]+(.*))?\Z",
    re.DOTALL,
)
_ISO_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,]\d+)?)?)?")
_RFC_822 = re.compile(
    r"(?:[a-z]{3}, ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:([+-])(\d\d)(\d\d)|gmt|z|utc?)\Z",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{9,10}|\d{13}")
_CLOCK = re.compile(
    r"(\d{1,2})\s?(?:[:時时시h]|[.](?=\d\d[.:]\d\d))\s?(\d{2})(?:\s?[:.分분m]\s?(\d{2})(?!\d))?[秒초分분]?"
)
_OFFSET = re.compile(r"([+\-−])\s?(\d{2}):?(\d{2})?(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{2,4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_WORD = re.compile(r"[^\s\d,;:/()\[\]+\-−年月日]+")
_NUMBER = re.compile(r"\d+")


def parse_date(text: str, now: int) -> datetime | None:
    """The moment a feed's date means, aware UTC; a missing zone is UTC.

    None for what can't be read, and for what can't be true: before 1990 or more than a day after `now` (Unix seconds).
    """
    text = text.strip()[:200]
    if not text or text[0] in "-−+":
        return None
    try:
        moment = _read(text)
    except (ValueError, OverflowError):
        return None
    if moment is None or moment < _EARLIEST or moment.timestamp() > now + _SLACK:
        return None
    return moment


def _read(text: str) -> datetime | None:
    if (found := _RFC_822.match(text)) and (month := MONTHS.get(found[2].lower())):
        return _standard(found, month)
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if found := _ISO.match(text):
        year_text, month_1, day_1, month_2, day_2, month_3, day_3, month_4, day_4, rest = found.groups()
        month_text, day_text = month_1 or month_2 or month_3 or month_4, day_1 or day_2 or day_3 or day_4
        return _moment(int(year_text), int(month_text), int(day_text or 1), rest or "")
    if found := _EAST_ASIAN.search(text):
        year, month, day = (int(number) for number in found.groups())
        return _moment(_full_year(year, 4), month, day, text[: found.start()] + " " + text[found.end() :])
    if found := _NUMERIC.search(text):
        month, day = _ordered(int(found[1]), int(found[3]), found[2])
        year = _full_year(int(found[4]), len(found[4]))
        return _moment(year, month, day, text[: found.start()] + " " + text[found.end() :])
    return _read_words(text)


def _standard(found: re.Match[str], month: int) -> datetime:
    """The form that nearly all feeds use, without the search for all the others."""
    day, _, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
    zone = int(zone_hours or 0) * 60 + int(zone_minutes or 0)
    if zone > _WIDEST_ZONE:
        zone = 0
    moment = datetime(int(year), month, int(day), tzinfo=UTC)
    minutes = int(hour) * 60 + int(minute) - (zone if sign == "+" else -zone)
    return moment + timedelta(minutes=minutes, seconds=min(int(second), 59))


def _read_words(text: str) -> datetime | None:
    """`Mon, 3 Aug 2026 10:00:00 +0200`, in any language and order."""
    clock = _CLOCK.search(text)
    offset = _OFFSET.search(text, clock.end()) if clock else None
    day_part = f"{text[: clock.start()]} {text[(offset or clock).end() :]}" if clock else text
    month = _month(day_part)
    numbers = [number for number in _NUMBER.findall(day_part) if len(number) <= 4]
    if month is None or not numbers:
        return None
    if len(numbers) == 1:
        # "August 2026"
        return _moment(int(numbers[0]), month, 1, text) if len(numbers[0]) == 4 else None
    first, second = numbers[:2]
    day, year = (second, first) if len(first) > 2 else (first, second)
    return _moment(_full_year(int(year), len(year)), month, int(day), text[clock.start() :] if clock else "", text)


def _month(text: str) -> int | None:
    """The month that is named; of several the last, because short weekdays (`mar.`) come first."""
    words = [fold(word.rstrip(".")) for word in _WORD.findall(text)]
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    for known in (pairs, words):
        months = [MONTHS[word] for word in known if word in MONTHS]
        if months:
            return months[-1]
    return None


def _ordered(first: int, second: int, mark: str) -> tuple[int, int]:
    """(month, day) of a date in digits: with dots and dashes the day comes first, with slashes where it must."""
    if mark == "/" and first <= 12:
        return first, second
    return (second, first) if second <= 12 else (first, second)


def _full_year(year: int, digits: int) -> int:
    if digits > 2 and year > 99:
        return year
    return year + (1900 if year >= 69 else 2000)


def _moment(year: int, month: int, day: int, clock: str, words: str = "") -> datetime:
    """The date with the time and zone that `clock` starts with; raises ValueError for no such day."""
    hour, minute, second, rest = _time(clock)
    moment = datetime(year, month, day, tzinfo=UTC)
    marks = {fold(word.rstrip(".")) for word in _WORD.findall(words or clock)}
    if hour < 12 and marks & AFTERNOON:
        hour += 12
    elif hour == 12 and marks & MORNING:
        hour = 0
    return moment + timedelta(hours=hour, minutes=minute - _zone(rest), seconds=second)


def _time(clock: str) -> tuple[int, int, int, str]:
    found = _CLOCK.search(clock) or _ISO_TIME.match(clock.strip())
    if found is None:
        return 0, 0, 0, clock
    hour, minute, second = (int(number or 0) for number in found.groups())
    rest = found.string[found.end() :]
    return (hour, minute, min(second, 59), rest) if hour <= 24 and minute < 60 else (0, 0, 0, rest)


def _zone(rest: str) -> int:
    """Minutes east of UTC that the text behind a time says, 0 where it says nothing sensible."""
    if found := _OFFSET.search(rest[:40]):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return (minutes if found[1] == "+" else -minutes) if minutes <= _WIDEST_ZONE else 0
    return next((ZONES[word] for word in map(fold, _WORD.findall(rest[:40])) if word in ZONES), 0)
