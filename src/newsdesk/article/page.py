"""A whole web page as an article."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass

from newsdesk import urls
from newsdesk.article import dom, extractors
from newsdesk.article.blocks import walked
from newsdesk.article.charset import page_text
from newsdesk.article.evidence import PARAGRAPH, Evidence, densest, letters
from newsdesk.article.finish import finish, once
from newsdesk.article.metadata import Metadata, metadata
from newsdesk.article.select import chosen
from newsdesk.article.source import bounded
from newsdesk.article.walk import Walk
from newsdesk.article.walls import is_closed, wall
from newsdesk.model.blocks import Block, Document, Figure, Run, Text, block_texts, iter_figures, runs_text
from newsdesk.text import clean_line

HEART = 0.6
"""Share of the evidence that the element holds in which text needs no evidence of its own."""
REACH = 0.9
"""Share of the evidence that the element holds outside of which nothing is the article."""
MUCH = 2.0
"""How many times longer another reading must be to be taken before the outside extractor's."""
CROWDED = 30_000
"""Elements above which the outside extractor isn't asked: it takes minutes for what no article needs."""
WHOLE = 400
"""Bytes of UTF-8 from which on a text is no stub: scripts that say more with a letter need more bytes for it."""
ALIKE = 40
"""Characters of a description from which on only one picture has it."""
CROWDED_FLAT = 5_000
"""The same for pages whose nesting is gone: there it has little to go by."""
STUB = 250
"""Letters of a reading below which another needs nothing in common with it."""
LITTLE = 1_200
"""Letters of a reading from which on no other is asked."""


@dataclass(frozen=True, slots=True)
class _Page:
    html: str
    root: dom.Element
    url: str
    base_url: str
    said: Metadata
    text: str
    cut: str
    """What limit cut the page, in words; "" for none."""
    flattened: bool
    """Whether the nesting was too deep to be read, and is gone."""


@dataclass(frozen=True, slots=True)
class _Found:
    blocks: list[Block]
    cut: str = ""
    """What limit cut the blocks, in words; "" for none."""


def page_document(page: bytes, url: str, content_type: str = "") -> Document:
    """The article of a page: its blocks, and headline, byline, section, date and lead picture as the page tells them.

    Never raises, whatever the bytes. `notice` says what keeps the article from being whole (a paywall, a consent or
    bot wall, a limit); `full` is true where nothing does.
    """
    opened = _open(page, url, content_type)
    found = _best_blocks(opened)
    blocks = found.blocks
    article = "\n".join(text for block in blocks for text in block_texts(block))
    paragraphs = sum(isinstance(block, Text) and block.kind == "paragraph" for block in blocks) or len(blocks[:1])
    said = opened.said
    notice = wall(said.headline, opened.text, article, paragraphs, said.free)
    if is_closed(notice):
        return Document((), notice=notice)
    notice = notice or opened.cut or found.cut
    byline = said.byline or next((runs_text(b.runs) for b in blocks if isinstance(b, Text) and b.kind == "byline"), "")
    blocks = [block for block in blocks if not (isinstance(block, Text) and block.kind == "byline")]
    blocks = _with_picture(once(_with_lead(blocks, opened)), opened)
    return Document(
        tuple(blocks), said.headline, byline, said.section, said.language, said.published, notice,
        full=not notice and len(article.encode()) >= WHOLE,
    )  # fmt: skip


def body_blocks(page: bytes, url: str, content_type: str = "") -> list[Block]:
    """The blocks of the article's body alone, without the standfirst and picture that `page_document` puts above it."""
    return _best_blocks(_open(page, url, content_type)).blocks


def _open(page: bytes, url: str, content_type: str) -> _Page:
    # One byte more than what is read tells that there is more.
    html, cut = bounded(page_text(page[: dom.MAX_HTML + 1], content_type))
    root = dom.parse(html)
    flattened = False
    for flatter in (dom.flat, dom.bare):
        if dom.depth(root) > dom.MAX_DEPTH:
            html, flattened = flatter(html), True
            root = dom.parse(html)
    base = next((found for element in root.iter("base") if (found := urls.web_url(element.get("href", ""), url))), url)
    return _Page(html, root, url, base, metadata(root, url), extractors.visible(root), cut, flattened)


def _best_blocks(page: _Page) -> _Found:
    """The blocks that the outside extractor's reading leads to; those of another reading where that is far longer."""
    crowded = sum(1 for _element in page.root.iter()) > (CROWDED_FLAT if page.flattened else CROWDED)
    reading = "" if crowded else _with_what_is_said(extractors.outside_reading(page.html, page.url), page)
    best = _blocks(page, reading)
    size = _size(best.blocks)
    if size >= LITTLE:
        return best
    for reading in (extractors.own_reading(page.root, page.url), page.said.body):
        other = _blocks(page, reading)
        if _size(other.blocks) > max(size * MUCH, 200) and (size < STUB or _holds(other.blocks, best.blocks)):
            best, size = other, _size(other.blocks)
    told = [clean_line(part, 100_000) for part in re.split(r"\n+|<br\s*/?>|</p>", page.said.body) if part.strip()]
    if sum(map(len, told)) > max(size * MUCH, 300):
        return _Found([Text("paragraph", (Run(part),)) for part in told if part])
    return best


def _with_what_is_said(reading: str, page: _Page) -> str:
    """A reading, and the text that the page's head gives as its article where that is the same one."""
    said = Evidence((page.said.body,))
    lines = [own for line in reading.split("\n") if len(own := letters(line)) >= PARAGRAPH]
    return f"{reading}\n{page.said.body}" if sum(own in said for own in lines) * 3 > len(lines) else reading


def _holds(blocks: list[Block], others: list[Block]) -> bool:
    """Whether most of the other blocks' text is in these: a longer reading of the same article, not of its comments."""
    held = Evidence(text for block in blocks for text in block_texts(block))
    own = [_letters(block) for block in others]
    return 2 * sum(len(text) for text in own if text in held) > sum(map(len, own))


def _size(blocks: list[Block]) -> int:
    return sum(len(letters(text)) for block in blocks for text in block_texts(block))


def _blocks(page: _Page, reading: str) -> _Found:
    """The blocks that a reading of the page leads to."""
    evidence = Evidence(reading.split("\n"))
    if not evidence:
        return _Found([])
    evidence = evidence.widened(page.root)
    found = evidence.weights(page.root, page.url)
    if not found:
        return _Found([])
    heart = densest(page.root, found, HEART)
    reach = densest(page.root, found, REACH)
    inside = None if reach is heart else {_letters(block) for block in _walk(page, heart).blocks}
    walk = _walk(page, reach)
    blocks = chosen(finish(walk.blocks), evidence, page.said.headline, inside, urls.site(page.url))
    return _Found(blocks, walk.cut or walk.notice)


def _letters(block: Block) -> str:
    return letters("".join(block_texts(block)))


def _walk(page: _Page, element: dom.Element) -> Walk:
    # A walk takes captions out of the tree, and the next reading needs them again.
    return walked(deepcopy(element), lambda: dom.source_of(element), page.base_url, in_page=True)


def _with_lead(blocks: list[Block], page: _Page) -> list[Block]:
    """With the page's standfirst for a lead where it stands on the page and the article doesn't begin with it."""
    wanted = letters(page.said.description)
    if len(wanted) < 40 or any(isinstance(b, Text) and b.kind == "lead" for b in blocks):
        return blocks
    if any(_letters(block).startswith(wanted[:60]) for block in blocks[:6]):
        return blocks
    for element in page.root.iter("p", "h2", "h3", "div", "span"):
        if len(element) < 6 and letters(dom.text_of(element)[:2_000]) == wanted:
            return [Text("lead", (Run(clean_line(dom.text_of(element), 2_000)),)), *blocks]
    return blocks


def _with_picture(blocks: list[Block], page: _Page) -> list[Block]:
    """With the page's lead picture before the text, where the article has none there of its own."""
    said = page.said
    if not blocks:
        return blocks
    first = next((i for i, block in enumerate(blocks) if isinstance(block, Text) and block.kind == "paragraph"), 0)
    for index, block in enumerate(blocks[: first + 1]):
        if isinstance(block, Figure) and block.image.url:
            blocks[index] = _credited(block, said)
            return blocks
    figure = _figure_above(page, blocks)
    if figure is None and said.image is not None:
        figure = Figure(said.image)
    if figure is None or any(_is_same(other, figure) for other in iter_figures(blocks)):
        return blocks
    # A caption without its picture belongs to this one.
    if isinstance(blocks[0], Figure) and not blocks[0].image.url and not figure.caption:
        figure = Figure(figure.image, blocks[0].caption, figure.credit or blocks[0].credit)
        blocks = blocks[1:]
    return [_credited(figure, said), *blocks]


def _credited(figure: Figure, said: Metadata) -> Figure:
    """The figure with the caption and credit that the page's head gives the same picture."""
    if said.image is None or _name(figure.image.url) != _name(said.image.url):
        return figure
    caption = figure.caption or ((Run(said.caption),) if said.caption else ())
    return Figure(figure.image, caption, figure.credit or said.credit)


def _figure_above(page: _Page, blocks: list[Block]) -> Figure | None:
    """The first captioned picture between the headline and the text, which many pages keep apart from the text."""
    text = next((own for block in blocks if _is_long(block) and (own := _letters(block))), "")
    headed = False
    for element in page.root.iter("h1", "h2", "figure", "p"):
        if element.tag in ("h1", "h2"):
            headed = headed or letters(dom.text_of(element)) == letters(page.said.headline)
        elif element.tag == "p":
            if headed and text and letters("".join(element.itertext())) == text:
                return None
        elif headed:
            holder = dom.holder_of(element)
            found = [block for block in _walk(page, holder).blocks if isinstance(block, Figure) and block.image.url]
            if found and (found[0].caption or found[0].credit):
                return found[0]
    return None


def _is_long(block: Block) -> bool:
    return isinstance(block, Text) and block.kind == "paragraph" and len(runs_text(block.runs)) > 40


def _is_same(one: Figure, other: Figure) -> bool:
    """Whether two figures show one picture: by their files' names, or by a description of some length."""
    if _name(one.image.url) == _name(other.image.url):
        return True
    return len(one.image.alt) > ALIKE and one.image.alt == other.image.alt


def _name(url: str) -> str:
    """The file's name: publishers serve one picture under many addresses."""
    return re.sub(r"[-_]?\d{2,4}x\d{2,4}|\W", "", url.partition("?")[0].rpartition("/")[2].lower())
