"""Merges another list into the person's own: what is there stays where it is, what is new is copied byte for byte."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from newsdesk.errors import OpmlError
from newsdesk.model.feeds import Subscription
from newsdesk.opml.edit import NAME, editable, encoded
from newsdesk.opml.place import Path, put
from newsdesk.opml.read import Skipped, all_subscriptions, canonical, listed, read_tree
from newsdesk.opml.source import load
from newsdesk.opml.splice import Layout, Splice, apply_within, attribute_spans, cut_attributes, quoted
from newsdesk.opml.tree import NAMESPACE, Tree, parse

_PREFIX = re.compile(rb"""(?:</?|\s)([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*(?=[\s=/>])""")
_UNBOUND = NAMESPACE + "/unbound#"
"""What a prefix is bound to that the other list used without saying what it means."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge came to."""

    data: bytes
    """The person's list afterwards; the same bytes where nothing was new."""
    added: tuple[Subscription, ...]
    already_there: tuple[Subscription, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()
    """What was mended or lost in the other list."""


def merge(mine: bytes, theirs: bytes, name: str, my_name: str = NAME) -> Merge:
    """The person's list with the feeds of the list `theirs`, a file called `name`, that it does not have yet.

    Raises OpmlError where the person's list can't be edited, or the other is no OPML or has no feed.
    """
    tree = editable(mine, my_name)
    other, mended = read_tree(theirs, name)
    read = listed(other, mended, name)
    have = {canonical(subscription.url) for _, subscription in all_subscriptions(tree)}
    wanted = set(read.subscriptions)
    added: list[Subscription] = []
    groups: dict[Path, list[bytes]] = {}
    for index, subscription in all_subscriptions(other):
        if subscription in wanted and canonical(subscription.url) not in have:
            wanted.discard(subscription)
            added.append(subscription)
            groups.setdefault(subscription.folder, []).append(_copied(other, index, tree))
    there = tuple(s for s in read.feeds if canonical(s.url) in have)
    if not added:
        return Merge(mine, (), there, read.skipped, read.notes)
    data = encoded(tree, put(tree, groups))
    _check(tree, data, added, my_name)
    return Merge(data, tuple(added), there, read.skipped, read.notes)


def _copied(other: Tree, index: int, mine: Tree) -> bytes:
    """A feed's outline as it goes into the person's list: its bytes, with what binds its prefixes there."""
    outline = other.outlines[index]
    span = outline.span
    alone = index in other.last_child
    end = span.inner if alone else span.end
    # Commands that some readers run over a feed are not carried from list to list.
    splices = cut_attributes(other, outline, "filtercmd")
    here = Layout(mine).outline_name
    tag = span.start + 1 + len(outline.name.encode())
    bindings = "".join(_bindings(other, index, end, mine)).encode()
    if here != outline.name:
        splices.append(Splice(span.start, tag, b"<" + here.encode()))
        if not alone and not span.empty_tag:
            splices.append(Splice(span.inner_end, span.end, b"</" + here.encode() + b">"))
    if bindings:
        last = max((place.end for _, place in attribute_spans(other.source.data, span)), default=tag)
        splices.append(Splice(last, last, bindings))
    if alone:
        # Its feeds come by themselves, each to its own folder.
        splices.append(Splice(span.inner - 1, span.inner, b"/>"))
    return apply_within(other.source.data, span.start, end, splices)


def _bindings(other: Tree, index: int, end: int, mine: Tree) -> list[str]:
    """Declarations for the prefixes that an outline uses and that the person's list binds otherwise or not at all."""
    outline = other.outlines[index]
    used = {key.partition(":")[0] for key, _value in outline.attributes if ":" in key}
    # What stands inside an outline is not looked at one by one; a prefix too many does no harm.
    used |= {
        prefix.decode()
        for prefix in _PREFIX.findall(other.source.data, outline.span.inner, min(end, outline.span.inner_end))
    }
    if not used - {"xml", "xmlns"}:
        return []
    scope = dict(other.bindings)
    chain = [index]
    while other.outlines[chain[-1]].parent >= 0:
        chain.append(other.outlines[chain[-1]].parent)
    for around in reversed(chain[1:]):
        scope |= {key[6:]: value for key, value in other.outlines[around].attributes if key.startswith("xmlns:")}
    own = {key[6:] for key, _value in outline.attributes if key.startswith("xmlns:")}
    needed: list[str] = []
    for prefix in sorted(used - own - {"xml", "xmlns"}):
        uri = scope.get(prefix) or (NAMESPACE if prefix == "newsdesk" else _UNBOUND + prefix)
        if mine.bindings.get(prefix) != uri:
            needed.append(f" xmlns:{prefix}={quoted(uri).decode()}")
    return needed


def _check(before: Tree, data: bytes, added: list[Subscription], name: str) -> None:
    after = Counter((s.url, s.folder) for _, s in all_subscriptions(parse(load(data, name))))
    meant = Counter((s.url, s.folder) for _, s in all_subscriptions(before))
    meant.update((s.url, s.folder) for s in added)
    if after != meant:
        raise OpmlError(f"{name}: the merge would have changed more than was meant, so nothing was changed", "Edit it.")
