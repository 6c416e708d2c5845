"""Lists, terms with their definitions, and footnotes into blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsdesk.article.boilerplate import is_hidden
from newsdesk.article.dom import Element
from newsdesk.article.shapes import number_of, strong
from newsdesk.model.blocks import Block, Figure, Footnote, ListBlock

if TYPE_CHECKING:
    from newsdesk.article.walk import Walk

MAX_NESTING = 12
"""Quotes and lists in each other; what is nested deeper stands at this level."""
FOOTNOTES = re.compile(r"footnotes?\b|endnotes?\b|\breferences-notes\b", re.IGNORECASE)
"""Class names of the notes at the foot."""


def list_of_items(walk: Walk, element: Element) -> None:
    """A list with its items, or the notes at the foot where that is what it holds."""
    if not walk.noting and FOOTNOTES.search(element.get("class", "")):
        footnotes(walk, element)
        return
    items: list[list[Block]] = [walk.loose(element.text)]
    for child in element:
        if walk.cut:
            break
        if child.tag == "li":
            if walk.noting:
                _footnote(walk, child, len(walk.blocks) + 1)
            elif not is_hidden(child) and not walk.is_furniture(child):
                items.append(walk.inside(child))
        else:
            # Lists straight in lists, and whatever else has no item of its own, belong to the item before.
            items[-1].extend(walk.apart(child))
        items[-1].extend(walk.loose(child.tail))
    _add_list(walk, items, element.tag == "ol", number_of(element.get("start"), 1))


def _add_list(walk: Walk, items: list[list[Block]], ordered: bool = False, start: int = 1) -> None:
    """Adds a list; what stands before its first item goes before it."""
    walk.blocks.extend(items[0])
    kept = tuple(tuple(item) for item in items[1:] if item)
    walk.count += len(kept)
    if walk.nesting >= MAX_NESTING or all(isinstance(block, Figure) for item in kept for block in item):
        walk.blocks.extend(block for item in kept for block in item)
    elif kept:
        walk.blocks.append(ListBlock(kept, ordered, start if ordered else 1))


def list_of_terms(walk: Walk, element: Element) -> None:
    """Terms and what they mean: a list with an item a term, the term strong."""
    items: list[list[Block]] = [walk.loose(element.text)]
    walk.nesting += 1
    _define(walk, element, items)
    walk.nesting -= 1
    _add_list(walk, items)


def _define(walk: Walk, element: Element, items: list[list[Block]]) -> None:
    for child in element:
        if child.tag == "dt":
            items.append([strong(block) for block in walk.inside(child)])
        elif child.tag == "div" and child.find("dt") is not None:
            items[-1].extend(walk.loose(child.text))
            _define(walk, child, items)
        else:
            items[-1].extend(walk.inside(child) if child.tag == "dd" else walk.apart(child))
        items[-1].extend(walk.loose(child.tail))


def footnotes(walk: Walk, element: Element) -> None:
    """The notes at the foot: list items and marked paragraphs in it become footnotes, all else stays."""
    walk.noting += 1
    if element.tag in ("ul", "ol"):
        list_of_items(walk, element)
    else:
        walk.descend(element, 0, "")
    walk.noting -= 1


def _footnote(walk: Walk, element: Element, position: int) -> None:
    inner = walk.inside(element)
    digits = re.search(r"\d{1,6}", (element.get("id") or "")[-12:])
    if inner:
        walk.blocks.append(Footnote(digits[0] if digits else str(position), tuple(inner)))
        walk.count += 1
