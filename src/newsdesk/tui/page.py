"""Sets an article as the lines of a newspaper page: pure, and in slices, so that a long one opens like a short one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

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
from newsdesk.model.headlines import Article, Headline
from newsdesk.model.pictures import Thumbnail
from newsdesk.text import drawable, fold
from newsdesk.tui import tables
from newsdesk.tui.ages import long_age
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, ITALIC, STRIKE, UNDERLINE, Line, Span, cut, is_rtl, span, width_of, wrap
from newsdesk.tui.pictures import picture_lines

HEADLINE_MEASURE = 46
"""Columns at which a headline is broken, so that it stands as a block."""
_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_READINGS = {
    "feed": "This is the feed's own text; f goes on.",
    "changes": "What the publisher changed: what is new is bold, what went is struck out; f goes back.",
}
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


@dataclass(slots=True)
class Page:
    """The lines of an article as far as they are set; `advance` sets more until `done`."""

    article: Article
    look: Look
    pictures: Mapping[str, Thumbnail] = field(default_factory=dict)
    """The small forms of its pictures that are here, by address."""
    awaited: frozenset[str] = frozenset()
    """The addresses of those that may still come: their place is kept free, so that nothing moves when they do."""
    text_first: bool = False
    """Whether pictures above the text stand below its first paragraph: it is being read where it stands."""
    lines: list[Line] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Addresses of the numbered links, number 1 first."""
    done: bool = False
    _numbers: dict[str, int] = field(default_factory=dict)
    _head_lines: int = 0
    _rest: Iterator[Line] = field(init=False)

    def __post_init__(self) -> None:
        self._rest = self._all()

    def advance(self, amount: int) -> None:
        """Set at least `amount` more lines, or to the end."""
        before = len(self.lines)
        self.lines.extend(islice(self._rest, amount))
        self.done = len(self.lines) - before < amount

    def change_headline(self, headline: Headline) -> int:
        """Set the lines above the text anew for other marks; how many more lines they are than before."""
        before, self.article = self._head_lines, replace(self.article, headline=headline)
        head = list(self._head())
        self.lines[:before] = head
        self._head_lines = len(head)
        return len(head) - before

    def finish(self) -> None:
        """Set all lines."""
        self.lines.extend(self._rest)
        self.done = True

    def find(self, words: str) -> list[int]:
        """The numbers of the lines that hold `words`, without case and accents; sets the whole page."""
        self.finish()
        wanted = fold(words)
        texts = (fold("".join(part.text for part in line)) for line in self.lines)
        return [number for number, text in enumerate(texts) if wanted and wanted in text]

    def _all(self) -> Iterator[Line]:
        head = list(self._head())
        self._head_lines = len(head)
        yield from head
        document = self.article.document
        if document is None:
            yield from self._summary()
        else:
            for block in _text_first(document.blocks) if self.text_first else document.blocks:
                if not self._repeats_head(block):
                    yield from self._block(block, self.look.measure)
        yield from self._foot()

    # --- head and foot -------------------------------------------------------------------------

    def _head(self) -> Iterator[Line]:
        headline, glyphs, measure = self.article.headline, self.look.glyphs, self.look.measure
        yield EMPTY
        label = span((headline.section or headline.source).upper(), self.look.hue, BOLD)
        yield (Span(glyphs.thick * min(6, measure), self.look.hue),)
        yield from wrap(
            (label, *self._trail(Span(f"  {glyphs.into}  ", "faint"), span(headline.source, "mute"))), measure
        )
        yield EMPTY
        yield from self._set((span(headline.title, "text", BOLD),), min(HEADLINE_MEASURE, measure))
        yield EMPTY
        yield from self._byline()
        yield EMPTY

    def _trail(self, *spans: Span) -> tuple[Span, ...]:
        return spans if self.article.headline.section else ()

    def _byline(self) -> Iterator[Line]:
        headline = self.article.headline
        document = self.article.document
        author = headline.author or (document.byline if document else "")
        parts: list[Span] = []
        if author and fold(author) != fold(headline.source):
            parts.append(span(author if fold(author).startswith(("by ", "von ", "par ")) else f"By {author}", "soft"))
        parts.append(span(headline.source, self.look.hue, BOLD))
        parts.append(Span(long_age(self.look.now, headline.published or headline.sort_time), "mute"))
        if self.article.revisions:
            parts.append(Span("edited", "mute"))
        if headline.minutes:
            parts.append(Span(f"{headline.minutes} min read", "mute"))
        for mark, sign, label in (
            (headline.starred, self.look.glyphs.star, "starred"),
            (headline.later, self.look.glyphs.later, "read later"),
        ):
            if mark:
                parts.append(Span(f"{sign} {label}", "accent"))
        yield from _joined(parts, Span(f"  {self.look.glyphs.dot}  ", "faint"), self.look.measure)

    def _summary(self) -> Iterator[Line]:
        if self.article.headline.summary:
            yield from self._set((span(self.article.headline.summary, "text", BOLD),), self.look.measure)
            yield EMPTY
        yield (Span("The text is being set", "mute", ITALIC), Span(self.look.glyphs.ellipsis, "mute"))
        yield EMPTY

    def _foot(self) -> Iterator[Line]:
        article, document = self.article, self.article.document
        if document is not None and not document.blocks and article.headline.summary:
            yield from self._set((span(article.headline.summary, "text"),), self.look.measure)
            yield EMPTY
        notes = []
        if article.reading != "best":
            notes.append(_READINGS[article.reading])
        elif article.full_text == "wanted":
            notes.append("The page is being fetched for its full text" + self.look.glyphs.ellipsis)
        elif article.full_text == "failed":
            why = article.full_text_answer or "the page could not be fetched"
            said = why if why.startswith("The publisher") else f"The full text is not here: {why}"
            notes.append(f"{said}. This is what the feed gave.")
        if document is not None and document.notice:
            notes.append(document.notice)
        for note in notes:
            yield from self._set((span(note, "mute", ITALIC),), self.look.measure)
            yield EMPTY
        rows = self._extras()
        if rows:
            yield (Span(self.look.glyphs.thin * self.look.measure, "rule"),)
            for row in rows:
                yield from wrap(row, self.look.measure)
            yield EMPTY

    def _extras(self) -> list[Line]:
        article, glyphs = self.article, self.look.glyphs
        rows: list[Line] = []
        if article.also_in:
            rows.append((Span("ALSO IN  ", "mute", BOLD), span(", ".join(article.also_in), "soft")))
        for enclosure in article.enclosures:
            size = f", {enclosure.length / 1e6:.1f} MB" if enclosure.length > 100_000 else ""
            name = enclosure.title or enclosure.url.rpartition("/")[2] or urls.host(enclosure.url)
            kind = enclosure.media_type or "file"
            rows.append(
                (Span(f"{glyphs.play} ", "accent"), *self._linked(name, enclosure.url), span(f"  {kind}{size}", "mute"))
            )
        if article.comments_url:
            rows.append(
                (Span("COMMENTS  ", "mute", BOLD), *self._linked(urls.host(article.comments_url), article.comments_url))
            )
        if article.headline.url:
            rows.append(
                (Span("ORIGINAL  ", "mute", BOLD), *self._linked(urls.host(article.headline.url), article.headline.url))
            )
        return rows

    def _repeats_head(self, block: Block) -> bool:
        if not isinstance(block, Text) or block.kind not in ("headline", "byline", "section"):
            return False
        text = fold(runs_text(block.runs))
        headline = self.article.headline
        return text in (
            fold(headline.title),
            fold(headline.section),
            fold(headline.author),
            f"by {fold(headline.author)}",
        )

    # --- blocks --------------------------------------------------------------------------------

    def _block(self, block: Block, width: int) -> Iterator[Line]:
        """The lines of a block, with an empty one after it."""
        width = max(width, 4)
        match block:
            case Text():
                yield from self._text(block, width)
            case Figure():
                yield from self._figure(block, width)
            case Quote():
                yield from self._quote(block, width)
            case ListBlock():
                yield from self._list(block, width)
            case Table():
                yield from tables.set_table(block, width, self._runs, self.look.glyphs)
            case Code():
                yield from self._code(block, width)
            case Rule():
                yield (Span(" " * max(width // 2 - 3, 0)), Span(f"{self.look.glyphs.dot}  " * 3, "faint"))
            case Embed():
                yield from self._embed(block, width)
            case Footnote():
                label = span(f"{block.label} ", "mute")
                yield from self._indented(block.blocks, width, (label,), width_of((label,)))
        yield EMPTY

    def _text(self, block: Text, width: int) -> Iterator[Line]:
        role, flags = _LOOKS[block.kind]
        spans = self._runs(block.runs, role, flags)
        if block.kind == "note":
            bar = Span(f"{self.look.glyphs.quote} ", "faint")
            for line in self._set(spans, width - 2):
                yield (bar, *line)
            return
        if block.kind == "heading" and self.lines and self.lines[-1]:
            yield EMPTY
        yield from self._set(spans, width)

    def _figure(self, block: Figure, width: int) -> Iterator[Line]:
        caption = self._runs(block.caption, "soft", ITALIC)
        picture = self.pictures.get(block.image.url)
        drawn = picture_lines(picture, width, self.look.picture_lines) if picture and self.look.picture_lines else []
        if block.image.url in self.awaited and self.look.picture_lines:
            drawn = self._empty_frame(block.image, width)
        if drawn:
            yield from drawn
            yield from wrap(caption, width) if caption else ()
            yield from wrap((span(block.credit, "mute"),), width) if block.credit else ()
            return
        if not caption:
            caption = (span(block.image.alt or "picture", "mute", ITALIC),)
        glyph = Span(f"{self.look.glyphs.picture} ", "faint")
        for number, line in enumerate(wrap(caption, width - 2)):
            yield (glyph if number == 0 else Span("  "), *line)
        if block.credit:
            for line in wrap((span(block.credit, "mute"),), width - 2):
                yield (Span("  "), *line)

    def _empty_frame(self, image: Image, width: int) -> list[Line]:
        """As many lines as the picture will take, as far as its size is known."""
        columns = min(width, image.width) if image.width > 1 else width
        shape = image.height / image.width if image.width > 1 and image.height > 1 else 9 / 16
        lines = min(max(round(columns * shape / 2), 1), self.look.picture_lines)
        sign = Span(" " * max(columns // 2 - 1, 0) + self.look.glyphs.picture, "faint")
        return [(sign,) if number == lines // 2 else EMPTY for number in range(lines)]

    def _quote(self, block: Quote, width: int) -> Iterator[Line]:
        bar = Span(f"{self.look.glyphs.quote} ", "accent")
        inner: list[Line] = []
        for part in block.blocks:
            inner += [tuple(_italic(s) for s in line) for line in self._block(part, width - 2)]
        while inner and not inner[-1]:
            inner.pop()
        if block.source:
            source = self._runs(block.source, "mute", 0)
            inner += wrap((Span("— ", "mute"), *source), width - 2)
        yield from ((bar, *line) for line in inner)

    def _list(self, block: ListBlock, width: int) -> Iterator[Line]:
        last = block.start + len(block.items) - 1
        digits = len(str(last)) + 1 if block.ordered else 1
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}." if block.ordered else self.look.glyphs.bullet
            yield from self._indented(item, width, (Span(mark.rjust(digits) + " ", "accent"),), digits + 1)

    def _indented(self, blocks: tuple[Block, ...], width: int, mark: Line, indent: int) -> Iterator[Line]:
        """Blocks behind a mark that stands before their first line; tight where they are short."""
        lines: list[Line] = []
        for block in blocks:
            if isinstance(block, ListBlock) and lines and not lines[-1]:
                lines.pop()
            lines += self._block(block, width - indent)
        while lines and not lines[-1]:
            lines.pop()
        for number, line in enumerate(lines or [EMPTY]):
            yield (*mark, *line) if number == 0 else (Span(" " * indent), *line) if line else EMPTY

    def _code(self, block: Code, width: int) -> Iterator[Line]:
        for text in block.text.split("\n"):
            shown = drawable(text)
            fits = cut(shown, width - 3, "")
            crop = (Span(self.look.glyphs.cut, "accent"),) if fits != shown else ()
            yield (Span("  "), Span(fits, "soft"), *crop)

    def _embed(self, block: Embed, width: int) -> Iterator[Line]:
        name = block.title or block.host or urls.host(block.url)
        line = (Span(f"{self.look.glyphs.play} {block.what}: ", "accent"), *self._linked(name, block.url))
        yield from wrap(line, width)

    # --- runs ----------------------------------------------------------------------------------

    def _set(self, spans: Line, width: int) -> Iterator[Line]:
        """The spans as lines; at the right edge where they run from right to left."""
        lines = wrap(spans, width)
        if not is_rtl("".join(part.text for part in spans)):
            yield from lines
            return
        for line in lines:
            yield (Span(" " * max(width - width_of(line), 0)), *line)

    def _runs(self, runs: Runs, role: str, flags: int) -> Line:
        spans: list[Span] = []
        for run in runs:
            spans += self._run(run, role, flags)
        return tuple(spans)

    def _run(self, run: Run, role: str, flags: int) -> Iterator[Span]:
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
        yield from self._linked(text, run.link, flags)

    def _linked(self, text: str, url: str, flags: int = 0) -> Iterator[Span]:
        number = self._numbers.get(url)
        if number is None:
            self.links.append(url)
            number = self._numbers[url] = len(self.links)
        yield Span(drawable(text), "link", flags | UNDERLINE, number)
        # A no-break space keeps the number on its link's line.
        yield Span(f"\u00a0{number}", "faint", 0, number)


def _text_first(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with the figures above the first paragraph behind it."""
    first = next((n for n, block in enumerate(blocks) if block.kind in ("lead", "paragraph")), 0)
    figures = [block for block in blocks[:first] if isinstance(block, Figure)]
    yield from (block for block in blocks[:first] if not isinstance(block, Figure))
    yield from (*blocks[first : first + 1], *figures, *blocks[first + 1 :])


def _italic(part: Span) -> Span:
    return part._replace(flags=part.flags | ITALIC) if part.role in ("text", "soft") else part


def _joined(parts: list[Span], joint: Span, width: int) -> Iterator[Line]:
    """Parts with a joint between them, a new line where the next part doesn't fit."""
    line: tuple[Span, ...] = ()
    for part in parts:
        if line and width_of((*line, joint, part)) > width:
            yield from wrap(line, width)
            line = ()
        line = (*line, joint, part) if line else (part,)
    yield from wrap(line, width)
