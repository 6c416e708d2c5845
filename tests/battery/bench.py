"""A place to run cases at: a home, a host for the case and one for the good feed, a browser that only takes notes."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from tests.battery.forbidden import Forbidden
from tests.battery.watching import Usage, Watch
from tests.e2e.processes import NEWSDESK, environment_for
from tests.servers import Reply, Server, serving

from newsdesk.store.marks import MarkWriter

PATIENCE = 120.0
"""Seconds until a command that does not end fails its case."""
GOOD_TITLE = "The good feed arrives"
_OPENER = (
    '#!/bin/sh\nfor argument in "$@"; do printf "%s\\036" "$argument" >> "{log}"; done\nprintf "\\035" >> "{log}"\n'
)


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    arguments: tuple[str, ...]
    code: int
    out: bytes
    err: bytes
    usage: Usage

    @property
    def data(self) -> Any:
        """Its stdout as JSON; None where it is none."""
        try:
            return json.loads(self.out)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Row:
    """A headline of the database."""

    id: int
    feed: int
    title: str
    url: str
    author: str
    summary: str
    sort_time: int
    first_seen: int
    published: int | None
    read: int
    starred: int


@dataclass
class Bench:
    """One case's home and hosts."""

    folder: Path
    case_host: Server
    good_host: Server
    forbidden: Forbidden
    done: list[Done] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """NEWSDESK_HOME."""
        return self.folder / "home"

    @property
    def database(self) -> Path:
        """Its newsdesk.db."""
        return self.home / "newsdesk.db"

    @property
    def desk(self) -> Path:
        """The folder that the processes run in: what they leave there is a finding."""
        return self.folder / "desk"

    @property
    def feed_url(self) -> str:
        """The case's feed."""
        return self.case_host.url("/feed")

    @property
    def good_url(self) -> str:
        """The good feed."""
        return self.good_host.url("/feed")

    @property
    def environment(self) -> dict[str, str]:
        """What the processes get: stubs for everything that could open a link."""
        stubs = self.folder / "stubs"
        given = environment_for(self.home)
        return given | {"PATH": f"{stubs}:{given['PATH']}", "BROWSER": str(stubs / "xdg-open"), "DISPLAY": ":99"}

    def prepare(self) -> None:
        """Make folders and stubs."""
        for name in ("home", "desk", "stubs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        for name in ("xdg-open", "open", "www-browser", "firefox"):
            stub = self.folder / "stubs" / name
            stub.write_text(_OPENER.format(log=self.folder / "opened"))
            stub.chmod(0o755)
        (self.home / "config.toml").write_text("host_spacing = 0\nparsers = 1\nmotion = false\n")

    def subscribe(self) -> None:
        """Write the list: the case's feed and the good one."""
        outlines = "".join(
            f'<outline type="rss" text="{escape(name)}" xmlUrl="{escape(url)}"/>'
            for name, url in (("Case", self.feed_url), ("Good", self.good_url))
        )
        (self.home / "feeds.opml").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><body>{outlines}</body></opml>\n'
        )

    def run(self, *arguments: str, stdin: bytes | None = None) -> Done:
        """Run `newsdesk` with these arguments, watched; TimeoutExpired when it does not end."""
        process = subprocess.Popen(
            [NEWSDESK, *arguments], env=self.environment, cwd=self.desk, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        )  # fmt: skip
        with Watch(process.pid) as usage:
            try:
                out, err = process.communicate(stdin, timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise
        done = Done(arguments, process.returncode, out, err, usage)
        self.done.append(done)
        return done

    def opened(self) -> list[list[str]]:
        """The arguments of every opener that was started."""
        try:
            log = (self.folder / "opened").read_text(errors="surrogateescape")
        except FileNotFoundError:
            return []
        return [call.split("\x1e")[:-1] for call in log.split("\x1d")[:-1]]

    def calls(self) -> int:
        """How often this home's processes called the forbidden port."""
        return self.forbidden.called_by(self.home)

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of the database, read aside."""
        connection = sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def rows(self) -> list[Row]:
        """Headlines as they stand in the list, newest first."""
        found = self.query(
            "SELECT id, feed, title, url, author, summary, sort_time, first_seen, published, read, starred"
            " FROM headlines WHERE hidden = 0 ORDER BY sort_time DESC, id DESC"
        )
        return [Row(*row) for row in found]

    def case_rows(self) -> list[Row]:
        """Headlines that the case's feed carries, without those it had before."""
        carried = {
            headline
            for (headline,) in self.query(
                "SELECT headline FROM entries JOIN feeds ON feeds.id = entries.feed WHERE feeds.url = ?",
                (self.feed_url,),
            )
        }
        return [row for row in self.rows() if row.id in carried and "/before/" not in row.url]

    def case_entries(self) -> list[tuple[int, str, int, str]]:
        """Id, identity, headline and address of the case's entries, without those it had before."""
        return self.query(
            "SELECT id, identity, headline, said FROM (SELECT e.id, e.identity, e.headline,"
            " CASE e.url WHEN '' THEN h.url ELSE e.url END AS said FROM entries e JOIN headlines h ON h.id = e.headline"
            " JOIN feeds f ON f.id = e.feed WHERE f.url = ?) WHERE said NOT LIKE '%/before/%' ORDER BY id",
            (self.feed_url,),
        )

    def mark(self, ids: Sequence[int], *fields: str) -> None:
        """Set marks as the program does."""
        writer = MarkWriter(self.database)
        try:
            for name in fields:
                writer.set(ids, name, True).result()  # type: ignore[arg-type]
        finally:
            writer.close()


@contextmanager
def bench(folder: Path, number: int, forbidden: Forbidden) -> Iterator[Bench]:
    """A bench with hosts of its own; `number` keeps the addresses of two benches apart."""
    high, low = divmod(number, 200)
    with serving(f"127.20.{high}.{low + 1}") as case_host, serving(f"127.21.{high}.{low + 1}") as good_host:
        made = Bench(folder, case_host, good_host, forbidden)
        made.prepare()
        try:
            yield made
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def rss(title: str, items: Sequence[tuple[str, str, str, str]], day: int = 1) -> bytes:
    """A small proper feed; items are title, link, guid, body."""
    inside = "".join(
        "<item>"
        f"<title>{escape(name)}</title><link>{escape(link)}</link><guid isPermaLink='false'>{escape(guid)}</guid>"
        f"<pubDate>Sat, {day + place:02} Feb 2025 10:00:00 GMT</pubDate>"
        f"<description>{escape(body)}</description></item>"
        for place, (name, link, guid, body) in enumerate(items)
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>{escape(title)}</title>{inside}</channel></rss>"
    ).encode()


def page(body: bytes, kind: str = "application/xml", headers: Mapping[str, str] | None = None) -> Reply:
    """A plain answer."""
    return Reply(200, body, (("Content-Type", kind), *(headers or {}).items()))
