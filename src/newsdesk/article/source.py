"""What HTML source is cut down to before a parser sees it: libxml2 takes minutes or gigabytes for absurd tags."""

from __future__ import annotations

import re

from newsdesk.article.dom import MAX_HTML

MAX_TAGS = 400_000
"""Tags that are parsed; pages of news have a few thousand."""
MAX_ATTRIBUTES = 300
"""Attributes of one tag; one with more has none. libxml2's time grows with their square."""
MAX_BREAKS = 20_000
"""Line breaks from which on three in a row are two."""
_SUSPECT = 100_000
"""Characters of source from which on every tag is looked at."""
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{4000}")
_BREAKS = re.compile(r"(?:<br\b[^<>]{0,100}>\s*+){3,}+", re.IGNORECASE)
_TAG_START = re.compile(r"<[a-zA-Z][^\s/<>\"']*+")
_STOP = re.compile("[\"'>]")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")


def bounded(html: str) -> tuple[str, str]:
    """The source within the limits, and in words what was cut ("" for nothing); linear in its length."""
    notice = ""
    if len(html) > MAX_HTML or len(html.encode("utf-8", "ignore")) > MAX_HTML:
        notice = "Cut after 5 MB of HTML; o opens the original"
        html = html[:MAX_HTML]
    if len(html) > _SUSPECT or _LONG_TAG.search(html):
        html = _without_long_tags(html)
    if html.count("<") > MAX_BREAKS:
        html = _BREAKS.sub("<br><br>", html)
    if html.count("<") > MAX_TAGS:
        html = html[: _place_of_tag(html, MAX_TAGS)]
        notice = notice or f"Cut after {MAX_TAGS:,} tags; o opens the original"
    return html, notice


def _without_long_tags(html: str) -> str:
    parts: list[str] = []
    done = 0
    found = _TAG_START.search(html)
    while found:
        end = _tag_end(html, found.end())
        # An attribute takes two characters at least.
        if end - found.end() > 2 * MAX_ATTRIBUTES and _attributes(html[found.end() : end - 1]) > MAX_ATTRIBUTES:
            parts += (html[done : found.end()], ">")
            done = end
        found = _TAG_START.search(html, end)
    return "".join((*parts, html[done:])) if parts else html


def _tag_end(html: str, place: int) -> int:
    """Where the tag that goes on at `place` ends: after the first `>` that stands in no quotes."""
    while stop := _STOP.search(html, place):
        if stop[0] == ">":
            return stop.end()
        closing = html.find(stop[0], stop.end())
        if closing < 0:
            break
        place = closing + 1
    return len(html)


def _attributes(inside: str) -> int:
    return len(_QUOTED.sub('"" ', inside).split())


def _place_of_tag(html: str, number: int) -> int:
    place = -1
    for _ in range(number + 1):
        place = html.find("<", place + 1)
    return place
