"""Bodies off the wire: what is unpacked, what is refused, and that a bomb stays small."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.net.decoding import BodyError, BoundedBody, TooLarge

BIG = 1 << 30


def read(data: bytes, encoding: str = "gzip", *, step: int = 1000, wire: int = BIG, decoded: int = BIG) -> bytes:
    """The body that these bytes make when they come in pieces of `step`."""
    body = BoundedBody(encoding, wire, decoded)
    for start in range(0, len(data), step):
        body.feed(data[start : start + step])
    return body.finish()


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(1, 40))
def test_gzip_round_trip_in_any_pieces(members: list[bytes], step: int) -> None:
    """One or several gzip members come out whole however the wire cut them."""
    assert read(b"".join(map(gzip.compress, members)), step=step) == b"".join(members)


@pytest.mark.parametrize("encoding", ["", "identity", " Identity ", ","])
def test_plain_bodies_pass(encoding: str) -> None:
    """Without compression bytes stay as they are."""
    assert read(b"\x1f\x8bplain", encoding) == b"\x1f\x8bplain"


@pytest.mark.parametrize("encoding", ["x-gzip", "GZIP", "identity, gzip"])
def test_names_of_gzip(encoding: str) -> None:
    """Every way to say gzip once is understood."""
    assert read(gzip.compress(b"news"), encoding) == b"news"


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip,br", "made-up"])
def test_other_and_doubled_encodings_are_refused(encoding: str) -> None:
    """What was not asked for is refused before a byte of it is unpacked."""
    with pytest.raises(BodyError, match="not asked for"):
        BoundedBody(encoding, BIG, BIG)


def test_a_bomb_stays_small() -> None:
    """200 MB out of 200 KB stop at the limit and never stand in memory."""
    bomb = gzip.compress(bytes(200_000_000), 1)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match=r"more than 1 MB of text"):
            read(bomb, decoded=1_000_000, step=65_536)
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


def test_limits_are_the_last_byte_allowed() -> None:
    """A body of exactly the limit passes, one byte more does not, on the wire and unpacked."""
    assert read(b"12345", "", wire=5, decoded=5) == b"12345"
    with pytest.raises(TooLarge, match="more than 4 bytes"):
        read(b"12345", "", wire=4)
    packed = gzip.compress(b"x" * 500)
    assert read(packed, wire=len(packed), decoded=500) == b"x" * 500
    with pytest.raises(TooLarge):
        read(packed, decoded=499)


@given(st.data())
def test_a_cut_stream_is_an_error(data: st.DataObject) -> None:
    """However little of the end is missing, the checksum included, the body is not taken for whole."""
    packed = gzip.compress(b"some news that is long enough to be packed, and some more")
    with pytest.raises(BodyError, match="breaks off"):
        read(packed[: data.draw(st.integers(1, len(packed) - 1))])


def test_what_is_no_gzip_is_an_error() -> None:
    """Text that claims to be gzip, and a wrong checksum, are errors in words."""
    with pytest.raises(BodyError, match="can't be unpacked"):
        read(b"<rss>not packed at all</rss>")
    with pytest.raises(BodyError, match="can't be unpacked"):
        read(zlib.compress(b"news"))
    packed = bytearray(gzip.compress(b"news"))
    packed[-6] ^= 0xFF
    with pytest.raises(BodyError, match="can't be unpacked"):
        read(bytes(packed))


def test_padding_and_emptiness() -> None:
    """What follows the last member is padding, also in pieces; nothing at all is an empty body."""
    assert read(gzip.compress(b"news") + b"\0" * 40, step=7) == b"news"
    assert read(gzip.compress(b"news") + b"\x1f") == b"news"
    assert read(b"") == b""
