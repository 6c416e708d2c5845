"""How fast articles of any length open and scroll, in the real program on a terminal: `python -m benchmarks.article`.

One run: articles of 2 KB, 50 KB, 500 KB and 2 MB take turns, a round of them in about ten seconds; each round is told
on stderr. Opening is timed from Enter to the end of the frame that draws the article's first words, a scroll step from
`j` to the end of the frame that it draws: on the clock, as a person waits, and in CPU time of the program, which
decides because other work on the machine doesn't change it.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsdesk import paths
from newsdesk.model.blocks import Document, Run, Text
from newsdesk.model.feeds import Entry, ParsedFeed, Subscription
from newsdesk.store.connection import open_writer, transaction
from newsdesk.store.documents import dump_document
from newsdesk.store.migrations import upgrade
from newsdesk.store.packing import packed
from newsdesk.store.writes.articles import Digested, save_digested
from newsdesk.store.writes.entries import save_feed
from newsdesk.store.writes.subscriptions import follow

SIZES = (2_000, 50_000, 500_000, 2_000_000)
"""Characters of text."""
MOST_OPENING, MOST_SCROLLING = 1.5, 1.2
"""How many times longer than the shortest article's any other may take."""
_WORDS = (
    "harbour",
    "ferry",
    "council",
    "the",
    "of",
    "and",
    "winter",
    "said",
    "price",
    "island",
    "a",
    "engineers",
    "to",
)
_PATIENCE = 20.0
_QUIET = 0.03
"""Seconds of silence between two steps."""
_SETTLED = 0.7
"""Seconds of silence after which an article is set to its end."""
_ASKED, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal knows where a frame ends, and that it does."""
_FRAME_END = b"\x1b[?2026l"


def main() -> None:
    """Prints a line a size; exits 1 where a longer article takes too much longer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--steps", type=int, default=16)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), chosen.rounds)
        screen = _Screen(Path(folder))
        opening, scrolling = _measure(screen, chosen.rounds, chosen.steps)
        screen.quit()
    missed = False
    print("            opens in  CPU           a step    CPU")
    for size in SIZES:
        first, step = _median(opening[size]), _median(scrolling[size])
        slower = _slower(first, _median(opening[SIZES[0]])), _slower(step, _median(scrolling[SIZES[0]]))
        missed = missed or slower[0] > MOST_OPENING or slower[1] > MOST_SCROLLING
        print(f"{size / 1000:6,.0f} KB  {first.clock * 1e3:6.1f} ms {first.cpu * 1e3:6.1f} ms ({slower[0]:.2f})  "
              f"{step.clock * 1e3:5.1f} ms {step.cpu * 1e3:5.1f} ms ({slower[1]:.2f})")  # fmt: skip
    sys.exit(1 if missed else 0)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a key took, in seconds."""

    clock: float
    cpu: float


def _slower(taken: _Taken, least: _Taken) -> float:
    """How many times as much it took; by the clock where the system doesn't count CPU time this way."""
    return taken.cpu / least.cpu if least.cpu else taken.clock / least.clock


def _median(taken: list[_Taken]) -> _Taken:
    return _Taken(statistics.median(t.clock for t in taken), statistics.median(t.cpu for t in taken))


def _measure(screen: _Screen, rounds: int, steps: int) -> tuple[dict[int, list[_Taken]], dict[int, list[_Taken]]]:
    opening: dict[int, list[_Taken]] = {size: [] for size in SIZES}
    scrolling: dict[int, list[_Taken]] = {size: [] for size in SIZES}
    for number in range(rounds * len(SIZES)):
        size = SIZES[number % len(SIZES)]
        taken = screen.press("\r", until=_opening(number))
        screen.rest(_SETTLED)
        # Down and up again: at the end of the shortest a step draws nothing.
        steps_taken = [screen.press("jjkk"[step % 4]) for step in range(steps)]
        if number >= len(SIZES):  # the first of each warms the program up
            opening[size].append(taken)
            scrolling[size] += steps_taken
        screen.press("h")
        screen.press("j")
        screen.rest(_SETTLED)
        if size == SIZES[-1]:
            print(f"round {number // len(SIZES) + 1} of {rounds}", file=sys.stderr, flush=True)
    return opening, scrolling


def _fill(home: Path, rounds: int) -> None:
    """A home with a feed of articles, the first the newest, sizes taking turns."""
    found, now = paths.at(home), int(time.time())
    upgrade(found.database, found.backups)
    found.opml.write_text('<opml version="2.0"><body/></opml>')
    count = rounds * len(SIZES)
    entries = tuple(
        Entry(f"guid-{n}", f"Article {n}", f"https://long.example/{n}", published=datetime.fromtimestamp(now - n, UTC))
        for n in range(count)
    )
    with closing(open_writer(found.database)) as connection:
        follow(connection, [Subscription("https://long.example/feed", "Long", ("World",))], now)
        with transaction(connection):
            feed = int(connection.execute("SELECT id FROM feeds").fetchone()[0])
            save_feed(connection, feed, ParsedFeed("Long", entries=entries), now, ())
            ids = dict(connection.execute("SELECT title, id FROM headlines"))
            save_digested(connection, [_article(ids[f"Article {n}"], n) for n in range(count)])
    found.opml.write_text(
        '<opml version="2.0"><body><outline text="World"><outline type="rss" text="Long" '
        'xmlUrl="https://long.example/feed"/></outline></body></opml>'
    )


def _opening(number: int) -> str:
    return f"opening-of-{number}-"


def _article(headline: int, number: int) -> Digested:
    chance, size = random.Random(number), SIZES[number % len(SIZES)]
    blocks = [Text("paragraph", (Run(f"{_opening(number)} is here."),))]
    written = 0
    while written < size:
        words = " ".join(chance.choices(_WORDS, k=60))
        link = Run("a link", link=f"https://long.example/to/{written}")
        blocks.append(Text("paragraph", (Run(words[:150]), link, Run(words[150:]))))
        written += len(words)
        if chance.random() < 0.1:
            blocks.append(Text("heading", (Run(words[:30]),), 2))
    return Digested(headline, packed(dump_document(Document(tuple(blocks)))), "", 1, size)


class _Screen:
    """The program on a terminal of our own."""

    def __init__(self, home: Path) -> None:
        environment = dict(os.environ, NEWSDESK_HOME=str(home), TERM="xterm-256color", COLORTERM="truecolor")
        self._pid, self._handle = pty.fork()
        if not self._pid:
            os.execve(sys.executable, [sys.executable, "-m", "newsdesk", "--offline"], environment)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
        self._seen = b""
        self._wait(b"Article 0")
        self.rest(2.0)
        self.press("g")
        self.press("a")
        self.rest(_SETTLED)

    def press(self, key: str, until: str = "") -> _Taken:
        """What it took from a key to the end of the frame that it draws: the first one, or the one with these words."""
        self.rest(_QUIET)
        self._seen = b""
        begun, used = time.perf_counter(), self._cpu()
        os.write(self._handle, key.encode())
        if until:
            self._wait(until.encode())
            self._seen = self._seen[self._seen.rindex(until.encode()) :]
        self._wait(_FRAME_END)
        return _Taken(time.perf_counter() - begun, self._cpu() - used)

    def _cpu(self) -> float:
        """Seconds of CPU time that the program's threads have had."""
        tasks = Path(f"/proc/{self._pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def rest(self, seconds: float) -> None:
        """Read on until nothing has come for so many seconds."""
        while select.select([self._handle], [], [], seconds)[0]:
            self._read()

    def quit(self) -> None:
        """End the program."""
        os.write(self._handle, b"Q")
        while select.select([self._handle], [], [], _PATIENCE)[0]:
            try:
                os.read(self._handle, 65_536)
            except OSError:
                break
        os.waitpid(self._pid, 0)

    def _wait(self, words: bytes) -> None:
        """Return when these bytes were drawn; end with a message when they don't come."""
        end = time.perf_counter() + _PATIENCE
        while words not in self._seen:
            if not select.select([self._handle], [], [], max(end - time.perf_counter(), 0))[0]:
                sys.exit(f"{words.decode()!r} did not come within {_PATIENCE:g} s")
            self._read()

    def _read(self) -> None:
        data = os.read(self._handle, 65_536)
        self._seen += data
        if _ASKED in data:
            os.write(self._handle, _ANSWER)


if __name__ == "__main__":
    main()
