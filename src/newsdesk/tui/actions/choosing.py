"""What opens a list to choose from or a line to type: palette, keys, themes, search, links, sources."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from newsdesk import clock, urls
from newsdesk.errors import QueryError
from newsdesk.model.blocks import iter_links
from newsdesk.model.headlines import Order, View, ViewKind
from newsdesk.store.queries.query import parse_query
from newsdesk.tui.actions import views
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.commands import COMMANDS, SCOPES, Command
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, cut, span
from newsdesk.tui.panes import TWO_FROM
from newsdesk.tui.session import as_query
from newsdesk.tui.source_lines import card_rows, health_line, trouble_first
from newsdesk.tui.themes import PALETTES, hue_of

if TYPE_CHECKING:
    from newsdesk.tui.screens.choose import Choose
    from newsdesk.tui.screens.main import MainScreen
    from newsdesk.tui.screens.views import Place


_KEEP = "Keep this as a view"
_KEYS_WIDTH = 25
"""Columns for the keys of a command."""


def hint(*pairs: tuple[str, str]) -> Line:
    """Keys and what they do, for the foot of a chooser."""
    line: Line = EMPTY
    for key, words in pairs:
        line = (*line, Span(f"{key} ", "text", BOLD), Span(f"{words}  ", "mute"))
    return line


@does("app.palette")
def palette(screen: MainScreen) -> None:
    """Every command, by typing; those that work in this pane first."""
    commands = sorted(COMMANDS, key=lambda command: command.scope not in (screen.pane, "everywhere"))
    _choose_command(screen, "Commands", [_command_choice(screen, command) for command in commands])


@does("app.help")
def help_keys(screen: MainScreen) -> None:
    """The keys as they are now: those of this pane, of everywhere, of the other panes."""
    choices: list[Choice[Command]] = []
    for scope in sorted(SCOPES, key=lambda scope: (scope != screen.pane, scope != "everywhere")):
        choices += [Choice(EMPTY)] if choices else []
        choices.append(Choice((Span(SCOPES[scope].upper(), "mute", BOLD),)))
        choices += [_command_choice(screen, command) for command in COMMANDS if command.scope == scope]
    # Behind the first key of a sequence it is asked what may follow.
    first, space, _ = screen.keyboard.pressed.partition(" ")
    screen.keyboard.new_here = False
    _choose_command(screen, "Keys", choices, first + space if space else "")


def _command_choice(screen: MainScreen, command: Command) -> Choice[Command]:
    width = _KEYS_WIDTH if screen.app.size.width >= TWO_FROM else _KEYS_WIDTH * 2 // 3
    shown, keys = cut(screen.keyboard.keys.shown(command, width), width).ljust(width), screen.keyboard.keys.of(command)
    return Choice((Span(f"{shown}  ", "accent", BOLD), Span(command.help, "text")), EMPTY, command, alone=keys)


def _choose_command(screen: MainScreen, title: str, choices: list[Choice[Command]], typed: str = "") -> None:
    from newsdesk.tui.screens.choose import Choose

    def chosen(command: Command | None) -> None:
        if command:
            screen.keyboard.pressed = ""
            screen.run_command(command)

    hints = hint(("⏎", "do it"), ("Esc", "back"))
    screen.app.push_screen(Choose(screen.glyphs, title, choices, typed=typed, hint=hints), chosen)


@does("view.themes")
def themes(screen: MainScreen) -> None:
    """Themes, shown as you move."""
    from newsdesk.tui.screens.choose import Choose

    before, names = screen.app.theme, list(PALETTES)

    def show(name: str) -> None:
        screen.app.theme = name

    def chosen(name: str | None) -> None:
        screen.app.theme = name or before
        if name:
            screen.remember("theme", name)

    choices = [Choice((span(palette.title),), EMPTY, name) for name, palette in PALETTES.items()]
    place = names.index(before) if before in names else 0
    screen.app.push_screen(
        Choose(screen.glyphs, "Themes", choices, typing=False, on_move=show, cursor=place,
               hint=hint(("j k", "look"), ("⏎", "keep"), ("Esc", "as it was"))),
        chosen,
    )  # fmt: skip


@does("search.open")
def search(screen: MainScreen) -> None:
    """Find in the article; else search this list, or everything."""
    from newsdesk.tui.screens.prompt import Prompt

    if screen.pane == "article" and screen.page.page:

        def find(answer: tuple[str, int] | None) -> None:
            if answer:
                hits = screen.page.find(answer[0])
                screen.say(f"{hits} lines · n N next, previous · Esc ends" if hits else "Not in this article")

        screen.app.push_screen(Prompt(["Find in this article"]), find)
        return
    modes = ["Search everything"] if screen.sheets.shown else ["Search this list", "Search everything"]
    _ask_query(screen, modes, 'words  "a phrase"  -not  from:  in:  newer:2d', ranked=True)


@does("search.filter")
def filter_by_query(screen: MainScreen) -> None:
    """Filter this list by a query."""
    if screen.sheets.shown:
        screen.say("There is no list to filter here: g u, g a, or a section")
        return
    shape = "is:unread  in:World  from:bbc  newer:2d  outlets:>5"
    _ask_query(screen, ["Filter this list", _KEEP], shape, screen.view.words)


def _ask_query(
    screen: MainScreen, modes: list[str], placeholder: str, value: str = "", *, ranked: bool = False
) -> None:
    from newsdesk.tui.widgets.prompt_line import Answer, PromptLine

    began, before = screen.views.place(), list(screen.views.before)

    def view_of(text: str, mode: int) -> View:
        text = _closed(text)
        everything = modes[mode].endswith("everything")
        view = View(ViewKind.SEARCH, text) if everything else began.view._replace(words=text)
        return view._replace(order=Order.BEST) if ranked else view

    def check(text: str, _mode: int) -> None:
        parse_query(_closed(text))

    def typed(text: str, mode: int) -> None:
        if not text and not value:
            _go_back(screen, began, before)
            return
        # Until it is a query that can be read, what is shown stays.
        with suppress(QueryError):
            _open(screen, view_of(text, mode))

    def answered(answer: Answer | None) -> None:
        screen.finding.typing = False
        screen.end_asking()
        if answer is None:
            _go_back(screen, began, before)
        elif modes[answer[1]] is _KEEP:
            _go_back(screen, began, before)
            query = as_query(began.view._replace(words=_closed(answer[0])), screen.session.sidebar)
            views.keep(screen, query, name=answer[0])
        else:
            _open(screen, view_of(*answer))
            screen.views.read_rest()
            screen.go_to_pane("headlines")

    screen.finding.typing = True
    screen.ask(
        PromptLine(modes, answered, value=value, placeholder=placeholder, check=check, typed=typed, may_be_empty=True)
    )


def _closed(text: str) -> str:
    """A query whose last phrase needs no sign at its end."""
    return text + '"' * (text.count('"') % 2)


def _open(screen: MainScreen, view: View) -> None:
    if view != (screen.finding.awaited or screen.view):
        screen.views.open(view)


def _go_back(screen: MainScreen, place: Place, before: list[Place]) -> None:
    """Back to where the person began to type, if what was typed has led away from there."""
    screen.finding.give_up()
    if screen.view != place.view:
        screen.views.before = list(before)
        screen.views.return_to(place)


@does("article.links")
def links(screen: MainScreen) -> None:
    """The article's links: open, copy."""
    from newsdesk.tui.screens.choose import Choose

    page = screen.page.page
    if page is None:
        return
    page.finish()
    texts = {url: text for text, url in iter_links(page.article.document.blocks if page.article.document else ())}
    choices = [
        Choice(
            (Span(f"{number:>3}  ", "mute"), span(texts.get(url) or urls.host(url), "link")),
            (span(urls.host(url), "mute"),),
            url,
        )
        for number, url in enumerate(page.links, 1)
    ]

    def copy(chooser: Choose, url: str) -> None:
        screen.app.copy_to_clipboard(url)
        chooser.say((Span("Link copied", "ok"),))

    def chosen(url: str | None) -> None:
        if url:
            screen.browse(url)

    screen.app.push_screen(
        Choose(screen.glyphs, f"{len(choices)} links", choices, typing=False, keys={"y": copy},
               hint=hint(("⏎", "open"), ("y", "copy"), ("Esc", "back"))),
        chosen,
    )  # fmt: skip


@does("go.source")
def go_to_source(screen: MainScreen) -> None:
    """A source or section by typing."""
    from newsdesk.tui.screens.choose import Choose

    sections = screen.session.sidebar.sections
    names = screen.sidebar.sections
    choices: list[Choice[View]] = []
    for section in sections:
        view = View(ViewKind.SECTION, section.name)
        left = (span(section.name, hue_of(section.name, names), BOLD),)
        choices.append(Choice(left, (Span(f"{section.unread:,}", "mute"),), view, words=section.name))
        for source in section.sources:
            left = (span(source.title),)
            right = (span(section.name, hue_of(section.name, names)), Span(f"  {source.unread:,}".rjust(8), "mute"))
            choices.append(Choice(left, right, View(ViewKind.FEED, str(source.feed)), words=source.title))

    def chosen(view: View | None) -> None:
        if view:
            screen.views.open(view)
            screen.go_to_pane("headlines")

    screen.app.push_screen(
        Choose(
            screen.glyphs, "Go to", choices, placeholder="a source or section", hint=hint(("⏎", "go"), ("Esc", "back"))
        ),
        chosen,
    )


@does("go.health")
def health(screen: MainScreen) -> None:
    """How every feed is doing, those in trouble first."""
    from newsdesk.tui.screens.choose import Choose

    cards = sorted(screen.session.sources(), key=trouble_first)
    choices = [Choice(*health_line(card), card.feed, words=card.title) for card in cards]
    failing = sum(1 for card in cards if card.last_error or card.gone)

    def chosen(feed: int | None) -> None:
        if feed:
            show_card(screen, feed)

    title = f"Feed health: {len(cards)} sources, {failing} failing"
    screen.app.push_screen(Choose(screen.glyphs, title, choices, hint=hint(("⏎", "about it"), ("Esc", "back"))), chosen)


@does("source.card")
def source_card(screen: MainScreen) -> None:
    """About the source of the selected row."""
    feed = screen.feed_of_subject()
    if feed is None:
        screen.say("Choose a source or a headline first")
    else:
        row = screen.subject if screen.pane != "sidebar" else None
        show_card(screen, feed, screen.headlines.reasons.get(row.id, "") if row else "")


def show_card(screen: MainScreen, feed: int, why: str = "") -> None:
    """All that is known about a source, and why a headline of it stands where it does."""
    from newsdesk.tui.actions.signing import show_sign_in, sign_in_of
    from newsdesk.tui.screens.choose import Choose

    card = screen.session.source(feed)
    if card is None:
        return
    # What something can be done with: the address it moved to, and how it is signed in to.
    acts: dict[str, tuple[str, Callable[[], None]]] = {}
    if card.subscribed:
        change = "sign in" if card.needs_sign_in else "change"
        acts["Sign-in"] = change, lambda: show_sign_in(screen, card)
        acts["Moved to"] = (
            "take it over",
            lambda: screen.desk.edit_subscriptions(lambda desk: desk.set_url(card.url, card.moved_url)),
        )
    rows: list[Choice[Callable[[], None]]] = []
    if why:
        rows.append(Choice((Span(f"{'Why here':<14}", "mute"), span(why))))
    for label, words in card_rows(card, clock.now(), sign_in_of(screen, card)):
        role = "error" if label == "State" and (card.last_error or card.gone) else "text"
        does_what, act = acts.get(label, ("", None))
        right = (Span(screen.glyphs.enter, "text", BOLD), Span(f" {does_what} ", "mute")) if act else EMPTY
        rows.append(Choice((Span(f"{label:<14}", "mute"), span(words, role)), right, act))

    def chosen(act: Callable[[], None] | None) -> None:
        if act:
            act()

    hints = hint(("Esc", "back"))
    screen.app.push_screen(Choose(screen.glyphs, card.title, rows, typing=False, hint=hints), chosen)
