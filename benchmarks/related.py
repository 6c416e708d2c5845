"""What stands beside an article: how often it is the same story, and how long it takes.

  python -m benchmarks.related GOLD.jsonl[.gz] [--most N]   labelled stories, stored, placed and asked as in the program
  python -m benchmarks.related --speed HOME [--most N]      a home of any size (python -m benchmarks.fill)

The first gives precision at min(5, size - 1) over articles of stories of three or more, a mean for each set and over
the sets; fewer rows than that count as wrong ones. GOLD has the lines of `benchmarks.fit_stories`.
"""

from __future__ import annotations

import argparse
import collections
import random
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fit_stories import Gold, read
from newsdesk import paths
from newsdesk.desk.stories import Stories
from newsdesk.model.blocks import Document
from newsdesk.model.feeds import Entry, ParsedFeed, Subscription
from newsdesk.newsroom import Room
from newsdesk.store.connection import Connection, open_reader, open_writer, transaction
from newsdesk.store.documents import dump_document
from newsdesk.store.migrations import upgrade
from newsdesk.store.packing import packed
from newsdesk.store.queries.desk import get_item
from newsdesk.store.writes.articles import Digested, save_digested
from newsdesk.store.writes.entries import save_feed
from newsdesk.store.writes.stories import add_story, save_placement
from newsdesk.store.writes.subscriptions import follow
from newsdesk.words import searchable

_LEAST = 3
"""Articles of a story that is asked about."""
_ROWS = 5


def _stored(connection: Connection, rows: list[Gold]) -> dict[int, str]:
    """Store articles as the worker would, and place them in stories; the true story of each headline."""
    now = rows[-1].item.time + 60
    sources = sorted({gold.item.owner for gold in rows})
    place = {source: number for number, source in enumerate(sources)}
    follow(connection, [Subscription(f"http://s{n}.example/feed", source) for source, n in place.items()], now)
    feeds: dict[str, int] = dict(connection.execute("SELECT key, id FROM feeds"))
    truth: dict[int, str] = {}
    stories = Stories(lambda: add_story(connection))
    for gold in rows:
        item, number = gold.item, place[gold.item.owner]
        entry = Entry(
            str(item.id), item.title, f"http://s{number}.example/{item.id}", language=item.language,
            published=datetime.fromtimestamp(item.time, UTC), summary=item.text, html=f"<p>{item.text}</p>",
        )  # fmt: skip
        with transaction(connection):
            save_feed(connection, feeds[f"s{number}.example/feed"], ParsedFeed("", entries=(entry,)), now)
            (headline,) = connection.execute("SELECT max(id) FROM headlines").fetchone()
            save_digested(
                connection, [Digested(headline, packed(dump_document(Document(()))), searchable(item.text), 1, 1)]
            )
            known = get_item(connection, headline)
            assert known is not None
            placement = stories.place(known[0])
            stories.expire(item.time)
            save_placement(connection, headline, placement)
        truth[headline] = gold.story
    return truth


def precision(rows: list[Gold], most: int) -> float:
    """The mean precision of what is related to some of these articles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newsdesk.db"
        upgrade(path, Path(folder) / "backups")
        with closing(open_writer(path)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            truth = _stored(connection, rows)
            sizes = collections.Counter(truth.values())
            asked = [headline for headline, story in truth.items() if sizes[story] >= _LEAST]
            found = []
            for headline in random.Random(1).sample(asked, min(most, len(asked))):
                wanted = min(_ROWS, sizes[truth[headline]] - 1)
                shown = Room(connection, rows[-1].item.time).related(headline)[:wanted]
                found.append(sum(truth[one.item] == truth[headline] for one in shown) / wanted)
    return statistics.fmean(found)


def speed(home: Path, most: int) -> None:
    """Print what one question costs in a home."""
    with closing(open_reader(paths.at(home).database)) as connection:
        (last,) = connection.execute("SELECT max(id) FROM headlines").fetchone()
        rng, now = random.Random(1), int(time.time())
        walls, used = [], []
        for _ in range(most):
            began, cpu = time.perf_counter(), time.thread_time()
            Room(connection, now).related(rng.randint(1, last))
            walls.append(1000 * (time.perf_counter() - began))
            used.append(1000 * (time.thread_time() - cpu))
    for name, values in (("wall", walls), ("CPU", used)):
        cuts = statistics.quantiles(values, n=20)
        print(f"{name}: median {statistics.median(values):.1f} ms, p95 {cuts[-1]:.1f} ms, of {most} in {last} entries")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?")
    parser.add_argument("--speed", type=Path, metavar="HOME")
    parser.add_argument("--most", type=int, default=400, help="articles that are asked about, of each set")
    options = parser.parse_args()
    if options.speed:
        speed(options.speed, options.most)
    elif options.gold:
        found = {name: precision(rows, options.most) for name, rows in read(options.gold).items()}
        for name, value in found.items():
            print(f"{name}: {value:.3f}")
        print(f"mean: {statistics.fmean(found.values()):.3f}")
    else:
        parser.error("give GOLD or --speed HOME")


if __name__ == "__main__":
    main()
