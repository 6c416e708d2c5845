"""What marks do to the sidebar's counts, told before they are on disk: pure."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from newsdesk import clock
from newsdesk.model.headlines import Filter, Headline, MarkField, View, ViewKind
from newsdesk.model.sidebar import Section, Sidebar
from newsdesk.store.journal import Counted


@dataclass(slots=True)
class Bulk:
    """A mark of many rows on its way to the disk."""

    before: Sidebar | None = None
    """The counts before it; None: there is no such mark."""
    field: MarkField = "read"
    value: bool = True
    tally: Future[Mapping[Counted, int]] | None = None
    """What it changes, as soon as that is counted."""
    newest: bool = True
    """Whether nothing else was marked since."""

    def is_written(self, pending: int) -> bool:
        """Whether the database has caught up; `pending` writes are still on their way."""
        return self.before is None or not pending

    def foretold(self, shown: Sidebar) -> Sidebar:
        """The counts as they will be; what is `shown` while they are not known yet, or told already."""
        tally, self.tally = self.tally, None
        if tally is None or self.before is None:
            return shown
        if not tally.done():
            self.tally = tally
            return shown
        if tally.exception() is not None:
            return self.before
        return tallied(self.before, tally.result(), self.field, self.value)


def counted(sidebar: Sidebar, row: Headline, field: MarkField, value: bool) -> Sidebar:
    """The sidebar's counts after that mark of that row."""
    if field == "read":
        step = -1 if value else 1
        today = step if row.sort_time >= clock.midnight(clock.now()) else 0
        sections = tuple(_section_counted(section, row, step) for section in sidebar.sections)
        return sidebar._replace(
            unread=max(sidebar.unread + step, 0),
            today=max(sidebar.today + today, 0),
            sections=sections,
        )
    step = 1 if value else -1
    if field == "starred":
        return sidebar._replace(starred=max(sidebar.starred + step, 0))
    return sidebar._replace(later=max(sidebar.later + step, 0))


def _section_counted(section: Section, row: Headline, step: int) -> Section:
    sources = tuple(
        source._replace(unread=max(source.unread + step, 0)) if source.feed == row.feed else source
        for source in section.sources
    )
    unread = max(section.unread + step, 0) if section.name == row.section else section.unread
    if unread == section.unread and sources == section.sources:
        return section
    return section._replace(unread=unread, sources=sources)


def tallied(sidebar: Sidebar, tally: Mapping[Counted, int], field: MarkField, value: bool) -> Sidebar:
    """The sidebar's counts after a mark of the rows of a tally."""
    step = -1 if (field == "read") == value else 1
    amount = step * sum(tally.values())
    if field == "starred":
        return sidebar._replace(starred=max(sidebar.starred + amount, 0))
    if field == "later":
        return sidebar._replace(later=max(sidebar.later + amount, 0))
    by_feed: dict[int, int] = {}
    by_section: dict[str, int] = {}
    for counted_under, number in tally.items():
        by_feed[counted_under.feed] = by_feed.get(counted_under.feed, 0) + step * number
        by_section[counted_under.section] = by_section.get(counted_under.section, 0) + step * number
    sections = tuple(
        section._replace(
            unread=max(section.unread + by_section.get(section.name, 0), 0),
            sources=tuple(
                source._replace(unread=max(source.unread + by_feed.get(source.feed, 0), 0))
                for source in section.sources
            ),
        )
        for section in sidebar.sections
    )
    today = step * sum(number for counted_under, number in tally.items() if counted_under.today)
    return sidebar._replace(
        unread=max(sidebar.unread + amount, 0), today=max(sidebar.today + today, 0), sections=sections
    )


def all_read(view: View, sidebar: Sidebar) -> Sidebar:
    """The counts after the whole of a list was read, as near as can be told before it is counted."""
    if view.filter is Filter.STARRED:
        return sidebar
    if view.kind in (ViewKind.ALL, ViewKind.UNREAD):
        sections = tuple(
            section._replace(unread=0, sources=tuple(source._replace(unread=0) for source in section.sources))
            for section in sidebar.sections
        )
        return sidebar._replace(unread=0, today=0, sections=sections)
    if view.kind is ViewKind.SECTION:
        amount = sum(section.unread for section in sidebar.sections if section.name == view.key)
        sections = tuple(
            section._replace(unread=0) if section.name == view.key else section for section in sidebar.sections
        )
        return sidebar._replace(unread=max(sidebar.unread - amount, 0), sections=sections)
    return sidebar
