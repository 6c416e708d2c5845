"""Checks that a case asks for by the words of its `must`: a row of the table for each promise."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.battery.checks import Check, said
from tests.battery.evidence import Evidence
from tests.battery.source import squeezed

_WHITE = re.compile(r"\s+")
_PLAIN_LINK = re.compile(r"https?://[\w.-]+(?:/[\w./-]*)?")
_SAYS_WHY = re.compile(r"no link|can't be opened|cannot be opened|not opened|no address", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")


def titles_literal(found: Evidence) -> Iterator[str]:
    """Every title without tags stands in the database and on the screen as it is."""
    titles = [row.title for row in found.last.case_rows]
    shown = squeezed(found.tour.everything) if found.tour else ""
    for item in found.items:
        title = _WHITE.sub(" ", item.title).strip()
        if not title or _TAG.search(title) or not title.isascii() or not title.isprintable():
            continue
        if title not in titles:
            yield f"{title!r} is not among {titles}"
        elif found.tour and len(title) < 60 and squeezed(title) not in shown:
            yield f"{title!r} is not on the screen"


def neighbours(found: Evidence) -> Iterator[str]:
    """Items with plain titles are all there."""
    titles = {row.title for row in found.last.rows}
    missing = [item.title for item in found.items if item.is_plain and item.title.strip() not in titles]
    if missing:
        yield f"missing: {missing[:3]}"


def readable_rest(found: Evidence) -> Iterator[str]:
    """Of a title with controls the letters remain."""
    titles = ["".join(filter(str.isalpha, row.title)) for row in found.last.case_rows]
    for item in found.items:
        letters = "".join(c for c in html.unescape(item.title) if c.isascii() and c.isalpha())
        if letters and not any(_holds_letters(title, letters) for title in titles):
            yield f"nothing readable is left of {item.title!r}: {titles}"


def _holds_letters(title: str, letters: str) -> bool:
    rest = iter(letters)
    return title[:1] == letters[:1] and all(letter in rest for letter in title if letter.isascii())


def entry_count(found: Evidence) -> Iterator[str]:
    """As many items are stored as the must says, each with a headline of its own."""
    wanted = re.search(r"(\d+) items stored", found.case.must)
    if wanted and len(found.last.entries) < int(wanted[1]):
        yield f"{len(found.last.entries)} entries, not {wanted[1]}"


def all_items(found: Evidence) -> Iterator[str]:
    """Each item of the document is an entry."""
    if found.items and len(found.last.entries) < len(found.items):
        yield f"{len(found.last.entries)} entries of {len(found.items)} items"
    headlines = {entry[2] for entry in found.last.entries}
    titles = {item.title.strip() for item in found.items if item.is_plain}
    if len(titles) > len(headlines):
        yield f"only {len(headlines)} headlines of {len(titles)} titles"


def processor_budget(found: Evidence) -> Iterator[str]:
    """The processor seconds that the must grants, above those of a good feed."""
    allowed = re.search(r"< ?(\d+) s CPU", found.case.must)
    for done in found.bench.done:
        over = done.usage.processor - found.idle
        if allowed and done.arguments[0] in ("refresh", "show", "import") and over > float(allowed[1]):
            yield f"{done.arguments[0]}: {over:.1f} s of processor"


def memory_budget(found: Evidence) -> Iterator[str]:
    """The memory that the must grants to a process."""
    allowed = re.search(r"< ?(\d+) MB", found.case.must)
    for done in found.bench.done:
        if allowed and done.usage.memory > float(allowed[1]):
            yield f"{done.arguments[0]}: {done.usage.memory:.0f} MB"


def clock_budget(found: Evidence) -> Iterator[str]:
    """The seconds that the must grants to the first round."""
    allowed = re.search(r"(?:ends|imported) < (\d+) s\b(?! CPU)", found.case.must)
    first = next((d for d in found.bench.done if d.arguments[0] in ("refresh", "import")), None)
    if allowed and first and min(first.usage.seconds, first.usage.processor) > float(allowed[1]):
        yield f"{first.arguments[0]}: {first.usage.seconds:.1f} s"


def not_a_feed(found: Evidence) -> Iterator[str]:
    """The error says so."""
    if "not a feed" not in found.error.lower():
        yield f"does not say 'not a feed': {found.error!r}"


def clear_error(found: Evidence) -> Iterator[str]:
    """The feed fails, and is named with a reason."""
    if found.rounds and not found.error:
        yield "no error was told"


def backs_off(found: Evidence) -> Iterator[str]:
    """The failing feed is asked again later, not at once, at its own address."""
    for failures, due in found.bench.query(
        "SELECT failures, next_due FROM fetches JOIN feeds ON id = feed WHERE url = ?", (found.bench.feed_url,)
    ):
        if failures < 1 or due < time.time() + 1_500:
            yield f"failures {failures}, next asked in {due - time.time():.0f} s"
            return
        return
    yield "the feed's address has changed"


def right_letters(found: Evidence) -> Iterator[str]:
    """The words in the must's parentheses are read right."""
    words = re.search(r"right letters \(([^)]*)\)", found.case.must)
    text = " ".join(row.title + row.summary for row in found.last.case_rows)
    for word in words[1].split(", ") if words else ():
        if word.strip() not in text:
            yield f"{word!r} is not in {text[:100]!r}"


def is_read(found: Evidence) -> Iterator[str]:
    """The document is read."""
    if not found.last.entries:
        yield f"nothing was read: {found.error!r}"


def one_row(found: Evidence) -> Iterator[str]:
    """A series of versions is one article with its marks and the last title."""
    if len(found.last.entries) != 1:
        yield f"{len(found.last.entries)} entries"
        return
    row = found.last.case_rows[0]
    if found.items and row.title != found.items[-1].title:
        yield f"shows {row.title!r}"
    if not (row.read and row.starred):
        yield "its marks are gone"


def victim_untouched(found: Evidence) -> Iterator[str]:
    """The article of another feed is as it was."""
    if found.victim is None:
        yield "no article to steal was there"
        return
    now = next((row for row in found.last.rows if row.id == found.victim.id), None)
    if now != found.victim:
        yield f"was {found.victim}, is {now}"


def host_shown(found: Evidence) -> Iterator[str]:
    """The host on the screen is the one that would be asked, in punycode."""
    named = re.search(r"shown host is ([\w.-]+)", found.case.must)
    shown = squeezed("\n".join(found.tour.articles)) if found.tour else ""
    if named and named[1] not in shown:
        yield f"{named[1]} is not on the screen"
    if "punycode" in found.case.must and "xn--" not in shown:
        yield "no punycode on the screen"


def not_opened(found: Evidence) -> Iterator[str]:
    """A link that is no plain address of the web is not kept as one, and no opener was started for it."""
    odd = {item.title: item.link for item in found.items if not _PLAIN_LINK.fullmatch(item.link.strip())}
    for row in found.last.case_rows:
        if row.title in odd and row.url:
            yield f"offers {row.url[:80]!r} as a link of {row.title!r}"
    for call in found.bench.opened():
        if set(odd.values()).intersection(call):
            yield f"opened {call}"
    if found.tour and "says why" in found.case.must and not _SAYS_WHY.search(found.tour.everything):
        yield "no message says why it can't be opened"


def opened_whole(found: Evidence) -> Iterator[str]:
    """What an opener got is an address of the list, whole."""
    known = {row.url for row in found.last.rows}
    cut = [call for call in found.bench.opened() if call and call[0] not in known]
    if cut:
        yield f"opened {cut[0][0][:100]!r}, which no headline has"


def web_only(found: Evidence) -> Iterator[str]:
    """Every address that is kept has a host of the web."""
    for row in found.last.case_rows:
        if row.url and not urlsplit(row.url).hostname:
            yield f"no host in {row.url!r}"


def found_by_search(found: Evidence) -> Iterator[str]:
    """The word of the must finds the article."""
    word = re.search(r'search for "([^"]+)"', found.case.must)
    if word:
        done = found.bench.run("search", word[1], "--json")
        if not done.data:
            yield f"a search for {word[1]!r} finds nothing"


def marked_as_replaced(found: Evidence) -> Iterator[str]:
    """What could not be kept is marked by U+FFFD."""
    if not any("\ufffd" in row.title + row.summary for row in found.last.case_rows):
        yield f"no U+FFFD in {[row.title for row in found.last.case_rows]}"


def first_seen_dates(found: Evidence) -> Iterator[str]:
    """Without dates the first sight counts, in the document's order."""
    rows = [row for row in found.last.case_rows if row.published is None]
    if any(row.sort_time != row.first_seen for row in rows):
        yield "dates are made up"
    titles = [item.title for item in found.items]
    if [row.title for row in rows] != titles:
        yield f"order {[row.title for row in rows]}"


def sane_dates(found: Evidence) -> Iterator[str]:
    """No time shown is before 1990 or beyond next year."""
    for row in found.last.case_rows:
        if row.published is not None and not 631_152_000 <= row.published <= time.time() + 366 * 86_400:
            yield f"{row.title!r} is of {row.published}"


def short_identities(found: Evidence) -> Iterator[str]:
    """No index row is large."""
    longest = max((len(entry[1].encode()) for entry in found.last.entries), default=0)
    if longest > 2_000:
        yield f"an identity of {longest} bytes"


def short_titles(found: Evidence) -> Iterator[str]:
    """A title is cut."""
    longest = max((len(row.title) for row in found.last.case_rows), default=0)
    if longest > 1_000:
        yield f"a title of {longest} characters"


def no_scripts(found: Evidence) -> Iterator[str]:
    """No script or style is printed; what was visible is."""
    for word in ("alert(", "color:red", "<script", "<style"):
        if word in found.printed:
            yield f"{word!r} is in the article"


def no_image_bytes(found: Evidence) -> Iterator[str]:
    """An inline image is not printed."""
    if re.search(r"[A-Za-z0-9+/]{200}", found.printed):
        yield "the image's bytes are printed"


def text_is_text(found: Evidence) -> Iterator[str]:
    """Markdown in a text makes no link."""
    for done in found.shown:
        data = done.data
        if isinstance(data, dict) and any("127.0.0.1:1/" in url["url"] or "javascript" in url["url"]
                                          for url in data["links"]):  # fmt: skip
            yield f"links were made of text: {data['links']}"


def web_links_only(found: Evidence) -> Iterator[str]:
    """The list of links has http and https only."""
    for done in found.shown:
        data = done.data
        for link in data["links"] if isinstance(data, dict) else ():
            if not link["url"].startswith(("http://", "https://")):
                yield f"{link['url']!r} is listed"


def nothing_fetched(found: Evidence) -> Iterator[str]:
    """An opened article asks for its page and nothing that hides in its body."""
    strange = [r.path for r in found.bench.case_host.requests if re.search(r"beacon|pixel|track|refresh", r.path)]
    if strange:
        yield f"asked for {strange[:3]}"


def says_cut(found: Evidence) -> Iterator[str]:
    """The article says that it was cut."""
    notices = " ".join(str(done.data.get("notice")) for done in found.shown if isinstance(done.data, dict))
    if "cut" not in notices and not re.search(r"\bcut\b", found.printed[-3_000:]) and not found.error:
        yield "no note says that the article was cut"


def bounded_output(found: Evidence) -> Iterator[str]:
    """What is printed is not much more than what came."""
    allowed = 4 * len(found.document) + 100_000
    for done in found.shown:
        if "json" not in done.arguments and len(done.out) > allowed:
            yield f"{len(done.out):,} bytes are printed of {len(found.document):,}"


def errors_name_feed(found: Evidence) -> Iterator[str]:
    """The plain output names the feed beside its error."""
    if found.error and found.rounds and found.bench.feed_url not in said(found.rounds[0]):
        yield "the error does not name the feed"


TABLE: tuple[tuple[str, Check], ...] = (
    (r"shown literally|every bracket", titles_literal),
    (r"neighbou?r", neighbours),
    (r"readable remainder", readable_rest),
    (r"\d+ items stored", entry_count),
    (r"every article stays|none lost|none blank", all_items),
    (r"s CPU", processor_budget),
    (r"\d MB", memory_budget),
    (r"(?:ends|imported) < \d+ s\b", clock_budget),
    (r"not a feed", not_a_feed),
    (r"^(?:clear one-line error|aborted)", clear_error),
    (r"^(?:clear one-line error|aborted)", errors_name_feed),
    (r"back-?off", backs_off),
    (r"right letters", right_letters),
    (r"^read$", is_read),
    (r"one row;", one_row),
    (r"untouched", victim_untouched),
    (r"punycode|shown host", host_shown),
    (r"^not opened", not_opened),
    (r"argv|silently cut", opened_whole),
    (r"http\(s\) only|no ValueError", web_only),
    (r'search for "', found_by_search),
    (r"replaced by U\+FFFD", marked_as_replaced),
    (r"first-seen", first_seen_dates),
    (r"now\+1|future", sane_dates),
    (r"index size", short_identities),
    (r"bounded length", short_titles),
    (r"no script", no_scripts),
    (r"not stored twice|\[image\]", no_image_bytes),
    (r"as the text it is", text_is_text),
    (r"only http/https links", web_links_only),
    (r"nothing fetched|beacon", nothing_fetched),
    (r"article cut", says_cut),
    (r"output <= 4x", bounded_output),
)
"""A pattern for the must, and what is checked where it is found."""


def asked_for(must: str) -> list[Check]:
    """The checks that a must asks for."""
    return [check for pattern, check in TABLE if re.search(pattern, must)]
