"""HTML fragments to one line of plain text, in linear time: titles, names, summaries.

Article bodies are the business of `article`; here a few hundred characters are wanted, quickly, from every entry.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from newsdesk.text import MAX_LINE, clean_line

SUMMARY_LENGTH = 500
"""Characters of a summary, about three sentences."""
_MAX_SCANNED = 200_000
"""Characters of a body that are looked at for a summary: pages of style sheets may come before the first word."""

_PHRASE_NAMES = (
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr"
)
_BLOCK_NAMES = (
    "address article aside audio blockquote body button canvas caption center col colgroup dd details dialog dir div "
    "dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html "
    "iframe input label legend li link main map area menu meta nav noframes noscript object ol optgroup option "
    "output p param picture pre progress section select source summary table tbody td template tfoot th thead "
    "title tr track ul video svg"
)
_SILENT_NAMES = "script style head template svg math noframes iframe object select textarea title"
_PHRASE, _BLOCK, _SILENT = (frozenset(names.split()) for names in (_PHRASE_NAMES, _BLOCK_NAMES, _SILENT_NAMES))
"""Elements that are set within a line, those that make one of their own, and those whose text is no text."""

_TAG = re.compile(
    r"<(?:!--|(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)"
    r"(?:>|(?=[\s/])(?:(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>|[^<>]*(?:>|\Z))))"
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_PAIRED = re.compile(r"<(b|i|em|strong|u|span|a|p|sup|sub|small|code|cite|q|font)(?:\s[^<>]{0,500})?>[^<]*</\1>", re.I)
_WORD_END = re.compile(r"\s+\S*\Z")


def title_line(fragment: str, limit: int = MAX_LINE) -> str:
    """A title, name or category as plain text; what looks like a tag and isn't HTML (`a < b`, `List<T>`) stays."""
    fragment = fragment[: limit * 8]
    if "<" in fragment:
        fragment = "".join(_pieces(fragment, title=True))
    if "&" in fragment:
        fragment = _unescape(fragment)
        # Twice escaped by its publisher: markup shows up only now.
        if "<" in fragment and _PAIRED.search(fragment):
            fragment = _unescape("".join(_pieces(fragment, title=True)))
    return clean_line(fragment, limit)


def summary_line(fragment: str, limit: int = SUMMARY_LENGTH) -> str:
    """The first few sentences of an HTML body, cut after a whole word with '…'."""
    collected: list[str] = []
    length = 0
    for piece in _pieces(fragment[:_MAX_SCANNED], title=False):
        collected.append(piece)
        length += len(piece.strip())
        if length > limit * 2:
            break
    return shortened(clean_line(_unescape("".join(collected)), limit * 4), limit)


def text_line(text: str, limit: int = SUMMARY_LENGTH) -> str:
    """As `summary_line`, of text that is no HTML."""
    return shortened(clean_line(text, limit * 4), limit)


def shortened(line: str, limit: int) -> str:
    """A cleaned line of at most `limit` characters, cut after a whole word where words are not longer than 40."""
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    whole = _WORD_END.sub("", cut[-40:]) if not line[limit - 1].isspace() else cut[-40:]
    return (cut[:-40] + whole).rstrip(" ,;:–—-") + "…"


def first_words(line: str, words: int = 12, limit: int = 90) -> str:
    """The start of a cleaned text as a made-up headline, ending in '…' where something was left out."""
    parts = line.split(" ")
    return shortened(line if len(parts) <= words else " ".join(parts[:words]).rstrip(" ,;:–—-.") + "…", limit)


def html_from_text(text: str) -> str:
    """Plain text as HTML with the same paragraphs and line breaks."""
    paragraphs = re.split(r"\n[ \t\r]*\n", html.escape(text.strip(), quote=False))
    return "".join(
        f"<p>{paragraph.strip().replace(chr(10), '<br>')}</p>" for paragraph in paragraphs if paragraph.strip()
    )


def _unescape(text: str) -> str:
    return _REFERENCE.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


def _pieces(fragment: str, *, title: bool) -> Iterator[str]:
    """The text between tags, with a space where a block starts or ends."""
    at = 0
    closed = _Closers(fragment)
    while (found := _TAG.search(fragment, at)) is not None:
        name = (found["name"] or "").lower()
        if not name:
            yield fragment[at : found.start()]
            at = closed.after("-->", found.end())
            continue
        if not _is_markup(name, title=title, closed=closed, position=found.start(), is_end=bool(found["end"])):
            yield fragment[at : found.start() + 1]
            at = found.start() + 1
            continue
        yield fragment[at : found.start()]
        if name not in _PHRASE or name == "br":
            yield " "
        at = found.end()
        if name in _SILENT and not found["end"] and not found.group().endswith("/>"):
            at = closed.after(f"</{name}", at)
    yield fragment[at:]


def _is_markup(name: str, *, title: bool, closed: _Closers, position: int, is_end: bool) -> bool:
    if name in _PHRASE:
        return True
    if name not in _BLOCK and name not in _SILENT:
        return False
    # "Why <table> is back" is a headline; "<div>Why</div>" is markup.
    return (
        not title or is_end or name in ("p", "hr", "div", "li", "h1", "h2", "h3") or closed.has(f"</{name}", position)
    )


class _Closers:
    """Finds closing marks without going over the same text twice: what was not found once is not there later."""

    def __init__(self, fragment: str) -> None:
        self._fragment = fragment
        self._folded = ""
        self._missing: set[str] = set()

    def has(self, mark: str, start: int) -> bool:
        """Whether `mark` comes after `start`."""
        return self._find(mark, start) >= 0

    def after(self, mark: str, start: int) -> int:
        """The position behind the next `mark`; `start` where there is none."""
        found = self._find(mark, start)
        return found + len(mark) if found >= 0 and mark == "-->" else found if found >= 0 else start

    def _find(self, mark: str, start: int) -> int:
        if mark in self._missing:
            return -1
        if not self._folded:
            folded = self._fragment.lower()
            # Lower case may be longer than the text it came from (İ); then positions would lie.
            self._folded = folded if len(folded) == len(self._fragment) else self._fragment
        found = self._folded.find(mark, start)
        if found < 0:
            self._missing.add(mark)
        return found
