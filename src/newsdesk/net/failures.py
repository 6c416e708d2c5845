"""What went wrong on the network, in words a person can read; no address, user or password is ever in them."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus

from newsdesk.model.feeds import Failed
from newsdesk.model.sidebar import SIGN_IN
from newsdesk.net.transports import httpx
from newsdesk.text import clean_line

_STATUS_WORDS = {
    400: "the server did not understand the request (400)",
    404: "not found (404)",
    407: "the proxy wants a user name and password (407)",
    406: "the server has no feed of a kind newsdesk reads (406)",
    408: "the server waited too long for the request (408)",
    410: "gone for good (410)",
    429: "asked too often (429)",
    451: "blocked for legal reasons (451)",
    500: "the server has an error (500)",
    502: "the server behind it does not answer (502)",
    503: "the server is overloaded or being mended (503)",
    504: "the server behind it takes too long (504)",
}

UNUSABLE_ADDRESS = Failed("the address can't be asked: only whole http and https addresses can", "refused")


def from_status(status: int, retry_after: int | None, *, signed: bool = False) -> Failed:
    """The failure that an HTTP status means; `signed` says that the request carried a sign-in."""
    if status in (401, 403):
        why = ": the server refuses what it was given" if signed else ""
        return Failed(f"{SIGN_IN}{why} ({status})", "credentials", status, retry_after)
    return Failed(_STATUS_WORDS.get(status) or _plain_status(status), "http", status, retry_after)


def _plain_status(status: int) -> str:
    try:
        return f"the server answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the server answered {status}"


def from_error(error: Exception) -> Failed:
    """The failure that an error of the network layer means."""
    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failed(f"its certificate can't be trusted: {clean_line(cause.verify_message, 120)}", "refused")
        if isinstance(cause, ssl.SSLError):
            return Failed("no secure connection could be made", "refused")
        if isinstance(cause, socket.gaierror):
            return Failed("its name could not be looked up", "offline")
    if isinstance(error, httpx.ProxyError):
        return Failed("the proxy that the environment names can't be used", "offline")
    if isinstance(error, httpx.ConnectTimeout):
        return Failed("no answer to a connection", "offline")
    if isinstance(error, httpx.ConnectError):
        return Failed(_connect_words(chain), "offline")
    if isinstance(error, httpx.TimeoutException):
        return Failed("the server stopped answering", "timeout")
    if isinstance(error, httpx.RemoteProtocolError):
        return Failed(_protocol_words(str(error)), "http")
    if isinstance(error, httpx.NetworkError):
        return Failed("the server broke off the connection", "http")
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, ValueError)):
        return UNUSABLE_ADDRESS
    return Failed("the request could not be made", "http")


def _connect_words(chain: list[BaseException]) -> str:
    for cause in chain:
        number = getattr(cause, "errno", None)
        if number == errno.ECONNREFUSED:
            return "the server refused the connection"
        if number in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN):
            return "there is no way to its network"
    return "no connection could be made"


def _protocol_words(detail: str) -> str:
    if "without sending complete" in detail or "incomplete chunked" in detail:
        return "the answer broke off in the middle"
    if "without sending a response" in detail:
        return "the server hung up without an answer"
    return "the answer is not proper HTTP"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__context__, cause.__cause__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
