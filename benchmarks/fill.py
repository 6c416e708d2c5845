"""Makes a complete home of any size: `python -m benchmarks.fill --entries N --sources M --home DIR`.

Everything goes through store/writes, as the worker's own entries do: counts, index, blocks and a feeds.opml whose
feeds are not due. The same seed gives the same home, but for the time it is made.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from newsdesk import paths
from newsdesk.model.blocks import Document, Run, Text
from newsdesk.model.feeds import Entry, ParsedFeed, Subscription
from newsdesk.opml.file import EMPTY
from newsdesk.opml.file import replace as replace_file
from newsdesk.opml.merge import merge
from newsdesk.store.connection import Connection, open_writer, transaction
from newsdesk.store.documents import dump_document
from newsdesk.store.migrations import upgrade
from newsdesk.store.packing import packed
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.store.writes.articles import Digested, save_digested
from newsdesk.store.writes.entries import save_feed
from newsdesk.store.writes.fetches import save_states
from newsdesk.store.writes.subscriptions import follow
from newsdesk.words import searchable

SECTIONS = ("Top", "World", "Politics", "Business", "Technology", "Science", "Health", "Climate", "Sport", "Culture")
YEAR = 365 * 86_400
DIGESTED = 5_000
"""Articles indexed in one transaction: fewer, larger segments of the index."""
CHUNK = 10
"""Entries of one feed that come in a round: feeds take turns, so that ids ascend with time as in a home that lives."""
_SYLLABLES = (
    *("ka", "to", "mi", "ren", "sol", "ver", "da", "li", "no", "pra", "est", "un", "dor", "fel", "gi", "hart", "is"),
    *("jo", "lum", "ner", "op", "qui", "ros", "tan", "ul", "vex", "wy", "zan"),
)


def fill(home: Path, entries: int, sources: int, seed: int = 1, body: int = 400) -> None:
    """Fill `home` with `entries` spread evenly over `sources` and the last year, bodies of `body` bytes on average."""
    found = paths.at(home)
    chance, now = random.Random(seed), int(time.time())
    words = sorted({"".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(40_000)})
    subscriptions = [_subscription(number) for number in range(sources)]
    replace_file(found.opml, _list(subscriptions))
    upgrade(found.database, found.backups)
    with closing(open_writer(found.database)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        connection.execute("PRAGMA wal_autocheckpoint=20000")
        follow(connection, subscriptions, now)
        states = list_feed_states(connection)
        digested: list[Digested] = []
        amounts = [entries // sources + (number < entries % sources) for number in range(sources)]
        coming = [(s.feed, _entries(s.feed, n, chance, words, now, body)) for s, n in zip(states, amounts, strict=True)]
        for _ in range(0, max(amounts), CHUNK):
            with transaction(connection):
                for feed, mine in coming:
                    digested += _save(connection, feed, list(islice(mine, CHUNK)), now)
            if len(digested) >= DIGESTED:
                _save_digested(connection, digested)
        _save_digested(connection, digested)
        with transaction(connection):
            save_states(
                connection, [replace(state, last_asked=now, last_ok=now, next_due=now + YEAR) for state in states]
            )


def _subscription(number: int) -> Subscription:
    section = SECTIONS[number % len(SECTIONS)]
    return Subscription(f"http://127.0.0.1:9/feed/{number}.xml", f"Outlet {number}", (section,), language="en")


def _list(subscriptions: list[Subscription]) -> bytes:
    outlines = "".join(
        f'<outline text="{section}">'
        + "".join(
            f'<outline type="rss" text="{s.title}" xmlUrl="{s.url}"/>' for s in subscriptions if s.folder == (section,)
        )
        + "</outline>\n"
        for section in SECTIONS
        if any(s.folder == (section,) for s in subscriptions)
    )
    return merge(EMPTY, f'<opml version="2.0"><body>{outlines}</body></opml>'.encode(), "made").data


def _entries(feed: int, count: int, chance: random.Random, words: list[str], now: int, body: int) -> Iterator[Entry]:
    for number in range(count):
        published = now - int((count - number) / count * YEAR) - feed
        text = " ".join(chance.choices(words, k=max(1, int(body / 8 * chance.uniform(0.6, 1.4)))))
        title = " ".join(chance.choices(words, k=chance.randint(5, 11))).capitalize()
        yield Entry(
            f"{feed}-{number}", title, f"http://127.0.0.1:9/article/{feed}/{number}.html", author="A. Writer",
            published=datetime.fromtimestamp(published, UTC), summary=text[:160], html=f"<p>{text}</p>",
        )  # fmt: skip


def _save(connection: Connection, feed: int, chunk: list[Entry], now: int) -> list[Digested]:
    if not chunk:
        return []
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM headlines").fetchone()
    # Newest last in the chunk: save_feed gives the higher id to what stands first in the document.
    save_feed(connection, feed, ParsedFeed("", entries=tuple(reversed(chunk))), now)
    return [_digested(last + 1 + place, entry) for place, entry in enumerate(chunk)]


def _save_digested(connection: Connection, digested: list[Digested]) -> None:
    with transaction(connection):
        save_digested(connection, digested)
    digested.clear()


def _digested(headline: int, entry: Entry) -> Digested:
    text = entry.html[3:-4]
    document = Document((Text("paragraph", (Run(text),)),))
    return Digested(headline, packed(dump_document(document)), searchable(text), 1, len(text))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, required=True)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--body", type=int, default=400, help="bytes of a body, on average")
    options = parser.parse_args()
    if (options.home / "newsdesk.db").exists():
        parser.error(f"{options.home} has a database already; name an empty folder")
    began = time.monotonic()
    fill(options.home, options.entries, options.sources, options.seed, options.body)
    print(f"{options.entries} entries of {options.sources} sources in {time.monotonic() - began:.1f} s: {options.home}")


if __name__ == "__main__":
    main()
