"""A planted morning: stories of known size in a stream of other news, to see whether the front page finds them.

  python -m benchmarks.replay [--seeds N]

Plants bursts, copies of a wire text, firehose outlets that publish without end, two events with the same names and a
story that runs for a week; an hour after the start it looks at the first ten.
"""

from __future__ import annotations

import argparse
import collections
import random
from dataclasses import dataclass

from newsdesk.desk.ranking import Sources, top_stories
from newsdesk.desk.stories import Stories
from newsdesk.model.stories import Coverage, Item, Ranked, Story

_NOW = 1_800_000_000
_OUTLETS = 60
_FIREHOSES = 3


@dataclass(frozen=True, slots=True)
class Replay:
    """What the page showed, and what it should have."""

    page: list[Ranked]
    right: int
    """How many of the first ten are among the fifteen true stories with most owners."""
    lonely: int
    """How many of them have one true owner."""


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bcdfghklmnprstvw") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))


def _told(rng: random.Random, words: list[str], common: list[str], count: int) -> str:
    said = rng.sample(words, min(len(words), count)) + rng.sample(common, 3)
    rng.shuffle(said)
    return " ".join(said)


def planted(seed: int) -> list[tuple[Item, str]]:
    """The articles of the hour and the week before it, with the name of the event each tells."""
    rng = random.Random(seed)
    vocabulary = sorted({_word(rng).capitalize() for _ in range(6_000)})
    common = [_word(rng) for _ in range(150)]
    items: list[tuple[Item, str]] = []

    def tell(event: str, words: list[str], outlet: int, time: int, text: str = "") -> None:
        title = text or _told(rng, words, common, 5)
        lead = text or _told(rng, words, common, 7)
        items.append((Item(len(items), title, lead, time, f"outlet-{outlet}", "en"), event))

    for number in range(40):
        words = rng.sample(vocabulary, 9)
        owners = rng.sample(range(_OUTLETS), 2 + int(28 * 0.87**number))
        wire = _told(rng, words, common, 7)
        for rank, outlet in enumerate(owners):
            # A third of the outlets of every other story print the wire's text as it is.
            copied = wire if number % 2 and rank % 3 == 0 else ""
            tell(f"story-{number}", words, outlet, _NOW - rng.randrange(3600), copied)
    names = rng.sample(vocabulary, 3)
    for twin in range(2):
        words = names + rng.sample(vocabulary, 8)
        for outlet in rng.sample(range(_OUTLETS), 12):
            tell(f"twin-{twin}", words, outlet, _NOW - rng.randrange(3600))
    running = rng.sample(vocabulary, 9)
    for hour in range(7 * 24):
        tell("week", running, rng.randrange(_OUTLETS), _NOW - 3600 * hour - rng.randrange(3600))
    for number in range(900):
        firehose = number % 3 == 0
        outlet = rng.randrange(_FIREHOSES) if firehose else rng.randrange(_OUTLETS)
        tell(f"alone-{number}", rng.sample(vocabulary, 9), outlet, _NOW - rng.randrange(6 * 3600))
    return sorted(items, key=lambda one: (one[0].time, one[0].id))


def replay(seed: int) -> Replay:
    """One planted morning through the real code."""
    items = planted(seed)
    stories = Stories()
    placed: dict[int, int] = {}
    copies: set[int] = set()
    now: dict[int, int] = {}
    for item, _ in items:
        placement = stories.place(item)
        placed[item.id] = placement.story
        now.update(dict.fromkeys(placement.merged, placement.story))
        if placement.copy_of is not None:
            copies.add(item.id)
    coverage: dict[int, list[Coverage]] = collections.defaultdict(list)
    truth: dict[int, str] = {}
    owners: dict[str, set[str]] = collections.defaultdict(set)
    volume = collections.Counter(item.owner for item, _ in items)
    for item, event in items:
        story = placed[item.id]
        while story in now:
            story = now[story]
        feed = int(item.owner.partition("-")[2])
        known = Coverage(item.id, item.owner, feed, item.time, copy=item.id in copies, title=item.title, language="en")
        coverage[story].append(known)
        truth[item.id] = event
        if item.time > _NOW - 86_400:
            owners[event].add(item.owner)
    per_day = {int(owner.partition("-")[2]): float(count) for owner, count in volume.items()}
    made = [Story(story, tuple(found)) for story, found in coverage.items()]
    page = top_stories(made, _NOW, Sources(per_day=per_day, feeds=_OUTLETS), limit=10)
    best = set(sorted(owners, key=lambda event: (-len(owners[event]), event))[:15])
    events = [collections.Counter(truth[item] for item in one.items).most_common(1)[0][0] for one in page]
    # The same event twice on the page counts once.
    return Replay(page, len(best.intersection(events)), sum(len(owners[event]) < 2 for event in events))


def main() -> None:
    """Print what each seed gave."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    for seed in range(parser.parse_args().seeds):
        found = replay(seed)
        print(f"seed {seed}: {found.right} of 10 right, {found.lonely} with one owner; first: {found.page[0].why}")


if __name__ == "__main__":
    main()
