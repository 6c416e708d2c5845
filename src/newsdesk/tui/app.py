"""The Textual app: themes, the session, the worker's keeper; everything else is the main screen's."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events
from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter
from textual.scrollbar import ScrollBar, ScrollBarRender

from newsdesk import config, urls
from newsdesk.config import Settings
from newsdesk.errors import ConfigError, NewsdeskError
from newsdesk.paths import Paths
from newsdesk.tui import behind, memory, terminal
from newsdesk.tui.commands import check_keys
from newsdesk.tui.edits import Edits
from newsdesk.tui.glyphs import ASCII, UNICODE
from newsdesk.tui.outside import Keeper, Subscriptions
from newsdesk.tui.screens.main import MainScreen
from newsdesk.tui.session import Session
from newsdesk.tui.themes import PALETTES, textual_theme
from newsdesk.tui.typed import TypedAhead

if TYPE_CHECKING:
    from textual.driver import Driver


_COLLECTED = (300, 3, 3)
"""When cycles are looked for: what is not frozen is little, and each frame of Textual leaves some hundred objects."""


class PlainBars(ScrollBarRender):
    """Scroll bars without the signs for parts of a cell."""

    VERTICAL_BARS = [" "]


KEEPER_EVERY = 1.0
"""Seconds between two looks whether a worker works."""

_log = logging.getLogger(__name__)


class NewsdeskApp(App[None]):
    """newsdesk on a terminal; raises StoreError when the database can't be used."""

    TITLE = "newsdesk"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("ctrl+q", "quit", "Quit")]

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        *,
        keeper: Keeper | None = None,
        subscriptions: Callable[[Session], Subscriptions] | None = None,
        follow_list: Callable[[], None] | None = None,
        notices: tuple[str, ...] = (),
        asked: terminal.Asked | None = None,
    ) -> None:
        """`follow_list` brings the database in line with feeds.opml where no worker does; for a thread."""
        super().__init__()
        self.paths = paths
        self.settings = settings
        self.keeper = keeper
        self.subscriptions = subscriptions
        self._follow_list = follow_list
        self._notices = (*notices, *_wrong_keys(settings))
        self._ended = threading.Event()
        self.drawn = False
        """Whether the first frame is on the terminal: what can wait waits for it."""
        self._starting, self._has_to_end = True, False
        self._held_back = ExitStack()
        """While it is open nothing is drawn."""
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self._begin_with_theme(terminal.theme_for(settings.theme, asked.dark if asked else None))
        self._typed_ahead = asked.read if asked else b""
        if not settings.motion:
            self.animation_level = "none"
        if settings.ascii:
            ScrollBar.renderer = PlainBars
        self.session = Session(paths.database, self._trouble)
        self.main = MainScreen(self, self.session, ASCII if settings.ascii else UNICODE)
        self._edits = Edits()
        self.typed = TypedAhead(self, super().on_event)

    @property
    def binds_alt(self) -> bool:
        """Whether the person has put a command on Alt and a letter."""
        return any("alt+" in keys for keys in self.settings.keys.values())

    def take_typed_ahead(self) -> bytes:
        """What the terminal sent before the driver listened; once."""
        typed, self._typed_ahead = self._typed_ahead, b""
        return typed

    def _begin_with_theme(self, name: str) -> None:
        if PALETTES[name].ansi:
            self.theme = name
            return
        # Textual would read all styles twice: first in the colours of its own theme, then in these.
        self.set_reactive(NewsdeskApp.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())
        for style, on in (("-dark-mode", PALETTES[name].dark), ("-light-mode", not PALETTES[name].dark)):
            self.set_class(on, style, update=False)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's word for the colours of the style sheets; there are none before the first theme."""
        return super().get_css_variables() if PALETTES.keys() <= self.available_themes.keys() else {}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, without the one that makes RGB of a terminal's own colours: no theme mixes them."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def get_driver_class(self) -> type[Driver]:
        """The driver for this platform; on terminals of Unix ours, which hears the terminal's answers."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from newsdesk.tui.driver import TerminalDriver

        return TerminalDriver

    def get_default_screen(self) -> MainScreen:
        """The one screen under all others."""
        return self.main

    async def on_event(self, event: events.Event) -> None:
        """Textual's word that something happened; keys go one by one to the screen they are meant for."""
        if isinstance(event, events.MouseDown | events.MouseUp) and self._beside_the_prompt(event):
            return
        typed = event if isinstance(event, events.Key | events.Paste) and not event.is_forwarded else None
        if typed is None or not self._screen_stack or not self.typed.take(typed):
            await super().on_event(event)

    def _beside_the_prompt(self, event: events.MouseEvent) -> bool:
        """Whether a line is being typed and the mouse is elsewhere: a click there would take the keys from it."""
        asking = self.main.asking
        return asking is not None and self.screen is self.main and not asking.region.contains(event.x, event.y)

    def on_load(self) -> None:
        """Before the terminal is taken over: whoever ends the program gets it back as it was."""
        loop = asyncio.get_running_loop()

        def end(*_: object) -> None:
            if driver_ends := getattr(self._driver, "told_to_end", None):
                driver_ends()
            loop.call_soon_threadsafe(self._end)

        # Not the loop's own handlers: they would wait behind what is being drawn on a terminal that takes nothing.
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, end)

    def _end(self) -> None:
        # Textual takes the widgets away at once, also from a start that is just looking for them.
        self._has_to_end = True
        if not self._starting:
            self.exit()

    def on_mount(self) -> None:
        """After the first frame: the collector, the worker, what was wrong at the start."""
        self.app_resume_signal.subscribe(self, lambda _app: self._redraw_all())
        # On its way to the first frame Textual would draw several, one for each step of laying it out.
        self._held_back.enter_context(self.batch_update())
        self.call_after_refresh(self._first_frame_drawn)

    def draw_first_frame(self) -> None:
        """The panes stand where they will stand: draw from now on."""
        self._held_back.close()

    def _first_frame_drawn(self) -> None:
        self.draw_first_frame()
        self._starting = False
        if self._has_to_end:
            self.exit()
            return
        if self._notices:
            self.main.say("  ".join(self._notices), trouble=True)
        threading.Thread(target=self._prepare_rest, name="behind", daemon=True).start()
        if self.keeper:
            # One thread for all looks: the kernel ends a worker when the thread that started it ends.
            threading.Thread(target=self._keep_worker, args=(self.keeper,), name="keeper", daemon=True).start()

    def _prepare_rest(self) -> None:
        # Before the thread that reads the list: each thread keeps to the heap that it began with.
        memory.give_back_large_blocks()
        self.drawn = True
        self.main.post_message(MainScreen.Then(self.main.views.read_rest))
        behind.load()
        # What the start left behind goes, what it made is never looked at again.
        gc.collect()
        gc.freeze()
        # Counted anew: else garbage may grow to a quarter of all that is frozen before it is looked for.
        gc.collect()
        gc.set_threshold(*_COLLECTED)
        gc.enable()
        if self._follow_list:
            try:
                self._follow_list()
            except NewsdeskError as error:
                self._trouble(str(error))

    def _keep_worker(self, keeper: Keeper) -> None:
        while True:
            try:
                keeper.check()
            except (NewsdeskError, OSError) as error:
                self._trouble(f"The worker can't be started: {error}")
            if self._ended.wait(KEEPER_EVERY):
                return

    def _redraw_all(self) -> None:
        # After a suspend the terminal is blank, and Textual only sends what changed.
        self.main.refresh(layout=True)
        self.call_after_refresh(self.refresh, repaint=True, layout=True)

    def _trouble(self, text: str) -> None:
        self.main.post_message(MainScreen.Said(text, trouble=True))

    def remember(self, key: str, value: str | int) -> None:
        """Keep a setting in config.toml; the screen waits for nothing, here and below."""
        changed: dict[str, Any] = {key: value}
        self.settings = replace(self.settings, **changed)
        self._edit(lambda: config.save(self.paths.config, key, value))

    def keep_views(self, changes: Mapping[str, str | None], label: str = "") -> None:
        """Keep queries under their names in config.toml, None takes one out; `u` undoes it where it has a label."""
        views = dict(self.settings.views)
        before = {name: views.get(name) for name in changes}
        kept = {**views, **changes}
        self.settings = replace(self.settings, views={name: query for name, query in kept.items() if query is not None})

        def write() -> None:
            config.save_views(self.paths.config, changes)
            if label:
                packed = (json.dumps(step).encode() for step in (before, dict(changes)))
                self.session.writer.record_edit("view", label, *packed)

        self._edit(write)

    def keep_of_feed(self, url: str, key: str, value: str) -> None:
        """Keep a setting of one feed in config.toml; an empty value goes by the setting for all."""
        changed: dict[str, Any] = {key: value}
        feeds = {**self.settings.feeds, urls.exact(url): replace(self.settings.feed(url), **changed)}
        self.settings = replace(self.settings, feeds=feeds)
        self._edit(lambda: config.save_feed(self.paths.config, url, {key: value or None}))

    def _edit(self, edit: Callable[[], None]) -> None:
        self._edits.ask(lambda: self.main.attempt(edit, "edit"))

    def edit_subscriptions(
        self,
        edit: Callable[[Subscriptions], str],
        *,
        looks_up: bool = False,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Have a thread edit feeds.opml, and say what came of it; one that `looks_up` an address holds up no other."""
        open_desk = self.subscriptions
        if open_desk is None:
            self.main.say("Subscriptions can't be changed here", trouble=True)
            return

        def work() -> None:
            try:
                self.main.post_message(MainScreen.Said(edit(open_desk(self.session))))
            except NewsdeskError:
                self.main.post_message(MainScreen.Then(failed))
                raise

        if looks_up:
            self.main.in_thread(work, "subscriptions", exclusive=False)
        else:
            self._edit(work)

    def after_edits(self, act: Callable[[], None]) -> None:
        """Do something on the screen when the edits that were asked for are done; at once where there are none."""
        if not self._edits.pending:
            act()
            return

        def go_on() -> None:
            self.main.post_message(MainScreen.Then(act))

        self._edits.ask(go_on)

    def _handle_exception(self, error: Exception) -> None:
        # Textual draws a trace with the values of all variables; the person gets one line, the log the trace.
        first, self._return_code = self._exception is None, 1
        if not first:
            return
        # Textual's own tests and Pilot look here for what went wrong.
        self._exception = error
        self._exception_event.set()
        reason = getattr(error, "error", error)
        _log.error("The program ended", exc_info=reason)
        told = str(reason) if isinstance(reason, NewsdeskError) else f"a fault in newsdesk ({type(reason).__name__})"
        self.panic(Text(f"newsdesk: {told}; your marks are kept. {self.paths.log} has the details."))

    async def on_unmount(self) -> None:
        """Everything is on disk when the program ends."""
        self.main.finding.close()
        self.main.opening.close()
        self._edits.close()
        self.session.close()

    def run(self, **options: Any) -> None:
        """Run until the person quits; the worker ends with the program."""
        try:
            super().run(**options)
        finally:
            self._ended.set()
            if self.keeper:
                self.keeper.stop()


def _wrong_keys(settings: Settings) -> tuple[str, ...]:
    try:
        check_keys(settings.keys)
    except ConfigError as error:
        return (str(error),)
    return ()
