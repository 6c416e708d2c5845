"""Blocks: their text, links, figures and stored form."""

from __future__ import annotations

import json

import pytest

from newsdesk.model.blocks import (
    Document,
    Embed,
    Figure,
    Image,
    ListBlock,
    Quote,
    Run,
    Style,
    Table,
    Text,
    block_from_data,
    dump_document,
    iter_figures,
    iter_links,
    load_beginning,
    load_document,
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


def test_plain_runs_are_stored_short() -> None:
    """Most runs have no style and no link, and are stored so."""
    data = json.loads(dump_document(Document((WORDS,))))
    assert data["blocks"][0]["runs"] == [["one "], ["two", 1], [" three", 0, LINK]]


def test_a_document_comes_back() -> None:
    """Stored and loaded, it is the same."""
    document = Document((WORDS, FIGURE), "h", "b", "s", "en", 5, "n", True)
    assert load_document(dump_document(document)) == document


@pytest.mark.parametrize("data", [{"kind": "no such"}, {"kind": 3}])
def test_unknown_kinds_are_refused(data: dict[str, object]) -> None:
    """A newer or damaged form is an error, no empty block."""
    with pytest.raises(ValueError, match="unknown block kind"):
        block_from_data(data)


def test_a_beginning_is_whole_blocks() -> None:
    """What is read of a document that is cut anywhere is the first of its blocks, none of them in part."""
    blocks = tuple(Text("paragraph", (Run(f"Paragraph {number} “é” [1] {{2}}"),)) for number in range(20))
    data = dump_document(Document(blocks, headline="H"))
    sizes = []
    for end in range(0, len(data) + 1, 7):
        found = load_beginning(data[:end]).blocks
        assert found == blocks[: len(found)]
        sizes.append(len(found))
    assert sizes == sorted(sizes)
    assert sizes[-1] == 20
