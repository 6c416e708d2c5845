"""How much memory the screen takes while one pages: `python -m benchmarks.memory --home DIR [--minutes 10]`.

Pages to and fro on a terminal of 160x45, from the end and the beginning, in several lists; then opens articles. Tells
megabytes at the first frame, when the rest is loaded, after each minute of paging and after the articles, beside the
empty app. Opening marks as read in the home.
"""

from __future__ import annotations

import os
import sys
import time

from benchmarks import figures
from benchmarks.empty_app import MARKER
from benchmarks.opened import opened, options_of
from benchmarks.terminal import Terminal

PAGES = (*" " * 60, "G", *("\x1b[5~",) * 20, "]", *" " * 20, "g", "u", *" " * 20, "g", "a")
"""Keys of a walk through lists."""
ARTICLES = 20


def main() -> None:
    """The command line."""
    parser = options_of(__doc__, 100_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    minutes = 0.05 if options.quick else options.minutes
    empty = _empty()
    rows = [("the empty app", empty)]
    with opened(options, settled=False) as (terminal, _):
        rows.append(("the first frame", _megabytes(terminal)))
        terminal.wait_quiet(3.0)
        rows.append(("what it does not need is loaded", _megabytes(terminal)))
        began, pages, told = time.monotonic(), 0, 1
        while (passed := (time.monotonic() - began) / 60) < minutes:
            for key in PAGES:
                terminal.press(key, limit=0.3, quiet=0.01)
            pages += len(PAGES)
            if passed >= told:
                rows.append((f"{pages:,} keys, {told} min", _megabytes(terminal)))
                told += 1
        rows.append((f"{pages:,} keys", _megabytes(terminal)))
        for _ in range(ARTICLES):
            terminal.press("n", limit=0.5, quiet=0.1)
        rows.append((f"{ARTICLES} articles", _megabytes(terminal)))
        terminal.end()
    print(figures.table(("after", "MB", "of the empty app"), [(n, f"{mb:.1f}", f"{mb / empty:.2f}") for n, mb in rows]))


def _empty() -> float:
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    terminal = Terminal([sys.executable, "-m", "benchmarks.empty_app"], environment)
    terminal.wait_for(MARKER.encode(), 60)
    found = _megabytes(terminal)
    terminal.end()
    return found


def _megabytes(terminal: Terminal) -> float:
    return terminal.memory() / 1024


if __name__ == "__main__":
    main()
