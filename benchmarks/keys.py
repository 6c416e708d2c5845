"""How long keys take, from the key to the last byte of its frame: `python -m benchmarks.keys --home DIR [--idle]`.

First idle, then while a bulk mark of the whole list is written and taken back, then while a worker fetches, parses and
stores 500 feeds of 40 entries from this machine (not with --idle). It marks in the home, and adds feeds to it: use a
copy. Prints milliseconds, and the CPU of the program, for each kind of key.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks import farm
from benchmarks.opened import opened, options_of
from benchmarks.terminal import Drawn, Terminal
from newsdesk.store.connection import open_reader

LIMIT = 50.0
"""Milliseconds that no key may take."""
TOUR = (
    ("next row", "j"), ("next row", "j"), ("page", " "), ("next row", "k"), ("jump to the end", "G"), ("next row", "k"),
    ("jump to the top", "gg"), ("another source", "]"), ("another source", "]"), ("another source", "["),
    ("another source", "["), ("next row", "j"), ("mark read", "m"), ("mark read", "m"), ("star", "s"),
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
def refreshing(home: Path) -> Iterator[None]:
    """The home's worker, as the program starts it, fetches 500 new feeds of this machine while the block runs."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    program, environment = [sys.executable, "-m", "newsdesk"], dict(os.environ, NEWSDESK_HOME=str(home))
    with farm.running(FEEDS, ENTRIES) as served:
        subprocess.run([*program, "import", str(served.opml)], env=environment, check=True, **quiet)
        worker = subprocess.Popen(
            [*program, "worker"], env=environment, stdin=subprocess.PIPE, start_new_session=True, **quiet
        )
        before = _left(home)
        while _left(home) == before and worker.poll() is None:
            time.sleep(0.1)
        yield
        if worker.poll() is not None:
            raise SystemExit("the worker has ended: is another one at work on this home?")
        came, waiting = (after - amount for after, amount in zip(_left(home), before, strict=True))
        print(f"{came:,} of {FEEDS * ENTRIES:,} entries had come by the last key, {waiting:,} waited for the digest")
        worker.terminate()
        worker.wait(30)


def _left(home: Path) -> tuple[int, int]:
    """How many headlines there are, and how many of them wait for their blocks."""
    with closing(open_reader(home / "newsdesk.db")) as connection:
        sql = "SELECT (SELECT max(id) FROM headlines), (SELECT count(*) FROM headlines WHERE digested = 0)"
        came, waiting = connection.execute(sql).fetchone()
    return int(came or 0), int(waiting)


def main() -> None:
    """The command line."""
    parser = options_of(__doc__, 20_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--idle", action="store_true", help="nothing but single keys with no worker")
    options = parser.parse_args()
    rounds, taken = 1 if options.quick else options.rounds, Taken()
    with opened(options) as (terminal, home):
        _tour(terminal, taken, rounds, "idle")
        if not options.idle:
            _mark_all(terminal, taken, rounds)
            with refreshing(home):
                _tour(terminal, taken, rounds, "refreshing")
        taken.report()
        print(f"quit {terminal.end():.2f} s")


def _tour(terminal: Terminal, taken: Taken, rounds: int, situation: str) -> None:
    # What was drawn while nobody read it would be taken for the first key's answer, or hold it up.
    terminal.wait_quiet(0.1)
    # From the same list each time, which is not empty: there "next row" would draw nothing.
    for key in "gu":
        terminal.press(key)
    for _ in range(rounds):
        for kind, keys in TOUR:
            taken.press(terminal, situation, kind, keys)


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
