"""Blocks: their text, links, figures and data."""

from __future__ import annotations

from newsdesk.model.blocks import (
    Embed,
    Figure,
    Image,
    ListBlock,
    Quote,
    Run,
    Style,
    Table,
    Text,
    block_data,
    iter_figures,
    iter_links,
    plain_text,
)

LINK = "https://a.example/1"
WORDS = Text("paragraph", (Run("one "), Run("two", Style.STRONG), Run(" three", Style.PLAIN, LINK)))
FIGURE = Figure(Image("https://a.example/i.jpg", "alt"), (Run("caption"),), "credit")


def test_plain_text_is_in_reading_order() -> None:
    """Every text of every kind of block, a line each; nothing for what has no words."""
    blocks = (
        WORDS, FIGURE, Quote((WORDS,), (Run("who"),)), ListBlock(((WORDS,), (FIGURE,))),
        Table((), (((Run("a"),), (Run("b"),)),), (Run("title"),)), Embed("video", LINK, "film"),
    )  # fmt: skip
    assert plain_text(blocks).split("\n") == [
        "one two three", "caption", "credit", "one two three", "who", "one two three", "caption", "credit", "title",
        "a\tb", "film",
    ]  # fmt: skip


def test_links_are_counted_once_in_order() -> None:
    """The numbers on the page: each address once, players too."""
    blocks = (Quote((WORDS,)), WORDS, Embed("video", "https://v.example/"))
    assert list(iter_links(blocks)) == [(" three", LINK), ("https://v.example/", "https://v.example/")]


def test_nested_figures_are_found() -> None:
    """Figures in lists and quotes are figures."""
    assert list(iter_figures((ListBlock(((Quote((FIGURE,)),),)), FIGURE))) == [FIGURE, FIGURE]


def test_runs_as_data_are_short() -> None:
    """Most runs have no style and no link, and say neither."""
    assert block_data(WORDS) == {"kind": "paragraph", "runs": [["one "], ["two", 1], [" three", 0, LINK]]}
