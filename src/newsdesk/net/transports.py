"""Connections: one small httpx transport for each origin, at most so many open, one TLS context for all.

httpcore's pool looks at every connection at every step; with one pool for all hosts that is quadratic and costs
three times the processor time of many pools of one connection each.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newsdesk.net.targets import Target, proxy_for

# Half of what importing httpx costs is its command line (rich, pygments), which it does without when it can't have it.
_had_main = "httpx._main" in sys.modules
if not _had_main:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
import httpx  # noqa: E402

if not _had_main:
    del sys.modules["httpx._main"]
# httpcore asks sniffio at each of eight steps of a request which library runs it, and where that isn't installed looks
# for it in every folder of sys.path each time, 0.3 ms a request. Here it is always asyncio.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

__all__ = ["Transports", "httpx"]

_KEEP_ALIVE = 15.0
_Key = tuple[tuple[str, str, int], str]
"""An origin, and the file of certificates that its connections trust."""


class Transports:
    """Lends a transport for a target; the least recently used idle one is closed when there are too many."""

    def __init__(self, max_open: int) -> None:
        self._max_open = max_open
        self._free = asyncio.Semaphore(max_open)
        self._idle: OrderedDict[_Key, httpx.AsyncHTTPTransport] = OrderedDict()
        self._open = 0
        self._tls: ssl.SSLContext | None = None
        self._no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._own_tls: dict[str, ssl.SSLContext] = {}

    @asynccontextmanager
    async def lend(self, where: Target, ca_file: str = "") -> AsyncIterator[tuple[httpx.AsyncHTTPTransport, bool]]:
        """A transport for the target's origin and whether it was used before; waits while all are lent.

        It trusts the certificates of `ca_file` where one is named; OSError where that can't be read.
        """
        key = (where.origin, ca_file)
        async with self._free:
            transport = self._idle.pop(key, None)
            used = transport is not None
            if transport is None:
                await self._make_room()
                transport = self._make(where, ca_file)
                self._open += 1
            try:
                yield transport, used
            except BaseException:
                self._open -= 1
                await _close(transport)
                raise
            await self._put_back(key, transport)

    async def aclose(self) -> None:
        """Close every idle connection."""
        while self._idle:
            await self._close_oldest()

    async def _put_back(self, key: _Key, transport: httpx.AsyncHTTPTransport) -> None:
        if key in self._idle:  # two were lent for one origin
            self._open -= 1
            await _close(transport)
        else:
            self._idle[key] = transport

    async def _make_room(self) -> None:
        while self._open >= self._max_open and self._idle:
            await self._close_oldest()

    async def _close_oldest(self) -> None:
        _, transport = self._idle.popitem(last=False)
        self._open -= 1
        await _close(transport)

    def _make(self, where: Target, ca_file: str) -> httpx.AsyncHTTPTransport:
        proxy = proxy_for(where)
        try:
            return httpx.AsyncHTTPTransport(
                verify=self._context(where.scheme == "https" or proxy.startswith("https:"), ca_file),
                http2=False,
                limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=_KEEP_ALIVE),
                proxy=proxy or None,
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:  # no address, an unknown scheme, or SOCKS
            raise httpx.ProxyError("unusable") from error

    def _context(self, secure: bool, ca_file: str) -> ssl.SSLContext:
        if not secure:
            return self._no_tls
        if ca_file:
            if ca_file not in self._own_tls:
                self._own_tls[ca_file] = ssl.create_default_context(cafile=ca_file)
            return self._own_tls[ca_file]
        # Loading the CA bundle takes 30 ms, so it is done once, and only when it is needed.
        self._tls = self._tls or httpx.create_ssl_context()
        return self._tls


async def _close(transport: httpx.AsyncHTTPTransport) -> None:
    # A connection that the other side broke can't be closed in good order; it is gone all the same.
    try:
        await transport.aclose()
    except (httpx.HTTPError, OSError, RuntimeError):
        return
