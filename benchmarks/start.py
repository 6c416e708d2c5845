"""How long a start takes, beside the empty app: `python -m benchmarks.start [--entries N …] [--rounds R]`.

Spawn to the frame that shows the marker, in a real pty of 160x45, rounds interleaved. Prints medians (least to most)
of seconds, CPU seconds (user and system) and memory, and their ratios to the empty app. Everything is in a temporary
folder.
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
import tempfile
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.empty_app import MARKER
from benchmarks.fill import fill

LIMIT = 30.0
"""Seconds after which a start counts as failed."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the marker, CPU seconds and kilobytes at that moment."""

    wall: float
    cpu: float
    memory: int


def measure(command: list[str], marker: str, environment: dict[str, str]) -> Start:
    """Start a program in a pty, wait for the marker, end it; raises TimeoutError when it never shows."""
    began = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
        seen = b""
        while marker.encode() not in seen:
            if time.monotonic() - began > LIMIT:
                raise TimeoutError(f"{' '.join(command)} did not show {marker!r}")
            seen += _read(terminal)
        return Start(time.monotonic() - began, _cpu(pid), _memory(pid))
    finally:
        _end(pid, terminal)


def _read(terminal: int) -> bytes:
    ready, _, _ = select.select([terminal], [], [], 0.05)
    if not ready:
        return b""
    data = os.read(terminal, 65_536)
    if b"\x1b[?2026$p" in data:
        os.write(terminal, b"\x1b[?2026;1$y")  # synchronized output is understood: frames end exactly
    return data


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _end(pid: int, terminal: int) -> None:
    with suppress(OSError):
        os.write(terminal, b"Q")
    end = time.monotonic() + 5
    while time.monotonic() < end:
        with suppress(OSError):
            _read(terminal)
        if os.waitpid(pid, os.WNOHANG)[0]:
            break
    else:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    os.close(terminal)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="one round, 1,000 entries: whether it works at all")
    options = parser.parse_args()
    sizes, rounds = ([1_000], 1) if options.quick else (options.entries, options.rounds)
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        programs = {"empty app": ([sys.executable, "-m", "benchmarks.empty_app"], MARKER, environment)}
        for size in sizes:
            home = Path(folder) / str(size)
            fill(home, size, min(500, max(10, size // 20)))
            command = [sys.executable, "-m", "newsdesk", "--offline"]
            programs[f"{size:,} entries"] = (command, "Outlet ", {**environment, "NEWSDESK_HOME": str(home)})
        starts: dict[str, list[Start]] = {name: [] for name in programs}
        for _ in range(rounds):
            for name, program in programs.items():
                starts[name].append(measure(*program))
    _report(starts)


def _report(starts: dict[str, list[Start]]) -> None:
    print(
        f"{'':>20} {'wall s':>22} {'CPU s':>22} {'MB':>6} {'wall':>6} {'CPU':>6} {'MB':>6}  (ratios to the empty app)"
    )
    base = [_medians(starts["empty app"])][0]
    for name, found in starts.items():
        wall, cpu, memory = _medians(found)
        print(
            f"{name:>20} {_range([one.wall for one in found]):>22} {_range([one.cpu for one in found]):>22} "
            f"{memory / 1024:6.0f} {wall / base[0]:6.2f} {cpu / base[1]:6.2f} {memory / base[2]:6.2f}"
        )


def _medians(found: list[Start]) -> tuple[float, float, float]:
    return tuple(statistics.median(values) for values in zip(*((s.wall, s.cpu, s.memory) for s in found), strict=True))  # type: ignore[return-value]


def _range(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    main()
