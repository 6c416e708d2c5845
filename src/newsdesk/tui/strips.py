"""Lines ready for the terminal that keep nothing beside their text; each of Textual's own has seven caches, 1 KB."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.cache import FIFOCache
from textual.strip import Strip

from newsdesk.tui.lines import cells


class _NoCache:
    """A cache that keeps nothing."""

    def get(self, _key: object, default: Any = None) -> Any:
        """Nothing is found."""
        return default

    def __setitem__(self, _key: object, _value: object) -> None:
        """Nothing is kept."""


def _bare() -> tuple[tuple[str, Any], ...]:
    """What a strip without text holds, but for its caches."""
    empty, none = Strip([]), _NoCache()
    held = ((name, getattr(empty, name)) for name in Strip.__slots__)
    return tuple((name, none if isinstance(value, FIFOCache) else value) for name, value in held)


_BARE = _bare()


class PlainStrip(Strip):
    """A strip that is drawn and forgotten."""

    __slots__ = ()

    def __init__(self, segments: list[Segment], cell_length: int) -> None:
        for name, value in _BARE:
            setattr(self, name, value)
        self._segments = segments
        self._cell_length = cell_length

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The parts of the line up to each of these columns, ascending; what is behind the last goes.

        Textual's way has Rich remember each text that it measures, a megabyte of lines that nobody sees any more.
        """
        parts: list[Strip] = []
        rest, start = self._segments, 0
        for cut in cuts:
            if cut > self.cell_length:
                break
            part, rest = _split(rest, cut - start)
            parts.append(PlainStrip(part, cut - start))
            start = cut
        return parts


def _split(segments: list[Segment], width: int) -> tuple[list[Segment], list[Segment]]:
    left = width
    for place, segment in enumerate(segments):
        if not left:
            return segments[:place], segments[place:]
        length = cells(segment.text)
        if length > left:
            before, after = segment.split_cells(left)
            return [*segments[:place], before], [after, *segments[place + 1 :]]
        left -= length
    return segments, []


def fitted(segments: list[Segment], width: int, style: Style) -> Strip:
    """The segments as a line exactly `width` columns wide, cut, or filled with blanks in that style."""
    length = sum(cells(segment.text) for segment in segments)
    if length > width:
        return Strip(segments, length).adjust_cell_length(width, style)
    if length < width:
        segments = [*segments, Segment(" " * (width - length), style)]
    return PlainStrip(segments, width)
