"""Whole pages into articles: what is taken, what stands in front of it, whatever the bytes."""

from __future__ import annotations

import json
import sys

import pytest

from newsdesk.article import extractors, walk
from newsdesk.article.charset import page_text
from newsdesk.article.evidence import Evidence
from newsdesk.article.page import page_document
from newsdesk.article.select import chosen
from newsdesk.article.walls import wall
from newsdesk.model.blocks import Document, Figure, ListBlock, Run, Text, iter_links, plain_text, runs_text

URL = "https://paper.example/2026/ferry"
SITE = "paper.example"
FIRST = (
    "The ferry between the two islands will run again from Monday, the harbour master said, after a winter in which "
    "nobody crossed the strait without wet feet."
)
SECOND = (
    "It will carry forty people and a single car, and it will wait for the school bus on both sides, which the old one "
    "never did in all of its sixty years."
)
THIRD = (
    "Tickets are sold on board by the captain herself, who said that she would take eggs as well as coins, and that "
    "dogs ride free if they can be made to sit."
)


def page(body: str = "", head: str = "") -> bytes:
    """A page with an article of three paragraphs, menus around it, and what a test adds to it."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Ferry runs again - Paper</title>{head}</head>"
        '<body><nav><a href="/">Home</a> <a href="/w">World</a></nav><main><article><h1>Ferry runs again</h1>'
        f"<p>{FIRST}</p><p>{SECOND}</p>{body}<p>{THIRD}</p></article></main>"
        "<footer><p>All rights reserved by the paper and its owners since 1911.</p></footer></body></html>"
    ).encode()


def made(body: str = "", head: str = "") -> Document:
    """The document of such a page."""
    return page_document(page(body, head), URL, "text/html")


def test_the_article_is_found() -> None:
    """Paragraphs are taken; menus, footer and the repeated headline are not."""
    document = made()
    assert plain_text(document.blocks) == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert (document.headline, document.language) == ("Ferry runs again", "en")
    assert document.full
    assert document.notice == ""


def test_what_text_extraction_throws_away_is_kept() -> None:
    """Figures, sub-headings, tables and links stay in their places."""
    document = made(
        '<h2>On board</h2><figure><img src="/f.jpg" alt="F"><figcaption>The boat. Photo: A. Bell</figcaption></figure>'
        "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>4</td></tr></table>"
        '<p>More is in <a href="/table">the timetable</a>, which hangs in both of the harbours and in the schools.</p>'
    )
    assert [block.kind for block in document.blocks] == [
        "paragraph", "paragraph", "heading", "figure", "table", "paragraph", "paragraph",
    ]  # fmt: skip
    figure = document.blocks[3]
    assert isinstance(figure, Figure)
    assert (runs_text(figure.caption), figure.credit) == ("The boat.", "A. Bell")
    assert ("the timetable", "https://paper.example/table") in list(iter_links(document.blocks))


def test_metadata_comes_from_linked_data_first() -> None:
    """JSON-LD names authors, section, date and picture; OpenGraph fills what it leaves out."""
    document = made(
        head='<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],'
        '"headline":"Ferry runs","author":[{"name":"Ann Bell"},{"name":"By Jo Lund"}],"articleSection":"World",'
        '"datePublished":"2026-03-04T09:30:00Z"}]}</script>'
        '<meta property="og:title" content="Other"><meta property="og:image" content="/lead.jpg">'
    )
    assert document.headline == "Ferry runs again"
    assert document.byline == "Ann Bell, Jo Lund"
    assert document.section == "World"
    assert document.published == 1_772_616_600
    first = document.blocks[0]
    assert isinstance(first, Figure)
    assert first.image.url == "https://paper.example/lead.jpg"


@pytest.mark.parametrize("data", ["{", "[]", "null", "3", '{"@type": 3}', '{"@graph": {"@graph": []}}', "[" * 5_000])
def test_broken_linked_data_is_passed_over(data: str) -> None:
    """A script that is no JSON, or another JSON, costs nothing but itself."""
    assert made(head=f'<script type="application/ld+json">{data}</script>').full


@pytest.mark.parametrize("date", ["yesterday", "0001-01-01", "9999-12-31", "2026-13-45", "1e20"])
def test_dates_that_cannot_be_are_none(date: str) -> None:
    """No date is made up."""
    assert made(head=f'<meta property="article:published_time" content="{date}">').published == 0


def test_a_paywall_is_said() -> None:
    """A page that ends with an offer to subscribe shows a part, and how much of it is said."""
    html = page().replace(THIRD.encode(), b"</p><div><p>Subscribe to continue reading</p></div><p>")
    document = page_document(html, URL)
    assert document.notice == "The publisher shows the first 2 paragraphs"
    assert not document.full


def test_an_offer_below_a_whole_article_is_no_wall() -> None:
    """Most pages ask for a subscription somewhere."""
    document = made(f"<p>{FIRST} {SECOND}</p>" * 6 + "<div class='promo'>Already a subscriber? Log in</div>")
    assert document.notice == ""


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("Just a moment...", "Enable JavaScript and cookies to continue", "a person"),
        ("Access denied", "Access denied", "a person"),
        ("Paper", "We value your privacy. We and our 800 partners store", "consent"),
        ("Paper", "Two words", ""),
    ],
)
def test_walls_are_told_by_what_they_say(title: str, text: str, said: str) -> None:
    """Bot walls and consent walls; a short page is neither."""
    assert said in wall(title, text, "", 0, None)
    assert bool(wall(title, text, "", 0, None)) == bool(said)


@pytest.mark.parametrize(
    ("offer", "first", "second"),
    [
        (
            "この記事は会員限定です。有料会員になると続きをお読みいただけます。",
            "島々の政府は嵐の警報を出す衛星を共有する協定に署名した。",
            "漁師は朝から港に集まった。",
        ),
        ("订阅后继续阅读", "十一个岛国政府周一同意共用一支气象卫星编队。", "渔民说，警报来得太晚。"),
        (
            "Материал доступен только для подписчиков",
            "Правительства островов подписали договор о спутниках. ",
            "Рыбаки ждали. ",
        ),
    ],
)
def test_walls_of_other_languages(offer: str, first: str, second: str) -> None:
    """A beginning and an offer are a part of the article; a whole one with the same offer below it is whole."""
    part = f"{first * 3}\n{second * 3}"
    assert wall("", f"{part}\n{offer}", part, 2, None) == "The publisher shows the first 2 paragraphs"
    whole = "\n".join([first * 8, second * 8] * 4)
    assert wall("", f"{whole}\n{offer}", whole, 8, None) == ""


def test_a_wall_is_never_the_article() -> None:
    """Nothing a wall says is shown as news."""
    document = page_document(b"<title>Just a moment...</title><p>Checking your browser before you go on</p>", URL)
    assert document.blocks == ()
    assert "o opens it in the browser" in document.notice


def test_base_addresses_stay_on_the_web() -> None:
    """A base element moves links, but not to another scheme."""
    link = (
        '<p>All of the boats are in <a href="list">the list of boats that the harbour keeps</a>, the master said.</p>'
    )
    moved = made(link, '<base href="https://other.example/x/">')
    kept = made(link, '<base href="javascript:alert(1)">')
    assert [url for _text, url in iter_links(moved.blocks)] == ["https://other.example/x/list"]
    assert [url for _text, url in iter_links(kept.blocks)] == ["https://paper.example/2026/list"]


def test_deep_pages_lose_nothing() -> None:
    """A page nested past the parser's limit still gives its article."""
    deep = page().replace(b"<main>", b"<div>" * 400 + b"<main>").replace(b"</main>", b"</main>" + b"</div>" * 400)
    text = plain_text(page_document(deep, URL).blocks)
    assert FIRST in text
    assert THIRD in text


def test_quotes_of_quotes_lose_nothing() -> None:
    """Quotes and items that stand in each other as deep as a tree goes still give their article."""
    said = SECOND.replace("forty", "fifty")
    deep = page("<blockquote><ul><li>" * 45 + f"<p>{said}</p>" + "</li></ul></blockquote>" * 45)
    text = plain_text(page_document(deep, URL).blocks)
    assert all(part in text for part in (FIRST, SECOND, said, THIRD))


def test_without_the_outside_extractor_pages_are_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where trafilatura can't be imported our own reading stands in."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert plain_text(made().blocks) == f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "junk", [b"", b"\0" * 100, b"%PDF-1.7 \xff\xfe", b"\xff\xfe<\0p\0", b"<" * 5_000, b"{}", b"<html>"]
)
def test_junk_gives_an_empty_document(junk: bytes) -> None:
    """What is no page gives no article and no error."""
    assert not page_document(junk, URL).full


# --- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "header", "text"),
    [
        ("é".encode(), "", "é"),
        ("é".encode("latin-1"), "", "é"),
        ("“é”".encode("cp1252"), "text/html; charset=ISO-8859-1", "“é”"),
        ("北京".encode("gbk"), "text/html; charset=gb2312", "北京"),
        ("北京".encode(), "text/html; charset=iso-8859-1", "北京"),
        ("é".encode("utf-16"), "", "é"),
        (b'<meta charset="koi8-r">' + "щ".encode("koi8-r"), "", '<meta charset="koi8-r">щ'),
        (
            b'<?xml version="1.0" encoding="shift_jis"?>' + "港".encode("cp932"),
            "",
            '<?xml version="1.0" encoding="shift_jis"?>港',
        ),
        (b"+ABs-", "text/html; charset=utf-7", "+ABs-"),
        (rb"\x1b", "text/html; charset=unicode_escape", r"\x1b"),
        (b"abc", "text/html; charset=idna", "abc"),
    ],
)
def test_encodings(page: bytes, header: str, text: str) -> None:
    """By header, meta, BOM or the bytes; never one that isn't for pages."""
    assert page_text(page, header) == text


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://paper.example/2026/{}", False),
        ("https://news.paper.example/{}", False),
        ("https://b{}.example/", True),
    ],
)
def test_lists_of_other_articles_at_the_end_go(address: str, kept: bool) -> None:
    """A list of links into the site below the text goes even where an extractor took it; links elsewhere stay."""
    texts = [f"The harbour master answers, part {number}" for number in range(4)]
    items = tuple((Text("paragraph", (Run(text, link=address.format(n)),)),) for n, text in enumerate(texts))
    article = [Text("paragraph", (Run(text),)) for text in (FIRST, SECOND, THIRD)]
    evidence = Evidence((FIRST, SECOND, THIRD, *texts))
    found = chosen([*article, Text("heading", (Run("On the site"),), 2), ListBlock(items)], evidence, "", site=SITE)
    assert [block.kind for block in found[3:]] == (["heading", "list"] if kept else [])
    assert found[:3] == article


@pytest.mark.parametrize("between", ["", '<p class="byline">By Ada Bell</p>', '<img src="/big.jpg" width="900">'])
def test_a_repeated_lead_is_said_once(between: str) -> None:
    """A standfirst that the text begins with again stands once, whole."""
    html = (
        '<html><head><title>Ferry</title></head><body><article><h1>Ferry runs again</h1><p class="lead">{}</p>'
        f"{between}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    )
    for lead in (FIRST, FIRST[:90] + "…"):
        document = page_document(html.format(lead).encode(), URL, "text/html")
        assert plain_text(document.blocks).count(FIRST[:80]) == 1
        assert FIRST in plain_text(document.blocks)


def test_a_lead_of_its_own_stays() -> None:
    """A standfirst that the text doesn't repeat is kept above it."""
    lead = "After a winter of wet feet the islands are joined again, and the school bus no longer has to swim."
    html = (
        f'<html><body><article><h1>Ferry runs again</h1><p class="lead">{lead}</p><p>{FIRST}</p><p>{SECOND}</p>'
        f"<p>{THIRD}</p></article></body></html>"
    )
    assert plain_text(page_document(html.encode(), URL, "text/html").blocks) == f"{lead}\n{FIRST}\n{SECOND}\n{THIRD}"


def test_captions_without_their_picture_are_captions() -> None:
    """What a gallery's script would set under its pictures is no paragraph, and stands there once."""
    caption = "<div class='caption'>The ferry crosses the strait on its first morning. Photo: A. Bell</div>"
    document = made(f"<div class='frames'>{caption}{caption}</div><p>Image 1 of 2</p>")
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    assert [(runs_text(figure.caption), figure.credit) for figure in figures] == [
        ("The ferry crosses the strait on its first morning.", "A. Bell")
    ]
    assert plain_text([b for b in document.blocks if isinstance(b, Text)]) == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_what_the_head_says_is_the_article_is_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the outside reading stops early, the article's text in the head tells where the article goes on."""
    said = json.dumps({"@type": "NewsArticle", "articleBody": f"{FIRST} {SECOND} {THIRD}"})
    monkeypatch.setattr(extractors, "outside_reading", lambda html, url: FIRST)
    document = made(f"<p>{SECOND}</p>" * 8, f'<script type="application/ld+json">{said}</script>')
    assert plain_text(document.blocks).endswith(THIRD)


def test_other_articles_after_their_label_are_none_of_this_one() -> None:
    """What stands behind a line that announces other articles goes, even where an extractor took some of it."""
    teaser = (
        "The harbour master of the other island tells in his own words what he thinks of the new ferry and its bell."
    )
    document = made(f"<p>{FIRST} {SECOND}</p><p>You may also be interested in...</p><p>{teaser}</p>")
    assert teaser not in plain_text(document.blocks)


def test_topics_above_the_text_go_and_lists_that_say_something_stay() -> None:
    """A list of nothing but links above the first paragraph is the page's; one of sentences is the article's."""
    topics = "<ul><li><a href='/c'>Consumer</a></li><li><a href='/e'>Earnings</a></li></ul>"
    points = "<ul><li>The ferry runs again.</li><li>Tickets are sold on board.</li></ul>"
    page = f"<html><title>T</title><article>{{}}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></html>"
    kinds = [[b.kind for b in page_document(page.format(top).encode(), URL).blocks] for top in (topics, points)]
    assert kinds == [["paragraph"] * 3, ["list", *["paragraph"] * 3]]


def test_accounts_that_write_for_nobody_are_no_byline() -> None:
    """A byline names a person or an agency."""
    assert made(head='<meta name="author" content="admin">').byline == ""
    assert made(head='<meta name="author" content="By Ada Bell">').byline == "Ada Bell"


def test_what_a_limit_left_out_of_a_page_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks past the last and columns past the last are not here, and the page says so."""
    cells = "".join(f"<td>{number}</td>" for number in range(300))
    wide = made(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>")
    assert wide.notice == "A table is cut after 200 columns; o opens the original"
    assert not wide.full
    monkeypatch.setattr(walk, "MAX_BLOCKS", 20)
    assert made("".join(f"<p>{number} {FIRST}</p>" for number in range(30))).notice.startswith("Cut after 20 blocks")


def _teasers(count: int) -> str:
    """Cards that lead to other articles, each with a sentence of its own."""
    return "".join(
        f"<div class=card><h3><a href='/other/{n}'>The story number {n} of this day</a></h3>"
        f"<p>What the harbour master of island {n} said about ferries, bells and dogs in his yearly speech.</p></div>"
        for n in range(8)
    )


@pytest.mark.parametrize(
    "body",
    [
        f"<main><h1>Ferry runs again</h1><p>{FIRST} {SECOND}</p></main><section>{_teasers(8)}</section>",
        f"<div><div>Ferry runs again</div><div><div>{FIRST}</div><div>{SECOND}</div></div></div>{_teasers(8)}",
        f"<table><tr><td><ul><li>Menu</li></ul></td><td><p>{FIRST}<p>{SECOND}</td><td>{_teasers(8)}</td></tr></table>",
        f"<article><h1>Ferry runs again</h1>{FIRST}<br><br>{SECOND}</article><div>{_teasers(8)}</div>",
        f"<div class=post><p>{FIRST}</p><p>{SECOND}</p><div id=comments>{f'<p>{THIRD} So I say.</p>' * 9}</div></div>",
        f"<div><ul><li>{FIRST}</li><li>{SECOND}</li></ul></div>{_teasers(8)}",
    ],
    ids=["one paragraph", "divs alone", "layout table", "line breaks", "comments", "list"],
)
def test_what_stands_around_is_not_the_article(body: str) -> None:
    """However a page is built, its article is told from the cards of others and from comments."""
    document = page_document(
        f"<html><head><title>Ferry runs again</title></head><body>{body}</body></html>".encode(), URL
    )
    said = plain_text(document.blocks)
    assert FIRST in said
    assert SECOND in said
    assert "yearly speech" not in said
    assert "So I say" not in said


def test_a_longer_reading_must_be_of_the_same_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comments that outweigh a short article don't take its place, whatever they are called."""
    remarks = [f"I for one have never seen a ferry with a bell, said reader number {n} at length." for n in range(40)]
    monkeypatch.setattr(extractors, "outside_reading", lambda html, url: f"{FIRST}\n{SECOND}\n{THIRD}")
    monkeypatch.setattr(extractors, "own_reading", lambda root, url: "\n".join(remarks))
    article = f"<div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    below = "".join(f"<li><p>{said}</p></li>" for said in remarks)
    page = f"<html><title>T</title>{article}<section><ol>{below}</ol></section></html>"
    assert plain_text(page_document(page.encode(), URL).blocks) == f"{FIRST}\n{SECOND}\n{THIRD}"
