"""What stands at an article's foot: the same story at other outlets, then related articles with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from newsdesk import clock
from newsdesk.model.headlines import Headline
from newsdesk.store.connection import open_reader, translated
from newsdesk.store.queries.rows import get_headlines
from newsdesk.text import drawable
from newsdesk.tui.ages import short_age
from newsdesk.tui.lines import BOLD, EMPTY, ITALIC, Line, Span, cut, span, spread, width_of
from newsdesk.tui.themes import hue_of
from newsdesk.tui.typeset import Look

FIRST_TARGET = 1_000_000
"""The target of the first one's line; those below are links of the text."""
ALSO = 5
"""Outlets of the same story that are named."""
MORE = 4
"""Related articles that are named."""


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """One article at the foot."""

    row: Headline
    why: str
    same_story: bool

    @property
    def headline(self) -> int:
        """Its id."""
        return self.row.id


def read_related(database: Path, headline: Headline) -> list[RelatedRow]:
    """What belongs beside an article, its own story first; for a thread. Raises StoreError."""
    from newsdesk.newsroom import Room

    with translated(database), closing(open_reader(database)) as connection:
        found = Room(connection, clock.now()).related(headline.id, 24)
        rows = get_headlines(connection, [one.item for one in found])
    also: dict[str, RelatedRow] = {}
    more: list[RelatedRow] = []
    for one in found:
        row = rows.get(one.item)
        if row is None:
            continue
        if headline.story is not None and one.story == headline.story:
            if row.feed != headline.feed:
                also.setdefault(row.source, RelatedRow(row, one.why, True))
        else:
            more.append(RelatedRow(row, one.why, False))
    return [*list(also.values())[:ALSO], *more[:MORE]]


def related_lines(headline: Headline, found: Sequence[RelatedRow], look: Look, sections: Sequence[str]) -> list[Line]:
    """The lines under the article; each one's number is its target."""
    if not found:
        return []
    lines: list[Line] = [(Span(look.glyphs.thin * look.measure, "rule"),)]
    groups = (
        ("ALSO COVERED BY", [one for one in found if one.same_story]),
        ("RELATED", [one for one in found if not one.same_story]),
    )
    number = 0
    for name, group in groups:
        if not group:
            continue
        head: Line = (Span(name, "mute", BOLD),)
        if group[0].same_story:
            head = (*head, Span(f"   {headline.outlets} outlets", "accent"), Span("   c", "text", BOLD),
                    Span(" compare", "mute"))  # fmt: skip
        keys: Line = (Span("g 1", "text", BOLD), Span(" opens", "mute")) if not number else EMPTY
        lines.append(spread(head, keys, look.measure, look.glyphs.ellipsis))
        for one in group:
            number += 1
            lines += _lines_of(one, number, look, hue_of(one.row.section, sections))
        lines.append(EMPTY)
    return lines


def _lines_of(one: RelatedRow, number: int, look: Look, hue: str) -> list[Line]:
    row, ellipsis, target = one.row, look.glyphs.ellipsis, FIRST_TARGET + number - 1
    name_width = min(max(look.measure // 4, 10), 20)
    source = span(cut(drawable(row.source), name_width - 2, ellipsis), hue, 0, target)
    pad = Span(" " * (name_width - width_of((source,))))
    age = Span(short_age(look.now, row.sort_time), "mute")
    room = look.measure - name_width - 3 - width_of((age,)) - 1
    title = span(cut(drawable(row.title), room, ellipsis), "mute" if row.read else "text", 0, target)
    lines = [spread((Span(f"{number}  ", "mute"), source, pad, title), (age,), look.measure, look.glyphs.ellipsis)]
    if not one.same_story and one.why:
        why = span(cut(drawable(one.why), look.measure - name_width - 3, ellipsis), "mute", ITALIC)
        lines.append((Span(" " * (name_width + 3)), why))
    return lines
