"""Reads a subscription list: strictly, then with mended ampersands, then as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from newsdesk import tokens, urls
from newsdesk.errors import OpmlError
from newsdesk.model.feeds import Subscription
from newsdesk.opml import mend
from newsdesk.opml.source import Source, load, load_any
from newsdesk.opml.tree import MAX_FOLDERS, Outline, Tree, parse
from newsdesk.text import clean_line

_REASONS = {
    "exec": "runs a program, which newsdesk never does",
    "filter": "runs a program over a feed, which newsdesk never does",
    "query": "is a search of another reader, not a feed",
    "file": "is a file of a machine, not a web address",
    "javascript": "is a script, not a web address",
    "data": "is a document itself, not a web address",
}
_SCHEME = re.compile(r"""^["'|]*([A-Za-z][A-Za-z0-9+.-]{1,30}):""")
_FEED_TYPES = frozenset(("rss", "atom", "feed", "rss1", "rss2", "rdf", "jsonfeed", "json", "xml"))
_REMEMBERED = 16_384
"""Addresses of a list whose meaning is kept: an edit goes through the whole list four times."""

canonical = lru_cache(_REMEMBERED)(urls.canonical)
"""As in `urls`, for the feeds of a list."""
_tells_secret = lru_cache(_REMEMBERED)(tokens.in_address)


@dataclass(frozen=True, slots=True)
class Skipped:
    """An outline that was not taken: its address or name (fit to be shown), why, and on which line."""

    what: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class SubscriptionList:
    """A list as read."""

    title: str
    subscriptions: tuple[Subscription, ...]
    """In the order of the file; a feed that stands in two folders is here twice, see `feeds`."""
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """What was mended, lost, or deserves a look, for the person."""
    mended: bool = False
    """Whether the file is not well-formed; such a file can be read but not edited in place."""

    @property
    def feeds(self) -> tuple[Subscription, ...]:
        """Each feed once (by canonical address), where it stands first."""
        first: dict[str, Subscription] = {}
        for subscription in self.subscriptions:
            first.setdefault(canonical(subscription.url), subscription)
        return tuple(first.values())


def read_list(data: bytes, name: str, *, strict: bool = False, allow_empty: bool = False) -> SubscriptionList:
    """What the list subscribes to; raises OpmlError, naming file and line, for what is no OPML or has no feed.

    `strict` takes no list that is not well-formed, as for the person's own file; `allow_empty` takes one without feeds.
    """
    tree, notes = (parse(load(data, name)), ()) if strict else read_tree(data, name)
    return listed(tree, notes, name, allow_empty=allow_empty)


def listed(tree: Tree, notes: tuple[str, ...], name: str, *, allow_empty: bool = False) -> SubscriptionList:
    """What the outlines that `read_tree` gave subscribe to; raises OpmlError where there is no feed."""
    subscriptions, skipped, remarks = _sorted_out(tree)
    if not subscriptions and not allow_empty:
        why = f" ({clean_line(skipped[0].what, 120)}, line {skipped[0].line}: {skipped[0].why})" if skipped else ""
        raise OpmlError(f"{name}: there is no feed in it{why}", "Give a list whose outlines have an xmlUrl.")
    return SubscriptionList(tree.title, subscriptions, skipped, (*notes, *remarks), mended=bool(notes))


def read_tree(data: bytes, name: str) -> tuple[Tree, tuple[str, ...]]:
    """The list's outlines, mended where need be, and what was mended or lost; raises OpmlError for what is no OPML.

    The tree's spans are those of the mended text, which is well-formed.
    """
    source, notes = load_any(data, name)
    try:
        return parse(source), notes
    except OpmlError as error:
        broken = error.message
    text = mend.ampersands(mend.without_doctype(source.data.decode(), name))
    try:
        return parse(Source(name, text.encode(), "utf-8")), (*notes, f"{broken}; read all the same")
    except OpmlError as error:
        if "<outline" not in text.lower() or "not well-formed" not in error.message:
            raise
        first = error
    mend.refuse_torn(text, name)
    recovered, lost = mend.recover(text)
    tree = parse(Source(name, recovered.encode(), "utf-8"))
    if not any(feed_address(outline) for outline in tree.outlines):
        raise first
    return tree, (*notes, f"{first.message}; read as far as it goes", *(f"{name}, {what} was lost" for what in lost))


def feed_address(outline: Outline) -> str:
    """The address of an outline's feed as the list writes it; "" for folders, links and notes."""
    address = outline.get("xmlurl")
    if not address and outline.get("type").lower() in _FEED_TYPES:
        address = outline.get("url")
    return address


def feed_url(address: str) -> str:
    """The http(s) address that an outline's address means, or ""; feed:// is how old browsers wrote http://."""
    if address[:5].lower() == "feed:":
        rest = address[5:]
        address = "http:" + rest if rest.startswith("//") else rest
    return urls.web_url(address)


def subscription_at(tree: Tree, index: int) -> Subscription | None:
    """The subscription that an outline is, or None when it is a folder, a note or refused."""
    outline = tree.outlines[index]
    address = feed_address(outline)
    url = feed_url(address) if address else ""
    if not url:
        return None
    return Subscription(
        url=url,
        # Lists write the address where there is no name; the document's own title is better, and tells no token.
        title="" if outline.label == address else outline.label,
        folder=tree.paths[index] or _category_folder(outline),
        site_url=urls.web_url(outline.get("htmlurl")),
        owner=tree.own(outline, "owner"),
        country=tree.own(outline, "country"),
        language=tree.own(outline, "language"),
        kind=tree.own(outline, "kind"),
        paused=_is_true(tree.own(outline, "paused")),
        private=_is_true(tree.own(outline, "private")),
    )


def all_subscriptions(tree: Tree) -> Iterator[tuple[int, Subscription]]:
    """Every feed outline with its index, doubles too; commented ones (isComment) are none."""
    commented: set[int] = set()
    for index, outline in enumerate(tree.outlines):
        if outline.parent in commented or _is_true(outline.get("iscomment")):
            commented.add(index)
        elif subscription := subscription_at(tree, index):
            yield index, subscription


def lost_too_much(before: Collection[str], after: Collection[str]) -> bool:
    """Whether a list lost more than half of its feeds (addresses) at once, so that nothing may be dropped unasked."""
    had = {canonical(url) for url in before}
    return 2 * len(had - {canonical(url) for url in after}) > len(had)


def _sorted_out(tree: Tree) -> tuple[tuple[Subscription, ...], tuple[Skipped, ...], tuple[str, ...]]:
    taken: dict[tuple[str, tuple[str, ...]], int] = {}
    subscriptions: list[Subscription] = []
    skipped: list[Skipped] = []
    notes: list[str] = []
    feeds = dict(all_subscriptions(tree))
    for index, outline in enumerate(tree.outlines):
        subscription = feeds.get(index)
        if subscription is None:
            skipped.extend(_why_not(outline))
            continue
        place = (canonical(subscription.url), subscription.folder)
        if place in taken:
            why = f"is in the same folder already, on line {taken[place]}"
            skipped.append(Skipped(urls.shown(subscription.url), why, outline.line))
            continue
        taken[place] = outline.line
        subscriptions.append(subscription)
        if _tells_secret(subscription.url) and not subscription.private:
            shown = urls.shown(subscription.url)
            notes.append(f"line {outline.line}: the address of {shown} seems to hold a password or token")
    return tuple(subscriptions), tuple(skipped), tuple(notes)


def _why_not(outline: Outline) -> list[Skipped]:
    address = feed_address(outline)
    label = outline.label or "(no name)"
    if address:
        if feed_url(address):
            return [Skipped(urls.shown(feed_url(address)), "is commented out", outline.line)]
        scheme = _SCHEME.match(address)
        reason = _REASONS.get(scheme.group(1).lower(), "") if scheme else ""
        return [
            Skipped(
                clean_line(urls.without_userinfo(address), 200), reason or "is no http or https address", outline.line
            )
        ]
    kind = outline.get("type").lower()
    if outline.get("url"):
        what = clean_line(urls.shown(outline.get("url")), 200)
        return [Skipped(what, "is a link, not a feed (no xmlUrl)", outline.line)]
    if kind in _FEED_TYPES:
        return [Skipped(label, "has no feed address (xmlUrl)", outline.line)]
    return []


def _category_folder(outline: Outline) -> tuple[str, ...]:
    """The folder that the first category of an outline at the top level names; `/World/Asia` is two levels."""
    for category in outline.get("category").split(","):
        names = tuple(clean_line(name) for name in category.split("/") if clean_line(name))
        if names:
            return names[:MAX_FOLDERS]
    return ()


def _is_true(value: str) -> bool:
    return value.strip().lower() in ("true", "1", "yes")
