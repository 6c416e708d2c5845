"""`python -m tests.battery.keys_meanwhile DIR`: how long keys take while a whole hostile folder is fetched at once.

A list of ordinary headlines is open in a real terminal; every feed, answer and body of the folder is subscribed to and
asked in the same round. Each key is timed to the first byte that it draws, beside the same keys with nothing fetched.
"""

from __future__ import annotations

import argparse
import html
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.battery.bench import Bench, bench, page, rss
from tests.battery.cases import Run, make_bombs, read_cases, runs
from tests.battery.forbidden import Forbidden
from tests.battery.kinds import answer_of
from tests.battery.tour import Window
from tests.e2e.processes import NEWSDESK
from tests.servers import Reply, Request, serving

LIMIT = 0.1
"""Seconds that no key may take longer than."""
_KEYS = ("j", "j", "k", "j", "enter", "j", "h", "j", "k", "V", "V", "V")
_STORIES = 200
_LONGEST = 240.0
"""Seconds until a round that does not end is given up on."""


def fill(place: Bench, stack: ExitStack, wanted: Sequence[Run]) -> list[str]:
    """Serve every case on a host of its own; the addresses to subscribe to."""
    stories = [(f"Story {n}", f"https://feed.invalid/{n}", f"s{n}", "<p>Text.</p>" * 30) for n in range(_STORIES)]
    place.subscribe()
    place.good_host.pages["/feed"] = page(rss("Good", stories, day=0))
    place.run("refresh", place.good_url, "--json")
    urls = []
    for number, run in enumerate(wanted, 1):
        server = stack.enter_context(serving(f"127.23.{number // 200}.{number % 200 + 1}"))
        server.pages["/feed"] = _served(run)
        urls.append(server.url("/feed"))
    return urls


def _served(run: Run) -> Reply | Callable[[Request], Reply]:
    content = run.case.content()
    if run.case.kind != "html":
        return answer_of(run.case, content)
    body = content.decode("utf-8", "replace")
    return page(rss("Body", [("Hostile body", "https://feed.invalid/body", "b", html.escape(body))]))


def press_while(window: Window, goes_on: Callable[[], bool], least: int) -> list[float]:
    """Seconds from each key to the first byte it draws, for as long as it goes on and at least so many keys."""
    taken: list[float] = []
    while len(taken) < least or goes_on():
        key = _KEYS[len(taken) % len(_KEYS)]
        window.settle(quiet=0.03)
        seen, began = len(window.raw), time.perf_counter()
        window.press(key)
        while len(window.raw) == seen and time.perf_counter() - began < 5:
            time.sleep(0.001)
        taken.append(time.perf_counter() - began)
    return taken


def measure(folder: Path) -> tuple[list[float], list[float], int]:
    """The times with nothing fetched, those while the folder is fetched, and how many feeds that were."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-keys-") as made, ExitStack() as stack:
        workshop = Path(made)
        cases = read_cases(folder.resolve(), make_bombs(folder.resolve(), workshop))
        wanted = [run for run in runs(cases) if run.case.kind in ("feed", "http", "html")]
        place = stack.enter_context(bench(workshop / "bench", 191, Forbidden()))
        urls = fill(place, stack, wanted)
        with Window([NEWSDESK, "--offline"], place.environment, 142, 30) as window:
            calm = press_while(_ready(window), lambda: False, 120)
        outlines = "".join(f'<outline type="rss" text="Case" xmlUrl="{url}"/>' for url in (place.good_url, *urls))
        (place.home / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        with Window([NEWSDESK], place.environment, 142, 30) as window:
            end = time.monotonic() + _LONGEST
            busy = press_while(_ready(window), lambda: _is_running(place) and time.monotonic() < end, 120)
        return calm, busy, len(urls)


def _ready(window: Window) -> Window:
    window.wait(lambda: window.mode(1049), "the program's screen", 30)
    window.do("g", "a", "g", "g")
    return window


def _is_running(place: Bench) -> bool:
    found = place.query("SELECT value FROM meta WHERE key = 'progress'")
    waiting = place.query("SELECT count(*) FROM headlines WHERE digested = 0")[0][0]
    return bool(waiting) or bool(found and json.loads(found[0][0]).get("running"))


def _told(name: str, taken: Sequence[float]) -> str:
    ordered = sorted(taken)
    p95 = ordered[int(len(ordered) * 0.95)]
    slow = sum(seconds > LIMIT for seconds in taken)
    return (
        f"{name:<28} {len(taken):>5} keys, median {statistics.median(taken) * 1000:4.0f} ms, p95 {p95 * 1000:4.0f} ms, "
        f"worst {ordered[-1] * 1000:4.0f} ms, {slow} over {LIMIT * 1000:.0f} ms"
    )


def main(arguments: Sequence[str]) -> int:
    """Measure and print; it is a benchmark, and ends with 0 whatever the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.battery.keys_meanwhile", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with cases.jsonl")
    calm, busy, feeds = measure(parser.parse_args(arguments).folder)
    print(_told("nothing fetched", calm))
    print(_told(f"while {feeds} feeds are fetched", busy))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
