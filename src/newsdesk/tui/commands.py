"""The table of key commands: bindings, footer, `?`, palette, remapping and docs/keys.md all derive from it.

A new key command is a row here and a function in `tui/actions` that names its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from newsdesk.errors import ConfigError, did_you_mean
from newsdesk.text import clean_line

Scope: TypeAlias = Literal["everywhere", "headlines", "article", "sidebar"]
SCOPES: Mapping[Scope, str] = {
    "everywhere": "Everywhere",
    "headlines": "Headlines",
    "article": "Article",
    "sidebar": "Sidebar",
}
"""The scopes with their names, in the order they are shown."""


class Command(NamedTuple):
    """A key command. Keys are parted by commas; two keys in a row (`g u`) by a space."""

    id: str
    keys: str
    title: str
    help: str
    scope: Scope = "everywhere"


COMMANDS: tuple[Command, ...] = (
    Command("move.down", "j,down", "move", "Move down in the pane that has the focus; scroll in the article"),
    Command("move.up", "k,up", "move", "Move up in the pane that has the focus; scroll in the article"),
    Command("pane.left", "h,left", "back", "Go to the pane on the left"),
    Command("pane.right", "l,right", "in", "Go to the pane on the right; open"),
    Command("pane.open", "enter", "open", "Open what is selected"),
    Command("pane.next", "tab", "pane", "Go to the next pane"),
    Command("pane.previous", "shift+tab", "pane", "Go to the previous pane"),
    Command("article.down", "J", "scroll", "Scroll the article down from any pane"),
    Command("article.up", "K", "scroll", "Scroll the article up from any pane"),
    Command("page.down", "space,pagedown,ctrl+d", "page", "A page down; at the end of an article the next unread"),
    Command("page.up", "shift+space,pageup,ctrl+u", "page", "A page up"),
    Command("unread.next", "n", "next unread", "Open the next unread headline, across sources"),
    Command("unread.previous", "p", "previous unread", "Open the previous unread headline"),
    Command("source.previous", "[", "previous", "Show the previous source or section"),
    Command("source.next", "]", "next", "Show the next source or section"),
    Command("go.front", "g h", "front", "Show the front page: top stories, our picks, for you"),
    Command("go.unread", "g u", "unread", "Show all that is unread"),
    Command("go.all", "g a", "all", "Show everything"),
    Command("go.today", "g t", "today", "Show what came today"),
    Command("go.starred", "g s", "starred", "Show what is starred"),
    Command("go.later", "g l", "later", "Show what is kept for later"),
    Command("go.for_you", "g p", "for you", "Show what suits you, with the reasons"),
    Command("go.health", "g f", "health", "Show how every feed is doing"),
    Command("go.source", "g o", "a source…", "Go to a source or section by typing its name"),
    Command("go.picks", "g P", "picks", "Show our picks, with the reasons"),
    Command("go.edition", "g e", "edition", "Ten stories and three picks since the last edition, and an end"),
    Command("taste.known", "g k", "known", "Show what is known about you: weigh, pin, clear, forget, pause"),
    Command("move.top", "g g,home", "top", "Go to the top"),
    Command("move.bottom", "G,end", "bottom", "Go to the end"),
    Command(
        "related.open",
        "g 1,g 2,g 3,g 4,g 5,g 6,g 7,g 8,g 9",
        "related",
        "Open that one of the other outlets and related articles at an article's foot",
    ),
    Command("search.open", "/", "search", "Search this list, or everything (Tab); in an article: find there"),
    Command("search.filter", "F", "filter", "Filter this list by a query; Tab keeps it as a view"),
    Command("mark.undo", "u", "undo", "Undo the last action, also after a restart"),
    Command("mark.redo", "U", "redo", "Do again what was undone"),
    Command("refresh.source", "r", "refresh", "Refresh this source or section"),
    Command("refresh.all", "R", "refresh all", "Refresh all that is due"),
    Command("sources.add", "a", "add", "The catalogue of sources: switch on and off, add a feed, a site or a list"),
    Command("list.density", "V", "rows", "Rows roomy, compact, dense"),
    Command("list.all", "1", "all", "Show all of this list"),
    Command("list.unread", "2", "unread", "Show what is unread in this list"),
    Command("list.starred", "3", "starred", "Show what is starred in this list"),
    Command("view.zoom", "z", "zoom", "Nothing but the article, and back"),
    Command("view.panes", "w", "panes", "Three panes, two, one"),
    Command("pane.narrower", "(,ctrl+left", "narrower", "Make the pane that has the focus narrower"),
    Command("pane.wider", "),ctrl+right", "wider", "Make the pane that has the focus wider"),
    Command("view.themes", "T", "themes", "Choose the colours, shown as you move"),
    Command("app.palette", ":,ctrl+p", "commands", "Every command, by typing"),
    Command("app.help", "?", "keys", "The keys, searchable"),
    Command("app.back", "q", "back", "Back one level; at the top, quit"),
    Command("app.escape", "escape", "back", "Back one level; never quits"),
    Command("app.quit", "Q,ctrl+q", "quit", "Quit; all is on disk"),
    Command("app.suspend", "ctrl+z", "suspend", "Suspend, as every terminal program"),
    Command("mark.read", "m", "read", "Mark read, or unread"),
    Command("mark.star", "s", "star", "Star: kept for ever"),
    Command("mark.later", "b", "later", "Read later"),
    Command("link.browse", "o,v", "browser", "Open in the browser"),
    Command("link.copy", "y", "copy link", "Copy the link"),
    Command("link.cite", "Y", "copy", "Copy title, source and link"),
    Command("source.card", "i", "source", "About this source"),
    Command("source.sign_in", "I", "sign in", "Sign in to this source, or to one that needs it"),
    Command("story.coverage", "c", "coverage", "The other outlets on this story, the first to report first"),
    Command("story.mute", "M", "mute story", "Keep this story off the front page: a day, a week, always"),
    Command("taste.more", "+,=", "more", "More like this: its source, author, topics"),
    Command("taste.less", "-", "less", "Less like this, or mute the story"),
    Command("story.follow", "f", "follow", "Follow this story: new coverage is told; again: no longer", "headlines"),
    Command("mark.select", "x", "select", "Select: the next m, s or b acts on the selection", "headlines"),
    Command("mark.select_range", "X", "select range", "Select all from the last selected to here", "headlines"),
    Command("mark.all", "A", "mark all read", "Mark all in this list read; u undoes", "headlines"),
    Command("mark.above", "{", "read above", "Mark all above read", "headlines"),
    Command("mark.below", "}", "read below", "Mark this and all below read", "headlines"),
    Command("list.order", "O", "order", "Newest first, oldest first, by source; of a search: the best", "headlines"),
    Command("list.unfold", "e", "unfold", "Show the rest of what a source published in a burst", "headlines"),
    Command("list.renew", ".", "show new", "Take in what came since the list was opened", "headlines"),
    Command("article.link", "1,2,3,4,5,6,7,8,9", "link", "Open that link", "article"),
    Command("article.links", ";", "links", "List of the links: open, copy", "article"),
    Command("article.find_next", "N", "previous hit", "The previous hit while a find is shown", "article"),
    Command("article.narrower", "<", "narrower", "Narrower text", "article"),
    Command("article.wider", ">", "wider", "Wider text", "article"),
    Command("article.full", "f", "full text", "The page's full text, the feed's own text, what was changed", "article"),
    Command("article.picture", "P", "picture", "The pictures, full screen", "article"),
    Command("article.save", "e", "save", "Save as Markdown, text or HTML", "article"),
    Command("article.play", "E", "play", "Open what hangs on it (sound, video, file) in a player", "article"),
    Command("sidebar.fold", "space", "fold", "Fold or unfold a section", "sidebar"),
    Command(
        "sidebar.settings", ".", "settings", "Rename, move, pause or sign in to a source; change a view", "sidebar"
    ),
    Command("sidebar.remove", "D", "remove", "Remove a source (entries are kept, u undoes) or a view", "sidebar"),
)

FOOTER: Mapping[str, tuple[str, ...]] = {
    "sidebar": (
        "move.down",
        "pane.open",
        "sidebar.fold",
        "sidebar.settings",
        "refresh.source",
        "sources.add",
        "app.help",
    ),
    "headlines": (
        "move.down",
        "pane.open",
        "story.coverage",
        "link.browse",
        "mark.star",
        "unread.next",
        "mark.all",
        "app.help",
    ),
    "front": (
        "move.down",
        "pane.open",
        "story.coverage",
        "go.edition",
        "go.unread",
        "unread.next",
        "app.help",
    ),
    "story": ("move.down", "pane.open", "story.follow", "story.mute", "mark.star", "app.escape", "app.help"),
    "edition": ("move.down", "pane.open", "story.coverage", "mark.star", "mark.later", "app.escape", "app.help"),
    "article": ("page.down", "unread.next", "link.browse", "mark.star", "mark.later", "pane.left", "app.help"),
}
"""The commands whose keys the status line names, for each pane and sheet, the most wanted first."""

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}
_SIGNS = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "enter": "⏎",
}  # fmt: skip
_NAMES = {
    "down": "Down", "up": "Up", "left": "Left", "right": "Right", "enter": "Enter", "escape": "Esc", "pagedown": "PgDn",
    "pageup": "PgUp", "home": "Home", "end": "End", "tab": "Tab",
}  # fmt: skip
_POSITIONS = dict(
    zip(
        "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮёЁ",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>`~",
        strict=True,
    )
) | dict(
    zip(
        "ςερτυθιοπασδφγηξκλζχψωβνμΣΕΡΤΥΘΙΟΠΑΔΦΓΗΞΚΛΖΧΨΩΒΝΜ",
        "wertyuiopasdfghjklzxcvbnmSERTYUIOPADFGHJKLZXCVBNM",
        strict=True,
    )
)


def keys_of(command: Command, remapped: Mapping[str, str]) -> tuple[str, ...]:
    """The command's keys, its own or those that the person gave it."""
    return tuple(filter(None, (key.strip() for key in remapped.get(command.id, command.keys).split(","))))


def check_keys(remapped: Mapping[str, str]) -> None:
    """Raises ConfigError for the first command id in `[keys]` that there is none of, or the first key given twice."""
    given: dict[tuple[Scope, str], str] = {}
    for id_ in remapped:
        if id_ not in BY_ID:
            hint = did_you_mean(id_, BY_ID, "`newsdesk keys` lists them all.")
            raise ConfigError(f"[keys]: there is no command {clean_line(id_, 60)!r}", hint)
        for key in keys_of(BY_ID[id_], remapped):
            other = given.setdefault((BY_ID[id_].scope, key), id_)
            if other != id_:
                raise ConfigError(f"[keys]: {clean_line(key, 20)} is given to {other} and to {id_}", "Change one.")


_MOST_SHOWN = 4


class Keys:
    """What each key does, with the remapping of config.toml: a key that the person gave away does what they said."""

    def __init__(self, remapped: Mapping[str, str], *, ascii_only: bool = False) -> None:
        self._names = _NAMES if ascii_only else _NAMES | _SIGNS
        self._ellipsis = "-" if ascii_only else "…"
        self._single: dict[tuple[Scope, str], Command] = {}
        self.sequences: dict[str, dict[str, Command]] = {}
        # The person's own come last, and win.
        for command in sorted(COMMANDS, key=lambda command: command.id in remapped):
            for key in keys_of(command, remapped):
                self._bind(command, key)
        self._remapped = remapped

    def _bind(self, command: Command, key: str) -> None:
        first, space, second = key.partition(" ")
        if space:
            for scope in SCOPES:
                self._single.pop((scope, first), None)
            self.sequences.setdefault(first, {})[second] = command
            return
        for scope in SCOPES if command.scope == "everywhere" else ():
            self._single.pop((scope, key), None)
        self.sequences.pop(key, None)
        self._single[command.scope, key] = command

    def find(self, scope: Scope, key: str) -> Command | None:
        """The command of a key in a pane: the pane's own before the one of everywhere."""
        return self._single.get((scope, key)) or self._single.get(("everywhere", key))

    def of(self, command: Command) -> tuple[str, ...]:
        """The keys that do this, as they are now."""
        live = []
        for key in keys_of(command, self._remapped):
            first, space, second = key.partition(" ")
            found = self.sequences.get(first, {}).get(second) if space else self._single.get((command.scope, key))
            live += [key] if found is command else []
        return tuple(live)

    def named(self, key: str) -> str:
        """One key or sequence as a person reads it: `↓`, `g u`."""
        return " ".join(self._names.get(part, part) for part in key.split(" "))

    def shown(self, command: Command, width: int = 1_000) -> str:
        """The keys of a command as a person reads them, as many as fit: `j  ↓`, `1 … 9`."""
        keys = [self.named(key) for key in self.of(command)]
        if len(keys) > _MOST_SHOWN:
            return f"{keys[0]} {self._ellipsis} {keys[-1]}"
        while len(keys) > 1 and len("  ".join(keys)) > width:
            keys.pop()
        return "  ".join(keys)


def latin_key(character: str | None) -> str | None:
    """The key in the same place on a Latin keyboard, for a layout without the letters of the table."""
    return _POSITIONS.get(character) if character else None
