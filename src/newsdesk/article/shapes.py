"""What the walk asks of elements and does to blocks, without any state: tables, captions, runs."""

from __future__ import annotations

from lxml import etree

from newsdesk.article.boilerplate import is_small
from newsdesk.article.credits import split_credit, tidy_credit
from newsdesk.article.dom import Element
from newsdesk.model.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Footnote,
    Image,
    ListBlock,
    Quote,
    Run,
    Runs,
    Style,
    Table,
    Text,
    runs_text,
)
from newsdesk.text import clean_line

LONGEST_CREDIT = 120
"""Characters: a longer text in a figure is no credit."""
LAYOUT_CELL = 600
"""Characters: a table with a longer cell is there for layout, not for data."""


def captioned(inner: list[Block], caption: Runs, credit: str) -> list[Block]:
    """What a figure holds, its caption and credit put where they belong."""
    if any(isinstance(block, Figure) for block in inner):
        return _pictured(inner, caption, credit)
    if not caption and not credit:
        return inner
    last = inner[-1] if inner else None
    match last:
        case Table():
            return [*inner[:-1], Table(last.head, last.rows, last.caption or caption)]
        case Quote():
            source = (*caption, *((Run(" "),) if caption and credit else ()), *((Run(credit),) if credit else ()))
            return [*inner[:-1], Quote(last.blocks, last.source or without_dash(source), last.pull)]
        case Embed() if caption:
            title = clean_line(runs_text(caption).replace("\n", " "))
            return [*inner[:-1], Embed(last.what, last.url, title, last.host)]
        case _:
            return [*inner, Figure(Image(""), caption, credit)]


def _pictured(inner: list[Block], caption: Runs, credit: str) -> list[Block]:
    """Pictures with their caption; loose text among them is caption or credit where there is none, else a paragraph."""
    texts = [block for block in inner if isinstance(block, Text)]
    others = [block for block in inner if not isinstance(block, Text)]
    first = next(index for index, block in enumerate(others) if isinstance(block, Figure))
    figure = others[first]
    assert isinstance(figure, Figure)
    loose = joined([text.runs for text in texts])
    if texts and not caption and not figure.caption:
        caption, found = split_credit(loose)
        credit, texts = credit or found, []
    elif texts and not credit and len(runs_text(loose)) < LONGEST_CREDIT:
        credit, texts = tidy_credit(runs_text(loose).replace("\n", " ")), []
    others[first] = Figure(figure.image, caption or figure.caption, credit or figure.credit)
    if caption and figure.caption and caption != figure.caption:
        texts = [Text("paragraph", figure.caption), *texts]
    if credit and figure.credit and credit != figure.credit:
        texts = [*texts, Text("paragraph", (Run(figure.credit),))]
    return [*others, *texts]


def table_rows(table: Element) -> list[Element]:
    """The rows of a table itself, none of the tables in it; none at all where text stands outside its cells."""
    rows: list[Element] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            if _is_loose(child, ("tr",)):
                return []
            rows.extend(child)
    if _is_loose(table, ("tr", "thead", "tbody", "tfoot", "caption", "colgroup", "col")):
        return []
    return [] if any(_is_loose(row, ("td", "th")) for row in rows) else rows


def _is_loose(element: Element, expected: tuple[str, ...]) -> bool:
    """Whether an element holds text, or elements other than those expected."""
    if element.text and not element.text.isspace():
        return True
    return any(child.tag not in expected or (child.tail and not child.tail.isspace()) for child in element)


_BLOCKS_IN_CELLS = ("table", "figure", "h1", "h2", "h3", "blockquote", "pre", "iframe", "hr")


def is_layout(table: Element, rows: list[Element]) -> bool:
    """Whether a table is there to place things, not to show data: its cells are then read one after the other."""
    if table.get("role") == "presentation" or not rows:
        return True
    if next(table.iterdescendants(*_BLOCKS_IN_CELLS), None) is not None:
        return True
    if table.find("caption") is not None or next(table.iterdescendants("th"), None) is not None:
        return False
    if max(sum(1 for _ in row.iterchildren("td")) for row in rows) < 2:
        return True
    if len(rows) < 2 and next(table.iterdescendants("img", "p", "div", "ul"), None) is not None:
        return True
    return any(not is_small(cell, LAYOUT_CELL) for cell in table.iterdescendants("td"))


def drop(element: Element) -> None:
    """Empties an element, so that the walk finds nothing in it; the text after it stays where it is."""
    # Moving that text to a neighbour is refused where it holds control characters, which references bring in.
    element.clear(keep_tail=True)


def verbatim(element: Element) -> str:
    """All text below an element as it stands, `br` as line breaks."""
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append(("\n" if one.tag == "br" else "") + (one.text or ""))
        elif one is not element:
            parts.append(one.tail or "")
    return "".join(parts)


def is_last(element: Element, part: Element) -> bool:
    """Whether nothing but white space follows a part in an element."""
    while part is not element:
        if (part.tail and part.tail.strip()) or part.getnext() is not None:
            return False
        part = part.getparent()
    return True


def number_of(value: str | None, default: int) -> int:
    """A small whole number in an attribute, else the default."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else default


def strong(block: Block) -> Block:
    """A block of text with all its runs strong."""
    if not isinstance(block, Text):
        return block
    return Text("paragraph", tuple(Run(r.text, r.style | Style.STRONG, r.link) for r in block.runs))


def unstyled(runs: Runs) -> Runs:
    """Runs without emphasis, for what is set apart anyway."""
    return tuple(Run(r.text, r.style & ~Style.EMPHASIS, r.link) for r in runs)


def block_runs(block: Block) -> Runs:
    """What is inside a cell or a caption without being running text, as text."""
    match block:
        case Figure(image=image):
            return (Run(image.alt),) if image.alt else ()
        case ListBlock(items=items):
            return joined([joined([any_runs(b) for b in item]) for item in items], "• ")
        case Quote(blocks=blocks) | Footnote(blocks=blocks):
            return joined([any_runs(b) for b in blocks])
        case Code(text=text):
            return (Run(text, Style.CODE),)
        case Table(head=head, rows=rows):
            return joined([joined(list(row)) for row in (head, *rows)])
        case _:
            title, url = getattr(block, "title", ""), getattr(block, "url", "")
            return (Run(title or url, Style.PLAIN, url),) if url else ()


def without_dash(source: Runs) -> Runs:
    """A quote's source without the dash before it: whoever draws it sets one."""
    if not source:
        return source
    text = source[0].text.lstrip("—–-―~ ")
    return (Run(text, source[0].style, source[0].link), *source[1:]) if text else source[1:]


def any_runs(block: Block) -> Runs:
    """What a block says, as runs."""
    return block.runs if isinstance(block, Text) else block_runs(block)


def joined(parts: list[Runs], bullet: str = "") -> Runs:
    """Several runs as one, a line each."""
    runs: list[Run] = []
    for part in parts:
        if part:
            if runs:
                runs.append(Run("\n"))
            runs.extend((Run(bullet), *part) if bullet else part)
    return tuple(runs)
