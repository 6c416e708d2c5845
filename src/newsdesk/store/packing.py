"""Small compressed blobs, made with as little memory as they need."""

from __future__ import annotations

import zlib


def packed(data: bytes, level: int = 6) -> bytes:
    """`data` compressed; `zlib.decompress` reads it.

    zlib's usual quarter of a megabyte of working memory takes ten times as long to lay out as a short text takes to
    compress, so the window is only as large as the data.
    """
    window = min(max(len(data).bit_length(), 9), 15)
    maker = zlib.compressobj(level, zlib.DEFLATED, window, max(window - 7, 4) if window < 15 else 8)
    return maker.compress(data) + maker.flush()
