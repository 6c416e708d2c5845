"""Lines that keep nothing: they are cut where Textual's are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cached_cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsdesk.tui.strips import fitted

TEXTS = st.lists(st.text("ab é北京한👍 ·", max_size=8), max_size=5)


@given(TEXTS, st.integers(1, 40), st.sets(st.integers(0, 40)))
def test_a_line_is_divided_as_textual_divides(texts: list[str], width: int, columns: set[int]) -> None:
    """The same text in every part, whatever is wide and wherever it is cut."""
    line = fitted([Segment(text, Style()) for text in texts if text], width, Style())
    cuts = sorted({*columns, width})
    told = Strip([*line], width).divide(cuts)
    found = line.divide(cuts)
    assert [part.text for part in found] == [part.text for part in told]
    assert [part.cell_length for part in found] == [part.cell_length for part in told]


def test_what_is_divided_is_not_remembered() -> None:
    """Rich has one memory of widths for the whole program; lines that are drawn once don't fill it."""
    before = cached_cell_len.cache_info().currsize
    line = fitted([Segment("A line that nobody has drawn before"), Segment("and its second part")], 60, Style())
    line.divide([59, 60])
    assert cached_cell_len.cache_info().currsize == before
