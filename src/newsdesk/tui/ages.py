"""How old a thing is, in few letters for a row and in words for a page."""

from __future__ import annotations

from newsdesk import clock

_STEPS = ((60, 1, "now"), (3_600, 60, "m"), (86_400, 3_600, "h"), (14 * 86_400, 86_400, "d"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_age(now: int, then: int) -> str:
    """`now`, `38m`, `2h`, `5d`, `14 Mar` or `Mar 2023`; both times Unix seconds UTC."""
    age = max(now - then, 0)
    for limit, unit, letter in _STEPS:
        if age < limit:
            return letter if letter == "now" else f"{age // unit}{letter}"
    day = clock.local(then)
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month}" if clock.local(now).year == day.year else f"{month} {day.year}"


def long_age(now: int, then: int) -> str:
    """`just now`, `38 min ago`, `2 h ago`, `5 days ago`, or the local date and time."""
    age = max(now - then, 0)
    if age < 60:
        return "just now"
    if age < 3_600:
        return f"{age // 60} min ago"
    if age < 86_400:
        return f"{age // 3_600} h ago"
    if age < 7 * 86_400:
        days = age // 86_400
        return "1 day ago" if days == 1 else f"{days} days ago"
    day = clock.local(then)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}, {day:%H:%M}"


def time_of_day(then: int) -> str:
    """The local time, `09:41`."""
    return f"{clock.local(then):%H:%M}"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def date_line(now: int) -> str:
    """The local date as a newspaper's head has it, `Monday 23 November`."""
    day = clock.local(now)
    return f"{_DAYS[day.weekday()]} {day.day} {_LONG_MONTHS[day.month - 1]}"
