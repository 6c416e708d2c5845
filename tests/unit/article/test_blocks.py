"""Feed bodies into blocks: what is kept, what goes, what is told apart."""

from __future__ import annotations

import pytest

from newsdesk.article.blocks import body_document
from newsdesk.article.export import blocks_html
from newsdesk.article.walk import MAX_BLOCKS, MAX_TEXT
from newsdesk.model.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    ListBlock,
    Quote,
    Run,
    Style,
    Table,
    Text,
    block_texts,
    iter_links,
    plain_text,
    runs_text,
)

BASE = "https://paper.example/news/one"


def blocks(html: str, title: str = "") -> tuple[Block, ...]:
    """The blocks of a body."""
    return body_document(html, BASE, title).blocks


def text(html: str) -> str:
    """All text of a body."""
    return plain_text(blocks(html))


def styled(html: str) -> list[tuple[str, Style]]:
    """The runs of a body's first block with their styles."""
    first = blocks(html)[0]
    assert isinstance(first, Text)
    return [(run.text, run.style) for run in first.runs]


# --- the rows that html2text breaks -------------------------------------------------------------


@pytest.mark.parametrize("literal", ["*heated*", "__init__", "# not heading", "~~x~~", "1. one", "- dash", "a | b"])
def test_text_that_looks_like_markdown_stays_text(literal: str) -> None:
    """Signs of Markdown in text are text."""
    assert blocks(f"<p>{literal}</p>") == (Text("paragraph", (Run(literal),)),)


def test_escaped_tags_stay_text() -> None:
    """An escaped tag is shown, not taken as one."""
    assert text("<p>use &lt;b&gt; and &amp;lt;</p>") == "use <b> and &lt;"


def test_list_items_hold_several_paragraphs() -> None:
    """A second paragraph stays in its item."""
    (block,) = blocks("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>")
    assert isinstance(block, ListBlock)
    assert [plain_text(item) for item in block.items] == ["a\nb", "c"]


def test_lists_keep_their_first_number() -> None:
    """A list that starts at 7 says so."""
    (block,) = blocks('<ol start="7"><li>a</li></ol>')
    assert isinstance(block, ListBlock)
    assert (block.ordered, block.start) == (True, 7)


def test_captions_and_credits_stand_apart() -> None:
    """A figure's picture, caption and credit are three things."""
    (block,) = blocks('<figure><img src="/a.jpg" alt="A"><figcaption>Words. <cite>Name</cite></figcaption></figure>')
    assert isinstance(block, Figure)
    assert (block.image.url, runs_text(block.caption), block.credit) == (
        "https://paper.example/a.jpg",
        "Words.",
        "Name",
    )


def test_a_table_without_heads_has_none() -> None:
    """The first row of a table is its head only where the source says so; a bar in a cell splits nothing."""
    (block,) = blocks("<table><tr><td>x|y</td><td>1</td></tr><tr><td>z</td><td>2</td></tr></table>")
    assert isinstance(block, Table)
    assert block.head == ()
    assert [[runs_text(cell) for cell in row] for row in block.rows] == [["x|y", "1"], ["z", "2"]]


def test_super_and_subscript_are_kept() -> None:
    """Footnote marks and formulas keep their height."""
    assert styled("<p>H<sub>2</sub>O<sup>1</sup></p>") == [
        ("H", Style.PLAIN), ("2", Style.SUBSCRIPT), ("O", Style.PLAIN), ("1", Style.SUPERSCRIPT),
    ]  # fmt: skip


def test_emphasis_adds_and_eats_no_space() -> None:
    """Styles inside words don't part them; spaces inside tags part words."""
    assert text("<p>un<em>x</em>y a<b> bold </b>b</p>") == "unxy a bold b"


def test_a_tick_in_code_is_harmless() -> None:
    """Code spans hold any character."""
    assert styled("<p><code>a`b</code></p>") == [("a`b", Style.CODE)]


def test_code_keeps_lines_and_language() -> None:
    """Preformatted text is verbatim."""
    assert blocks('<pre><code class="language-py">if x:\n    y()\n</code></pre>') == (Code("if x:\n    y()", "py"),)


def test_terms_are_told_from_what_they_mean() -> None:
    """A definition list is a list of strong terms with their meanings."""
    (block,) = blocks("<dl><dt>T</dt><dd>D</dd></dl>")
    assert isinstance(block, ListBlock)
    assert block.items == ((Text("paragraph", (Run("T", Style.STRONG),)), Text("paragraph", (Run("D"),))),)


def test_players_are_named() -> None:
    """Frames and videos don't vanish."""
    made = blocks('<iframe src="https://www.youtube.com/embed/x1" title="A film"></iframe><video src="/v.mp4"></video>')
    assert made == (
        Embed("video", "https://www.youtube.com/watch?v=x1", "A film", "youtube.com"),
        Embed("video", "https://paper.example/v.mp4", "", "paper.example"),
    )


def test_quotes_nest_and_name_their_source() -> None:
    """A quote in a quote is one; who said it stands apart."""
    (block,) = blocks("<blockquote>a<blockquote>b</blockquote><cite>Who</cite></blockquote>")
    assert isinstance(block, Quote)
    assert runs_text(block.source) == "Who"
    assert isinstance(block.blocks[1], Quote)


# --- what goes ------------------------------------------------------------------------------------


def test_a_first_heading_that_repeats_the_title_goes() -> None:
    """Case, accents and signs don't matter; another heading stays."""
    assert text("<h1>Été à Paris!</h1><p>x</p>") == "Été à Paris!\nx"
    assert plain_text(blocks("<h1>Été à Paris!</h1><p>x</p>", "Ete a paris")) == "x"


@pytest.mark.parametrize(
    "furniture",
    [
        '<img src="https://a.example/p.gif" width="1" height="1">',
        '<img src="https://pixel.wp.com/b.gif?x=1">',
        '<div class="sharedaddy"><a href="https://x.example">Tweet</a></div>',
        '<div class="newsletter-signup"><p>All the news at six</p></div>',
        "<p>Sign up for our newsletter</p>",
        "<p><a href='/x'>Read more</a></p>",
        "<p>The post <a>X</a> appeared first on <a>Y</a>.</p>",
        "<p>We use cookies to make this better.</p>",
        "<p>Facebook | Twitter | Email</p>",
        "<script>var a = 'b';</script><style>p { color: red }</style><template>t</template>",
        '<p style="display: none">hidden</p><p hidden>hidden</p>',
        "<form><input value='x'><button>Go</button></form>",
        '<iframe src="https://ad.doubleclick.net/x"></iframe>',
    ],
)
def test_furniture_goes(furniture: str) -> None:
    """What a site puts into its articles that is no part of them is left out, the article stays."""
    article = "<p>The ferry runs again from Monday, twice a day.</p>"
    assert blocks(article + furniture + article) == blocks(article) * 2


def test_a_box_that_holds_the_article_is_no_furniture() -> None:
    """Names lie: what has most of the text stays, whatever its class."""
    assert text('<div class="newsletter"><p>All of the text there is.</p></div>') == "All of the text there is."


def test_a_paragraph_that_only_begins_like_furniture_stays() -> None:
    """Only whole paragraphs are furniture by what they say."""
    assert text("<p>Read more books, the minister said on Tuesday.</p>").startswith("Read more books")


# --- what is told apart ---------------------------------------------------------------------------


@pytest.mark.parametrize("credit", ["(FRANCE 24 with REUTERS)", "(AFP)", "(with AP and AFP)", "Reuters", "© 2026 AFP"])
def test_wire_credits_are_told(credit: str) -> None:
    """The agencies at the end are a wire credit."""
    assert blocks(f"<p>It rained.</p><p>It stopped.</p><p>{credit}</p>")[-1] == Text("wire", (Run(credit),))


def test_a_sentence_with_an_agency_is_no_credit() -> None:
    """Text that names an agency stays text."""
    last = blocks("<p>It rained.</p><p>Reuters reported that the bridge was closed.</p>")[-1]
    assert isinstance(last, Text)
    assert last.kind == "paragraph"


def test_short_strong_paragraphs_are_subheadings() -> None:
    """What editors without a button for it set bold."""
    made = blocks("<p>First words here.</p><p><strong>The scales</strong></p><p>They lie.</p>")
    assert made[1] == Text("heading", (Run("The scales"),), 3)


def test_only_web_and_mail_links_are_links() -> None:
    """Scripts, data and jumps within the page are text; tracking parameters go."""
    html = (
        '<p><a href="javascript:a()">a</a> <a href="data:x">b</a> <a href="#c">c</a> '
        '<a href="/d?utm_source=x&y=1">d</a> '
        '<a href="mailto:x@y.example">e</a> <a href="file:///etc/passwd">f</a></p>'
    )
    assert list(iter_links(blocks(html))) == [("d", "https://paper.example/d?y=1"), ("e", "mailto:x@y.example")]


def test_pictures_in_source_elements_are_found() -> None:
    """The parser takes `source` for an element with content; the picture in it is shown all the same."""
    (block,) = blocks('<picture><source srcset="/a.webp"><source srcset="/b.webp"><img src="/c.jpg" alt="C"></picture>')
    assert isinstance(block, Figure)
    assert block.image.url == "https://paper.example/c.jpg"


def test_data_pictures_are_not_stored() -> None:
    """Of a picture in the text itself only its description is kept."""
    (block,) = blocks('<img src="data:image/png;base64,AAAA" alt="A chart">')
    assert isinstance(block, Figure)
    assert (block.image.url, block.image.alt) == ("", "A chart")


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("levels", [100, 260, 5_000])
def test_deep_nesting_loses_nothing(levels: int) -> None:
    """The parser drops all after its 255th level without a word; here every word arrives."""
    html = "<p>before</p>" + "<div>a " * levels + "<p>deep</p>" + "</div>" * levels + "<p>after</p>"
    words = text(html).split()
    assert words.count("a") == levels
    assert {"before", "deep", "after"} <= set(words)


def test_too_many_blocks_are_cut_and_said() -> None:
    """Past the limit the article ends, and says so."""
    made = body_document("<p>x</p>" * (MAX_BLOCKS + 500), BASE)
    assert len(made.blocks) == MAX_BLOCKS
    assert "Cut after 20,000 blocks" in made.notice


def test_too_much_text_is_cut_and_said() -> None:
    """A long text ends at the limit, and says so."""
    made = body_document(f"<p>{'word ' * 100}</p>" * 6_000, BASE)
    assert MAX_TEXT * 0.9 < len(plain_text(made.blocks)) <= MAX_TEXT * 1.05
    assert made.notice.startswith("Cut after 2 MB")


@pytest.mark.parametrize("html", ["", " ", "<", "<!--", "<![CDATA[", "\0", "\ud800", "<p>", "</p>", "<html><body>"])
def test_nothing_gives_nothing(html: str) -> None:
    """Input without text gives no blocks and no error."""
    assert text(html) in ("", "<")


@pytest.mark.parametrize(
    "flood",
    [
        "<a ",
        "<",
        "<!--",
        "<![CDATA[",
        "&",
        "<ul><li>",
        "<b>",
        "<p>x",
        "<table><tr><td>",
        '<x y="',
        "<dl><dt>",
        " ",
        "\n",
        "<!doctype html>",
        "<noscript>",
        "<template>",
        "<svg>",
        "<!-- x --> ",
    ],
)
def test_floods_end(flood: str) -> None:
    """What makes parsers quadratic or deep is read to its end, within the limits."""
    made = body_document(flood * 20_000 + "<p>end</p>", BASE)
    assert len(made.blocks) <= MAX_BLOCKS


def test_one_long_paragraph_is_cut() -> None:
    """A line of 20 MB is an article of 2 MB, and says so."""
    made = body_document("<p>" + "word " * 4_000_000 + "</p>", BASE)
    assert len(plain_text(made.blocks)) <= MAX_TEXT
    assert made.notice.startswith("Cut after 2 MB")


def test_controls_that_references_bring_are_no_error() -> None:
    """A reference to an escape code beside what the walk takes apart goes, its neighbours stay."""
    html = "<pre>a<br>&#27;b</pre><figure><img src='/i.jpg'><figcaption>c</figcaption>&#27;d</figure>"
    assert text(html).split() == ["a", "b", "c", "d"]


def test_a_shortcode_left_in_the_feed_goes() -> None:
    """What a content system failed to expand is no paragraph; words in brackets are."""
    html = "<p>One.</p><p>[time-brightcove not-tgx=”true”]</p><p>[This review was first printed in May.]</p>"
    texts = ["".join(run.text for run in block.runs) for block in body_document(html, "").blocks]
    assert texts == ["One.", "[This review was first printed in May.]"]


@pytest.mark.parametrize("signs", ["___", "* * *", "— — —", "•••", "⁂"])
def test_rules_drawn_with_signs_are_rules(signs: str) -> None:
    """Agencies and novelists draw their rules by hand."""
    assert [block.kind for block in blocks(f"<p>Before.</p><p>{signs}</p><p>After.</p>")] == [
        "paragraph", "rule", "paragraph",
    ]  # fmt: skip


def test_elements_of_a_sites_own_stand_in_the_line() -> None:
    """A note in an element that no standard knows breaks no sentence, as in browsers."""
    assert (
        text("<p>It rose (<x-source><a href='https://a.example/1'>1</a></x-source>) again.</p>") == "It rose (1) again."
    )


def test_the_card_behind_a_link_is_no_text() -> None:
    """What opens when a link is pointed at, with links of its own, stands in no sentence; references do."""
    card = "".join(f"<a href='/{n}'>Another article about the same person, number {n}</a> " for n in range(3))
    html = "<p>Said <span><a href='/ada'>Ada Bell</a><span class=card>{}</span></span> on Monday.</p>"
    assert text(html.format(card)) == "Said Ada Bell on Monday."
    assert text(html.format("<a href='/1'>1</a> <a href='/2'>2</a>")) == "Said Ada Bell1 2 on Monday."


@pytest.mark.parametrize(
    ("caption", "shown", "credit"),
    [
        ("1of4A boat leaves the harbour. (Ada Bell/AP)", "A boat leaves the harbour.", "Ada Bell/AP"),
        ("Image 2 of 9: A boat.", "A boat.", ""),
        ("3 of 5 boats leave the harbour.", "3 of 5 boats leave the harbour.", ""),
        ("The road isn't easy.Ada Bell/Getty", "The road isn't easy.", "Ada Bell/Getty"),
        ("Ships of the U.S. Navy.", "Ships of the U.S. Navy.", ""),
    ],
)
def test_captions_lose_their_counter_and_their_credit(caption: str, shown: str, credit: str) -> None:
    """What a gallery's page sets before a caption goes, and what was glued to its end is told apart."""
    html = f"<figure><img src='https://a.example/p.jpg' width=900><figcaption>{caption}</figcaption></figure>"
    (figure,) = blocks(html)
    assert isinstance(figure, Figure)
    assert (runs_text(figure.caption), figure.credit) == (shown, credit)


@pytest.mark.parametrize(
    ("html", "kinds", "said"),
    [
        pytest.param("<p>*heated* and __init__</p>", ["paragraph"], "*heated* and __init__", id="literal emphasis"),
        pytest.param("<p># not heading</p>", ["paragraph"], "# not heading", id="literal heading"),
        pytest.param("<p>&lt;b&gt;bold&lt;/b&gt;</p>", ["paragraph"], "<b>bold</b>", id="literal tags"),
        pytest.param("<ul><li><p>a</p><p>b</p></li></ul>", ["list"], "a\nb", id="paragraphs of an item"),
        pytest.param("<figure><img src='https://a.example/p.jpg'><figcaption>Boat. <cite>A. Bell</cite></figcaption>"
                     "</figure>", ["figure"], "Boat.\nA. Bell", id="caption and credit"),
        pytest.param("<table><tr><td>x|y</td><td>1</td></tr><tr><td>z</td><td>2</td></tr></table>",
                     ["table"], "x|y\t1\nz\t2", id="bar in a cell, no head"),
        pytest.param("<p>ref<sup>1</sup> H<sub>2</sub>O</p>", ["paragraph"], "ref1 H2O", id="raised and lowered"),
        pytest.param("<p>un<em>x</em>y a<b> bold </b>b</p>", ["paragraph"], "unxy a bold b", id="spaces of emphasis"),
        pytest.param("<p><code>a`b</code></p>", ["paragraph"], "a`b", id="tick in code"),
        pytest.param("<dl><dt>Ebb</dt><dd>Out.</dd></dl>", ["list"], "Ebb\nOut.", id="terms"),
        pytest.param("<pre><code class='language-py'>x = 1\n</code></pre>", ["code"], "x = 1", id="language"),
        pytest.param("<iframe src='https://www.youtube.com/embed/a1' title='A film'></iframe>",
                     ["embed"], "A film", id="player"),
        pytest.param("<p>~~x~~</p>", ["paragraph"], "~~x~~", id="literal strike"),
        pytest.param("<ol start=7><li>a<ul><li>b</li></ul></li></ol>", ["list"], "a\nb", id="nested list from seven"),
        pytest.param("<p>a<br>b</p>", ["paragraph"], "a\nb", id="line break"),
        pytest.param("<blockquote>a<blockquote>b</blockquote></blockquote>", ["quote"], "a\nb", id="nested quote"),
        pytest.param("<p><a href='https://a.example/x_(y)'>a</a></p>", ["paragraph"], "a", id="brackets in an address"),
    ],
)  # fmt: skip
def test_what_a_way_through_markdown_breaks(html: str, kinds: list[str], said: str) -> None:
    """What HTML turned to Markdown and read again loses or misreads is right in blocks, and in them made anew."""
    made = blocks(html)
    assert [block.kind for block in made] == kinds
    assert "\n".join(part for block in made for part in block_texts(block) if part) == said
    # A player goes out as a link to it.
    assert kinds == ["embed"] or blocks(blocks_html(made)) == made
