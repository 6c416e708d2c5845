"""The farm of feeds on loopback that benchmarks ask, in a process and a temporary folder of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FEEDFARM = Path(__file__).with_name("feedfarm.py")
REAL = Path(__file__).parents[2] / "shared" / "data" / "feeds"
"""Real documents, where somebody has laid them beside the checkout."""


@dataclass(frozen=True, slots=True)
class Farm:
    """A farm that runs; `folder` is the benchmark's own."""

    base: str
    opml: Path
    folder: Path
    feeds: int
    entries: int
    pid: int

    def tick(self, share: float, new: int) -> None:
        """Let half an hour pass in which that share of the feeds got so many new entries."""
        self._post(f"/tick?share={share}&new={new}&seconds=1800")

    def reset(self) -> None:
        """Count from nothing again."""
        self._post("/reset")

    def stats(self) -> dict[str, Any]:
        """Requests, answers and connections since the last reset."""
        with urllib.request.urlopen(f"{self.base}/stats") as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def documents(self) -> list[bytes]:
        """The feeds as they are now."""
        documents = []
        for number in range(self.feeds):
            with urllib.request.urlopen(f"{self.base}/feed/{number}.xml") as answer:
                documents.append(answer.read())
        return documents

    def _post(self, path: str) -> None:
        with urllib.request.urlopen(urllib.request.Request(self.base + path, data=b"", method="POST")):
            pass


@contextmanager
def running(feeds: int, entries: int, *more: str, hosts: int = 50) -> Iterator[Farm]:
    """A farm of so many feeds with ETag, Last-Modified and gzip; exits with a line where it can't be had."""
    if not FEEDFARM.exists():
        sys.exit(f"The feed farm {FEEDFARM} is missing: it belongs to a checkout, not to an installed newsdesk.")
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as name:
        opml = Path(name) / "farm.opml"
        command = [
            sys.executable, str(FEEDFARM), "--feeds", str(feeds), "--entries", str(entries), "--hosts", str(hosts),
            "--etag", "--last-modified", "--gzip", "--opml", str(opml), *more,
        ]  # fmt: skip
        process, ready = _start(command)
        try:
            yield Farm(ready["base"], opml, Path(name), feeds, entries, process.pid)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def serving(folder: Path) -> Iterator[list[str]]:
    """The addresses of a folder's files, each on a loopback host of its own, served without a word about their type.

    A thread of this process serves them, with as little time as it can: it takes it from what is measured.
    """
    loop, servers = asyncio.new_event_loop(), list[asyncio.Server]()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        for number, path in enumerate(sorted(folder.iterdir())):
            begun = _serve(path.read_bytes(), f"127.1.{number >> 8}.{number & 255}")
            servers.append(asyncio.run_coroutine_threadsafe(begun, loop).result())
        yield ["http://{}:{}/".format(*server.sockets[0].getsockname()) for server in servers]
    finally:
        for server in servers:
            loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _serve(body: bytes, host: str) -> asyncio.Server:
    """Answer every request to a host with a file."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    class Answers(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.transport, self.asked = transport, b""

        def data_received(self, data: bytes) -> None:
            self.asked += data
            if self.asked.endswith(b"\r\n\r\n"):
                self.asked = b""
                self.transport.write(answer)

    return await asyncio.get_running_loop().create_server(Answers, host)


def _start(command: list[str]) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """The farm and what it says of itself; begun anew where a port was free on one of its hosts only."""
    for _ in range(5):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        if line := process.stdout.readline():
            return process, json.loads(line)
        complaint = process.communicate()[1].strip().rpartition("\n")[2]
    sys.exit(f"The feed farm did not start: {complaint}")
