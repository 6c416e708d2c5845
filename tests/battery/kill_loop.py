"""`python -m tests.battery.kill_loop N`: kills a refresh and a marking program N times, and counts what is lost.

Each time feeds have new items, one program marks headlines and writes down what was acknowledged, another refreshes,
and both are killed (-9) at a random moment. Then the database must be whole, with every acknowledged mark, and of
every feed all of a document's new entries or none.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.battery.bench import page, rss
from tests.e2e.processes import NEWSDESK, command, environment_for
from tests.servers import Request, Server, serving

from newsdesk.store.marks import MarkWriter

FEEDS = 6
PER_FETCH = 20
"""New items each time a feed is asked."""
_LATEST = 0.4
"""Seconds after the moment that was waited for within which all is killed."""
_MOMENTS = ("started", "asked", "stored", "stored")
"""What a kill waits for, at random: nothing, the first feed that is asked, the first one that is stored."""
_PATIENCE = 60.0


@dataclass
class Source:
    """A feed that has more each time it is asked; `served` is how many items it last had."""

    name: str
    server: Server
    served: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, _request: Request) -> object:
        """The newest items, those of the last documents among them."""
        with self.lock:
            self.served += PER_FETCH
            first = max(0, self.served - 6 * PER_FETCH)
            items = [(f"{self.name} {n}", self.server.url(f"/{n}"), f"{self.name}-{n}", f"<p>Text {n}.</p>" * 20)
                     for n in range(first, self.served)]  # fmt: skip
        return page(rss(self.name, items, day=0))


@dataclass
class Tally:
    """What the loop found."""

    kills: int = 0
    marks: int = 0
    entries: int = 0
    """Stored at the end."""
    problems: list[str] = field(default_factory=list)


def run(times: int, seed: int = 1) -> Tally:
    """Kill that often; what was found."""
    tally, chance = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="newsdesk-kill-") as made, ExitStack() as stack:
        home = Path(made) / "home"
        home.mkdir(mode=0o700)
        sources = list(_open_sources(stack))
        outlines = "".join(f'<outline text="{s.name}" xmlUrl="{s.server.url("/feed")}"/>' for s in sources)
        (home / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        (home / "config.toml").write_text("host_spacing = 0\nparsers = 1\n")
        first = command(home, "refresh", "--force")
        if first.returncode:
            raise RuntimeError(first.stderr)
        acknowledged: dict[tuple[int, str], int] = {}
        for number in range(times):
            _kill_once(home, chance, number, acknowledged, sources)
            tally.kills, tally.marks = number + 1, len(acknowledged)
            tally.problems += [f"kill {number + 1}: {found}" for found in _problems(home, acknowledged)]
        tally.entries = _count_entries(home)
        tally.problems += _problems_at_the_end(home, sources)
    return tally


def _count_entries(home: Path) -> int:
    connection = sqlite3.connect(home / "newsdesk.db", timeout=10)
    (entries,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    connection.close()
    return int(entries)


def _open_sources(stack: ExitStack) -> Iterator[Source]:
    for number in range(FEEDS):
        source = Source(f"Source {number}", stack.enter_context(serving(f"127.22.0.{number + 1}")))
        source.server.pages["/feed"] = source.answer  # type: ignore[assignment]
        yield source


def _kill_once(
    home: Path,
    chance: random.Random,
    number: int,
    acknowledged: dict[tuple[int, str], int],
    sources: Sequence[Source],
) -> None:
    journal = home.parent / "acknowledged"
    journal.write_bytes(b"")
    environment = environment_for(home)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    marking = [sys.executable, "-m", "tests.battery.kill_loop", "--mark", str(home / "newsdesk.db"), str(journal)]
    with ExitStack() as stack:
        for arguments in ([*marking, str(number)], [NEWSDESK, "refresh", "--force"]):
            process = subprocess.Popen(arguments, env=environment, start_new_session=True, **quiet)  # type: ignore[call-overload]
            stack.callback(process.wait)
            stack.callback(_kill_group, process.pid)
        _wait_for(chance.choice(_MOMENTS), home, sources, journal)
        time.sleep(chance.uniform(0, _LATEST))
    for line in journal.read_text().splitlines(keepends=True):
        word, headline, name, value = line.split() if line.endswith("\n") else ("torn", "0", "", "0")
        if word == "wants":
            # Committed or not by the time of the kill: both are right until it is acknowledged.
            acknowledged.pop((int(headline), name), None)
        elif word == "has":
            acknowledged[int(headline), name] = int(value)


def _wait_for(moment: str, home: Path, sources: Sequence[Source], journal: Path) -> None:
    """Return when the refresh has come so far: by the clock a busy machine is killed before it has begun."""
    served, stored = sum(source.served for source in sources), _count_entries(home)
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if moment == "started":
            return
        asked = sum(source.served for source in sources) > served and b"has" in journal.read_bytes()
        if asked and (moment == "asked" or _count_entries(home) > stored):
            return
        time.sleep(0.005)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _problems(home: Path, acknowledged: dict[tuple[int, str], int]) -> Iterator[str]:
    connection = sqlite3.connect(home / "newsdesk.db", timeout=10)
    try:
        whole = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if whole != ["ok"]:
            yield f"integrity: {whole[:3]}"
        stands = {row[0]: row[1:] for row in connection.execute("SELECT id, read, starred FROM headlines")}
        for (headline, name), value in acknowledged.items():
            if headline not in stands or stands[headline][name == "starred"] != value:
                yield f"the acknowledged mark {name}={value} of headline {headline} is lost"
        counts = connection.execute("SELECT feed, count(*), count(DISTINCT identity) FROM entries GROUP BY feed")
        for feed, entries, identities in counts:
            if entries != identities or entries % PER_FETCH:
                yield f"feed {feed} has {entries} entries, {identities} of them different: half a document"
    finally:
        connection.close()


def _problems_at_the_end(home: Path, sources: Sequence[Source]) -> Iterator[str]:
    """A round that nobody kills brings all that the feeds still have, each once; doctor finds nothing."""
    if (done := command(home, "refresh", "--force")).returncode:
        yield f"the last refresh: {done.stderr}"
    connection = sqlite3.connect(home / "newsdesk.db", timeout=10)
    titles = [row[0] for row in connection.execute("SELECT title FROM headlines")]
    connection.close()
    if len(titles) != len(set(titles)):
        yield f"{len(titles) - len(set(titles))} headlines stand twice"
    for source in sources:
        last = range(max(0, source.served - 6 * PER_FETCH), source.served)
        if missing := [n for n in last if f"{source.name} {n}" not in set(titles)]:
            yield f"{source.name} lacks {len(missing)} items: {missing[:5]}"
    if (done := command(home, "doctor")).returncode:
        yield f"doctor: {done.stdout.strip()} {done.stderr.strip()}"


def mark_on(database: Path, journal: Path, seed: int) -> None:
    """Mark headlines one by one for ever, and write each down once it is acknowledged."""
    chance, writer = random.Random(seed), MarkWriter(database)
    connection = sqlite3.connect(database, timeout=10)
    ids = [row[0] for row in connection.execute("SELECT id FROM headlines")]
    connection.close()
    with journal.open("a") as written:
        while True:
            headline, name, value = chance.choice(ids), chance.choice(("read", "starred")), chance.random() < 0.5
            mark = f"{headline} {name} {int(value)}\n"
            written.write("wants " + mark)
            written.flush()
            writer.set([headline], name, value).result()  # type: ignore[arg-type]
            written.write("has " + mark)
            written.flush()


def main(arguments: Sequence[str]) -> int:
    """Run the loop and say what came of it; 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.battery.kill_loop", description=__doc__)
    parser.add_argument("times", type=int, nargs="?", default=20, help="kills (default 20)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and marks")
    parser.add_argument("--mark", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.mark:
        mark_on(Path(options.mark[0]), Path(options.mark[1]), int(options.mark[2]))
    tally = run(options.times, options.seed)
    stored = f"{tally.marks} acknowledged marks, {tally.entries} entries"
    print(f"{tally.kills} kills, {stored}, {len(tally.problems)} problems")
    for problem in tally.problems:
        print(f"  {problem}")
    return int(bool(tally.problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
