"""An edition: what happened since the last one, a few picks, and an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsdesk.model.headlines import Headline
from newsdesk.model.placed import Placed
from newsdesk.tui.ages import long_age, short_age
from newsdesk.tui.lines import BOLD, EMPTY, ITALIC, Line, Span, cut_line, span, width_of
from newsdesk.tui.sheets.blocks import (
    MARGIN,
    Block,
    Row,
    SheetLook,
    below,
    dotted,
    fitting,
    gone,
    headline_lines,
    label,
    marks_of,
    size_of,
    titled,
)

_MEASURE = 84


@dataclass(frozen=True, slots=True)
class EditionMatter:
    """What an edition says of its rows: of a story its place, of a pick its reason."""

    since: int = 0
    """Unix seconds UTC of the edition before; 0: there was none."""
    placed: Mapping[int, Placed] = field(default_factory=dict)
    """By headline."""
    picks: Mapping[int, str] = field(default_factory=dict)
    """By headline: the reason."""


def set_edition(rows: Sequence[Headline | None], matter: EditionMatter, look: SheetLook) -> list[Row]:
    """The edition's rows of pieces; it ends."""
    width = min(look.width, _MEASURE + MARGIN + 6)
    begun = f"since the last one, {long_age(look.now, matter.since)}" if matter.since else "the news right now"
    blocks: list[Block] = [Block([EMPTY]), label("YOUR EDITION", begun)]
    told_picks = False
    if not any(row and row.id in matter.placed for row in rows):
        blocks.append(Block([(Span("  "), Span("Nothing new that several outlets tell.", "soft")), EMPTY]))
    for item, row in enumerate(rows):
        if row is None:
            blocks += [gone(item), Block([EMPTY])]
            continue
        if row.id in matter.picks and not told_picks:
            blocks.append(label("OUR PICKS", "what the crowd passes by"))
            told_picks = True
        blocks += [_piece(item, row, matter, look, width), Block([EMPTY])]
    end = look.glyphs.thin * 6
    blocks.append(Block([(Span("  "), Span(end, "rule"), Span("  That is all.  ", "accent", BOLD), Span(end, "rule"))]))
    blocks.append(Block([EMPTY]))
    return below(blocks, look.width)


def _piece(item: int, row: Headline, matter: EditionMatter, look: SheetLook, width: int) -> Block:
    glyphs, room = look.glyphs, width - MARGIN - 6
    placed, why = matter.placed.get(row.id), matter.picks.get(row.id, "")
    section = (placed.section if placed else "") or row.section
    kicker: Line = (span(section.upper(), look.hue(section), BOLD), Span("   "))
    if placed:
        kicker = (*kicker, *size_of(placed.owners, glyphs))
    lines = [cut_line((*kicker, *marks_of(row, glyphs)), room), *headline_lines(row, room, 2, glyphs)]
    lines += [(Span(text, "soft"),) for text in titled(row.summary, room, 2, glyphs) if text]
    lines.append(_told_by(row, why or (placed.why if placed else ""), look, room))
    number = [(Span(f"{item + 1:>2}  " if n == 0 else "    ", "mute"), *line) for n, line in enumerate(lines)]
    return Block(dotted(row, number, glyphs), item)


def _told_by(row: Headline, why: str, look: SheetLook, width: int) -> Line:
    dot = look.glyphs.dot
    line: Line = (
        span(row.source, look.hue(row.section)),
        Span(f" {dot} {short_age(look.now, row.sort_time)}", "mute"),
    )
    said = fitting(why, width - width_of(line) - 3)
    return cut_line((*line, span(f" {dot} {said}" if said else "", "mute", ITALIC)), width, look.glyphs.ellipsis)
