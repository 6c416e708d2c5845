"""Readings of a page as evidence of where the article is: an outside extractor's, and one of our own."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from newsdesk.article.boilerplate import COMMENTED, is_comments
from newsdesk.article.dom import Element
from newsdesk.article.evidence import PARAGRAPH, is_teaser, letters, stretches

NEAR = 3
"""Levels above the heaviest element among which an article's other boxes are looked for."""
_UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "title"))


def outside_reading(html: str, url: str) -> str:
    """The article's text as trafilatura reads it; "" where it finds none or can't be imported."""
    try:
        import trafilatura
    except ImportError:
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found: Any = trafilatura.extract(html, url=url or None, include_comments=False, include_tables=True)
    return found or ""


def visible(root: Element) -> str:
    """All text a reader of the page sees, as far as the tree tells."""
    parts: list[str] = []
    for element in root.iter():
        if element.text and element.tag not in _UNSEEN:
            parts.append(element.text)
        if element.tail:
            parts.append(element.tail)
    return " ".join(" ".join(parts).split())


def own_reading(root: Element, url: str = "") -> str:
    """The letters of the element whose paragraphs weigh most, for pages that the outside reading can't make out.

    A paragraph weighs its letters outside links, for the element around it in full and for the next one half.
    """
    paragraphs = [
        (element, len(own))
        for element in root.iter("p", "div", "td", "section", "article", "pre", "blockquote", "li")
        if len(own := _own_text(element)) >= PARAGRAPH and not is_teaser(element, url)
    ]
    asides = _asides(paragraphs)
    direct: dict[Element, int] = {}
    scores: dict[Element, float] = {}
    for element, size in paragraphs:
        if not asides.isdisjoint((element, *element.iterancestors())):
            continue
        holder = element.getparent() if element.tag in ("p", "li", "pre", "blockquote") else element
        above = None if holder is None else holder.getparent()
        if holder is not None:
            direct[holder] = direct.get(holder, 0) + size
            scores[holder] = scores.get(holder, 0) + size
        if above is not None:
            scores[above] = scores.get(above, 0) + size / 2
    if not scores:
        return ""
    best = max(scores, key=lambda element: scores[element])
    # A text in several boxes: those that weigh something too, not far from the heaviest.
    near = next(
        (above for level, above in enumerate(best.iterancestors()) if level == NEAR), best.getroottree().getroot()
    )
    boxes = [box for box in near.iter() if box is best or direct.get(box, 0) >= scores[best] / 6]
    return "\n".join(_texts_of(boxes, url))


def _texts_of(boxes: list[Element], url: str) -> Iterator[str]:
    """The letters of every longer stretch of text in the boxes but teasers, those of boxes in boxes once."""
    seen: set[Element] = set()
    for box in boxes:
        if seen.isdisjoint((box, *box.iterancestors())):
            seen.add(box)
            yield from (own for holder, own in stretches(box) if not is_teaser(holder, url))


def _own_text(element: Element) -> str:
    """The letters of an element outside links, without those of the blocks in it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in ("b", "strong", "i", "em", "span", "code", "q", "abbr", "u", "font", "sup", "sub"):
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return letters("".join(parts))


_BESIDE = re.compile(
    r"(?<![a-z])(?:comments?|disqus|cookies?|consent|gdpr|related|sidebar|footer|recirc|promo|newsletter|nav|menu|modal|"
    r"recommended|trending|popular|teasers?)(?![a-z])",
    re.IGNORECASE,
)


def _asides(paragraphs: list[tuple[Element, int]]) -> set[Element]:
    """The boxes beside the article by their names.

    What holds a third of the page's text is none, whatever its name; comments may hold more, as long as there is a text
    that they are on.
    """
    held: dict[Element, int] = {}
    for element, size in paragraphs:
        for above in (element, *element.iterancestors("nav", "footer", "aside", "div", "section", "ul", "ol")):
            held[above] = held.get(above, 0) + size
    total = sum(size for _element, size in paragraphs)
    asides = {box for box, size in held.items() if size < total / 3 and _is_beside(box)}
    for box, size in held.items():
        if size < total - COMMENTED and is_comments(box):
            asides.add(box)
    return asides


def _is_beside(box: Element) -> bool:
    names = f"{box.get('class', '')} {box.get('id', '')}"
    return box.tag in ("nav", "footer", "aside") or _BESIDE.search(names) is not None
