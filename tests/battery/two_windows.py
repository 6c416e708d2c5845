"""`python -m tests.battery.two_windows SECONDS`: two programs and a worker on one home, random keys in both.

No window may ever say "locked", and what one marks the other must show within two seconds.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.battery.bench import Bench, bench, page, rss
from tests.battery.forbidden import Forbidden
from tests.battery.tour import Window
from tests.e2e.processes import NEWSDESK

SEEN_WITHIN = 2.0
"""Seconds until the other window must show a mark."""
_KEYS = ("j", "j", "k", "s", "m", "b", "u", "n", "enter", "h", "V", "g a", "g u", "g s", "R", "J", ".")
_STORIES = 120


@dataclass
class Tally:
    """What the two windows did and showed."""

    keys: int = 0
    looks: int = 0
    slowest: float = 0.0
    """Seconds until the other window showed a mark, at the worst."""
    problems: list[str] = field(default_factory=list)


def run(seconds: float, seed: int = 1) -> Tally:
    """Press random keys in two windows for that long, and compare what they show now and then."""
    tally, chance = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="newsdesk-two-") as made, ExitStack() as stack:
        place = stack.enter_context(bench(Path(made) / "bench", 190, Forbidden()))
        _fill(place)
        windows = [stack.enter_context(Window([NEWSDESK], place.environment, 142, 30)) for _ in range(2)]
        for window in windows:
            window.wait(lambda window=window: window.mode(1049), "the program's screen", 20)  # type: ignore[misc]
            window.settle(8.0)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for _ in range(10):
                chance.choice(windows).press(*chance.choice(_KEYS).split())
                tally.keys += 1
                time.sleep(chance.uniform(0.0, 0.1))
            _compare(place, windows, tally)
        for number, window in enumerate(windows):
            if b"locked" in window.raw or b"Traceback" in window.raw:
                tally.problems.append(f"window {number} said what nobody should see:\n{window.text}")
            window.press("escape", "Q")
    return tally


def _fill(place: Bench) -> None:
    stories = [(f"Story {n}", f"https://feed.invalid/{n}", f"s{n}", "<p>Text.</p>" * 30) for n in range(_STORIES)]
    place.subscribe()
    place.case_host.pages["/feed"] = page(rss("Case", stories, day=0))
    place.good_host.pages["/feed"] = page(rss("Good", [("Other", "https://good.invalid/1", "o", "x")]))
    place.run("refresh", "--json")


def _compare(place: Bench, windows: Sequence[Window], tally: Tally) -> None:
    """Both windows must come to show the number of unread that the database has."""
    began = time.monotonic()
    while True:
        unread = place.query("SELECT unread FROM counts WHERE kind = 'all'")[0][0]
        shown = [f" {unread:,} unread" in window.lines[0] for window in windows]
        if all(shown):
            break
        if time.monotonic() - began > SEEN_WITHIN + 1.0:
            heads = [window.lines[0][-60:] for window in windows]
            tally.problems.append(f"{unread} unread in the database, on the screens {heads}")
            break
        time.sleep(0.05)
    tally.looks += 1
    tally.slowest = max(tally.slowest, time.monotonic() - began)


def main(arguments: Sequence[str]) -> int:
    """Run and say what came of it; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.battery.two_windows", description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=60.0, help="how long (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="of the keys")
    options = parser.parse_args(arguments)
    tally = run(options.seconds, options.seed)
    print(
        f"{tally.keys} keys, {tally.looks} comparisons, slowest {tally.slowest:.2f} s, {len(tally.problems)} problems"
    )
    for problem in tally.problems[:5]:
        print(f"  {problem}")
    return int(bool(tally.problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
