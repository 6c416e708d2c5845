"""An article set as lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.model.blocks import (
    Code,
    Document,
    Embed,
    Figure,
    Footnote,
    Image,
    ListBlock,
    Quote,
    Rule,
    Run,
    Style,
    Table,
    Text,
)
from newsdesk.model.feeds import Enclosure
from newsdesk.model.headlines import Article, Headline
from newsdesk.model.pictures import Thumbnail
from newsdesk.tui.glyphs import UNICODE
from newsdesk.tui.lines import BOLD, ITALIC, Span, width_of
from newsdesk.tui.page import Look, Page

NOW = 1_760_000_000
ROW = Headline(
    1, "A headline that is long enough to be broken into two lines", "https://a.example/1", "Harbour Post", "World",
    1, "Mara Lindqvist", "The summary.", NOW - 7200, NOW - 7200, False, False, False, minutes=4,
)  # fmt: skip


def text(kind="paragraph", words="Some words.", **more):
    return Text(kind, (Run(words),), **more)


def set_page(*blocks, measure=72, article=None, pictures=None, **look):
    document = Document(tuple(blocks))
    page = Page(article or Article(ROW, document), Look(measure, UNICODE, "world", NOW, **look), pictures or {})
    page.finish()
    return page


def shown(page):
    return ["".join(part.text for part in line) for line in page.lines]


def line_with(page, words):
    return next(line for line in page.lines if words in "".join(part.text for part in line))


def test_the_head_stands_in_order():
    """Rule, section, headline broken early, byline with outlet, age and reading time."""
    lines = [line for line in shown(set_page(text())) if line]
    assert lines[0] == "━━━━━━"
    assert lines[1] == "WORLD"
    assert lines[2:4] == ["A headline that is long enough to be broken", "into two lines"]
    assert lines[4] == "By Mara Lindqvist  ·  Harbour Post  ·  2 h ago  ·  4 min read"


def test_lead_is_bold_and_body_is_not():
    """Weight says what is the lead."""
    page = set_page(text("lead", "The lead."), text("paragraph", "The body."))
    assert line_with(page, "The lead.")[0].flags & BOLD
    assert not line_with(page, "The body.")[0].flags


def test_sub_heading_is_accent_with_air_around():
    """A sub-heading has an empty line before and after."""
    page = set_page(text(), text("heading", "What changes", level=2), text())
    lines = shown(page)
    place = lines.index("What changes")
    assert lines[place - 1] == lines[place + 1] == ""
    assert page.lines[place][0].role == "accent"


def test_caption_and_credit_stand_apart():
    """The caption is italic, the credit has its own line."""
    page = set_page(Figure(Image("https://a.example/p.jpg"), (Run("The ferry."),), "R. Tanaka"))
    assert line_with(page, "The ferry.")[-1].flags & ITALIC
    assert "  R. Tanaka" in shown(page)


def test_a_picture_is_drawn_with_half_blocks():
    """Where the pixels are here and the screen has colours, they are drawn above the caption."""
    red = Thumbnail(8, 4, bytes((255, 0, 0)) * 32)
    figure = Figure(Image("https://a.example/p.jpg"), (Run("Red."),))
    page = set_page(figure, pictures={"https://a.example/p.jpg": red}, picture_lines=20)
    assert line_with(page, "▀")[0].role == "#f80000/#f80000"
    assert "▀" not in "".join(shown(set_page(figure, pictures={"https://a.example/p.jpg": red})))


def test_links_are_numbered_once():
    """Each address has one number, which stands after its words."""
    page = set_page(
        Text("paragraph", (Run("See "), Run("one", link="https://b.example/"), Run(" and "), Run("again", link="https://b.example/"))),
        Text("paragraph", (Run("two", link="https://c.example/"),)),
    )  # fmt: skip
    assert page.links[:2] == ["https://b.example/", "https://c.example/"]
    assert "See one\u00a01 and again\u00a01" in shown(page)


def test_a_link_in_two_styles_has_one_number():
    """The number stands behind the link's last word."""
    link = "https://a.example/2"
    page = set_page(
        Text("paragraph", (Run("from ", Style.PLAIN, link), Run("The Wrap", Style.EMPHASIS, link), Run(".")))
    )
    assert "from The Wrap\u00a01." in shown(page)
    assert page.links.count(link) == 1


def test_quote_has_a_bar_and_its_source():
    """A quote is italic behind a bar and says whose words it is."""
    page = set_page(Quote((text(words="Said so."),), (Run("Ilse Maro"),)))
    assert "▎ Said so." in shown(page)
    assert "▎ — Ilse Maro" in shown(page)


def test_lists_count_and_nest():
    """Numbers go on from the start; a nested list is indented; paragraphs of an item stay in it."""
    inner = ListBlock(((text(words="inner"),),))
    page = set_page(
        ListBlock(((text(words="first"), text(words="more of it")), (text(words="second"), inner)), True, 9)
    )
    lines = shown(page)
    assert " 9. first" in lines
    assert "    more of it" in lines
    assert "10. second" in lines
    assert "    • inner" in lines


def test_code_is_cropped_not_wrapped():
    """A long line of code shows a mark where it is cut."""
    page = set_page(Code("short\n" + "x" * 100), measure=40)
    lines = shown(page)
    assert "  short" in lines
    assert any(line.endswith("»") and len(line) == 40 for line in lines)


def test_a_table_that_fits_stands_in_columns():
    """Columns are aligned, numbers at the right; the head is ruled off."""
    table = Table(
        ((Run("Port"),), (Run("Ships"),)), (((Run("Averil"),), (Run("12"),)), ((Run("Dunmere"),), (Run("3"),)))
    )
    lines = shown(set_page(table))
    assert [line.rstrip() for line in lines if "Averil" in line or "Dunmere" in line] == [
        "Averil      12", "Dunmere      3",
    ]  # fmt: skip


def test_a_first_row_of_words_leaves_numbers_at_the_right():
    """A head that its publisher did not call one."""
    words = ((Run("Pos."),), (Run("Port"),), (Run("Ships"),))
    rows = tuple(((Run(str(n)),), (Run("Averil"),), (Run(str(n * 9)),)) for n in (1, 10))
    lines = [line.rstrip() for line in shown(set_page(Table((), (words, *rows))))]
    assert "Pos.  Port    Ships" in lines
    assert "   1  Averil      9" in lines
    assert "  10  Averil     90" in lines


def test_a_table_too_wide_becomes_records():
    """Where columns would be too narrow each row is a record."""
    cells = tuple((Run(f"column {n} with words"),) for n in range(8))
    lines = shown(set_page(Table(cells, (cells,)), measure=40))
    assert any("column 3 with words: column 3 with words" in line for line in " ".join(lines).split("  ")) or any(
        line.startswith("column 3 with words:") for line in lines
    )


def test_rtl_paragraphs_stand_at_the_right():
    """A right-to-left paragraph ends at the measure's right edge."""
    page = set_page(text(words="سقطت الحكومة بفارق صوت واحد"), measure=40)
    assert width_of(line_with(page, "سقطت")) == 40


def test_lists_and_quotes_in_rtl_have_their_marks_at_the_right():
    """A bullet, a number and a quote's bar stand where reading begins."""
    words = text(words="הסירה הגיעה לנמל")
    lines = shown(set_page(ListBlock(((words,),)), ListBlock(((words,),), True, 7), Quote((words,)), measure=40))
    said = [line for line in lines if "הסירה" in line]
    assert [line[-2:] for line in said] == [" •", ".7", " ▎"]
    assert {width_of((Span(line),)) for line in said} == {40}


def test_items_of_several_paragraphs_have_air_between_them():
    """Long items are told apart; short ones stand close, and so does a term over what it means."""
    term = Text("paragraph", (Run("Ebb", Style.STRONG),))
    page = set_page(
        ListBlock(((text(words="One."), text(words="More.")), (text(words="Two."),))),
        ListBlock(((term, text(words="Water goes.")),)),
        ListBlock(((text(words="Three."),), (text(words="Four."),))),
    )
    assert "\n".join(shown(page)).partition("• One.")[2].rpartition("• Four.")[0] == (
        "\n\n  More.\n\n• Two.\n\n• Ebb\n  Water goes.\n\n• Three.\n"
    )


def test_what_is_left():
    """Embeds, notes, footnotes and rules have their own marks."""
    page = set_page(
        Embed("video", "https://v.example/1", "A film", "v.example"), text("note", "Corrected."), Rule(),
        Footnote("1", (text(words="A note."),)),
        Text("paragraph", (Run("H"), Run("2", Style.SUBSCRIPT), Run("O"))),
    )  # fmt: skip
    lines = shown(page)
    assert "▶ Video: A film\u00a01 (v.example)" in lines
    assert "▎ Corrected." in lines
    assert "1 A note." in lines
    assert "H₂O" in lines


def test_the_foot_tells_what_hangs_on_it():
    """Other sources, enclosures, comments and the page itself stand at the foot."""
    article = Article(
        ROW, Document((text(),), notice="Cut after 5 MB"),
        (Enclosure("https://a.example/x.mp3", "audio/mpeg", 34_000_000),),
        "https://c.example/comments", ("The Meridian",),
    )  # fmt: skip
    lines = "\n".join(shown(set_page(article=article)))
    for words in (
        "Cut after 5 MB",
        "ALSO IN  The Meridian",
        "audio/mpeg, 34.0 MB",
        "COMMENTS  c.example",
        "ORIGINAL  a.example",
    ):
        assert words in lines


def test_without_blocks_the_summary_stands_in():
    """An article that is not digested yet shows its summary."""
    lines = shown(set_page(article=Article(ROW, None)))
    assert "The summary." in lines
    assert any("being set" in line for line in lines)


def test_find_passes_over_case_and_accents():
    """A find names the lines."""
    page = set_page(text(words="Café society"), text(words="nothing"))
    assert [shown(page)[line] for line in page.find("CAFE")] == ["Café society"]
    assert page.find("absent") == []


def test_slices_give_the_same_lines():
    """A page set in slices is the page set at once."""
    blocks = [text(words=f"Paragraph {n} " * 20) for n in range(50)]
    whole, sliced = set_page(*blocks), Page(Article(ROW, Document(tuple(blocks))), Look(72, UNICODE, "world", NOW))
    while not sliced.done:
        sliced.advance(7)
    assert sliced.lines == whole.lines


RUNS = st.lists(
    st.builds(
        Run, st.text(max_size=60), st.sampled_from(list(Style)), st.sampled_from(["", "https://a.example/x"])
    ),
    max_size=4,
).map(tuple)  # fmt: skip
CELLS = st.lists(RUNS, max_size=3).map(tuple)
LEAVES = st.one_of(
    st.builds(Text, st.sampled_from(["paragraph", "lead", "heading", "note", "byline"]), RUNS),
    st.builds(Code, st.text(max_size=80)),
    st.builds(Figure, st.just(Image("https://a.example/i")), RUNS, st.text(max_size=20)),
    st.builds(Table, CELLS, st.lists(CELLS, max_size=3).map(tuple)),
    st.just(Rule()),
)  # fmt: skip
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Quote, st.lists(inner, max_size=2).map(tuple), RUNS),
        st.builds(
            ListBlock, st.lists(st.lists(inner, max_size=2).map(tuple), max_size=3).map(tuple), st.booleans(),
            st.integers(0, 999_999),
        ),
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=3), st.integers(30, 90))
def test_no_line_is_wider_than_the_measure(blocks, measure):
    """Whatever the blocks, every line fits."""
    page = set_page(*blocks, measure=measure)
    assert max(width_of(line) for line in page.lines) <= measure + 8  # deep nesting has its narrowest width
    assert all("\x1b" not in part.text for line in page.lines for part in line)


@pytest.mark.parametrize("measure", [8, 12, 20])
def test_narrow_measures(measure):
    """A few columns are enough."""
    page = set_page(text(words="Some words that go on."), ListBlock(((text(words="item"),),)), measure=measure)
    assert all(width_of(line) <= measure + 2 for line in page.lines)
