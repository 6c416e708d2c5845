"""Thumbnails: small, in shape, and never a crash."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from newsdesk.article.pictures import thumbnail


def picture(kind: str, width: int = 40, height: int = 20, colour: object = (255, 0, 0), mode: str = "RGB") -> bytes:
    """A picture file of one colour."""
    held = io.BytesIO()
    Image.new(mode, (width, height), colour).save(held, kind)  # type: ignore[arg-type]
    return held.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_each_format_is_decoded(kind: str) -> None:
    """The four formats of the web give raw pixels in the picture's shape."""
    made = thumbnail(picture(kind, 400, 200), 40, 40)
    assert made is not None
    assert (made.width, made.height, len(made.rgb)) == (40, 20, 40 * 20 * 3)
    red, green, blue = made.rgb[:3]
    assert (red > 240, green < 15, blue < 15) == (True, True, True)


@pytest.mark.parametrize(("width", "height"), [(1000, 10), (10, 1000), (3, 2), (1, 1)])
def test_the_box_is_kept(width: int, height: int) -> None:
    """At most so many columns, and two pixels a row."""
    made = thumbnail(picture("PNG", width, height), 30, 10)
    assert made is not None
    assert 1 <= made.width <= 30
    assert 1 <= made.height <= 20
    assert len(made.rgb) == made.width * made.height * 3


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_each_mode_becomes_rgb(mode: str) -> None:
    """Grey, palettes, transparency and print colours are all RGB in the end."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert thumbnail(picture(kind, colour=0, mode=mode), 10, 10) is not None


def test_what_is_transparent_lies_on_white() -> None:
    """Nothing transparent turns black."""
    made = thumbnail(picture("PNG", colour=(0, 0, 0, 0), mode="RGBA"), 10, 10)
    assert made is not None
    assert made.rgb[:3] == b"\xff\xff\xff"


def test_svg_and_other_formats_are_refused() -> None:
    """No vector graphics, no formats that news pictures don't use."""
    assert thumbnail(b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', 10, 10) is None
    assert thumbnail(picture("BMP"), 10, 10) is None
    assert thumbnail(picture("TIFF"), 10, 10) is None


@pytest.mark.parametrize("junk", [b"", b"x", b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_junk_is_no_picture(junk: bytes) -> None:
    """Broken files give nothing."""
    assert thumbnail(junk, 10, 10) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_cut_files_never_raise(kind: str) -> None:
    """A file cut anywhere gives a picture or nothing."""
    data = picture(kind, 64, 64)
    for length in range(0, len(data), 7):
        made = thumbnail(data[:length], 10, 10)
        assert made is None or len(made.rgb) == made.width * made.height * 3


def test_a_bomb_is_not_decoded() -> None:
    """A small file of 60,000 by 60,000 pixels is refused by its header."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )
    assert thumbnail(bomb, 10, 10) is None


@pytest.mark.parametrize(("columns", "rows"), [(0, 5), (5, 0), (-1, 5)])
def test_no_room_no_picture(columns: int, rows: int) -> None:
    """A pane without columns or rows has no picture."""
    assert thumbnail(picture("PNG"), columns, rows) is None
