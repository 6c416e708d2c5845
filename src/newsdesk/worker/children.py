"""Child processes that parse, one document at a time, and that can be killed one by one.

A parser can loop or eat memory on a hostile document, and a thread can be neither stopped nor limited. Children are
forked by multiprocessing's fork server, which has no open file of the worker's and ends when the worker does;
they end with it, and when their socket closes.
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
        self._slots = asyncio.Semaphore(count)
        self._idle: list[_Child] = []

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
            worker = self._idle.pop() if self._idle else self._start()
            try:
                answer = await worker.ask(job, args)
            except BaseException:
                worker.kill()
                raise
            if isinstance(answer, Failed) or answer.outcome == "memory":
                worker.kill()
            else:
                worker.last_used = clock.monotonic()
                self._idle.append(worker)
        return _result(job, answer)

    def reap(self, now: float) -> None:
        """End the children that have had no job for a while; `now` in monotonic seconds."""
        old = [one for one in self._idle if now - one.last_used >= self._limits.idle]
        self._idle = [one for one in self._idle if one not in old]
        for one in old:
            one.kill()

    def close(self) -> None:
        """End every idle child at once; one that is busy ends with its job's cancellation."""
        while self._idle:
            self._idle.pop().kill()

    def _start(self) -> _Child:
        self.prepare()
        return _Child(self._jobs, self._limits)


class _Child:
    """One child process and the socket to it."""

    def __init__(self, jobs: dict[str, str], limits: ChildLimits) -> None:
        self._limits = limits
        self._line, theirs = socket.socketpair()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.last_used = clock.monotonic()
        context = multiprocessing.get_context("forkserver")
        self._process: BaseProcess = context.Process(
            target=child.serve, args=(theirs, jobs, limits), name="newsdesk-reader", daemon=True
        )
        with theirs, _nameless_main():
            self._process.start()

    async def ask(self, job: str, args: tuple[object, ...]) -> JobAnswer | Failed:
        """The child's answer; Failed when it died or overran, and then it must be killed."""
        message = pickle.dumps((job, args), pickle.HIGHEST_PROTOCOL)
        try:
            async with asyncio.timeout(self._limits.wall):
                return await self._exchange(message)
        except TimeoutError:
            return TOO_LONG
        except (asyncio.IncompleteReadError, ConnectionError):
            return await self._why_it_died()

    async def _exchange(self, message: bytes) -> JobAnswer | Failed:
        if self._streams is None:
            self._streams = await asyncio.open_connection(sock=self._line, limit=_STREAM_BUFFER)
        reader, writer = self._streams
        writer.writelines((HEADER.pack(len(message)), message))
        await writer.drain()
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
        """End the child now, whatever it is doing, and wait for it: that takes a millisecond."""
        if self._streams is not None:
            self._streams[1].transport.abort()
        self._line.close()
        if self._process.exitcode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        self._process.join(5)
        if self._process.exitcode is not None:
            self._process.close()


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
