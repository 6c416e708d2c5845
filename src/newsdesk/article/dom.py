"""HTML source as a tree that is never deeper than what the walk can take, whatever comes in."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An lxml element; lxml has no types."""

MAX_HTML = 5_000_000
"""Bytes of HTML that are read; the rest is cut."""
MAX_DEPTH = 150
"""Levels that are walked. libxml2 drops, silently, everything after its own 255th."""


class TooDeep(Exception):
    """The tree goes on below MAX_DEPTH: text may be missing from it; `flat` has all of it."""


def names(row: str) -> frozenset[str]:
    """The words of a row of data, as a set to look in."""
    return frozenset(row.split())


@cache
def _parser() -> Any:
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)


def parse(html: str) -> Element:
    """The root element of any text taken as HTML, cut at MAX_HTML bytes; comments are gone."""
    data = html[:MAX_HTML].encode("utf-8", "ignore")[:MAX_HTML]
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    # Without a body of our own around it a fragment of text would have no element to stand in.
    start = b"" if _DOCUMENT.match(data) else b"<html><body>"
    try:
        root = etree.fromstring(start + data, _parser())
    except etree.XMLSyntaxError:
        root = None
    return etree.Element("html") if root is None else root


def source_of(element: Element) -> str:
    """The HTML of an element and all below it."""
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def holder_of(element: Element) -> Element:
    """A copy of an element inside one of no meaning, for walks that look at what is below."""
    holder = etree.Element("div")
    copied = deepcopy(element)
    copied.tail = None
    holder.append(copied)
    return holder


def text_of(element: Element) -> str:
    """All text below an element, white space folded; scripts and styles count too."""
    return " ".join("".join(element.itertext()).split())


def depth(root: Element) -> int:
    """How many levels the tree has, counted no further than just past MAX_DEPTH."""
    deepest, level = 0, 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            level -= 1
            continue
        level += 1
        if level > deepest:
            deepest = level
            if deepest > MAX_DEPTH:
                break
    return deepest


# Possessive, so that a flood of spaces or doctypes is passed once.
_DOCUMENT = re.compile(
    rb"\s*+(?:(?:<!doctype[^>]*+>|<!--.{0,2000}?-->|<\?xml[^>]*+>)\s*+)*+<html", re.IGNORECASE | re.DOTALL
)
_RAW = frozenset(("script", "style", "template", "textarea", "title", "svg", "head"))
_INLINE = names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb rp rt rtc ruby s samp small "
    "span strike strong sub sup time tt u var wbr nobr o:p"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")


def flat(html: str) -> str:
    """The same text and pictures without nesting: every block a paragraph, every inline tag gone; linear."""
    return _TAG.sub(_flat_tag, html[:MAX_HTML])


def bare(html: str) -> str:
    """The text without any tag: what is left where even the flat form is too deep."""
    return _TAG.sub(" ", html[:MAX_HTML]).replace("<", "&lt;")


def _flat_tag(found: re.Match[str]) -> str:
    name = found[2].lower()
    if name in _RAW or name in ("img", "br", "hr"):
        return found[0]
    if name in _INLINE:
        return ""
    return " </p>" if found[1] else " <p>"
