"""How fast articles of any length open and scroll, in the real program on a terminal: `python -m benchmarks.article`.

One run: articles of 2 KB, 50 KB, 500 KB and 2 MB take turns. Opening is timed from Enter to the article's first words
on the terminal, a scroll step from `j` to the last byte that it draws.
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
from datetime import UTC, datetime
from pathlib import Path

from newsdesk import paths
from newsdesk.model.blocks import Document, Run, Text, dump_document
from newsdesk.model.feeds import Entry, ParsedFeed, Subscription
from newsdesk.store.connection import open_writer, transaction
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
_QUIET = 0.15
_SETTLED = 0.7
"""Seconds of silence after which an article is set to its end."""


def main() -> None:
    """Prints a line a size; exits 1 where a longer article takes too much longer."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--steps", type=int, default=12)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), chosen.rounds)
        screen = _Screen(Path(folder))
        opening, scrolling = _measure(screen, chosen.rounds, chosen.steps)
        screen.quit()
    missed = False
    for size in SIZES:
        first, step = statistics.median(opening[size]), statistics.median(scrolling[size])
        slower = first / statistics.median(opening[SIZES[0]]), step / statistics.median(scrolling[SIZES[0]])
        missed = missed or slower[0] > MOST_OPENING or slower[1] > MOST_SCROLLING
        print(f"{size / 1000:6,.0f} KB  opens in {first * 1000:6.1f} ms ({slower[0]:.2f})  "
              f"a step {step * 1000:5.1f} ms ({slower[1]:.2f})")  # fmt: skip
    sys.exit(1 if missed else 0)


def _measure(screen: _Screen, rounds: int, steps: int) -> tuple[dict[int, list[float]], dict[int, list[float]]]:
    opening: dict[int, list[float]] = {size: [] for size in SIZES}
    scrolling: dict[int, list[float]] = {size: [] for size in SIZES}
    for number in range(rounds * len(SIZES)):
        size = SIZES[number % len(SIZES)]
        taken = screen.press("\r", until=_opening(number))
        steps_taken = [screen.press("j") for _ in range(steps)]
        if number >= len(SIZES):  # the first of each warms the program up
            opening[size].append(taken)
            scrolling[size] += steps_taken
        screen.press("h")
        screen.press("j")
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
        self._wait("Article 0", _PATIENCE)
        self._read_on(2.0)
        self.press("g")
        self.press("a")

    def press(self, key: str, until: str = "") -> float:
        """Seconds from a key to the words it brings, or to the last byte that it draws."""
        begun = time.perf_counter()
        os.write(self._handle, key.encode())
        if until:
            taken = self._wait(until, _PATIENCE) - begun
            self._read_on(_SETTLED)
            return taken
        return max(self._read_on(_QUIET) - begun, 0.0)

    def quit(self) -> None:
        """End the program."""
        os.write(self._handle, b"Q")
        while select.select([self._handle], [], [], _PATIENCE)[0]:
            try:
                os.read(self._handle, 65_536)
            except OSError:
                break
        os.waitpid(self._pid, 0)

    def _wait(self, words: str, seconds: float) -> float:
        """When the words were drawn."""
        seen, end = b"", time.perf_counter() + seconds
        while words.encode() not in seen:
            if time.perf_counter() > end or not select.select([self._handle], [], [], seconds)[0]:
                sys.exit(f"{words!r} did not come within {seconds:g} s")
            seen += os.read(self._handle, 65_536)
        return time.perf_counter()

    def _read_on(self, seconds: float) -> float:
        """When the last byte before a silence of so many seconds came."""
        last = time.perf_counter()
        while select.select([self._handle], [], [], seconds)[0]:
            os.read(self._handle, 65_536)
            last = time.perf_counter()
        return last


if __name__ == "__main__":
    main()
