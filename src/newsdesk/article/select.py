"""Which blocks of the article's element are the article: what an outside reading bears out, and rules for the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsdesk import urls
from newsdesk.article.boilerplate import is_button, is_saying
from newsdesk.article.evidence import Evidence, letters
from newsdesk.model.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Footnote,
    ListBlock,
    Quote,
    Rule,
    Run,
    Table,
    Text,
    block_texts,
)

PROMO = re.compile(
    r"\W*(?:read (?:more|also|next|the latest)|see also|also read|also on|also (?:see|watch|check)|related|more on|"
    r"more from|don[’']?t miss|recommended|watch|listen|click here|tap here|you may also like|à lire aussi|"
    r"lire aussi|voir aussi|à lire également|lees ook|lesen sie auch|mehr zum thema|auch interessant|leia (?:também|"
    r"mais)|"
    r"veja também|lea también|te puede interesar|leggi anche|potrebbe interessarti|читайте также|läs också|les også|"
    r"czytaj także|zobacz też|most read|trending|editor[’']?s picks?|up next)\b",
    re.IGNORECASE,
)
LINKED = 0.85
"""Share of a paragraph's letters in links from which on it is a link and no paragraph."""


TAIL = re.compile(
    r"\W*(?:related (?:articles?|stories|posts?|news|content|links|topics|coverage)|you may (?:also )?(?:like|"
    r"be interested)"
    r"|you might (?:also )?(?:like|be interested)|read (?:next|also|more(?: stories)?)|more (?:stories|articles|"
    r"news)|more from|"
    r"most (?:read|popular|viewed)|recommended|sponsored(?: links| content)?|promoted|trending|up next|"
    r"editor[’']?s picks?|"
    r"comments|leave a (?:comment|reply)|share this|about the author|latest (?:news|stories)|what to read next|"
    r"don[’']?t miss|explore further|subscribe|sign up|newsletter|à lire aussi|lire aussi|sur le même (?:sujet|thème)|"
    r"mehr zum thema|lesen sie auch|das könnte sie (?:auch )?interessieren|también te puede interesar|"
    r"te puede interesar|noticias relacionadas|leia (?:também|mais)|veja também|notícias relacionadas|leggi anche|"
    r"potrebbe interessarti|articoli correlati|lees ook|meer over|läs (?:också|mer)|les også|læs også|читайте также|"
    r"по теме|zobacz także|czytaj także|関連記事|相关新闻|相关阅读|관련기사)\b.{0,60}",
    re.IGNORECASE,
)
"""What stands above other articles, below this one."""
FURNISHED = 0.5
"""Share of the article's text after which such a line ends it."""
MENU = 0.4
"""Share of the article's text from which on a list of links is what the article is about."""
DATELINE = re.compile(
    r"(?:(?:first )?published|updated|last (?:updated|modified)|posted|publié|mis à jour|veröffentlicht|aktualisiert|"
    r"stand|publicado|actualizado|atualizado|pubblicato|aggiornato)\b.{0,80}|.{0,60}\b(?:19|"
    r"20)\d\d\b.{0,40}\d{1,2}[:.h]\d\d.{0,30}",
    re.IGNORECASE | re.DOTALL,
)
LOST = 3
"""Blocks before the first one of a reading that it may have lost."""
SHORT = 60
"""Characters of a line before the first or after the last paragraph that is no sentence: a label, a button."""


def chosen(
    blocks: Sequence[Block], evidence: Evidence, title: str, inside: set[str] | None = None, site: str = ""
) -> list[Block]:
    """The article's blocks, in order: from the first to the last that the evidence bears out, promotion left out.

    `inside` are the letters of the blocks that stand close enough to the article's heart to need no evidence; None
    means all. `site` is the page's own: lists of links into it at the end are no part of the article.
    """
    marks = [is_borne_out(block, evidence) for block in blocks]
    texts = [index for index, mark in enumerate(marks) if mark]
    if not texts:
        return []
    first = _begin(blocks, texts[0], inside)
    last = first + len(_ended(blocks[first : texts[-1] + 1]))
    kept: list[Block] = []
    for index, block in enumerate(blocks[:last]):
        if isinstance(block, Figure | Embed | Rule):
            kept.append(block)
            continue
        if first <= index and (marks[index] or _is_inside(block, inside)) and not is_promotion(block, marks[index]):
            kept.append(block)
    return _without_tail(_without_heads(_without_labels(_ended(_captions_once(kept))), title), site)


def _begin(blocks: Sequence[Block], first: int, inside: set[str] | None) -> int:
    """Where the article begins: readings tend to lose full paragraphs right before the first one that they have."""
    begin = first
    for index in range(first - 1, max(first - 1 - LOST, -1), -1):
        block = blocks[index]
        text = "".join(block_texts(block))
        if isinstance(block, Figure) or (isinstance(block, Text) and block.kind == "heading"):
            continue
        if not isinstance(block, Text) or not is_full(text) or not _is_inside(block, inside):
            break
        if block.kind not in ("paragraph", "lead") or is_promotion(block, borne_out=False):
            break
        begin = index
    above = blocks[begin - 1] if begin else None
    is_headed = isinstance(above, Text) and above.kind == "heading" and above.level > 1 and _is_inside(above, inside)
    return begin - 1 if is_headed else begin


def _is_inside(block: Block, inside: set[str] | None) -> bool:
    return inside is None or letters("".join(block_texts(block))) in inside


def _captions_once(blocks: list[Block]) -> list[Block]:
    """Without captions that stand there again without their picture, as in galleries that scripts fill."""
    seen: set[str] = set()
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure):
            own = letters("".join(block_texts(block)))
            if own in seen and not block.image.url:
                continue
            seen.add(own)
        kept.append(block)
    return kept


def _ended(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks up to the line that says that other articles follow."""
    sizes = [len(letters("".join(block_texts(block)))) for block in blocks]
    total, above = sum(sizes), 0
    for index, block in enumerate(blocks):
        if above > total * FURNISHED and isinstance(block, Text) and block.kind != "note":
            text = "".join(block_texts(block))
            if len(text) <= 80 and TAIL.fullmatch(text):
                return blocks[:index]
        above += sizes[index]
    return blocks


def _without_labels(blocks: Sequence[Block]) -> list[Block]:
    """Without dates, buttons and labels that stand before the first and after the last full paragraph."""
    full = [i for i, block in enumerate(blocks) if isinstance(block, Text) and is_full("".join(block_texts(block)))]
    if not full:
        return list(blocks)
    top = [block for block in blocks[: full[0]] if not (is_label(block) or _is_links(block) or isinstance(block, Rule))]
    foot = [block for block in blocks[full[-1] + 1 :] if not is_label(block)]
    return [*top, *blocks[full[0] : full[-1] + 1], *foot]


def _is_links(block: Block) -> bool:
    """Whether a block is a list of nothing but links: sections and topics where it stands above the text."""
    runs = runs_of(block) if isinstance(block, ListBlock) else []
    return bool(runs) and all(run.link or not run.text.strip() for run in runs)


def is_full(text: str) -> bool:
    """Whether a text is a paragraph by its length."""
    return len(text) > 2 * SHORT or (
        len(text) > SHORT // 2 and len(letters(text)) > 2 * SHORT // 3 and not text.isascii()
    )


def is_label(block: Block) -> bool:
    """Whether a block is a short line that is no sentence: a date, a button, the name of a section."""
    if not isinstance(block, Text):
        return False
    text = "".join(block_texts(block))
    if block.kind in ("heading", "lead", "wire", "note", "byline", "section"):
        return False
    if len(text) < 2 * SHORT and DATELINE.fullmatch(text):
        return True
    return len(text) < SHORT and text[-1] not in '.!?…”"»:。！？'


def is_borne_out(block: Block, evidence: Evidence) -> bool:
    """Whether the outside reading has the text of a block, or most of its parts."""
    parts = [own for text in block_texts(block) if len(own := letters(text)) > 3]
    if not parts or isinstance(block, Figure | Embed | Rule):
        return False
    found = sum(len(part) for part in parts if evidence.has_most_of(part))
    return found * 2 >= sum(len(part) for part in parts)


def is_promotion(block: Block, borne_out: bool) -> bool:
    """Whether a block points to other articles instead of telling this one."""
    runs = runs_of(block)
    size = sum(len(run.text.strip()) for run in runs)
    linked = sum(len(run.text.strip()) for run in runs if run.link)
    text = "".join(run.text for run in runs)
    if isinstance(block, ListBlock):
        return size > 0 and linked >= size * LINKED and not borne_out
    if not isinstance(block, Text | Quote):
        return False
    if size and linked >= size * LINKED and len(text) < 300 and isinstance(block, Text):
        return block.kind != "heading"
    if PROMO.match(text) and linked and len(text) < 300:
        return True
    return is_saying(text) or is_button(text)


def runs_of(block: Block) -> list[Run]:
    """Every run of a block's text, nested ones too."""
    match block:
        case Text(runs=runs):
            return list(runs)
        case Quote(blocks=blocks) | Footnote(blocks=blocks):
            return [run for inner in blocks for run in runs_of(inner)]
        case ListBlock(items=items):
            return [run for item in items for inner in item for run in runs_of(inner)]
        case Table(head=head, rows=rows):
            return [run for row in (head, *rows) for cell in row for run in cell]
        case Code(text=text):
            return [Run(text)]
        case _:
            return []


def _without_heads(blocks: list[Block], title: str) -> list[Block]:
    """Without the lines at the top that repeat the title."""
    wanted = letters(title)
    top = [block for block in blocks[:8] if not (isinstance(block, Text) and _repeats(block, wanted))]
    return [*top, *blocks[8:]]


def _repeats(block: Text, wanted: str) -> bool:
    own = letters("".join(block_texts(block)))
    if not wanted or own == wanted:
        return own == wanted and bool(wanted)
    longer = len(wanted) < len(own) < len(wanted) * 1.3
    return (len(own) > 20 and wanted.startswith(own)) or (len(wanted) > 20 and longer and own.startswith(wanted))


def _without_tail(blocks: list[Block], site: str) -> list[Block]:
    """Without the rules, headings and lists of the site's own other pages that stand last."""
    total = sum(len(text) for block in blocks for text in block_texts(block))
    while blocks and (
        isinstance(blocks[-1], Rule)
        or (isinstance(blocks[-1], Text) and blocks[-1].kind == "heading")
        or _is_menu(blocks[-1], site, total * MENU)
    ):
        blocks.pop()
    return blocks


def _is_menu(block: Block, site: str, most: float) -> bool:
    """Whether a list is one of links to the site's own pages, and less than `most` letters long."""
    if not isinstance(block, ListBlock) or not site:
        return False
    runs = runs_of(block)
    size = sum(len(run.text.strip()) for run in runs)
    inward = sum(len(run.text.strip()) for run in runs if run.link and urls.site(run.link) == site)
    return size <= most and inward >= size * LINKED
