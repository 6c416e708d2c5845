"""Stories over the real code, one article at a time, for a scorer that keeps the future to itself.

  python -m benchmarks.stories --run [--cold]    articles as JSON lines on stdin, {"id","cluster"} for each on stdout
  python -m benchmarks.stories --speed [N]       CPU and memory an article: the farm, a burst, and as the index fills

Input lines: {"id","ts","title","summary","source","lang"}, all but the id may be missing; after stdin ends, the
articles whose story became part of another one later are answered once more. `--cold` leaves out the shipped list of
common words.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import sys
import time
import tracemalloc
from typing import Any

from benchmarks.farm_stories import farm_rows
from newsdesk.desk.stories import Stories
from newsdesk.model.stories import Item

_TRACED = 10_000
"""Articles whose memory is counted, which makes everything slow."""


def run(warm: bool) -> None:
    """Answer each line before the next is read."""
    stories = Stories(warm=warm)
    first: list[tuple[Any, int]] = []
    now: dict[int, int] = {}
    newest = 0
    for number, line in enumerate(sys.stdin):
        if not line.strip():
            continue
        row = json.loads(line)
        item = _item(number, row, newest)
        newest = max(newest, item.time)
        placement = stories.place(item)
        stories.expire(item.time)
        now.update(dict.fromkeys(placement.merged, placement.story))
        first.append((row.get("id"), placement.story))
        print(json.dumps({"id": row.get("id"), "cluster": placement.story}), flush=True)
    for name, story in first:
        last = story
        while last in now:
            last = now[last]
        if last != story:
            print(json.dumps({"id": name, "cluster": last}), flush=True)


def _item(number: int, row: dict[str, Any], newest: int) -> Item:
    """The article of a line; one without a time came just now."""
    time = int(float(row["ts"])) if row.get("ts") is not None else newest

    def told(name: str) -> str:
        return str(row.get(name) or "")

    return Item(number, told("title"), told("summary"), time, told("source"), told("lang"))


def _invented(count: int) -> list[Item]:
    """Articles over a large invented vocabulary in which a few words are common and most are rare."""
    rng = random.Random(7)
    start, items = 1_700_000_000, []
    for number in range(count):
        event = rng.randrange(max(1, number // 3 + 1))
        about = random.Random(event)
        topic = [f"w{int(about.paretovariate(0.4)) % 10**7:x}" for _ in range(6)]
        title = " ".join([*rng.sample(topic, 3), *(f"w{int(rng.paretovariate(0.6)) % 10**7:x}" for _ in range(5))])
        text = " ".join([*rng.sample(topic, 4), *(f"w{int(rng.paretovariate(0.6)) % 10**7:x}" for _ in range(20))])
        items.append(Item(number, title, text, start + number, f"o{rng.randrange(150)}", "en"))
    return items


def _burst(count: int) -> list[Item]:
    """The same words for a few events that everybody tells at once: stories of a hundred articles."""
    rng = random.Random(8)
    events = [[f"w{rng.randrange(10**6):x}" for _ in range(12)] for _ in range(max(1, count // 100))]
    items = []
    for number in range(count):
        about = rng.choice(events)
        title = " ".join([*rng.sample(about, 5), *(f"w{int(rng.paretovariate(0.6)) % 10**7:x}" for _ in range(3))])
        text = " ".join([*rng.sample(about, 8), *(f"w{int(rng.paretovariate(0.6)) % 10**7:x}" for _ in range(15))])
        items.append(Item(number, title, text, 1_700_000_000 + number, f"o{rng.randrange(150)}", "en"))
    return items


def _cost(stories: Stories, items: list[Item]) -> float:
    """Milliseconds of CPU an article, the middle one of slices of a hundred: a busy core counts up to twice."""
    slices = []
    for start in range(0, len(items), 100):
        begun = time.process_time()
        for item in items[start : start + 100]:
            stories.place(item)
        stories.expire(items[start].time)
        slices.append(1000 * (time.process_time() - begun) / len(items[start : start + 100]))
    return statistics.median(slices)


def speed(most: int) -> None:
    """Print what an article costs in hard streams and as the index fills, and how much memory it takes."""
    farm = sorted(itertools.chain.from_iterable(farm_rows(1, 120, 40).values()), key=lambda row: row[0].time)
    for name, stream in (("farm", [item for item, _ in farm]), ("burst", _burst(4_000))):
        used = _cost(Stories(), stream)
        print(f"{name:>12}: {used:.3f} ms CPU an article, {1000 / used:.0f} articles/s", flush=True)
    items = _invented(most + 1_000)
    stories = Stories()
    done, first = 0, 0.0
    for size in (1_000, 10_000, 30_000, 100_000):
        if size > most:
            break
        for item in items[done:size]:
            stories.place(item)
        used = _cost(stories, items[size : size + 1_000])
        done, first = size + 1_000, first or used
        print(
            f"{size:>7} live: {used:.3f} ms CPU an article, {1000 / used:.0f} articles/s, "
            f"{used / first:.2f} times that at 1,000",
            flush=True,
        )
    del stories
    tracemalloc.start()
    traced = Stories()
    live = items[:_TRACED]
    for item in live:
        traced.place(item)
    print(f"memory: {tracemalloc.get_traced_memory()[0] / len(live):.0f} bytes a live article at {len(live):,}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true", help="speak the streaming form of the scorer")
    parser.add_argument("--cold", action="store_true", help="without the list of common words")
    parser.add_argument("--speed", type=int, nargs="?", const=100_000, metavar="N")
    options = parser.parse_args()
    if options.speed:
        speed(options.speed)
    elif options.run:
        run(not options.cold)
    else:
        parser.error("give --run or --speed")


if __name__ == "__main__":
    main()
