"""Real and hostile lists: read as an independent reader counts them, merged, edited, given back."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

import pytest

from newsdesk import urls
from newsdesk.errors import OpmlError
from newsdesk.opml import edit
from newsdesk.opml.export import export
from newsdesk.opml.file import EMPTY
from newsdesk.opml.merge import merge
from newsdesk.opml.read import all_subscriptions, read_list, read_tree

NO_FEEDS = 7
"""Lists that have none: links, includes, notes only."""


@pytest.fixture(scope="module")
def real(shared: Path) -> list[tuple[dict[str, object], bytes]]:
    lines = (shared / "data" / "opml-expected.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    return [(case, (shared / "data" / "opml" / case["file"]).read_bytes()) for case in cases]


def test_every_feed_is_read(real: list[tuple[dict[str, object], bytes]]) -> None:
    """As many feed outlines as were counted: by a parser where the list is well-formed, else in the text."""
    assert len(real) == 48
    for case, data in real:
        name = str(case["file"])
        found = read_list(data, name, allow_empty=True)
        tree, _notes = read_tree(data, name)
        outlines = len(list(all_subscriptions(tree)))
        expected = "outlines_with_xmlurl" if case["strict_xml"] else "xmlurl_attributes"
        assert outlines == case[expected], name
        assert found.mended is not case["strict_xml"], name
        # Some lists have one feed under two spellings of its address, which is one feed here.
        addresses = {s.url for _, s in all_subscriptions(tree)}
        assert len(found.feeds) == len({urls.canonical(url) for url in addresses}), name
        if case["strict_xml"]:
            assert len(addresses) == case["distinct_urls"], name


@pytest.mark.slow
def test_merged_and_exported(real: list[tuple[dict[str, object], bytes]]) -> None:
    """All lists go into one; importing any again, or one's own export, leaves the bytes (by hash)."""
    mine, refused = EMPTY, []
    for case, data in real:
        try:
            mine = merge(mine, data, str(case["file"])).data
        except OpmlError as error:
            refused.append((str(case["file"]), error.message))
    assert len(refused) == NO_FEEDS
    assert all(file in message for file, message in refused)
    before = hashlib.sha256(mine).hexdigest()
    for case, data in real:
        with suppress(OpmlError):
            mine = merge(mine, data, str(case["file"])).data
    mine = merge(mine, export(mine, include_private=False)[0], "export.opml").data
    assert hashlib.sha256(mine).hexdigest() == before


@pytest.mark.slow
def test_edits_leave_all_else(real: list[tuple[dict[str, object], bytes]]) -> None:
    """In each well-formed list a feed is renamed, paused and removed; the rest is the same bytes."""
    edited = 0
    for case, data in real:
        name = str(case["file"])
        found = read_list(data, name, allow_empty=True).feeds
        if not found:
            continue
        url = found[len(found) // 2].url
        if not case["strict_xml"]:
            with pytest.raises(OpmlError, match="line"):
                edit.remove(data, url)
            continue
        outline = edit.outline_of(data, url)
        start, end = data.index(outline), data.index(outline) + len(outline)
        for changed in (edit.rename(data, url, "A new & better name"), edit.set_url(data, url, "https://new.example/")):
            assert changed.startswith(data[:start])
            assert changed.endswith(data[end:]) or data.count(outline) > 1
        assert len(edit.remove(data, url)) < len(data)
        assert {s.url for s in read_list(edit.set_paused(data, url, True), name).subscriptions if s.paused}
        edited += 1
    assert edited >= 25


@pytest.mark.parametrize(
    ("file", "feeds"),
    [
        ("schemes", 2), ("dups", 1), ("markup", 2), ("nest", 1), ("xxe", 1), ("noxmlurl", 2), ("bom", 1),
    ],
)  # fmt: skip
def test_hostile_lists_give_their_good_feeds(shared: Path, file: str, feeds: int) -> None:
    """Good feeds come, the rest is named; commands never reach the person's list."""
    data = (shared / "hostile" / "opml" / f"{file}.opml").read_bytes()
    merged = merge(EMPTY, data, f"{file}.opml")
    assert len(merged.added) == feeds
    assert b"touch x" not in merged.data
    assert b"exec:" not in merged.data
    assert all(s.url.startswith(("http://", "https://")) for s in read_list(merged.data, "list", strict=True).feeds)


@pytest.mark.parametrize("file", ["laughs", "notopml", "empty", "cut"])
def test_hostile_lists_are_refused(shared: Path, file: str) -> None:
    """What is no list, torn, or a bomb, is refused with its name and line."""
    with pytest.raises(OpmlError, match=rf"{file}\.opml, line \d"):
        merge(EMPTY, (shared / "hostile" / "opml" / f"{file}.opml").read_bytes(), f"{file}.opml")
