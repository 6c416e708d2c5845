"""Edits of a list in place: one outline's bytes change, all else stays; the result is read again before it is given.

Every function takes the file's bytes and returns the new ones. It raises OpmlError where the file is not well-formed
(naming the line), where it does not have the feed, or where the result would not say what was meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from newsdesk import urls
from newsdesk.errors import OpmlError
from newsdesk.model.feeds import Subscription
from newsdesk.opml.place import Path, put
from newsdesk.opml.read import all_subscriptions, feed_url
from newsdesk.opml.source import load
from newsdesk.opml.splice import (
    Layout,
    Splice,
    apply,
    apply_within,
    bind_newsdesk,
    cut,
    cut_attributes,
    needs_prefix,
    set_attribute,
    written,
)
from newsdesk.opml.tree import MAX_FOLDERS, Tree, parse
from newsdesk.text import clean_line

_USERINFO = re.compile(r"""://[^/?#\s"'<>]*@""")
NAME = "feeds.opml"
"""What messages call the list where the caller gives no other name."""


def editable(data: bytes, name: str = NAME) -> Tree:
    """The list as it can be edited; raises OpmlError naming the line where it can't."""
    tree = parse(load(data, name))
    if tree.body is None:
        raise OpmlError(f"{name}: it has no <body>, so nothing can be added or changed", "Write <body></body> into it.")
    return tree


def add(data: bytes, subscription: Subscription, outline_bytes: bytes | None = None, name: str = NAME) -> bytes:
    """The list with a feed at the end of its folder, which is made if missing; as it was if the feed stands there.

    `outline_bytes` (UTF-8, as `outline_of` gives) is written instead of an outline made from the subscription.
    """
    tree = editable(data, name)
    folder = clean_path(subscription.folder)
    before = list(_subscriptions(tree))
    if any(s.folder == folder and _same(s.url, subscription.url) for s in before):
        return data
    splices: list[Splice] = []
    if outline_bytes is None:
        prefix = "newsdesk"
        if needs_prefix(subscription):
            prefix, splices = bind_newsdesk(tree)
        outline_bytes = written(subscription, Layout(tree).outline_name, prefix)
    result = encoded(tree, [*splices, *put(tree, {folder: [outline_bytes]})])

    def meant(after: Counter[Subscription]) -> bool:
        new = list((after - Counter(before)).elements())
        gone = Counter(before) - after
        return not gone and len(new) == 1 and new[0].folder == folder and _same(new[0].url, subscription.url)

    return _checked(result, meant, name)


def remove(data: bytes, url: str, name: str = NAME) -> bytes:
    """The list without a feed, in whichever folders it stands; its folders stay."""
    tree = editable(data, name)
    gone = [index for index, _ in _of(tree, url)]
    result = encoded(tree, [splice for index in gone for splice in unsubscribe(tree, index)])
    kept = Counter(s for s in _subscriptions(tree) if not _same(s.url, url))
    return _checked(result, lambda after: after == kept, name)


def rename(data: bytes, url: str, title: str, name: str = NAME) -> bytes:
    """The list with another name for a feed."""
    tree = editable(data, name)
    title = clean_line(title)
    if not title:
        raise OpmlError(f"{urls.shown(url)} can't have an empty name", "Give it a name of at least one letter.")
    splices: list[Splice] = []
    for index, _subscription in _of(tree, url):
        outline = tree.outlines[index]
        names = {key.lower(): key for key, _value in outline.attributes}
        splices.append(set_attribute(tree, outline, names.get("text", "text"), title))
        if "title" in names:
            splices.append(set_attribute(tree, outline, names["title"], title))
    return _changed(tree, splices, url, lambda s: replace(s, title=title))


def set_url(data: bytes, old: str, new: str, name: str = NAME) -> bytes:
    """The list with another address for a feed, for one that has moved."""
    tree = editable(data, name)
    address = feed_url(new)
    if not address:
        raise OpmlError(f"{clean_line(new, 200)!r} is no http or https address", "Give the feed's full address.")
    splices: list[Splice] = []
    for index, _subscription in _of(tree, old):
        outline = tree.outlines[index]
        wanted = "xmlurl" if outline.get("xmlurl") else "url"
        key = next(key for key, value in outline.attributes if key.lower() == wanted and value.strip())
        splices.append(set_attribute(tree, outline, key, address))
    return _changed(tree, splices, old, lambda s: replace(s, url=address))


def without_userinfo(data: bytes, name: str = NAME) -> tuple[bytes, tuple[str, ...]]:
    """The list without user names and passwords in its feeds' addresses, and the addresses that had some.

    They go wherever they stand in a feed's outline: some lists write the address as its name.
    """
    tree = editable(data, name)
    splices: list[Splice] = []
    found: list[str] = []
    for index, subscription in all_subscriptions(tree):
        outline = tree.outlines[index]
        for key, value in outline.attributes:
            if (bare := _USERINFO.sub("://", value)) != value:
                splices.append(set_attribute(tree, outline, key, bare))
        if urls.userinfo(subscription.url):
            found.append(subscription.url)
    if not splices:
        return data, ()
    meant = Counter((urls.without_userinfo(s.url), s.folder) for s in _subscriptions(tree))
    result = encoded(tree, splices)
    return _checked(result, lambda after: Counter((s.url, s.folder) for s in after.elements()) == meant, name), tuple(
        found
    )


def set_paused(data: bytes, url: str, paused: bool, name: str = NAME) -> bytes:
    """The list with a feed paused (`newsdesk:paused="true"`) or going on (no such attribute)."""
    tree = editable(data, name)
    prefix, splices = bind_newsdesk(tree) if paused else ("", [])
    for index, _subscription in _of(tree, url):
        outline = tree.outlines[index]
        present = [key for key, _value in outline.attributes if _is_own(tree, key, "paused")]
        if paused:
            splices.append(set_attribute(tree, outline, present[0] if present else f"{prefix}:paused", "true"))
        else:
            splices += cut_attributes(tree, outline, *(key.lower() for key in present))
    return _changed(tree, splices, url, lambda s: replace(s, paused=paused))


def move(data: bytes, url: str, folder: Path, from_folder: Path | None = None, name: str = NAME) -> bytes:
    """The list with a feed at the end of another folder, its outline's bytes unchanged; made if missing.

    Of a feed in several folders the one in `from_folder` moves, else the first. It stays if it is in `folder` already.
    """
    tree = editable(data, name)
    folder = clean_path(folder)
    places = _of(tree, url)
    if any(subscription.folder == folder for _, subscription in places):
        return data
    index, moving = next((place for place in places if place[1].folder == from_folder), places[0])
    outline = tree.outlines[index]
    if index in tree.last_child:
        raise OpmlError(
            f"{name}, line {outline.line}: {urls.shown(url)} has outlines inside it", "Move it in a text editor."
        )
    # Outside a folder a category would count as one.
    inside = cut_attributes(tree, outline, "category") if not folder else []
    element = apply_within(tree.source.data, outline.span.start, outline.span.end, inside)
    without = parse(load(encoded(tree, [cut(tree.source.data, outline.span)]), name))
    meant = Counter(_subscriptions(tree))
    meant.subtract([moving])
    meant.update([replace(moving, folder=folder)])
    return _checked(encoded(without, put(without, {folder: [element]})), lambda after: after == +meant, name)


def outline_of(data: bytes, url: str, name: str = NAME) -> bytes:
    """The outline element of a feed as UTF-8, where it stands first; for `add` to put it back as it was."""
    tree = editable(data, name)
    span = tree.outlines[_of(tree, url)[0][0]].span
    return tree.source.data[span.start : span.end]


def unsubscribe(tree: Tree, index: int) -> list[Splice]:
    """Take a feed's outline out; one that has outlines inside it becomes their folder."""
    outline = tree.outlines[index]
    if index in tree.last_child:
        return cut_attributes(tree, outline, "xmlurl", "url", "htmlurl", "type")
    return [cut(tree.source.data, outline.span)]


def clean_path(folder: Iterable[str]) -> Path:
    """A folder's path as a list can hold it: cleaned names, none empty, not too deep."""
    return tuple(label for label in map(clean_line, folder) if label)[:MAX_FOLDERS]


def encoded(tree: Tree, splices: Iterable[Splice]) -> bytes:
    """The list with splices done, in its file's encoding."""
    return tree.source.encode(apply(tree.source.data, splices))


def _subscriptions(tree: Tree) -> Iterable[Subscription]:
    return (subscription for _, subscription in all_subscriptions(tree))


def _of(tree: Tree, url: str) -> list[tuple[int, Subscription]]:
    places = [(index, s) for index, s in all_subscriptions(tree) if _same(s.url, url)]
    if not places:
        raise OpmlError(f"{tree.source.name}: {urls.shown(url)} is not in the list", "See `newsdesk feeds`.")
    return places


def _same(one: str, other: str) -> bool:
    return urls.canonical(one) == urls.canonical(other)


def _is_own(tree: Tree, key: str, local: str) -> bool:
    prefix, colon, found = key.partition(":")
    return bool(colon) and prefix in tree.prefixes and found.lower() == local


def _changed(tree: Tree, splices: list[Splice], url: str, change: Callable[[Subscription], Subscription]) -> bytes:
    meant = Counter(change(s) if _same(s.url, url) else s for s in _subscriptions(tree))
    return _checked(encoded(tree, splices), lambda after: after == meant, tree.source.name)


def _checked(result: bytes, meant: Callable[[Counter[Subscription]], bool], name: str) -> bytes:
    """The result, once it has been read again and says what was meant."""
    if not meant(Counter(_subscriptions(parse(load(result, name))))):
        raise OpmlError(f"{name}: the edit would have changed more than was meant, so nothing was changed", "Edit it.")
    return result
