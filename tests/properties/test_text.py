"""Whatever comes in, what is stored and drawn obeys the gate."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.text import clean_code, clean_line, clean_text, drawable

ANY = st.text(st.characters(), max_size=400)
BIDI = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A))


def is_clean(text: str, allowed: str = "") -> bool:
    """No control (but `allowed`), no surrogate, no noncharacter, no bidi embedding, override or isolate."""
    return not any(
        (unicodedata.category(c) in ("Cc", "Cs") and c not in allowed)
        or ord(c) in BIDI
        or (ord(c) & 0xFFFE) == 0xFFFE
        or 0xFDD0 <= ord(c) <= 0xFDEF
        for c in text
    )


@given(ANY)
def test_cleaned_text_is_clean(text: str) -> None:
    """All three forms of cleaning hold the promise."""
    assert is_clean(clean_line(text))
    assert is_clean(clean_text(text), "\n")
    assert is_clean(clean_code(text), "\n")
    assert is_clean(drawable(text))


@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What has passed the gate passes it unchanged."""
    once = clean_line(text)
    assert clean_line(once) == once
    assert drawable(drawable(text)) == drawable(text)


@given(ANY, st.integers(1, 60))
def test_the_limit_holds(text: str, limit: int) -> None:
    """A cleaned line is never longer than its limit, and one line."""
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
