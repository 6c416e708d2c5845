"""Draws a small picture with half blocks: two pixels a cell, one in the letter's colour, one in the ground's."""

from __future__ import annotations

from itertools import accumulate
from typing import TypeAlias

from newsdesk.model.pictures import Thumbnail
from newsdesk.tui.lines import Line, Span

TALLEST = 20
"""Lines a picture takes at most."""
LOW_SCREEN_TALLEST = 7
"""The same on a screen of less than 30 lines."""


def picture_lines(picture: Thumbnail, columns: int, tallest: int) -> list[Line]:
    """The picture as wide as it can be in `columns` and `tallest` lines; none where it is too small to be one."""
    if picture.width < 2 or picture.height < 2 or columns < 4:
        return []
    columns = min(columns, max(picture.width, 8))
    lines = max(round(columns * picture.height / picture.width / 2), 1)
    if lines > tallest:
        # Cut above and below rather than made narrow: a picture's measure is the text's.
        lines = tallest
    full = max(round(columns * picture.height / picture.width), 2)
    skipped = max(full - 2 * lines, 0) // 2
    sums = _sums(picture)
    edges = [_stretch(x, picture.width, columns) for x in range(columns)]
    pixels = [
        [_pixel(sums, left, right, top, bottom) for left, right in edges]
        for top, bottom in (_stretch(y + skipped, picture.height, full) for y in range(2 * lines))
    ]
    return [_line(pixels[2 * number], pixels[2 * number + 1]) for number in range(lines)]


def whole_picture(picture: Thumbnail, columns: int, tallest: int) -> list[Line]:
    """The picture as large as it can be in `columns` and `tallest` lines, all of it."""
    if picture.width < 2 or picture.height < 2 or columns < 4:
        return []
    fitting = min(columns, max(int(2 * tallest * picture.width / picture.height), 4))
    return picture_lines(picture, fitting, tallest)


_Sums: TypeAlias = "list[tuple[list[int], list[int], list[int]]]"


def _sums(picture: Thumbnail) -> _Sums:
    """For each row red, green and blue, added up from its left edge: the mean of a stretch is one subtraction."""
    width = 3 * picture.width
    rows = (picture.rgb[start : start + width] for start in range(0, width * picture.height, width))
    return [
        (
            list(accumulate(row[0::3], initial=0)),
            list(accumulate(row[1::3], initial=0)),
            list(accumulate(row[2::3], initial=0)),
        )
        for row in rows
    ]


def _stretch(place: int, size: int, parts: int) -> tuple[int, int]:
    """Where that one of `parts` equal parts of a side begins and ends, a pixel long at least."""
    start = min(place * size // parts, size - 1)
    return start, min(max((place + 1) * size // parts, start + 1), size)


def _pixel(sums: _Sums, left: int, right: int, top: int, bottom: int) -> str:
    """The mean colour of the thumbnail's pixels under one pixel of the screen."""
    red = green = blue = 0
    for reds, greens, blues in sums[top:bottom]:
        red += reds[right] - reds[left]
        green += greens[right] - greens[left]
        blue += blues[right] - blues[left]
    count = (right - left) * (bottom - top)
    # Five bits a colour are enough for half blocks, and neighbours of one colour become one segment.
    return f"#{red // count & 0xF8:02x}{green // count & 0xF8:02x}{blue // count & 0xF8:02x}"


def _line(upper: list[str], lower: list[str]) -> Line:
    spans: list[Span] = []
    for role in (f"{above}/{below}" for above, below in zip(upper, lower, strict=True)):
        if spans and spans[-1].role == role:
            spans[-1] = spans[-1]._replace(text=spans[-1].text + "▀")
        else:
            spans.append(Span("▀", role))
    return tuple(spans)
