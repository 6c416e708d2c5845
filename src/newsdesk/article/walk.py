"""The walk over a tree that makes blocks of it: one pass, each element seen once."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsdesk import urls
from newsdesk.article import media
from newsdesk.article.boilerplate import COMMENTED, SMALL, is_card, is_comments, is_furniture, is_hidden, is_small
from newsdesk.article.credits import split_credit, tidy_credit
from newsdesk.article.dom import MAX_DEPTH, Element, TooDeep, names, text_of
from newsdesk.article.elements import PULL, aside, code, noscript, player, post, quote, rule
from newsdesk.article.figures import CAPTION, CREDIT, figure
from newsdesk.article.line import Line
from newsdesk.article.lists import FOOTNOTES, footnotes, list_of_items, list_of_terms
from newsdesk.article.quirks import NO_QUIRK, quirk_of
from newsdesk.article.shapes import (
    block_runs,
)
from newsdesk.article.tables import table
from newsdesk.model.blocks import (
    Block,
    Figure,
    Image,
    Run,
    Runs,
    runs_text,
)
from newsdesk.model.blocks import Text as TextBlock
from newsdesk.text import clean_line

MAX_BLOCKS = 20_000
MAX_TEXT = 2_000_000
"""Characters of text a document may hold."""
_CUT_TEXT = "Cut after 2 MB; o opens the original"

STRONG, EMPHASIS, CODE, SUPERSCRIPT, SUBSCRIPT, STRUCK = 1, 2, 4, 8, 16, 32

_STYLED = {
    "b": STRONG, "strong": STRONG, "i": EMPHASIS, "em": EMPHASIS, "cite": EMPHASIS, "dfn": EMPHASIS, "var": EMPHASIS,
    "code": CODE, "kbd": CODE, "samp": CODE, "tt": CODE, "sup": SUPERSCRIPT, "sub": SUBSCRIPT, "s": STRUCK,
    "strike": STRUCK, "del": STRUCK,
}  # fmt: skip
_PLAIN = names(
    "abbr acronym bdi bdo big data font ins label mark nobr rb rtc ruby small source span time track u wbr o:p "
    "math semantics mrow mi mo mn ms mtext msup msub msubsup mfrac msqrt mroot mstyle mover munder munderover mspace"
)
_MARKED = {"q": ("“", "”"), "rt": ("(", ")")}
_SKIPPED = names(
    "script style template head title svg button input select textarea nav canvas map area dialog datalist link meta "
    "base col colgroup param rp progress meter frameset noframes basefont annotation annotation-xml"
)
_BACK = re.compile(r"[\s\[\]^↩︎⏎↑↵⤴🔙]*")

# class names of running text that is something else than a paragraph
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("lead", re.compile(
        r"\b(?:lead|lede|chapo|chapeau|standfirst|stand-first|dek|deck|intro|introduction|teaser|vorspann|entradilla|"
        r"article-lead|article__lead|t-content__chapo|article-summary|subheadline|sub-headline|bajada|ingress|"
        r"manchet|summary-lead)(?![\w-])", re.IGNORECASE)),
    ("byline", re.compile(r"\b(?:byline|by-line|article-author|post-author|author-name|signature)(?![\w-])", re.I)),
    ("dateline", re.compile(r"\b(?:dateline|date-line|article-location)(?![\w-])", re.IGNORECASE)),
    ("section", re.compile(r"\b(?:kicker|overline|eyebrow|section-label|rubrique|dachzeile|surtitre)(?![\w-])", re.I)),
    ("note", re.compile(
        r"\b(?:correction|corrections|update-note|editors?-note|clarification|erratum|article-note)(?![\w-])", re.I)),
)  # fmt: skip


class Walk:
    """Turns elements into blocks; `blocks` is what came out, `cut` what limit stopped it ("" for none).

    `notice` says of a limit that it left something out without stopping.
    """

    def __init__(self, base_url: str, in_page: bool = False) -> None:
        self.blocks: list[Block] = []
        self.cut = self.notice = ""
        self.base = base_url
        self._in_page = in_page
        self._quirk = quirk_of(base_url)
        self._line = Line()
        self._kind = "paragraph"
        self._level = 0
        self.count = 0
        self.size = 0
        self.nesting = 0
        self._depth = 0
        self.noting = 0
        self.figures = 0
        self._all = 0

    def run(self, root: Element) -> None:
        """Walks everything below an element; raises TooDeep where the tree may have lost text."""
        self.descend(root, 0, "")
        self._flush()

    def begin(self, root: Element) -> None:
        """Tells how much text there is in all, so that no box holds most of it and still goes."""
        self._all = sum(map(len, root.itertext()))

    def descend(self, element: Element, style: int, link: str) -> None:
        """Walks the text and the elements below one, in a style and in a link ("" for none)."""
        text = element.text
        if text:
            self._say(text, style, link)
        self._depth += 1
        for child in element:
            if self.cut:
                break
            if self._depth > MAX_DEPTH:
                raise TooDeep
            _WAYS.get(child.tag, _unknown)(self, child, style, link)
            text = child.tail
            if text:
                self._say(text, style, link)
        self._depth -= 1

    def _say(self, text: str, style: int, link: str) -> None:
        self.size += len(text)
        self._line.add(text if self.size < MAX_TEXT else self._shortened(text), style, link)

    def _styled(self, element: Element, style: int, link: str) -> None:
        self.descend(element, style | _STYLED[element.tag], link)

    def _marked(self, element: Element, style: int, link: str) -> None:
        before, after = _MARKED[element.tag]
        self._line.add(before, style, link)
        self.descend(element, style, link)
        self._line.add(after, style, link)

    def _break(self, _element: Element, _style: int, _link: str) -> None:
        self._line.add_break()

    def _skip(self, _element: Element, _style: int, _link: str) -> None:
        """Nothing of it is read."""

    def _anchor(self, element: Element, style: int, link: str) -> None:
        href = element.get("href")
        if self.noting and href and href[0] == "#" and _BACK.fullmatch(text_of(element)):
            return
        self.descend(element, style, (self._link(href) or link) if href else link)

    def _inline(self, element: Element, style: int, link: str) -> None:
        attributes = element.attrib
        if attributes and (is_hidden(element) or self.is_furniture(element, inline=True)):
            return
        if self._line.pieces:
            if is_card(element):
                return
        elif attributes and self._is_caption(attributes.get("class")) and is_small(element, 1_000):
            self._add_caption(self.runs(element), CREDIT.search(attributes["class"]) is not None)
            return
        self.descend(element, style, link)

    def _is_caption(self, classes: str | None) -> bool:
        """Whether class names say caption or credit, and there is a picture just above that it can belong to."""
        if not classes or not self.blocks or not isinstance(self.blocks[-1], Figure):
            return False
        return CAPTION.search(classes) is not None

    def _block(self, element: Element, style: int, link: str) -> None:
        attributes = element.attrib
        if attributes and (is_hidden(element) or self.is_furniture(element)):
            return
        self._flush()
        self.check_limit()
        if self.cut:
            return
        handler = _HANDLERS.get(element.tag)
        if handler is not None:
            handler(self, element)
        elif not (attributes and self.special(element)):
            self.descend(element, style, link)
        self._flush()

    def is_furniture(self, element: Element, inline: bool = False) -> bool:
        """Whether an element is no part of the article by its names, and small enough for that to be true.

        What stands in a line of text (`inline`) is a word of a sentence, unless its whole name says otherwise.
        """
        if self.figures:
            return self._quirk.drops(element.get("class", ""))
        if self._quirk is not NO_QUIRK and self._quirk.drops(element.get("class", "")):
            return True
        if not is_furniture(element, self._in_page and not (inline and self._line.pieces)):
            return False
        if not self._all:
            self.begin(element.getroottree().getroot())
        if self._in_page and is_comments(element):
            return is_small(element, self._all - COMMENTED)
        return is_small(element, min(SMALL, self._all // 2))

    def _link(self, href: str) -> str:
        href = href.strip()
        if href[:1] == "#":
            return ""
        if href[:7].lower() == "mailto:":
            address = clean_line(href[7:], 300)
            return f"mailto:{address}" if "@" in address and " " not in address else ""
        url = urls.web_url(href, self.base)
        if "#" in url and self.base and urls.canonical(url) == urls.canonical(self.base):
            return ""
        return urls.without_tracking(url)

    def _flush(self) -> None:
        if not self._line.pieces:
            return
        for runs in self._line.take():
            self.blocks.append(TextBlock(self._kind, runs, self._level))  # type: ignore[arg-type]
            self.count += 1

    def _shortened(self, text: str) -> str:
        """What of a text still fits; from here on the article is cut."""
        self.cut = self.cut or _CUT_TEXT
        return text[: max(0, MAX_TEXT - self.size + len(text))]

    def check_limit(self) -> None:
        """Sets `cut` where the article has become as long as it may."""
        if self.count >= MAX_BLOCKS:
            self.cut = f"Cut after {MAX_BLOCKS:,} blocks; o opens the original"
        elif self.size >= MAX_TEXT:
            self.cut = _CUT_TEXT

    def inside(self, element: Element) -> list[Block]:
        """The blocks of an element's content, apart from those around it."""
        outer, self.blocks = self.blocks, []
        kind, level, self._kind, self._level = self._kind, self._level, "paragraph", 0
        self.nesting += 1
        # Items of lists and cells of tables come here without `_child`: their level counts too.
        self._depth += 1
        self.descend(element, 0, "")
        self._flush()
        self._depth -= 1
        self.nesting -= 1
        self._kind, self._level = kind, level
        inner, self.blocks = self.blocks, outer
        return inner

    def runs(self, element: Element) -> Runs:
        """An element's content as one stretch of runs; blocks in it become lines."""
        if not len(element):
            if element.text:
                self._say(element.text, 0, "")
            return next(iter(self._line.take()), ())
        count = self.count
        inner = self.inside(element)
        self.count = count
        runs: list[Run] = []
        for block in inner:
            own = block.runs if isinstance(block, TextBlock) else block_runs(block)
            if own:
                runs.extend((Run("\n"), *own) if runs else own)
        return tuple(runs)

    # --- elements that are blocks of their own kind ---------------------------------------------

    def special(self, element: Element) -> bool:
        """Elements whose class classes say what they are; True when it was one and is done."""
        classes = element.get("class")
        if not classes:
            return False
        if "caption" in classes and element.find(".//img") is not None and is_small(element, 2_000):
            figure(self, element)
            return True
        if CAPTION.search(classes) and self.blocks and isinstance(self.blocks[-1], Figure) and is_small(element, 1_000):
            self._add_caption(self.runs(element), CREDIT.search(classes) is not None)
            return True
        # A gallery's pictures may come by script: its captions are no paragraphs for that.
        if self._in_page and "caption" in classes and is_small(element, 1_000):
            caption, credit = split_credit(self.runs(element))
            if caption or credit:
                self.add_figure(Image(""), caption, credit)
            return True
        if not self.noting and FOOTNOTES.search(classes):
            footnotes(self, element)
            return True
        if media.is_post(element):
            return post(self, element)
        if PULL.search(classes):
            quote(self, element)
            return True
        for kind, pattern in (*self._quirk.kinds, *_KINDS):
            if pattern.search(classes) and is_small(element, 1_200) and len(element.findall(".//p")) < 2:
                self._as_kind(element, kind)
                return True
        return False

    def _as_kind(self, element: Element, kind: str, level: int = 0) -> None:
        outer = self._kind, self._level
        self._kind, self._level = kind, level
        self.descend(element, 0, "")
        self._flush()
        self._kind, self._level = outer

    def _heading(self, element: Element) -> None:
        if self._kind == "paragraph":
            self._as_kind(element, "heading", max(2, int(element.tag[1])))
        else:
            self.descend(element, 0, "")

    def _image(self, element: Element, _style: int, _link: str) -> None:
        if media.is_inline(element):
            if not is_hidden(element):
                self._line.add(element.get("alt", ""))
            return
        image = media.image_of(element, self.base)
        if image is not None:
            self._flush()
            self.add_figure(image)

    def add_figure(self, image: Image, caption: Runs = (), credit: str = "") -> None:
        """Adds a picture; the same one twice in a row is one."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Figure) and image.url and last.image.url == image.url:
            self.blocks.pop()
            caption, credit = caption or last.caption, credit or last.credit
        self.blocks.append(Figure(image, caption, credit))
        self.count += 1

    def _add_caption(self, runs: Runs, is_credit: bool) -> None:
        figure = self.blocks[-1]
        assert isinstance(figure, Figure)
        caption, credit = split_credit(runs)
        if is_credit and not figure.credit and (not caption or not credit or figure.caption):
            self.blocks[-1] = Figure(figure.image, figure.caption, tidy_credit(runs_text(runs).replace("\n", " ")))
            return
        if not figure.caption:
            self.blocks[-1] = Figure(figure.image, caption, figure.credit or credit)
        elif runs and runs_text(caption) != runs_text(figure.caption):
            # In a page it is the next picture's, which a script would set there.
            self.blocks.append(Figure(Image(""), caption, credit) if self._in_page else TextBlock("paragraph", runs))

    def loose(self, text: str | None) -> list[Block]:
        """Text that stands where only elements should, as a paragraph."""
        if not text or text.isspace():
            return []
        self._line.add(text)
        return [TextBlock("paragraph", runs) for runs in self._line.take()]

    def apart(self, element: Element) -> list[Block]:
        """The blocks of one element, apart from those around it."""
        outer, self.blocks = self.blocks, []
        if self._depth >= MAX_DEPTH:
            raise TooDeep
        self._depth += 1
        _WAYS.get(element.tag, _unknown)(self, element, 0, "")
        self._depth -= 1
        self._flush()
        inner, self.blocks = self.blocks, outer
        return inner


def _unknown(walk: Walk, element: Element, style: int, link: str) -> None:
    # An element of a site's own stands in the line, as in browsers.
    (Walk._inline if "-" in element.tag else Walk._block)(walk, element, style, link)


_WAYS: dict[str, Callable[[Walk, Element, int, str], None]] = {
    **dict.fromkeys(_STYLED, Walk._styled), **dict.fromkeys(_MARKED, Walk._marked),
    **dict.fromkeys(_SKIPPED, Walk._skip), **dict.fromkeys(_PLAIN, Walk._inline),
    "p": Walk._block, "div": Walk._block, "a": Walk._anchor, "br": Walk._break, "img": Walk._image,
}  # fmt: skip
"""How an element is read, by its tag: in the line of text or as a block."""
_HANDLERS: dict[str, Callable[[Walk, Element], None]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Walk._heading),
    "figure": figure, "blockquote": quote, "ul": list_of_items, "ol": list_of_items, "menu": list_of_items,
    "dir": list_of_items, "dl": list_of_terms, "pre": code, "listing": code, "xmp": code,
    "hr": rule, "iframe": player, "video": player, "audio": player, "object": player,
    "embed": player, "noscript": noscript, "aside": aside, "table": table,
}  # fmt: skip
