"""Sets an article as the lines of a newspaper page: pure, and in slices, so that a long one opens like a short one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from newsdesk import urls
from newsdesk.model.blocks import Block, Figure, Text, runs_text
from newsdesk.model.headlines import Article, Headline
from newsdesk.model.pictures import Thumbnail
from newsdesk.tui.ages import long_age
from newsdesk.tui.lines import BOLD, EMPTY, ITALIC, Line, Span, span, width_of, wrap
from newsdesk.tui.typeset import Look, Setter
from newsdesk.words import fold

HEADLINE_MEASURE = 46
"""Columns at which a headline is broken, so that it stands as a block."""
_READINGS = {
    "feed": "This is the feed's own text; f goes on.",
    "changes": "What the publisher changed: what is new is bold, what went is struck out; f goes back.",
}


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
    done: bool = False
    _head_lines: int = 0
    _setter: Setter = field(init=False)
    _rest: Iterator[Line] = field(init=False)

    def __post_init__(self) -> None:
        self._setter = Setter(self.look, self.pictures, self.awaited)
        self._rest = self._all()

    @property
    def links(self) -> list[str]:
        """Addresses of the numbered links, number 1 first."""
        return self._setter.links

    def advance(self, amount: int) -> None:
        """Set at least `amount` more lines, or to the end."""
        before = len(self.lines)
        self.lines.extend(islice(self._rest, amount))
        self.done = len(self.lines) - before < amount

    def change_headline(self, headline: Headline) -> int:
        """Set the lines above the text anew for other marks; how many more lines they are than before."""
        before, self.article = self._head_lines, self.article._replace(headline=headline)
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
                    yield from self._setter.block(block, self.look.measure)
        yield from self._foot()

    # --- head and foot -------------------------------------------------------------------------

    def _head(self) -> Iterator[Line]:
        headline, glyphs, measure = self.article.headline, self.look.glyphs, self.look.measure
        yield EMPTY
        yield (Span(glyphs.thick * min(6, measure), self.look.hue),)
        yield from wrap((span((headline.section or headline.source).upper(), self.look.hue, BOLD),), measure)
        yield EMPTY
        yield from self._setter.text((span(headline.title, "text", BOLD),), min(HEADLINE_MEASURE, measure))
        yield EMPTY
        yield from self._byline()
        yield EMPTY

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
            yield from self._setter.text((span(self.article.headline.summary, "text", BOLD),), self.look.measure)
            yield EMPTY
        yield (Span("The text is being set", "mute", ITALIC), Span(self.look.glyphs.ellipsis, "mute"))
        yield EMPTY

    def _foot(self) -> Iterator[Line]:
        article, document = self.article, self.article.document
        if document is not None and not document.blocks and article.headline.summary:
            yield from self._setter.text((span(article.headline.summary, "text"),), self.look.measure)
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
            yield from self._setter.text((span(note, "mute", ITALIC),), self.look.measure)
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
                (
                    Span(f"{glyphs.play} ", "accent"),
                    *self._setter.linked(name, enclosure.url),
                    span(f"  {kind}{size}", "mute"),
                )
            )
        if article.comments_url:
            rows.append(
                (
                    Span("COMMENTS  ", "mute", BOLD),
                    *self._setter.linked(urls.host(article.comments_url), article.comments_url),
                )
            )
        if article.headline.url:
            rows.append(
                (
                    Span("ORIGINAL  ", "mute", BOLD),
                    *self._setter.linked(urls.host(article.headline.url), article.headline.url),
                )
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


def _text_first(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with the figures above the first paragraph behind it."""
    first = next((n for n, block in enumerate(blocks) if block.kind in ("lead", "paragraph")), 0)
    figures = [block for block in blocks[:first] if isinstance(block, Figure)]
    yield from (block for block in blocks[:first] if not isinstance(block, Figure))
    yield from (*blocks[first : first + 1], *figures, *blocks[first + 1 :])


def _joined(parts: list[Span], joint: Span, width: int) -> Iterator[Line]:
    """Parts with a joint between them, a new line where the next part doesn't fit."""
    line: tuple[Span, ...] = ()
    for part in parts:
        if line and width_of((*line, joint, part)) > width:
            yield from wrap(line, width)
            line = ()
        line = (*line, joint, part) if line else (part,)
    yield from wrap(line, width)
