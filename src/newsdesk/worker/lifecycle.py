"""One worker a database, that ends with the program it belongs to: the lock, the start, the stop."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from newsdesk import clock
from newsdesk.paths import Paths

NICENESS = 10
"""Of the worker, its children and their session."""
GROWN_UP = 30.0
"""Seconds after which a worker that ends is no sign of a fault that repeats."""
MAX_PAUSE = 8.0
"""Seconds between two starts, at most: a worker that was killed must be back within ten."""
_PR_SET_PDEATHSIG = 1


class WorkerLock:
    """The lock that the one worker of a database holds; the kernel frees it whatever ends the worker."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False when another worker has it."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())  # for messages only: the lock is what counts
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def holder(self) -> int:
        """The process id that the last holder wrote, 0 for none; for messages only."""
        try:
            words = self._path.read_text().split()
        except (OSError, UnicodeError):
            return 0
        return int(words[0]) if words and words[0].isascii() and words[0].isdecimal() and len(words[0]) < 10 else 0

    def is_free(self) -> bool:
        """Whether no worker holds the lock right now."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        try:
            # Shared, so that two programs that look at once don't see each other.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(file)
        return True


class WorkerProcess:
    """A worker that this program started, and ends."""

    def __init__(self, paths: Paths) -> None:
        with paths.log.open("ab") as log:
            # A session of its own, so that ctrl+c and ctrl+z in the terminal don't reach it; its standard input is
            # a pipe whose end means that we are gone.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "newsdesk", "worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def stop(self, patience: float = 2.0) -> None:
        """End it: it finishes its transaction within `patience` seconds, or is killed."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        for end in (None, signal.SIGTERM, signal.SIGKILL):
            if end is not None:
                self._process.send_signal(end)
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            return


class Keeper:
    """Sees to it that the database has a worker: starts one where the lock is free.

    One that ends young is started again at ever longer pauses, so that a fault in it is no storm of processes.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._lock = WorkerLock(paths.worker_lock)
        self._own: WorkerProcess | None = None
        self._started = float("-inf")
        self._pause = 0.0

    def check(self) -> None:
        """Start a worker if none works on this database; call it about once a second."""
        now = clock.monotonic()
        if (self._own is not None and self._own.is_alive()) or now < self._started + self._pause:
            return
        if self._lock.is_free():
            young = now - self._started < GROWN_UP
            self._pause = min(max(self._pause * 2, 1.0), MAX_PAUSE) if young else 0.0
            self._started = now
            self.stop()  # gives back the pipe of one that is dead
            self._own = WorkerProcess(self._paths)

    def stop(self) -> None:
        """End the worker that this program started, if it did."""
        if self._own is not None:
            self._own.stop()
            self._own = None


def stand_back() -> None:
    """Let the screen and all other programs have the processor first; for the worker's start."""
    os.nice(NICENESS)
    # Linux shares the processor out by session first (autogroup): niceness alone counts within one. Ours is another
    # than the screen's, unless somebody typed the command in a shell, whose session is not ours to slow down.
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(NICENESS))


def end_with_parent(stop: Callable[[], None]) -> None:
    """Call `stop` (from a thread) when standard input ends, and on SIGTERM; for the worker's start.

    On Linux the kernel also sends SIGTERM when the parent dies. Being a child of process 1 is no sign of that: in a
    container the program itself may be process 1.
    """
    signal.signal(signal.SIGTERM, lambda *_: stop())
    signal.signal(signal.SIGINT, lambda *_: stop())
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes  # only the worker needs it

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_watch_stdin, args=(stop,), name="parent", daemon=True).start()


def _watch_stdin(stop: Callable[[], None]) -> None:
    while os.read(0, 4096):
        pass
    stop()
