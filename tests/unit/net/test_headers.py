"""What header fields say about waiting, freshness and validators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.model.feeds import Validators
from newsdesk.net import headers
from newsdesk.net.headers import Fields

NOW = 1_700_000_000  # Tue, 14 Nov 2023 22:13:20 GMT


def fields(**values: str) -> Fields:
    """Header fields; underscores in names stand for hyphens."""
    return Fields((name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in values.items())


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("Tue, 14 Nov 2023 22:14:20 GMT", 60), ("Tue, 14 Nov 2023 22:00:00 GMT", 0),
        ("", None), ("soon", None), ("-5", None), ("1.5", None), ("12 parsecs", None), ("\xb2", None),
        ("9" * 400, 315_360_000),
    ],
)  # fmt: skip
def test_retry_after(value: str, seconds: int | None) -> None:
    """Seconds and dates are read, the past is now, anything else was not said."""
    assert headers.retry_after(fields(Retry_After=value), NOW) == seconds


def test_dates_count_from_the_servers_own_clock() -> None:
    """With a Date field a wrong clock here changes no wait."""
    answer = fields(Date="Tue, 14 Nov 2023 22:00:00 GMT", Retry_After="Tue, 14 Nov 2023 22:10:00 GMT")
    assert headers.retry_after(answer, NOW - 10_000_000) == 600
    answer = fields(Date="Tue, 14 Nov 2023 22:00:00 GMT", Expires="Tue, 14 Nov 2023 22:30:00 GMT")
    assert headers.max_age(answer, NOW + 10_000_000) == 1_800


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=300", 300), ("public, MAX-AGE=300", 300), ('max-age="300"', 300), ("s-maxage=900, max-age=60", 60),
        ("no-cache, max-age=300", 0), ("no-store", 0), ("max-age=0", 0), ("private", None), ("", None),
        ("max-age=soon", None), ("max-age=" + "9" * 400, 315_360_000), ('ext="max-age=5", max-age=7', 7),
    ],
)  # fmt: skip
def test_max_age(value: str, seconds: int | None) -> None:
    """Cache-Control is read directive by directive."""
    assert headers.max_age(fields(Cache_Control=value), NOW) == seconds


def test_max_age_over_several_fields_less_the_age() -> None:
    """Fields of one name are one list; what a cache already used up is taken off."""
    answer = Fields([(b"Cache-Control", b"public"), (b"cache-control", b"max-age=300"), (b"Age", b"100")])
    assert headers.max_age(answer, NOW) == 200


def test_expires_holds_only_without_max_age() -> None:
    """Cache-Control's max-age wins; an Expires that is no date has passed."""
    expires = "Tue, 14 Nov 2023 22:23:20 GMT"
    assert headers.max_age(fields(Expires=expires), NOW) == 600
    assert headers.max_age(fields(Expires=expires, Cache_Control="max-age=5"), NOW) == 5
    assert headers.max_age(fields(Expires="0"), NOW) == 0


def test_validators_are_kept_byte_for_byte() -> None:
    """Quotes, weakness marks and bytes beyond ASCII stay; a flood counts as not given."""
    raw = Fields([(b"ETag", b'W/"a\xe9\xff"'), (b"Last-Modified", b"yesterday  at noon")])
    found = headers.validators(raw)
    assert found == Validators('W/"a\xe9\xff"', "yesterday  at noon")
    assert found.etag.encode("latin-1") == b'W/"a\xe9\xff"'
    assert headers.validators(fields(ETag="x" * 5_000)) == Validators()
    assert headers.validators(fields(ETag='"\x1b[2J"', Last_Modified="a\x7f")) == Validators()


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_any_value_is_survived(value: str) -> None:
    """No header value raises, and no wait is negative."""
    answer = fields(Retry_After=value, Cache_Control=value, Expires=value, Date=value, Age=value)
    assert (headers.retry_after(answer, NOW) or 0) >= 0
    assert (headers.max_age(answer, NOW) or 0) >= 0
