"""Child processes that parse, one document at a time, and that can be killed one by one.

A parser can loop or eat memory on a hostile document, and a thread can be neither stopped nor limited. Children are
forked by multiprocessing's fork server, which has no open file of the worker's and ends when the worker does;
they end with it, and when their socket closes. A child's next jobs wait in its socket while it works, so that a child
that is done goes on while the worker is busy; when it is killed, they are done by another.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import pickle
import signal
import socket
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, Self

from newsdesk import clock
from newsdesk.model.feeds import Failed
from newsdesk.worker import child
from newsdesk.worker.child import HEADER, ChildLimits, JobAnswer

__all__ = ["ChildLimits", "ChildPool"]

TOO_LONG = Failed("took too long to read", "parse")
TOO_MUCH_MEMORY = Failed("needed too much memory to read", "parse")
CRASHED = Failed("could not be read: the reader crashed on it", "parse")

_log = logging.getLogger(__name__)
_STREAM_BUFFER = 1 << 20
_AHEAD = 3
"""Jobs that a child has at a time: one that it does, two that wait for it."""


class ChildPool:
    """At most `count` children that do the jobs named in `jobs` (name to `module:function`).

    `preload` are modules that the fork server imports, so that a new child has them. Use within one event loop, and
    end it with `close` or `async with`.
    """

    def __init__(
        self, count: int, limits: ChildLimits, jobs: Mapping[str, str], *, preload: Sequence[str] = ()
    ) -> None:
        self._limits = limits
        self._jobs = dict(jobs)
        self._preload = [child.__name__, *preload]
        self.count = count
        self._slots = asyncio.Semaphore(count * _AHEAD)
        self._children: list[_Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Start the fork server and its imports in the background: the first child is there the sooner."""
        multiprocessing.get_context("forkserver").set_forkserver_preload(self._preload)
        _leave_untracked()
        with _nameless_main():
            forkserver.ensure_running()

    async def run(self, job: str, *args: object) -> Any:
        """The result of a job for these arguments, or Failed of kind "parse" when it died, overran or raised."""
        async with self._slots:
            message = pickle.dumps((job, args), pickle.HIGHEST_PROTOCOL)
            answer: JobAnswer | Failed | None = None
            while answer is None:
                answer = await self._free().ask(message)
        return _result(job, answer)

    def reap(self, now: float) -> None:
        """End the children that have had no job for a while; `now` in monotonic seconds."""
        for one in self._children:
            if not one.jobs and now - one.last_used >= self._limits.idle:
                one.kill()

    def close(self) -> None:
        """End every idle child at once; one that is busy ends with its job's cancellation."""
        for one in self._children:
            if not one.jobs:
                one.kill()

    def _free(self) -> _Child:
        """The child with the fewest jobs, of idle ones the last used; a new one rather than one that has a job."""
        self._children = [one for one in self._children if one.is_alive]
        best = min(self._children, key=lambda one: (one.jobs, -one.last_used), default=None)
        if best is None or (best.jobs and len(self._children) < self.count):
            self.prepare()
            best = _Child(self._jobs, self._limits)
            self._children.append(best)
        return best


class _Child:
    """One child process and the socket to it."""

    def __init__(self, jobs: dict[str, str], limits: ChildLimits) -> None:
        self.is_alive = True
        self.last_used = clock.monotonic()
        self._limits = limits
        self._line, theirs = socket.socketpair()
        for end in (self._line, theirs):
            # A document or an answer goes in whole, as far as the system lets it.
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _STREAM_BUFFER)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._unsent: list[bytes] = []
        self._answers: deque[asyncio.Future[JobAnswer | Failed | None]] = deque()
        """Of the jobs that it has, in their order."""
        self._listening: asyncio.Task[None] | None = None
        context = multiprocessing.get_context("forkserver")
        self._process: BaseProcess = context.Process(
            target=child.serve, args=(theirs, jobs, limits), name="newsdesk-reader", daemon=True
        )
        with theirs, _nameless_main():
            self._process.start()

    @property
    def jobs(self) -> int:
        """How many jobs it has, the one that it does and what waits."""
        return len(self._answers)

    async def ask(self, message: bytes) -> JobAnswer | Failed | None:
        """The child's answer to a pickled job, Failed when it died of it or overran; None when it died of another."""
        answer: asyncio.Future[JobAnswer | Failed | None] = asyncio.get_running_loop().create_future()
        self._answers.append(answer)
        self._unsent.append(message)
        if self._streams is not None:
            self._send()
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
            self._listening.add_done_callback(self._heard)
        try:
            return await answer
        except asyncio.CancelledError:
            self.kill()
            raise

    def _send(self) -> None:
        assert self._streams is not None
        for message in self._unsent:
            self._streams[1].writelines((HEADER.pack(len(message)), message))
        self._unsent.clear()

    async def _listen(self) -> None:
        """Take its answers until it has no job left; each job has its own time, from the end of the one before."""
        if self._streams is None:
            self._streams = await _connected(self._line)
            self._send()
        while self._answers:
            found = await self._next_answer()
            self.last_used = clock.monotonic()
            _give(self._answers.popleft(), found)
            if isinstance(found, Failed) or found.outcome == "memory":
                self.kill()
                return
        self._listening = None

    def _heard(self, listening: asyncio.Task[None]) -> None:
        if not listening.cancelled() and (error := listening.exception()) is not None:
            if not (answer := self._answers.popleft()).done():
                answer.set_exception(error)
            self.kill()

    async def _next_answer(self) -> JobAnswer | Failed:
        try:
            async with asyncio.timeout(self._limits.wall):
                return await self._received()
        except TimeoutError:
            return TOO_LONG
        except (asyncio.IncompleteReadError, ConnectionError):
            return await self._why_it_died()

    async def _received(self) -> JobAnswer | Failed:
        assert self._streams is not None
        reader = self._streams[0]
        (size,) = HEADER.unpack(await reader.readexactly(HEADER.size))
        if size > self._limits.answer:
            return TOO_MUCH_MEMORY
        answer = pickle.loads(await reader.readexactly(size))
        assert isinstance(answer, JobAnswer)  # the child sends nothing else
        return answer

    async def _why_it_died(self) -> Failed:
        await _ended(self._process)
        return TOO_LONG if self._process.exitcode == -signal.SIGXCPU else CRASHED

    def kill(self) -> None:
        """End the child now, whatever it is doing, and wait for it: that takes a millisecond. What it had is undone."""
        if not self.is_alive:
            return
        self.is_alive = False
        if self._listening is not None and self._listening is not asyncio.current_task():
            self._listening.cancel()
        if self._streams is not None:
            self._streams[1].transport.abort()
        self._line.close()
        if self._process.exitcode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        self._process.join(5)
        if self._process.exitcode is not None:
            self._process.close()
        while self._answers:
            _give(self._answers.popleft(), None)


class _Reader(asyncio.StreamReader):
    """Gives what came before the connection broke, as it does when a child ends with a job unread."""

    def set_exception(self, exc: BaseException) -> None:
        """Take it for the end: what is short of an answer then is noticed, an answer that is whole is none the less."""
        self.feed_eof()


class _Protocol(asyncio.StreamReaderProtocol):
    """Reads what had come when a job could not be sent any more: the child may have answered before it ended."""

    def __init__(self, line: socket.socket, reader: _Reader, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(reader, loop=loop)
        self._line = line
        self._reader = reader

    def connection_lost(self, exc: Exception | None) -> None:
        """The transport reads no more, but its socket is still open."""
        with suppress(OSError):
            while data := self._line.recv(_STREAM_BUFFER):
                self._reader.feed_data(data)
        super().connection_lost(exc)


async def _connected(line: socket.socket) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop = asyncio.get_running_loop()
    reader = _Reader(_STREAM_BUFFER, loop)
    protocol = _Protocol(line, reader, loop)
    transport, _ = await loop.create_connection(lambda: protocol, sock=line)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


def _give(answer: asyncio.Future[JobAnswer | Failed | None], found: JobAnswer | Failed | None) -> None:
    if not answer.done():  # its job was cancelled
        answer.set_result(found)


def _result(job: str, answer: JobAnswer | Failed) -> Any:
    if isinstance(answer, Failed):
        return answer
    if answer.outcome == "memory":
        return TOO_MUCH_MEMORY
    if answer.outcome == "error":
        _log.warning("the job %s raised %s\n%s", job, answer.error, answer.trace)
        return Failed(f"could not be read: the reader stumbled over it ({answer.error})", "parse")
    return answer.result


async def _ended(process: BaseProcess) -> None:
    """Wait until a process that has closed its socket has ended."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(process.sentinel, ended.set)
    try:
        async with asyncio.timeout(2):
            await ended.wait()
    except TimeoutError:
        return
    finally:
        loop.remove_reader(process.sentinel)


def _leave_untracked() -> None:
    """Keep multiprocessing from starting a process that looks after shared memory and semaphores: there are none."""
    tracker: Any = resource_tracker._resource_tracker
    if tracker._fd is None:
        # It takes itself for started while it can write there.
        tracker._fd = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)


@contextmanager
def _nameless_main() -> Iterator[None]:
    """Keep multiprocessing from running the program's own script again in every child."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
