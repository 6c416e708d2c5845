"""Draws a small picture with half blocks: two pixels a cell, one in the letter's colour, one in the ground's."""

from __future__ import annotations

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
    pixels = [[_pixel(picture, x, y + skipped, columns, full) for x in range(columns)] for y in range(2 * lines)]
    return [_line(pixels[2 * number], pixels[2 * number + 1]) for number in range(lines)]


def whole_picture(picture: Thumbnail, columns: int, tallest: int) -> list[Line]:
    """The picture as large as it can be in `columns` and `tallest` lines, all of it."""
    if picture.width < 2 or picture.height < 2 or columns < 4:
        return []
    fitting = min(columns, max(int(2 * tallest * picture.width / picture.height), 4))
    return picture_lines(picture, fitting, tallest)


def _pixel(picture: Thumbnail, x: int, y: int, columns: int, rows: int) -> str:
    """The mean colour of the thumbnail's pixels under one pixel of the screen."""
    left, right = (
        x * picture.width // columns,
        max((x + 1) * picture.width // columns, x * picture.width // columns + 1),
    )
    top = min(y * picture.height // rows, picture.height - 1)
    bottom = min(max((y + 1) * picture.height // rows, top + 1), picture.height)
    red = green = blue = count = 0
    for row in range(top, bottom):
        for column in range(left, min(right, picture.width)):
            place = 3 * (row * picture.width + column)
            red, green, blue = red + picture.rgb[place], green + picture.rgb[place + 1], blue + picture.rgb[place + 2]
            count += 1
    count = count or 1
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
