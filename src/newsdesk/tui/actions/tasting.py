"""Teaching: more like this, less like this."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsdesk.model.headlines import Headline
from newsdesk.model.stories import Trait
from newsdesk.store.connection import translated
from newsdesk.store.queries.desk import get_item
from newsdesk.tui.actions.choosing import hint
from newsdesk.tui.actions.coverage import mute_story, mutings
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import Span, cut, span

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

_TOPICS = 4
"""Topics of an article that are offered."""
_ABOUT = {"source": "what {} writes", "author": "{}", "section": "{} news", "topic": "{}"}


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
        choices.append(Choice((span(words, "text"),), (Span(trait.kind, "mute"),), taught))
    if mute and row.story is not None and row.outlets > 1:
        choices += [Choice(choice.left, choice.right, choice.value) for choice in mutings()]

    def chosen(value: Lesson | int | None) -> None:
        if isinstance(value, Lesson):
            screen.say(f"{value.words} · u undoes, g k shows all that is known")
            writer = screen.session.writer
            screen.session.watch(writer.set_taste(value.trait, value.factor, value.pinned, label=value.words))
            screen.sheets.teach()
        elif value and row.story is not None:
            mute_story(screen, row.story, row.title, value)

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
        trait._replace(name=row.source) if trait.kind == "source" else trait
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
