"""Figures into blocks: the picture, its caption and its credit apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsdesk.article.credits import split_credit, tidy_credit
from newsdesk.article.dom import Element, text_of
from newsdesk.article.shapes import captioned, drop
from newsdesk.model.blocks import Figure, Run, Runs
from newsdesk.text import clean_line

if TYPE_CHECKING:
    from newsdesk.article.walk import Walk

CAPTION = re.compile(r"caption|legend\b|credit|copyright", re.IGNORECASE)
CREDIT = re.compile(r"credit|copyright|photographer|attribution|\bsource\b|agency|\brights\b", re.IGNORECASE)


def figure(walk: Walk, element: Element) -> None:
    """A figure: pictures take the caption; a table, a text or a player keeps its own shape above it."""
    captions = [
        c for c in element.iter("figcaption")
        if c.getparent() is element or next(c.iterancestors("figure"), element) is element
    ]  # fmt: skip
    if not captions:
        captions = [e for e in element.iter() if e.tag != "img" and e is not element and _names_caption(e)]
    caption: Runs = ()
    credit = ""
    for found in captions[:1]:
        caption, credit = _caption(walk, found)
        drop(found)
    # In a figure "copyright" or "social" names the credit, no box beside the article.
    walk.figures += 1
    inner = walk.inside(element)
    walk.figures -= 1
    for block in captioned(inner, caption, credit):
        if isinstance(block, Figure):
            walk.add_figure(block.image, block.caption, block.credit)
        else:
            walk.blocks.append(block)


def _caption(walk: Walk, element: Element) -> tuple[Runs, str]:
    credit = ""
    for part in list(element.iter("cite", "small", "span", "div", "p", "footer", "em", "i", "a")):
        if part.tag == "cite" or CREDIT.search(f"{part.get('class', '')} {part.get('itemprop', '')}"):
            told = clean_line(text_of(part), 300)
            # What is named a credit may be the caption too; told apart they are below.
            if told and not all(split_credit((Run(told),))):
                credit = tidy_credit(told)
                drop(part)
                break
    caption = walk.runs(element)
    if not credit:
        caption, credit = split_credit(caption)
    return caption, credit


def _names_caption(element: Element) -> bool:
    return CAPTION.search(element.get("class", "")) is not None
