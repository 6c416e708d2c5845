"""Elements that are blocks of their own kind: quotes, code, rules, players, posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsdesk.article import media
from newsdesk.article.dom import Element, text_of
from newsdesk.article.lists import MAX_NESTING
from newsdesk.article.shapes import drop, is_last, unstyled, verbatim, without_dash
from newsdesk.model.blocks import Code, Figure, Quote, Rule, Runs, runs_text
from newsdesk.model.blocks import Text as TextBlock
from newsdesk.text import clean_code, clean_line

if TYPE_CHECKING:
    from newsdesk.article.walk import Walk

_LANGUAGE = re.compile(
    r"(?:^|[\s;])(?:language|lang|highlight-source|sourceCode|brush:)[-:\s]\s*([a-zA-Z0-9+#_.-]{1,30})"
)
_NO_LANGUAGE = frozenset(("plaintext", "none", "text", "plain", "highlight", "pre", "code", "wp-block-code", "default"))
PULL = re.compile(r"pull-?quote|blockquote--pull|quote-?pull|pullout", re.IGNORECASE)


def quote(walk: Walk, element: Element) -> None:
    """A quote: its blocks, and the source it names last."""
    if media.is_post(element) and post(walk, element):
        return
    source: Runs = ()
    for part in element.iter("cite", "footer", "figcaption"):
        if part.tag != "cite" or is_last(element, part):
            source = walk.runs(part)
            drop(part)
            break
    inner = walk.inside(element)
    if source and not inner:
        inner, source = [TextBlock("paragraph", source)], ()
    if len(inner) == 1 and isinstance(inner[0], Quote) and _is_pull(element) and not source:
        walk.blocks.append(Quote(inner[0].blocks, inner[0].source, True))
    elif walk.nesting >= MAX_NESTING:
        walk.blocks.extend([*inner, TextBlock("paragraph", source)] if source else inner)
    elif inner:
        walk.blocks.append(Quote(tuple(inner), without_dash(unstyled(source)), _is_pull(element)))
        walk.count += 1


def _is_pull(element: Element) -> bool:
    return element.tag == "aside" or PULL.search(element.get("class", "")) is not None


def code(walk: Walk, element: Element) -> None:
    """Text that is to stand as it stands, with the language its names give."""
    language = ""
    parent = element.getparent()
    for holder in (element, *element.iter("code"), *(() if parent is None else (parent,))):
        found = _LANGUAGE.search(holder.get("class", ""))
        if found and found[1].lower() not in _NO_LANGUAGE:
            language = found[1]
            break
    text = clean_code(verbatim(element)).strip("\n").rstrip()
    if text.strip():
        walk.size += len(text)
        walk.blocks.append(Code(text, language))
        walk.count += 1


def rule(walk: Walk, _element: Element) -> None:
    """A rule, one where there are several."""
    if walk.blocks and not isinstance(walk.blocks[-1], Rule):
        walk.blocks.append(Rule())
        walk.count += 1


def player(walk: Walk, element: Element) -> None:
    """What plays in a page: a line that names it and leads to it."""
    found = media.player_of(element, walk.base)
    if found is not None:
        walk.blocks.append(found)
        walk.count += 1
    # libxml2 takes `embed` for an element with an end, and all that follows for its content.
    if element.tag == "embed" or (found is None and element.tag in ("object", "video", "audio")):
        walk.descend(element, 0, "")


def post(walk: Walk, element: Element) -> bool:
    """A social post by its words; True when it was one that leads somewhere."""
    words = clean_line(runs_text(walk.runs(element)).replace("\n", " "))
    found = media.post_of(element, walk.base, words)
    if found is None:
        return False
    walk.size += len(found.title)
    walk.blocks.append(found)
    walk.count += 1
    return True


def noscript(walk: Walk, element: Element) -> None:
    """What readers without scripts see; the picture in it that a script would have loaded above goes."""
    last = walk.blocks[-1] if walk.blocks else None
    if isinstance(last, Figure) and last.image.url and not text_of(element):
        return
    walk.descend(element, 0, "")


def aside(walk: Walk, element: Element) -> None:
    """What an aside is by its names; its content where they say nothing."""
    if PULL.search(element.get("class", "")):
        quote(walk, element)
    elif not walk.special(element):
        walk.descend(element, 0, "")
