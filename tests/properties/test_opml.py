"""Random lists, random edits: all other bytes stay, and an independent reader finds what was meant."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.errors import OpmlError
from newsdesk.model.feeds import Subscription
from newsdesk.opml import edit
from newsdesk.opml.export import export
from newsdesk.opml.merge import merge
from newsdesk.opml.read import read_list

TOKEN = re.compile(rb"<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)
NAMES = st.text(st.sampled_from("abÅé日ж &<>\"'[]/.-"), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()) or "x"
)
FOLDERS = st.lists(st.sampled_from(["World", "Asia", "R & D", "Über"]), max_size=3).map(tuple)
EXTRAS = st.sampled_from(
    ["", ' description="a &gt; b"', " x:note='kept'", '\n\t\tcreated="2020"', ' category="a,/b/c"']
)


@dataclass(frozen=True)
class Written:
    """A list as somebody wrote it, and where its feeds stand."""

    data: bytes
    places: tuple[tuple[str, tuple[str, ...]], ...]


@st.composite
def lists(draw: st.DrawFn, host: str = "feeds.example") -> Written:
    """A well-formed list: random folders, layout, quotes, comments, attributes, encoding."""
    newline = draw(st.sampled_from(["\n", "\r\n", ""]))
    step = draw(st.sampled_from(["  ", "\t", ""])) if newline else ""
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1251"]))
    said = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    lines = [f'<?xml version="1.0" encoding="{said}"?>', '<opml version="2.0" xmlns:x="urn:x">', "<head/>", "<body>"]
    places: list[tuple[str, tuple[str, ...]]] = []

    def fill(path: tuple[str, ...], indent: str) -> None:
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from(["feed", "feed", "folder", "comment"]))
            if kind == "comment":
                lines.append(indent + "<!-- <outline xmlUrl='https://no.example'/> & -->")
            elif kind == "folder" and len(path) < 3:
                name = draw(st.sampled_from(["World", "Asia", "R & D", "Über"]))
                lines.append(f"{indent}<outline text={quoteattr(name)}>")
                fill((*path, name), indent + step)
                lines.append(indent + "</outline>")
            else:
                url = f"https://{host}/{len(places)}"
                places.append((url, path))
                end = draw(st.sampled_from(["/>", " />", "></outline>"]))
                extra = draw(EXTRAS) if path else ""
                lines.append(
                    f"{indent}<outline text={quoteattr(draw(NAMES))} type='rss'{extra} xmlUrl={quoteattr(url)}{end}"
                )

    fill((), step)
    text = newline.join([*lines, "</body>", "</opml>"]) + newline
    return Written(text.encode(encoding, "xmlcharrefreplace"), tuple(places))


def places(data: bytes) -> Counter[tuple[str, tuple[str, ...]]]:
    """What ElementTree finds: each feed's address and folder."""
    found: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def walk(element: ElementTree.Element, path: tuple[str, ...]) -> None:
        for child in element:
            url = child.get("xmlUrl")
            if url:
                found[(url, path)] += 1
            else:
                walk(child, (*path, child.get("text", "")))

    body = ElementTree.fromstring(data).find("body")
    assert body is not None
    walk(body, ())
    return found


def tokens(data: bytes) -> list[bytes]:
    """Tags, comments and text of a list as UTF-8, white space between tags left out."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8" if b"utf-8" in data[:60] else "latin-1"
    return [token for token in TOKEN.findall(data.decode(encoding).encode()) if token.strip()]


@given(lists(), NAMES, FOLDERS)
def test_adding_only_inserts(written: Written, title: str, folder: tuple[str, ...]) -> None:
    """An added feed is in its folder, and the old bytes are the new ones with one stretch taken out."""
    new = Subscription("https://new.example/feed", title, folder)
    data = edit.add(written.data, new)
    assert places(data) == Counter(written.places) + Counter([(new.url, folder)])
    assert {s.url: s.title for s in read_list(data, "list").subscriptions}[new.url] == title
    missing = Counter(tokens(written.data)) - Counter(tokens(data))
    assert all(re.fullmatch(rb"<(outline text=[^>]*|body)/>", tag) for tag in missing)
    kept = next((i for i, (a, b) in enumerate(zip(written.data, data, strict=False)) if a != b), len(written.data))
    assert missing or data.endswith(written.data[kept:])


@given(lists(), st.data())
def test_removing_only_cuts(written: Written, data: st.DataObject) -> None:
    """A removed feed's tag and the white space around it go, nothing else."""
    if not written.places:
        return
    url, folder = data.draw(st.sampled_from(written.places))
    result = edit.remove(written.data, url)
    assert places(result) == Counter(written.places) - Counter([(url, folder)])
    start = next((i for i, (a, b) in enumerate(zip(written.data, result, strict=False)) if a != b), len(result))
    cut = len(written.data) - len(result)
    assert written.data[:start] + written.data[start + cut :] == result
    gone = Counter(tokens(written.data)) - Counter(tokens(result))
    assert sum(url.encode() in tag for tag in gone) == 1
    assert set(gone) - {tag for tag in gone if url.encode() in tag} <= {b"</outline>"}


@given(lists(), st.data(), NAMES)
def test_renaming_changes_one_tag(written: Written, data: st.DataObject, title: str) -> None:
    """A renamed feed's tag has the new name; all other tags and all white space are as they were."""
    if not written.places:
        return
    url, _folder = data.draw(st.sampled_from(written.places))
    result = edit.rename(written.data, url, title)
    before, after = tokens(written.data), tokens(result)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) <= 1
    assert all(url.encode() in old for old, _new in changed)
    assert {s.url: s.title for s in read_list(result, "list").subscriptions}[url] == title


@given(lists(), st.data())
def test_pausing_and_going_on_ends_where_it_began(written: Written, data: st.DataObject) -> None:
    """A pause is one attribute and the namespace on the root; going on takes the attribute away again."""
    if not written.places:
        return
    url, _folder = data.draw(st.sampled_from(written.places))
    paused = edit.set_paused(written.data, url, True)
    assert {s.url for s in read_list(paused, "list").subscriptions if s.paused} == {url}
    on = edit.set_paused(paused, url, False)
    assert [(a, b) for a, b in zip(tokens(written.data), tokens(on), strict=True) if a != b and b"<opml" not in a] == []


@given(lists(), st.data(), FOLDERS)
def test_moving_keeps_every_tag(written: Written, data: st.DataObject, folder: tuple[str, ...]) -> None:
    """A moved feed stands in the other folder; no tag is lost, new ones are folders only."""
    if not written.places:
        return
    url, old = data.draw(st.sampled_from(written.places))
    result = edit.move(written.data, url, folder)
    assert places(result) == Counter(written.places) - Counter([(url, old)]) + Counter([(url, folder)])
    lost = Counter(tokens(written.data)) - Counter(tokens(result))
    assert not lost or (folder == () and sum(lost.values()) == 1)
    new = Counter(tokens(result)) - Counter(tokens(written.data))
    assert all(tag == b"</outline>" or tag.startswith(b"<outline text=") for tag in new)


@given(lists(), lists(host="other.example"))
def test_merging_adds_all_and_again_adds_nothing(mine: Written, theirs: Written) -> None:
    """After a merge both lists' feeds are there; merging again, or one's own export, changes no byte."""
    if not theirs.places:
        return
    merged = merge(mine.data, theirs.data, "theirs.opml")
    there = places(merged.data)
    assert there == Counter(mine.places) + Counter(theirs.places)
    assert len(merged.added) == len(theirs.places)
    assert merge(merged.data, theirs.data, "theirs.opml").data == merged.data
    assert merge(merged.data, export(merged.data, False)[0], "own.opml").data == merged.data
    assert not (Counter(tokens(mine.data)) - Counter(tokens(merged.data)))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: f"<opml><body><outline {t}".encode()), lists())
def test_no_input_breaks_reading(junk: bytes, written: Written) -> None:
    """Whatever is read ends in a list or in an OpmlError, never in another error."""
    middle = len(written.data) // 2
    for data in (junk, written.data[:middle] + junk, written.data[:middle] + junk + written.data[middle:]):
        with suppress(OpmlError):
            read_list(data, "list")
