"""Whatever the HTML: blocks within limits, clean text, and no word of the main part lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.article.blocks import body_document
from newsdesk.article.boilerplate import is_saying
from newsdesk.article.export import Head, to_html, to_markdown, to_text
from newsdesk.article.page import page_document
from newsdesk.model.blocks import (
    Block,
    Code,
    Document,
    Embed,
    Figure,
    Footnote,
    Image,
    ListBlock,
    Quote,
    Rule,
    Run,
    Style,
    Table,
    Text,
    iter_figures,
    iter_links,
    plain_text,
)
from newsdesk.store.documents import dump_document, load_document
from newsdesk.text import clean_text

BASE = "https://paper.example/a/b"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

TAGS = (
    "p", "div", "span", "b", "i", "em", "a", "h2", "h3", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th",
    "pre", "code", "figure", "figcaption", "sup", "br", "hr", "dl", "dt", "dd", "q",
)  # fmt: skip
# A paragraph that says "email" and nothing else is a share bar's.
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäß漢字ש", min_size=3, max_size=9).filter(
    lambda word: not is_saying(word)
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> tuple[str, list[str]]:
    """HTML of any nesting, right or wrong, and the words in it."""
    html: list[str] = []
    words: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        if depth < 4 and draw(st.booleans()):
            tag = draw(st.sampled_from(TAGS))
            inner, found = draw(trees(depth=depth + 1))
            html.append(f"<{tag}>{inner}" + (f"</{tag}>" if draw(st.integers(0, 9)) else ""))
            words.extend(found)
        else:
            word = draw(WORDS)
            html.append(f" {word} ")
            words.append(word)
    return "".join(html), words


def check_clean(document: Document) -> None:
    """The document's promises: text through the gate, links and pictures of the web."""
    for line in plain_text(document.blocks).split("\n"):
        assert not CONTROLS.search(line)
    for _text, url in iter_links(document.blocks):
        assert url.startswith(("http://", "https://", "mailto:"))
    for figure in iter_figures(document.blocks):
        assert figure.image.url == "" or figure.image.url.startswith(("http://", "https://"))
    assert load_document(dump_document(document)) == document


@given(trees())
def test_no_word_is_lost(tree: tuple[str, list[str]]) -> None:
    """Every word of a body without furniture is in its blocks, whatever the nesting."""
    html, words = tree
    said = plain_text(body_document(html, BASE).blocks)
    squeezed = re.sub(r"\s+", "", said)
    for word in words:
        assert clean_text(word) in squeezed


@given(st.text(max_size=400))
def test_any_text_gives_clean_blocks(html: str) -> None:
    """Any characters in, blocks out that keep their promises."""
    check_clean(body_document(html, BASE))


@given(
    st.lists(
        st.sampled_from(
            [
                *(f"<{t}>" for t in TAGS),
                *(f"</{t}>" for t in TAGS),
                "&#27;[2J",
                "&#x202e;x",
                "\x9b1m",
                '<a href="javascript:x">l',
                '<img src="data:a" alt="\x1bb">',
                "<!--",
                "<script>",
                "w ",
            ]
        ),
        max_size=40,
    )
)
def test_any_tags_give_clean_blocks(parts: list[str]) -> None:
    """Tags in any order, with what terminals must never see between them."""
    document = body_document("".join(parts), BASE)
    check_clean(document)
    for made in (to_markdown(document, Head("t")), to_text(document, Head("t")), to_html(document, Head("t"))):
        assert not CONTROLS.search(made)


@given(st.binary(max_size=600), st.sampled_from(["", "text/html; charset=utf-16", "text/html; charset=utf-7", "x"]))
def test_any_bytes_give_a_document(page: bytes, content_type: str) -> None:
    """A page can be any bytes under any header."""
    check_clean(page_document(page, BASE, content_type))


RUNS = st.lists(
    st.builds(Run, WORDS, st.integers(0, 63).map(Style), st.sampled_from(["", "https://a.example/"])), max_size=3
).map(tuple)
KINDS = st.sampled_from(["section", "headline", "byline", "dateline", "lead", "paragraph", "heading", "note", "wire"])
TEXTS = st.builds(Text, KINDS, RUNS, st.sampled_from([0, 2, 3]))
FIGURES = st.builds(Figure, st.builds(Image, st.just("https://a.example/i.jpg"), WORDS), RUNS, WORDS)
CELLS = st.lists(RUNS, max_size=2).map(tuple)
PLAYERS = st.sampled_from(["video", "audio", "post", "frame"])
LEAVES = st.one_of(
    TEXTS,
    FIGURES,
    st.builds(Code, st.text(max_size=20), WORDS),
    st.just(Rule()),
    st.builds(Embed, PLAYERS, st.just("https://a.example/v"), WORDS, WORDS),
    st.builds(Table, CELLS, st.lists(CELLS, max_size=2).map(tuple), RUNS),
)


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Quote, several, RUNS, st.booleans()),
        st.builds(ListBlock, st.lists(several, max_size=3).map(tuple), st.booleans(), st.integers(0, 99)),
        st.builds(Footnote, WORDS, several),
    )


BLOCKS: st.SearchStrategy[Block] = st.recursive(LEAVES, _nested, max_leaves=6)


@given(st.lists(BLOCKS, max_size=4).map(tuple), st.text(max_size=10), st.integers(0, 2**40), st.booleans())
def test_documents_come_back_from_their_stored_form(
    blocks: tuple[Block, ...], headline: str, published: int, full: bool
) -> None:
    """What is stored is what was made."""
    headline = clean_text(headline)
    document = Document(blocks, headline, "by", "World", "en", published, "note", full)
    assert load_document(dump_document(document)) == document
