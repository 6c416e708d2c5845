"""A program on a pseudo terminal, as the screen's benchmarks see it: keys go in, frames and CPU seconds come out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

COLUMNS, ROWS = 160, 45
_ASKED = b"\x1b[?2026$p"
_UNDERSTOOD = b"\x1b[?2026;1$y"
FRAME_END = b"\x1b[?2026l"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came in answer to a key: seconds until the last byte of the frame, and the CPU seconds it took."""

    wall: float
    cpu: float


class Terminal:
    """Runs a program until it is ended; it is told that frames are understood, so that each one's end is known."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.began = time.monotonic()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def read(self, seconds: float) -> bytes:
        """What comes within that time; b"" for nothing. Raises OSError when the program has ended."""
        if not select.select([self._handle], [], [], seconds)[0]:
            return b""
        data = os.read(self._handle, 65_536)
        if _ASKED in data:
            os.write(self._handle, _UNDERSTOOD)
        return data

    def wait_for(self, marker: bytes, limit: float) -> float:
        """Read until the marker has come and the frame it stands in is whole: seconds since the start.

        Raises TimeoutError.
        """
        seen, end = b"", time.monotonic() + limit
        while marker not in seen:
            if time.monotonic() > end:
                raise TimeoutError(f"{marker!r} was not shown within {limit:.0f} s")
            seen = seen[-len(marker) :] + self.read(0.05)
        last = time.monotonic()
        while self.read(0.004):
            last = time.monotonic()
        return last - self.began

    def wait_quiet(self, seconds: float) -> None:
        """Read until nothing has come for so long."""
        while self.read(seconds):
            pass

    def press(self, key: str, limit: float = 5.0, quiet: float = 0.12) -> Drawn:
        """Press a key and wait for the end of the first frame that answers it; what follows is read, not timed."""
        cpu, began = self.cpu(), time.perf_counter()
        os.write(self._handle, key.encode())
        seen = b""
        while FRAME_END not in seen and time.perf_counter() - began < limit:
            seen = seen[-len(FRAME_END) :] + self.read(0.01)
        drawn = Drawn(time.perf_counter() - began, self.cpu() - cpu)
        self.wait_quiet(quiet)
        return drawn

    def press_until(self, key: str, marker: bytes, limit: float = 10.0) -> Drawn:
        """Press a key and wait for the end of the first frame in which the marker has come; what follows is read."""
        cpu, began = self.cpu(), time.perf_counter()
        os.write(self._handle, key.encode())
        seen = b""
        while (
            marker not in seen or FRAME_END not in seen[seen.index(marker) :]
        ) and time.perf_counter() - began < limit:
            seen += self.read(0.01)
        drawn = Drawn(time.perf_counter() - began, self.cpu() - cpu)
        self.wait_quiet(0.05)
        return drawn

    def cpu(self) -> float:
        """CPU seconds of the program so far, all of its threads."""
        found = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            with suppress(OSError):
                found += int((task / "schedstat").read_text().split()[0])
        return found / 1e9

    def memory(self) -> int:
        """Resident kilobytes."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def end(self, key: str = "Q", limit: float = 10.0) -> float:
        """Press the key that ends it, and answer with the seconds it took; it is killed after `limit`."""
        began = time.monotonic()
        with suppress(OSError):
            os.write(self._handle, key.encode())
        while time.monotonic() - began < limit:
            with suppress(OSError):
                self.read(0.02)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                break
        else:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        os.close(self._handle)
        return time.monotonic() - began
