"""Bodies off the wire: gzip undone with a limit on both sides, so that a bomb stays small."""

from __future__ import annotations

import zlib

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WBITS = 31
_STEP = 262_144


class BodyError(Exception):
    """The body can't be used; says why, in words that follow the feed's name."""


class TooLarge(BodyError):
    """The body passed a limit."""


class BoundedBody:
    """Collects a body chunk by chunk and never holds more than `max_decoded` bytes (and one step) of it.

    `encoding` is the Content-Encoding as sent: nothing, identity, gzip or x-gzip; BodyError on any other, doubled
    ones included. TooLarge when more than `max_wire` bytes come or `max_decoded` would be made of them.
    """

    def __init__(self, encoding: str, max_wire: int, max_decoded: int) -> None:
        names = [name for part in encoding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
        if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip")):
            raise BodyError("answered in a compression that was not asked for")
        self._inflate = zlib.decompressobj(_GZIP_WBITS) if names else None
        self._wire = 0
        self._max_wire = max_wire
        self._max_decoded = max_decoded
        self._body = bytearray()
        self._held = b""

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes off the wire."""
        self._wire += len(chunk)
        if self._wire > self._max_wire:
            raise TooLarge(f"sent more than {_size(self._max_wire)}")
        if self._inflate is None:
            self._keep(chunk)
        elif chunk:
            self._feed_gzip(chunk)

    def finish(self) -> bytes:
        """The whole body; BodyError when the compressed stream ends in the middle.

        A stream without its last bytes is refused, its checksum missing included: nothing else would tell a cut
        feed from a whole one.
        """
        if self._inflate is not None and self._wire and not self._inflate.eof:
            raise BodyError("sent a compressed answer that breaks off")
        return bytes(self._body)

    def _feed_gzip(self, data: bytes) -> None:
        assert self._inflate is not None  # the caller's branch
        while data:
            if self._inflate.eof:
                # Some servers send several members; what follows the last one and is none is padding.
                data, self._held = self._held + data, b""
                if data == _GZIP_MAGIC[:1]:
                    self._held = data
                    return
                if not data.startswith(_GZIP_MAGIC):
                    return
                self._inflate = zlib.decompressobj(_GZIP_WBITS)
            try:
                self._keep(self._inflate.decompress(data, _STEP))
            except zlib.error as error:
                raise BodyError("sent a compressed answer that can't be unpacked") from error
            data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        # Output may be pending inside although all input is taken.
        while not self._inflate.eof and (more := self._inflate.decompress(b"", _STEP)):
            self._keep(more)

    def _keep(self, data: bytes) -> None:
        if len(self._body) + len(data) > self._max_decoded:
            raise TooLarge(f"sent more than {_size(self._max_decoded)} of text")
        self._body += data


def _size(count: int) -> str:
    return (
        f"{count // 1_000_000} MB"
        if count >= 1_000_000
        else f"{count // 1_000} KB"
        if count >= 1_000
        else f"{count} bytes"
    )
