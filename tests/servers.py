"""A small loopback web server for tests: each path is scripted, every request is recorded."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

_REASONS = {200: "OK", 304: "Not Modified"}


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in; header names in lower case, values byte for byte as latin-1."""

    path: str
    headers: tuple[tuple[str, str], ...]
    connection: int
    """Which connection it came on, counted from 1."""

    def header(self, name: str) -> str | None:
        """The first value of a header field, None where it was not sent."""
        return next((value for key, value in self.headers if key == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a path answers. `raw` replaces the whole message; else a proper one is made of the other fields."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    raw: tuple[bytes, ...] | None = None
    """Pieces sent as they are, one after another."""
    length: int | None = None
    """Content-Length to claim instead of the true one; -1: none, the connection ends the body."""
    gap: float = 0.0
    """Seconds between two pieces, or two bytes of the body."""
    hold: bool = False
    """Keep the connection open and silent after this until the server stops."""
    close: bool = False
    reset: bool = False
    """End with a TCP reset."""


Script: TypeAlias = "Reply | Callable[[Request], Reply]"


def gzipped(body: bytes, **more: object) -> Reply:
    """A reply that carries `body` compressed."""
    return Reply(body=gzip.compress(body), headers=(("Content-Encoding", "gzip"),), **more)  # type: ignore[arg-type]


@dataclass
class Server:
    """The running server: `pages` maps a path (without query) to what it answers; others are 404."""

    port: int
    address: str = "127.0.0.1"
    pages: dict[str, Script] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    connections: int = 0
    tls: ssl.SSLContext | None = None

    def url(self, path: str = "/", userinfo: str = "") -> str:
        """The address of a path."""
        return f"http{'s' if self.tls else ''}://{userinfo + '@' if userinfo else ''}{self.address}:{self.port}{path}"

    def reply_to(self, request: Request) -> Reply:
        """What the script says for a request."""
        script = self.pages.get(request.path.partition("?")[0], Reply(404, b"no such page\n"))
        return script if isinstance(script, Reply) else script(request)


@contextmanager
def serving(address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server on a loopback address until the block ends; with `tls` one for https."""
    with socket.create_server((address, port)) as listener:
        server = Server(listener.getsockname()[1], address, tls=tls)
        thread = threading.Thread(target=_accept, args=(listener, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            # Wakes accept, which closing the socket does not.
            socket.create_connection((address, server.port)).close()
            thread.join(5)


def _accept(listener: socket.socket, server: Server) -> None:
    open_threads = []
    while not server.stopping.is_set():
        connection, _ = listener.accept()
        if server.stopping.is_set():
            connection.close()
            break
        server.connections += 1
        thread = threading.Thread(target=_talk, args=(connection, server, server.connections), daemon=True)
        thread.start()
        open_threads.append(thread)
    for thread in open_threads:
        thread.join(2)


def _talk(connection: socket.socket, server: Server, number: int) -> None:
    if server.tls:
        connection.settimeout(10)
        try:
            connection = server.tls.wrap_socket(connection, server_side=True)
        except OSError:
            return
    connection.settimeout(0.1)
    with connection:
        while (request := _read_request(connection, server, number)) is not None:
            server.requests.append(request)
            try:
                if not _answer(connection, server, server.reply_to(request)):
                    return
            except OSError:
                return


def _read_request(connection: socket.socket, server: Server, number: int) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            more = connection.recv(65_536)
        except TimeoutError:
            if server.stopping.is_set():
                return None
            continue
        except OSError:
            return None
        if not more:
            return None
        data += more
    lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    fields = []
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields.append((name.lower(), value.strip()))
    return Request(lines[0].split(" ")[1], tuple(fields), number)


def _answer(connection: socket.socket, server: Server, reply: Reply) -> bool:
    """Send a reply; whether the connection may be used again."""
    connection.settimeout(10)
    for piece in reply.raw if reply.raw is not None else _message(reply):
        connection.sendall(piece)
        if reply.gap and server.stopping.wait(reply.gap):
            return False
    if reply.hold:
        server.stopping.wait(60)
        return False
    if reply.reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False
    connection.settimeout(0.1)
    return not reply.close and reply.raw is None and reply.length is None


def _message(reply: Reply) -> Iterator[bytes]:
    lines = [f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Something')}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    if reply.length != -1 and reply.status != 304:
        lines.append(f"Content-Length: {len(reply.body) if reply.length is None else reply.length}")
    yield "\r\n".join([*lines, "", ""]).encode("latin-1")
    if reply.gap:
        yield from (reply.body[i : i + 1] for i in range(len(reply.body)))
    elif reply.body:
        yield reply.body
