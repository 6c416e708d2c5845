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

__all__ = ["Transports", "httpx"]

_KEEP_ALIVE = 15.0


class Transports:
    """Lends a transport for a target; the least recently used idle one is closed when there are too many."""

    def __init__(self, max_open: int) -> None:
        self._max_open = max_open
        self._free = asyncio.Semaphore(max_open)
        self._idle: OrderedDict[tuple[str, str, int], httpx.AsyncHTTPTransport] = OrderedDict()
        self._open = 0
        self._tls: ssl.SSLContext | None = None
        self._no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    @asynccontextmanager
    async def lend(self, where: Target) -> AsyncIterator[tuple[httpx.AsyncHTTPTransport, bool]]:
        """A transport for the target's origin and whether it was used before; waits while all are lent."""
        async with self._free:
            transport = self._idle.pop(where.origin, None)
            used = transport is not None
            if transport is None:
                await self._make_room()
                transport = self._make(where)
                self._open += 1
            try:
                yield transport, used
            except BaseException:
                self._open -= 1
                await _close(transport)
                raise
            await self._put_back(where, transport)

    async def aclose(self) -> None:
        """Close every idle connection."""
        while self._idle:
            await self._close_oldest()

    async def _put_back(self, where: Target, transport: httpx.AsyncHTTPTransport) -> None:
        if where.origin in self._idle:  # two were lent for one origin
            self._open -= 1
            await _close(transport)
        else:
            self._idle[where.origin] = transport

    async def _make_room(self) -> None:
        while self._open >= self._max_open and self._idle:
            await self._close_oldest()

    async def _close_oldest(self) -> None:
        _, transport = self._idle.popitem(last=False)
        self._open -= 1
        await _close(transport)

    def _make(self, where: Target) -> httpx.AsyncHTTPTransport:
        proxy = proxy_for(where)
        if where.scheme == "https" or proxy.startswith("https:"):
            # Loading the CA bundle takes 30 ms, so it is done once, and only when it is needed.
            self._tls = self._tls or httpx.create_ssl_context()
        try:
            return httpx.AsyncHTTPTransport(
                verify=self._tls if self._tls is not None else self._no_tls,
                http2=False,
                limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=_KEEP_ALIVE),
                proxy=proxy or None,
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:  # no address, an unknown scheme, or SOCKS
            raise httpx.ProxyError("unusable") from error


async def _close(transport: httpx.AsyncHTTPTransport) -> None:
    # A connection that the other side broke can't be closed in good order; it is gone all the same.
    try:
        await transport.aclose()
    except (httpx.HTTPError, OSError, RuntimeError):
        return
