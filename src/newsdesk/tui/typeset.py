"""Sets the blocks of an article as lines: text, figures, quotes, lists, tables, code, with their links numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsdesk import urls
from newsdesk.model.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Footnote,
    Image,
    ListBlock,
    Quote,
    Rule,
    Run,
    Runs,
    Style,
    Table,
    Text,
    runs_text,
)
from newsdesk.model.pictures import Thumbnail
from newsdesk.text import drawable
from newsdesk.tui import tables
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, ITALIC, STRIKE, UNDERLINE, Line, Span, cut, is_rtl, span, width_of, wrap
from newsdesk.tui.pictures import picture_lines

_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_EMBEDS = {"video": "Video", "audio": "Audio", "post": "Post", "frame": "Embedded page"}
_LOOKS = {
    "paragraph": ("text", 0), "lead": ("text", BOLD), "heading": ("accent", BOLD), "headline": ("text", BOLD),
    "section": ("mute", BOLD), "byline": ("soft", 0), "dateline": ("mute", 0), "note": ("soft", ITALIC),
    "wire": ("mute", 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are set: columns, signs, the hue of the article's section, and the time that ages count to."""

    measure: int
    glyphs: Glyphs
    hue: str
    now: int
    picture_lines: int = 0
    """Lines a picture may take; 0: its caption stands in."""


class Setter:
    """Sets blocks in one look; `links` are the addresses of the numbered links so far, number 1 first."""

    def __init__(self, look: Look, pictures: Mapping[str, Thumbnail], awaited: frozenset[str]) -> None:
        self.links: list[str] = []
        self._look = look
        self._pictures = pictures
        self._awaited = awaited
        self._numbers: dict[str, int] = {}

    def block(self, block: Block, width: int) -> Iterator[Line]:
        """The lines of a block, with an empty one after it."""
        width = max(width, 4)
        match block:
            case Text():
                yield from self._running(block, width)
            case Figure():
                yield from self._figure(block, width)
            case Quote():
                yield from self._quote(block, width)
            case ListBlock():
                yield from self._list(block, width)
            case Table():
                yield from tables.set_table(block, width, self.runs, self._look.glyphs)
            case Code():
                yield from self._code(block, width)
            case Rule():
                yield (Span(" " * max(width // 2 - 3, 0)), Span(f"{self._look.glyphs.dot}  " * 3, "faint"))
            case Embed():
                yield from self._embed(block, width)
            case Footnote():
                label = span(f"{block.label} ", "mute")
                yield from self._indented(block.blocks, width, (label,), width_of((label,)))
        yield EMPTY

    def _running(self, block: Text, width: int) -> Iterator[Line]:
        role, flags = _LOOKS[block.kind]
        spans = self.runs(block.runs, role, flags)
        if block.kind == "note":
            bar = Span(f"{self._look.glyphs.quote} ", "faint")
            for line in self.text(spans, width - 2):
                yield (bar, *line)
            return
        yield from self.text(spans, width)

    def _figure(self, block: Figure, width: int) -> Iterator[Line]:
        caption = self.runs(block.caption, "soft", ITALIC)
        picture = self._pictures.get(block.image.url)
        drawn = picture_lines(picture, width, self._look.picture_lines) if picture and self._look.picture_lines else []
        if block.image.url in self._awaited and self._look.picture_lines:
            drawn = self._empty_frame(block.image, width)
        if drawn:
            yield from drawn
            yield from self.text(caption, width) if caption else ()
            yield from self.text((span(block.credit, "mute"),), width) if block.credit else ()
            return
        if not caption:
            caption = (span(block.image.alt or "picture", "mute", ITALIC),)
        glyph = Span(f"{self._look.glyphs.picture} ", "faint")
        for number, line in enumerate(wrap(caption, width - 2)):
            yield (glyph if number == 0 else Span("  "), *line)
        if block.credit:
            for line in wrap((span(block.credit, "mute"),), width - 2):
                yield (Span("  "), *line)

    def _empty_frame(self, image: Image, width: int) -> list[Line]:
        """As many lines as the picture will take, as far as its size is known."""
        columns = min(width, image.width) if image.width > 1 else width
        shape = image.height / image.width if image.width > 1 and image.height > 1 else 9 / 16
        lines = min(max(round(columns * shape / 2), 1), self._look.picture_lines)
        sign = Span(" " * max(columns // 2 - 1, 0) + self._look.glyphs.picture, "faint")
        return [(sign,) if number == lines // 2 else EMPTY for number in range(lines)]

    def _quote(self, block: Quote, width: int) -> Iterator[Line]:
        bar = Span(f"{self._look.glyphs.quote} ", "accent")
        inner: list[Line] = []
        for part in block.blocks:
            inner += [tuple(_italic(s) for s in line) for line in self.block(part, width - 2)]
        while inner and not inner[-1]:
            inner.pop()
        if block.source:
            source = self.runs(block.source, "mute", 0)
            inner += self.text((Span("— ", "mute"), *source), width - 2)
        if block.blocks and _is_rtl(block.blocks[0]):
            yield from _mirrored(inner, (bar,), width)
            return
        yield from ((bar, *line) for line in inner)

    def _list(self, block: ListBlock, width: int) -> Iterator[Line]:
        """Items behind their marks; those of several paragraphs have air between them."""
        last = block.start + len(block.items) - 1
        digits = len(str(last)) + 1 if block.ordered else 1
        loose = any(sum(not isinstance(part, ListBlock) for part in item) > 1 for item in block.items)
        for number, item in enumerate(block.items, block.start):
            if loose and number > block.start:
                yield EMPTY
            mark = f"{number}." if block.ordered else self._look.glyphs.bullet
            yield from self._indented(item, width, (Span(mark.rjust(digits) + " ", "accent"),), digits + 1)

    def _indented(self, blocks: tuple[Block, ...], width: int, mark: Line, indent: int) -> Iterator[Line]:
        """Blocks beside a mark that stands before their first line; a term stands close to what it means."""
        lines: list[Line] = []
        for number, block in enumerate(blocks):
            if lines and not lines[-1] and (isinstance(block, ListBlock) or (number == 1 and _is_term(blocks[0]))):
                lines.pop()
            lines += self.block(block, width - indent)
        while lines and not lines[-1]:
            lines.pop()
        if blocks and _is_rtl(blocks[0]):
            yield from _mirrored(lines, mark, width, first_only=True)
            return
        for number, line in enumerate(lines or [EMPTY]):
            yield (*mark, *line) if number == 0 else (Span(" " * indent), *line) if line else EMPTY

    def _code(self, block: Code, width: int) -> Iterator[Line]:
        for text in block.text.split("\n"):
            shown = drawable(text)
            fits = cut(shown, width - 3, "")
            crop = (Span(self._look.glyphs.cut, "accent"),) if fits != shown else ()
            yield (Span("  "), Span(fits, "soft"), *crop)

    def _embed(self, block: Embed, width: int) -> Iterator[Line]:
        host = block.host or urls.host(block.url)
        line = (Span(f"{self._look.glyphs.play} {_EMBEDS[block.what]}: ", "accent"),
                *self.linked(block.title or host, block.url))  # fmt: skip
        yield from wrap((*line, span(f" ({host})", "mute")) if block.title else line, width)

    def text(self, spans: Line, width: int) -> Iterator[Line]:
        """The spans as lines; at the right edge where they run from right to left."""
        lines = wrap(spans, width)
        if not is_rtl("".join(part.text for part in spans)):
            yield from lines
            return
        for line in lines:
            yield (Span(" " * max(width - width_of(line), 0)), *line)

    def runs(self, runs: Runs, role: str, flags: int) -> Line:
        """Runs as spans in a role; a link has its number behind its last run."""
        spans: list[Span] = []
        for number, run in enumerate(runs, 1):
            spans += self._run(run, role, flags, ends=number == len(runs) or runs[number].link != run.link)
        return tuple(spans)

    def _run(self, run: Run, role: str, flags: int, ends: bool) -> Iterator[Span]:
        text = "\n".join(drawable(part) for part in run.text.split("\n"))
        if run.style & Style.SUPERSCRIPT:
            raised = text.translate(_SUPERSCRIPT)
            text = raised if not any(c.isalnum() and c.isascii() for c in raised) else f"^{text}"
        elif run.style & Style.SUBSCRIPT:
            text = text.translate(_SUBSCRIPT)
        if run.style & Style.STRONG:
            flags |= BOLD
        if run.style & Style.EMPHASIS:
            flags |= ITALIC
        if run.style & Style.STRUCK:
            flags |= STRIKE
        if run.style & Style.CODE:
            role = "accent" if role == "text" else role
        if not run.link:
            yield Span(text, role, flags)
            return
        yield from self.linked(text, run.link, flags, ends)

    def linked(self, text: str, url: str, flags: int = 0, ends: bool = True) -> Iterator[Span]:
        """A link's text and, where it `ends`, its number: the next one, or the one that its address has."""
        number = self._numbers.get(url)
        if number is None:
            self.links.append(url)
            number = self._numbers[url] = len(self.links)
        yield Span(drawable(text), "link", flags | UNDERLINE, number)
        # A no-break space keeps the number on its link's line.
        if ends:
            yield Span(f"\u00a0{number}", "mute", 0, number)


def _italic(part: Span) -> Span:
    return part._replace(flags=part.flags | ITALIC) if part.role in ("text", "soft") else part


def _is_term(block: Block) -> bool:
    """Whether a paragraph is strong from end to end: a term, or the label of what follows."""
    return isinstance(block, Text) and all(run.style & Style.STRONG for run in block.runs)


def _is_rtl(block: Block) -> bool:
    return isinstance(block, Text) and is_rtl(runs_text(block.runs))


def _mirrored(lines: list[Line], mark: Line, width: int, first_only: bool = False) -> Iterator[Line]:
    """Lines that run from right to left, with the mark at their right."""
    turned = tuple(part._replace(text=part.text[::-1]) for part in reversed(mark))
    room = width - width_of(mark)
    for number, line in enumerate(lines):
        if number and first_only:
            yield line
        else:
            yield (*line, Span(" " * (room - width_of(line))), *turned)
