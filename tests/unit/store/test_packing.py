"""Small blobs."""

from __future__ import annotations

import os
import zlib

import pytest

from newsdesk.store.packing import packed


@pytest.mark.parametrize("size", [0, 1, 255, 256, 300, 511, 512, 4_096, 32_767, 32_768, 200_000])
def test_what_is_packed_comes_back(size: int) -> None:
    """Of any size, text or noise, and text gets smaller."""
    text = (b"the same words again and again " * (size // 30 + 1))[:size]
    for data in (text, os.urandom(size)):
        assert zlib.decompress(packed(data)) == data
    assert size < 100 or len(packed(text)) < size / 2
