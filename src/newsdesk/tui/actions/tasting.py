"""Teaching: more like this, less like this; and one screen of what is known about the person."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsdesk import clock
from newsdesk.errors import NewsdeskError
from newsdesk.model.headlines import Headline
from newsdesk.model.stories import Trait
from newsdesk.store.connection import open_reader, translated
from newsdesk.store.queries.desk import get_item, list_tastes
from newsdesk.tui.actions.choosing import hint
from newsdesk.tui.actions.coverage import mute_story, mutings
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, cut, span

if TYPE_CHECKING:
    from newsdesk.tui.screens.choose import Choose
    from newsdesk.tui.screens.main import MainScreen

_TOPICS = 4
"""Topics of an article that are offered."""
_SHOWN = 150
"""Traits that the screen of what is known shows."""
_STEP = 0.5
_BAR = 12
_ABOUT = {"source": "what {} writes", "author": "{}", "section": "{} news", "topic": "{}"}
_KINDS = {"topic": "topic", "section": "section", "source": "source", "author": "author"}


@does("taste.more")
def more(screen: MainScreen) -> None:
    """Like something of the subject always."""
    _teach(screen, "More like this", lambda trait: (f"Always like {_told(trait)}", 1.0, True))


@does("taste.less")
def less(screen: MainScreen) -> None:
    """Let something of the subject count for nothing, or mute its story."""
    _teach(screen, "Less like this", lambda trait: (f"Don't pick for {_told(trait)}", 0.0, False), mute=True)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a line of the menu would set."""

    trait: Trait
    factor: float
    pinned: bool
    words: str


def _teach(
    screen: MainScreen, title: str, lesson: Callable[[Trait], tuple[str, float, bool]], *, mute: bool = False
) -> None:
    from newsdesk.tui.screens.choose import Choose

    row = screen.subject
    if row is None:
        screen.say("Choose a headline first")
        return
    choices: list[Choice[Lesson | int]] = []
    for trait in offered_traits(screen, row):
        words, factor, pinned = lesson(trait)
        taught = Lesson(trait, factor, pinned, words)
        choices.append(Choice((span(words, "text"),), (Span(_KINDS[trait.kind], "mute"),), taught))
    if mute and row.story is not None and row.outlets > 1:
        choices += [Choice(choice.left, choice.right, choice.value) for choice in mutings()]

    def chosen(value: Lesson | int | None) -> None:
        if isinstance(value, Lesson):
            screen.say(f"{value.words}: kept; g k shows all that is known")
            screen.session.watch(screen.session.writer.set_taste(value.trait, value.factor, value.pinned))
            screen.sheets.teach()
        elif value and row.story is not None:
            mute_story(screen, row.story, value)

    screen.app.push_screen(
        Choose(screen.glyphs, f"{title}: {cut(row.title, 60)}", choices, typing=False,
               hint=hint(("⏎", "do it"), ("Esc", "back"))),
        chosen,
    )  # fmt: skip


def offered_traits(screen: MainScreen, row: Headline) -> list[Trait]:
    """What can be liked in an article: its source, author, section and a few topics, names first."""
    from newsdesk.desk.foryou import traits_of

    with translated(screen.session.database):
        known = get_item(screen.session.reader, row.id)
    if known is None:
        return []
    traits = traits_of(known[0], row.section, row.author)
    named = [
        replace(trait, name=row.source) if trait.kind == "source" else trait
        for trait in traits
        if trait.kind != "topic"
    ]
    in_title = row.title.casefold()
    topics = [trait for trait in traits if trait.kind == "topic" and len(trait.name) > 2]
    topics.sort(key=lambda trait: (trait.name.casefold() not in in_title, not trait.name[:1].isupper()))
    order = {"source": 0, "author": 1, "section": 2}
    return sorted(named, key=lambda trait: order.get(trait.kind, 3)) + topics[:_TOPICS]


def _told(trait: Trait) -> str:
    return _ABOUT[trait.kind].format(trait.name)


# --- what is known -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known about the person."""

    trait: Trait
    weight: float
    """What it adds to a score now."""
    factor: float
    pinned: bool


@does("taste.known")
def known(screen: MainScreen) -> None:
    """Have a thread add up what is known, then show it."""

    def work() -> None:
        try:
            found = read_known(screen)
            screen.post_message(screen.Then(lambda: show_known(screen, found)))
        except NewsdeskError as error:
            screen.post_message(screen.Said(str(error), trouble=True))

    screen.run_worker(work, thread=True, exclusive=True, group="known")


def read_known(screen: MainScreen) -> list[Known]:
    """All that is known, the strongest first; for a thread."""
    from newsdesk.desk.foryou import traits_of
    from newsdesk.newsroom import Room
    from newsdesk.store.queries.desk import list_readings

    database = screen.session.database
    with translated(database), closing(open_reader(database)) as connection:
        profile = Room(connection, clock.now()).profile()
        names = {
            (trait.kind, trait.key): trait
            for reading in list_readings(connection)
            for trait in traits_of(reading.item, reading.section, reading.author)
        }
        names |= {(trait.kind, trait.key): trait for trait, _, _ in list_tastes(connection)}
    found = []
    for key, belief in profile.beliefs().items():
        if key in names:
            weight = max(1.0, belief.mean) if belief.pinned else belief.mean * belief.factor
            found.append(Known(names[key], weight, belief.factor, belief.pinned))
    # What the person set stands first.
    found.sort(key=lambda one: (not one.pinned and one.factor == 1.0, -abs(one.weight), one.trait.name))
    return found[:_SHOWN]


def show_known(screen: MainScreen, found: list[Known]) -> None:
    """One screen of it: each to weigh, pin, clear; forget all; pause."""
    from newsdesk.tui.screens.choose import Choose

    learning = screen.desk.settings.learn
    asked = [False]
    rows = {(one.trait.kind, one.trait.key): one for one in found}
    keys = hint(("+ -", "weigh"), ("p", "pin"), ("x", "clear"), ("P", "pause"), ("F F", "forget all"), ("Esc", "back"))

    def choices() -> list[Choice[tuple[str, str]]]:
        most = max(abs(one.weight) for one in rows.values()) if rows else 1.0
        return [_known_choice(screen, one, most or 1.0) for one in rows.values()]

    def change(chooser: Choose, key: tuple[str, str], made: Known) -> None:
        rows[key] = made
        screen.session.watch(screen.session.writer.set_taste(made.trait, made.factor, made.pinned))
        chooser.set_choices(choices())

    def weigh(step: float) -> Callable[[Choose, tuple[str, str]], None]:
        def act(chooser: Choose, key: tuple[str, str]) -> None:
            one = rows[key]
            factor = min(3.0, max(0.0, one.factor + step))
            learnt = one.weight / one.factor if one.factor else one.weight
            change(chooser, key, replace(one, factor=factor, weight=learnt * factor, pinned=False))

        return act

    def pin(chooser: Choose, key: tuple[str, str]) -> None:
        one = rows[key]
        change(chooser, key, replace(one, pinned=not one.pinned, weight=1.0 if not one.pinned else one.weight))

    def clear(chooser: Choose, key: tuple[str, str]) -> None:
        one = rows[key]
        rows[key] = replace(one, factor=1.0, pinned=False)
        screen.session.watch(screen.session.writer.clear_taste(one.trait))
        chooser.set_choices(choices())
        chooser.say((Span("What you set is cleared; what was learnt counts again", "text"),))

    def forget(chooser: Choose, _key: tuple[str, str]) -> None:
        if not asked[0]:
            asked[0] = True
            words = "F again forgets all that was read and set; marks stay. This can't be undone."
            chooser.say((Span(words, "error"),))
            return
        screen.session.watch(screen.session.writer.forget_all())
        chooser.dismiss(None)
        screen.say("Forgotten: nothing is known about you")

    def pause(chooser: Choose, _key: tuple[str, str]) -> None:
        learn = not screen.desk.settings.learn
        screen.remember("learn", learn)
        chooser.say((Span("Learning again" if learn else "Paused: nothing that you read is written down", "text"),))

    title = "What is known about you" + ("" if learning else ": paused")
    empty: list[Choice[tuple[str, str]]] = [
        Choice((Span("Nothing yet: open a few articles, or teach with + and -.", "mute"),), EMPTY, ("", ""))
    ]
    acts = {"p": pin, "x": clear, "plus": weigh(_STEP), "equals_sign": weigh(_STEP), "minus": weigh(-_STEP)}
    screen.app.push_screen(
        Choose(screen.glyphs, title, choices() or empty, typing=False, hint=keys,
               keys=(acts if rows else {}) | {"F": forget, "P": pause, "upper_f": forget, "upper_p": pause}),
        lambda _taken: screen.sheets.teach(),
    )  # fmt: skip


def _known_choice(screen: MainScreen, one: Known, most: float) -> Choice[tuple[str, str]]:
    full = min(_BAR, math.ceil(abs(one.weight) * _BAR / most))
    thick = screen.glyphs.thick
    left: Line = (
        Span(f"{_KINDS.get(one.trait.kind, one.trait.kind):<9}", "mute"),
        span(one.trait.name, "text", BOLD if one.pinned else 0),
    )
    state = "pinned" if one.pinned else f"x {one.factor:g}" if one.factor != 1.0 else ""
    right: Line = (
        Span(f"{state}  ", "accent"),
        Span(thick * full, "accent" if one.weight >= 0 else "error"),
        Span(thick * (_BAR - full), "rule"),
        Span(f"{one.weight:+.2f}".rjust(7), "mute"),
    )
    return Choice(left, right, (one.trait.kind, one.trait.key))
