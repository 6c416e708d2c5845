"""Promise 2: opening asks the network for what the settings say; a link leaves by a key, as one argument."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.battery.bench import Bench, bench, page
from tests.battery.forbidden import Forbidden
from tests.battery.tour import Window

from e2e.processes import NEWSDESK

PARAGRAPH = "<p>" + "Words of the article, each of them here. " * 12 + "</p>"


@pytest.fixture
def place() -> Iterator[Bench]:
    """A home whose one feed gives a summary only; its page has a picture, and beacons of every kind."""
    with tempfile.TemporaryDirectory() as made, bench(Path(made) / "bench", 181, Forbidden()) as found:
        found.subscribe()
        host = found.case_host
        beacons = f'<img src="{host.url("/pixel.gif")}" width=1 height=1><iframe src="{host.url("/frame")}"></iframe>'
        host.pages["/page"] = page(
            f'<html><head><meta property="og:image" content="{host.url("/lead.jpg")}">'
            f'<meta http-equiv=refresh content="0;url={host.url("/elsewhere")}"></head>'
            f"<body><article><h1>A story</h1>{PARAGRAPH * 4}{beacons}</article></body></html>".encode(),
            "text/html",
            {"Set-Cookie": "who=you"},
        )
        host.pages["/feed"] = page(
            "<rss version='2.0'><channel><title>Case</title><item><title>A story</title>"
            f"<link>{host.url('/page')}</link><guid>a</guid><description>Short.</description></item></channel></rss>"
            .encode()
        )  # fmt: skip
        assert found.run("refresh", found.feed_url).code == 0
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("asks_for", ["all", "nothing"])
def test_opening_asks_for_the_page_and_its_picture_and_nothing_else(place: Bench, asks_for: str) -> None:
    """By default the page and the lead picture, once, without cookie or referrer; with both off, nothing."""
    if asks_for == "nothing":
        (place.home / "config.toml").write_text('host_spacing = 0.0\nfull_text = "never"\npictures = "off"\n')
    before = len(place.case_host.requests)
    with Window([NEWSDESK], place.environment, 142, 30) as window:
        window.wait(lambda: window.mode(1049), "the program's screen", 20)
        window.do("g", "a", "g", "g")
        window.open_row()
        if asks_for == "all":
            window.wait(lambda: any(r.path == "/page" for r in place.case_host.requests), "the page is asked for", 20)
            window.wait(lambda: "Words of the article" in window.text, "the article", 20)
        window.do("o", "h", "enter", "h")
        window.press("Q")
        assert window.wait_exit(20) == 0
    asked = [request for request in place.case_host.requests[before:] if request.path != "/feed"]
    assert len(asked) == len({request.path for request in asked}), asked
    assert {request.path for request in asked} <= ({"/page", "/lead.jpg"} if asks_for == "all" else set())
    assert not [r for r in asked if r.header("cookie") or r.header("referer")]
    assert place.opened() == [[place.case_host.url("/page")]]
