"""Runs a case end to end, as its kind wants, and judges what came of it."""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.battery import tour
from tests.battery.bench import GOOD_TITLE, Bench, Done, page, rss
from tests.battery.cases import Case, Run
from tests.battery.checks import GENERIC, limits, no_traceback, nothing_called, said
from tests.battery.evidence import Evidence, state_of
from tests.battery.musts import asked_for
from tests.battery.source import Item
from tests.servers import Reply, Request

_BEFORE = [
    (f"Story {n} from before", f"https://feed.invalid/before/{n}", f"before-{n}", "<p>Kept.</p>") for n in (1, 2)
]
_GOOD = (GOOD_TITLE, "https://good.invalid/1", "good-feed-1", "<p>It does.</p>")
_OWN_NAMES: Mapping[bytes, bytes] = {b"refresh_minutes": b"interval", b"concurrency": b"connections"}
_MOST_OPENED = 4
_HEADERS = re.compile(
    r"\b(ETag|Last-Modified|Retry-After|Cache-Control|Expires|Location|Set-Cookie|Content-Encoding|Refresh|Link|Age|"
    r"WWW-Authenticate): ([^\n|]+)"
)
"""Header fields that a case's `serve` may ask for, parted by `|` or line breaks."""
_MAY_OPEN = re.compile(r"\bnew\b(?!er)|\bopens\b|read-only|for reading|works|recovered|ignored|no trigger|is used")
"""Words of a database's `must` that let newsdesk go on with it."""
_MARKUP_TYPES = {"xml": "application/rss+xml", "json": "application/feed+json", "html": "text/html"}


@dataclass(frozen=True, slots=True)
class Usual:
    """What a good feed takes and brings on the same way."""

    processor: float = 0.0
    shapes: frozenset[str] = frozenset()


def measure_usual(bench: Bench) -> Usual:
    """Take a good feed the way that cases go."""
    found = Evidence(bench, Case("good", "feed", "good", "", "", bench.folder), rss("Case", _BEFORE))
    _have_history(found)
    bench.case_host.pages["/feed"] = page(rss("Case", [("A story", "https://feed.invalid/a", "a", "<p>Text.</p>")]))
    first = bench.run("refresh", "--force", "--json")
    seen = tour.take(bench, rows=(0, 2))
    return Usual(first.usage.processor, seen.drawn.shapes)


def run_case(bench: Bench, run: Run, usual: Usual) -> list[str]:
    """Run a case and return what is wrong; nothing when it passes."""
    found = Evidence(bench, run.case, run.case.content(), idle=usual.processor, usual=usual.shapes)
    try:
        return list(dict.fromkeys(_KINDS.get(run.case.kind, _feed)(found, run)))
    except Exception as error:  # noqa: BLE001 - a run that can't be finished is a finding, not the battery's end
        return [f"the run broke off: {type(error).__name__}: {str(error)[:1_500]}"]


def _judged(found: Evidence) -> Iterator[str]:
    for check in (*GENERIC, *asked_for(found.case.must)):
        yield from check(found)


# --- feeds and raw answers ---------------------------------------------------------------------


def _feed(found: Evidence, run: Run) -> Iterator[str]:
    bench = found.bench
    _have_history(found)
    if re.search(r"steal|another feed|second feed|other feed's", found.case.asks):
        _have_victim(found)
    for case in run.cases:
        _round(found, answer_of(case, case.content()))
        if case is run.cases[0] and len(run.cases) > 1 and found.last.case_rows:
            bench.mark([row.id for row in found.last.case_rows], "read", "starred")
    _round(found, answer_of(found.case, _with_other_bytes(found.case.content())))
    _print_some(found)
    found.tour = tour.take(bench, rows=_rows_to_open(found))
    yield from _judged(found)


def _have_history(found: Evidence) -> None:
    """Give the case's feed two articles, one read and one starred, before the case comes."""
    bench = found.bench
    bench.subscribe()
    bench.case_host.pages["/feed"] = page(rss("Case", _BEFORE))
    bench.good_host.pages["/feed"] = page(rss("Good", [("Before the good feed", "https://good.invalid/0", "g0", "x")]))
    first = bench.run("refresh", "--json")
    if first.code != 0:
        raise RuntimeError(f"a good feed can't be refreshed: {said(first)[-500:]}")
    for row, mark in zip(bench.case_rows() or bench.rows(), ("read", "starred"), strict=False):
        bench.mark([row.id], mark)
    found.before = state_of(bench)
    bench.good_host.pages["/feed"] = page(rss("Good", [_GOOD]))


def _have_victim(found: Evidence) -> None:
    """Give the good feed the articles that the case's feed will claim, read and starred."""
    bench = found.bench
    stolen = [
        ("The true article", item.link, item.guid, "<p>True.</p>")
        for item in found.items or [Item("", "", "")]
        if "neighbour" not in item.title.lower()
    ]
    bench.good_host.pages["/feed"] = page(rss("Good", [_GOOD, *stolen]))
    bench.run("refresh", "--force", "--json")
    ids = [row.id for row in bench.rows() if row.title == "The true article"]
    bench.mark(ids, "read", "starred")
    found.victim = next((row for row in bench.rows() if row.id in ids), None)


def _round(found: Evidence, answer: Reply | Callable[[Request], Reply]) -> None:
    found.bench.case_host.pages["/feed"] = answer
    found.rounds.append(found.bench.run("refresh", "--force", "--json"))
    found.states.append(state_of(found.bench))


def answer_of(case: Case, content: bytes) -> Reply | Callable[[Request], Reply]:
    """What a server says for a case: its bytes as they are, or as the `serve` of the case wants them."""
    if case.kind == "http" or case.file.endswith(".http"):
        if re.search(r"drip|byte per second|byte/s", case.asks):
            head, gap, body = content.partition(b"\r\n\r\n")
            return Reply(raw=(head + gap, *(body[n : n + 1] for n in range(len(body)))), gap=1.0)
        hold = bool(re.search(r"black.?hole|never (?:answer|close|end)|stall|hang", case.asks))
        reset = bool(re.search(r"\breset\b|\brst\b", case.asks))
        return Reply(raw=(content,), hold=hold, reset=reset, close=True)
    status = re.search(r"\b(?:status|HTTP|answers?|with)[: ] ?([1-5]\d\d)\b", case.serve, re.IGNORECASE)
    named = re.search(r"content-type[:=]\s*([\w/.+-]+(?:;\s*charset=[\w-]+)?)", case.serve, re.IGNORECASE)
    kind = named[1] if named else _MARKUP_TYPES.get(case.file.rpartition(".")[2], "application/xml")
    more = tuple((name, value.strip()) for name, value in _HEADERS.findall(case.serve))
    return Reply(int(status[1]) if status else 200, content, (("Content-Type", kind), *more))


def _rows_to_open(found: Evidence) -> list[int]:
    """Where the case's headlines stand in the list, the first few; of a case without any, the first row."""
    ids = {row.id for row in found.last.case_rows}
    places = [place for place, row in enumerate(found.last.rows) if row.id in ids]
    return [place for place in places if place < 40][:_MOST_OPENED] or [0]


def _with_other_bytes(content: bytes) -> bytes:
    """The same document in other bytes, so that it is read again."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:64]
    return content if is_wide or content.startswith(b"HTTP/") or not content else content + b"\n"


def _print_some(found: Evidence, *arguments: str) -> None:
    rows = [row for row in found.last.case_rows if "neighbour" not in row.title.lower()]
    for row in rows[:1]:
        for form in ("text", "markdown", "json"):
            found.shown.append(found.bench.run("show", str(row.id), "--format", form, *arguments))
    found.bench.run("list")


# --- bodies and pages --------------------------------------------------------------------------


def _html(found: Evidence, _run: Run) -> Iterator[str]:
    """The HTML as an item's body and as the page that the item links to."""
    bench = found.bench
    _have_history(found)
    inside = found.document.replace(b"http://127.0.0.1:1/", bench.case_host.url("/").encode())
    body = html.escape(inside.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    link = bench.case_host.url("/page").encode()
    feed = (
        b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Case</title>"
        b"<item><title>Hostile page</title><link>" + link + b"</link><guid>h</guid>"
        b"<pubDate>Mon, 03 Aug 2026 10:00:00 GMT</pubDate><description>" + body + b"</description></item>"
        b"<item><title>Neighbour item stays</title><link>https://feed.invalid/good</link><guid>n</guid>"
        b"<pubDate>Mon, 03 Aug 2026 09:00:00 GMT</pubDate><description>Short.</description></item></channel></rss>"
    )
    bench.case_host.pages["/page"] = page(inside, "text/html; charset=utf-8")
    _round(found, page(feed))
    _round(found, page(feed + b"\n"))
    _print_some(found)
    asked_before = len(bench.case_host.requests)
    for row in found.last.case_rows:
        if row.title == "Hostile page":
            found.shown.append(bench.run("show", str(row.id), "--full", "--format", "json"))
            found.shown.append(bench.run("show", str(row.id)))
    found.tour = tour.take(bench, offline=False, rows=_rows_to_open(found))
    twice = [r.path for r in bench.case_host.requests[asked_before:] if r.path not in ("/feed", "/page")]
    if len(twice) > 1:
        yield f"more than the page and one picture was asked for: {twice[:5]}"
    yield from _missing_items(found)
    yield from _judged(found)


def _missing_items(found: Evidence) -> Iterator[str]:
    titles = {row.title for row in found.last.case_rows}
    if not {"Hostile page", "Neighbour item stays"} <= titles and not found.error:
        yield f"items are missing: {sorted(titles)}"
    for done in found.shown:
        if done.code != 0:
            yield f"newsdesk {' '.join(done.arguments)} ended with {done.code}: {said(done)[-200:]!r}"


# --- lists -------------------------------------------------------------------------------------


def _opml(found: Evidence, _run: Run) -> Iterator[str]:
    bench, case = found.bench, found.case
    bench.subscribe()
    bench.case_host.pages["/feed"] = page(rss("Case", _BEFORE))
    bench.good_host.pages["/feed"] = page(rss("Good", [_GOOD]))
    opml = bench.home / "feeds.opml"
    before = opml.read_bytes()
    done = bench.run("import", str(case.path))
    words, wanted = said(done), _web_feeds(found.document)
    urls = [url for (url,) in bench.query("SELECT url FROM feeds WHERE subscribed = 1")]
    if any(not url.startswith(("http://", "https://")) for url in urls):
        yield f"subscribed to {[url for url in urls if not url.startswith('http')]}"
    if "unchanged" in case.must:
        yield from _refused(done, case, opml.read_bytes() == before)
    else:
        yield from _merged(done, words, wanted, urls)
    if bench.calls():
        yield "the import made a request"
    done = bench.run("refresh", bench.good_url, bench.feed_url, "--json")
    if done.code != 0 or not any(row.title == GOOD_TITLE for row in bench.rows()):
        yield f"the good feed did not arrive: {said(done)[-300:]!r}"
    bench.run("export")
    found.tour = tour.take(bench)
    yield from _judged(found)


def _refused(done: Done, case: Case, unchanged: bool) -> Iterator[str]:
    if done.code == 0:
        yield f"exit code 0: {said(done)[-200:]!r}"
    if not unchanged:
        yield "the list was changed"
    if case.path.name not in said(done):
        yield f"the file is not named: {said(done)[-200:]!r}"
    if "the line" in case.must and case.path.stat().st_size and not re.search(r"\bline \d", said(done)):
        yield f"no line is named: {said(done)[-200:]!r}"


def _merged(done: Done, words: str, wanted: Sequence[str], urls: Sequence[str]) -> Iterator[str]:
    if done.code != 0:
        yield f"exit code {done.code}: {words[-200:]!r}"
    for word in ("added", "already there", "skipped"):
        if word not in words:
            yield f"the report does not say {word!r}: {words[:200]!r}"
    missing = {url.lower() for url in wanted} - {url.lower() for url in urls}
    if len(missing) > max(0, len(wanted) - int((re.search(r"added\t(\d+)", words) or ["0", "0"])[1])):
        yield f"not imported: {sorted(missing)[:3]}"


def _web_feeds(document: bytes) -> list[str]:
    """Addresses of the web that a list has under the attribute every reader knows."""
    try:
        found = ElementTree.fromstring(document).iter("outline")
    except (ElementTree.ParseError, ValueError):
        return []
    return [url for outline in found if re.match(r"https?://\w", url := outline.get("xmlUrl", ""))]


# --- settings ----------------------------------------------------------------------------------


def _config(found: Evidence, _run: Run) -> Iterator[str]:
    bench = found.bench
    _have_history(found)
    content = found.document
    for theirs, ours in _OWN_NAMES.items():
        content = content.replace(theirs, ours)
    file = bench.home / "config.toml"
    file.write_bytes(content)
    bench.case_host.requests.clear()
    found.rounds.append(bench.run("refresh", "--force", "--json"))
    found.states.append(state_of(bench))
    shown = bench.run("config", "show")
    words = said(found.rounds[0]) + said(shown)
    if "config.toml" not in words:
        yield f"the file is not named: {words[-300:]!r}"
    if not re.search(r"line \d|'\w+'|\b(?:interval|connections|theme|keep_days)\b|byte \d|\[\w+\]", words):
        yield f"no line or key is named: {words[-300:]!r}"
    found.tour = tour.take(bench, offline=False)
    if file.read_bytes() != content:
        yield "config.toml was rewritten"
    if found.tour.took_screen:
        if "config.toml" not in found.tour.others[0].replace("\n", "") and "config" not in found.tour.everything:
            yield f"the screen does not say that config.toml is wrong\n{found.tour.others[0]}"
    elif found.tour.code != 2:
        yield f"the program ended with {found.tour.code}"
    asked = sum(request.path == "/feed" for request in bench.case_host.requests)
    if asked > 1:
        yield f"the feed was asked {asked} times"
    yield from _judged(found)


# --- databases ---------------------------------------------------------------------------------


def _db(found: Evidence, _run: Run) -> Iterator[str]:
    bench, must = found.bench, found.case.must
    bench.subscribe()
    bench.case_host.pages["/feed"] = page(rss("Case", _BEFORE))
    bench.good_host.pages["/feed"] = page(rss("Good", [_GOOD]))
    _place_database(found.case.path, bench.database)
    before = _fingerprint(bench.database)
    dones = [
        bench.run(*words) for words in (("list",), ("refresh",), ("feeds",), ("search", "x"), ("mark", "read", "1"))
    ]
    found.tour = tour.take(bench)
    opened = all(done.code == 0 for done in dones[:4])
    if opened and found.document and not _MAY_OPEN.search(must):
        yield "the database was taken as if nothing were wrong"
    if not opened:
        for done in dones:
            yield from _refusal(done, bench, must)
        if found.tour.code != 3:
            yield f"the program ended with {found.tour.code}"
        if _fingerprint(bench.database) != before:
            yield "the file's bytes have changed"
        if not (bench.home / "feeds.opml").exists():
            yield "the list of feeds is gone"
        bench.run("doctor")
        if _fingerprint(bench.database) != before:
            yield "doctor has changed the file"
    found.usual |= found.tour.drawn.shapes
    for check in (no_traceback, limits, nothing_called):
        yield from check(found)
    if not found.tour.restored:
        yield "the terminal is not as before"


def _place_database(source: Path, target: Path) -> None:
    """Put the case's file in the database's place; a folder, pipe or link as what it is."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_dir():
        target.mkdir()
    elif source.is_fifo():
        os.mkfifo(target, 0o600)
    else:
        target.write_bytes(source.read_bytes())
        target.chmod(0o600)


def _fingerprint(path: Path) -> tuple[int, bytes]:
    """What kind of file there is, and what it holds."""
    return path.lstat().st_mode, hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""


def _refusal(done: Done, bench: Bench, must: str) -> Iterator[str]:
    words = done.err.decode("utf-8", "replace").strip()
    name = " ".join(done.arguments)
    if done.code != 3:
        yield f"newsdesk {name} ended with {done.code}: {words[-200:]!r}"
    if "\n" in words:
        yield f"newsdesk {name} says more than one line: {words[:300]!r}"
    if str(bench.database) not in words:
        yield f"newsdesk {name} does not name the file: {words[:200]!r}"
    if "newer" in must and "newer" not in words:
        yield f"newsdesk {name} does not say that it is newer: {words[:200]!r}"


_KINDS: Mapping[str, Callable[[Evidence, Run], Iterator[str]]] = {
    "feed": _feed, "http": _feed, "html": _html, "opml": _opml, "config": _config, "db": _db,
}  # fmt: skip
