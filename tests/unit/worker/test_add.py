"""Adding a feed: as few requests as can be, and plain words where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from builders import Desk, make_home, rss
from newsdesk.config import load
from newsdesk.errors import FeedError
from newsdesk.opml.file import OpmlFile
from newsdesk.paths import Paths
from newsdesk.store.connection import open_writer
from newsdesk.store.marks import MarkWriter
from newsdesk.worker.add import add_feed
from newsdesk.worker.once import refresh_once
from newsdesk.worker.subscriptions import Subscriptions
from servers import Reply, Server, serving

HTML = (("Content-Type", "text/html"),)


@pytest.fixture
def server() -> Iterator[Server]:
    """A site with a feed."""
    with serving() as made:
        made.pages["/feed.xml"] = Reply(200, rss(1, 2, title="The Site"), (("ETag", '"1"'),))
        made.pages["/"] = Reply(
            200, b"<html><head><link rel='alternate' type='application/rss+xml' href='/feed.xml'></head></html>", HTML
        )
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    """A home without feeds."""
    return make_home(tmp_path / "home")


def add(home: Paths, url: str, folder: str = "") -> str:
    """Add a feed."""
    writer = MarkWriter(home.database)
    try:
        return add_feed(home, load(home.config), Subscriptions(home, writer), url, folder)
    finally:
        writer.close()


@pytest.mark.parametrize(("path", "asked"), [("/feed.xml", ["/feed.xml"]), ("/", ["/", "/feed.xml"])])
def test_a_feed_is_found_and_filled(home: Paths, server: Server, path: str, asked: list[str]) -> None:
    """By its own address with one GET, by its site's with two; its entries are there, and it is not due again."""
    assert add(home, server.url(path), "Blogs/Space") == "Subscribed to The Site"
    assert [request.path for request in server.requests] == asked
    assert all(request.header("if-none-match") is None for request in server.requests)
    (subscription,) = OpmlFile(home.opml).read().subscriptions
    assert (subscription.url, subscription.folder) == (server.url("/feed.xml"), ("Blogs", "Space"))
    with closing(open_writer(home.database)) as connection:
        desk = Desk(home.database, connection)
        assert sorted(desk.titles()) == ["Title 1", "Title 2"]
        desk.check()
    done = refresh_once(home, load(home.config), (), forced=False)
    assert done is not None
    assert done.asked == 0
    assert len(server.requests) == len(asked)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(200, b"<html><body>Nothing here</body></html>", HTML), "no feed"),
        (Reply(404, b""), "404"),
        (Reply(200, b""), "no feed"),
        (Reply(reset=True, raw=()), "can't be fetched"),
    ],
)
def test_where_there_is_none_nothing_changes(home: Paths, server: Server, reply: Reply, words: str) -> None:
    """The address is named with the reason; the list stays as it was."""
    before = home.opml.read_bytes()
    server.pages["/other"] = reply
    with pytest.raises(FeedError, match=words) as caught:
        add(home, server.url("/other"))
    assert server.url("/other") in str(caught.value)
    assert home.opml.read_bytes() == before


@pytest.mark.parametrize("url", ["ftp://x.example/feed", "javascript:alert(1)", "file:///etc/passwd", "", "https://"])
def test_only_web_addresses_are_taken(home: Paths, url: str) -> None:
    """Others are refused before anything is asked."""
    with pytest.raises(FeedError, match="address"):
        add(home, url)
