"""What an empty list says: why it is empty, and what to do."""

from __future__ import annotations

from newsdesk.model.headlines import Filter, View, ViewKind
from newsdesk.model.sidebar import SIGN_IN, Sidebar, Source
from newsdesk.tui.lines import BOLD, Line, Span
from newsdesk.tui.session import Session


def empty_message(session: Session, view: View, has_worker: bool, sign_in_key: str) -> Line:
    """A few paragraphs, one a span."""
    sidebar, progress = session.sidebar, session.progress
    if not any(section.sources for section in sidebar.sections):
        return (
            Span("No sources yet.", "text", BOLD),
            Span("Press a to choose some from the catalogue, or to add a feed, a site or a list.", "mute"),
        )
    shown = [source for source in _sources(sidebar) if view.kind is not ViewKind.FEED or str(source.feed) == view.key]
    if shown and all(source.needs_sign_in for source in shown):
        return (
            Span(f"{SIGN_IN.capitalize()}.", "text", BOLD),
            Span(f"{shown[0].title} wants to know who you are: {sign_in_key} signs in.", "mute"),
        )
    if not sidebar.total:
        if progress.offline:
            return (
                Span("No network yet.", "text", BOLD),
                Span("Your sources can't be reached; newsdesk tries again by itself.", "mute"),
                Span("`newsdesk demo` shows everything without a network.", "mute"),
            )
        if not has_worker:
            return (
                Span("Nothing is here yet.", "text", BOLD),
                Span("Started with --offline: nothing is fetched.", "mute"),
            )
        return (
            Span("The first headlines are on their way.", "text", BOLD),
            Span("They appear here as each source answers.", "mute"),
        )
    if view.words:
        return (
            Span("Nothing found in this list.", "text", BOLD),
            Span("/ and Tab look in everything, Esc goes back to the list.", "mute"),
        )
    if view.kind is ViewKind.SEARCH:
        return (Span("Nothing found.", "text", BOLD), Span("Esc goes back to the list.", "mute"))
    if view.filter is not Filter.ALL:
        return (Span(f"Nothing {view.filter.value} here.", "text", BOLD), Span("1 shows all of this list.", "mute"))
    if view.kind is ViewKind.UNREAD:
        return (Span("All read.", "text", BOLD), Span("g a shows everything.", "mute"))
    return (Span("Nothing here.", "text", BOLD), Span("g u shows what is unread.", "mute"))


def _sources(sidebar: Sidebar) -> list[Source]:
    return [source for section in sidebar.sections for source in section.sources]
