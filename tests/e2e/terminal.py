"""A real terminal for tests: a pty, a model of its screen, every byte that was drawn; waits for conditions only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import pyte
from wcwidth import wcwidth

PATIENCE = 40.0
"""Seconds until a condition that never comes fails the test; on a busy machine, so never a measure of speed."""
KEYS: Mapping[str, bytes] = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "space": b" ", "ctrl+z": b"\x1a", "ctrl+c": b"\x03",
    "ctrl+q": b"\x11",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "home": b"\x1b[H", "end": b"\x1b[F",
}  # fmt: skip
"""What a terminal sends for keys that are no single letter."""

# What the screen model has no words for and would draw: private parameters other than `?`, and mode questions.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-z]")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]P_X^][^\x07\x1b]*\x1b?)?\Z")
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_ANSWERS = (
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c"),
)
_END = b"\x1b[0m\x00end of the test's terminal\x00"
_MOUSE = (1000, 1002, 1003, 1006, 1015)
# Lines that wrap, and the cursor.
_ON_AT_FIRST = (7, 25)


class _Screen(pyte.Screen):
    """A screen model that draws on behind a sign without width, where pyte's own drops the rest of the text."""

    def draw(self, data: str) -> None:
        """Draw text at the cursor."""
        super().draw("".join(sign for sign in data if wcwidth(sign) != 0 or unicodedata.combining(sign)))


class Terminal:
    """A program on a pty of its own; use as a context manager, which ends it."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int = 160, rows: int = 45
    ) -> None:
        self._master, self._slave = os.openpty()
        self._log = bytearray()
        self._lock = threading.Lock()
        self._drawn = self._answered = 0
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._set_size(columns, rows)
        self.settings_before = termios.tcgetattr(self._slave)
        """The terminal's settings (echo, line mode…) before the program."""
        self._wake_reader, self._wake_writer = os.pipe()
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()
        self.process = subprocess.Popen(
            list(command), stdin=self._slave, stdout=self._slave, stderr=self._slave, env=dict(environment),
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.hang_up()

    # --- the person's side ---------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Send keys, each a name of KEYS or the letters themselves."""
        for key in keys:
            os.write(self._master, KEYS.get(key) or key.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the program is told by SIGWINCH, as by any terminal."""
        self._draw()
        self._screen.resize(rows, columns)
        self._screen.reset()
        self._set_size(columns, rows)

    def forget(self) -> None:
        """Empty the screen model: what is seen from now on was drawn from now on."""
        self._draw()
        self._screen.reset()

    def pause(self) -> None:
        """Take nothing any more of what is drawn, as a terminal does behind ctrl+s or a dead line."""
        os.write(self._wake_writer, b"x")
        self._reader.join(5)

    def hang_up(self) -> None:
        """Close the terminal, as a window's close button does."""
        if self._master < 0:
            return
        os.write(self._wake_writer, b"x")
        self._reader.join(5)
        for handle in (self._slave, self._master, self._wake_reader, self._wake_writer):
            os.close(handle)
        self._master = -1

    # --- what is seen --------------------------------------------------------------------------

    @property
    def raw(self) -> bytes:
        """Every byte that was sent to the terminal so far."""
        with self._lock:
            return bytes(self._log)

    @property
    def lines(self) -> list[str]:
        """The screen's rows, as they stand now."""
        self._draw()
        # Not its `display`, which fails where a wide character is half drawn over: its second cell is empty.
        cells, columns = self._screen.buffer, range(self._screen.columns)
        return ["".join([cells[row][column].data for column in columns]) for row in range(self._screen.lines)]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(line.rstrip() for line in self.lines)

    def column(self, number: int) -> str:
        """The characters of one column of cells, from the top."""
        self._draw()
        return "".join(self._screen.buffer[row][number].data for row in range(self._screen.lines))

    @property
    def settings(self) -> list[object]:
        """The terminal's settings now."""
        return list(termios.tcgetattr(self._slave))

    def mode(self, *numbers: int) -> bool:
        """Whether the last word on any of these private modes switched it on."""
        state: dict[int, bool] = {}
        for found in _MODE.finditer(self.raw):
            for number in found[1].split(b";"):
                state[int(number)] = found[2] == b"h"
        return any(state.get(number, number in _ON_AT_FIRST) for number in numbers)

    @property
    def is_as_before(self) -> bool:
        """Whether settings and modes are those of a terminal without a full-screen program."""
        return (
            self.settings == list(self.settings_before)
            and not self.mode(1049)
            and not self.mode(*_MOUSE)
            and not self.mode(2004, 1004)
            and self.mode(25)
            and self.mode(7)
            and len(re.findall(rb"\x1b\[>[0-9]+u", self.raw)) <= self.raw.count(b"\x1b[<u")
        )

    # --- waiting -------------------------------------------------------------------------------

    def wait(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Return when the condition holds; fail with what the screen shows when it does not in time."""
        end = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None and not condition():
                self.drain()
                raise AssertionError(f"{what}: the program ended with {self.process.returncode}\n{self.text}")
            if time.monotonic() > end:
                raise AssertionError(f"{what}: not within {seconds:g} s\n{self.text}")
            self._wait_for_bytes(0.1)

    def wait_for(self, *texts: str, seconds: float = PATIENCE) -> None:
        """Return when all these texts stand on the screen."""
        self.wait(lambda: all(text in self.text for text in texts), f"{texts} on the screen", seconds)

    def wait_without(self, *texts: str, seconds: float = PATIENCE) -> None:
        """Return when none of these texts stands on the screen."""
        self.wait(lambda: not any(text in self.text for text in texts), f"{texts} off the screen", seconds)

    def wait_exit(self, seconds: float = PATIENCE) -> int:
        """The program's exit code when it has ended and all it wrote has been read."""
        code = self.process.wait(seconds)
        self.drain()
        return code

    def drain(self) -> None:
        """Read all that an ended program wrote, by a mark of our own behind it."""
        if self._master >= 0 and not self.raw.endswith(_END):
            os.write(self._slave, _END)
            end = time.monotonic() + 5
            while not self.raw.endswith(_END) and time.monotonic() < end:
                self._wait_for_bytes(0.1)

    # --- inside --------------------------------------------------------------------------------

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _wait_for_bytes(self, seconds: float) -> None:
        before, end = len(self._log), time.monotonic() + seconds
        while len(self._log) == before and time.monotonic() < end:
            select.select([], [], [], 0.01)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._wake_reader], [], [])
            if self._wake_reader in ready:
                return
            try:
                data = os.read(self._master, 65_536)
            except OSError:
                return
            with self._lock:
                self._log += data
            self._answer()

    def _answer(self) -> None:
        """Answer what the program asks its terminal, each question once."""
        unread = self.raw[self._answered :]
        last = 0
        for question, answer in _ANSWERS:
            for found in question.finditer(unread):
                last = max(last, found.end())
                with contextlib.suppress(OSError):
                    os.write(self._master, answer)
        # A question may come in two pieces.
        self._answered += max(last, len(unread) - 32)

    def _draw(self) -> None:
        """Let the screen model take in what has come."""
        data = self.raw[self._drawn :]
        held = _UNFINISHED.search(data)
        if held:
            data = data[: held.start()]
        self._drawn += len(data)
        self._stream.feed(_UNKNOWN.sub(b"", data))
