"""The article as typed blocks, and as the data that others get of them.

Blocks are made by `article/`, stored by `store/` and drawn by `tui/`; all text in them has gone
through the gate (`text.py`), all links are absolute http(s) or mailto.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

TEXT_KINDS = ("section", "headline", "byline", "dateline", "lead", "paragraph", "heading", "note", "wire")
TextKind: TypeAlias = Literal[
    "section", "headline", "byline", "dateline", "lead", "paragraph", "heading", "note", "wire"
]


class Style(enum.IntFlag):
    """How a run of text is set; flags combine."""

    PLAIN = 0
    STRONG = 1
    EMPHASIS = 2
    CODE = 4
    SUPERSCRIPT = 8
    SUBSCRIPT = 16
    STRUCK = 32


class Run(NamedTuple):
    """A stretch of text of one style; a newline in it is a line break the author meant."""

    text: str
    style: Style = Style.PLAIN
    link: str = ""
    """Absolute http(s) or mailto URL; empty: no link."""


Runs: TypeAlias = tuple[Run, ...]


class Text(NamedTuple):
    """A block of running text: paragraph, lead, heading, byline, note (update, correction), wire credit…"""

    kind: TextKind
    runs: Runs
    level: int = 0
    """2 to 6 for a heading, else 0."""


class Image(NamedTuple):
    """Where a picture is and what it shows; sizes in pixels, 0 when not known."""

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0


class Figure(NamedTuple):
    """A picture with its caption and its credit, apart."""

    image: Image
    caption: Runs = ()
    credit: str = ""
    kind: Literal["figure"] = "figure"


class Quote(NamedTuple):
    """Words of somebody else (or, `pull`, the article's own words set large)."""

    blocks: tuple[Block, ...]
    source: Runs = ()
    pull: bool = False
    kind: Literal["quote"] = "quote"


class ListBlock(NamedTuple):
    """A list; every item is a run of blocks, so that it can hold paragraphs and lists."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    kind: Literal["list"] = "list"


class Table(NamedTuple):
    """A table; `head` is empty where the source marks none."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: Runs = ()
    kind: Literal["table"] = "table"


class Code(NamedTuple):
    """Preformatted text, verbatim."""

    text: str
    language: str = ""
    kind: Literal["code"] = "code"


class Rule(NamedTuple):
    """A thematic break."""

    kind: Literal["rule"] = "rule"


class Embed(NamedTuple):
    """What a terminal can't play in place: a video, a sound, a social post, a frame."""

    what: Literal["video", "audio", "post", "frame"]
    url: str
    title: str = ""
    host: str = ""
    kind: Literal["embed"] = "embed"


class Footnote(NamedTuple):
    """A note at the foot, with the label that points to it."""

    label: str
    blocks: tuple[Block, ...]
    kind: Literal["footnote"] = "footnote"


Block: TypeAlias = Text | Figure | Quote | ListBlock | Table | Code | Rule | Embed | Footnote


class Document(NamedTuple):
    """What `article/` makes of HTML: the blocks, and what the page says of itself."""

    blocks: tuple[Block, ...]
    headline: str = ""
    byline: str = ""
    section: str = ""
    language: str = ""
    published: int = 0
    """Unix seconds UTC as the page says, 0 when it doesn't."""
    notice: str = ""
    """What a person must know about completeness, in words: cut at a limit, a paywall, a consent wall."""
    full: bool = False
    """True when the blocks are the article's whole text as far as can be told."""


def runs_text(runs: Runs) -> str:
    """The runs as plain text, line breaks kept."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


def block_texts(block: Block) -> Iterator[str]:
    """The plain texts of a block in reading order, one a paragraph, cell or caption."""
    match block:
        case Text(runs=runs):
            yield runs_text(runs)
        case Figure(caption=caption, credit=credit):
            yield runs_text(caption)
            yield credit
        case Quote(blocks=blocks, source=source):
            for inner in blocks:
                yield from block_texts(inner)
            yield runs_text(source)
        case ListBlock(items=items):
            for item in items:
                for inner in item:
                    yield from block_texts(inner)
        case Table(head=head, rows=rows, caption=caption):
            yield runs_text(caption)
            for row in (head, *rows):
                yield "\t".join(runs_text(cell) for cell in row)
        case Code(text=text):
            yield text
        case Embed(title=title):
            yield title
        case Footnote(blocks=blocks):
            for inner in blocks:
                yield from block_texts(inner)
        case Rule():
            return


def plain_text(blocks: Iterable[Block]) -> str:
    """All text of the blocks for search, snippets and word counts; blocks parted by a newline."""
    return "\n".join(text for block in blocks for text in block_texts(block) if text)


def iter_links(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """(text, url) of every link in reading order, each URL once; numbers on the page count these from 1."""
    seen: set[str] = set()
    for run in _iter_runs(blocks):
        if run.link and run.link not in seen:
            seen.add(run.link)
            yield run.text, run.link


def _iter_runs(blocks: Iterable[Block]) -> Iterator[Run]:
    for block in blocks:
        match block:
            case Text(runs=runs):
                yield from runs
            case Figure(caption=caption):
                yield from caption
            case Quote(blocks=inner, source=source):
                yield from _iter_runs(inner)
                yield from source
            case ListBlock(items=items):
                for item in items:
                    yield from _iter_runs(item)
            case Table(head=head, rows=rows, caption=caption):
                yield from caption
                for row in (head, *rows):
                    for cell in row:
                        yield from cell
            case Embed(url=url, title=title):
                yield Run(title or url, link=url)
            case Footnote(blocks=inner):
                yield from _iter_runs(inner)
            case Code() | Rule():
                continue


def iter_figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    """Every figure in reading order, nested ones too."""
    for block in blocks:
        match block:
            case Figure():
                yield block
            case Quote(blocks=inner) | Footnote(blocks=inner):
                yield from iter_figures(inner)
            case ListBlock(items=items):
                for item in items:
                    yield from iter_figures(item)


# --- as data for others ------------------------------------------------------------------------
# Runs are [text], [text, style] or [text, style, link]: most runs are plain.


def _dump_runs(runs: Runs) -> list[list[Any]]:
    return [
        [run.text, int(run.style), run.link] if run.link else [run.text, int(run.style)] if run.style else [run.text]
        for run in runs
    ]


def block_data(block: Block) -> dict[str, Any]:
    """A block as JSON data, {"kind": …} and what that kind has."""
    match block:
        case Text(kind=kind, runs=runs, level=level):
            data: dict[str, Any] = {"kind": kind, "runs": _dump_runs(runs)}
            return data | {"level": level} if level else data
        case Figure(image=image, caption=caption, credit=credit):
            return {
                "kind": "figure", "url": image.url, "alt": image.alt, "width": image.width, "height": image.height,
                "caption": _dump_runs(caption), "credit": credit,
            }  # fmt: skip
        case Quote(blocks=blocks, source=source, pull=pull):
            return {
                "kind": "quote", "blocks": [block_data(b) for b in blocks], "source": _dump_runs(source), "pull": pull,
            }  # fmt: skip
        case ListBlock(items=items, ordered=ordered, start=start):
            return {
                "kind": "list", "ordered": ordered, "start": start,
                "items": [[block_data(b) for b in item] for item in items],
            }  # fmt: skip
        case Table(head=head, rows=rows, caption=caption):
            return {
                "kind": "table", "head": [_dump_runs(cell) for cell in head],
                "rows": [[_dump_runs(cell) for cell in row] for row in rows], "caption": _dump_runs(caption),
            }  # fmt: skip
        case Code(text=text, language=language):
            return {"kind": "code", "text": text, "language": language}
        case Rule():
            return {"kind": "rule"}
        case Embed(what=what, url=url, title=title, host=host):
            return {"kind": "embed", "what": what, "url": url, "title": title, "host": host}
        case Footnote(label=label, blocks=blocks):
            return {"kind": "footnote", "label": label, "blocks": [block_data(b) for b in blocks]}
