"""Panes, ages, choices, browser, terminal, counts: the small pure parts."""

from __future__ import annotations

import pytest

from newsdesk import clock
from newsdesk.model.headlines import Filter, Headline, View, ViewKind
from newsdesk.model.sidebar import Progress, Section, Sidebar, Source
from newsdesk.model.sources import SourceCard
from newsdesk.store.queries.query import parse_query
from newsdesk.tui.actions.subscribing import is_address
from newsdesk.tui.ages import long_age, short_age
from newsdesk.tui.browser import browser_command, open_in_browser, player_command
from newsdesk.tui.choices import Choice, matching
from newsdesk.tui.counts import counted
from newsdesk.tui.glyphs import ASCII, UNICODE
from newsdesk.tui.lines import Span, width_of
from newsdesk.tui.panes import PANES, pane_widths, visible_panes
from newsdesk.tui.pictures import picture_lines
from newsdesk.tui.session import as_query, unread_in, view_title
from newsdesk.tui.source_lines import card_rows, state_words
from newsdesk.tui.status import list_head, progress_line
from newsdesk.tui.terminal import has_many_colours, is_dark_answer, is_dark_by_environment, theme_for

NOW = 1_760_000_000


@pytest.mark.parametrize(
    ("width", "focus", "panes"),
    [
        (80, "headlines", ("headlines",)), (80, "article", ("article",)), (100, "headlines", ("headlines", "article")),
        (120, "sidebar", ("sidebar", "headlines")), (140, "article", PANES),
    ],
)  # fmt: skip
def test_panes_by_width(width, focus, panes):
    """One pane below 100 columns, two from 100, three from 140; the focused one always."""
    assert visible_panes(width, focus) == panes


@pytest.mark.parametrize("width", [1, 20, 99, 100, 120, 139, 140, 160, 200, 300])
@pytest.mark.parametrize("focus", PANES)
def test_panes_fill_the_screen(width, focus):
    """Panes and the rules between them are as wide as the screen; three leave the article 60."""
    shown = visible_panes(width, focus)
    widths = pane_widths(width, shown, 24, 40)
    assert sum(widths.values()) + len(shown) - 1 == width
    if len(shown) == 3:
        assert widths["article"] >= 60


def test_ages():
    """Short in rows, in words on pages."""
    assert [short_age(NOW, NOW - s) for s in (5, 150, 7300, 3 * 86_400)] == ["now", "2m", "2h", "3d"]
    assert short_age(NOW, NOW - 40 * 86_400) == "30 Aug"
    assert short_age(NOW, NOW - 800 * 86_400).endswith("2023")
    assert long_age(NOW, NOW - 86_400) == "1 day ago"
    assert long_age(NOW, NOW + 100) == "just now"


def test_choices_narrow_by_every_word():
    """Every typed word must be there; headings stay where some of theirs do."""
    choices = [
        Choice((Span("ASIA"),)),
        Choice((Span("Straits Times"),), value=1),
        Choice((Span("EUROPE"),)),
        Choice((Span("Le Monde"),), value=2),
    ]
    assert [choice.value for choice in matching(choices, "monde le")] == [None, 2]
    assert matching(choices, "") == choices
    assert matching(choices, "nothing") == []


def test_choices_that_begin_with_it_come_first():
    """Without headings a beginning wins."""
    choices = [Choice((Span("The Times"),), value=1), Choice((Span("Times"),), value=2)]
    assert [choice.value for choice in matching(choices, "times")] == [2, 1]


def test_no_browser_without_a_display(tmp_path):
    """Over ssh, without a display, or with a text browser the link is not opened."""
    url = "https://a.example/x"
    assert browser_command(url, {}) is None
    assert browser_command(url, {"DISPLAY": ":0", "SSH_CONNECTION": "1"}) is None
    assert browser_command("javascript:alert(1)", {"BROWSER": "sh"}) is None
    assert not open_in_browser("file:///etc/passwd", {"DISPLAY": ":0"})


def test_the_link_is_one_argument():
    """Whatever stands in a link, it is one argument and no shell reads it."""
    url = "https://a.example/?a=1&b=$(reboot);x"
    assert browser_command(url, {"BROWSER": "sh -x"}) == ["sh", "-x", url]
    assert browser_command(url, {"BROWSER": "sh %s"}) == ["sh", url]


def test_light_or_dark():
    """COLORFGBG first; the terminal's answer as OSC 11 gives it."""
    assert is_dark_by_environment({"COLORFGBG": "15;0"}) is True
    assert is_dark_by_environment({"COLORFGBG": "0;default;15"}) is False
    assert is_dark_by_environment({}) is None
    assert is_dark_answer(b"\x1b]11;rgb:ffff/fafa/f0f0\x1b\\") is False
    assert is_dark_answer(b"\x1b]11;rgb:13/15/1a\x07") is True
    assert is_dark_answer(b"\x1b[?62c") is None
    assert theme_for("paper") == "paper"


def test_few_colours():
    """A terminal of sixteen colours gets its own."""
    assert not has_many_colours({"TERM": "linux"})
    assert has_many_colours({"TERM": "linux", "COLORTERM": "truecolor"})
    assert has_many_colours({"TERM": "xterm-256color"})


ROW = Headline(1, "T", "", "S", "World", 1, "", "", NOW, None, False, False, False)
SIDEBAR = Sidebar(5, 9, 2, 1, 0, (Section("World", 5, 9, (Source(1, "u", "Feed", 4, 8),)),))


def test_counts_follow_a_mark(monkeypatch):
    """A mark changes every count it is in, never below zero."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    read = counted(SIDEBAR, ROW, "read", True)
    assert (read.unread, read.today, read.sections[0].unread, read.sections[0].sources[0].unread) == (4, 1, 4, 3)
    assert counted(SIDEBAR, ROW, "starred", True).starred == 2
    assert counted(SIDEBAR, ROW, "later", False).later == 0


def test_titles_and_queries_of_views():
    """A list has a name and a count; what was searched for in it stands before its name."""
    feed = View(ViewKind.FEED, "1")
    assert view_title(feed, SIDEBAR) == "Feed"
    assert unread_in(feed, SIDEBAR) == 4
    narrowed = feed._replace(words="tide")
    assert view_title(narrowed, SIDEBAR) == "“tide” in Feed"
    assert unread_in(narrowed, SIDEBAR) is None


@pytest.mark.parametrize(
    ("view", "query"),
    [
        (View(ViewKind.FEED, "1", words="tide"), 'from:"Feed" tide'),
        (View(ViewKind.SECTION, "World", Filter.UNREAD, words="a OR b"), 'in:"World" is:unread (a OR b)'),
        (View(ViewKind.SEARCH, "a OR b", words="c"), "(a OR b) c"),
        (View(ViewKind.ALL, words="a OR b"), "a OR b"),
        (View(ViewKind.UNREAD), "is:unread"),
    ],
)
def test_a_list_as_a_query(view, query):
    """What a list shows can be kept as a query."""
    assert as_query(view, SIDEBAR) == query
    parse_query(query)


def test_progress_in_its_order():
    """Progress, result, trouble, freshness; shorter where there is little room."""
    progress = Progress(True, 500, 214, 1284, (), 3)
    words = "".join(part.text for part in progress_line(progress, UNICODE, 120))
    assert words.split() == ["⟳", "214/500", "━" * 20, "·", "1,284", "new", "·", "3", "failing"]
    assert width_of(progress_line(progress, ASCII, 14)) <= 14


def test_only_lists_that_can_be_ordered_say_how_they_are():
    """The front page comes in the desk's order, which has no name of its own."""
    assert [span.text for span in list_head("All", View(ViewKind.ALL), 3, 3, 0)[1]] == ["newest"]
    assert list_head("Front page", View(ViewKind.FRONT), 3, 3, 0)[1] == ()


def test_source_states():
    """A card says how a feed is doing, in words."""
    card = SourceCard(
        1, "https://user:pw@a.example/f", "A", ("World",), "", "A Ltd", "GB", "en", "", 5, 2, False, False, True, NOW,
        None, None, "", 0, None, "",
    )  # fmt: skip
    assert state_words(card) == "waiting for its first answer"
    rows = dict(card_rows(card, NOW))
    assert rows["Feed"] == "https://a.example/f"
    assert rows["Owner"] == "A Ltd"


@pytest.mark.parametrize("text", ["https://a.example/", "a.example", "~/list.opml", "/lists/x.xml", "list.opml"])
def test_addresses_and_files(text):
    """An address or file is not a name to find."""
    assert is_address(text)
    assert not is_address("le monde")
    assert not is_address("world")


def test_a_broken_picture_draws_nothing():
    """A picture that can't be had takes no line."""
    from newsdesk.model.pictures import Thumbnail

    assert picture_lines(Thumbnail(0, 0, b""), 40, 20) == []
    assert len(picture_lines(Thumbnail(10, 100, bytes(3000)), 40, 7)) == 7


def test_a_player_gets_sound_and_video_only():
    """The person's own player, its link in place of %s; what is no sound or video is a link like any other."""
    url = "https://a.example/e.mp3?a=1&b=$(reboot);x"
    assert player_command(url, "audio/mpeg", ("sh", "-x"), {}) == ["sh", "-x", url]
    assert player_command(url, "", ("sh", "--play=%s", "-q"), {}) == ["sh", f"--play={url}", "-q"]
    assert player_command("https://a.example/paper.pdf", "application/pdf", ("sh",), {}) is None
    assert player_command("file:///etc/passwd", "audio/mpeg", ("sh",), {}) is None
    assert player_command(url, "audio/mpeg", ("no-such-player",), {"DISPLAY": ":0"}) is None


def test_without_a_player_of_ones_own_there_must_be_a_display():
    """Nothing sounds where nobody hears it."""
    assert player_command("https://a.example/e.mp3", "audio/mpeg", (), {"DISPLAY": ":0", "SSH_CONNECTION": "1"}) is None
    assert player_command("https://a.example/e.mp3", "audio/mpeg", (), {}) is None
