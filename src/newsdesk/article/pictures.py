"""Picture files as small raw pixels, decoded within limits."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from newsdesk.model.pictures import Thumbnail

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""The only decoders that are tried: no SVG, no PDF, no format with a history of holes that news pictures don't use."""
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
"""Pixels of the picture as it is stored; a larger one isn't decoded."""


def thumbnail(data: bytes, columns: int, rows: int) -> Thumbnail | None:
    """The picture, at most `columns` wide and `2 * rows` high, its shape kept; None where it can't be had.

    Transparent parts are laid on white. Run it in a killable child: a decoder is C code that reads strangers' bytes.
    """
    if not data or len(data) > MAX_BYTES or columns < 1 or rows < 1:
        return None
    # Pillow takes 60 ms to import; only children that decode pay.
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if not 0 < picture.width * picture.height <= MAX_PIXELS:
                    return None
                # JPEG can be decoded at an eighth of its size, which is all that is needed.
                picture.draft("RGB", (columns * 2, rows * 4))
                upright = ImageOps.exif_transpose(picture)
                flat = _flattened(upright)
                small = flat.resize(_fitting(flat.width, flat.height, columns, 2 * rows), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError, TypeError, ArithmeticError, MemoryError, IndexError, KeyError, Warning):
        return None
    except Image.DecompressionBombError:
        return None
    return Thumbnail(small.width, small.height, small.tobytes())


def _fitting(width: int, height: int, most_wide: int, most_high: int) -> tuple[int, int]:
    """The size in the picture's shape that fits the box; never larger than the picture, at least one pixel."""
    scale = min(most_wide / width, most_high / height, 1)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _flattened(picture: Image.Image) -> Image.Image:
    """The picture as RGB, what is transparent laid on white."""
    from PIL import Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, layered).convert("RGB")
