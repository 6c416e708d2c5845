"""The gate for text from outside, the drawable form."""

from __future__ import annotations

import unicodedata

import pytest

from newsdesk.text import MAX_MARKS, clean_code, clean_line, clean_text, drawable, is_settled


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("plain", "plain"),
        ("  two\n\tlines\r\n here ", "two lines here"),
        ("a\x1b]0;OWNED\x07b", "a]0;OWNEDb"),
        ("a\x9b31mb", "a31mb"),
        ("nul\x00 del\x7f", "nul del"),
        ("over\u202eride\u2066isolate\u2069", "overrideisolate"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("line\u2028para\u2029", "line para"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("tag \U000e0041\U000e0042", "tag"),
        ("e\u0301", "\u00e9"),
        ("[EU] [UK] deal [/b]", "[EU] [UK] deal [/b]"),
        ("\u200fשלום", "\u200fשלום"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_a_line_is_cleaned(raw: str, clean: str) -> None:
    """Controls, bidi overrides and invisible characters go; words, brackets and scripts stay."""
    assert clean_line(raw) == clean


def test_a_flood_of_combining_marks_is_cut() -> None:
    """Zalgo text keeps MAX_MARKS marks on a letter."""
    marks = "\u0316" * 500
    assert clean_line(f"Z{marks}a") == "Z" + "\u0316" * MAX_MARKS + "a"


def test_a_long_line_is_cut_with_an_ellipsis() -> None:
    """The limit counts the ellipsis."""
    assert clean_line("word " * 100, 12) == "word word w…"
    assert len(clean_line("x" * 5000)) == 1000


def test_running_text_keeps_its_lines() -> None:
    """Line breaks stay, spaces within a line are folded."""
    assert clean_text("one  two\r\nthree\x0bfour\t five") == "one two\nthree\nfour five"


def test_code_keeps_its_spaces() -> None:
    """Indentation stays, tabs become spaces, controls go."""
    assert clean_code("if x:\r\n\treturn\x1b[0m  1") == "if x:\n        return[0m  1"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("👩\u200d🚀 lands", "👩 lands"),
        ("☀\ufe0f 1\ufe0f\u20e3 👍🏽", "☀ 1 👍"),
        ("ESC \x1b[31m", "ESC [31m"),
        ("नमस्ते", "नमस्ते"),
    ],
)
def test_what_is_drawn_has_an_agreed_width(text: str, drawn: str) -> None:
    """Joined emoji keep their first; selectors, keycaps, skin tones and controls go."""
    assert drawable(text) == drawn


def test_flags_are_drawn_as_letters() -> None:
    """Terminals disagree on the width of flags, so a flag is drawn as the letters of its country."""
    assert drawable("\U0001f1ea\U0001f1fa deal") == "EU deal"


def test_settled_text_needs_no_cleaning() -> None:
    """What is taken for clean at a look is printable, and none of it joins with any other."""
    settled = "".join(chr(code) for code in range(0x10000) if is_settled(chr(code)))
    assert len(settled) > 30_000
    assert is_settled(settled)
    for row in (settled, settled[::-1], "e".join(settled)):
        assert row.isprintable()
        assert unicodedata.normalize("NFC", row) == row
