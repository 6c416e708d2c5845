"""Small blobs."""

from __future__ import annotations

import os
import zlib

import pytest

from newsdesk.store.packing import packed, unpacked


@pytest.mark.parametrize("size", [0, 1, 255, 256, 300, 511, 512, 4_096, 32_767, 32_768, 200_000])
def test_what_is_packed_comes_back(size: int) -> None:
    """Of any size, text or noise, and text gets smaller."""
    text = (b"the same words again and again " * (size // 30 + 1))[:size]
    for data in (text, os.urandom(size)):
        assert zlib.decompress(packed(data)) == data
    assert size < 100 or len(packed(text)) < size / 2


@pytest.mark.parametrize("size", [1, 300, 10_000])
def test_what_is_packed_beside_something_comes_back_beside_it(size: int) -> None:
    """What two texts share is told once, and nothing but the very text brings the other back."""
    text = os.urandom(size // 2).hex().encode() or b"x"
    blob = packed(text, beside=text + b"more")
    assert unpacked(blob, text + b"more") == text
    assert size < 100 or len(blob) < len(packed(text)) / 2
    with pytest.raises(zlib.error):
        unpacked(blob, b"other")
    with pytest.raises(zlib.error):
        unpacked(blob)
    assert unpacked(packed(text, beside=b"")) == text
