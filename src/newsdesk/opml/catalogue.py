"""The bundled catalogue: the part in the person's languages, and what it has that their list has not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsdesk import urls
from newsdesk.model.feeds import Subscription
from newsdesk.opml.edit import NAME, editable, encoded, unsubscribe
from newsdesk.opml.read import all_subscriptions, listed, read_tree, subscription_at
from newsdesk.opml.splice import Splice, cut

_SAME_LANGUAGE = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""Codes of locales, and what the catalogue calls those languages."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a catalogue has that a list has not."""

    new: tuple[Subscription, ...]
    moved: tuple[tuple[str, str], ...]
    """(address in the list, address in the catalogue) of feeds with the same owner and title."""


def locale_languages(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The language that the environment asks messages in (LC_ALL before LC_MESSAGES before LANG), if it names one."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            found = re.match(r"([A-Za-z]{2,3})(?=[_.@-]|\Z)", value)
            return (_primary(found.group(1)),) if found else ()
    return ()


def choose(data: bytes, languages: Sequence[str], name: str = NAME) -> bytes:
    """The catalogue's feeds in these languages, in English and in none that it names; empty folders go too."""
    tree = editable(data, name)
    wanted = {"en", "", *map(_primary, languages)}
    kept: set[int] = set()
    for index, subscription in all_subscriptions(tree):
        if _primary(subscription.language) in wanted:
            while index >= 0 and index not in kept:
                kept.add(index)
                index = tree.outlines[index].parent
    splices: list[Splice] = []
    for index, outline in enumerate(tree.outlines):
        if index not in kept and (outline.parent < 0 or outline.parent in kept):
            splices.append(cut(tree.source.data, outline.span))
        elif index in kept and (feed := subscription_at(tree, index)) and _primary(feed.language) not in wanted:
            splices += unsubscribe(tree, index)
    return encoded(tree, splices)


def compare(mine: bytes, catalogue: bytes, name: str = NAME) -> Difference:
    """The catalogue's feeds that a list has not, and those it has under an older address."""
    have = listed(*read_tree(mine, name), name, allow_empty=True).subscriptions
    offered = listed(*read_tree(catalogue, "the catalogue"), "the catalogue", allow_empty=True).feeds
    my_urls = {urls.canonical(subscription.url) for subscription in have}
    their_urls = {urls.canonical(subscription.url) for subscription in offered}
    orphans = {
        (subscription.owner, subscription.title): subscription.url
        for subscription in have
        if subscription.owner and urls.canonical(subscription.url) not in their_urls
    }
    new: list[Subscription] = []
    moved: list[tuple[str, str]] = []
    for subscription in offered:
        if urls.canonical(subscription.url) in my_urls:
            continue
        old = orphans.get((subscription.owner, subscription.title))
        if old:
            moved.append((old, subscription.url))
        else:
            new.append(subscription)
    return Difference(tuple(new), tuple(moved))


def _primary(language: str) -> str:
    code = re.split("[-_]", language.lower())[0]
    return _SAME_LANGUAGE.get(code, code)
