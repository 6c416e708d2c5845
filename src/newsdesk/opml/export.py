"""The list as it may be given away: without the feeds that are private or whose address holds a secret."""

from __future__ import annotations

import re
from collections.abc import Collection

from newsdesk import tokens, urls
from newsdesk.opml.edit import NAME, editable, encoded, unsubscribe
from newsdesk.opml.read import feed_url
from newsdesk.opml.splice import Splice, cut
from newsdesk.opml.tree import Outline, Span, Tree

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_USERINFO = re.compile(rb"://[^/\s\"'<>@]*:[^/\s\"'<>@]*@")
_ADDRESSES = frozenset(("xmlurl", "htmlurl", "url"))


def export(
    data: bytes, include_private: bool, name: str = NAME, private_feeds: Collection[str] = ()
) -> tuple[bytes, int]:
    """The list for others and how many feeds were left out; comments with a password in them go too.

    Private is what says `newsdesk:private="true"`, has a user name, password or token in its address, or is among
    `private_feeds` (addresses as `urls.exact` spells them). Raises OpmlError where the list is not well-formed.
    """
    tree = editable(data, name)
    if include_private:
        return data, 0
    private = [index for index, outline in enumerate(tree.outlines) if _is_private(tree, outline, private_feeds)]
    splices = [splice for index in private for splice in unsubscribe(tree, index)]
    splices += _telling_comments(tree, splices)
    return encoded(tree, splices) if splices else data, len(private)


def _is_private(tree: Tree, outline: Outline, private_feeds: Collection[str]) -> bool:
    addresses = [value.strip() for key, value in outline.attributes if key.lower() in _ADDRESSES and value.strip()]
    if not addresses:
        return False
    return (
        tree.own(outline, "private").lower() in ("true", "1", "yes")
        or any(tokens.in_address(address) for address in addresses)
        or any(urls.exact(feed_url(address)) in private_feeds for address in addresses)
    )


def _telling_comments(tree: Tree, cuts: list[Splice]) -> list[Splice]:
    found: list[Splice] = []
    for comment in _COMMENT.finditer(tree.source.data):
        if not _USERINFO.search(comment.group()):
            continue
        whole = cut(tree.source.data, Span(comment.start(), comment.end(), comment.end(), comment.end()))
        exact = Splice(comment.start(), comment.end())
        free = (splice for splice in (whole, exact) if not any(_overlap(splice, one) for one in (*cuts, *found)))
        found += [splice for splice in [next(free, None)] if splice]
    return found


def _overlap(one: Splice, other: Splice) -> bool:
    return one.start < other.end and other.start < one.end
