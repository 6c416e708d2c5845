"""Small compressed blobs, made with as little time as they need."""

from __future__ import annotations

import zlib

_REACH = 32_768
"""Bytes behind it that deflate looks back to."""


def packed(data: bytes, level: int = 6, beside: bytes = b"") -> bytes:
    """`data` compressed; `unpacked` reads it. What it shares with the beginning of `beside` takes next to nothing.

    zlib-ng makes the same format in two thirds of the time of zlib, which reads it as quickly.
    """
    from zlib_ng import zlib_ng  # the screen only unpacks

    # An empty dictionary would be one that the reader must have too.
    maker = zlib_ng.compressobj(level, zdict=beside[:_REACH]) if beside else zlib_ng.compressobj(level)
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
