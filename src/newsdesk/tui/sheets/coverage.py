"""The coverage of a story: every outlet by time, the first to report marked, headlines beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsdesk.model.headlines import Headline
from newsdesk.model.stories import StoryState
from newsdesk.text import drawable
from newsdesk.tui.ages import long_age, short_age
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, cut, cut_line, span, width_of, wrap
from newsdesk.tui.sheets.blocks import (
    MARGIN,
    Block,
    Row,
    SheetLook,
    below,
    dotted,
    gone,
    headline_lines,
    marks_of,
    size_of,
    titled,
)

_WIDEST = 120
_NARROW = 70


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of a story beside its rows."""

    state: StoryState
    copies: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """By headline: the sources that carry the same text."""


def set_coverage(rows: Sequence[Headline | None], coverage: Coverage, look: SheetLook) -> list[Row]:
    """The page of a story, its headline of most weight on top."""
    width = min(look.width, _WIDEST)
    blocks = [Block(_head(rows, coverage, look, width - 6))]
    for item, row in enumerate(rows):
        blocks += [_outlet(item, row, coverage, look, width), Block([EMPTY])]
    return below(blocks, look.width)


def _head(rows: Sequence[Headline | None], coverage: Coverage, look: SheetLook, width: int) -> list[Line]:
    state, first = coverage.state, next((row for row in rows if row), None)
    copies = sum(len(sources) for sources in coverage.copies.values())
    line: Line = (Span("  "), *size_of(state.outlets, look.glyphs))
    if first:
        line = (*line, span(f"   first reported {long_age(look.now, first.sort_time)} by {first.source}", "mute"))
    if copies:
        line = (*line, Span(f"   {copies} of the same text folded", "mute"))
    said: Line = EMPTY
    if state.followed:
        said = (Span(f"  {look.glyphs.followed} followed: ", "accent"), Span("new coverage is told", "mute"))
    if state.muted_until > look.now:
        said = (Span("  muted: ", "accent"), Span("not on the front page; M shows it again", "mute"))
    return [EMPTY, *wrap(line, width), *([said] if said else []), EMPTY]


def _outlet(item: int, row: Headline | None, coverage: Coverage, look: SheetLook, width: int) -> Block:
    if row is None:
        return gone(item)
    glyphs = look.glyphs
    narrow = width < _NARROW
    side = 0 if narrow else 26
    room = width - MARGIN - side - 2
    age = short_age(look.now, row.sort_time)
    source = span(
        cut(drawable(row.source), (room if narrow else side) - 8, glyphs.ellipsis), look.hue(row.section), BOLD
    )
    marks = marks_of(row, glyphs)
    left: list[Line] = [(source, Span(f" {glyphs.dot} {age}", "mute"), *marks)]
    if item == 0:
        left.append((Span("first to report", "accent"),))
    if row.author and not narrow:
        left.append((span(cut(drawable(row.author), side - 3, glyphs.ellipsis), "mute"),))
    told = headline_lines(row, min(room, 76), 3, glyphs)
    told += [(Span(text, "mute"),) for text in titled(row.summary, min(room, 76), 2, glyphs) if text]
    same = coverage.copies.get(row.id, ())
    if same:
        words = f"= same text: {', '.join(same)}"
        told.append((span(cut(drawable(words), room, glyphs.ellipsis), "soft"),))
    if narrow:
        lines = [tuple(part for line in left[:2] for part in (*line, Span("  "))), *told]
        return Block(dotted(row, lines, glyphs), item)
    height = max(len(left), len(told))
    joined: list[Line] = []
    for number in range(height):
        cell = cut_line(left[number], side - 2) if number < len(left) else EMPTY
        pad = Span(" " * (side - width_of(cell)))
        joined.append((*cell, pad, *(told[number] if number < len(told) else EMPTY)))
    return Block(dotted(row, joined, glyphs), item)
