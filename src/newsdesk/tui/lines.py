"""Lines of spans: what every widget draws, before it meets colours; measuring, cutting and breaking by columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, split_graphemes

from newsdesk.text import drawable

BOLD, ITALIC, UNDERLINE, STRIKE, REVERSE = 1, 2, 4, 8, 16


class Span(NamedTuple):
    """A stretch of one line in one role (a name of `themes.ROLES`)."""

    text: str
    role: str = "text"
    flags: int = 0
    target: int = 0
    """What a click on it means to the widget that draws it: a link's number from 1; 0: nothing."""


Line: TypeAlias = tuple[Span, ...]
EMPTY: Line = ()


def span(text: str, role: str = "text", flags: int = 0, target: int = 0) -> Span:
    """A span of text from outside: through the gate to the terminal."""
    return Span(drawable(text), role, flags, target)


def cells(text: str) -> int:
    """How many columns a text takes."""
    # Rich keeps each text that it has measured, the last 4,096: a megabyte of lines that nobody sees any more.
    is_counted = (text.isascii() and text.isprintable()) or _SINGLE.fullmatch(text)
    return len(text) if is_counted else cell_len(text)


def width_of(line: Iterable[Span]) -> int:
    """The columns a line takes."""
    return sum(cells(part.text) for part in line)


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """As much of the text as fits in `width` columns, whole graphemes, ending in `ellipsis` where it was longer."""
    if cells(text) <= width:
        return text
    room = width - cells(ellipsis)
    if room < 0:
        return ""
    return text[: fitting(text, room)].rstrip() + ellipsis


def fitting(text: str, width: int) -> int:
    """How many characters of the text fit in `width` columns, never half a grapheme."""
    if _SINGLE.fullmatch(text):
        return min(len(text), width)
    taken = 0
    for start, _end, cells in split_graphemes(text)[0]:
        taken += cells
        if taken > width:
            return start - (_flag_letters_before(text, start) % 2 if _is_flag_letter(text[start]) else 0)
    return len(text)


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, end: int) -> int:
    """How many letters of flags stand right before a place: two make one flag."""
    start = end
    while start and _is_flag_letter(text[start - 1]):
        start -= 1
    return end - start


def cut_line(line: Line, width: int, ellipsis: str = "…") -> Line:
    """As much of the line as fits in `width` columns."""
    if width_of(line) <= width:
        return line
    kept: list[Span] = []
    left = width
    for part in line:
        taken = cells(part.text)
        if taken >= left:
            kept.append(part._replace(text=cut(part.text + "  ", left, ellipsis)))
            break
        kept.append(part)
        left -= taken
    return tuple(kept)


def spread(left: Line, right: Line, width: int, ellipsis: str = "…") -> Line:
    """`left` and `right` at the two ends of a line of `width` columns; left is cut where both don't fit."""
    taken = width_of(right)
    if taken >= width:
        return cut_line(left, width, ellipsis)
    left = cut_line(left, width - taken - (1 if right else 0), ellipsis)
    return (*left, Span(" " * (width - taken - width_of(left))), *right)


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    if text.isascii():
        return False
    for character in text[:200]:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


# Letters of Latin, Greek and Cyrillic and general punctuation: one column each, so counting is measuring.
_SINGLE = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e]*")

_FULL = 0.72
"""Share of its width from which on a line is no short one."""
# Closing punctuation that may not begin a line, opening punctuation that may not end one.
_NOT_FIRST = frozenset("、。，．・：；？！）」』】〕》〉”’…ー々,.!?:;)]}%")
_NOT_LAST = frozenset("（「『【〔《〈“‘([{")


@lru_cache(256)
def break_text(text: str, width: int, first: int | None = None) -> tuple[tuple[int, int], ...]:
    """Where lines of at most `width` columns begin and end (`first`: of the first line); at spaces, else anywhere.

    Newlines always break. Trailing spaces of a line belong to none.
    """
    width = max(width, 1)
    lines: list[tuple[int, int]] = []
    room = max(first, 1) if first is not None else width
    offset = 0
    for paragraph in text.split("\n"):
        lines += [(a + offset, b + offset) for a, b in _break_paragraph(paragraph, width, room)]
        room = width
        offset += len(paragraph) + 1
    return tuple(lines)


def _break_paragraph(text: str, width: int, room: int) -> list[tuple[int, int]]:
    plain = bool(_SINGLE.fullmatch(text))
    if len(text) <= room and (plain or cells(text) <= room):
        return [(0, len(text))]
    lines: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        # No line holds more characters than columns, but for combining marks; so only a short stretch is measured.
        stretch = text[start : start + room + 1] if plain else text[start : start + 3 * room + 8]
        fits = min(len(stretch), room) if plain else fitting(stretch, room)
        if start + fits >= len(text):
            lines.append((start, len(text)))
            break
        end = _break_at(text, start, start + max(fits, 1))
        stop = end
        while stop > start and text[stop - 1] == " ":
            stop -= 1
        lines.append((start, stop))
        while end < len(text) and text[end] == " ":
            end += 1
        start, room = end, width
    return lines


def _break_at(text: str, start: int, limit: int) -> int:
    """The last place at or before `limit` where a line may end; `limit` itself where there is none.

    A compound is broken at its hyphen only where the line would else be short.
    """
    if text[limit] == " ":
        return limit
    hyphen = 0
    for place in range(limit, start, -1):
        before, after = text[place - 1], text[place]
        if before == " ":
            return hyphen if hyphen and place - start < (limit - start) * _FULL else place
        if before in "-–—/" and place - start > 3 and after.isalpha() and text[place - 2].isalpha():
            hyphen = hyphen or place
            continue
        wide = (after >= "\u1100" or before >= "\u1100") and (_is_wide(before) or _is_wide(after))
        if wide and after not in _NOT_FIRST and before not in _NOT_LAST and not unicodedata.combining(after):
            return hyphen or place
    return hyphen or limit


def _is_wide(character: str) -> bool:
    return character >= "\u1100" and cell_len(character) == 2


def wrap(spans: Line, width: int, first: int | None = None) -> list[Line]:
    """The spans broken into lines of at most `width` columns, styles and targets kept."""
    if len(spans) == 1:
        (only,) = spans
        return [
            (only._replace(text=only.text[a:b]),) if b > a else EMPTY for a, b in break_text(only.text, width, first)
        ]
    text = "".join(part.text for part in spans)
    lines: list[Line] = []
    place, begin = 0, 0  # the span that holds the line's start, and where it begins in the text
    for start, end in break_text(text, width, first):
        while place < len(spans) - 1 and begin + len(spans[place].text) <= start:
            begin += len(spans[place].text)
            place += 1
        line: list[Span] = []
        index, offset = place, begin
        while index < len(spans) and offset < end:
            part = spans[index]
            piece = part.text[max(start - offset, 0) : end - offset]
            if piece:
                line.append(part._replace(text=piece))
            offset += len(part.text)
            index += 1
        lines.append(tuple(line))
    return lines
