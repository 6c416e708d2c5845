"""How long a start takes, beside the empty app: `python -m benchmarks.start [--entries N …] [--home DIR …]`.

Spawn to the frame that shows a headline, on a terminal of 160x45, rounds interleaved: seconds, CPU seconds of threads
and memory at that moment, and their ratios to the empty app of the same round. newsboat starts beside it, with the same
headlines, where it is installed. Homes are made in a temporary folder, but for those that are named: a million entries
take a quarter of an hour to make.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks import figures, newsboat
from benchmarks.empty_app import MARKER
from benchmarks.fill import fill
from benchmarks.terminal import Terminal

LIMIT = 240.0
"""Seconds after which a start counts as failed: newsboat reads a million headlines first."""
SLOW = 10.0
"""Seconds of a start from which on it is made once only."""
EMPTY = "the empty app"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the marker, CPU seconds and megabytes at that moment."""

    wall: float
    cpu: float
    memory: float


def measure(command: list[str], marker: str, environment: dict[str, str]) -> Start:
    """Start a program on a terminal, wait for the marker, end it; raises TimeoutError when it never shows."""
    terminal = Terminal(command, environment)
    try:
        wall = terminal.wait_for(marker.encode(), LIMIT)
        return Start(wall, terminal.cpu(), terminal.memory() / 1024)
    finally:
        terminal.end()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="*", default=[1_000, 100_000])
    parser.add_argument("--home", type=Path, nargs="*", default=[], help="a home that benchmarks.fill has made")
    parser.add_argument("--alone", action="store_true", help="without newsboat")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="one round, 1,000 entries: whether it works at all")
    options = parser.parse_args()
    sizes, rounds = ([1_000], 1) if options.quick else (options.entries, options.rounds)
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        homes = {str(home): home for home in options.home}
        for size in sizes:
            homes[f"{size:,} entries"] = Path(folder) / str(size)
            fill(Path(folder) / str(size), size, min(500, max(10, size // 20)))
        programs = {EMPTY: ([sys.executable, "-m", "benchmarks.empty_app"], MARKER, environment)}
        for name, home in homes.items():
            command = [sys.executable, "-m", "newsdesk", "--offline"]
            programs[name] = (command, "Outlet", {**environment, "NEWSDESK_HOME": str(home)})
            if newsboat.is_here() and not options.alone:
                command = newsboat.prepare(home, Path(folder) / "newsboat" / str(len(programs)))
                programs[f"newsboat, {name}"] = (command, "Outlet", {**environment, "HOME": folder})
        starts: dict[str, list[Start]] = {name: [] for name in programs}
        for _ in range(rounds):
            for name, program in programs.items():
                if not starts[name] or starts[name][0].wall < SLOW:
                    starts[name].append(measure(*program))
    print(report(starts))
    if not newsboat.is_here():
        print("\nnewsboat is not here and is left out.")


def report(starts: dict[str, list[Start]]) -> str:
    """The table: medians, and the ratios to the empty app of the same rounds."""
    head = ("", "seconds", "CPU seconds", "MB", "ratio of seconds", "of CPU", "of MB")
    rows = []
    for name, found in starts.items():
        columns = [[getattr(one, field) for one in found] for field in ("wall", "cpu", "memory")]
        base = [[getattr(one, field) for one in starts[EMPTY][: len(found)]] for field in ("wall", "cpu", "memory")]
        ratios = [figures.ratio(column, least) for column, least in zip(columns, base, strict=True)]
        rows.append((name, figures.told(columns[0]), figures.told(columns[1]), figures.told(columns[2], 0), *ratios))
    return figures.table(head, rows)


if __name__ == "__main__":
    main()
