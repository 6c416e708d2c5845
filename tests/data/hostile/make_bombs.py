"""Makes the hostile files of this folder that are large or binary, in bombs/ beside this script."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

BOMBS = Path(__file__).parent / "bombs"


def response(body: bytes, *fields: str) -> bytes:
    """A raw answer."""
    head = ["HTTP/1.1 200 OK", "Content-Type: application/rss+xml", *fields]
    return "\r\n".join([*head, "", ""]).encode() + body


def database(path: Path, version: int, mark: int = 0x6E657764) -> None:
    """A database with newsdesk's mark and some pages."""
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {mark}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("CREATE TABLE headlines (id INTEGER PRIMARY KEY, title TEXT)")
    connection.executemany("INSERT INTO headlines (title) VALUES (?)", [("a headline " * 20,)] * 2_000)
    connection.commit()
    connection.close()


NEIGHBOUR = (
    "<item><title>Neighbour item stays</title><link>https://feed.invalid/good</link><guid>n</guid>"
    "<pubDate>Mon, 03 Aug 2026 09:00:00 GMT</pubDate><description>Short.</description></item>"
)
MANY = 50_000


def feed(inside: str, root: str = "") -> bytes:
    """A feed with this in its first item, or as attributes of its root."""
    item = f"<item><title>Plain title</title><guid>g</guid>{inside}</item>"
    return f"<rss version='2.0'{root}><channel><title>Case</title>{item}{NEIGHBOUR}</channel></rss>".encode()


def floods() -> dict[str, bytes]:
    """Documents that cost much more than they are long."""
    letters = "a" * MANY
    people = f"<author>{letters}</author><dc:creator>{letters}</dc:creator><itunes:author>{letters}</itunes:author>"
    spaces = " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
    return {
        "categories.xml": feed("".join(f"<category>c{n}</category>" for n in range(MANY))),
        "attributes.xml": feed("<x " + " ".join(f"a{n}='1'" for n in range(MANY)) + "/>"),
        "names.xml": feed("", "".join(f" xmlns:n{n}='urn:{n}'" for n in range(MANY))),
        "authors.xml": feed(people + f"<dc:publisher>{letters}</dc:publisher>", spaces),
        "numbers.json": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"a","title":"'
        + b"\\u001b" * 500_000 + b'"},{"id":"n","title":"Neighbour item stays"}]}',
        "noscript.html": b"<noscript>" * 20_000 + b"<p>deep</p>",
        "spaces.html": b" " * 200_000 + b"<p>after</p>",
        "tabs.html": b"<pre>" + b"\t" * 500_000 + b"x</pre>",
        "sets.html": b"<img srcset='" + b"," * 200_000 + b" '><p>after</p>",
        "lists.html": b"<dl><dt>t<dd>" * 5_000 + b"deep",
        "deep.opml": b"<opml version='2.0'><body>" + b"<outline text='f'>" * 3_000
        + b"<outline text='d' xmlUrl='https://one.invalid/feed'/>" + b"</outline>" * 3_000 + b"</body></opml>",
        "brackets.toml": b"theme = " + b"[" * 100_000,
    }  # fmt: skip


def answers() -> dict[str, bytes]:
    """Raw answers that break the rules of HTTP or bend them."""
    body = feed("")
    full = f"Content-Length: {len(body)}"
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2_000
    orders = (
        "Set-Cookie: a=b",
        "Refresh: 0; url=http://127.0.0.1:18999/",
        "Link: <http://127.0.0.1:18999/>; rel=preload",
    )
    moved = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
    return {
        "early-hints": early + response(body, full),
        "lengths": response(body, full, "Content-Length: 5"),
        "chunks": response(b"zz\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
        "old": body,
        "to-file": moved + b"file:///etc/passwd\r\n\r\n",
        "to-itself": moved + b"/feed\r\n\r\n",
        "odd-host": moved + b"http://127.0.0.1\\@evil.invalid/\r\n\r\n",
        "doubled": response(gzip.compress(gzip.compress(body)), "Content-Encoding: gzip", "Content-Encoding: gzip"),
        "etag": response(body, full).replace(
            b"\r\n\r\n", b'\r\nETag: W/"\xff\xe9"\r\nLast-Modified: yesterday\r\n\r\n', 1
        ),
        "etag-controls": response(body, full, 'ETag: "\x1b[2J"'),
        "orders": response(body, full, *orders, "Alt-Svc: h3=127.0.0.1:18999"),
        "later": b"HTTP/1.1 429 Later\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n",
        "headless": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
        "reason": b"HTTP/1.1 500 \x1b]0;x\x07\x1b[2J\r\nContent-Length: 0\r\n\r\n",
        "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    }


def plant(path: Path) -> None:
    """A database of ours with a view in the place of nothing and a trigger that takes stars away."""
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE VIEW planted AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT * FROM n"
    )
    connection.execute("CREATE TRIGGER planted2 AFTER UPDATE ON headlines BEGIN DELETE FROM headlines; END")
    connection.commit()
    connection.close()


def main() -> None:
    """Make them all."""
    BOMBS.mkdir(exist_ok=True)
    packed = gzip.compress(bytes(60_000_000), 9)
    (BOMBS / "gzip.http").write_bytes(response(packed, "Content-Encoding: gzip", f"Content-Length: {len(packed)}"))
    (BOMBS / "half.http").write_bytes(response(b"<rss version='2.0'><channel>", "Content-Length: 5000"))
    database(BOMBS / "newer.sqlite", 9_999)
    torn = BOMBS / "torn.sqlite"
    database(torn, 1)
    torn.write_bytes(torn.read_bytes()[: torn.stat().st_size // 2])
    database(BOMBS / "planted.sqlite", 1)
    plant(BOMBS / "planted.sqlite")
    database(BOMBS / "bare.sqlite", 1)
    database(BOMBS / "foreign.sqlite", 7, mark=42)
    (BOMBS / "text.sqlite").write_text("Dear diary,\n" * 50)
    for name, content in floods().items():
        (BOMBS / name).write_bytes(content)
    for name, content in answers().items():
        (BOMBS / f"{name}.http").write_bytes(content)


if __name__ == "__main__":
    main()
