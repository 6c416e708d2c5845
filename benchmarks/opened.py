"""newsdesk on a terminal, in a home that is named or made: what the benchmarks of its keys have in common."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.fill import fill
from benchmarks.terminal import Terminal


def options_of(said: str | None, entries: int) -> ArgumentParser:
    """A parser that knows which home is meant; `said` is what the benchmark says of itself."""
    parser = ArgumentParser(description=said, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a home that benchmarks.fill has made; without it one is made")
    parser.add_argument("--entries", type=int, default=entries, help="of the home that is made")
    parser.add_argument("--quick", action="store_true", help="2,000 entries, as little as can be: whether it works")
    return parser


@contextmanager
def opened(options: Namespace, *, settled: bool = True) -> Iterator[tuple[Terminal, Path]]:
    """The program with its first frame drawn (`settled`: the rest loaded, and a list open), and its home.

    The caller ends it.
    """
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        home = options.home
        if home is None:
            home = Path(folder) / "home"
            fill(home, 2_000 if options.quick else options.entries, 100)
        environment = {**os.environ, "NEWSDESK_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        terminal = Terminal([sys.executable, "-m", "newsdesk", "--offline"], environment)
        terminal.wait_for(b"newsdesk", 60)
        if settled:
            terminal.wait_quiet(2.0)
            # A home with stories opens with the front page.
            for key in "gu":
                terminal.press(key)
        yield terminal, home
