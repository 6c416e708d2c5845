"""What a sheet is made of: blocks of lines, put below and beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from newsdesk.model.headlines import Headline, View
from newsdesk.text import drawable
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.headline_row import story_steps
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, break_text, cut, span

MARGIN = 3
"""Columns before a block's text: focus bar, unread dot, space."""
BIG_STORY = 7
"""Outlets from which a story's size is told in the accent."""


class Block(NamedTuple):
    """Some lines of one width that belong together."""

    lines: Sequence[Line]
    item: int = -1
    """The row it shows; -1: none."""
    ground: str = "bg"
    bar: bool = True
    """Whether its left edge is the item's, where the focus bar stands."""
    view: View | None = None
    """What a click on it opens, where it shows no row."""


class Piece(NamedTuple):
    """One line of a block at its place in a row of the sheet."""

    width: int
    block: Block
    line: int


Row: TypeAlias = tuple[Piece, ...]
NOTHING = Block((EMPTY,))


class SheetLook(NamedTuple):
    """What sheets are set with."""

    width: int
    height: int
    glyphs: Glyphs
    now: int
    hues: dict[str, str]
    """The colour role of each section."""
    pictures: bool = True

    def hue(self, section: str) -> str:
        """The colour role of a section."""
        return self.hues.get(section, "accent")


def below(blocks: Iterable[Block], width: int) -> list[Row]:
    """Blocks below each other."""
    return [(Piece(width, block, number),) for block in blocks for number in range(len(block.lines))]


def beside(left: list[Row], right: list[Row], left_width: int, right_width: int, between: Line = EMPTY) -> list[Row]:
    """Two columns with a line's spans between them, as long as the longer one."""
    gap = Block((between,))
    gap_width = sum(len(part.text) for part in between)
    length = max(len(left), len(right))
    empty_left, empty_right = ((Piece(left_width, NOTHING, 0),), (Piece(right_width, NOTHING, 0),))
    return [
        (
            *(left[n] if n < len(left) else empty_left),
            *((Piece(gap_width, gap, 0),) if gap_width else ()),
            *(right[n] if n < len(right) else empty_right),
        )
        for n in range(length)
    ]


def titled(text: str, width: int, most: int, glyphs: Glyphs) -> list[str]:
    """A title as at most `most` lines."""
    text = drawable(text)
    places = break_text(text, max(width, 1))
    if len(places) <= most:
        return [text[a:b] for a, b in places]
    kept = [text[a:b] for a, b in places[: most - 1]]
    return [*kept, cut(text[places[most - 1][0] :], width, glyphs.ellipsis)]


def headline_lines(row: Headline, width: int, most: int, glyphs: Glyphs) -> list[Line]:
    """A headline: bold while it is unread."""
    role, flags = ("soft", 0) if row.read else ("text", BOLD)
    return [(Span(text, role, flags),) for text in titled(row.title, width, most, glyphs)]


def size_of(owners: int, glyphs: Glyphs) -> Line:
    """A story's stepped bars and its outlets."""
    if owners < 2:
        return EMPTY
    role = "accent" if owners >= BIG_STORY else "mute"
    return (Span(f"{story_steps(owners, glyphs)} {owners} outlets", role),)


def marks_of(row: Headline, glyphs: Glyphs, followed: bool = False) -> Line:
    """The signs of what the person said of a headline or its story."""
    signs = ((row.starred, glyphs.star), (row.later, glyphs.later), (followed, glyphs.followed))
    return tuple(Span(f" {sign}", "accent") for wanted, sign in signs if wanted)


def dotted(row: Headline | None, lines: Sequence[Line], glyphs: Glyphs) -> list[Line]:
    """The lines behind the unread dot."""
    dot = Span(f"{glyphs.unread} " if row and not row.read else "  ", "accent")
    return [(dot if number == 0 else Span("  "), *line) for number, line in enumerate(lines)]


def fitting(why: str, room: int) -> str:
    """As many reasons as fit in so many columns, in the order of their weight; the rest is left out whole."""
    while why and len(why) > room:
        shorter = why.rpartition(", ")[0]
        why = shorter or why.rpartition(" and ")[0]
    return why


def gone(item: int) -> Block:
    """What stands where a headline was."""
    return Block([(Span("  "), Span("gone", "mute"))], item)


def muted(item: int) -> Block:
    """What stands where a story was that the person muted just now."""
    return Block(
        [
            (Span("  "), Span("Muted", "mute", BOLD), Span(": off the front page from its next opening on", "mute")),
            (Span("  "), Span("u", "text", BOLD), Span(" brings it back", "mute")),
        ],
        item,
    )


def label(text: str, rest: str = "", role: str = "accent") -> Block:
    """The name of a group, with a word on it."""
    return Block([(Span("  "), Span(text, role, BOLD), span(f"   {rest}" if rest else "", "mute")), EMPTY])
