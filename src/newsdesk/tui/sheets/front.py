"""The front page: the lead with its picture, cards by rank, our picks, for you, the sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from newsdesk.model.headlines import Headline, View, ViewKind
from newsdesk.model.pictures import Thumbnail
from newsdesk.model.placed import Placed
from newsdesk.model.sidebar import Sidebar
from newsdesk.text import drawable
from newsdesk.tui.ages import short_age
from newsdesk.tui.lines import BOLD, EMPTY, ITALIC, Line, Span, cut, cut_line, span, spread, width_of
from newsdesk.tui.pictures import picture_lines
from newsdesk.tui.sheets.blocks import (
    MARGIN,
    Block,
    Piece,
    Row,
    SheetLook,
    below,
    beside,
    dotted,
    fitting,
    gone,
    headline_lines,
    label,
    marks_of,
    muted,
    size_of,
    titled,
)

WIDE = 130
"""Columns from which picks, for you and sections stand in a column of their own."""
TWO_COLUMNS = 88
"""Columns from which cards stand in twos."""
_SIDE = 46
_LOW = 30
_HIGH = 40


class FrontMatter(NamedTuple):
    """What the front page knows beside its rows."""

    placed: Mapping[int, Placed] = MappingProxyType({})
    """By headline: what the desk says of a top story."""
    reasons: Mapping[int, str] = MappingProxyType({})
    """By headline: why it is a pick."""
    picks: frozenset[int] = frozenset()
    knows: bool = False
    """Whether the desk knows what suits the person."""
    others: Mapping[int, Headline] = MappingProxyType({})
    """The headlines of other outlets that are named."""
    pictures: Mapping[int, Thumbnail] = MappingProxyType({})
    """By headline: the picture of its article."""
    awaited: frozenset[int] = frozenset()
    """Headlines whose picture is on its way: its place is kept."""
    followed: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    """Stories that were muted while the page was open: their place is kept, and says so."""
    sidebar: Sidebar = Sidebar()


def set_front(rows: Sequence[Headline | None], matter: FrontMatter, look: SheetLook) -> list[Row]:
    """The front page's rows of pieces."""
    tops: list[tuple[int, Headline | None]] = []
    picks: list[tuple[int, Headline]] = []
    mine: list[tuple[int, Headline]] = []
    latest: list[tuple[int, Headline]] = []
    for item, row in enumerate(rows):
        if row is None or row.id in matter.placed:
            tops.append((item, row))
        else:
            group = picks if row.id in matter.picks else mine if row.id in matter.reasons else latest
            group.append((item, row))
    if look.width < WIDE:
        return [
            *_stories(tops, matter, look, look.width),
            *_latest(latest, matter, look, look.width),
            *below(_side(picks, mine, matter, look, look.width), look.width),
        ]
    main = look.width - _SIDE - 1
    return beside(
        [*_stories(tops, matter, look, main), *_latest(latest, matter, look, main)],
        below([Block([EMPTY]), *_side(picks, mine, matter, look, _SIDE)], _SIDE),
        main,
        _SIDE,
        (Span(look.glyphs.upright, "rule"),),
    )


# --- stories -----------------------------------------------------------------------------------


def _stories(
    tops: Sequence[tuple[int, Headline | None]], matter: FrontMatter, look: SheetLook, width: int
) -> list[Row]:
    if not tops:
        return []
    rows = [*below([Block([EMPTY])], width), *_lead(*tops[0], matter, look, width)]
    cards = list(tops[1:])
    if width < TWO_COLUMNS:
        for item, row in cards:
            rows += below([Block([EMPTY]), _card(item, row, matter, look, width - 2)], width)
        return [*rows, *below([Block([EMPTY])], width)]
    left, right = (width - 1) // 2, width - (width - 1) // 2
    rule = Block([EMPTY, (Span(" " * MARGIN), Span(look.glyphs.thin * (width - 2 * MARGIN), "rule"))])
    for place in range(0, len(cards), 2):
        rows += below([rule], width)
        pair = [
            below([_card(item, row, matter, look, space - 3)], space)
            for (item, row), space in zip(cards[place : place + 2], (left, right), strict=False)
        ]
        rows += beside(pair[0], pair[1] if len(pair) > 1 else [], left, right)
    return [*rows, *below([Block([EMPTY])], width)]


def _latest(latest: Sequence[tuple[int, Headline]], matter: FrontMatter, look: SheetLook, width: int) -> list[Row]:
    """What is new in a section and belongs to no story above."""
    if not latest:
        return []
    rows = below([Block([EMPTY]), label("LATEST", "what one outlet tells")], width)
    columns = 2 if width >= TWO_COLUMNS else 1
    left, right = width // columns, width - width // columns
    for place in range(0, len(latest), columns):
        cells = [
            below([_small(item, 0, row, matter, look, left)], left) for item, row in latest[place : place + columns]
        ]
        pair = cells[0] if columns == 1 else beside(cells[0], cells[1] if len(cells) > 1 else [], left, right)
        rows += [*pair, *below([Block([EMPTY])], width)]
    return rows


def _lead(item: int, row: Headline | None, matter: FrontMatter, look: SheetLook, width: int) -> list[Row]:
    if row is None:
        return below([gone(item)], width)
    if row.story in matter.muted:
        return below([muted(item)], width)
    tallest = 7 if look.height < _LOW else 15 if look.height >= _HIGH else 11
    inner = width - MARGIN - 2
    thumbnail = matter.pictures.get(row.id)
    drawn: list[Line] = []
    if thumbnail and look.pictures and width >= 70:
        drawn = _drawn(thumbnail, inner * 54 // 100, tallest)
    elif row.id in matter.awaited and look.pictures and width >= 70:
        blank = Span(" " * (inner * 54 // 100 - 2), "rule")
        drawn = [
            (Span(f"{look.glyphs.picture} " if n == tallest // 2 else "  ", "rule"), blank) for n in range(tallest)
        ]
    columns = width_of(drawn[0]) if drawn else 0
    room = inner - columns - 3
    text = _lead_text(row, matter, look, room, len(drawn) or tallest, tight=tallest < 11)
    if not drawn:
        while text and not text[-1]:
            text.pop()
        text.append(EMPTY)
    height = max(len(text), len(drawn))
    picture = Block([(Span("  "), *line) for line in drawn] or [EMPTY] * height, item)
    card = Block(
        [(Span("  "), *line) for line in [*text, *[EMPTY] * (height - len(text))]], item, "raised", bar=not drawn
    )
    rest = Block([EMPTY] * height)
    left, middle = (MARGIN + columns, width - MARGIN - columns - 1) if drawn else (0, width - 1)
    rows: list[Row] = []
    for number in range(height):
        pieces = [Piece(left, picture, number)] if left else []
        rows.append((*pieces, Piece(middle, card, number), Piece(width - left - middle, rest, number)))
    return rows


@lru_cache(4)
def _drawn(thumbnail: Thumbnail, columns: int, tallest: int) -> list[Line]:
    """A picture's lines: 10 ms, and the page is set anew with every mark."""
    return picture_lines(thumbnail, columns, tallest)


def _lead_text(
    row: Headline, matter: FrontMatter, look: SheetLook, width: int, height: int, *, tight: bool
) -> list[Line]:
    """The lead's card: where, what, the first lines, and who wrote what."""
    placed, glyphs = matter.placed[row.id], look.glyphs
    gap: list[Line] = [] if tight else [EMPTY]
    title = headline_lines(row, min(width, 60), 3, glyphs)
    others = [matter.others[id_] for id_ in placed.headlines if id_ in matter.others]
    shown = others[: 2 if tight else 3 if height < 15 else 4]
    left = placed.owners - len(shown)
    tail: list[Line] = [_told_by(other, look, width) for other in shown]
    if left > 0:
        more = f"+ {left} more outlets" if left > 1 else "+ 1 more outlet"
        if not tight:
            tail.append((Span(more, "accent"), Span("   c", "text", BOLD), Span(" compare", "mute")))
    dot = Span("" if row.read else f"{glyphs.unread} ", "accent")
    head = [*gap, (dot, *_kicker(row, placed, look, width - 2, matter)), *gap, *title, *gap]
    room = height - len(head) - len(tail) - 2 * len(gap)
    summary: list[Line] = [
        (Span(text, "soft"),) for text in titled(row.summary, width, max(room, 1), glyphs) if text and room > 0
    ]
    return [*head, *summary, *(gap if summary else []), *tail][:height]


def _told_by(row: Headline, look: SheetLook, width: int) -> Line:
    name_width = min(max(width // 3, 16), 20)
    source = span(cut(drawable(row.source), name_width - 2, look.glyphs.ellipsis), look.hue(row.section))
    pad = Span(" " * (name_width - width_of((source,))))
    title = span(cut(drawable(row.title), width - name_width - 6, look.glyphs.ellipsis), "mute")
    return spread(
        (source, pad, title), (Span(short_age(look.now, row.sort_time), "mute"),), width, look.glyphs.ellipsis
    )


def _kicker(row: Headline, placed: Placed, look: SheetLook, width: int, matter: FrontMatter) -> Line:
    """Section, size, and why it stands here."""
    section = placed.section or row.section
    marks = marks_of(row, look.glyphs, placed.story in matter.followed)
    left: Line = (
        span(section.upper(), look.hue(section), BOLD), Span("   "), *size_of(placed.owners, look.glyphs), *marks
    )  # fmt: skip
    why = fitting(placed.why.removeprefix(f"{placed.owners} outlets "), width - width_of(left) - 3)
    if not why:
        return cut_line(left, width, look.glyphs.ellipsis)
    return (*left, span(f" {why}", "mute"))


def _card(item: int, row: Headline | None, matter: FrontMatter, look: SheetLook, width: int) -> Block:
    if row is None or row.id not in matter.placed:
        return gone(item)
    if row.story in matter.muted:
        return muted(item)
    placed, glyphs, room = matter.placed[row.id], look.glyphs, width - MARGIN
    titles = headline_lines(row, room, 2, glyphs)
    lines = [_kicker(row, placed, look, room, matter), *titles]
    summary = titled(row.summary, room, 1, glyphs)
    if summary and summary[0]:
        lines.append((Span(summary[0], "mute"),))
    lines.append(_tellers(row, placed, matter, look, room))
    if look.height >= _LOW and len(lines) < 5 and look.width >= TWO_COLUMNS:
        lines += [EMPTY] * (5 - len(lines))
    return Block(dotted(row, lines, glyphs), item)


def _tellers(row: Headline, placed: Placed, matter: FrontMatter, look: SheetLook, width: int) -> Line:
    """The first two outlets with their ages, and how many more."""
    known = [row, *(matter.others[id_] for id_ in placed.headlines if id_ in matter.others and id_ != row.id)]
    line: Line = EMPTY
    shown = 0
    for other in islice(known, 2):
        # A long name leaves room for its age and for how many more there are.
        name = cut(drawable(other.source), max((width - 4) // 2 - 6, 10), look.glyphs.ellipsis)
        age = Span(f" {short_age(look.now, other.sort_time)}  ", "mute")
        part = (span(name, look.hue(placed.section or row.section)), age)
        if width_of((*line, *part)) > width - 4 and line:
            break
        line, shown = (*line, *part), shown + 1
    left = placed.owners - shown
    return cut_line((*line, Span(f"+{left}", "accent")) if left > 0 else line, width, look.glyphs.ellipsis)


# --- the side ----------------------------------------------------------------------------------


def _side(
    picks: Sequence[tuple[int, Headline]],
    mine: Sequence[tuple[int, Headline]],
    matter: FrontMatter,
    look: SheetLook,
    width: int,
) -> list[Block]:
    blocks: list[Block] = []
    if picks:
        blocks.append(label("OUR PICKS", "what the crowd passes by"))
        for number, (item, row) in enumerate(picks, 1):
            blocks += [_small(item, number, row, matter, look, width), Block([EMPTY])]
    if mine or not matter.knows:
        blocks.append(label("CURATED FOR YOU", "from what you read"))
    for number, (item, row) in enumerate(mine, len(picks) + 1):
        blocks += [_small(item, number, row, matter, look, width), Block([EMPTY])]
    if not matter.knows:
        hint = (
            "Open a few articles, and this fills with more of what you like. "
            "+ and\u00a0- teach it; g\u00a0k shows what it knows."
        )
        blocks.append(Block([*((Span("  "), Span(text, "mute")) for text in titled(hint, width - 4, 4, look.glyphs))]))
        blocks.append(Block([EMPTY]))
    return [*blocks, *_sections(matter.sidebar, look, width)]


def _small(item: int, number: int, row: Headline, matter: FrontMatter, look: SheetLook, width: int) -> Block:
    if row.story in matter.muted:
        return muted(item)
    room = width - MARGIN - 4
    lines = headline_lines(row, room, 2, look.glyphs)
    lines.append(
        cut_line(
            (
                span(cut(drawable(row.source), room - 10, look.glyphs.ellipsis), look.hue(row.section)),
                Span(f" {look.glyphs.dot} {short_age(look.now, row.sort_time)}", "mute"),
                *marks_of(row, look.glyphs),
            ),
            room,
        )
    )
    why = fitting(matter.reasons.get(row.id, ""), room)
    if why:
        lines.append((span(why, "mute", ITALIC),))
    if number:
        lines = [(Span(f"{number} " if n == 0 else "  ", "mute"), *line) for n, line in enumerate(lines)]
    return Block(dotted(row, lines, look.glyphs), item)


def _sections(sidebar: Sidebar, look: SheetLook, width: int) -> list[Block]:
    """The unread of each section as a bar; a click opens it."""
    sections = [section for section in sidebar.sections if section.total]
    if not sections:
        return []
    most = max(section.unread for section in sections) or 1
    name_width = 12
    bar_width = min(max(width - name_width - 12, 4), 26)
    blocks = [label("SECTIONS", role="mute")]
    for section in sections:
        full = -(-section.unread * bar_width // most)
        name = cut(drawable(section.name), name_width - 1, look.glyphs.ellipsis)
        line: Line = (
            Span("  "),
            span(name, "text" if section.unread else "mute"),
            Span(" " * (name_width - width_of((span(name),)))),
            Span(look.glyphs.thick * full, look.hue(section.name)),
            Span(look.glyphs.thick * (bar_width - full), "rule"),
            Span(f"{section.unread:,}".rjust(7), "mute"),
        )
        blocks.append(Block([line], view=View(ViewKind.SECTION, section.name)))
    return [*blocks, Block([EMPTY])]
