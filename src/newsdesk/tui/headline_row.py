"""Sets a headline as the one, two or four lines of a list row."""

from __future__ import annotations

import enum
from typing import NamedTuple

from newsdesk.model.headlines import Headline
from newsdesk.text import drawable
from newsdesk.tui.ages import short_age
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, break_text, cut, cut_line, is_rtl, span, spread, width_of

MARGIN = 4
"""Columns before the text: focus bar, space, unread dot, space."""
_BIG_STORY = 7
_MANY_LINES = 40


class Density(enum.Enum):
    """How many lines a row takes."""

    ROOMY = 4
    COMPACT = 2
    DENSE = 1


def density_for(wanted: str, height: int) -> Density:
    """The density of a setting (`auto`, `roomy`, `compact`, `dense`) on a screen of `height` lines."""
    if wanted == "auto":
        return Density.ROOMY if height >= _MANY_LINES else Density.COMPACT
    return Density[wanted.upper()]


class RowLook(NamedTuple):
    """What a row is drawn with."""

    width: int
    density: Density
    glyphs: Glyphs
    hue: str
    now: int
    why: str = ""
    """Why the row stands here, in a list of picks."""
    followed: bool = False
    """Whether the person follows its story."""
    folded: int = 0
    """Rows of the same source that are folded behind it."""
    unfold_key: str = ""


def row_lines(row: Headline, look: RowLook) -> list[Line]:
    """The lines of a row without its margin's bar: as many as the density says, the last empty when roomy."""
    width = max(look.width - MARGIN - 2, 1)
    dot = Span(f"{look.glyphs.unread} " if not row.read else "  ", "accent")
    if look.density is Density.DENSE:
        return [(dot, *_dense(row, look, width))]
    title, flags = drawable(row.title), 0 if row.read else BOLD
    role = "soft" if row.read else "text"
    if look.density is Density.COMPACT:
        headline = Span(cut(title, width, look.glyphs.ellipsis), role, flags)
        return [(dot, *_set_from_edge(headline, width)), (Span("  "), *_meta(row, look, width))]
    titles = [title[a:b] for a, b in break_text(title, width)]
    if len(titles) > 2:
        titles = [titles[0], cut(title[break_text(title, width)[1][0] :], width, look.glyphs.ellipsis)]
    lines: list[Line] = [(dot, *_meta(row, look, width))]
    lines += [(Span("  "), *_set_from_edge(Span(text, role, flags), width)) for text in titles]
    if len(titles) == 1:
        snippet = span(cut(_snippet(row, look.glyphs), width, look.glyphs.ellipsis), "mute")
        lines.append((Span("  "), *_set_from_edge(snippet, width)))
    return [*lines, EMPTY]


_REASON_LEAST = 8
"""Columns below which a reason says nothing."""


def _snippet(row: Headline, glyphs: Glyphs) -> str:
    """What the summary says beyond the title: a note without a title of its own begins with what stands above."""
    title, summary = drawable(row.title).rstrip("….").rstrip(), drawable(row.summary)
    if title and summary.startswith(title):
        rest = summary[len(title) :].lstrip(" .…:;,!?")
        return glyphs.ellipsis + rest if rest else ""
    return summary


def _set_from_edge(part: Span, width: int) -> Line:
    """The span, at the right edge where it runs from right to left."""
    return (Span(" " * (width - width_of((part,)))), part) if is_rtl(part.text) else (part,)


def _meta(row: Headline, look: RowLook, width: int) -> Line:
    story = _story(row, look.glyphs)
    facts: Line = (
        Span(f" {look.glyphs.dot} ", "faint"),
        Span(short_age(look.now, row.sort_time), "mute"),
        *_marks(row, look.glyphs, look.followed),
        *_folded(look),
    )
    # A long name gives way to age and marks, a reason to all of them.
    room = max(width - width_of(facts) - width_of(story) - 1, 8)
    source = span(cut(drawable(row.source), room, look.glyphs.ellipsis), look.hue, 0 if row.read else BOLD)
    left = (source, *facts)
    why: Line = (Span(f" {look.glyphs.dot} ", "faint"), span(look.why, "mute")) if look.why else EMPTY
    room = width - width_of(left) - width_of(story) - 1
    left += cut_line(why, room, look.glyphs.ellipsis) if room >= _REASON_LEAST else EMPTY
    return spread(left, story, width, look.glyphs.ellipsis)


def _folded(look: RowLook) -> Line:
    """How many more of the source stand behind the row, and the key that shows them."""
    if not look.folded:
        return EMPTY
    dot = Span(f" {look.glyphs.dot} ", "faint")
    return (dot, Span(f"+{look.folded} more", "accent"), Span(f"  {look.unfold_key}", "text", BOLD))


def _marks(row: Headline, glyphs: Glyphs, followed: bool = False) -> Line:
    marks: tuple[Span, ...] = ()
    if row.starred:
        marks += (Span(f" {glyphs.star}", "accent"),)
    if row.later:
        marks += (Span(f" {glyphs.later}", "accent"),)
    if followed:
        marks += (Span(f" {glyphs.followed}", "accent"),)
    return marks


def story_steps(outlets: int, glyphs: Glyphs) -> str:
    """The stepped bars of a story's size."""
    return glyphs.steps[: 1 if outlets < 4 else 2 if outlets < 7 else 3 if outlets < 12 else 4]


def _story(row: Headline, glyphs: Glyphs) -> Line:
    if row.outlets < 2:
        return EMPTY
    role = "accent" if row.outlets >= _BIG_STORY else "mute"
    return (Span(f"{story_steps(row.outlets, glyphs)} {row.outlets} outlets", role),)


def _dense(row: Headline, look: RowLook, width: int) -> Line:
    # The title comes last: a terminal may reorder a line from a right-to-left word on.
    source_width = min(max(width // 5, 8), 18)
    age = Span(short_age(look.now, row.sort_time).rjust(8) + "  ", "mute")
    source = span(cut(drawable(row.source), source_width, look.glyphs.ellipsis), look.hue)
    pad = Span(" " * (source_width - width_of((source,)) + 2))
    marks = _marks(row, look.glyphs, look.followed)
    more: Line = (Span(f"+{look.folded} ", "accent"),) if look.folded else EMPTY
    title = span(row.title, "soft" if row.read else "text", 0 if row.read else BOLD)
    return cut_line(
        (age, source, pad, *(m._replace(text=m.text.strip() + " ") for m in marks), *more, title),
        width,
        look.glyphs.ellipsis,
    )
