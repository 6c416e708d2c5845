"""Views of the person's own: a query under a name, kept in config.toml, listed in the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsdesk.model.headlines import View, ViewKind
from newsdesk.store.queries.query import parse_query
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import EMPTY, span

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen


def keep(screen: MainScreen, query: str, name: str = "", instead_of: str = "") -> None:
    """Ask for a name (`name` stands there) and keep the query under it, `instead_of` another one's; then show it."""
    from newsdesk.tui.screens.prompt import Prompt

    def answered(answer: tuple[str, int] | None) -> None:
        if answer:
            gone = {instead_of: None} if instead_of else {}
            screen.desk.keep_views({**gone, answer[0]: query}, f"View {answer[0]} kept")
            screen.show_kept()
            screen.views.open(View(ViewKind.SEARCH, query))
            screen.say(f"Kept as {answer[0]}, in the sidebar")

    screen.app.push_screen(Prompt(["Name of the view"], value=name), answered)


def settings(screen: MainScreen, name: str, query: str) -> None:
    """Rename a view, change its query, remove it."""
    from newsdesk.tui.actions.choosing import hint
    from newsdesk.tui.screens.choose import Choose

    choices: list[Choice[Callable[[], None]]] = [
        Choice((span("Rename…"),), (span(name, "mute"),), lambda: keep(screen, query, name, instead_of=name)),
        Choice((span("Change its query…"),), (span(query, "mute"),), lambda: _change(screen, name, query)),
        Choice((span("Remove"),), EMPTY, lambda: remove(screen, name)),
    ]

    def chosen(act: Callable[[], None] | None) -> None:
        if act:
            act()

    screen.app.push_screen(
        Choose(screen.glyphs, name, choices, typing=False, hint=hint(("⏎", "do it"), ("Esc", "back"))), chosen
    )


def _change(screen: MainScreen, name: str, query: str) -> None:
    from newsdesk.tui.screens.prompt import Prompt

    def check(text: str, _mode: int) -> None:
        parse_query(text)

    def answered(answer: tuple[str, int] | None) -> None:
        if answer:
            screen.desk.keep_views({name: answer[0]}, f"Query of {name} changed")
            screen.show_kept()
            screen.views.open(View(ViewKind.SEARCH, answer[0]))

    screen.app.push_screen(Prompt([f"Query of {name}"], value=query, check=check), answered)


def remove(screen: MainScreen, name: str) -> None:
    """Take a view out of the sidebar; u brings it back."""
    screen.desk.keep_views({name: None}, f"View {name} removed")
    screen.show_kept()
    screen.say(f"View {name} removed · u undoes")
