"""Whether refreshing costs the same however much there is: `python -m benchmarks.growth [--entries N …]`.

A hundred feeds of the farm (or --feeds) join a home of so many entries, one of them before the others: CPU seconds of
the round that brings all of theirs, until every headline is listed and until all is done, and of one that brings
nothing. Ratios are to the smallest home.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks import farm, figures, processes
from benchmarks.fill import fill
from benchmarks.refresh import count_entries
from newsdesk.desk.stories import WINDOW
from newsdesk.store.connection import transaction

NEWSDESK = [sys.executable, "-m", "newsdesk"]
_UNCHANGED = 3
"""How often a round asks again: that takes less than a second, of which chance has a larger part."""


def measure(homes: dict[int, Path], feeds: int, rounds: int) -> str:
    """The table; `homes` by how many entries they have."""
    sizes = sorted(homes)
    listed: dict[int, list[float]] = {size: [] for size in sizes}
    done: dict[int, list[float]] = {size: [] for size in sizes}
    unchanged: dict[int, list[float]] = {size: [] for size in sizes}
    with farm.running(feeds, 40) as served:
        for number in range(rounds):
            for size in sizes:
                home = served.folder / f"{size}-{number}"
                shutil.copytree(homes[size], home)
                _give_stories(home / "newsdesk.db")
                env = processes.environment(NEWSDESK_HOME=str(home))
                processes.run([*NEWSDESK, "import", str(served.opml)], env)
                wanted, database = size + feeds * 40, home / "newsdesk.db"
                # The first worker of a home has its live stories made anew, and leaves them for all others.
                processes.run([*NEWSDESK, "refresh", "--json", _urls(database)[-1]], env)
                all_are_listed = partial(_holds, database, wanted)
                ran = processes.run([*NEWSDESK, "refresh", "--json"], env, all_are_listed)
                listed[size].append(ran.reached[1] if ran.reached else ran.cpu)
                done[size].append(ran.cpu)
                feeds_asked = [line for line in _urls(database) if not line.startswith("http://127.0.0.1:9/")]
                again = [*NEWSDESK, "refresh", "--force", "--json", *feeds_asked]
                unchanged[size] += [processes.run(again, env).cpu for _ in range(_UNCHANGED)]
                shutil.rmtree(home)
    columns = {"all new are listed": listed, "all is done": done, "all unchanged": unchanged}
    rows = [[f"{size:,}"] for size in sizes]
    for row, size in zip(rows, sizes, strict=True):
        for column in columns.values():
            row += [figures.told(column[size]), figures.ratio(column[size], column[sizes[0]])]
    head = ["entries", *(cell for name in columns for cell in (f"CPU s, {name}", "ratio"))]
    return figures.table(head, rows)


def _give_stories(database: Path) -> None:
    """Have what was there before placed already, each in a story of its own: else the first round would place it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection, transaction(connection):
        unplaced = "sort_time > ? AND story IS NULL AND hidden = 0"
        since = (int(time.time()) - WINDOW - 86_400,)
        connection.execute(f"INSERT INTO stories (id) SELECT id FROM headlines WHERE {unplaced}", since)
        connection.execute(f"UPDATE headlines SET story = id WHERE {unplaced}", since)


def _holds(database: Path, entries: int) -> bool:
    return count_entries(database) >= entries


def _urls(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [url for (url,) in connection.execute("SELECT url FROM feeds WHERE subscribed = 1")]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--home", type=Path, nargs="*", default=[], help="homes that benchmarks.fill has made")
    parser.add_argument("--feeds", type=int, default=100, help="that join")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="1,000 and 2,000 entries, five feeds, one round")
    options = parser.parse_args()
    sizes, feeds, rounds = ([1_000, 2_000], 5, 1) if options.quick else (options.entries, options.feeds, options.rounds)
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        homes = {count_entries(home / "newsdesk.db"): home for home in options.home}
        for size in () if homes else sizes:
            homes[size] = Path(folder) / str(size)
            fill(homes[size], size, 200)
        print(f"{feeds} feeds of 40 entries join homes that hold so many, rounds: {rounds}.\n")
        print(measure(homes, feeds, rounds))


if __name__ == "__main__":
    main()
