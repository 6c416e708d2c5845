"""A feed entry's body as article blocks."""

from __future__ import annotations

from collections.abc import Callable

from newsdesk.article import dom
from newsdesk.article.finish import finish
from newsdesk.article.source import bounded
from newsdesk.article.walk import Walk
from newsdesk.model.blocks import Document


def body_document(html: str, base_url: str, title: str = "") -> Document:
    """The blocks of an entry's HTML, links resolved against `base_url`, without a first heading that repeats `title`.

    Pure, linear in time; never raises, whatever the text. What a limit cut is said in `notice`.
    """
    html, notice = bounded(html)
    walk = walked(dom.parse(html), lambda: html, base_url)
    return Document(tuple(finish(walk.blocks, title)), notice=walk.cut or notice or walk.notice)


def walked(root: dom.Element, source: Callable[[], str], base_url: str, *, in_page: bool = False) -> Walk:
    """The walk over a parsed tree; over its HTML without the nesting where the tree is too deep to be whole."""
    for flatter in (dom.flat, dom.bare):
        walk = Walk(base_url, in_page=in_page)
        try:
            walk.run(root)
        except dom.TooDeep:
            root = dom.parse(flatter(source()))
        else:
            return walk
    walk = Walk(base_url, in_page=in_page)
    walk.run(root)
    return walk
