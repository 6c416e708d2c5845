"""One screen of what is known about the person: likes, each to weigh, pin, clear; stories that they follow or muted."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newsdesk import clock
from newsdesk.model.stories import StoryState, Trait
from newsdesk.store.connection import Connection, open_reader, translated
from newsdesk.store.queries.coverage import list_told
from newsdesk.store.queries.desk import list_tastes
from newsdesk.tui.actions.choosing import hint
from newsdesk.tui.actions.coverage import show_coverage
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, cut, span

if TYPE_CHECKING:
    from newsdesk.tui.screens.choose import Choose
    from newsdesk.tui.screens.main import MainScreen

_SHOWN = 150
"""Traits that are shown."""
_STEP = 0.5
_MOST = 3.0
_BAR = 12


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known about the person."""

    trait: Trait
    learnt: float
    """What it would add to a score by what was read alone."""
    factor: float
    pinned: bool

    @property
    def weight(self) -> float:
        """What it adds to a score now."""
        return max(1.0, self.learnt) if self.pinned else self.learnt * self.factor

    @property
    def is_set(self) -> bool:
        """Whether the person said something about it."""
        return self.pinned or self.factor != 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """A story that the person follows or muted."""

    state: StoryState
    title: str


@does("taste.known")
def known(screen: MainScreen) -> None:
    """Have a thread add up what is known, then show it."""
    screen.session.writer.flush(1.0)

    def work() -> None:
        stories, traits = read_known(screen)
        screen.post_message(screen.Then(lambda: _KnownList(screen, stories, traits).show()))

    screen.in_thread(work, "known")


def read_known(screen: MainScreen) -> tuple[list[Told], list[Known]]:
    """The stories that were told of, and the traits that are known, the strongest first; for a thread."""
    database = screen.session.database
    with translated(database), closing(open_reader(database)) as connection:
        stories = [Told(state, title) for state, title in list_told(connection, clock.now())]
        return stories, _read_traits(connection)


def _read_traits(connection: Connection) -> list[Known]:
    from newsdesk.desk.foryou import traits_of
    from newsdesk.newsroom import Room
    from newsdesk.store.queries.desk import list_readings

    names = {
        (trait.kind, trait.key): trait
        for reading in list_readings(connection)
        for trait in traits_of(reading.item, reading.section, reading.author)
    }
    names |= {(trait.kind, trait.key): trait for trait, _, _ in list_tastes(connection)}
    beliefs = Room(connection, clock.now()).profile().beliefs()
    found = [
        Known(names[key], belief.mean, belief.factor, belief.pinned)
        for key, belief in beliefs.items()
        if key in names and (key[0] != "topic" or belief.tells(names[key]))
    ]
    # What the person set stands first.
    found.sort(key=lambda one: (not one.is_set, -abs(one.weight), one.trait.name))
    return found[:_SHOWN]


class _KnownList:
    """The list while it is open; every key writes at once, as a step of undo."""

    def __init__(self, screen: MainScreen, stories: list[Told], traits: list[Known]) -> None:
        self._screen = screen
        self._rows: dict[object, Told | Known] = {one.state.id: one for one in stories}
        self._rows |= {(one.trait.kind, one.trait.key): one for one in traits}
        self._asked = False
        self._taught = False

    def show(self) -> None:
        """Open it."""
        from newsdesk.tui.screens.choose import Choose

        screen, learning = self._screen, self._screen.desk.settings.learn
        acts: dict[str, Callable[[Choose, Any], None]] = {
            "p": self._pin, "x": self._clear, "plus": self._more, "equals_sign": self._more, "minus": self._less,
        }  # fmt: skip
        always: dict[str, Callable[[Choose, Any], None]] = {
            "F": self._forget, "upper_f": self._forget, "P": self._pause, "upper_p": self._pause,
        }  # fmt: skip
        keys = hint(("+ -", "weigh"), ("p", "pin"), ("x", "clear"), ("P", "pause"), ("F F", "forget all"),
                    ("Esc", "back"))  # fmt: skip
        title = "What is known about you" + ("" if learning else ": paused")
        empty = Choice((Span("Nothing yet: open a few articles, or teach with + and -.", "mute"),), EMPTY, ("", ""))
        screen.app.push_screen(
            Choose(screen.glyphs, title, self._choices() or [empty], typing=False, hint=keys,
                   keys=(acts if self._rows else {}) | always),
            self._closed,
        )  # fmt: skip

    def _closed(self, taken: object) -> None:
        if self._taught:
            self._screen.sheets.teach()
        if isinstance(taken, int):
            show_coverage(self._screen, taken)

    def _choices(self) -> list[Choice[Any]]:
        traits = [one for one in self._rows.values() if isinstance(one, Known)]
        most = max((abs(one.weight) for one in traits), default=1.0) or 1.0
        now = clock.now()
        return [
            _story_choice(key, one, now) if isinstance(one, Told) else _trait_choice(self._screen, key, one, most)
            for key, one in self._rows.items()
        ]

    def _more(self, chooser: Choose, key: object) -> None:
        self._weigh(chooser, key, _STEP)

    def _less(self, chooser: Choose, key: object) -> None:
        self._weigh(chooser, key, -_STEP)

    def _weigh(self, chooser: Choose, key: object, step: float) -> None:
        one = self._rows[key]
        if isinstance(one, Told):
            chooser.say((Span("A story is followed, muted or neither: x clears that", "text"),))
            return
        factor = min(_MOST, max(0.0, one.factor + step))
        self._set(chooser, replace(one, factor=factor, pinned=False), f"{one.trait.name} counts {factor:g} times")

    def _pin(self, chooser: Choose, key: object) -> None:
        one = self._rows[key]
        if isinstance(one, Known):
            words = "pinned" if not one.pinned else "no longer pinned"
            self._set(chooser, replace(one, pinned=not one.pinned), f"{one.trait.name} {words}")

    def _clear(self, chooser: Choose, key: object) -> None:
        """Take back what the person set; what was only learnt counts for nothing from now on."""
        one = self._rows[key]
        if isinstance(one, Told):
            label = f"{cut(one.title, 60)}: neither followed nor muted"
            self._screen.sheets.say_of_story(one.state.id, followed=False, muted_until=0, label=label)
            self._rows[key] = replace(one, state=one.state._replace(followed=False, muted_until=0))
            chooser.set_choices(self._choices())
        elif one.is_set:
            cleared = replace(one, factor=1.0, pinned=False)
            self._write(chooser, cleared, self._screen.session.writer.clear_taste(
                one.trait, label=f"{one.trait.name}: cleared"))  # fmt: skip
            chooser.say((Span("What you set is cleared; what was learnt counts again", "text"),))
        else:
            self._set(chooser, replace(one, factor=0.0), f"{one.trait.name} counts for nothing")
            chooser.say((Span("It counts for nothing now; x again lets it count", "text"),))

    def _set(self, chooser: Choose, made: Known, label: str) -> None:
        writer = self._screen.session.writer
        self._write(chooser, made, writer.set_taste(made.trait, made.factor, made.pinned, label=label))

    def _write(self, chooser: Choose, made: Known, written: Any) -> None:
        self._rows[made.trait.kind, made.trait.key] = made
        self._taught = True
        self._screen.session.watch(written)
        chooser.set_choices(self._choices())

    def _forget(self, chooser: Choose, _key: object) -> None:
        if not self._asked:
            self._asked = True
            words = "F again forgets all that was read and taught; marks and stories stay. This can't be undone."
            chooser.say((Span(words, "error"),))
            return
        self._screen.session.watch(self._screen.session.writer.forget_all())
        self._taught = True
        chooser.leave(None)
        self._screen.say("Forgotten: nothing is known about you")

    def _pause(self, chooser: Choose, _key: object) -> None:
        learn = not self._screen.desk.settings.learn
        self._screen.remember("learn", learn)
        chooser.say((Span("Learning again" if learn else "Paused: nothing that you read is written down", "text"),))


def _story_choice(key: object, one: Told, now: int) -> Choice[Any]:
    muted = one.state.muted_until > now
    words = "followed" if one.state.followed else "muted" if muted else "cleared"
    left: Line = (Span(f"{'story':<9}", "mute"), span(one.title, "text", BOLD if one.state.followed else 0))
    return Choice(left, (Span("  " + words, "error" if muted else "accent"),), key)


def _trait_choice(screen: MainScreen, key: object, one: Known, most: float) -> Choice[Any]:
    full = min(_BAR, math.ceil(abs(one.weight) * _BAR / most))
    thick = screen.glyphs.thick
    left: Line = (Span(f"{one.trait.kind:<9}", "mute"), span(one.trait.name, "text", BOLD if one.pinned else 0))
    state = "pinned" if one.pinned else f"x {one.factor:g}" if one.factor != 1.0 else ""
    right: Line = (
        Span(f"{state}  ", "accent"),
        Span(thick * full, "accent" if one.weight >= 0 else "error"),
        Span(thick * (_BAR - full), "rule"),
        Span(f"{one.weight:+.2f}".rjust(7), "mute"),
    )
    return Choice(left, right, key)
