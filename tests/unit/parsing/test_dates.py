"""Dates in the forms and languages of real feeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsdesk.parsing.dates import parse_date

NOW = int(datetime(2026, 8, 4, tzinfo=UTC).timestamp())
TEN = datetime(2026, 8, 3, 10, tzinfo=UTC)
DAY = datetime(2026, 8, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 03 Aug 2026 10:00:00 GMT",
        "Mon, 03 Aug 2026 12:00:00 +0200",
        "Mon, 3 Aug 2026 12:00:00 +02:00",
        "Mon,03 Aug 2026 10:00:00 UT",
        "Mon, 03 Aug 2026 06:00:00 EDT",
        "Monday, 03-Aug-26 10:00:00 GMT",
        "Mon Aug  3 10:00:00 2026",
        "Mon, 03 August 2026 10:00 GMT",
        "03 Aug 26 10:00:00 Z",
        "Mon, 03 Aug 2026 10:00:00",
        "Mon, Aug 03 2026 10:00:00 GMT+0000",
        "August 3, 2026 10:00 am",
        "Aug. 3, 2026, 10:00 a.m. UTC",
        "3 Aug 2026 10:00 AM",
        "8/3/2026 10:00:00 AM",
        "03.08.2026 10:00",
        "03-08-2026 10:00:00",
        "2026-08-03T10:00:00Z",
        "2026-08-03T10:00:00.123456Z",
        "2026-08-03t10:00z",
        "2026-08-03 10:00:00 +0000",
        "2026-08-03T05:30:00-04:30",
        "20260803T100000Z",
        "2026/08/03 10:00:00",
        "1785751200",
        "1785751200000",
        "lun., 03 août 2026 12:00:00 +0200",
        "3 août 2026 10h00",
        "Mo, 03 Aug 2026 12:00:00 MESZ",
        "lunes, 03 de agosto de 2026 10:00",
        "lun, 03 ago 2026 10:00:00 GMT",
        "lunedì 3 agosto 2026 10:00",
        "seg, 03 ago 2026 10:00:00 +0000",
        "ma 03 aug 2026 10:00:00 GMT",
        "Пн, 03 авг 2026 13:00:00 +0300",
        "3 августа 2026 13:00:00 МСК",
        "pon., 03 sie 2026 10:00:00 GMT",
        "3 sierpnia 2026 10:00",
        "mån, 03 aug 2026 10:00:00 GMT",
        "man., 3. august 2026 10:00",
        "Pzt, 03 Ağu 2026 13:00:00 +0300",
        "3 Ağustos 2026 10:00",
        "Δευ, 03 Αυγ 2026 10:00:00 GMT",
        "3 Αυγούστου 2026 10:00",
        "2026年8月3日 19:00 JST",
        "2026年08月03日 10時00分",
        "2026년 8월 3일 오전 10:00",
        "الإثنين، 03 أغسطس 2026 10:00:00 GMT",
        "3 آب 2026 10:00",
        "सोम, 03 अगस्त 2026 10:00:00 GMT",
    ],
)
def test_ten_o_clock(text: str) -> None:
    """All of these are the same moment."""
    assert parse_date(text, NOW) == TEN


@pytest.mark.parametrize(
    "text", ["2026-08-03", "20260803", "3 August 2026", "Aug 3, 2026", "2026年8月3日", "08/03/2026"]
)
def test_days_without_a_time(text: str) -> None:
    """A day alone is its midnight in UTC."""
    assert parse_date(text, NOW) == DAY


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("mar, 10 mar 2026", 3), ("mar. 10 févr. 2026", 2), ("10 juin 2026", 6), ("10 juil. 2026", 7),
        ("10. März 2026", 3), ("10 maart 2026", 3), ("10 mai 2026", 5), ("10 maja 2026", 5), ("10 enero 2026", 1),
        ("10 gennaio 2026", 1), ("10 fev 2026", 2), ("10 мая 2026", 5), ("10 января 2026", 1), ("10 Haz 2026", 6),
        ("10 Μαΐου 2026", 5), ("10 يناير 2026", 1), ("10 كانون الثاني 2026", 1), ("10 जुलाई 2026", 7),
        ("10 lipca 2026", 7), ("10 Şub 2026", 2), ("10 Ιαν 2026", 1), ("10 dubna 2026", 4),
    ],
)  # fmt: skip
def test_months(text: str, month: int) -> None:
    """Month names of many languages, long and short, also behind weekdays that look like them."""
    assert parse_date(text, NOW) == datetime(2026, month, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "yesterday", "NaN", "Mon", "9999-12-31", "0001-01-01", "-0001-01-01", "292277026596-12-04T15:30:08Z",
        "1e20", "1970-01-01", "Thu, 01 Jan 1970 00:00:00 GMT", "2026-02-30", "2026-13-01", "32 Aug 2026",
        "99999999999999999999", "0000-00-00 00:00:00", "Mon, 03 Aug 99999 10:00:00 GMT", "1989-12-31T23:59:59Z",
        "infinity", "+", "-", "::", "٣", "août", "2026", "12:00",
    ],
)  # fmt: skip
def test_dates_that_are_none(text: str) -> None:
    """What can't be read or can't be true is no date, and nothing is raised."""
    assert parse_date(text, NOW) is None


def test_the_future() -> None:
    """Up to a day ahead is believed, more is not."""
    now = datetime.fromtimestamp(NOW, UTC)
    assert parse_date((now + timedelta(hours=23)).isoformat(), NOW) is not None
    assert parse_date((now + timedelta(hours=25)).isoformat(), NOW) is None


def test_two_digit_years() -> None:
    """Two digits are this century up to 68."""
    assert parse_date("03 Aug 26", NOW) == DAY
    assert parse_date("03 Aug 96", NOW) == datetime(1996, 8, 3, tzinfo=UTC)


def test_afternoon() -> None:
    """Twelve-hour clocks, with noon and midnight right."""
    assert parse_date("8/3/2026 2:05 PM", NOW) == DAY + timedelta(hours=14, minutes=5)
    assert parse_date("8/3/2026 12:05 PM", NOW) == DAY + timedelta(hours=12, minutes=5)
    assert parse_date("8/3/2026 12:05 AM", NOW) == DAY + timedelta(minutes=5)
    assert parse_date("2026년 8월 3일 오후 2:05", NOW) == DAY + timedelta(hours=14, minutes=5)


def test_impossible_times_and_zones() -> None:
    """A day with a broken time keeps its day; a zone that can't be is UTC."""
    assert parse_date("2026-08-03T99:99:99Z", NOW) == DAY
    assert parse_date("Mon, 03 Aug 2026 10:00:00 +9900", NOW) == TEN
    assert parse_date("2026-08-02T24:00:00Z", NOW) == DAY
    assert parse_date("2026-08-03T09:59:60Z", NOW) == TEN - timedelta(seconds=1)
