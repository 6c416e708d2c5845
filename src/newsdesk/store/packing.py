"""Small compressed blobs, made with as little memory as they need."""

from __future__ import annotations

import zlib

_REACH = 32_768
"""Bytes behind it that deflate looks back to."""


def packed(data: bytes, level: int = 6, beside: bytes = b"") -> bytes:
    """`data` compressed; `unpacked` reads it. What it shares with the beginning of `beside` takes next to nothing.

    zlib's usual quarter of a megabyte of working memory takes ten times as long to lay out as a short text takes to
    compress, so the window is only as large as the data.
    """
    beside = beside[:_REACH]
    window = min(max((len(data) + len(beside)).bit_length(), 9), 15)
    memory = max(window - 7, 4) if window < 15 else 8
    # An empty dictionary would be one that the reader must have too.
    more = (zlib.Z_DEFAULT_STRATEGY, beside) if beside else ()
    maker = zlib.compressobj(level, zlib.DEFLATED, window, memory, *more)
    return maker.compress(data) + maker.flush()


def unpacked(blob: bytes, beside: bytes = b"", most: int = 0) -> bytes:
    """The data of a blob, its first `most` bytes where that is not 0.

    Raises zlib.error for damage, and without the very `beside` that it was packed with.
    """
    reader = zlib.decompressobj(zdict=beside[:_REACH]) if beside else zlib.decompressobj()
    data = reader.decompress(blob, most)
    if not most and not reader.eof:
        raise zlib.error("the blob ends before its data does")
    return data
