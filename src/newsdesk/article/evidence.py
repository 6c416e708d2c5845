"""Evidence of what is the article: text that a reading of the page gave, looked up in it and found in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsdesk import urls
from newsdesk.article.dom import Element, text_of

_LETTERS = re.compile(r"\W+")
STRETCH = 24
"""Letters: a shorter stretch of text proves nothing, it stands in menus too."""
PARAGRAPH = 60
"""Letters of a paragraph that is evidence by its place alone."""
_NEAR_BY = 20_000
"""Letters behind the last find in which the next one is looked for first: both go down the page."""
_MOST_SEARCHED = 400_000_000
"""Letters that are searched in all beyond that: 0.2 s of work; pages of news need a hundredth."""
_MOST_STRETCHES = 60
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARTS = frozenset(("ol", "ul", "li", "dl", "dd", "blockquote", "p"))
_IN_CARDS = frozenset(("img", "figure", "picture", "span", "time", "small"))
"""What may stand between a card's heading and its text."""


def letters(text: str) -> str:
    """Text as it is compared between readings: letters and digits only, no case."""
    return _LETTERS.sub("", text).casefold()


class Evidence:
    """Text of the article, line by line, to be asked what it holds; the time stays in proportion to the page's."""

    def __init__(self, lines: Iterable[str]) -> None:
        own = [line for line in map(letters, lines) if line]
        self._lines = frozenset(own)
        self._text = "".join(own)
        self._place = 0
        self._left = _MOST_SEARCHED

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self._text != ""

    def __contains__(self, own: str) -> bool:
        """Whether these letters stand in it in this order."""
        if own in self._lines:
            return True
        place = self._text.find(own, self._place, self._place + _NEAR_BY)
        if place < 0 and self._left > 0:
            self._left -= len(self._text)
            place = self._text.find(own)
        self._place = max(place, self._place)
        return place >= 0

    def has_most_of(self, own: str) -> bool:
        """Whether these letters stand in it, or most stretches of them: readings differ by a note or a button."""
        if own in self:
            return True
        parts = [own[n : n + STRETCH] for n in range(0, len(own) - STRETCH + 1, STRETCH)][:_MOST_STRETCHES]
        return len(parts) > 1 and sum(part in self for part in parts) * 2 >= len(parts)

    def widened(self, root: Element) -> Evidence:
        """The same, and what stands in boxes named like those that hold it.

        Publishers part an article in several boxes of one class, and an outside reading may stop after the first.
        """
        found = [(own, _box(holder), own in self) for holder, own in stretches(root)]
        names = {box for _own, box, known in found if known and box and box[1]}
        more = [own for own, box, known in found if not known and len(own) >= PARAGRAPH and box in names]
        return Evidence((self._text, *more)) if more else self

    def weights(self, root: Element, url: str = "") -> dict[Element, int]:
        """How many letters of it stand below each element of the page at `url`, apart from teasers.

        Empty where all of it is teasers of other articles: then it points to the boxes beside this one.
        """
        found: dict[Element, int] = {}
        for holder, own in stretches(root):
            if own not in self or is_teaser(holder, url):
                continue
            above = holder
            while above is not None:
                found[above] = found.get(above, 0) + len(own)
                above = above.getparent()
        return found


def stretches(root: Element) -> Iterator[tuple[Element, str]]:
    """The longer stretches of text, as letters, with the elements they stand in."""
    for element in root.iter():
        if element.tag in ("script", "style"):
            continue
        if element.tag == "p" and len(element) and len(own := letters("".join(element.itertext()))) >= STRETCH:
            yield element, own
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text and len(text) >= STRETCH and holder is not None and len(own := letters(text)) >= STRETCH:
                yield holder, own


def is_teaser(holder: Element, url: str) -> bool:
    """Whether a text in the page at `url` stands in a link or below a heading that is one: another article's card."""
    if holder.tag == "a" and (above := holder.getparent()) is not None and above.tag in _HEADINGS:
        return _leads_away(above, url)
    if any(above.tag == "a" for above, _ in zip(holder.iterancestors(), range(2), strict=False)):
        return True
    for element in (holder, holder.getparent()):
        before, passed = None if element is None else element.getprevious(), 0
        while before is not None and before.tag in _IN_CARDS and passed < 2:
            before, passed = before.getprevious(), passed + 1
        if before is not None and before.tag in _HEADINGS:
            return _leads_away(before, url)
    return False


def _leads_away(heading: Element, url: str) -> bool:
    """Whether all of a heading leads to another page; one that can be linked to leads to this one."""
    linked = [link for link in heading.iter("a") if "#" not in link.get("href", "#")]
    if not linked or letters(text_of(heading)) != letters("".join(map(text_of, linked))):
        return False
    return all(urls.canonical(urls.web_url(link.get("href"), url)) != urls.canonical(url) for link in linked)


def _box(holder: Element) -> tuple[str, str] | None:
    """The tag and class of what a paragraph stands in."""
    parent = holder.getparent() if holder.tag == "p" else None
    return None if parent is None else (parent.tag, parent.get("class", ""))


def densest(root: Element, found: dict[Element, int], share: float) -> Element:
    """The lowest element that holds its share of all the evidence."""
    wanted = found.get(root, 0) * share
    best = root
    while wanted:
        below = next((child for child in best if found.get(child, 0) >= wanted), None)
        if below is None:
            break
        best = below
    # A list may be most of an article, but stands in it.
    while best.tag in _PARTS and best.getparent() is not None:
        best = best.getparent()
    return best
