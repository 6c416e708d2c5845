"""Tables of data into blocks; those that only place things are read through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk.article.dom import Element
from newsdesk.article.shapes import is_layout, number_of, table_rows
from newsdesk.model.blocks import Runs, Table

if TYPE_CHECKING:
    from newsdesk.article.walk import Walk

MAX_COLUMNS = 200


def table(walk: Walk, element: Element) -> None:
    """A table with its head, rows and caption, as far as the limits allow."""
    rows = table_rows(element)
    if is_layout(element, rows):
        walk.descend(element, 0, "")
        return
    caption = element.find("caption")
    title = walk.runs(caption) if caption is not None else ()
    head: tuple[Runs, ...] = ()
    body: list[tuple[Runs, ...]] = []
    for number, row in enumerate(rows):
        walk.check_limit()
        if walk.cut:
            break
        cells = _cells(walk, row)
        is_head = not number and all(c.tag == "th" for c in row if c.tag in ("th", "td"))
        if (is_head or (not number and row.getparent().tag == "thead")) and len(rows) > 1:
            head = cells
        elif any(cells):
            body.append(cells)
            walk.count += 1
    if body or head:
        walk.blocks.append(Table(head, tuple(body), title))


def _cells(walk: Walk, row: Element) -> tuple[Runs, ...]:
    cells: list[Runs] = []
    for cell in row.iterchildren("td", "th"):
        if len(cells) >= MAX_COLUMNS:
            walk.notice = f"A table is cut after {MAX_COLUMNS} columns; o opens the original"
            break
        cells.append(walk.runs(cell))
        cells.extend(() for _ in range(min(number_of(cell.get("colspan"), 1), MAX_COLUMNS) - 1))
    return tuple(cells[:MAX_COLUMNS])
