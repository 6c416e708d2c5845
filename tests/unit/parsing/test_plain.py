"""HTML fragments to one line of plain text."""

from __future__ import annotations

import pytest

from newsdesk.parsing.plain import first_words, html_from_text, shortened, summary_line, text_line, title_line


@pytest.mark.parametrize(
    ("fragment", "line"),
    [
        ("Plain", "Plain"),
        ("<b>Bold</b> and <i class='x'>slanted</i>", "Bold and slanted"),
        ("a < b", "a < b"),
        ("a <b", "a <b"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("AT&T", "AT&T"),
        ("AT&amp;T", "AT&T"),
        ("Salt &amp;amp; Pepper", "Salt &amp; Pepper"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("Why &lt;b&gt; lives", "Why <b> lives"),
        ("[EU] [UK] deal", "[EU] [UK] deal"),
        ("List<String> in Java", "List<String> in Java"),
        ("Why <table> is back", "Why <table> is back"),
        ("<table><tr><td>Cell</td></tr></table>", "Cell"),
        ("<div>Block</div><p>Next</p>", "Block Next"),
        ("one<br>two<br/>three", "one two three"),
        ("inter<b>nation</b>al", "international"),
        ("a<!-- hidden -->b", "ab"),
        ("<script>alert(1)</script>Safe", "Safe"),
        ("<a title=\"a > b\" href='x'>Link</a>", "Link"),
        ("caf&eacute; &#8211; &#x2013; &hellip;", "café – – …"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("  much \n\t space  ", "much space"),
        ("cut off <a href='http", "cut off"),
        ("<img src=x>", ""),
        ("<b></b>", ""),
        ("&#27;[31mred", "[31mred"),
        ("&#0;&#xD800;&#1114112;", "���"),
        ("I <3 U", "I <3 U"),
    ],
)
def test_title_line(fragment: str, line: str) -> None:
    """Markup goes, everything that only looks like it stays."""
    assert title_line(fragment) == line


def test_title_length() -> None:
    """A title without end is cut."""
    assert len(title_line("word " * 100_000)) <= 1_000


def test_summary_of_html() -> None:
    """Blocks are parted by a space, scripts and styles are no text."""
    body = (
        "<style>p{color:red}</style><h2>Head</h2><p>One<em>two</em>.</p><ul><li>a</li><li>b</li></ul><script>x</script>"
    )
    assert summary_line(body) == "Head Onetwo. a b"


def test_summary_is_cut_after_a_word() -> None:
    """The cut falls between words and is marked."""
    line = summary_line("<p>" + "seven77 " * 500 + "</p>")
    assert 450 < len(line) <= 500
    assert line.endswith("seven77…")


def test_summary_behind_a_long_head() -> None:
    """A page of style and data before the first word doesn't hide it."""
    image = "<img src='data:image/png;base64," + "A" * 100_000 + "'>"
    assert summary_line(image + "<style>" + "x{}" * 5_000 + "</style><p>Here.</p>") == "Here."


def test_unclosed_constructs() -> None:
    """What is opened and never closed hides at most itself."""
    assert summary_line("Before <!-- never closed") == "Before never closed"
    assert summary_line("Before <script> never closed") == "Before never closed"
    assert "shown" in summary_line("<p>shown <a href='x")


def test_text_line_is_literal() -> None:
    """Text that is no HTML keeps its angle brackets and references."""
    assert text_line("3 < 5 &amp; <b>") == "3 < 5 &amp; <b>"


def test_shortened_without_spaces() -> None:
    """Scripts without spaces are cut at the limit."""
    line = shortened("漢" * 1_000, 100)
    assert len(line) == 100
    assert line.endswith("…")


def test_shortened_keeps_what_fits() -> None:
    """A line within the limit stays as it is."""
    assert shortened("one two", 7) == "one two"


def test_first_words() -> None:
    """Twelve words, marked where more follow."""
    words = " ".join(f"w{i}" for i in range(20))
    assert first_words(words) == "w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11…"
    assert first_words("only three words") == "only three words"
    assert len(first_words("x" * 500)) <= 90


def test_html_from_text() -> None:
    """Paragraphs and breaks stay, characters that mean something in HTML are escaped."""
    assert html_from_text("a < b\nc\n\nd & e") == "<p>a &lt; b<br>c</p><p>d &amp; e</p>"
    assert html_from_text("  ") == ""
