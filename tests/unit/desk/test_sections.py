"""Sections: what categories, addresses and pages say, in many languages."""

from __future__ import annotations

import pytest

from newsdesk.desk.sections import SECTIONS, section_of


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://news.example/sport/football/2026/feb/17/late-winner", "Sport"),
        ("https://news.example/world/2026/feb/17/talks-go-on", "World"),
        ("https://news.example/World/Middle-East/2026/0217/talks", "Middle East"),
        ("https://news.example/2026/02/17/world/middleeast/talks.html", "Middle East"),
        ("https://news.example/2026/02/17/us/politics/vote.html", "Politics"),
        ("https://news.example/news/science-environment-65551234", "Climate"),
        ("https://news.example/news/world-europe-65551234", "Europe"),
        ("https://news.example/opinion/politics/why-we-vote", "Opinion"),
        ("https://sport.news.example/stories/12345", "Sport"),
        ("https://news.example/international/wirtschaft/artikel-1", "Business"),
        ("https://news.example/%D0%BA%D1%83%D0%BB%D1%8C%D1%82%D1%83%D1%80%D0%B0/1", "Culture"),
        ("https://news.example/2026/02/17/a-long-slug-about-sport-and-health-and-politics", ""),
        ("https://news.example/articles/c4g8xz", ""),
        ("not an address", ""),
        ("http://[broken", ""),
    ],
)
def test_the_path_names_the_section(url: str, section: str) -> None:
    """The most telling part of the path wins; a slug's words count for nothing."""
    assert section_of((), url) == section


@pytest.mark.parametrize(
    ("categories", "section"),
    [
        (("Ausland",), "World"),
        (("Économie",), "Business"),
        (("Deportes",), "Sport"),
        (("Наука",), "Science"),
        (("اقتصاد",), "Business"),
        (("财经",), "Business"),
        (("国际新闻",), "World"),
        (("スポーツ",), "Sport"),
        (("राजनीति",), "Politics"),
        (("การเมือง",), "Politics"),
        (("Economy, Business and Finance", "Kenya"), "Business"),
        (("News", "Kenya"), "Africa"),
        (("Olympic Games (2026)", "Italy"), "Sport"),
        (("Uncategorized", "Latest news"), ""),
        (("Everything that the council said about sport last week in full",), ""),
        ((), ""),
    ],
)
def test_categories_name_the_section(categories: tuple[str, ...], section: str) -> None:
    """A category counts in any language, but only when all of its words belong to a section's name."""
    assert section_of(categories, "") == section


def test_the_page_speaks_loudest() -> None:
    """What the page says of itself beats its path and the feed's keywords."""
    assert section_of(("Football",), "https://news.example/world/1", "Business") == "Business"


def test_the_path_beats_later_keywords() -> None:
    """A keyword or two don't move an article out of the part of the site it stands in."""
    assert section_of(("Banking", "Spain"), "https://news.example/technology/1") == "Technology"


def test_every_answer_is_a_section() -> None:
    """Whatever is said, the answer is one of the sections or nothing."""
    for words in ("World", "Health & Science", "IT", "Blog", "top stories", "Wissen", "\x00"):
        assert section_of((words,), "https://x.example/" + words, words, "de-AT") in {"", *SECTIONS}
