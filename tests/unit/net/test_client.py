"""One fetch against a scripted loopback server: what is sent, what comes back, what is refused."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from newsdesk.model.feeds import Failed, Fetched, NotModified, Validators
from newsdesk.net import targets
from newsdesk.net.client import Answer, Client, Limits
from servers import Reply, Request, Server, gzipped, serving

AGENT = "newsdesk/1.0 (+https://newsdesk.example/)"


@pytest.fixture
def server() -> Iterator[Server]:
    """A scripted server on 127.0.0.1."""
    with serving() as running:
        yield running


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    """A client with the default limits."""
    async with Client(AGENT, Limits()) as made:
        yield made


async def fetch(client: Client, url: str, validators: Validators | None = None, deadline: float = 5.0) -> Answer:
    """One fetch with room for 100 KB."""
    return await client.get(
        url, validators or Validators(), accept="application/rss+xml", max_wire=100_000, max_decoded=200_000,
        deadline=deadline,
    )  # fmt: skip


def moved(to: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status, headers=(("Location", to),))


async def test_a_first_fetch_is_one_plain_request(server: Server, client: Client) -> None:
    """Exactly one unconditional GET with our name, gzip only, no cookie, referrer or query of ours."""
    server.pages["/feed"] = gzipped(b"<rss/>")
    answer = await fetch(client, server.url("/feed?a=1#part"))
    assert isinstance(answer, Fetched)
    assert (answer.body, answer.url) == (b"<rss/>", server.url("/feed?a=1"))
    [request] = server.requests
    assert request.path == "/feed?a=1"
    sent = dict(request.headers)
    assert sent.pop("host") == f"127.0.0.1:{server.port}"
    assert sent == {"user-agent": AGENT, "accept": "application/rss+xml", "accept-encoding": "gzip"}


async def test_validators_go_back_byte_for_byte(server: Server, client: Client) -> None:
    """What the server gave comes back unchanged; a 304 brings what it gave anew."""

    def script(request: Request) -> Reply:
        if request.header("if-none-match"):
            return Reply(304, headers=(("ETag", '"new"'), ("Cache-Control", "max-age=60")))
        return Reply(body=b"x", headers=(("ETag", 'W/"\xe9\xff"'), ("Last-Modified", "a strange  date")))

    server.pages["/"] = script
    first = await fetch(client, server.url())
    assert isinstance(first, Fetched)
    second = await fetch(client, server.url(), first.validators)
    assert second == NotModified(Validators('"new"'), 60)
    assert server.requests[1].header("if-none-match") == 'W/"\xe9\xff"'
    assert server.requests[1].header("if-modified-since") == "a strange  date"


async def test_no_cookie_is_kept(server: Server, client: Client) -> None:
    """A cookie that was set is not sent; a circle that wants it back is a sign-in."""
    server.pages["/"] = Reply(302, headers=(("Location", "/"), ("Set-Cookie", "a=b; Path=/")))
    answer = await fetch(client, server.url())
    assert answer == Failed("sign in needed: it wants a browser's cookies", "credentials", 302)
    assert all(request.header("cookie") is None for request in server.requests)


@pytest.mark.parametrize("status", [301, 308])
async def test_permanent_redirects_are_told(server: Server, client: Client, status: int) -> None:
    """When every hop is permanent the new address is reported."""
    server.pages |= {"/a": moved("/b", status), "/b": moved("/c", 301), "/c": Reply(body=b"x")}
    answer = await fetch(client, server.url("/a"))
    assert isinstance(answer, Fetched)
    assert (answer.permanent_url, answer.url) == (server.url("/c"), server.url("/c"))


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_temporary_redirects_are_not(server: Server, client: Client, status: int) -> None:
    """One temporary hop makes the whole way temporary."""
    server.pages |= {"/a": moved("/b", 301), "/b": moved("/c", status), "/c": Reply(body=b"x")}
    answer = await fetch(client, server.url("/a"))
    assert isinstance(answer, Fetched)
    assert answer.permanent_url == ""


async def test_five_hops_and_no_more(server: Server, client: Client) -> None:
    """Five redirects are followed, the sixth is not."""
    server.pages |= {f"/{n}": moved(f"/{n + 1}") for n in range(6)} | {"/6": Reply(body=b"x")}
    assert isinstance(await fetch(client, server.url("/1")), Fetched)
    server.requests.clear()
    assert await fetch(client, server.url("/0")) == Failed("redirected more than 5 times", "redirect")
    assert len(server.requests) == 6


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:x", "http://[", "ftp://a/", "http://a b\x01/"])
async def test_redirects_elsewhere_are_refused(server: Server, client: Client, location: str) -> None:
    """Only http and https are followed."""
    server.pages["/"] = moved(location)
    answer = await fetch(client, server.url())
    assert isinstance(answer, Failed)
    assert answer.kind in ("redirect", "http")


async def test_no_way_from_outside_in(server: Server, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a public start a redirect to a private address is not even asked; from a private one it is."""
    with serving("127.0.0.2") as inner:
        inner.pages["/"] = Reply(body=b"secret")
        server.pages["/"] = moved(inner.url())
        assert isinstance(await fetch(client, server.url()), Fetched)
        inner.requests.clear()
        monkeypatch.setattr(targets, "is_private", lambda address: address == "127.0.0.2")
        answer = await fetch(client, server.url())
        assert answer == Failed("redirected to an address inside this network", "redirect", 302)
        assert inner.requests == []


async def test_an_address_gives_no_credentials(server: Server, client: Client) -> None:
    """User and password in an address, a redirect's too, go nowhere and stand in no answer."""
    server.pages |= {"/a": moved(server.url("/b", "you:hunter3"), 301), "/b": Reply(body=b"x"), "/c": Reply(401)}
    answer = await fetch(client, server.url("/a", "me:hunter2"))
    assert isinstance(answer, Fetched)
    assert answer.permanent_url == answer.url == server.url("/b")
    assert [request.header("authorization") for request in server.requests] == [None, None]
    assert await fetch(client, server.url("/c")) == Failed("sign in needed (401)", "credentials", 401)


@pytest.mark.parametrize(
    ("status", "header", "wait"),
    [(404, "", None), (410, "", None), (429, "120", 120), (503, "60", 60), (500, "", None)],
)
async def test_statuses(server: Server, client: Client, status: int, header: str, wait: int | None) -> None:
    """Any other status is a failure that tells it, and what it asked to wait."""
    server.pages["/"] = Reply(status, b"sorry", (("Retry-After", header),) if header else ())
    answer = await fetch(client, server.url())
    assert isinstance(answer, Failed)
    assert (answer.kind, answer.status, answer.retry_after) == ("http", status, wait)
    assert str(status) in answer.reason


async def test_an_uncalled_for_304_is_a_failure(server: Server, client: Client) -> None:
    """A 304 to a request without validators brings nothing."""
    server.pages["/"] = Reply(304)
    assert isinstance(await fetch(client, server.url()), Failed)


BROKEN = {
    "short body": (Reply(body=b"x" * 50, length=100, close=True), "http", "the answer broke off in the middle"),
    "reset": (Reply(body=b"x" * 50, length=100, reset=True), "http", "broke"),
    "hung up": (Reply(raw=(), close=True), "http", "the server hung up without an answer"),
    "not http": (Reply(raw=(b"SSH-2.0-x\r\n\r\n",), close=True), "http", "the answer is not proper HTTP"),
    "header flood": (Reply(raw=(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 1_000_000)), "http", "the answer is not"),
    "cut gzip": (Reply(body=gzip.compress(b"n" * 99)[:-4], headers=(("Content-Encoding", "gzip"),)), "http", "breaks"),
    "brotli": (Reply(body=b"x", headers=(("Content-Encoding", "br"),)), "http", "not asked for"),
    "too long": (Reply(body=os.urandom(100_001)), "too-large", "more than 100 KB"),
    "too long without length": (Reply(body=b"x" * 100_001, length=-1, close=True), "too-large", "more than 100 KB"),
    "bomb": (gzipped(bytes(10_000_000)), "too-large", "more than 200 KB of text"),
    "silence": (Reply(raw=(), hold=True), "timeout", "took longer than 0.4 seconds"),
    "drip": (Reply(body=b"x" * 100, gap=0.05), "timeout", "took longer than 0.4 seconds"),
    "half": (Reply(body=b"x", length=10, hold=True), "timeout", "took longer than 0.4 seconds"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_answers_hurt_themselves_only(server: Server, client: Client, name: str) -> None:
    """Each fault is a failure in words, and the next fetch of the same host works."""
    reply, kind, words = BROKEN[name]
    server.pages |= {"/bad": reply, "/good": Reply(body=b"good")}
    answer = await fetch(client, server.url("/bad"), deadline=0.4)
    assert isinstance(answer, Failed)
    assert answer.kind == kind
    assert words in answer.reason
    good = await fetch(client, server.url("/good"))
    assert isinstance(good, Fetched)


async def test_nobody_there_is_offline(client: Client) -> None:
    """A closed port and a name that means nothing are network failures."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    answer = await fetch(client, f"http://127.0.0.1:{port}/")
    assert answer == Failed("the server refused the connection", "offline")
    answer = await fetch(client, "http://no-such-host.invalid/")
    assert isinstance(answer, Failed)
    assert answer.kind == "offline"


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://", "http://a:99999/", "http://\\@evil/", "feed.xml"])
async def test_addresses_that_cannot_be_asked(client: Client, url: str) -> None:
    """What is no http address is refused without a word on the network."""
    answer = await fetch(client, url)
    assert isinstance(answer, Failed)
    assert answer.kind == "refused"


@pytest.mark.parametrize("url", ["http://a..b/", f"http://{'a' * 300}.example/", "http://xn--\udcff/", "http://é..x/"])
async def test_strange_hosts_are_failures(client: Client, url: str) -> None:
    """Hosts that no resolver takes are values, not errors."""
    assert isinstance(await fetch(client, url), Failed)


async def test_a_kept_connection_is_used_again(server: Server, client: Client) -> None:
    """Two fetches of one host share a connection."""
    server.pages["/"] = Reply(body=b"x")
    await fetch(client, server.url())
    await fetch(client, server.url())
    assert [request.connection for request in server.requests] == [1, 1]


async def test_open_connections_are_bounded(server: Server) -> None:
    """Idle connections are closed for new hosts when there are as many as allowed."""
    async with Client(AGENT, Limits(max_open=2)) as client:
        with serving("127.0.0.2") as second, serving("127.0.0.3") as third:
            for one in (server, second, third, server):
                one.pages["/"] = Reply(body=b"x")
                assert isinstance(await fetch(client, one.url()), Fetched)
    assert [request.connection for request in server.requests] == [1, 2]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "gopher://127.0.0.1", "http://127.0.0.1:1"])
async def test_a_proxy_that_is_no_use_is_named(client: Client, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """A wrong or dead proxy is a network failure of its own, not the feed's."""
    monkeypatch.setenv("HTTP_PROXY", proxy)
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    answer = await fetch(client, "http://news.example/")
    assert isinstance(answer, Failed)
    assert answer.kind == "offline"
