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


def database(path: Path, version: int) -> None:
    """A database with newsdesk's mark and some pages."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 0x6E657764")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("CREATE TABLE headlines (id INTEGER PRIMARY KEY, title TEXT)")
    connection.executemany("INSERT INTO headlines (title) VALUES (?)", [("a headline " * 20,)] * 2_000)
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


if __name__ == "__main__":
    main()
