"""What a publisher changed in an article: the text as it is now, what is new set strong, what went struck out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from newsdesk.model.blocks import Block, Document, Figure, Run, Runs, Style, Text, block_texts

MOST_BLOCKS = 2_000
"""Blocks that are compared: the time grows with their square."""
MOST_WORDS = 1_500
"""Words of a paragraph that is compared word by word; a longer one is shown twice."""
ALIKE = 0.4
"""Share of its words that a paragraph keeps when it is the same paragraph, changed."""
_WORDS = re.compile(r"\s*(?:\w+|[^\w\s])")


def changes(before: Document, after: Document) -> Document:
    """The later text with the changes in it; pictures and their captions are left alone."""
    old = [block for block in before.blocks if not isinstance(block, Figure)][:MOST_BLOCKS]
    new = [block for block in after.blocks if not isinstance(block, Figure)][:MOST_BLOCKS]
    matcher = SequenceMatcher(None, [_text(block) for block in old], [_text(block) for block in new], autojunk=False)
    shown: list[Block] = []
    for what, i, j, k, m in matcher.get_opcodes():
        shown += new[k:m] if what == "equal" else _replaced(old[i:j], new[k:m])
    return after._replace(blocks=tuple(shown), notice="")


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    """Blocks in place of others: those that were paired by place and are alike are compared by words."""
    shown: list[Block] = []
    for place in range(max(len(old), len(new))):
        before = old[place] if place < len(old) else None
        after = new[place] if place < len(new) else None
        together = _compared(before, after) if before is not None and after is not None else None
        if together is not None:
            shown.append(together)
            continue
        shown += [Text("paragraph", (Run(text, Style.STRUCK),)) for text in _texts(before)]
        shown += [Text("paragraph", (Run(text, Style.STRONG),)) for text in _texts(after)]
    return shown


def _compared(before: Block, after: Block) -> Block | None:
    if not isinstance(before, Text) or not isinstance(after, Text):
        return None
    old, new = _WORDS.findall(_text(before)), _WORDS.findall(_text(after))
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return None
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    runs: list[Run] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            runs.append(Run("".join(new[k:m])))
            continue
        runs += [Run(text, style) for text, style in
                 (("".join(old[i:j]), Style.STRUCK), ("".join(new[k:m]), Style.STRONG)) if text]  # fmt: skip
    return Text(after.kind, _spaced(runs), after.level)


def _spaced(runs: list[Run]) -> Runs:
    """With a space between what went and what came in its place."""
    spaced: list[Run] = []
    for run in runs:
        if spaced and spaced[-1].style == Style.STRUCK and run.style == Style.STRONG and run.text[:1] != " ":
            spaced.append(Run(" "))
        spaced.append(run)
    return tuple(spaced)


def _text(block: Block) -> str:
    return "\n".join(_texts(block))


def _texts(block: Block | None) -> list[str]:
    return [text for text in block_texts(block) if text] if block is not None else []
