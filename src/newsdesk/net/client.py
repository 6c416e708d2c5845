"""Fetching one address: conditional, bounded in time and size, with redirects followed by our own rules."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

from newsdesk import clock, urls
from newsdesk.model.access import Access
from newsdesk.model.feeds import Failed, Fetched, NotModified, Validators
from newsdesk.model.sidebar import SIGN_IN
from newsdesk.net import credentials, digest, failures, headers, targets
from newsdesk.net.decoding import BodyError, BoundedBody, TooLarge
from newsdesk.net.digest import Challenge
from newsdesk.net.targets import Target
from newsdesk.net.transports import Transports, httpx

Answer: TypeAlias = Fetched | NotModified | Failed

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_BODY = frozenset((200, 203))
_TRIES = 3
"""Requests for one address at most: without an answer to its challenge, with one, and with one to a newer nonce."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client never passes."""

    max_open: int = 16
    """Connections open at once, idle ones included."""
    max_redirects: int = 5
    connect: float = 15.0
    """Seconds until a connection must stand; the deadline of a fetch may come first."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """One fetch: what stays the same over its hops."""

    start: Target
    validators: Validators
    accept: str
    max_wire: int
    max_decoded: int
    access: Access | None = None

    def signs(self, where: Target) -> bool:
        """Whether a request there carries the source's sign-in."""
        return self.access is not None and self.access.signs and credentials.goes_to(self.access, where)


@dataclass(frozen=True, slots=True)
class _Redirect:
    """An answer that sends us elsewhere."""

    status: int
    location: str
    from_private: bool
    sets_cookie: bool


@dataclass(slots=True)
class _Asked:
    """What a server last asked for by Digest, and how often that was answered."""

    challenge: Challenge
    count: int = 0


class Client:
    """Makes GET requests; use as `async with Client(...) as client`. Keeps no cookies, sends no referrer.

    Proxies and certificates are taken from the environment as is usual (HTTP_PROXY, NO_PROXY, SSL_CERT_FILE).
    """

    def __init__(self, user_agent: str, limits: Limits | None = None) -> None:
        self._user_agent = user_agent.encode("ascii", "replace")
        self._limits = limits or Limits()
        self._transports = Transports(self._limits.max_open)
        self._asked: dict[tuple[str, tuple[str, str, int]], _Asked] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transports.aclose()

    async def get(
        self,
        url: str,
        validators: Validators,
        *,
        accept: str,
        max_wire: int,
        max_decoded: int,
        deadline: float,
        access: Access | None = None,
    ) -> Answer:
        """Fetch an http(s) address within `deadline` seconds in all, at most `max_wire` bytes, unpacked `max_decoded`.

        What `access` holds goes to its own origin only, wherever redirects lead. Whatever goes wrong on the way is a
        Failed in plain words; nothing is raised but cancellation.
        """
        usable = urls.web_url(url)
        if not usable:
            return failures.UNUSABLE_ADDRESS
        try:
            ask = _Ask(targets.target(usable), validators, accept, max_wire, max_decoded, access)
            async with asyncio.timeout(deadline):
                answer = await self._follow(ask)
            return credentials.explained(answer, access, clock.now()) if isinstance(answer, Failed) else answer
        except TimeoutError:
            return Failed(f"took longer than {deadline:g} seconds", "timeout")
        except TooLarge as error:
            return Failed(str(error), "too-large")
        except BodyError as error:
            return Failed(str(error), "http")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError, ImportError) as error:
            return failures.from_error(error)

    async def _follow(self, ask: _Ask) -> Answer:
        where, permanent, wants_cookie = ask.start, True, False
        seen = {where.url}
        must_be_public = False
        for hop in range(self._limits.max_redirects + 1):
            answer = await self._ask_once(ask, where, must_be_public)
            if not isinstance(answer, _Redirect):
                return _with_permanent(answer, where) if hop and permanent else answer
            wants_cookie = wants_cookie or answer.sets_cookie
            if hop == 0:
                must_be_public = not answer.from_private
            permanent = permanent and answer.status in _PERMANENT
            following = await _next_target(where, answer, must_be_public)
            if isinstance(following, Failed):
                return following
            if following.url in seen:
                return _circle(answer.status, wants_cookie)
            seen.add(following.url)
            where = following
        return Failed(f"redirected more than {self._limits.max_redirects} times", "redirect")

    async def _ask_once(self, ask: _Ask, where: Target, must_be_public: bool) -> Answer | _Redirect:
        for tried in range(_TRIES):
            async with self._send(ask, where) as response:
                private = _peer_is_private(response, where)
                if must_be_public and private:
                    return _inside(response.status_code)
                if response.status_code != 401 or not self._hear(ask, where, response, tried):
                    return await self._read(ask, where, response, private)
        return failures.from_status(401, None, signed=True)

    def _hear(self, ask: _Ask, where: Target, response: httpx.Response, tried: int) -> bool:
        """Take up a Digest challenge that is worth an answer; one that refuses our answer is not."""
        fields = headers.Fields(response.headers.raw)
        challenge = credentials.asked_by_digest(ask.access, where, fields.every("www-authenticate"))
        if challenge is None or ask.access is None:
            return False
        key = (ask.access.url, where.origin)
        before = self._asked.get(key)
        self._asked[key] = _Asked(challenge)
        # A remembered nonce may be too old; one that came with this very fetch is only said to be.
        return before is None or challenge.stale or (tried == 0 and before.count > 1)

    @asynccontextmanager
    async def _send(self, ask: _Ask, where: Target) -> AsyncIterator[httpx.Response]:
        """The response to one request, its body unread; a kept connection that turns out dead is tried anew once."""
        request = self._request(ask, where)
        own = ask.access.ca_file if ask.access and credentials.goes_to(ask.access, where) else ""
        async with self._transports.lend(where, own) as (transport, used):
            try:
                response = await transport.handle_async_request(request)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                if not used:
                    raise
                response = await transport.handle_async_request(request)
            try:
                yield response
            finally:
                await response.aclose()

    def _request(self, ask: _Ask, where: Target) -> httpx.Request:
        fields = [
            (b"User-Agent", self._user_agent),
            (b"Accept", ask.accept.encode("ascii", "ignore")),
            (b"Accept-Encoding", b"gzip"),
        ]
        if ask.validators.etag:
            fields.append((b"If-None-Match", ask.validators.etag.encode("latin-1")))
        if ask.validators.last_modified:
            fields.append((b"If-Modified-Since", ask.validators.last_modified.encode("latin-1")))
        own = credentials.fields_for(ask.access, where, clock.now(), self._digest_answer(ask, where))
        taken = {name.lower() for name, _ in own}
        fields = [field for field in fields if field[0].lower() not in taken] + list(own)
        timeouts = {"connect": self._limits.connect, "read": None, "write": None, "pool": None}
        return httpx.Request("GET", where.url, headers=fields, extensions={"timeout": timeouts})

    def _digest_answer(self, ask: _Ask, where: Target) -> bytes:
        asked = self._asked.get((ask.access.url, where.origin)) if ask.access else None
        if asked is None or ask.access is None or not credentials.goes_to(ask.access, where):
            return b""
        asked.count += 1
        uri = httpx.URL(where.url).raw_path.decode("ascii")
        return digest.answer(asked.challenge, *ask.access.person, uri, secrets.token_hex(16), asked.count)

    async def _read(self, ask: _Ask, where: Target, response: httpx.Response, private: bool) -> Answer | _Redirect:
        fields = headers.Fields(response.headers.raw)
        status, now = response.status_code, clock.now()
        if status in _REDIRECTS:
            return _Redirect(status, fields.first("location"), private, bool(fields.first("set-cookie")))
        if status == 304 and ask.validators != Validators():
            return NotModified(headers.validators(fields), headers.max_age(fields, now))
        if status not in _BODY:
            return failures.from_status(status, headers.retry_after(fields, now), signed=ask.signs(where))
        body = BoundedBody(fields.joined("content-encoding"), ask.max_wire, ask.max_decoded)
        async for chunk in response.aiter_raw():
            body.feed(chunk)
        return Fetched(
            url=where.url,
            body=body.finish(),
            content_type=fields.first("content-type"),
            validators=headers.validators(fields),
            max_age=headers.max_age(fields, now),
        )


async def _next_target(where: Target, redirect: _Redirect, must_be_public: bool) -> Target | Failed:
    """Where a redirect leads, or why it is not followed."""
    location = urls.web_url(_readable(redirect.location), where.url) if redirect.location else ""
    if not location:
        return Failed("redirected to nowhere newsdesk can go", "redirect", redirect.status)
    following = targets.target(location)
    if where.scheme == "https" and following.scheme == "http":
        return Failed("redirected from a secure to an open connection", "redirect", redirect.status)
    if must_be_public and await targets.leads_inside(following):
        return _inside(redirect.status)
    return following


def _readable(location: str) -> str:
    """Header fields come as latin-1; what is UTF-8 underneath is read as that."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _peer_is_private(response: httpx.Response, where: Target) -> bool:
    """Whether the answer came from a private address; through a proxy only the name can tell."""
    if targets.proxy_for(where):
        return targets.is_local_name(where.host) or targets.is_private(where.host)
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return targets.is_private(str(peer[0])) if peer else targets.is_private(where.host)


def _circle(status: int, wants_cookie: bool) -> Failed:
    """A circle of redirects is a bug of the server's, or waits for a browser's cookie."""
    if wants_cookie:
        return Failed(f"{SIGN_IN}: it wants a browser's cookies", "credentials", status)
    return Failed("its redirects go in a circle", "redirect", status)


def _inside(status: int) -> Failed:
    return Failed("redirected to an address inside this network", "redirect", status)


def _with_permanent(answer: Answer, where: Target) -> Answer:
    """The answer with the address that permanent redirects led to."""
    return answer if isinstance(answer, Failed) else replace(answer, permanent_url=where.url)
