"""What the status line, the top bar and the pane heads say: pure."""

from __future__ import annotations

from functools import lru_cache

from newsdesk.model.headlines import ORDERED, Filter, Order, View
from newsdesk.model.sidebar import Progress
from newsdesk.tui.ages import time_of_day
from newsdesk.tui.commands import BY_ID, Command, Keys
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, width_of

_ORDERS = {
    Order.NEWEST: "newest", Order.OLDEST: "oldest", Order.SOURCE: "by source", Order.BEST: "best of the newest",
    Order.BEST_OF_ALL: "best of all",
}  # fmt: skip
_BAR = 20
_PLACES = {id_: place for place, id_ in enumerate(BY_ID)}


def progress_line(progress: Progress, glyphs: Glyphs, width: int) -> Line:
    """Progress, result, trouble, freshness, in that order; shorter where there is little room."""
    dot = Span(f"  {glyphs.dot}  ", "faint")
    parts: list[Line] = []
    if progress.running:
        bar = _BAR if width >= 120 else 10 if width >= 70 else 0
        full = bar * progress.done // progress.asked if progress.asked else 0
        parts.append((
            Span(f"{glyphs.work} ", "accent"), Span(str(progress.done), "text", BOLD),
            Span(f"/{progress.asked} ", "mute"), Span(glyphs.thick * full, "accent"),
            Span(glyphs.thick * (bar - full), "rule"),
        ))  # fmt: skip
    if progress.offline:
        parts.append((Span("no network", "error"),))
    if progress.new:
        parts.append((Span(f"{progress.new:,} new", "soft"),))
    if progress.failed and not progress.offline:
        parts.append((Span(f"{progress.failed} failing", "error"),))
    if progress.finished and not progress.running:
        parts.append((Span(f"updated {time_of_day(progress.finished)}", "mute"),))
    line: Line = (Span(" "),)
    for number, part in enumerate(parts):
        more = (*line, *((dot,) if number else ()), *part)
        if width_of(more) > width:
            break
        line = more
    return line


@lru_cache(32)
def keys_line(commands: tuple[str, ...], keys: Keys, width: int) -> Line:
    """As many of the commands with their keys as fit, the first ones first."""
    line: Line = EMPTY
    for id_ in commands:
        command = BY_ID[id_]
        shown = short_keys(command, keys)
        if not shown:
            continue
        more = (*line, Span("  " if line else ""), Span(shown, "text", BOLD), Span(f" {command.title}", "mute"))
        if width_of(more) > width:
            break
        line = more
    return line


def short_keys(command: Command, keys: Keys) -> str:
    """The first key of a command, "" where it has none; of moving, the pair."""
    pair = (command, BY_ID["move.up"]) if command.id == "move.down" else (command,)
    return " ".join(keys.named(keys.of(one)[0]) for one in pair if keys.of(one))


def prefix_line(first: str, keys: Keys, width: int) -> tuple[Line, Line]:
    """What may follow the first key of a sequence, as much of it as fits; how to see all, and to end it."""
    line: Line = (Span(f" {keys.named(first)} ", "accent", BOLD),)
    end: Line = (Span("Esc", "text", BOLD), Span(" ends", "mute"))
    # A command of several keys is named once, by its first.
    named = {command.id: second for second, command in reversed(keys.sequences[first].items())}
    parts = [
        (Span(f"  {keys.named(second)}", "text", BOLD), Span(f" {BY_ID[id_].title}", "mute"))
        for id_, second in sorted(named.items(), key=lambda item: _PLACES[item[0]])
    ]
    if width_of((*line, *(span for part in parts for span in part), *end)) + 3 > width:
        asked = keys.of(BY_ID["app.help"])
        end = (Span(keys.named(asked[0]), "text", BOLD), Span(" all", "mute")) if asked else end
    for part in parts:
        if width_of((*line, *part, *end)) + 3 > width:
            break
        line = (*line, *part)
    return line, end


def list_head(
    title: str, view: View, count: int, unread: int | None, waiting: int, renew: str = "", *, more: bool = False
) -> tuple[Line, Line]:
    """The head of the headline list: its name and size; its order, and what waits, with the key that shows it.

    `more` says that there are more rows than `count`, and nobody knows yet how many.
    """
    amount = f"{count:,}{'+' if more else ''}"
    if unread is not None and view.filter is not Filter.STARRED:
        amount = f"{unread:,} unread"
    left: Line = (Span(title, "text", BOLD), Span(f"  {amount}", "mute"))
    if view.filter is not Filter.ALL:
        left = (*left, Span(f"  only {view.filter.value}", "accent"))
    right: Line = (Span(_ORDERS[view.order], "mute"),) if view.kind in ORDERED else EMPTY
    if waiting:
        key = (Span(renew, "text", BOLD), Span(" ")) if renew else EMPTY
        right = (*key, Span(f"{waiting:,} new", "accent", BOLD), Span("  "), *right)
    return left, right
