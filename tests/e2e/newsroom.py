"""Twelve invented feeds in many formats, each on a loopback host of its own, and the OPML that lists them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from servers import Reply, Request, Server, serving

FORMATS = ("rss2", "atom", "rdf", "json", "rss091")
FOLDERS = ("World", "Technology", "Science", "Sport")
PER_FEED = 6
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "or", "il")]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an invented feed."""

    title: str
    body: str
    number: int


def opening(item: Item, paragraph: int) -> str:
    """The first words of a paragraph of an invented item; they fit on any line."""
    return " ".join(item.body.split("<p>")[paragraph].split()[:2])


def invented(outlet: int, number: int) -> Item:
    """An item that no other outlet has in other words; its title ends in `(outlet-number)`."""
    words = random.Random(f"{outlet}-{number}")

    def sentence(length: int) -> str:
        return " ".join("".join(words.choice(SYLLABLES) for _ in range(3)) for _ in range(length)).capitalize()

    title = f"{sentence(4)} ({outlet:02}-{number})"
    return Item(title, "".join(f"<p>{sentence(40)}.</p>" for _ in range(12)), number)


@dataclass
class Newsroom:
    """The running hosts; `outlets` maps a feed's name to its address."""

    folder: Path
    servers: list[Server] = field(default_factory=list)
    outlets: dict[str, str] = field(default_factory=dict)

    @property
    def opml(self) -> Path:
        """The list of all feeds, dealt over the folders."""
        return self.folder / "newsroom.opml"

    @property
    def requests(self) -> list[Request]:
        """All that was asked so far."""
        return [request for server in self.servers for request in server.requests]


def document(kind: str, name: str, site: str, items: Sequence[Item], newest: datetime) -> bytes:
    """A feed document of one of FORMATS; its items a minute apart."""
    rows = [(item, f"{site}/item/{item.number}", newest - timedelta(minutes=place)) for place, item in enumerate(items)]
    if kind == "json":
        listed = [
            {
                "id": link,
                "url": link,
                "title": item.title,
                "content_html": item.body,
                "date_published": when.isoformat(),
            }
            for item, link, when in rows
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": name, "home_page_url": site,
                           "items": listed}).encode()  # fmt: skip
    if kind == "atom":
        entries = "".join(
            f"<entry><id>{link}</id><title>{escape(item.title)}</title><link href='{link}'/>"
            f"<updated>{when.isoformat()}</updated><content type='html'>{escape(item.body)}</content></entry>"
            for item, link, when in rows
        )
        return (
            f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>{escape(name)}</title>"
            f"<id>{site}</id><link href='{site}/'/>{entries}</feed>"
        ).encode()
    if kind == "rdf":
        entries = "".join(
            f"<item rdf:about='{link}'><title>{escape(item.title)}</title><link>{link}</link>"
            f"<dc:date>{when.isoformat()}</dc:date><description>{escape(item.body)}</description></item>"
            for item, link, when in rows
        )
        return (
            "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
            "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<channel rdf:about='{site}'><title>{escape(name)}</title><link>{site}/</link></channel>"
            f"{entries}</rdf:RDF>"
        ).encode()
    entries = "".join(
        f"<item><title>{escape(item.title)}</title><link>{link}</link><pubDate>{format_datetime(when)}</pubDate>"
        f"<description>{escape(item.body)}</description></item>"
        for item, link, when in rows
    )
    version = "0.91" if kind == "rss091" else "2.0"
    return (
        f"<?xml version='1.0'?><rss version='{version}'><channel><title>{escape(name)}</title>"
        f"<link>{site}/</link><description>Invented</description>{entries}</channel></rss>"
    ).encode()


def with_etag(body: bytes, tag: str = '"one"', kind: str = "application/xml") -> object:
    """A page that answers 304 to who has it already."""

    def reply(request: Request) -> Reply:
        if request.header("if-none-match") == tag:
            return Reply(304, headers=(("ETag", tag),))
        return Reply(200, body, (("ETag", tag), ("Content-Type", kind)))

    return reply


@contextmanager
def open_newsroom(folder: Path) -> Iterator[Newsroom]:
    """Twelve outlets on 127.0.0.1 to 127.0.0.12 until the block ends."""
    room, now = Newsroom(folder), datetime.now(UTC).replace(microsecond=0)
    with ExitStack() as stack:
        for number in range(1, 13):
            server = stack.enter_context(serving(f"127.0.0.{number}"))
            name = f"Outlet {number:02}"
            items = [invented(number, n) for n in range(1, PER_FEED + 1)]
            newest = now - timedelta(minutes=10 * number)
            body = document(FORMATS[number % len(FORMATS)], name, server.url("").rstrip("/"), items, newest)
            server.pages["/feed"] = with_etag(body)  # type: ignore[assignment]
            for item in items:
                page = f"<html><title>{item.title}</title><article><h1>{item.title}</h1>{item.body}</article></html>"
                server.pages[f"/item/{item.number}"] = Reply(200, page.encode(), (("Content-Type", "text/html"),))
            room.servers.append(server)
            room.outlets[name] = server.url("/feed")
        write_opml(room.opml, {name: (FOLDERS[n % 4], url) for n, (name, url) in enumerate(room.outlets.items())})
        yield room


def write_opml(path: Path, outlets: dict[str, tuple[str, str]]) -> None:
    """Write a list of outlets: name to folder and address."""
    folders: dict[str, list[str]] = {}
    for name, (folder, url) in outlets.items():
        outline = f'<outline type="rss" text="{escape(name)}" xmlUrl="{escape(url)}"/>'
        folders.setdefault(folder, []).append(outline)
    body = "\n".join(f'<outline text="{name}">\n' + "\n".join(rows) + "\n</outline>" for name, rows in folders.items())
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><body>\n{body}\n</body></opml>\n')
