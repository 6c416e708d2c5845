"""How long keys take on a terminal, from the key to the first byte drawn: `python -m benchmarks.keys --home DIR`.

Marks and undoes the whole of a list, too: use a copy of a home.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import termios
import time
from pathlib import Path

QUIET = 0.12
"""Seconds without output after which a key has been answered."""
TOUR = (
    ("g a", "all"), *(("j", "down"),) * 20, *((" ", "page"),) * 10, ("G", "bottom"), ("gg", "top"),
    ("A", "mark all"), *(("j", "down while it is written"),) * 25, *((" ", "page while it is written"),) * 10,
    ("s", "star while it is written"), ("s", "star while it is written"),
    ("u", "undo"), ("u", "undo"), *(("j", "down after undo"),) * 25,
    ("gg", "top"), ("x", "select"), ("G", "bottom"), ("X", "select all"), ("m", "mark selection"),
    *(("k", "up while it is written"),) * 25, ("u", "undo"), *(("k", "up after undo"),) * 25,
)  # fmt: skip


class Screen:
    """A program on a terminal whose bytes are only counted."""

    def __init__(self, home: Path, columns: int = 160, rows: int = 45) -> None:
        environment = dict(os.environ, NEWSDESK_HOME=str(home), TERM="xterm-256color", COLORFGBG="15;0")
        self.pid, self.handle = pty.fork()
        if not self.pid:
            os.execve(sys.executable, [sys.executable, "-m", "newsdesk", "--offline"], environment)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait_quiet(self, seconds: float) -> None:
        """Read until nothing has come for so long."""
        while select.select([self.handle], [], [], seconds)[0]:
            os.read(self.handle, 65_536)

    def press(self, keys: str) -> float:
        """Seconds from the (last) key to the first byte that it draws."""
        for key in keys.replace(" ", "", len(keys) - 1) if len(keys) > 1 else keys:
            os.write(self.handle, key.encode())
            begun = time.perf_counter()
            select.select([self.handle], [], [], 5.0)
            taken = time.perf_counter() - begun
            self.wait_quiet(QUIET)
        return taken

    def quit(self) -> float:
        """Seconds until the program has ended."""
        begun = time.perf_counter()
        os.write(self.handle, b"Q")
        while True:
            try:
                os.read(self.handle, 65_536)
            except OSError:
                break
        os.waitpid(self.pid, 0)
        return time.perf_counter() - begun


def main() -> None:
    """Press the tour's keys and print what each kind took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--home", type=Path, required=True)
    screen = Screen(arguments.parse_args().home)
    screen.wait_quiet(2.0)
    taken: dict[str, list[float]] = {}
    for keys, name in TOUR:
        taken.setdefault(name, []).append(screen.press(keys))
    for name, seconds in taken.items():
        middle, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
        print(f"{name:<28} {len(seconds):>3} keys  median {middle:6.1f} ms  worst {worst:6.1f} ms")
    print(f"quit {screen.quit():.2f} s")


if __name__ == "__main__":
    main()
