"""Sets a table in columns where it fits the measure, else as records of `head: value`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from newsdesk.model.blocks import Runs, Table
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, ITALIC, Line, Span, width_of, wrap

_NUMBER = re.compile(r"[-+–−±~≈<>]?\s?[$€£¥₹]?\s?\d[\d\s.,:/]*\s?(?:%|‰|[kKMB]|bn|m)?\*?|[-–—]|n/a|N/A")
_GAP = 2
_NARROWEST = 8
SetRuns = Callable[[Runs, str, int], Line]


def set_table(table: Table, width: int, runs: SetRuns, glyphs: Glyphs) -> Iterator[Line]:
    """The lines of a table `width` columns wide at most."""
    if table.caption:
        yield from wrap(runs(table.caption, "soft", ITALIC), width)
    head = [_flat(runs(cell, "mute", BOLD)) for cell in table.head]
    rows = [[_flat(runs(cell, "text", 0)) for cell in row] for row in table.rows]
    columns = max((len(row) for row in [head, *rows]), default=0)
    if not columns:
        return
    widths = _column_widths([head, *rows], columns, width)
    if widths is None:
        yield from _records(head, rows, width)
        return
    # A first row of words may be a head that its publisher did not call one.
    below = rows if head else rows[1:]
    numbers = [_is_numbers(below, place) for place in range(columns)]
    if head:
        yield from _row(head, widths, numbers)
        yield (Span(glyphs.thin * min(sum(widths) + _GAP * (columns - 1), width), "rule"),)
    for row in rows:
        yield from _row(row, widths, numbers)


def _is_numbers(rows: list[list[Line]], place: int) -> bool:
    """Whether a column holds numbers and nothing else: those stand at the right, under one another."""
    cells = ["".join(part.text for part in row[place]).strip() for row in rows if place < len(row)]
    return any(cells) and all(not cell or _NUMBER.fullmatch(cell) for cell in cells)


def _flat(spans: Line) -> Line:
    return tuple(part._replace(text=part.text.replace("\n", " ")) for part in spans)


def _column_widths(rows: list[list[Line]], columns: int, width: int) -> list[int] | None:
    """A width for each column, the widest ones narrowed until all fit; None where that would be too narrow."""
    room = width - _GAP * (columns - 1)
    wanted = [
        max((width_of(row[place]) for row in rows if place < len(row)), default=0) or 1 for place in range(columns)
    ]
    if sum(wanted) <= room:
        return wanted
    if room < sum(min(want, _NARROWEST) for want in wanted):
        return None
    limit = max(wanted)
    while sum(min(want, limit) for want in wanted) > room:
        limit -= 1
    # Cells broken into more than a few lines are read more easily as records.
    if any(want > limit * 4 for want in wanted):
        return None
    return [min(want, limit) for want in wanted]


def _row(cells: list[Line], widths: list[int], numbers: list[bool]) -> Iterator[Line]:
    columns = [wrap(cell, width) if cell else [EMPTY] for cell, width in zip(cells, widths, strict=False)]
    for pieces in zip_longest(*columns, fillvalue=EMPTY):
        line: tuple[Span, ...] = ()
        for piece, width, right in zip(pieces, widths, numbers, strict=False):
            space = " " * (width - width_of(piece))
            line = (
                (*line, Span(space), *piece, Span(" " * _GAP)) if right else (*line, *piece, Span(space + " " * _GAP))
            )
        yield line[:-1]


def _records(head: list[Line], rows: list[list[Line]], width: int) -> Iterator[Line]:
    for number, row in enumerate(rows):
        if number:
            yield EMPTY
        for place, cell in enumerate(row):
            label = (*head[place], Span(": ", "mute")) if place < len(head) and head[place] else ()
            if cell:
                yield from wrap((*label, *cell), width)
