"""How long keys take, from the key to the last byte of its frame: `python -m benchmarks.keys --home DIR [--idle]`.

First idle, then while a bulk mark of the whole list is written and taken back, then while a worker fetches, parses and
stores 500 feeds of 40 entries from this machine (not with --idle). It marks in the home, and adds feeds to it: use a
copy. Prints milliseconds, and the CPU of the program, for each kind of key.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.fill import fill
from benchmarks.terminal import Drawn, Terminal

LIMIT = 50.0
"""Milliseconds that no key may take."""
TOUR = (
    ("next row", "j"), ("next row", "j"), ("page", " "), ("next row", "k"), ("jump to the end", "G"), ("next row", "k"),
    ("jump to the top", "gg"), ("another source", "]"), ("another source", "]"), ("next row", "j"),
    ("another source", "["), ("another source", "["), ("mark read", "m"), ("mark read", "m"), ("star", "s"),
    ("star", "s"), ("another view", "ga"), ("page", " "), ("another view", "gu"), ("page", " "),
)  # fmt: skip
WRITING = (("next row", "j"), ("page", " "), ("next row", "k"), ("star", "s"), ("star", "s"), ("another view", "ga"))
FEEDS, ENTRIES = 500, 40


class Taken:
    """What was measured, by situation and kind of key."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[Drawn]] = {}

    def press(self, terminal: Terminal, situation: str, kind: str, keys: str) -> None:
        """Press the keys (the last one counts) and note what it took."""
        for key in keys[:-1]:
            terminal.press(key, limit=0.3, quiet=0.01)
        self._found.setdefault((situation, kind), []).append(terminal.press(keys[-1], quiet=0.08))

    def report(self) -> None:
        """Print a line for each situation and kind of key, and one for all keys of each situation."""
        print(f"{'ms':<36} {'keys':>5} {'median':>8} {'p99':>8} {'worst':>8} {'CPU':>6}")
        for situation in dict.fromkeys(where for where, _ in self._found):
            everything: list[Drawn] = []
            for (where, kind), drawn in self._found.items():
                if where == situation:
                    everything += drawn
                    _line(f"{where}: {kind}", drawn)
            _line(f"{situation}: all", everything)


def _line(name: str, drawn: list[Drawn]) -> None:
    wall = sorted(one.wall * 1000 for one in drawn)
    late = wall[min(round(len(wall) * 0.99), len(wall) - 1)]
    cpu = statistics.median(one.cpu * 1000 for one in drawn)
    print(f"{name:<36} {len(wall):>5} {statistics.median(wall):>8.1f} {late:>8.1f} {wall[-1]:>8.1f} {cpu:>6.1f}")


@contextmanager
def refreshing(home: Path, folder: Path) -> Iterator[None]:
    """The home's worker fetches 500 new feeds of this machine while the block runs."""
    opml, environment = folder / "farm.opml", dict(os.environ, NEWSDESK_HOME=str(home))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    farm = [sys.executable, "-m", "benchmarks.feedfarm", "--lazy", "--feeds", str(FEEDS), "--entries", str(ENTRIES)]
    program = [sys.executable, "-m", "newsdesk"]
    served = subprocess.Popen([*farm, "--port", "0", "--hosts", "50", "--opml", str(opml)], **quiet)
    try:
        while not opml.exists():
            if served.poll() is not None:
                raise SystemExit("the feed farm did not start: python -m benchmarks.feedfarm")
            time.sleep(0.1)
        subprocess.run([*program, "import", str(opml)], env=environment, check=True, **quiet)
        worker = subprocess.Popen([*program, "refresh"], env=environment, **quiet)
        yield
        print("the refresh still ran" if worker.poll() is None else "the refresh ended before the keys did")
        worker.terminate()
        worker.wait(30)
    finally:
        served.terminate()
        served.wait(10)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a copy of a home; without it one is made in a temporary folder")
    parser.add_argument("--entries", type=int, default=20_000, help="of the home that is made")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--idle", action="store_true", help="nothing but single keys with no worker")
    parser.add_argument("--quick", action="store_true", help="one round of 2,000 entries: whether it works at all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        home, rounds = options.home, 1 if options.quick else options.rounds
        if home is None:
            home = Path(folder) / "home"
            fill(home, 2_000 if options.quick else options.entries, 100)
        environment = {**os.environ, "NEWSDESK_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        terminal = Terminal([sys.executable, "-m", "newsdesk", "--offline"], environment)
        terminal.wait_for(b"Outlet", 60)
        terminal.wait_quiet(2.0)
        taken = Taken()
        for _ in range(rounds):
            for kind, keys in TOUR:
                taken.press(terminal, "idle", kind, keys)
        if not options.idle:
            _mark_all(terminal, taken, rounds)
            with refreshing(home, Path(folder)):
                for _ in range(rounds):
                    for kind, keys in TOUR:
                        taken.press(terminal, "refreshing", kind, keys)
        taken.report()
        print(f"quit {terminal.end():.2f} s")


def _mark_all(terminal: Terminal, taken: Taken, rounds: int) -> None:
    taken.press(terminal, "marking all", "the bulk mark", "A")
    for _ in range(rounds):
        for kind, keys in WRITING:
            taken.press(terminal, "marking all", kind, keys)
    terminal.wait_quiet(1.0)
    for _ in range(rounds):
        taken.press(terminal, "taking it back", "undo", "u")
    for _ in range(rounds):
        for kind, keys in WRITING[:3]:
            taken.press(terminal, "taking it back", kind, keys)
    terminal.wait_quiet(3.0)


if __name__ == "__main__":
    main()
