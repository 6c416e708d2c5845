"""What is fetched before it is opened: which articles, in which order, how many at once."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from builders import NOW, Desk, entry, open_desk, subscription
from newsdesk import clock, urls
from newsdesk.config import Settings
from newsdesk.feed_settings import FeedSettings
from newsdesk.model.blocks import Document, Figure, Image
from newsdesk.store.connection import transaction
from newsdesk.store.documents import dump_document
from newsdesk.store.queries.articles import get_article
from newsdesk.store.writes.articles import Digested, save_digested
from newsdesk.worker import prefetch
from newsdesk.worker.pages import Pages
from newsdesk.worker.prefetch import Prefetch

FEED = "https://feed1.example/rss.xml"


@dataclass
class FakePages:
    """Writes down what is fetched, and how many at a time from each site."""

    desk: Desk
    why: str = ""
    fetched: list[str] = field(default_factory=list)
    at_once: dict[str, int] = field(default_factory=dict)
    most_at_once: int = 0

    async def get_full_text(self, headline: int) -> str:
        """Note the headline's title."""
        row = self.desk.headline(headline)
        site = row.url.split("/")[2]
        self.at_once[site] = self.at_once.get(site, 0) + 1
        self.most_at_once = max(self.most_at_once, self.at_once[site])
        await asyncio.sleep(0)
        self.fetched.append(row.title)
        self.at_once[site] -= 1
        return self.why

    async def get_picture(self, headline: int, url: str) -> str:
        """Note the address."""
        self.fetched.append(url)
        return ""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Two sources with four short articles each, and one long one."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made = open_desk(tmp_path / "newsdesk.db")
    with closing(made.connection):
        made.follow(subscription(1), subscription(2))
        made.save(1, *(entry(number) for number in (1, 3, 5, 7)), entry(2, title="Long", html="<p>" + "word " * 400))
        made.save(2, *(entry(number, "feed2.example") for number in (11, 12, 13, 14)))
        made.digest()
        yield made


def fetched(desk: Desk, settings: Settings, why: str = "", busy: bool = False) -> FakePages:
    """What one run fetches."""
    pages = FakePages(desk, why)
    worker = Prefetch(desk.connection, cast(Pages, pages), settings, lambda: busy)
    asyncio.run(worker.run())
    asyncio.run(worker.run())
    return pages


def test_nothing_is_fetched_unasked(desk: Desk) -> None:
    """By default pages are fetched when they are opened."""
    assert not Prefetch(desk.connection, cast(Pages, FakePages(desk)), Settings(), lambda: False).is_due
    assert fetched(desk, Settings()).fetched == []


def test_summaries_are_completed_newest_first(desk: Desk) -> None:
    """Every unread summary's page is fetched once, one at a time from a site; what is whole or read is left."""
    desk.mark("read", desk.ids()["Title 5"])
    pages = fetched(desk, Settings(full_text="always"))
    assert [title for title in pages.fetched if int(title.split()[1]) < 10] == ["Title 1", "Title 3", "Title 7"]
    assert len(pages.fetched) == 7
    assert pages.most_at_once == 1


def test_a_source_can_be_left_out(desk: Desk) -> None:
    """`never` for a source holds while all others are fetched, and `always` for one while no other is."""
    never = Settings(full_text="always", feeds={urls.exact(FEED): FeedSettings(full_text="never")})
    assert {title.split()[1][0] for title in fetched(desk, never).fetched} == {"1"}
    assert "Title 3" not in fetched(desk, never).fetched
    only = Settings(feeds={urls.exact(FEED): FeedSettings(full_text="always")})
    assert sorted(fetched(desk, only).fetched) == ["Title 1", "Title 3", "Title 5", "Title 7"]


def test_other_settings_are_followed(desk: Desk) -> None:
    """What is chosen while it works counts from then on, also for what was looked at before."""
    pages = FakePages(desk)
    worker = Prefetch(desk.connection, cast(Pages, pages), Settings(pictures="always"), lambda: False)
    asyncio.run(worker.run())
    assert pages.fetched == []
    worker.follow(Settings(feeds={urls.exact(FEED): FeedSettings(full_text="always")}))
    asyncio.run(worker.run())
    assert sorted(pages.fetched) == ["Title 1", "Title 3", "Title 5", "Title 7"]


def test_a_failure_is_kept_for_who_opens_the_article(desk: Desk) -> None:
    """Why there is no page stands on the article, and the page is not asked for again."""
    always = Settings(full_text="always")
    assert len(fetched(desk, always, why="feed1.example: 403").fetched) == 8
    article = get_article(desk.connection, desk.ids()["Title 1"])
    assert article is not None
    assert (article.full_text, article.full_text_answer) == ("failed", "feed1.example: 403")
    assert fetched(desk, always).fetched == []


def test_pictures_can_be_fetched_too(desk: Desk) -> None:
    """The pictures of what is on the disk are fetched, a few of each article."""
    figures = tuple(Figure(Image(f"https://pictures.example/{n}.jpg")) for n in range(prefetch.MOST_PICTURES + 5))
    made = Digested(desk.ids()["Title 1"], zlib.compress(dump_document(Document(figures))), "", 1, 0)
    with transaction(desk.connection):
        save_digested(desk.connection, [made])
    pages = fetched(desk, Settings(pictures="always"))
    assert pages.fetched == [figure.image.url for figure in figures[: prefetch.MOST_PICTURES]]


def test_feeds_go_first(desk: Desk) -> None:
    """While feeds are asked nothing else is."""
    assert fetched(desk, Settings(full_text="always"), busy=True).fetched == []
