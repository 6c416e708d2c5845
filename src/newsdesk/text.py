"""The one gate for text from outside.

Nothing that a feed, page, list or server sent is stored or drawn as text before it passed
`clean_line` or `clean_text`; `drawable` is the second gate, right before the terminal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MAX_LINE = 1_000
"""Characters of a one-line field (title, name, author)."""
MAX_TEXT = 2_000_000
"""Characters of a longer text."""
MAX_MARKS = 8
"""Combining marks kept on one base character."""

# Patterns are compiled when the first text needs them: all together they are a twentieth of a start.
compiled = cache(re.compile)
"""The pattern of a regular expression."""

# Controls, C1, bidi embeddings/overrides/isolates, invisible operators, interlinear marks, tag characters,
# surrogates and noncharacters. LRM, RLM and ALM stay: right-to-left text needs them and they open nothing.
# In two, because a class that goes beyond U+FFFF is a list to the pattern's engine, fifty times as slow as a table.
_FORBIDDEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_FORBIDDEN_BEYOND = (
    "[\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_BEYOND = "[\U0001fffe-\U0010ffff]"
_BREAKS = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"
_TO_SPACE = {ord("\t"): " ", ord("\n"): " "}
# Flags are drawn as the letters that they are made of: terminals give a pair two, three or four columns.
_TO_DRAW = _TO_SPACE | {0x1F1E6 + place: chr(ord("A") + place) for place in range(26)}
_SPACES = "\t\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INLINE_SPACE = f" [ {_SPACES}]+|[{_SPACES}][ {_SPACES}]*"
_COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
# Text of these alone is clean: they are printable, no mark joins them, and NFC leaves them as they are.
_NOT_SETTLED = (
    "[^ -~\u00a1-\u00ac\u00ae-\u02ff\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u05d0-\u05ea\u0620-\u064a\u2010-\u2027"
    "\u2030-\u205e\u20a0-\u20bf\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"
)
_MARK_FLOOD = f"[{_COMBINING}][{_COMBINING}]{{{MAX_MARKS},}}"
_SPLIT_EMOJI = (
    "\u200d[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
    "|[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)


def is_settled(text: str) -> bool:
    """Whether the gate would leave a text as it is, but for its white space; False may be wrong."""
    return text.isprintable() if text.isascii() else compiled(_NOT_SETTLED).search(text) is None


def clean_line(text: str, limit: int = MAX_LINE) -> str:
    """Text for one line: no controls, no bidi embedding, NFC, white space folded, cut at `limit` with '…'."""
    text = text[: limit * 8]
    if not text.isprintable():
        text = compiled(_BREAKS).sub(" ", text.replace("\t", " ").replace("\n", " "))
    text = _clean(text)
    # Only the space is white and printable.
    text = text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clean_text(text: str, limit: int = MAX_TEXT) -> str:
    """Running text: as `clean_line`, but line breaks stay; cut at `limit` with '…'."""
    text = text[: limit * 2]
    plain = text.isprintable()
    if not plain:
        text = compiled(_BREAKS).sub("\n", text).replace("\t", " ")
    text = _clean(text)
    if not plain or "  " in text:
        text = compiled(_INLINE_SPACE).sub(" ", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def clean_code(text: str, limit: int = MAX_TEXT) -> str:
    """Preformatted text: spaces and line breaks stay as they are, tabs become spaces to the next eighth column."""
    # Cut again: a flood of tabs is eight times as long in spaces.
    return _clean(compiled(_BREAKS).sub("\n", text[:limit]).expandtabs(8)[:limit])


def drawable(text: str) -> str:
    """Text as it goes to the terminal: cleaned once more, without the code points whose width terminals disagree on.

    Zero-width joiner sequences keep their first emoji; variation selectors, keycaps and skin tones go; a flag is the
    two letters of its country.
    """
    # What is forbidden is not printable, and what is taken out stands above U+FE00, but for the keycap.
    if text.isprintable() and (text.isascii() or (max(text) < "\ufe00" and "\u20e3" not in text)):
        return text
    return compiled(_SPLIT_EMOJI).sub("", _without_forbidden(compiled(_BREAKS).sub(" ", text.translate(_TO_DRAW))))


def _without_forbidden(text: str) -> str:
    # Of these all but selectors beyond are unprintable to Python too, which tells in a nanosecond a character.
    if not text.isprintable():
        text = compiled(_FORBIDDEN).sub("", text)
    return compiled(_FORBIDDEN_BEYOND).sub("", text) if compiled(_BEYOND).search(text) else text


def _clean(text: str) -> str:
    if is_settled(text):
        return text
    text = _without_forbidden(text)
    if text.isascii():
        return text
    text = compiled(_MARK_FLOOD).sub(lambda found: found.group()[:MAX_MARKS], text)
    return unicodedata.normalize("NFC", text)


def file_name(title: str) -> str:
    """A title as a file's name without ending: at most 100 characters that every file system takes."""
    kept = re.sub(r'[\\/:*?"<>|]+', " ", clean_line(title, 300))
    return " ".join(kept.split())[:100].strip(". ") or "untitled"
