"""The listener that must not be called, and whose process it was that called it."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PORT = 18_999
_HOME = re.compile(rb"(?:^|\0)NEWSDESK_HOME=([^\0]+)")


@dataclass
class Forbidden:
    """Who called, by home; "" where the caller was gone before it could be told. `most` open at once."""

    callers: list[str] = field(default_factory=list)
    open: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def called_by(self, home: Path) -> int:
        """Calls of a home's processes, and those of nobody known."""
        return sum(caller in (str(home), "") for caller in self.callers)


@contextmanager
def listening() -> Iterator[Forbidden]:
    """The listener, open until the block ends; it answers every call with 404."""
    found = Forbidden()
    with socket.create_server(("127.0.0.1", PORT)) as listener:
        stopped = threading.Event()

        def accept() -> None:
            while True:
                connection, peer = listener.accept()
                if stopped.is_set():
                    connection.close()
                    return
                found.callers.append(_home_of(peer[1]))
                threading.Thread(target=_answer, args=(connection, found), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            stopped.set()
            socket.create_connection(("127.0.0.1", PORT)).close()
            thread.join(5)


def _answer(connection: socket.socket, found: Forbidden) -> None:
    with found.lock:
        found.open += 1
        found.most = max(found.most, found.open)
    with connection:
        connection.settimeout(5)
        try:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        except OSError:
            pass
    with found.lock:
        found.open -= 1


def _home_of(port: int) -> str:
    """NEWSDESK_HOME of the process that has this loopback port."""
    wanted = f"{port:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(f":{wanted}"):
            link = f"socket:[{fields[9]}]"
            break
    else:
        return ""
    for process in Path("/proc").iterdir():
        if process.name.isdecimal() and _holds(process, link):
            try:
                named = _HOME.search((process / "environ").read_bytes())
            except OSError:
                return ""
            return named[1].decode() if named else ""
    return ""


def _holds(process: Path, link: str) -> bool:
    try:
        return any(os.readlink(file) == link for file in (process / "fd").iterdir())
    except OSError:
        return False
