"""Networks that fail in the middle: names that nobody looks up, servers that go silent, answers that end half-way."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator

import pytest

from newsdesk.model.feeds import Failed, Fetched, NotModified, Validators
from newsdesk.net.client import Client
from servers import Reply, Server, serving

LONG = b"<rss version='2.0'><channel>" + b"x" * 1_000


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A client that makes requests to loopback addresses."""
    async with Client("newsdesk/test") as made:
        yield made


async def get(client: Client, url: str, deadline: float = 10.0) -> Fetched | NotModified | Failed:
    """One fetch within a deadline."""
    return await client.get(url, Validators(), accept="*/*", max_wire=10_000, max_decoded=10_000, deadline=deadline)


async def test_a_name_that_hangs_holds_up_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look-up never answers: that feed ends at its deadline, another is fetched meanwhile."""
    released, usual = threading.Event(), socket.getaddrinfo

    def look_up(host: object, *more: object, **named: object) -> object:
        if host in ("hangs.invalid", b"hangs.invalid"):
            released.wait(30)
        return usual(host, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    try:
        with serving() as server:
            server.pages["/feed"] = Reply(body=b"well")
            hung = asyncio.create_task(get(client, "http://hangs.invalid/feed", deadline=1.0))
            assert isinstance(await get(client, server.url("/feed")), Fetched)
            answer = await hung
    finally:
        released.set()
    assert isinstance(answer, Failed)
    assert answer.kind == "timeout"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(body=LONG, hold=True, length=5_000), "timeout"),
        (Reply(raw=(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + LONG,), close=True), "http"),
        (Reply(raw=(b"HTTP/1.1 200 OK\r\n",), hold=True), "timeout"),
        (Reply(raw=(b"",), hold=True), "timeout"),
        (Reply(raw=(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + LONG[:50],), reset=True), "http"),
        (Reply(body=LONG, gap=0.05), "timeout"),
    ],
    ids=["body stops", "half-closed", "head stops", "black hole", "reset", "drip"],
)
async def test_what_stops_half_way_frees_its_slot_at_the_deadline(client: Client, reply: Reply, kind: str) -> None:
    """A short body is an error, never half a feed; the next request to that host is answered."""
    with serving() as server:
        _serve(server, reply)
        answer = await get(client, server.url("/feed"), deadline=0.7)
        assert isinstance(answer, Failed), answer
        assert answer.kind == kind
        assert isinstance(await get(client, server.url("/well")), Fetched)


def _serve(server: Server, reply: Reply) -> None:
    server.pages["/feed"] = reply
    server.pages["/well"] = Reply(body=b"well")
