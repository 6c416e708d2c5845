"""Measuring, cutting and breaking by columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsdesk.text import drawable
from newsdesk.tui.lines import Span, break_text, cut, cut_line, is_rtl, spread, width_of, wrap

TEXTS = st.text(alphabet=st.sampled_from("ab c-–é北京。「」ع👩\u0301\u00a0\n.,"), max_size=120).map(
    lambda text: "\n".join(drawable(part) for part in text.split("\n"))
)


def test_breaks_at_spaces():
    """Lines end at spaces and hold none at their end."""
    text = "one two three four"
    assert [text[a:b] for a, b in break_text(text, 8)] == ["one two", "three", "four"]


def test_breaks_long_words_anywhere():
    """A word longer than the line is cut."""
    text = "abcdefghij kl"
    assert [text[a:b] for a, b in break_text(text, 4)] == ["abcd", "efgh", "ij", "kl"]


def test_breaks_cjk_but_not_before_closing_punctuation():
    """Han text breaks between any two characters, but no line begins with a full stop."""
    text = "北京天气。好"
    assert [text[a:b] for a, b in break_text(text, 8)] == ["北京天", "气。好"]


def test_newlines_break():
    """A line break that the author meant stays one."""
    text = "a\n\nb"
    assert [text[a:b] for a, b in break_text(text, 10)] == ["a", "", "b"]


def test_cut_keeps_whole_graphemes():
    """Half a wide character or flag is never left over."""
    assert cut("北京北京", 5) == "北京…"
    assert cut("🇪🇺🇪🇺🇪🇺", 4) == "🇪🇺…"
    assert cut("short", 5) == "short"
    assert cut("anything", 0) == ""


def test_spread_fills_the_width():
    """Left and right stand at the ends; the left gives way."""
    assert "".join(part.text for part in spread((Span("left"),), (Span("r"),), 8)) == "left   r"
    assert width_of(spread((Span("a long left side"),), (Span("right"),), 12)) == 12


def test_rtl_by_its_first_letter():
    """The first letter with a direction decides."""
    assert is_rtl("«عنوان» in English")
    assert not is_rtl("In English عنوان")
    assert not is_rtl("123")


def test_wrap_keeps_styles_and_targets():
    """Each piece of a broken span has its role, flags and target."""
    lines = wrap((Span("see "), Span("the long link", "link", 1, 7), Span(" now")), 8)
    assert [["".join(p.text for p in line)] for line in lines] == [["see the"], ["long"], ["link now"]]
    assert [part.target for line in lines for part in line if part.role == "link"] == [7, 7, 7]


@given(TEXTS, st.integers(2, 30))
def test_wrapping_loses_nothing_and_fits(text, width):
    """Whatever the text, no line is too wide and only spaces are left out."""
    half = len(text) // 2
    lines = wrap((Span(text[:half]), Span(text[half:], "link")), width)
    assert all(width_of(line) <= width for line in lines)
    joined = "".join(part.text for line in lines for part in line)
    assert joined.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@given(TEXTS, st.integers(0, 30))
def test_cut_fits(text, width):
    """What is cut is as wide as allowed at most, and a beginning of the text."""
    text = text.replace("\n", " ")
    shown = cut(text, width)
    assert cell_len(shown) <= width
    assert width_of(cut_line((Span(text),), width)) <= width
