"""Marks: shown at once, written behind, undone by u."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsdesk.model.headlines import Headline, MarkField
from newsdesk.tui.actions.registry import does

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

_WORDS: dict[tuple[MarkField, bool], str] = {
    ("read", True): "read", ("read", False): "unread", ("starred", True): "starred", ("starred", False): "unstarred",
    ("later", True): "kept for later", ("later", False): "no longer for later",
}  # fmt: skip


@does("mark.read")
def read(screen: MainScreen) -> None:
    """Read, or unread."""
    _toggle(screen, "read")


@does("mark.star")
def star(screen: MainScreen) -> None:
    """Starred, or not."""
    _toggle(screen, "starred")


@does("mark.later")
def later(screen: MainScreen) -> None:
    """To read later, or not."""
    _toggle(screen, "later")


def _toggle(screen: MainScreen, field: MarkField) -> None:
    rows = _chosen(screen)
    if not rows:
        return
    value = not all(getattr(row, field) for row in rows)
    words = _WORDS[field, value]
    title = rows[0].title if len(rows) == 1 else f"{len(rows)} headlines"
    screen.session.mark(rows, field, value, f"{title}: {words}")
    screen.headlines.selected.clear()
    screen.say(f"{len(rows)} {words} · u undoes" if len(rows) > 1 else words.capitalize())
    screen.marks_changed()


def _chosen(screen: MainScreen) -> Sequence[Headline]:
    """The selection, else the open article's headline in its pane, else the row under the cursor."""
    rows = screen.session.rows
    if rows and screen.headlines.selected:
        places = (rows.index_of(id_) for id_ in screen.headlines.selected)
        found = (rows.row(place) for place in places if place is not None)
        return [row for row in found if row is not None]
    row = screen.subject
    return [row] if row else []


@does("mark.select")
def select(screen: MainScreen) -> None:
    """Put the row into the selection, or take it out, and go on to the next."""
    row = screen.headlines.current
    if row:
        screen.headlines.selected ^= {row.id}
        screen.last_selected = screen.headlines.cursor
        screen.headlines.move_to(screen.headlines.cursor + 1)
        screen.headlines.redraw()


@does("mark.select_range")
def select_range(screen: MainScreen) -> None:
    """Select all rows from the last selected one to here."""
    rows = screen.session.rows
    if rows:
        first, last = sorted((screen.last_selected, screen.headlines.cursor))
        screen.headlines.selected |= set(rows.ids(first, last + 1))
        screen.headlines.redraw()


@does("mark.all")
def all_read(screen: MainScreen) -> None:
    """The whole list."""
    _mark_stretch(screen, 0, None)


@does("mark.above")
def above_read(screen: MainScreen) -> None:
    """All rows above the cursor."""
    _mark_stretch(screen, 0, screen.headlines.cursor)


@does("mark.below")
def below_read(screen: MainScreen) -> None:
    """The row under the cursor and all below."""
    _mark_stretch(screen, screen.headlines.cursor, None)


def _mark_stretch(screen: MainScreen, start: int, stop: int | None) -> None:
    rows = screen.session.rows
    if rows is None:
        return
    ids = rows.ids(start, stop)
    if not len(ids):
        return
    label = f"{len(ids):,} read in {screen.title_of_list}"
    screen.session.mark_ids(ids, "read", True, label)
    screen.say(f"{len(ids):,} read · u undoes")
    screen.marks_changed()


@does("mark.undo")
def undo(screen: MainScreen) -> None:
    """Take back the newest action."""
    screen.turn_back(screen.session.writer.undo(), "Nothing to undo", "Undone")


@does("mark.redo")
def redo(screen: MainScreen) -> None:
    """Do it again."""
    screen.turn_back(screen.session.writer.redo(), "Nothing to do again", "Done again")
