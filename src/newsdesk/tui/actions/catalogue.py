"""The catalogue of sources: switched on and off, grouped, found by typing; a feed, a site or a list is typed too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from newsdesk import paths, urls
from newsdesk.model.feeds import Subscription
from newsdesk.model.headlines import View, ViewKind
from newsdesk.tui.actions.choosing import hint
from newsdesk.tui.actions.registry import does
from newsdesk.tui.actions.subscribing import add_by_text, is_address, is_file
from newsdesk.tui.choices import Choice, matching
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, cut, span
from newsdesk.tui.names import country_name, kind_name, language_name
from newsdesk.tui.themes import hue_of

if TYPE_CHECKING:
    from newsdesk.opml.catalogue import Difference
    from newsdesk.tui.screens.choose import Choose
    from newsdesk.tui.screens.main import MainScreen

Offered: TypeAlias = "Subscription | Difference | str"
"""A source, a newer release's offer, an address or file that was typed."""

GROUPS: Mapping[str, Callable[[Subscription], str]] = {
    "section": lambda subscription: " / ".join(subscription.folder),
    "language": lambda subscription: language_name(subscription.language) or "no language named",
    "country": lambda subscription: country_name(subscription.country) or "no country named",
}
"""What the catalogue can be grouped by."""


@does("sources.add")
def catalogue(screen: MainScreen) -> None:
    """The bundled sources, to switch on and off; or an address or file to type."""
    if screen.desk.subscriptions is None:
        screen.say("Subscriptions can't be changed here", trouble=True)
    else:
        Catalogue(screen).open()


class Catalogue:
    """The open catalogue."""

    def __init__(self, screen: MainScreen) -> None:
        # Only this screen reads a list, and only when it is opened.
        from newsdesk.opml.read import read_list

        self._screen = screen
        self._offered = read_list(paths.bundled_opml().read_bytes(), "the catalogue", allow_empty=True).feeds
        self._on: dict[str, int] = {}
        """The feeds that are subscribed to, by canonical address."""
        self._offers: list[Difference] = []
        self._group = "section"
        self._chooser: Choose | None = None
        self._count()

    def open(self) -> None:
        """Show it, and look in a thread what this release has to offer."""
        from newsdesk.tui.screens.choose import Choose

        self._chooser = Choose(
            self._screen.glyphs, self._title(), self._choices(), keys={"space": self._switch, "tab": self._regroup},
            placeholder="name, section, country, language; or an address, or an OPML file", narrow=_narrowed,
            hint=hint(("space", "on, off"), ("Tab", "sections, languages, countries"), ("⏎", "add, open"),
                      ("Esc", "done")),
        )  # fmt: skip
        self._screen.app.push_screen(self._chooser, self._chosen)
        self._screen.in_thread(self._look_for_offer, "offer")

    def _count(self) -> None:
        self._on = {urls.canonical(card.url): card.feed for card in self._screen.session.sources()}

    def _title(self) -> str:
        on = sum(urls.canonical(subscription.url) in self._on for subscription in self._offered)
        return f"Catalogue by {self._group}: {len(self._offered)} sources, {on} of them on"

    def _show(self) -> None:
        if self._chooser and self._chooser.is_running:
            self._chooser.set_choices(self._choices(), self._title())

    def _counted_anew(self) -> None:
        # What could not be written is off again.
        self._count()
        self._show()

    # --- keys ----------------------------------------------------------------------------------

    def _switch(self, _chooser: Choose, chosen: Offered) -> None:
        from newsdesk.opml.catalogue import Difference

        desk = self._screen.desk
        if isinstance(chosen, str):
            return
        if isinstance(chosen, Difference):
            self._offers.clear()
            desk.edit_subscriptions(lambda desk: desk.decline_offer())
            self._show()
            return
        address = urls.canonical(chosen.url)
        if address in self._on:
            del self._on[address]
            desk.edit_subscriptions(lambda desk: f"{desk.remove(chosen.url)} · u undoes", failed=self._counted_anew)
        else:
            self._on[address] = 0
            self._add(chosen)
        self._show()

    def _add(self, wanted: Subscription) -> None:
        folder = "/".join(wanted.folder)
        self._screen.desk.edit_subscriptions(
            lambda desk: desk.add(wanted.url, folder, wanted.title), failed=self._counted_anew
        )

    def _regroup(self, _chooser: Choose, _chosen: Offered) -> None:
        groups = list(GROUPS)
        self._group = groups[(groups.index(self._group) + 1) % len(groups)]
        self._show()

    def _chosen(self, chosen: Offered | None) -> None:
        from newsdesk.opml.catalogue import Difference

        if isinstance(chosen, Difference):
            self._screen.desk.edit_subscriptions(lambda desk: desk.take_offer())
        elif isinstance(chosen, str):
            add_by_text(self._screen, chosen)
        elif chosen:
            self._count()
            feed = self._on.get(urls.canonical(chosen.url))
            if feed:
                self._screen.views.open(View(ViewKind.FEED, str(feed)))
                self._screen.go_to_pane("headlines")
            else:
                self._add(chosen)

    # --- what a newer release has --------------------------------------------------------------

    def _look_for_offer(self) -> None:
        """Compare list and catalogue (0.1 s), and show what there is to offer."""
        screen, open_desk = self._screen, self._screen.desk.subscriptions
        if open_desk is None:
            return
        found = open_desk(screen.session).offer()
        if found.new or found.moved:
            screen.post_message(screen.Then(lambda: self._show_offer(found)))

    def _show_offer(self, found: Difference) -> None:
        self._offers.append(found)
        self._show()

    # --- rows ----------------------------------------------------------------------------------

    def _choices(self) -> list[Choice[Offered]]:
        rows = _offer_rows(self._screen, self._offers)
        group_of, last = GROUPS[self._group], ""
        groups = sorted({group_of(subscription) for subscription in self._offered})
        # In the order of the list's own sections, where it is by section.
        order = {name: place for place, name in enumerate(groups)}
        if self._group == "section":
            order = {name: place for place, name in enumerate(dict.fromkeys(map(group_of, self._offered)))}
        for subscription in sorted(self._offered, key=lambda s: (order[group_of(s)], s.title.casefold())):
            group = group_of(subscription)
            if group != last:
                last = group
                rows += [Choice(EMPTY)] if rows else []
                hue = hue_of(group, groups) if self._group == "section" else "accent"
                rows.append(Choice((span(group, hue, BOLD),)))
            rows.append(self._row(subscription))
        return rows

    def _row(self, subscription: Subscription) -> Choice[Offered]:
        is_on = urls.canonical(subscription.url) in self._on
        sign = Span(f"{self._screen.glyphs.check} " if is_on else "  ", "ok", BOLD)
        left: Line = (sign, span(subscription.title, "text" if is_on else "soft"))
        about = [language_name(subscription.language), country_name(subscription.country)]
        # Space switches, so a name of two words is typed as one.
        title = (subscription.title, subscription.title.replace(" ", ""))
        words = [*title, *subscription.folder, *about, subscription.owner, kind_name(subscription.kind)]
        return Choice(
            left,
            (span(f" {self._screen.glyphs.dot} ".join(filter(None, about)), "mute"),),
            subscription,
            words=" ".join((*words, subscription.language, subscription.country, urls.host(subscription.url))),
        )


def _narrowed(choices: Sequence[Choice[Offered]], typed: str) -> list[Choice[Offered]]:
    """What typing leaves; an address or a file comes first, as something to add."""
    text = typed.strip()
    found = matching(choices, typed)
    if not is_address(text):
        return found
    words = "Add all of the list" if is_file(text) else "Add what is found at"
    return [Choice((Span(f"{words} ", "accent", BOLD), span(text, "link")), EMPTY, text), *found]


def _offer_rows(screen: MainScreen, offers: list[Difference]) -> list[Choice[Offered]]:
    """The line that offers what a newer release's catalogue has; it is there until it is taken or left."""
    rows: list[Choice[Offered]] = []
    for found in offers:
        parts = [f"{len(found.new)} new"] if found.new else []
        parts += [f"{len(found.moved)} moved"] if found.moved else []
        left = (Span(f"{screen.glyphs.front} ", "accent"), Span(f"This release: {', '.join(parts)}", "accent", BOLD))
        keys = (Span(screen.glyphs.enter, "text", BOLD), Span(" take  ", "mute"))
        right = (*keys, Span("space", "text", BOLD), Span(" leave", "mute"))
        rows.append(Choice(left, right, found, words="this release new moved"))
        names = ", ".join([*(s.title for s in found.new), *(urls.shown(new) for _, new in found.moved)])
        rows.append(Choice((Span("  "), span(cut(names, 80), "mute"))))
    return rows
