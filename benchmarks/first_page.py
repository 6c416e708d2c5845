"""How soon a first start has a front page: `python -m benchmarks.first_page [--feeds 160] [--latency-ms 100]`.

newsdesk in a pty of 160x45 on an empty home that subscribes to a farm of feeds on loopback. Prints the seconds from the
spawn to the first headline, to so many top stories of three owners or more, and to the front page that shows them; the
CPU seconds of screen, worker and parsers stand beside them, because those hold on a busy machine too. Everything is in
a temporary folder.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import select
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

OWNERS = 3
LIMIT = 120.0
"""Seconds after which the page counts as failed."""
_FARM = Path(__file__).with_name("feedfarm.py")
_TICKS = os.sysconf("SC_CLK_TCK")
_FIRST_HEADLINE = "first headline"
_PAGE = "the page shown"


@dataclass(slots=True)
class Page:
    """What was reached, by its name: seconds since the spawn, CPU seconds of screen, worker and parsers."""

    stories: int
    reached: dict[str, tuple[float, tuple[float, float, float]]] = field(default_factory=dict)
    count: int = 0
    """Top stories of OWNERS owners or more, at last."""

    @property
    def goal(self) -> str:
        """What the figure of so many stories is called."""
        return f"{self.stories} stories of {OWNERS} owners"

    @property
    def is_whole(self) -> bool:
        """Whether all was reached."""
        return {_FIRST_HEADLINE, self.goal, _PAGE} <= self.reached.keys()


def measure(home: Path, stories: int, limit: float = LIMIT) -> Page:
    """Start newsdesk on a home that holds feeds.opml alone, and follow it until its front page stands."""
    page, began = Page(stories), time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        environment = {**os.environ, "NEWSDESK_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        os.execve(sys.executable, [sys.executable, "-m", "newsdesk"], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
    seen = b""
    try:
        while not page.is_whole and time.monotonic() - began < limit:
            seen += _read(terminal)
            headlines, page.count = _stored(home / "newsdesk.db")
            found = {_FIRST_HEADLINE: headlines > 0, page.goal: page.count >= stories, _PAGE: b"TOP STORIES" in seen}
            for name, is_reached in found.items():
                if is_reached and name not in page.reached:
                    page.reached[name] = (time.monotonic() - began, _cpu(pid))
    finally:
        _end(pid, terminal)
    return page


def _read(terminal: int) -> bytes:
    ready, _, _ = select.select([terminal], [], [], 0.05)
    data = os.read(terminal, 65_536) if ready else b""
    if b"\x1b[?2026$p" in data:
        os.write(terminal, b"\x1b[?2026;1$y")
    return data


def _stored(database: Path) -> tuple[int, int]:
    """Whether there is a headline, and how many top stories of enough owners."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=1)) as reader:
        (any_headline,) = reader.execute("SELECT EXISTS (SELECT 1 FROM headlines)").fetchone()
        sql = "SELECT count(*) FROM desk WHERE kind = 'top' AND owners >= ?"
        return int(any_headline), int(reader.execute(sql, (OWNERS,)).fetchone()[0])
    return 0, 0


def _cpu(pid: int) -> tuple[float, float, float]:
    """CPU seconds of the program, of its worker and of all that the worker started."""
    known: dict[int, tuple[int, int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                known[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    workers = {one for one, (parent, _) in known.items() if parent == pid}
    parsers: set[int] = set()
    while more := {one for one, (parent, _) in known.items() if parent in workers | parsers} - parsers:
        parsers |= more
    program, worker, rest = (sum(known[one][1] for one in group) / _TICKS for group in ({pid}, workers, parsers))
    return program, worker, rest


def _end(pid: int, terminal: int) -> None:
    with suppress(OSError):
        os.write(terminal, b"Q")
    end = time.monotonic() + 10
    while time.monotonic() < end and not os.waitpid(pid, os.WNOHANG)[0]:
        with suppress(OSError):
            _read(terminal)
    with suppress(OSError):
        os.close(terminal)
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=160)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--latency-ms", type=int, default=100)
    parser.add_argument("--stories", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round, 30 feeds: whether it works at all")
    options = parser.parse_args()
    feeds, hosts, rounds = (30, 15, 1) if options.quick else (options.feeds, options.hosts, options.rounds)
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        opml = Path(folder) / "farm.opml"
        farm = subprocess.Popen(
            [sys.executable, str(_FARM), "--feeds", str(feeds), "--hosts", str(hosts), "--entries",
             str(options.entries), "--latency-ms", str(options.latency_ms), "--opml", str(opml)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert farm.stdout is not None
            print(f"{feeds} feeds, {json.loads(farm.stdout.readline())['base']}", flush=True)
            for number in range(rounds):
                home = Path(folder) / f"home{number}"
                home.mkdir()
                (home / "feeds.opml").write_bytes(opml.read_bytes())
                _report(measure(home, options.stories))
        finally:
            farm.terminate()
            farm.wait()


def _report(page: Page) -> None:
    figures = "   ".join(
        f"{name} {wall:.1f} s (CPU {' + '.join(f'{one:.1f}' for one in cpu)})"
        for name, (wall, cpu) in page.reached.items()
    )
    print(f"{figures or 'nothing'}{'' if page.is_whole else f'   FAILED with {page.count} stories'}", flush=True)


if __name__ == "__main__":
    main()
