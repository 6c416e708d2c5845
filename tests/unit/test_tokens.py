"""Which addresses are taken for private: what members are given, and what publishers simply call their feeds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk import tokens


@pytest.mark.parametrize(
    "url",
    [
        "https://u:p@a.example/",
        "https://u@a.example/",
        "https://a.example/feed?token=0123456789abcdef",
        "https://a.example/feed?access_token=abcd",
        "https://a.example/feed?api_key=0123456789",
        "https://a.example/rss?format=xml&auth=nUHGnnbgpS9ACE4U",
        "https://a.example/rss?key=MEMBERS-ONLY-KEY",
        "https://a.example/rss?t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc",
        "https://a.example/feed/private/9f8e7d6c5b.xml",
        "https://a.example/api/v1/podcast/123/private/2f1f1b5c-8f1e-4f53-b6a5-0a9a2c1d3e4f.rss",
        "https://a.example/feed/8f14e45fceea167a5a36dedd4bea2543",
        "https://a.example/rss/Zx81kLm29QpRsTuVw0yAbCdE3.xml",
        "https://a.example/feed/token=abcdef12345/rss",
        "https://[broken",
    ],
)
def test_what_seems_to_hold_a_token(url: str) -> None:
    """User names, passwords and what can only have been drawn by lot."""
    assert tokens.in_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/feed",
        "https://a.example/feed?key=world",
        "https://a.example/rss?level=vertical&name=news",
        "https://a.example/feeds/videos.xml?channel_id=UCXuqSBlHAE6Xw-yeJA0Tunw",
        "https://a.example/feeds/videos.xml?playlist_id=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf",
        "https://a.example/public/shows/61a7c5f1-8f1e-4f53-b6a5-0a9a2c1d3e4f",
        "https://a.example/d/playlist/e73c998e-6e60-432f-8610-ae210140c5b1/podcast.rss",
        "https://a.example/54nAGcIl",
        "https://a.example/2026/11/a-long-headline-about-something-that-happened-somewhere-today",
        "https://a.example/news/members/rss.xml",
        "https://a.example/premium/politics.xml",
        "https://a.example/key/20261126.xml?p=123456789",
        "https://a.example/rss/InternationalPoliticsAndEconomics2026.xml",
    ],
)
def test_what_is_only_a_name(url: str) -> None:
    """Public ids of channels, shows and sections, and words of any length."""
    assert not tokens.in_address(url)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_address_gets_an_answer(path: str, query: str) -> None:
    """Nothing raises."""
    assert tokens.in_address(f"https://a.example/{path}?{query}") in (True, False)
