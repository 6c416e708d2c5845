"""Marks: shown at once, written behind, undone by u."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple

from newsdesk.model.headlines import Headline, MarkField
from newsdesk.store.journal import Undone
from newsdesk.tui.actions.registry import does
from newsdesk.tui.finding import SOON

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

_WORDS: dict[tuple[MarkField, bool], str] = {
    ("read", True): "read", ("read", False): "unread", ("starred", True): "starred", ("starred", False): "unstarred",
    ("later", True): "kept for later", ("later", False): "no longer for later",
}  # fmt: skip


class _Turning(NamedTuple):
    """What the person is told of an undo or redo: while it waits, when it is done, where there is nothing."""

    doing: str
    done: str
    nothing: str


_UNDO = _Turning("Undoing…", "Undone", "Nothing to undo")
_REDO = _Turning("Doing it again…", "Done again", "Nothing to do again")
_ONE_BY_ONE = 1_000
"""Selected rows up to which each is looked at before it is marked."""


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
    selected = screen.headlines.selected
    if len(selected) > _ONE_BY_ONE:
        _mark_many(screen, selected.ranges, field)
        selected.clear()
        return
    rows = _chosen(screen)
    if not rows:
        return
    value = not all(getattr(row, field) for row in rows)
    words = _WORDS[field, value]
    title = rows[0].title if len(rows) == 1 else f"{len(rows)} headlines"
    screen.session.mark(rows, field, value, f"{title}: {words}")
    if selected:
        # Also those that were marked so before lose their sign.
        selected.clear()
        screen.headlines.redraw()
    screen.say(f"{len(rows)} {words} · u undoes" if len(rows) > 1 else words.capitalize())
    screen.marks_changed()


def _mark_many(screen: MainScreen, places: Sequence[range], field: MarkField) -> None:
    # What most of them are can't be known in time; the row under the cursor says which way it goes.
    row = screen.headlines.current
    value = not (row and getattr(row, field))
    amount, words = sum(map(len, places)), _WORDS[field, value]
    screen.session.mark_places(places, field, value, f"{amount:,} headlines: {words}")
    screen.say(f"{amount:,} {words} · u undoes")
    screen.marks_changed()


def _chosen(screen: MainScreen) -> Sequence[Headline]:
    """The selection, else the open article's headline in its pane, else the row under the cursor."""
    rows = screen.session.rows
    if rows and screen.headlines.selected:
        found = (rows.row(place) for stretch in screen.headlines.selected.ranges for place in stretch)
        return [row for row in found if row is not None]
    row = screen.subject
    return [row] if row else []


@does("mark.select")
def select(screen: MainScreen) -> None:
    """Put the row into the selection, or take it out, and go on to the next."""
    row = screen.headlines.current
    if row:
        screen.headlines.selected.toggle(screen.headlines.cursor)
        screen.last_selected = screen.headlines.cursor
        screen.headlines.move_to(screen.headlines.cursor + 1)
        screen.headlines.redraw()


@does("mark.select_range")
def select_range(screen: MainScreen) -> None:
    """Select all rows from the last selected one to here."""
    rows = screen.session.rows
    if rows:
        first, last = sorted((screen.last_selected, screen.headlines.cursor))
        screen.headlines.selected.add(first, min(last, rows.count - 1))
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
    if stop is None and rows.view.is_search and not rows.complete:
        # Only those that are read so far are counted, and would be marked.
        screen.say("What is found is still being read: once more in a moment")
        return
    places = range(start, rows.count if stop is None else stop)
    if not places:
        return
    amount = rows.amount([places])
    label = f"{amount:,} read in {screen.title_of_list}"
    screen.session.mark_places([places], "read", True, label, folded=True)
    screen.say(f"{amount:,} read · u undoes")
    screen.marks_changed()


@does("mark.undo")
def undo(screen: MainScreen) -> None:
    """Take back the newest action."""
    # What is still being written to feeds.opml is the newest action, not the one before it.
    screen.desk.after_edits(lambda: _turn(screen, screen.session.writer.undo, _UNDO))


@does("mark.redo")
def redo(screen: MainScreen) -> None:
    """Do it again."""
    screen.desk.after_edits(lambda: _turn(screen, screen.session.writer.redo, _REDO))


def _turn(screen: MainScreen, turn: Callable[[], Future[Undone | None]], words: _Turning) -> None:
    """Undo or redo by `turn`, and follow it to its end."""
    if screen.session.writer.pending:
        # It comes behind what is being written: some tenth of a second.
        screen.say(words.doing)
    future = screen.session.turn_back(turn)
    screen.marks_changed()
    screen.session.watch(future)
    # What a mark of a million was about takes a second to find.
    screen.set_timer(SOON, lambda: None if future.done() else screen.say("Looking for what it was about…"))

    def tell(finished: Future[Undone | None]) -> None:
        if finished.exception() is None:
            screen.post_message(screen.Then(lambda: _turned(screen, finished.result(), words)))

    future.add_done_callback(tell)


def _turned(screen: MainScreen, undone: Undone | None, words: _Turning) -> None:
    if undone is None:
        screen.say(words.nothing)
        return
    if undone.kind == "opml":
        screen.desk.edit_subscriptions(lambda desk: desk.restore(undone.before, undone.after))
    elif undone.kind == "view":
        screen.desk.keep_views(json.loads(undone.after))
        screen.show_kept()
    elif undone.kind == "story":
        screen.sheets.stories_told()
    elif undone.kind == "taste":
        screen.sheets.teach()
    screen.say(f"{words.done}: {undone.label}" if undone.label else words.done)
    screen.session.show_turned(undone)
    screen.arrivals.take_in()
