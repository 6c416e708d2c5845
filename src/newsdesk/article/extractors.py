"""Readings of a page as evidence of where the article is: an outside extractor's, and one of our own."""

from __future__ import annotations

import logging
import re
from typing import Any

from newsdesk.article.dom import Element
from newsdesk.article.evidence import PARAGRAPH, letters, stretches

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


def own_reading(root: Element) -> str:
    """The letters of the element whose paragraphs weigh most, for pages that the outside reading can't make out.

    A paragraph weighs its letters outside links, for the element around it in full and for the next one half.
    """
    paragraphs = [
        (element, len(own))
        for element in root.iter("p", "div", "td", "section", "article", "pre", "blockquote", "li")
        if len(own := _own_text(element)) >= PARAGRAPH
    ]
    asides = _asides(paragraphs)
    scores: dict[Element, float] = {}
    for element, size in paragraphs:
        if not asides.isdisjoint((element, *element.iterancestors())):
            continue
        holder = element.getparent() if element.tag in ("p", "li", "pre", "blockquote") else element
        above = None if holder is None else holder.getparent()
        if holder is not None:
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
    boxes = [box for box in near.iter() if scores.get(box, 0) >= scores[best] / 6]
    seen: set[Element] = set()
    parts: list[str] = []
    for box in boxes:
        if not seen.isdisjoint((box, *box.iterancestors())):
            continue
        seen.add(box)
        parts.extend(own for _holder, own in stretches(box))
    return "\n".join(parts)


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
    """The boxes beside the article by their names; what holds a third of the page's text is none, whatever its name."""
    held: dict[Element, int] = {}
    for element, size in paragraphs:
        for above in (element, *element.iterancestors("nav", "footer", "aside", "div", "section", "ul")):
            held[above] = held.get(above, 0) + size
    most = sum(size for _element, size in paragraphs) / 3
    return {box for box, size in held.items() if size < most and _is_beside(box)}


def _is_beside(box: Element) -> bool:
    names = f"{box.get('class', '')} {box.get('id', '')}"
    return box.tag in ("nav", "footer", "aside") or _BESIDE.search(names) is not None
