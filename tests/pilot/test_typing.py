"""What is typed fast: every key is for the screen that the one before it has opened or left."""

from __future__ import annotations

from textual import events

from newsdesk.model.headlines import ViewKind
from newsdesk.tui.screens.choose import Choose

SIGNS = {"slash": "/", "question_mark": "?", "colon": ":"}


def burst(r, *keys):
    """Have all keys come at once, as a slow line or a script brings them."""
    for key in keys:
        r.app.post_message(events.Key(key, key if len(key) == 1 else SIGNS.get(key)))


async def test_a_search_typed_at_once(run):
    """The letters behind / are the search, and no commands; Enter takes them."""
    async with run() as r:
        burst(r, "slash", *"Story", "enter")
        await r.until(lambda: r.screen.view.words == "Story", "searched")


async def test_what_follows_esc_is_for_the_list(run):
    """Esc leaves the field; the next key is a command again, and the one after it goes to what that opened."""
    async with run() as r:
        burst(r, "slash", *"abc", "escape", "g", "s", "question_mark", *"un", "backspace", "x")
        await r.until(lambda: isinstance(r.app.screen, Choose) and r.app.screen.field.value == "ux", "typed to its end")
        assert r.screen.view.kind is ViewKind.STARRED


async def test_a_command_chosen_by_typing_gets_what_follows(run):
    """Enter in the palette opens the filter's line, and the words behind it stand there."""
    async with run() as r:
        burst(r, "colon", *"query", "enter", *"tide")
        await r.until(lambda: r.screen.asking and r.screen.asking.field.value == "tide", "typed")


async def test_a_paste_comes_after_what_was_typed(run):
    """Pasted text stands where it was pasted, also when the field was not there yet."""
    async with run() as r:
        burst(r, "slash", "a")
        r.app.post_message(events.Paste("bcd"))
        burst(r, "e")
        await r.until(lambda: r.screen.asking and r.screen.asking.field.value == "abcde", "typed")
