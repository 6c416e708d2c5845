"""What the sidebar lists: views, sections with their sources, and the outlets to check; as rows, before colours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

from newsdesk.model.headlines import View, ViewKind
from newsdesk.model.sidebar import SIGN_IN, Section, Sidebar, Source
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, cut, span, spread


class Row(NamedTuple):
    """One line of the sidebar; `view` None: a label or a gap, which the cursor passes over."""

    line: Line
    number: str = ""
    view: View | None = None
    section: str = ""
    """The section it is, or is in."""
    source: Source | None = None
    is_section: bool = False
    trouble: str = ""
    kept: str = ""
    """The name of the person's own view that it is."""


def sidebar_rows(
    sidebar: Sidebar, unfolded: Set[str], glyphs: Glyphs, hues: dict[str, str], kept: Mapping[str, str],
    sign_in_key: str = "",
) -> list[Row]:  # fmt: skip
    """The rows from top to bottom; `hues` gives each section's colour role, `kept` the person's views by name.

    `sign_in_key` is the key that signs in to a source.
    """
    views = (
        (glyphs.front, "Front page", ViewKind.FRONT, 0),
        (glyphs.unread, "Unread", ViewKind.UNREAD, sidebar.unread),
        (glyphs.all, "All", ViewKind.ALL, 0),
        (glyphs.today, "Today", ViewKind.TODAY, sidebar.today),
        (glyphs.picked, "For you", ViewKind.FOR_YOU, 0),
        (glyphs.picked, "Our picks", ViewKind.PICKS, 0),
        (glyphs.star, "Starred", ViewKind.STARRED, sidebar.starred),
        (glyphs.later, "Read later", ViewKind.LATER, sidebar.later),
    )
    rows = [
        Row((Span(f"{sign} ", "mute"), Span(label, "soft")), _number(amount), View(kind))
        for sign, label, kind, amount in views
    ]
    if kept:
        rows += [Row(EMPTY), Row((Span("VIEWS", "mute", BOLD),))]
        rows += [
            Row((Span(f"{glyphs.into} ", "mute"), span(name, "soft")), view=View(ViewKind.SEARCH, query), kept=name)
            for name, query in kept.items()
        ]
    if sidebar.sections:
        rows += [Row(EMPTY), Row((Span("SECTIONS", "mute", BOLD),), _number(sidebar.unread))]
    for section in sidebar.sections:
        rows += _section_rows(section, section.name in unfolded, glyphs, hues.get(section.name, "accent"))
    failing = [source for source in _sources(sidebar) if source.last_error and not source.quiet and not source.paused]
    if failing:
        rows += [Row(EMPTY), Row((Span("OUTLETS TO CHECK", "mute", BOLD),), str(len(failing)))]
        for source in failing:
            rows += _trouble(source, glyphs, sign_in_key)
    return rows


def _section_rows(section: Section, unfolded: bool, glyphs: Glyphs, hue: str) -> list[Row]:
    sign = glyphs.unfolded if unfolded else glyphs.folded
    name = span(section.name, "text" if section.unread else "mute")
    rows = [
        Row(
            (Span(f"{sign} ", hue if section.sources else "faint"), name),
            _number(section.unread),
            View(ViewKind.SECTION, section.name),
            section.name,
            is_section=True,
        )
    ]
    if not unfolded:
        return rows
    for source in section.sources:
        failing = source.last_error and not source.quiet
        state = f" {glyphs.paused}" if source.paused else f" {glyphs.warn}" if failing else ""
        rows.append(
            Row(
                (Span("   "), span(source.title, "soft" if source.unread else "mute"), Span(state, "error")),
                _number(source.unread),
                View(ViewKind.FEED, str(source.feed)),
                section.name,
                source,
            )
        )
    return rows


def _trouble(source: Source, glyphs: Glyphs, sign_in_key: str) -> list[Row]:
    reason = "410" if source.gone else "" if source.needs_sign_in else trouble_word(source.last_error)
    row = Row(
        (Span(f"{glyphs.warn} ", "error"), span(source.title, "mute")),
        view=View(ViewKind.FEED, str(source.feed)),
        source=source,
        trouble=reason,
    )
    if not source.needs_sign_in:
        return [row]
    return [row, Row((Span(f"  {SIGN_IN}  ", "mute"), Span(sign_in_key, "text", BOLD)))]


_WORDS = (
    ("sign", "sign in"),
    ("stopped answering", "slow"), ("longer", "slow"), ("too long", "slow"), ("circle", "loop"),
    ("redirect", "redirect"), ("certificate", "cert"), ("secure", "cert"), ("looked up", "no host"),
    ("refused the", "refused"), ("no answer", "silent"), ("without an answer", "silent"), ("no way", "no way"),
    ("no connection", "no way"), ("broke off", "broken"), ("memory", "too big"), ("larger", "too big"),
    ("not a feed", "no feed"), ("no feed", "no feed"), ("could not be read", "unread"),
)  # fmt: skip
"""What is in the words of a failure, and the word that a narrow line has room for."""


def trouble_word(error: str) -> str:
    """The one word, or the status number, that tells most of a failure."""
    status = re.search(r"\((\d{3})\)|answered (\d{3})", error)
    if status:
        return status[1] or status[2]
    return next((word for part, word in _WORDS if part in error.lower()), "failing")


def row_line(row: Row, width: int, glyphs: Glyphs, opened: bool) -> Line:
    """The row as a line of `width` columns, its number or trouble at the right; `opened`: its list is shown."""
    line, right = row.line, Span(row.number, "accent" if opened else "mute", BOLD if opened else 0)
    if opened:
        line = tuple(
            part._replace(role="text", flags=part.flags | BOLD) if part.role in ("soft", "mute", "text") else part
            for part in line
        )
    if row.trouble:
        right = span(cut(row.trouble, max(width // 3, 3), glyphs.ellipsis), "error")
    return spread(line, (right,) if right.text else EMPTY, width, glyphs.ellipsis)


def _sources(sidebar: Sidebar) -> list[Source]:
    found: dict[int, Source] = {}
    for section in sidebar.sections:
        for source in section.sources:
            found.setdefault(source.feed, source)
    return list(found.values())


def _number(amount: int) -> str:
    return f"{amount:,}" if amount else ""
