"""How well the desk tells the farm's stories apart, by language: news of few words with a known truth.

  python -m benchmarks.farm_stories [--seeds N] [--first SEED] [--feeds N] [--entries N]

Each seed is read twice: in the order of time, as feeds that are watched, and feed by feed, as a first round. Counted
are the articles of the live week: for each language pair F1 over the pairs of all readings together, the mean of the
readings, and the worst one that has pairs enough to say something.
"""

from __future__ import annotations

import argparse
import collections
import math
import statistics
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from benchmarks import feedfarm
from newsdesk.desk.decision import Decision
from newsdesk.desk.stories import WINDOW, Stories
from newsdesk.model.stories import Item

_NOW = 1_800_000_000
_ENOUGH = 30
"""Pairs below which a reading says little: one of them decides its figure."""

Rows = list[tuple[Item, str]]
"""Articles and the story each tells."""


def farm_rows(seed: int, feeds: int, entries: int) -> dict[str, Rows]:
    """The farm's articles of the live week by language, feed by feed, each feed's newest first as it serves them."""
    options: Any = SimpleNamespace(
        seed=seed, entries=entries, content_kb=1.0, story_share=0.3, summary_only=0.0, now=_NOW, hosts=1, tls=None,
        port=80, base_url="http://127.0.0.1", feeds=feeds,
    )  # fmt: skip
    rows: dict[str, Rows] = collections.defaultdict(list)
    for feed in feedfarm.Farm(options).feeds:
        for entry in feed.entries:
            if entry.published >= _NOW - WINDOW:
                number = feed.number * entries + entry.serial
                item = Item(number, entry.title, entry.summary, entry.published, feed.title, feed.lang.code)
                rows[feed.lang.code].append((item, entry.story or f"alone {number}"))
    return rows


def placed(rows: Rows, decision: Decision | None = None) -> list[int]:
    """The story that each article ends in."""
    stories, at_first, now = Stories(decision=decision), [], dict[int, int]()
    for item, _ in rows:
        placement = stories.place(item)
        at_first.append(placement.story)
        now.update(dict.fromkeys(placement.merged, placement.story))
    found = []
    for story in at_first:
        while story in now:
            story = now[story]
        found.append(story)
    return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles: said to be of one story and are, said to be, and are."""

    right: int
    said: int
    there: int

    @property
    def f1(self) -> float:
        """F1 over the pairs; 1 where there are none."""
        return 2 * self.right / (self.said + self.there) if self.said + self.there else 1.0

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.right + other.right, self.said + other.said, self.there + other.there)


def pairs_of(found: list[int], true: list[str]) -> Pairs:
    """The pairs of articles that are, or are said to be, of one story."""

    def pairs(labels: list[Any]) -> int:
        return sum(count * (count - 1) // 2 for count in collections.Counter(labels).values())

    return Pairs(pairs(list(zip(found, true, strict=True))), pairs(found), pairs(true))


def readings(seed: int, feeds: int, entries: int) -> list[tuple[str, Rows]]:
    """Every language of a farm, in the order of time and feed by feed."""
    return [
        (language, order)
        for language, rows in sorted(farm_rows(seed, feeds, entries).items())
        for order in (sorted(rows, key=lambda row: (row[0].time, row[0].id)), rows)
    ]


def main() -> None:
    """Read the command line, print a line a language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--feeds", type=int, default=120)
    parser.add_argument("--entries", type=int, default=40)
    options = parser.parse_args()
    found: dict[str, list[Pairs]] = collections.defaultdict(list)
    for seed in range(options.first, options.first + options.seeds):
        for language, rows in readings(seed, options.feeds, options.entries):
            found[language].append(pairs_of(placed(rows), [story for _, story in rows]))
    for language, each in found.items():
        enough = [one.f1 for one in each if one.there >= _ENOUGH]
        print(
            f"{language}  all {sum(each, Pairs(0, 0, 0)).f1:.3f}  mean {statistics.fmean(one.f1 for one in each):.3f}  "
            f"worst of {len(enough)} with {_ENOUGH} pairs or more {min(enough, default=math.nan):.3f}  "
            f"pairs {min(one.there for one in each)} to {max(one.there for one in each)}  "
            f"{' '.join(f'{one.f1:.2f}' for one in each)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
