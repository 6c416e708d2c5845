"""What blocks are, told from where they stand and what they say: leads, bylines, notes, wire credits; and what goes."""

from __future__ import annotations

import re

from newsdesk.article.boilerplate import is_saying
from newsdesk.article.credits import AGENCIES
from newsdesk.model.blocks import Block, Figure, ListBlock, Rule, Runs, Style, Text, TextKind, runs_text
from newsdesk.words import fold

_AGENCY = "|".join(
    re.escape(name.replace("~", " "))
    for name in (
        *sorted(AGENCIES),
        "FRANCE 24",
        "Australian Associated Press",
        "AAP",
        "RFI",
        "Le Monde",
        "IANS",
        "Agencies",
    )
)
_WIRE = re.compile(
    r"[(\[–—-]?\s*(?:(?:©|\(c\)|copyright)\s?(?:\d{4}\s)?)?"
    rf"(?:with|avec|con|mit|from|by|von|source:?|additional reporting by)?\s*(?:{_AGENCY})"
    rf"(?:(?:\s*(?:,|/|&|\+|and|with|et|avec|y|con|und|mit|e|from|via)\s*)+(?:{_AGENCY}))*[\w\s/,.&]{{0,20}}[)\]]?\.?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:update[ds]?|correction|corrected|clarification|editor[’']?s[’']? note|note (?:de la rédaction|to readers)|"
    r"mise à jour|rectificatif|précision|erratum|korrektur|aktualisierung|anmerkung der redaktion|hinweis|"
    r"actualización|corrección|fe de (?:erratas|errores)|nota del editor|aggiornamento|rettifica|atualização|"
    r"this (?:article|story|post|piece) (?:was|has been) (?:updated|amended|corrected|edited)|"
    r"(?:an earlier|a previous|the original) version of this (?:article|story|post))"
    r"\b(?:\s?[^:.]{0,60}:|\s?\(|\s|[.,—–-])",
    re.IGNORECASE,
)
_NOTE_LABEL = re.compile(
    r"(?:hinweis|précision|updates?|corrections?|correction)\b(?!\s?[^:.]{0,60}[:(—–])", re.IGNORECASE
)
_BYLINE = re.compile(
    r"(?:by|par|von|por|di|words by|reporting by|text by|text:|reportage|written by)\s(?=[^\W\d_])"
    r"(?!the\b|a\b|and\b).{2,90}",
    re.IGNORECASE | re.DOTALL,
)
_DRAWN_RULE = re.compile(r"[_*\-–—=~•·#⁂◆\s]{3,}|⁂")
"""A paragraph that is a rule drawn with signs: ___ and * * * are agencies' and novelists'."""
_NO_LETTERS = re.compile(r"\W+")
_SENTENCE = re.compile(r"[.!?…]\s")
NEAR_TOP = 6
"""Blocks from the top, and from the lead on, among which it is said again where it is."""
REPEATED = 20
"""Letters from which on it is no chance that two texts begin alike."""
HEADING_LENGTH = 90
"""Characters: a longer strong paragraph is no sub-heading."""


def finish(blocks: list[Block], title: str = "") -> list[Block]:
    """The blocks without the title they repeat and what is furniture by its words, each text with its kind."""
    kept = _without_sayings(_without_title(blocks, title))
    told = [_told(block, index, len(kept)) for index, block in enumerate(kept)]
    return _trim(_headings(_first_lead(told)))


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    for index, block in enumerate(blocks[:4]):
        if not isinstance(block, Text):
            continue
        text = runs_text(block.runs)
        # Folding is dear; a text of quite another length is another text.
        if block.kind in ("heading", "paragraph") and len(text) < 2 * len(title) and _says_same(text, title):
            return blocks[:index] + blocks[index + 1 :]
        if block.kind in ("paragraph", "lead"):
            break
    return blocks


def _says_same(text: str, title: str) -> bool:
    letters = _letters(text)
    return letters != "" and letters == _letters(title)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", fold(text[:1_000]))


def _without_sayings(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if not isinstance(block, Text) or _is_worth(block)]


def _is_worth(block: Text) -> bool:
    text = runs_text(block.runs)
    return text != "" and (block.kind == "note" or not is_saying(text))


def _told(block: Block, index: int, count: int) -> Block:
    if not isinstance(block, Text) or block.kind != "paragraph":
        return block
    text = runs_text(block.runs)
    if _DRAWN_RULE.fullmatch(text):
        return Rule()
    kind = kind_of(text, index, count)
    return block if kind == "paragraph" else Text(kind, block.runs)


def kind_of(text: str, index: int, count: int) -> TextKind:
    """What a paragraph is, by its words and its place among `count` blocks."""
    if len(text) < 120 and count - index <= 3 and index and _WIRE.fullmatch(text):
        return "wire"
    if (index < 3 or count - index <= 4) and _NOTE.match(text) and not _NOTE_LABEL.match(text):
        return "note"
    if index < 3 and len(text) < 100 and _BYLINE.fullmatch(text) and not _SENTENCE.search(text + " "):
        return "byline"
    return "paragraph"


def _first_lead(blocks: list[Block]) -> list[Block]:
    """The first paragraph is the lead where the author set it strong and the next not; it needs no strength then."""
    for index, block in enumerate(blocks):
        if not isinstance(block, Text) or block.kind in ("byline", "section", "dateline"):
            continue
        after = next((b for b in blocks[index + 1 :] if isinstance(b, Text)), None)
        text = runs_text(block.runs)
        if block.kind == "lead" or (
            block.kind == "paragraph" and len(text) > HEADING_LENGTH // 2 and after and _is_strong(block.runs)
            and not _is_strong(after.runs) and after.kind == "paragraph"
        ):  # fmt: skip
            plain = tuple(run._replace(style=run.style & ~Style.STRONG) for run in block.runs)
            return [*blocks[:index], Text("lead", plain), *blocks[index + 1 :]]
        break
    return blocks


def _is_strong(runs: Runs) -> bool:
    # Adding flags is dear, and most runs have none.
    return all((run.style and run.style & Style.STRONG) or not run.text.strip() for run in runs)


def _headings(blocks: list[Block]) -> list[Block]:
    """Short strong paragraphs between paragraphs are the sub-headings that the editor's software had no button for."""
    made = list(blocks)
    for index in range(1, len(blocks) - 1):
        block, after = blocks[index], blocks[index + 1]
        if not isinstance(block, Text) or block.kind != "paragraph" or not isinstance(after, Text | Figure | ListBlock):
            continue
        if not _is_strong(block.runs) or (isinstance(after, Text) and _is_strong(after.runs)):
            continue
        text = runs_text(block.runs)
        if len(text) <= HEADING_LENGTH and text[-1] not in ".,;:!…" and not any(r.link for r in block.runs):
            plain = tuple(run._replace(style=run.style & ~Style.STRONG) for run in block.runs)
            made[index] = Text("heading", plain, 3)
    return made


def once(blocks: list[Block]) -> list[Block]:
    """The blocks with the lead said once: many pages set the first paragraph, or its beginning, above the text too."""
    lead = next(
        (i for i, block in enumerate(blocks[:NEAR_TOP]) if isinstance(block, Text) and block.kind == "lead"), -1
    )
    if lead < 0:
        return blocks
    wanted = _beginning(blocks[lead])
    for index, block in enumerate(blocks[lead + 1 : lead + 1 + NEAR_TOP], lead + 1):
        if not isinstance(block, Text) or block.kind not in ("paragraph", "heading", "lead"):
            continue
        own = _beginning(block)
        if REPEATED <= len(own) < 1_000 and wanted.startswith(own):
            return blocks[:index] + blocks[index + 1 :]
        if len(wanted) >= REPEATED and own.startswith(wanted):
            return blocks[:lead] + blocks[lead + 1 :]
    return blocks


def _beginning(block: Block) -> str:
    return _letters(runs_text(block.runs)) if isinstance(block, Text) else ""


def _trim(blocks: list[Block]) -> list[Block]:
    """No rule at an end, no two in a row."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Rule) or (kept and not isinstance(kept[-1], Rule)):
            kept.append(block)
    while kept and isinstance(kept[-1], Rule):
        kept.pop()
    return kept
