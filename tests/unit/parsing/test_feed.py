"""Whole documents of every format, in good and bad health."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdesk.model.feeds import Enclosure, Failed, ParsedFeed
from newsdesk.parsing.feed import looks_like_feed, parse_feed

NOW = int(datetime(2026, 8, 4, tzinfo=UTC).timestamp())
URL = "https://harbour.example/feeds/rss.xml"
DOCUMENTS = Path(__file__).parents[2] / "data" / "feeds"


def read(name: str) -> ParsedFeed:
    parsed = parse_feed((DOCUMENTS / name).read_bytes(), URL, "", NOW)
    assert isinstance(parsed, ParsedFeed)
    return parsed


def parse(body: str | bytes, content_type: str = "") -> ParsedFeed:
    parsed = parse_feed(body.encode() if isinstance(body, str) else body, URL, content_type, NOW)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def rss(items: str, attributes: str = "") -> str:
    return (
        f'<rss version="2.0" {attributes}><channel><title>T</title><link>https://harbour.example/</link>'
        f"{items}</channel></rss>"
    )


def test_rss_channel() -> None:
    """The channel's title, site, language, and how often it wants to be asked."""
    feed = read("podcast-rss20.xml")
    assert (feed.title, feed.site_url, feed.language) == ("Harbour & Tide", "https://harbour.example/", "en-gb")
    assert feed.description == "News from the quay"
    assert feed.ttl == 90 * 60
    assert feed.skip_hours == {0, 1, 2}
    assert feed.skip_days == {5, 6}
    assert feed.notes == ()


def test_rss_article() -> None:
    """An article with everything: the full text is its body, no caption of its pictures."""
    entry = read("podcast-rss20.xml").entries[0]
    assert entry.identity == "ferry-1"
    assert entry.title == "Ferry runs again, says harbour master"
    assert entry.url == "https://harbour.example/2026/08/ferry"
    assert entry.author == "Ines Okoro, Tomas Lind"
    assert entry.published == datetime(2026, 8, 3, 8, tzinfo=UTC)
    assert entry.summary == "The ferry is back after nine days."
    assert entry.html.startswith("<p>The ferry is back")
    assert "leaves at noon" in entry.html
    assert entry.base_url == "https://harbour.example/"
    assert entry.categories == ("World", "Sea")
    assert entry.comments_url == "https://harbour.example/2026/08/ferry#comments"


def test_podcast_episode() -> None:
    """An episode keeps its sound file; the iTunes summary is its body; the name loses the address."""
    entry = read("podcast-rss20.xml").entries[1]
    assert entry.enclosures == (Enclosure("https://cdn.harbour.example/12.mp3", "audio/mpeg", 48_211_004),)
    assert entry.html == "<p>Forty minutes on knots.</p>"
    assert entry.author == "Ada Quist"


def test_entry_without_title() -> None:
    """A microblog's post is headed by its first words."""
    entry = read("podcast-rss20.xml").entries[2]
    assert entry.title == "No title here, only a thought about the weather which goes on…"
    assert entry.summary.endswith("never quite ends")


def test_atom() -> None:
    """Atom: types of text, xml:base, xml:lang, several links."""
    feed = read("paper-atom10.xml")
    assert (feed.title, feed.description, feed.language) == ("Das <Blatt>", "Alles Neue", "de")
    first, second = feed.entries
    assert first.title == "Der kleine Hafen & das Meer"
    assert first.url == "https://blatt.example/2026/hafen"
    assert first.author == "Jule Ahrens"
    assert first.published == datetime(2026, 8, 3, 7, tzinfo=UTC)
    assert first.summary == "Kurz: 3 < 5 und AT&T."
    assert "<b>wächst</b>" in first.html
    assert first.base_url == "https://blatt.example/2026/"
    assert first.enclosures == (Enclosure("https://blatt.example/2026/hafen.pdf", "application/pdf", 1200, "Als PDF"),)
    assert first.comments_url == "https://blatt.example/2026/hafen#kommentare"
    assert first.categories == ("Politik",)
    assert second.title == "Pourquoi <b> n'est pas mort"
    assert second.author == "Redaktion Blatt"
    assert second.language == "fr"
    assert second.html == "<p>Un.</p><p>Deux &lt;trois&gt;.</p>"


def test_rdf() -> None:
    """RSS 1.0 with Dublin Core; its items stand beside the channel."""
    feed = read("wire-rdf.xml")
    (entry,) = feed.entries
    assert (feed.title, feed.language) == ("Le Fil", "fr")
    assert (entry.title, entry.author, entry.categories) == ("L'été est là", "Zoé Martin", ("Météo",))
    assert entry.published == datetime(2026, 8, 1, 6, tzinfo=UTC)


def test_rss_091_with_doctype() -> None:
    """A DOCTYPE is never followed; its own plain entities and HTML's are text."""
    feed = read("old-rss091.xml")
    assert feed.title == "Old Salt & Co News"
    assert feed.entries[0].title == "Café opens — at last"
    assert feed.entries[0].summary == "Coffee for all"


def test_cdf() -> None:
    """Even the channels of 1997."""
    (entry,) = read("channel.cdf").entries
    assert (entry.title, entry.url, entry.summary) == ("One", "http://cdf.example/one", "First of all")


def test_json_feed() -> None:
    """JSON Feed is read whatever content type it came with."""
    for content_type in ("application/feed+json", "text/html; charset=utf-8", ""):
        feed = parse((DOCUMENTS / "blog.json").read_bytes(), content_type)
        assert [entry.title for entry in feed.entries] == ["On lamps", "A link I liked. Read it < soon."]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<!doctype html><html><head><title>Sign in</title></head></html>", "web page"),
        (b"/etc/passwd", "not a feed"),
        (b"https://harbour.example/feed", "not a feed"),
        (b'{"status": "ok"}', "not a JSON Feed"),
        (b"[1, 2, 3]", "not a JSON Feed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not a feed"),
        (b"<?xml version='1.0'?><note><to>You</to></note>", "not a feed"),
    ],
)
def test_what_is_no_feed(body: bytes, words: str) -> None:
    """What is no feed is told in words; nothing is opened, fetched or raised."""
    parsed = parse_feed(body, URL, "application/rss+xml", NOW)
    assert isinstance(parsed, Failed)
    assert parsed.kind == "parse"
    assert words in parsed.reason
    assert not looks_like_feed(body, "application/rss+xml")


def test_body_that_names_a_file(tmp_path: Path) -> None:
    """A body that is the path of a real feed is not opened."""
    there = tmp_path / "feed.xml"
    there.write_text(rss("<item><title>Secret</title></item>"))
    assert isinstance(parse_feed(str(there).encode(), URL, "", NOW), Failed)


def test_no_feed_in_a_page_that_writes_about_feeds() -> None:
    """A page that shows a feed's source is a page."""
    page = "<html><body><p>Write &lt;rss version='2.0'&gt; first.</p></body></html>"
    assert isinstance(parse_feed(page.encode(), URL, "", NOW), Failed)


def test_feed_inside_a_page() -> None:
    """A feed that some template wrapped in a page is read all the same."""
    body = f"<html><body>{rss('<item><title>Wrapped</title></item>')}</body></html>"
    assert [entry.title for entry in parse(body).entries] == ["Wrapped"]


def test_empty_feed_is_a_feed() -> None:
    """No entries is a state of a feed, not a failure."""
    assert parse(rss("")).entries == ()


def test_junk_before_the_declaration() -> None:
    """Warnings that a server printed first are passed over."""
    feed = parse(
        "\n\nWarning: old function in /srv/x.php\n<?xml version='1.0'?>" + rss("<item><title>A</title></item>")
    )
    assert [entry.title for entry in feed.entries] == ["A"]


def test_truncated_document() -> None:
    """A document that breaks off gives what came before the cut, also of the last entry, and says so."""
    whole = rss("<item><title>One</title></item><item><title>Two</title><description><![CDATA[<p>Body of two</p>]]>")
    for cut in (len(whole) - 30, whole.index("of two"), whole.index("<description>") + 5):
        feed = parse(whole[:cut])
        assert [entry.title for entry in feed.entries] == ["One", "Two"]
        assert any("breaks off" in note for note in feed.notes)


def test_undeclared_prefixes() -> None:
    """Known prefixes mean what they always mean, declared or not."""
    feed = parse(rss("<item><title>A</title><dc:creator>Ann Lee</dc:creator><foo:bar>x</foo:bar></item>"))
    assert feed.entries[0].author == "Ann Lee"


def test_bare_ampersands_and_angles() -> None:
    """What should have been escaped is kept as text."""
    feed = parse(rss("<item><title>Salt & Co < Pepper & Sons</title><link>https://e.example/?a=1&b=2</link></item>"))
    assert feed.entries[0].title == "Salt & Co < Pepper & Sons"
    assert feed.entries[0].url == "https://e.example/?a=1&b=2"


def test_tags_that_do_not_match() -> None:
    """HTML that nobody escaped still gives all entries."""
    items = "".join(f"<item><title>N{i}</title><description>a<br>b<p>c</description></item>" for i in range(5))
    assert [entry.title for entry in parse(rss(items)).entries] == ["N0", "N1", "N2", "N3", "N4"]


def test_caption_is_not_the_body() -> None:
    """A photo's caption never takes the place of the article's own text."""
    feed = parse(
        rss(
            "<item><title>A</title><description>Short text.</description><media:content url='https://i.example/a.jpg' "
            "medium='image'><media:description>A much longer caption than the text it goes with.</media:description>"
            "</media:content></item>",
            "xmlns:media='http://search.yahoo.com/mrss/'",
        )
    )
    assert feed.entries[0].summary == "Short text."
    assert feed.entries[0].html == "Short text."


def test_media_description_where_there_is_nothing_else() -> None:
    """A video's only text is its media:description."""
    feed = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>V</title><entry>'
        "<id>v</id><title>Film</title><media:group><media:title>Film</media:title>"
        "<media:thumbnail url='https://i.example/v.jpg'/><media:description>What it shows.</media:description>"
        "</media:group></entry></feed>"
    )
    assert feed.entries[0].summary == "What it shows."


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "--help", "http://[::1"]
)
def test_links_that_may_not_be_opened(link: str) -> None:
    """Only web addresses become links; the entry stays."""
    feed = parse(rss(f"<item><title>A</title><link>{link}</link></item>"))
    assert (feed.entries[0].title, feed.entries[0].url) == ("A", "")


def test_controls_never_pass() -> None:
    """No control character comes out of any field, however it was written."""
    feed = parse(
        rss("<item><title>A\x1b]0;x\x07B&#27;[2J&amp;#155;31m\u202eC</title><author>\x1b[31mRed</author></item>")
    )
    text = feed.entries[0].title + feed.entries[0].author
    assert all(character.isprintable() for character in text)
    assert text.startswith("A]0;xB[2J")


def test_colliding_guids() -> None:
    """Entries that share a guid stay apart, by link, and keep their identity when the order changes."""
    items = [f"<item><title>{n}</title><guid>same</guid><link>https://e.example/{n}</link></item>" for n in "abc"]
    forward = {entry.title: entry.identity for entry in parse(rss("".join(items))).entries}
    backward = {entry.title: entry.identity for entry in parse(rss("".join(reversed(items)))).entries}
    assert len(set(forward.values())) == 3
    assert forward == backward


def test_a_guid_that_comes_twice_later() -> None:
    """An item left out as known is read again when another takes its guid: both go by their link then."""
    first = "<item><title>a</title><guid>same</guid><link>https://e.example/a</link></item>"
    second = first.replace("<title>a", "<title>b").replace("example/a", "example/b")
    known = parse(rss(first)).imprints
    again = parse_feed(rss(first + second).encode(), URL, "", NOW, known)
    assert isinstance(again, ParsedFeed)
    assert [entry.identity for entry in again.entries] == ["https://e.example/a", "https://e.example/b"]
    assert again == parse(rss(first + second))


@pytest.mark.parametrize("changed", ["<title>Other", "<guid>other"])
def test_an_item_that_changed_is_read_again(changed: str) -> None:
    """One byte is enough; the items before and after it are left out, and its place stays."""
    items = [f"<item><title>T{n}</title><guid>g{n}</guid></item>" for n in range(3)]
    known = parse(rss("".join(items))).imprints
    items[1] = items[1].replace(changed[: changed.index(">") + 1], changed)
    feed = parse_feed(rss("".join(items)).encode(), URL, "", NOW, known)
    assert isinstance(feed, ParsedFeed)
    assert [entry.position for entry in feed.entries] == [1]
    assert (feed.imprints[0], feed.imprints[2]) == (known[0], known[2])


def test_everything_is_known() -> None:
    """A document of which only the head changed is a feed without entries to read, and no failure."""
    body = rss("<item><title>T</title><guid>g</guid></item>")
    feed = parse_feed(body.replace("<channel>", "<channel><ttl>7</ttl>").encode(), URL, "", NOW, parse(body).imprints)
    assert isinstance(feed, ParsedFeed)
    assert (feed.entries, feed.imprints, feed.ttl) == ((), parse(body).imprints, 420)


def test_more_entries_than_are_read() -> None:
    """The first 2,000 are read, and the rest is told."""
    feed = parse(rss("".join(f"<item><title>N{i}</title><guid>g{i}</guid></item>" for i in range(2_005))))
    assert len(feed.entries) == 2_000
    assert feed.entries[-1].title == "N1999"
    assert any("2000" in note for note in feed.notes)


def test_absurd_nesting_is_refused() -> None:
    """A bomb of tags is refused in words before feedparser sees it."""
    parsed = parse_feed(rss("<item>" + "<a>" * 50_000 + "</a>" * 50_000 + "</item>").encode(), URL, "", NOW)
    assert isinstance(parsed, Failed)
    assert "can't be read" in parsed.reason


def test_entity_bombs_stay_small() -> None:
    """Entities made of entities are not expanded."""
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<item><title>A &b; &x;</title></item>")
    )
    assert parse(bomb).entries[0].title == "A &b; &x;"


def test_many_references_to_one_entity() -> None:
    """A long entity that is used often is expanded a bounded number of times."""
    value = "v" * 199
    bomb = f'<!DOCTYPE rss [<!ENTITY v "{value}">]>' + rss(
        f"<item><title>A</title><description>{'&v;' * 20_000}</description></item>"
    )
    assert len(parse(bomb).entries[0].html) < 400_000


def test_long_author_takes_no_time() -> None:
    """The pattern of feedparser for e-mail addresses, quadratic, never sees a long author; the entry stays."""
    long = "a" * 200_000
    for author in (long, f"<![CDATA[{long}]]>", f"<name>{long}</name>"):
        feed = parse(rss(f"<item><title>A</title><author>{author}</author></item><item><title>B</title></item>"))
        assert [entry.title for entry in feed.entries] == ["A", "B"]
        assert len(feed.entries[0].author) <= 300


def test_body_is_cut_at_its_limit() -> None:
    """A body past five million characters is cut, and the feed says so."""
    feed = parse(rss(f"<item><title>A</title><description>{'word ' * 1_100_000}</description></item>"))
    assert len(feed.entries[0].html) == 5_000_000
    assert any("cut" in note for note in feed.notes)


@pytest.mark.parametrize("name", sorted(path.name for path in DOCUMENTS.iterdir()))
def test_feeds_look_like_feeds(name: str) -> None:
    """Every format is recognised by its first bytes, whatever the server calls it."""
    body = (DOCUMENTS / name).read_bytes()
    assert looks_like_feed(body, "text/html")
    assert looks_like_feed(body[:600], "")


def test_update_period() -> None:
    """sy:updatePeriod alone gives the wait; nonsense gives none."""
    module = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    assert parse(rss("<sy:updatePeriod>daily</sy:updatePeriod>", module)).ttl == 86_400
    assert parse(rss("<sy:updatePeriod>now</sy:updatePeriod><ttl>soon</ttl>", module)).ttl is None
    assert parse(rss("<ttl>-5</ttl>")).ttl is None


def test_same_document_same_entries() -> None:
    """Reading twice gives the same values: nothing depends on time or chance."""
    body = (DOCUMENTS / "podcast-rss20.xml").read_bytes()
    assert parse(body) == parse(body)


def test_namespace_that_breaks_the_strict_reading() -> None:
    """A no-break space in a namespace, which stops feedparser's strict reader, costs no entry."""
    feed = parse(rss("<item><title>A</title><x:y>z</x:y></item>", "xmlns:x='http://e.example/\u00a0x'"))
    assert [entry.title for entry in feed.entries] == ["A"]


def test_elements_called_as_the_parsers_own_lists() -> None:
    """`<links>` or `<summary_detail>` in one item costs neither its neighbour nor its own title."""
    odd = "".join(f"<{name}>x</{name}>" for name in ("links", "summary_detail", "tags", "authors", "media_content"))
    feed = parse(
        rss(f"<item><title>Odd</title>{odd}<link>https://a.example/odd</link></item><item><title>Next</title></item>")
    )
    assert [entry.title for entry in feed.entries] == ["Odd", "Next"]
    assert feed.entries[0].url == "https://a.example/odd"


def test_thousands_of_categories() -> None:
    """An entry keeps a hundred; the time does not grow with the square of their number."""
    many = "".join(f"<category>c{n}</category>" for n in range(30_000))
    feed = parse(rss(f"<item><title>Many</title>{many}</item><item><title>Next</title></item>"))
    assert [len(entry.categories) for entry in feed.entries] == [100, 0]


def test_json_that_breaks_before_its_first_entry() -> None:
    """No entry could be read, so it is an error, not an empty feed."""
    broken = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": ' + "[" * 100_000
    failed = parse_feed(broken.encode(), "https://a.example/", "application/json", 1_785_800_000)
    assert isinstance(failed, Failed)
    assert "broken" in failed.reason


def test_controls_in_a_long_text_are_the_windows_letters_they_were_meant_as() -> None:
    """C1 controls are dashes or quotes to who wrote them, in long texts (spared to feedparser) as in short ones."""
    body = "<p>" + "Words of a body that is long. " * 10 + "\x96 and the end.</p>"
    feed = parse(rss(f"<item><title>a \x96 b</title><description><![CDATA[{body}]]></description></item>"))
    assert (feed.entries[0].title, feed.entries[0].html) == ("a – b", body.replace("\x96", "–"))


def test_nothing_is_kept_of_a_document() -> None:
    """Reading leaves no cycles of objects that would hold documents until they are looked for."""
    document = b"<rss><channel>" + b"<item><title>A title</title><link>http://x.example/1</link></item>" * 50
    parse_feed(document, URL, "", NOW)
    gc.collect()
    gc.disable()
    try:
        parse_feed(document, URL, "", NOW)
        assert gc.collect() < 30
    finally:
        gc.enable()
