"""The demo's desk is what it is meant to be: complete, well-formed, invented, and worth looking at."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path

import pytest

DEMO = Path(str(files("newsdesk"))) / "demo"
STORIES = Path(__file__).parents[2] / "data" / "demo_stories.json"
ANCHOR = datetime(2026, 1, 1, 12, tzinfo=UTC)
MICROBLOG = "low-tide"
WIRE = "grain-ports"
FOLDERS = (
    "Top", "World", "Politics", "Business", "Technology", "Science", "Health", "Climate", "Sport", "Culture", "Opinion",
)  # fmt: skip
NEWSDESK = "{https://newsdesk.example/opml}"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@dataclass(frozen=True, slots=True)
class Item:
    """What these tests look at in an entry of any format."""

    outlet: str
    guid: str
    title: str
    url: str
    html: str
    published: datetime


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _read(path: Path) -> list[Item]:
    if path.suffix == ".json":
        entries = json.loads(path.read_text(encoding="utf-8"))["items"]
        return [
            Item(path.stem, e["id"], e["title"], e["url"], e["content_html"], _iso(e["date_published"]))
            for e in entries
        ]
    root = ET.parse(path).getroot()
    if root.tag == "rss":
        return [
            Item(
                path.stem,
                e.findtext("guid", ""),
                e.findtext("title", ""),
                e.findtext("link", ""),
                e.findtext(CONTENT) or e.findtext("description", ""),
                parsedate_to_datetime(e.findtext("pubDate", "")),
            )
            for e in root.iter("item")
        ]
    return [
        Item(
            path.stem,
            e.findtext(f"{ATOM}id", ""),
            e.findtext(f"{ATOM}title", ""),
            e.find(f"{ATOM}link").get("href", ""),  # type: ignore[union-attr]
            e.findtext(f"{ATOM}content", ""),
            _iso(e.findtext(f"{ATOM}published", "")),
        )
        for e in root.iter(f"{ATOM}entry")
    ]


@pytest.fixture(scope="module")
def outlines() -> dict[str, ET.Element]:
    """The feed outlines of the demo's list, by the name of their document."""
    root = ET.parse(DEMO / "feeds.opml").getroot()
    found = (o for o in root.iter("outline") if o.get("xmlUrl"))
    return {re.sub(r"^https://(.+)\.example/.*$", r"\1", o.get("xmlUrl", "")): o for o in found}


@pytest.fixture(scope="module")
def items(outlines: dict[str, ET.Element]) -> list[Item]:
    """Every entry of every document that the list names."""
    return [item for name, o in outlines.items() for item in _read(DEMO / f"{name}{Path(o.get('xmlUrl', '')).suffix}")]


@pytest.fixture(scope="module")
def stories() -> dict[str, list[str]]:
    """Which entries tell the same event: kept by hand."""
    told: dict[str, list[str]] = json.loads(STORIES.read_text(encoding="utf-8"))
    return told


def test_there_are_enough_outlets_and_entries(outlines: dict[str, ET.Element], items: list[Item]) -> None:
    """At least twelve outlets with ninety entries, none of them empty, in the three formats."""
    assert len(outlines) >= 12
    assert len(items) >= 90
    assert {item.outlet for item in items} == set(outlines)
    kinds = {ET.parse(path).getroot().tag for path in DEMO.glob("*.xml")}
    assert kinds == {"rss", f"{ATOM}feed"}
    assert len(list(DEMO.glob("*.json"))) >= 3


def test_every_document_is_in_the_list(outlines: dict[str, ET.Element]) -> None:
    """No document lies there unsubscribed."""
    documents = {path.stem for path in [*DEMO.glob("*.xml"), *DEMO.glob("*.json")]}
    assert documents == set(outlines)


def test_the_list_has_the_folders_and_says_who_is_who(outlines: dict[str, ET.Element]) -> None:
    """The folders stand in the newspaper's order, none is empty, and each outline has its attributes."""
    root = ET.parse(DEMO / "feeds.opml").getroot()
    folders = root.findall("./body/outline")
    assert tuple(folder.get("text") for folder in folders) == FOLDERS
    assert all(len(folder) for folder in folders)
    for outline in outlines.values():
        for name in ("owner", "country", "language", "kind"):
            assert outline.get(NEWSDESK + name), (outline.get("text"), name)


def test_other_languages_are_there(outlines: dict[str, ET.Element], items: list[Item]) -> None:
    """Japanese, Arabic and French are told in their own letters."""
    languages = {o.get(NEWSDESK + "language"): name for name, o in outlines.items()}
    for language, letters in (("ja", r"[ぁ-んァ-ヶ一-龠]"), ("ar", r"[\u0620-\u064a]"), ("fr", r"[éèàç]")):
        bodies = [item.html for item in items if item.outlet == languages[language]]
        assert len(bodies) >= 3
        assert all(len(re.findall(letters, body)) > 10 for body in bodies)


def test_titles_are_there_and_differ(items: list[Item], stories: dict[str, list[str]]) -> None:
    """Only the microblog has none; no two are the same but the wire's."""
    assert all(bool(item.title) != (item.outlet == MICROBLOG) for item in items)
    titles = Counter(item.title for item in items if item.title and item.guid not in stories[WIRE])
    assert [title for title, count in titles.items() if count > 1] == []


def test_identities_and_addresses_are_unique(items: list[Item]) -> None:
    """Each entry has a guid and an address of its own, on its outlet's host."""
    assert len({item.guid for item in items}) == len(items)
    assert len({item.url for item in items}) == len(items)
    assert all(item.url.startswith(f"https://{item.outlet}.example/") for item in items)


def test_nothing_points_out_of_the_invented_world() -> None:
    """Every address is on a .example host, but for the names of XML namespaces and of the JSON Feed version."""
    for path in [*DEMO.glob("*.xml"), *DEMO.glob("*.json"), DEMO / "feeds.opml"]:
        text = re.sub(r'xmlns(:\w+)?="[^"]*"', "", path.read_text(encoding="utf-8"))
        text = text.replace("https://jsonfeed.org/version/1.1", "")
        hosts = set(re.findall(r"https?:[\\/]+([^/\"'\s<>?#]+)", text))
        assert {host for host in hosts if not host.endswith(".example")} == set(), path.name


def test_every_picture_is_a_small_png(items: list[Item]) -> None:
    """Each picture that an article shows is in the package: 160 by 90, under 8 KB; none is left over."""
    shown = {
        name
        for item in items
        for name in re.findall(r'src="https://[\w-]+\.example/pictures/([\w-]+\.png)"', item.html)
    }
    there = {path.name: path.read_bytes() for path in (DEMO / "pictures").iterdir()}
    assert len(shown) >= 12
    assert shown == set(there)
    for name, data in there.items():
        assert data.startswith(b"\x89PNG\r\n\x1a\n"), name
        assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (160, 90), name
        assert len(data) < 8192, name


def test_every_figure_has_caption_and_credit(items: list[Item]) -> None:
    """A picture says what it shows and who made it."""
    figures = [figure for item in items for figure in re.findall(r"<figure>.*?</figure>", item.html, re.S)]
    assert len(figures) >= 20
    for figure in figures:
        assert re.search(r'alt="[^"]+"', figure)
        assert re.search(r'<figcaption>\S.* <span class="credit">\S.*</span></figcaption>', figure)


def test_bodies_show_what_an_article_can_hold(items: list[Item]) -> None:
    """There are leads, sub-headings, quotes, tables, both lists, code, links, and one long read."""
    everything = "".join(item.html for item in items)
    for tag in (
        '<p class="lead">',
        "<h2>",
        "<blockquote>",
        "<cite>",
        "<table>",
        "<th>",
        "<ul>",
        "<ol>",
        "<pre>",
        "<a href=",
    ):
        assert tag in everything, tag
    longest = max(len(re.sub(r"<[^>]+>", " ", item.html).split()) for item in items)
    assert 1600 <= longest <= 2400


def test_bodies_are_well_formed(items: list[Item]) -> None:
    """Every tag that opens is closed."""
    for item in items:
        body = re.sub(r"<(img|hr|br)\b([^>]*)>", r"<\1\2/>", item.html)
        ET.fromstring(f"<article>{body}</article>")


def test_dates_stand_before_the_anchor(items: list[Item]) -> None:
    """The newest entry is at the anchor, most are of the twenty hours before it, none is older than six days."""
    ages = [ANCHOR - item.published for item in items]
    assert min(ages) == timedelta(0)
    assert max(ages) <= timedelta(days=6)
    assert sum(age <= timedelta(hours=20) for age in ages) > len(ages) / 2


def test_several_outlets_tell_the_same_stories(items: list[Item], stories: dict[str, list[str]]) -> None:
    """At least eight events; one told by nine or more outlets in English, two by five or more, all by three or more."""
    outlet = {item.guid: item.outlet for item in items}
    assert {guid for guids in stories.values() for guid in guids} <= set(outlet)
    sizes = sorted((len({outlet[guid] for guid in guids}) for guids in stories.values()), reverse=True)
    assert len(sizes) >= 8
    assert sizes[0] >= 9
    assert sizes[2] >= 5
    assert sizes[-1] >= 3


def test_one_wire_text_is_carried_word_for_word(items: list[Item], stories: dict[str, list[str]]) -> None:
    """Three outlets print the same text of an agency; the picture's address alone is their own."""
    texts = Counter(re.sub(r"<[^>]+>", "", item.html) for item in items if item.guid in stories[WIRE])
    assert max(texts.values()) == 3
