"""The checks that every case must pass, whatever its family: nothing crashes, hangs, leaks, obeys or is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.battery.bench import GOOD_TITLE, Done
from tests.battery.bytes_drawn import forbidden_in
from tests.battery.evidence import Evidence

Check = Callable[[Evidence], Iterator[str]]

MEMORY = 200.0
"""MB of a process."""
PROCESSOR = 10.0
"""Seconds more than a good feed takes."""
CLOCK = 45.0
"""Seconds of a command: the deadline of a fetch, and room for a busy machine."""
_SECRET = "root:x:"
_KNOWN_FILES = ("config.toml", "feeds.opml", ".feeds.opml", "newsdesk.", "backups")
_TEXT_COLUMNS = {
    "feeds": ("title", "folder"),
    "headlines": ("title", "url", "author", "summary", "section"),
    "entries": ("url", "comments_url", "identity", "enclosures"),
    "fetches": ("last_error",),
}


def no_traceback(found: Evidence) -> Iterator[str]:
    """Nobody sees Python's words, and none go to the log."""
    for done in found.bench.done:
        if b"Traceback" in done.err + done.out:
            yield f"traceback: newsdesk {' '.join(done.arguments)}: {_tail(done.err)}"
        if done.code < 0:
            yield f"newsdesk {' '.join(done.arguments)} died of signal {-done.code}"
    if found.tour and b"Traceback" in found.tour.raw:
        yield f"traceback on the screen: {_tail(found.tour.raw)}"
    log = found.bench.home / "newsdesk.log"
    if log.exists():
        text = log.read_text(errors="surrogateescape")
        if "Traceback" in text:
            yield f"traceback in the log: {text.strip()[-300:]!r}"
        if controls := forbidden_in(text):
            yield f"the log holds {controls}"


def clean_output(found: Evidence) -> Iterator[str]:
    """No command prints a control."""
    for done in found.bench.done:
        for name, stream in (("stdout", done.out), ("stderr", done.err)):
            controls = forbidden_in(stream.decode("utf-8", "surrogateescape"))
            if controls:
                yield f"newsdesk {' '.join(done.arguments[:2])}: {name} holds {controls}"


def clean_database(found: Evidence) -> Iterator[str]:
    """No text column holds a control, and no secret file's words."""
    if not found.states:
        return
    for table, columns in _TEXT_COLUMNS.items():
        for column in columns:
            for (value,) in found.bench.query(f"SELECT DISTINCT {column} FROM {table}"):
                controls = forbidden_in(value)
                if controls and not (column == "enclosures" and value.isascii()):
                    yield f"{table}.{column} holds {controls}"
                if _SECRET in value:
                    yield f"{table}.{column} holds a local file's text"


def limits(found: Evidence) -> Iterator[str]:
    """Memory, processor and clock."""
    usages = [(" ".join(done.arguments[:2]), done.usage) for done in found.bench.done]
    if found.tour:
        usages.append(("the program", found.tour.usage))
    for name, usage in usages:
        if usage.memory > MEMORY:
            yield f"{name}: {usage.memory:.0f} MB"
    for done in found.bench.done:
        if done.usage.processor - found.idle > PROCESSOR:
            yield f"{done.arguments[0]}: {done.usage.processor:.1f} s of processor"
        if done.usage.seconds > CLOCK:
            yield f"{done.arguments[0]}: {done.usage.seconds:.0f} s"


def nothing_called(found: Evidence) -> Iterator[str]:
    """The forbidden port was not called, nothing was written beside the home, no opener got anything but one link."""
    if not found.case.file.startswith("bombs/opml") and (calls := found.bench.calls()):
        yield f"the forbidden port was called {calls} times"
    left = [path.name for path in found.bench.desk.iterdir()]
    if left:
        yield f"files were left in the working folder: {left[:3]}"
    strange = [p.name for p in found.bench.home.iterdir() if not p.name.startswith(_KNOWN_FILES)]
    if strange:
        yield f"unknown files in the home: {strange[:3]}"
    for call in found.bench.opened():
        if len(call) != 1 or not call[0].startswith(("http://", "https://")):
            yield f"an opener was started with {call}"


def good_feed(found: Evidence) -> Iterator[str]:
    """The good feed arrives beside the case."""
    if found.states and not any(row.title == GOOD_TITLE for row in found.last.rows):
        yield "the good feed did not arrive"
    for done in found.rounds:
        if done.code not in (0, 1) or done.data is None:
            yield f"refresh ended with {done.code}: {_tail(done.err)}"


def nothing_lost(found: Evidence) -> Iterator[str]:
    """What was there before stays, with its marks."""
    if not found.before:
        return
    now = {row.id: row for row in found.last.rows}
    for row in found.before.rows:
        kept = now.get(row.id)
        if kept is None:
            yield f"lost: {row.title}"
        elif (kept.read, kept.starred) != (row.read, row.starred):
            yield f"marks of {row.title!r} have changed"


def same_again(found: Evidence) -> Iterator[str]:
    """The same document once more adds and changes nothing."""
    if len(found.states) < 2:
        return
    first, second = found.states[-2:]
    if [entry[:3] for entry in first.entries] != [entry[:3] for entry in second.entries]:
        yield f"a second refresh made {len(first.entries)} entries {len(second.entries)}"
    elif [(row.id, row.title, row.sort_time) for row in first.rows] != [
        (row.id, row.title, row.sort_time) for row in second.rows
    ]:
        yield "a second refresh changed rows or their order"


def rows_are_sound(found: Evidence) -> Iterator[str]:
    """Every row has a title, a time that is not in the future, and a web address or none."""
    if not found.states:
        return
    for row in found.last.rows:
        if not row.title.strip():
            yield f"headline {row.id} has no title"
        if len(row.title) > 1_000:
            yield f"a title of {len(row.title)} characters"
        if row.sort_time > row.first_seen + 5:
            yield f"{row.title!r} is pinned to the future"
        if row.url and not row.url.startswith(("http://", "https://")):
            yield f"the address {row.url[:60]!r} was kept"


def one_line_errors(found: Evidence) -> Iterator[str]:
    """What is said of the feed is one short line."""
    for done in found.rounds:
        error = found.error_in(done)
        if "\n" in error or len(error) > 200:
            yield f"the error is no short line: {error[:80]!r}"


def calm_screen(found: Evidence) -> Iterator[str]:
    """The program runs, ends when asked, leaves the terminal as it was, and draws nothing that it does not always."""
    tour = found.tour
    if tour is None:
        return
    if tour.took_screen and tour.code != 0:
        yield f"the program ended with {tour.code}"
    if not tour.restored:
        yield "the terminal is not as before"
    texts = [tour.drawn.text, *tour.drawn.copied]
    if controls := sorted({control for text in texts for control in forbidden_in(text)}):
        yield f"the terminal was sent {controls}"
    if unusual := sorted(tour.drawn.shapes - found.usual):
        yield f"control sequences that a good feed does not bring: {unusual}"
    yield from (f"on the screen: {crooked}" for crooked in tour.crooked[:1])


def polite_requests(found: Evidence) -> Iterator[str]:
    """Every request says who asks, and carries no cookie, referrer or other compression than gzip."""
    for request in (*found.bench.case_host.requests, *found.bench.good_host.requests):
        if not (request.header("user-agent") or "").startswith("newsdesk/"):
            yield f"asked as {request.header('user-agent')!r}"
        if request.header("cookie") or request.header("referer"):
            yield f"sent a cookie or referrer for {request.path}"
        if request.header("accept-encoding") not in (None, "gzip"):
            yield f"asked for {request.header('accept-encoding')!r}"


GENERIC: tuple[Check, ...] = (
    no_traceback, clean_output, clean_database, limits, nothing_called, good_feed, nothing_lost, same_again,
    rows_are_sound, one_line_errors, calm_screen, polite_requests,
)  # fmt: skip


def _tail(data: bytes) -> str:
    return repr(data.decode("utf-8", "replace").strip()[-200:])


def said(done: Done) -> str:
    """All that a command wrote."""
    return (done.out + done.err).decode("utf-8", "replace")
