"""What refreshing costs, beside the least that its libraries can: `python -m benchmarks.refresh [--feeds 500]`.

Cold, all unchanged, and a twentieth changed, each against the farm on loopback, by the real `newsdesk refresh`; beside
them feedparser alone on the same documents (no sanitising, no links resolved, no network) and httpx alone (a client a
host) on the same 304s. CPU seconds are those of every process, start included. Then the disk: bytes of the database
over bytes of the HTML in it.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks import farm, figures, processes
from newsdesk.store.writes.bodies import body_of_entry

NEWSDESK = [sys.executable, "-m", "newsdesk"]
_PARSE = """
import feedparser, io, json, pathlib, sys, time, warnings
warnings.simplefilter("ignore")
documents = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).iterdir())]
began = time.process_time()
for document in documents:
    feedparser.parse(io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False)
print(time.process_time() - began)
"""
_FETCH = """
import asyncio, json, ssl, sys
import httpx
async def main():
    asked, free, context = json.load(open(sys.argv[1])), asyncio.Semaphore(16), ssl.create_default_context()
    clients = {}
    async def ask(url, etag):
        host = httpx.URL(url).host
        if host not in clients:
            clients[host] = httpx.AsyncClient(verify=context)
        async with free:
            answer = await clients[host].get(url, headers={"If-None-Match": etag})
            assert answer.status_code == 304, answer.status_code
    await asyncio.gather(*(ask(url, etag) for url, etag in asked))
    for client in clients.values():
        await client.aclose()
asyncio.run(main())
"""


def measure(feeds: int, entries: int, rounds: int, hosts: int) -> str:
    """The tables."""
    taken: dict[str, list[processes.Ran]] = {name: [] for name in ("cold", "unchanged", "changed", "httpx")}
    parser: list[float] = []
    with farm.running(feeds, entries, hosts=hosts) as served:
        documents = served.folder / "documents"
        documents.mkdir()
        for number, document in enumerate(served.documents()):
            (documents / f"{number}.xml").write_bytes(document)
        for number in range(rounds):
            home = served.folder / f"home-{number}"
            refresh = _refresher(home)
            database = home / "newsdesk.db"
            processes.run([*NEWSDESK, "import", str(served.opml)], _env(home))
            parser.append(float(processes.run([sys.executable, "-c", _PARSE, str(documents)], _env(home)).output))
            expected = count_entries(database) + feeds * entries if not number else _most(taken["cold"])
            taken["cold"].append(
                refresh("refresh", "--json", until=lambda d=database, n=expected: count_entries(d) >= n)
            )
            taken["unchanged"].append(refresh("refresh", "--json", "--force"))
            taken["httpx"].append(_bare_fetch(database, home))
            served.tick(0.05, 2)
            taken["changed"].append(refresh("refresh", "--json", "--force"))
        disk = _disk(database)
    return _tables(taken, parser, disk)


def measure_real(rounds: int = 5) -> str:
    """What the real documents cost until they are listed, and until all is done, and their disk."""
    if not farm.REAL.is_dir():
        return f"The real documents ({farm.REAL}) are not here and are left out."
    alone: list[float] = []
    ran: list[processes.Ran] = []
    disk = 0.0
    with farm.serving(farm.REAL) as urls:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
                home = Path(folder)
                (home / "config.toml").write_text("host_spacing = 0\n")
                outlines = "".join(f'<outline type="rss" text="{url}" xmlUrl="{url}"/>' for url in urls)
                (home / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
                alone.append(float(processes.run([sys.executable, "-c", _PARSE, str(farm.REAL)], _env(home)).output))
                database = home / "newsdesk.db"
                ran.append(_refresher(home)("refresh", "--json", until=lambda d=database: _asked(d) >= len(urls)))
                disk = _disk(database)
    walls, listed = _listed(ran)
    done = [one.cpu for one in ran]
    return (
        f"{len(urls)} real documents, rounds: {rounds}: {figures.ratio(listed, alone)} of feedparser until every "
        f"headline is listed (mark 1.25; {figures.told(listed)} s), {figures.ratio(done, alone)} until all is done "
        f"(mark 3.0; feedparser alone {figures.told(alone)} s). Wall over CPU divided by the cores until listed: "
        f"{figures.ratio(walls, _ideal(listed))} ({figures.told(walls)} s). Database over HTML: {disk:.2f} (mark 1.25)."
    )


def _asked(database: Path) -> int:
    return _number(database, "SELECT count(*) FROM fetches WHERE last_asked IS NOT NULL")


def _env(home: Path) -> dict[str, str]:
    return processes.environment(NEWSDESK_HOME=str(home))


def _refresher(home: Path) -> Callable[..., processes.Ran]:
    return lambda *arguments, until=None: processes.run([*NEWSDESK, *arguments], _env(home), until)


def _most(cold: list[processes.Ran]) -> int:
    # Documents change by the ticks of earlier rounds, the number of their entries doesn't.
    return int(json.loads(cold[0].output)["new_entries"])


def count_entries(database: Path) -> int:
    """Entries that a database holds by now, 0 while it can't be read; of one from which none has gone yet."""
    return _number(database, "SELECT coalesce(max(id), 0) FROM entries")  # at once: it is asked fifty times a second


def _number(database: Path, query: str) -> int:
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute(query).fetchone()[0])
    except sqlite3.Error:
        return 0


def _bare_fetch(database: Path, home: Path) -> processes.Ran:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT f.url, s.etag FROM feeds f JOIN fetches s ON s.feed = f.id").fetchall()
    asked = home / "asked.json"
    asked.write_text(json.dumps(rows))
    return processes.run([sys.executable, "-c", _FETCH, str(asked)], _env(home))


def _disk(database: Path) -> float:
    """Bytes of the database over the bytes of the HTML that it keeps."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        entries = [entry for (entry,) in connection.execute("SELECT id FROM entries")]
        html = sum(len(body.html.encode()) for entry in entries if (body := body_of_entry(connection, entry)))
    return database.stat().st_size / html


def _listed(found: list[processes.Ran]) -> tuple[list[float], list[float]]:
    """Wall and CPU seconds of each run until all was listed."""
    reached = [ran.reached or (ran.wall, ran.cpu) for ran in found]
    return [wall for wall, _ in reached], [cpu for _, cpu in reached]


def _ideal(seconds: list[float]) -> list[float]:
    """What so much CPU takes on the clock where every processor has as much of it."""
    return [one / (os.cpu_count() or 1) for one in seconds]


def _tables(taken: dict[str, list[processes.Ran]], parser: list[float], disk: float) -> str:
    cpu = {name: [ran.cpu for ran in found] for name, found in taken.items()}
    wall, listed = _listed(taken["cold"])
    memory = {name: figures.told([ran.memory for ran in found], 0) for name, found in taken.items()}
    rows = [
        ["feedparser alone, the same documents", figures.told(parser), "1", "", ""],
        ["cold, until every headline is listed", figures.told(listed),
         f"{figures.ratio(listed, parser)} of feedparser (mark 1.25)", figures.told(wall), ""],
        ["cold, until blocks, index and stories are done", figures.told(cpu["cold"]),
         f"{figures.ratio(cpu['cold'], parser)} of feedparser (mark 3.0)",
         figures.told([ran.wall for ran in taken["cold"]]), memory["cold"]],
        ["httpx alone, all unchanged", figures.told(cpu["httpx"]), "1",
         figures.told([ran.wall for ran in taken["httpx"]]), memory["httpx"]],
        ["all unchanged", figures.told(cpu["unchanged"]),
         f"{figures.ratio(cpu['unchanged'], cpu['httpx'])} of httpx (mark 3.0)",
         figures.told([ran.wall for ran in taken["unchanged"]]), memory["unchanged"]],
        ["5 % changed, 2 new entries each", figures.told(cpu["changed"]),
         f"{figures.ratio(cpu['changed'], cpu['unchanged'])} of all unchanged (mark 2.0)",
         figures.told([ran.wall for ran in taken["changed"]]), memory["changed"]],
    ]  # fmt: skip
    return (
        figures.table(["", "CPU s", "ratio", "wall s", "MB"], rows)
        + "\n\nUntil every headline is listed, wall over CPU divided by the cores: "
        f"{figures.ratio(wall, _ideal(listed))} (mark 1.2; the half second between two requests to one host is in it). "
        f"Database over HTML: {disk:.2f} "
        "(mark 1.0)."
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hosts", type=int, default=50, help="that the feeds are spread over, 254 at most")
    parser.add_argument("--quick", action="store_true", help="ten feeds, one round: whether it works at all")
    options = parser.parse_args()
    feeds, entries, rounds = (10, 10, 1) if options.quick else (options.feeds, options.entries, options.rounds)
    print(f"{feeds} feeds of {entries} entries of about 4 KB of HTML on {options.hosts} hosts, rounds: {rounds}.\n")
    print(measure(feeds, entries, rounds, options.hosts))
    if not options.quick:
        print(f"\n{measure_real()}")


if __name__ == "__main__":
    main()
