"""A picture small enough to be drawn with half blocks."""

from __future__ import annotations

from typing import NamedTuple


class Thumbnail(NamedTuple):
    """Raw RGB pixels, rows from the top; `len(rgb) == 3 * width * height`."""

    width: int
    height: int
    rgb: bytes
