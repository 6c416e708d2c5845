"""When the front page stands, beside a list of the same home: `python -m benchmarks.front_page [--rounds N]`.

Two homes of the invented news that `newsdesk demo` shows; one of them has had what the desk made taken away, so that it
opens with a list. Spawn to the frame that shows a headline, on a terminal of 160x45, rounds interleaved, both beside
the empty app.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.empty_app import MARKER
from benchmarks.start import EMPTY, Start, measure, report
from newsdesk import paths
from newsdesk.cli.demo import make_desk


def make_homes(folder: Path) -> dict[str, tuple[Path, str]]:
    """The two homes by what they open with, each with words of a headline that stands on the screen then."""
    front, plain = folder / "front", folder / "list"
    make_desk(paths.at(front))
    shutil.copytree(front, plain)
    with closing(sqlite3.connect(plain / "newsdesk.db")) as connection, connection:
        (lead,) = connection.execute(
            "SELECT title FROM desk JOIN headlines ON headlines.id = desk.headline WHERE kind = 'top' ORDER BY rank"
        ).fetchone()
        newest_first = "SELECT title FROM headlines WHERE hidden = 0 ORDER BY sort_time DESC"
        (newest,) = connection.execute(newest_first).fetchone()
        connection.execute("DELETE FROM desk")
    return {"the front page": (front, _begins(lead)), "a list": (plain, _begins(newest))}


def _begins(title: str) -> str:
    return " ".join(title.split()[:2])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="one round: whether it works at all")
    options = parser.parse_args()
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        programs = {EMPTY: ([sys.executable, "-m", "benchmarks.empty_app"], MARKER, environment)}
        for name, (home, marker) in make_homes(Path(folder)).items():
            command = [sys.executable, "-m", "newsdesk", "--offline"]
            programs[name] = (command, marker, {**environment, "NEWSDESK_HOME": str(home)})
        starts: dict[str, list[Start]] = {name: [] for name in programs}
        for _ in range(1 if options.quick else options.rounds):
            for name, program in programs.items():
                starts[name].append(measure(*program))
    print(report(starts))


if __name__ == "__main__":
    main()
