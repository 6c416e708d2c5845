"""The battery itself: it takes streams and documents apart rightly, passes what is sound, and fails what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.battery.__main__ import judge, main
from tests.battery.bytes_drawn import forbidden_in, take_apart
from tests.battery.cases import read_cases, runs
from tests.battery.source import items_of

FOLDER = Path(__file__).parents[1] / "data" / "hostile"


def test_a_stream_is_taken_apart() -> None:
    """Sequences go by what they do, wherever they do it; text and copied text remain."""
    drawn = take_apart(b"\x1b[3;4HA\x1b[38;5;1mB\x1b[?25l\x1b]52;c;aGk=\x07\x1b]0;title\x1b\\C\x07")
    assert drawn.shapes == {"CSI H", "CSI m", "CSI ?25l", "OSC 52", "OSC 0", "control 07"}
    assert drawn.text == "ABC"
    assert drawn.copied == ("hi",)


@pytest.mark.parametrize(
    ("text", "named"),
    [("plain ünd 北京", []), ("a\x9bb", ["U+009B"]), ("a\u202eb", ["U+202E"]), ("a\x1bb\ud800", ["U+001B", "U+D800"])],
)
def test_forbidden_characters_are_named(text: str, named: list[str]) -> None:
    """Controls, bidi overrides and surrogates are found, letters of all scripts are not."""
    assert forbidden_in(text) == named


def test_items_of_broken_documents() -> None:
    """What is well-formed is parsed, what is not is read by pattern, what could be a bomb not at all."""
    item = "<item><title>One &amp; <![CDATA[two]]></title><link>l</link><guid>g</guid></item>"
    whole = f"<rss><channel>{item}</channel></rss>".encode()
    assert [(i.title, i.link, i.guid) for i in items_of(whole)] == [("One & two", "l", "g")]
    torn = b"<rss><channel><item><title>One &amp; only</title><link>l</link></item><item><ti"
    assert items_of(torn)[0].title == "One & only"
    assert items_of(b"<!DOCTYPE x>" + whole) == []


def test_series_are_one_run() -> None:
    """Versions of one document are served in order under one URL; all else runs by itself."""
    cases = read_cases(FOLDER, FOLDER / "bombs")
    series = [run for run in runs(cases) if len(run.cases) > 1]
    numbers = [[case.file[-6:] for case in run.cases] for run in series]
    assert numbers == [["v1.xml", "v2.xml", "v3.xml"], ["v1.xml", "v2.xml"]]
    assert sum(len(run.cases) for run in runs(cases)) == len(cases)


@pytest.mark.slow
def test_invented_cases_pass() -> None:
    """A case of each kind of our own folder passes, end to end; `make battery` runs them all."""
    verdicts = list(judge(FOLDER, only=r"brackets|rewritten|/body|/schemes|/wrong|newer\.sqlite|half\.http"))
    assert {verdict.case.kind for verdict in verdicts} == {"feed", "html", "opml", "config", "db", "http"}
    assert not {verdict.case.file: verdict.problems for verdict in verdicts if verdict.problems}


@pytest.mark.slow
def test_a_case_that_does_not_hold_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A must that can't hold (an ordinary feed that is no feed) ends the battery with 1 and a word on why."""
    case = {"file": "plain.xml", "kind": "feed", "family": "none", "what": "", "must": 'says "not a feed"'}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case))
    (tmp_path / "plain.xml").write_bytes((FOLDER / "feeds" / "rewritten-v1.xml").read_bytes())
    assert main([str(tmp_path)]) == 1
    assert "does not say 'not a feed'" in capsys.readouterr().out
