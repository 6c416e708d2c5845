"""Stories: their coverage, following and muting them; the edition; what stands at an article's foot."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from newsdesk import clock
from newsdesk.model.headlines import Headline, View, ViewKind
from newsdesk.model.placed import Placed
from newsdesk.model.stories import StoryState
from newsdesk.store.connection import open_reader, translated
from newsdesk.store.queries.coverage import get_story
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import BOLD, Span, cut
from newsdesk.tui.screens.sheets import MadeEdition
from newsdesk.tui.sheets.edition import EditionMatter

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

DAY = 86_400
ALWAYS = 1 << 40
"""A time that does not come."""
UNDOES = " · u undoes"
EDITION_KEPT = 1_800
"""Seconds for which an edition that was opened is opened again rather than a new one begun."""


def story_of(screen: MainScreen) -> tuple[Headline, StoryState] | None:
    """The subject and its story; None, and said so, when nobody else tells it."""
    row = screen.subject
    if row is None:
        return None
    if row.story is None or (row.outlets < 2 and screen.view.kind is not ViewKind.STORY):
        screen.say("Only this outlet has it")
        return None
    with translated(screen.session.database):
        state = get_story(screen.session.reader, row.story)
    return (row, state) if state else None


@does("story.coverage")
def coverage(screen: MainScreen) -> None:
    """The story's page, the cursor on the subject."""
    found = story_of(screen)
    if found is None:
        return
    row, state = found
    show_coverage(screen, state.id, row.id)


def show_coverage(screen: MainScreen, story: int, headline: int = 0) -> None:
    """A story's page, the cursor on one of its headlines."""
    view = View(ViewKind.STORY, str(story))
    if screen.view == view:
        screen.go_to_pane("headlines")
        return
    screen.views.open(view)
    screen.go_to_pane("headlines")
    place = screen.session.rows.index_of(headline) if screen.session.rows else None
    screen.headlines.move_to(place or 0)


@does("story.follow")
def follow(screen: MainScreen) -> None:
    """Follow the subject's story, or no longer."""
    found = story_of(screen)
    if found is None:
        return
    row, state = found
    followed = not state.followed
    screen.say(f"Following: new coverage is told{UNDOES}" if followed else f"No longer following this story{UNDOES}")
    label = f"{cut(row.title, 60)}: {'followed' if followed else 'no longer followed'}"
    screen.sheets.say_of_story(state.id, followed=followed, label=label)


@does("story.mute")
def mute(screen: MainScreen) -> None:
    """Off the front page for as long as the person says; a muted story comes back."""
    found = story_of(screen)
    if found is None:
        return
    row, state = found
    if state.muted_until > clock.now():
        screen.say(f"The story may be on the front page again{UNDOES}")
        screen.sheets.say_of_story(state.id, muted_until=0, label=f"{cut(row.title, 60)}: no longer muted")
        return
    from newsdesk.tui.screens.choose import Choose

    def chosen(until: int | None) -> None:
        if until:
            mute_story(screen, state.id, row.title, until)

    screen.app.push_screen(Choose(screen.glyphs, "Mute this story", mutings(), typing=False), chosen)


def mutings() -> list[Choice[int]]:
    """For how long a story may be muted; the value is until when."""
    now = clock.now()
    spans = (("a day", now + DAY), ("a week", now + 7 * DAY), ("always", ALWAYS))
    return [
        Choice((Span("Mute this story ", "mute"), Span(words, "text", BOLD)),
               (Span("kept off the front page; M brings it back", "mute"),), until)
        for words, until in spans
    ]  # fmt: skip


def mute_story(screen: MainScreen, story: int, title: str, until: int) -> None:
    """Keep a story off the front page until then."""
    screen.say(f"Muted: kept off the front page{UNDOES}")
    screen.sheets.say_of_story(story, muted_until=until, label=f"{cut(title, 60)}: muted")


# --- edition -------------------------------------------------------------------------------------


@does("go.edition")
def edition(screen: MainScreen) -> None:
    """The edition since the last one; the one that was just opened once more."""
    made = screen.sheets.made
    if made and clock.now() - made.made < EDITION_KEPT:
        open_edition(screen, made)
        return
    screen.say("Setting your edition" + screen.glyphs.ellipsis)

    def work() -> None:
        fresh = make_edition(screen)
        screen.post_message(screen.Then(lambda: open_edition(screen, fresh)))

    screen.in_thread(work, "edition")


def make_edition(screen: MainScreen) -> MadeEdition:
    """Choose the stories and picks since the last edition; for a thread."""
    from newsdesk.newsroom import Room
    from newsdesk.store.queries.desk import get_edition_time

    now, database = clock.now(), screen.session.database
    with translated(database), closing(open_reader(database)) as connection:
        since = get_edition_time(connection)
        found = Room(connection, now).edition(since)
    placed = {
        one.items[0]: Placed(one.items[0], one.story, one.score, one.why, one.section, one.owners, one.first_seen)
        for one in found.stories
    }
    picks = {pick.item: pick.why for pick in found.picks}
    return MadeEdition((*placed, *picks), EditionMatter(since, placed, picks), now)


def open_edition(screen: MainScreen, made: MadeEdition) -> None:
    """Show an edition; the next one begins where a new one ends."""
    if made is not screen.sheets.made:
        screen.session.watch(screen.session.writer.save_edition_time(made.made))
    screen.sheets.made, screen.sheets.edition = made, made.matter
    screen.views.open(View(ViewKind.EDITION, ",".join(map(str, made.ids))))
    screen.go_to_pane("headlines")
    screen.say(f"{len(made.matter.placed)} stories, {len(made.matter.picks)} picks, and an end")


@does("related.open")
def open_related(screen: MainScreen) -> None:
    """The article of the digit that was pressed, at the foot of the open one."""
    number = int(screen.keyboard.pressed) if screen.keyboard.pressed.isdecimal() else 0
    related = screen.page.related
    if 0 < number <= len(related):
        screen.opening.open(related[number - 1].headline)
    else:
        screen.say(f"There is no related article {number}" if related else "Nothing related is known here")
