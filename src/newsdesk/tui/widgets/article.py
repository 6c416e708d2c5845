"""The article page: a set page drawn line by line, set in slices while the person already reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from newsdesk import clock
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import EMPTY, REVERSE, Line, Span, wrap
from newsdesk.tui.themes import hue_of, paint
from newsdesk.tui.widgets.drawn import Drawn, draws_pictures, palette_of

if TYPE_CHECKING:
    from newsdesk.model.headlines import Article, Headline
    from newsdesk.model.pictures import Thumbnail
    from newsdesk.tui.page import Page
    from newsdesk.tui.related import RelatedRow

MARGIN = 2
"""Columns before the text."""
_LOW = 30
"""Lines of screen below which pictures are small."""
_SLICE = 40
"""Lines set between two looks at the clock."""
_SLICE_SECONDS = 0.006
"""How long setting may keep a key waiting."""


_FIT_SECONDS = 0.3
"""Between two looks of the scroll bar at a page that is being set."""
_TELLING = 12
"""Letters of a line by which it is known again."""


class ArticlePage(Drawn):
    """One article."""

    class LinkPicked(Message):
        """The person clicked a link."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class RelatedPicked(Message):
        """The person clicked an article at the foot."""

        def __init__(self, headline: int) -> None:
            super().__init__()
            self.headline = headline

    class Scrolled(Message):
        """The person reads on."""

    def __init__(self, glyphs: Glyphs, measure: int, id: str) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self.measure = measure
        self.page: Page | None = None
        self.sections: tuple[str, ...] = ()
        self.message: Line = EMPTY
        self.awaited = False
        """Whether another article is on its way here."""
        self.centred = False
        """Whether the text stands in the middle of a wide pane."""
        self.hits: list[int] = []
        """Lines that a find has lit up."""
        self.hit = -1
        self.link = 0
        """The number of the link that Tab stands on; 0: none."""
        self.related: Sequence[RelatedRow] = ()
        """What stands at the foot."""
        self._foot: list[Line] = []
        self._pictures: Mapping[str, Thumbnail] = {}
        self._awaited_pictures: frozenset[str] = frozenset()
        self._text_first = False
        self._fitted = 0.0
        self._target = 0.0
        """Where to scroll when so much is set."""

    @property
    def article(self) -> Article | None:
        """The article that is shown."""
        return self.page.article if self.page else None

    @property
    def pictures(self) -> Mapping[str, Thumbnail]:
        """The small forms of the article's pictures that are here, by address."""
        return self._pictures

    @property
    def place(self) -> float:
        """How far down the page's top line is, 0 to 1; 1 when its end can be seen."""
        if self.page is None or not self.page.lines:
            return 0.0
        if self.page.done and self.scroll_offset.y + self.size.height >= len(self.page.lines):
            return 1.0
        return self.scroll_offset.y / len(self.page.lines)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.page is None or (self.page.done and self.scroll_offset.y + self.size.height >= self._height)

    def show(
        self,
        article: Article,
        pictures: Mapping[str, Thumbnail],
        place: float | None = None,
        awaited: frozenset[str] = frozenset(),
    ) -> None:
        """Show an article from `place` on (0 to 1), by default where the person stopped reading."""
        self.end_find()
        self.link = 0
        self.awaited = False
        self.related, self._foot = (), []
        self._pictures, self._awaited_pictures, self._text_first = pictures, awaited, False
        self._set(article, article.place if place is None else place)

    def renew(
        self,
        article: Article,
        pictures: Mapping[str, Thumbnail] | None = None,
        awaited: frozenset[str] | None = None,
    ) -> None:
        """The same article has changed (marks, text, pictures): show it so, what is being read where it was."""
        self._pictures = self._pictures if pictures is None else pictures
        self._awaited_pictures = self._awaited_pictures if awaited is None else awaited
        if self.article and _begins_with_text(self.article) and not _begins_with_text(article):
            self._text_first = True
        here, anchors = self.scroll_offset.y, self._anchors()
        self._set(article, self._target)
        if here and not self._target and self.page:
            self.page.advance(max(here + 4 * self.size.height - len(self.page.lines), 0))
            self._fit()
            self.jump_to(_place_of(anchors, self.page.lines, here))

    def _anchors(self) -> list[tuple[str, int]]:
        """The longer lines in view with their numbers, to find what is being read in another setting of it."""
        top = self.scroll_offset.y
        lines = self.page.lines[top : top + self.size.height] if self.page else []
        texts = [(_text_of(line), number) for number, line in enumerate(lines, top)]
        return [(text, number) for text, number in texts if len(text) >= _TELLING]

    def show_related(self, related: Sequence[RelatedRow]) -> None:
        """Show these at the foot; what is being read stays where it is."""
        self.related = related
        self._set_foot()
        self._fit()

    def clear(self, message: Line) -> None:
        """Show no article but a few words."""
        self.page, self.message = None, message
        self.set_height(0)
        self.refresh()

    def set_measure(self, measure: int) -> None:
        """Widest text line, in columns."""
        self.measure = min(max(measure, 30), 200)
        self.relayout()

    def relayout(self) -> None:
        """Set the page anew for another width, at the same place."""
        if self.page:
            self._set(self.page.article, self.place)

    def page_down(self) -> bool:
        """Scroll a page, two lines kept; False at the end of an article that is here."""
        if self.at_end:
            return self.awaited
        self.step(max(self.size.height - 2, 1))
        return True

    def step(self, lines: int) -> None:
        """Scroll by some lines."""
        self._target = 0.0
        self.jump_to(max(self.scroll_offset.y + lines, 0))
        self.post_message(self.Scrolled())

    def find(self, words: str) -> int:
        """Light up the lines with these words and go to the first from here; how many there are."""
        if self.page is None:
            return 0
        self.hits = self.page.find(words)
        self._fit()
        here = self.scroll_offset.y
        self.hit = next((n for n, line in enumerate(self.hits) if line >= here), 0) - 1
        self.next_hit(1)
        return len(self.hits)

    def next_hit(self, step: int) -> None:
        """Go to another hit."""
        if self.hits:
            self.hit = (self.hit + step) % len(self.hits)
            self.jump_to(max(self.hits[self.hit] - self.size.height // 3, 0))
        self.refresh()

    def end_find(self) -> None:
        """Put out the hits."""
        self.hits, self.hit = [], -1
        self.refresh()

    def walk_links(self, step: int) -> None:
        """Go to the next link, from the first one in view."""
        if self.page is None or not self.page.links:
            return
        if not self.link:
            self.link = self._first_link_in_view() or 1
        else:
            self.link = (self.link - 1 + step) % len(self.page.links) + 1
        line = self._line_of(self.link)
        if line is not None:
            self.keep_in_view(max(line - 2, 0), 5)
        self.refresh()

    def draw_line(self, y: int, width: int) -> Strip:
        """A line of the page."""
        if self.page is None:
            lines: list[Line] = []
            for paragraph in self.message:
                lines += [*wrap((paragraph,), max(width - 4, 1)), EMPTY]
            line = lines[y - 2] if 2 <= y < len(lines) + 2 else EMPTY
        else:
            line = self._line(y)
        if self.link:
            line = tuple(
                part._replace(flags=part.flags | REVERSE) if part.target == self.link and part.role == "link" else part
                for part in line
            )
        ground = "bg"
        if y in self.hits:
            ground = "selection" if y == self.hits[self.hit] else "selection-idle"
        return paint((Span(" " * min(self._margin(width), width)), *line), width, palette_of(self), ground)

    def redraw(self) -> None:
        """The theme changed; colours are not kept, but pictures come and go with it."""
        self.relayout() if self.page and bool(self.page.look.picture_lines) == palette_of(self).ansi else self.refresh()

    def on_resize(self) -> None:
        """Textual's word that the pane has another size."""
        if self.page and self.page.look.measure != self._measure():
            self.relayout()
        self.post_message(self.Scrolled())

    def on_click(self, event: events.Click) -> None:
        """A click on a link picks it."""
        from newsdesk.tui.related import FIRST_TARGET

        number = event.style.meta.get("target", 0)
        if FIRST_TARGET <= number < FIRST_TARGET + len(self.related):
            self.post_message(self.RelatedPicked(self.related[number - FIRST_TARGET].headline))
            return
        if self.page and 0 < number <= len(self.page.links):
            self.post_message(self.LinkPicked(self.page.links[number - 1]))

    def on_mouse_scroll_down(self) -> None:
        """The wheel reads on."""
        self._target = 0.0
        self.post_message(self.Scrolled())

    def _margin(self, width: int) -> int:
        return max((width - self._measure()) // 2, MARGIN) if self.centred else MARGIN

    def _measure(self) -> int:
        return max(min(self.measure, self.size.width - 2 * MARGIN), 8)

    def _set(self, article: Article, place: float) -> None:
        # Behind the first frame: setting an article needs much that a list doesn't.
        from newsdesk.tui.page import Page
        from newsdesk.tui.pictures import LOW_SCREEN_TALLEST, TALLEST
        from newsdesk.tui.typeset import Look

        hue = hue_of(article.headline.section, self.sections)
        tallest = LOW_SCREEN_TALLEST if self.app.size.height < _LOW else TALLEST
        look = Look(self._measure(), self.glyphs, hue, clock.now(), tallest if draws_pictures(self, self.glyphs) else 0)
        self.page = Page(article, look, self._pictures, self._awaited_pictures, self._text_first)
        self.page.advance(max(2 * self.size.height, _SLICE))
        self._set_foot()
        self._target = place if place < 1 else 0.0
        self._fit()
        self.jump_to(0)
        self._follow_target()
        if not self.page.done:
            self._set_more(self.page)

    def _set_more(self, page: Page) -> None:
        if page is not self.page or page.done:
            return
        end = clock.monotonic() + _SLICE_SECONDS
        while not page.done and clock.monotonic() < end:
            page.advance(_SLICE)
        # What is in view is set already: only the scroll bar has to follow, and not at every slice.
        if page.done or clock.monotonic() - self._fitted > _FIT_SECONDS:
            self._fit()
        self._follow_target()
        if not page.done:
            self.set_timer(0.002, lambda: self._set_more(page))

    def _follow_target(self) -> None:
        if self._target and self.page and self.page.done:
            self.jump_to(round(self._target * len(self.page.lines)))
            self._target = 0.0

    @property
    def _height(self) -> int:
        """Lines of the page, with its foot when it is set to the end."""
        return (len(self.page.lines) + (len(self._foot) if self.page.done else 0)) if self.page else 0

    def _line(self, y: int) -> Line:
        assert self.page is not None
        foot = y - len(self.page.lines)
        if foot < 0:
            return self.page.lines[y]
        return self._foot[foot] if self.page.done and foot < len(self._foot) else EMPTY

    def _set_foot(self) -> None:
        from newsdesk.tui.related import related_lines

        if self.page:
            self._foot = related_lines(self.page.article.headline, self.related, self.page.look, self.sections)

    def _fit(self) -> None:
        self._fitted = clock.monotonic()
        self.set_height(self._height)
        self.refresh()

    def _first_link_in_view(self) -> int:
        assert self.page is not None
        for line in self.page.lines[self.scroll_offset.y :]:
            for part in line:
                if part.target:
                    return part.target
        return 0

    def _line_of(self, number: int) -> int | None:
        assert self.page is not None
        for index, line in enumerate(self.page.lines):
            if any(part.target == number for part in line):
                return index
        return None

    def patch(self, headline: Headline) -> None:
        """Show the article's changed marks."""
        page = self.page
        if page and page.article.headline.id == headline.id and page.article.headline != headline:
            more = page.change_headline(headline)
            self._fit()
            if more and self.scroll_offset.y:
                self.jump_to(max(self.scroll_offset.y + more, 0))


def _begins_with_text(article: Article) -> bool:
    """Whether no picture stands above the first paragraph."""
    for block in article.document.blocks if article.document else ():
        if block.kind in ("lead", "paragraph"):
            return True
        if block.kind == "figure":
            return False
    return bool(article.headline.summary)


def _text_of(line: Line) -> str:
    return "".join(part.text for part in line if not part.role.startswith("#")).strip()


def _place_of(anchors: list[tuple[str, int]], lines: list[Line], here: int) -> int:
    """Where to scroll so that the first line that is known again stands where it stood; `here` where none is."""
    wanted = {text for text, _ in anchors}
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if (text := _text_of(line)) in wanted:
            found.setdefault(text, []).append(number)
    for text, number in anchors:
        if text in found:
            nearest = min(found[text], key=lambda place: abs(place - number))
            return max(here + nearest - number, 0)
    return here
