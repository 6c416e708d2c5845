"""Rows of the list and of the sidebar."""

from __future__ import annotations

import pytest

from newsdesk.model.headlines import Headline, ViewKind
from newsdesk.model.sidebar import Section, Sidebar, Source
from newsdesk.tui.glyphs import ASCII, UNICODE
from newsdesk.tui.headline_row import Density, RowLook, density_for, row_lines, story_steps
from newsdesk.tui.lines import BOLD, width_of
from newsdesk.tui.sidebar_rows import row_line, sidebar_rows, trouble_word

NOW = 1_760_000_000
ROW = Headline(
    1, "Island nations sign pact", "https://a.example/1", "Harbour Post", "World", 1, "", "Eleven governments.",
    NOW - 7200, None, False, False, False, outlets=12,
)  # fmt: skip


def shown(row, density=Density.ROOMY, width=60, glyphs=UNICODE):
    return ["".join(p.text for p in line) for line in row_lines(row, RowLook(width, density, glyphs, "world", NOW))]


def test_roomy_rows():
    """Meta with the story's size, headline, snippet, an empty line."""
    meta, title, snippet, gap = shown(ROW)
    assert meta.startswith("● Harbour Post · 2h")
    assert meta.endswith("▂▄▆█ 12 outlets")
    assert title == "  Island nations sign pact"
    assert snippet == "  Eleven governments."
    assert gap == ""


def test_a_long_headline_takes_the_snippets_line():
    """Two lines of headline at most, the second cut."""
    lines = shown(ROW._replace(title="word " * 40), width=40)
    assert len(lines) == 4
    assert lines[2].endswith("…")
    assert "Eleven" not in "".join(lines)


@pytest.mark.parametrize(("density", "amount"), [(Density.ROOMY, 4), (Density.COMPACT, 2), (Density.DENSE, 1)])
@pytest.mark.parametrize("width", [8, 20, 33, 80])
def test_rows_are_as_high_and_wide_as_they_say(density, amount, width):
    """Every density has its number of lines, none wider than the pane."""
    for title in ("short", "long " * 30, "北京" * 40, "عنوان الخبر", ""):
        lines = row_lines(
            ROW._replace(title=title, starred=True, later=True),
            RowLook(width, density, UNICODE, "world", NOW, folded=37, unfold_key="e"),
        )
        assert len(lines) == amount
        assert all(width_of(line) <= max(width, 8) for line in lines)


def test_unread_is_dot_and_weight():
    """Read rows lose the dot and the weight."""
    assert shown(ROW._replace(read=True))[0].startswith("  Harbour")
    title = row_lines(ROW, RowLook(60, Density.ROOMY, UNICODE, "world", NOW))[1][-1]
    read = row_lines(ROW._replace(read=True), RowLook(60, Density.ROOMY, UNICODE, "world", NOW))[1][-1]
    assert title.flags & BOLD
    assert not read.flags & BOLD


def test_dense_rows_end_with_the_title():
    """Nothing stands behind a title that may run from right to left."""
    assert shown(ROW, Density.DENSE)[0].endswith("Island nations sign pact")


def test_marks_are_signs():
    """Starred and later have a sign each, in ASCII too."""
    marked = ROW._replace(starred=True, later=True)
    assert "★" in shown(marked)[0]
    assert "◷" in shown(marked)[0]
    assert "".join(shown(marked, glyphs=ASCII)).isascii()


def test_story_steps_grow():
    """More outlets, more steps."""
    assert [story_steps(n, UNICODE) for n in (2, 5, 8, 12)] == ["▂", "▂▄", "▂▄▆", "▂▄▆█"]


def test_a_long_name_leaves_age_and_marks():
    """They are what changes; the name of the source is cut."""
    row = ROW._replace(source="An outlet with a name that goes on and on and on and on", starred=True, outlets=4)
    look = RowLook(60, Density.ROOMY, UNICODE, "world", ROW.sort_time + 120)
    meta = "".join(part.text for part in row_lines(row, look)[0])
    assert "2m ★" in meta
    assert meta.endswith("4 outlets")


@pytest.mark.parametrize(("width", "said"), [(84, True), (60, False), (48, False)])
def test_a_reason_leaves_the_age_whole(width, said):
    """What a reason has no room for is cut from the reason, and nothing of the age before it."""
    look = RowLook(width, Density.ROOMY, UNICODE, "world", ROW.sort_time + 15 * 3600, why="because you read Tides")
    row = ROW._replace(source="Harbour Post of the Far Northern Coast", outlets=6)
    line = "".join(part.text for part in row_lines(row, look)[0])
    assert " · 15h " in line
    assert ("because" in line) is said


def test_a_note_says_nothing_twice():
    """Where the summary begins with the title, the rest of it stands below."""
    row = ROW._replace(title="The tide is out and…", summary="The tide is out and somebody has written.")
    lines = [
        "".join(part.text for part in line) for line in row_lines(row, RowLook(60, Density.ROOMY, UNICODE, "world", 0))
    ]
    assert lines[2].strip() == "…somebody has written."


def test_density_by_height():
    """Auto is roomy from 40 lines on."""
    assert density_for("auto", 40) is Density.ROOMY
    assert density_for("auto", 39) is Density.COMPACT
    assert density_for("dense", 60) is Density.DENSE


SOURCES = (
    Source(1, "https://a.example/", "Harbour Post", 31, 90),
    Source(2, "https://b.example/", "Old Quay Gazette", 0, 9, gone=True, last_error="410 Gone"),
    Source(3, "https://c.example/", "Quiet", 0, 0, last_error="no answer", quiet=True),
)
SIDEBAR = Sidebar(118, 900, 12, 3, 2, (Section("World", 118, 900, SOURCES), Section("Sport", 0, 5)))


def test_a_source_that_wants_a_sign_in_has_its_key_below():
    """What is needed, and the key that does it, within the narrowest sidebar of three panes."""
    source = Source(
        4, "https://d.example/", "The Members' Paper", 0, 0, last_error="sign in needed (401)", needs_sign_in=True
    )
    rows = sidebar_rows(Sidebar(sections=(Section("World", 0, 0, (source,)),)), set(), UNICODE, {}, {}, "I")
    lines = ["".join(part.text for part in row_line(row, 21, UNICODE, opened=False)).rstrip() for row in rows]
    assert lines[-2:] == ["! The Members' Paper", "  sign in needed  I"]
    assert rows[-1].view is None


def test_sidebar_rows():
    """Views, sections with counts, sources when unfolded, outlets to check but for quiet ones."""
    folded = sidebar_rows(SIDEBAR, frozenset(), UNICODE, {}, {})
    texts = ["".join(part.text for part in row.line) for row in folded]
    assert "▸ World" in texts
    assert "! Old Quay Gazette" in texts
    assert not any("Harbour" in text for text in texts)
    assert not any("Quiet" in text for text in texts)
    unfolded = sidebar_rows(SIDEBAR, {"World"}, UNICODE, {"World": "world"}, {})
    assert [row.source.title for row in unfolded if row.source and row.section] == [
        "Harbour Post",
        "Old Quay Gazette",
        "Quiet",
    ]
    assert [row.view.kind for row in folded if row.view][:8] == [
        ViewKind.FRONT, ViewKind.UNREAD, ViewKind.ALL, ViewKind.TODAY, ViewKind.FOR_YOU, ViewKind.PICKS,
        ViewKind.STARRED, ViewKind.LATER,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "word"),
    [
        ("not found (404)", "404"),
        ("the server answered 418 I'm a Teapot", "418"),
        ("the server stopped answering", "slow"),
        ("took longer than 30 seconds", "slow"),
        ("its certificate can't be trusted: expired", "cert"),
        ("its name could not be looked up", "no host"),
        ("sign-in needed: it wants a browser's cookies", "sign in"),
        ("something that nobody has met", "failing"),
    ],
)
def test_a_failure_in_a_word(error, word):
    """A narrow line has the status or one word for what went wrong, and never half a sentence."""
    assert trouble_word(error) == word


def test_sidebar_lines_fit():
    """Numbers stand at the right edge, whatever the width."""
    for row in sidebar_rows(SIDEBAR, {"World"}, UNICODE, {}, {}):
        for width in (3, 12, 21):
            assert width_of(row_line(row, width, UNICODE, opened=True)) <= width
