"""Blocks as Markdown and as plain text: html2text sets the running text, the structure around it is set here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

import html2text

from newsdesk.article.export import embed_text
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
    Runs,
    Style,
    Table,
    Text,
    runs_text,
)
from newsdesk.text import clean_code

# What html2text would break goes through it as noncharacters, which the gate lets into no text, and is put in after.
_HELD = {
    "\ufdd0": "**", "\ufdd1": "*", "\ufdd2": "~~", "\ufdd3": "<sup>", "\ufdd4": "</sup>", "\ufdd5": "<sub>",
    "\ufdd6": "</sub>", "\ufdd7": "\\<", "\ufdd8": "\\~", "\ufdd9": "\\|", "\ufdda": "\\&", "\ufddc": "[^",
    "\ufddd": "]", "\ufdde": "<br>",
}  # fmt: skip
_HOLD = re.compile("[\ufdd0-\ufdda\ufddc-\ufdde]")
_CODED = re.compile("\ufdef([0-9a-f]+)\ufdee")
_MARKS = ((Style.STRUCK, "\ufdd2"), (Style.STRONG, "\ufdd0"), (Style.EMPHASIS, "\ufdd1"))
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_STARTS = re.compile(r"^(?=(?:[-=_*]\s*){2,}$|[+>]|[-*]\s)", re.MULTILINE)
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_PLAIN_HELD = str.maketrans("-+.", "\ufdd0\ufdd1\ufdd2")
_PLAIN_SHOWN = str.maketrans("\ufdd0\ufdd1\ufdd2", "-+.")
_SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


class Writer:
    """What Markdown and plain text have in common: which block stands how in which."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.labels = {block.label for block in blocks if isinstance(block, Footnote)}
        self._converter = html2text.HTML2Text(bodywidth=0)
        self._converter.unicode_snob = True
        self._converter.ignore_images = True

    def write(self, blocks: Iterable[Block]) -> str:
        """The blocks with an empty line between them."""
        return "\n\n".join(part for block in blocks if (part := self.block(block)))

    def block(self, block: Block) -> str:
        """One block, without empty lines around it."""
        match block:
            case Text():
                return self.text(block)
            case Figure():
                return self.figure(block)
            case Quote(blocks=inner, source=source):
                said = Text("paragraph", (Run("— "), *source))
                return self.prefixed(self.write([*inner, said] if source else inner), "> ", "> ")
            case ListBlock():
                return self.list(block)
            case Table():
                return self.table(block)
            case Code():
                return self.code(block)
            case Rule():
                return self.rule
            case Embed():
                return self.runs((Run(embed_text(block), link=block.url),))
            case Footnote():
                return self.prefixed(self.write(block.blocks), self.note(block.label), "    ")

    rule = "---"

    def list(self, block: ListBlock) -> str:
        """A list, a line an item where its items are single lines."""
        parts = []
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}. " if block.ordered else self.bullet
            parts.append(self.prefixed(self.write(item), mark, " " * len(mark)))
        tight = all("\n\n" not in part for part in parts)
        return ("\n" if tight else "\n\n").join(parts)

    bullet = "- "

    def prefixed(self, text: str, first: str, others: str) -> str:
        """Text with a mark before its first line and an indent before the others."""
        lines = text.split("\n")
        return "\n".join(
            (first if not index else others) + line if line else others.rstrip() for index, line in enumerate(lines)
        )

    def handled(self, html: str) -> str:
        """HTML of one paragraph through html2text."""
        return str(self._converter.handle(html)).strip("\n")

    def text(self, block: Text) -> str:
        """Running text as its kind is set."""
        raise NotImplementedError

    def figure(self, block: Figure) -> str:
        """A picture's place, caption and credit, a line each."""
        raise NotImplementedError

    def table(self, block: Table) -> str:
        """A table."""
        raise NotImplementedError

    def code(self, block: Code) -> str:
        """Preformatted text."""
        raise NotImplementedError

    def runs(self, runs: Runs) -> str:
        """Running text."""
        raise NotImplementedError

    def note(self, label: str) -> str:
        """What stands before a footnote."""
        raise NotImplementedError


class Markdown(Writer):
    """Markdown that any reader sets as the article was."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(blocks)
        self._converter.escape_snob = True
        self._in_cell = False

    def text(self, block: Text) -> str:
        """Running text as its kind is set."""
        if block.kind == "heading":
            return f"{'#' * (block.level or 2)} {self.runs(block.runs).replace(chr(10), ' ')}"
        if block.kind == "lead":
            return self.runs(tuple(Run(r.text, r.style | Style.STRONG, r.link) for r in block.runs))
        if block.kind in ("note", "wire", "byline", "dateline"):
            return self.runs(tuple(Run(r.text, r.style | Style.EMPHASIS, r.link) for r in block.runs))
        return self.runs(block.runs)

    def figure(self, block: Figure) -> str:
        """A picture's place, caption and credit, a line each."""
        alt = self.runs((Run(block.image.alt or "picture"),)).replace("\n", " ")
        target = block.image.url.replace("(", "%28").replace(")", "%29")
        lines = [f"![{alt}]({target})" if target else block.image.alt and alt]
        lines.append(self.runs(tuple(Run(r.text, r.style | Style.EMPHASIS, r.link) for r in block.caption)))
        lines.append(self.runs((Run(block.credit),)) if block.credit else "")
        return "  \n".join(line for line in lines if line)

    def table(self, block: Table) -> str:
        """A table, a line a row."""
        self._in_cell = True
        width = max((len(row) for row in (block.head, *block.rows)), default=0)
        head = block.head or ((),) * width
        lines = [self._row(head, width), "|" + " --- |" * width]
        lines += [self._row(row, width) for row in block.rows]
        self._in_cell = False
        return "\n".join(([self.runs(block.caption), ""] if block.caption else []) + lines)

    def _row(self, row: tuple[Runs, ...], width: int) -> str:
        cells = [self.runs(cell) if cell else "" for cell in row] + [""] * (width - len(row))
        return "| " + " | ".join(cells) + " |"

    def code(self, block: Code) -> str:
        """Preformatted text, verbatim."""
        longest = max((len(found) for found in re.findall(r"`+", block.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}{re.sub(r'[^a-zA-Z0-9+#_.-]', '', block.language)}\n{clean_code(block.text)}\n{fence}"

    def runs(self, runs: Runs) -> str:
        """Running text with what styles and links the format has."""
        html = "".join(self._run(run) for run in runs)
        marked = self.handled(f"<p>{html}</p>")
        marked = _STARTS.sub(r"\\", marked)
        if self._in_cell:
            marked = re.sub(r"\s*\n\s*", " ", marked)
        marked = _CODED.sub(lambda found: chr(int(found[1], 16)), marked)
        return _HOLD.sub(lambda found: _HELD[found[0]], marked)

    def note(self, label: str) -> str:
        """What stands before a footnote."""
        return f"[^{label}]: "

    def _run(self, run: Run) -> str:
        before, text, after = _edges(run.text)
        if not text:
            return run.text.replace("\n", self._break())
        if run.style & Style.SUPERSCRIPT and text in self.labels:
            html = f"\ufddc{escape(text)}\ufddd"
        else:
            html = self._styled(text, run.style)
        if run.link:
            html = f'<a href="{escape(run.link)}">{html}</a>'
        return before + html + after

    def _break(self) -> str:
        return "\ufdde" if self._in_cell else "<br>"

    def _styled(self, text: str, style: Style) -> str:
        if style & Style.CODE:
            html = self._code_span(text)
        else:
            held = text.replace("<", "\ufdd7").replace("~", "\ufdd8")
            held = _ENTITY.sub("\ufdda", held)
            held = held.replace("|", "\ufdd9") if self._in_cell else held
            html = escape(held, quote=False).replace("\n", self._break())
        for flag, mark in _MARKS:
            if style & flag:
                html = f"{mark}{html}{mark}"
        if style & Style.SUPERSCRIPT:
            html = f"\ufdd3{html}\ufdd4"
        if style & Style.SUBSCRIPT:
            html = f"\ufdd5{html}\ufdd6"
        return html

    def _code_span(self, text: str) -> str:
        """A code span: fenced by more ticks than it holds, its text out of html2text's reach."""
        text = text.replace("\n", " ")
        ticks = "`" * (max((len(found) for found in re.findall(r"`+", text)), default=0) + 1)
        padding = " " if text[:1] == "`" or text[-1:] == "`" else ""
        span = f"{ticks}{padding}{text}{padding}{ticks}"
        if self._in_cell:
            span = span.replace("|", "\\|")
        return "".join(_held_character(character) for character in span)


def _held_character(character: str) -> str:
    # html2text escapes what looks like markup even where it is code, so those characters pass it as their numbers.
    return f"\ufdef{ord(character):x}\ufdee" if not character.isalnum() and character != " " else character


class Plain(Writer):
    """Plain text for people."""

    bullet = "• "
    rule = "* * *"

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(blocks)
        self._converter.ignore_links = True
        self._converter.ignore_emphasis = True

    def text(self, block: Text) -> str:
        """Running text as its kind is set."""
        return self.runs(block.runs)

    def figure(self, block: Figure) -> str:
        """A picture's place, caption and credit, a line each."""
        caption = self.runs(block.caption) if block.caption else ""
        lines = [caption or f"[{self.runs((Run(block.image.alt or 'picture'),))}]", block.credit]
        return "\n".join(line for line in lines if line)

    def table(self, block: Table) -> str:
        """A table, a line a row."""
        rows = [block.head, *block.rows] if block.head else list(block.rows)
        lines = ["\t".join(" ".join(runs_text(cell).split()) for cell in row) for row in rows]
        return "\n".join(([self.runs(block.caption), ""] if block.caption else []) + lines)

    def code(self, block: Code) -> str:
        """Preformatted text, verbatim."""
        return self.prefixed(clean_code(block.text), "    ", "    ")

    def runs(self, runs: Runs) -> str:
        """Running text with what styles and links the format has."""
        html = "".join(escape(self._plain(run), quote=False).replace("\n", "<br>") for run in runs)
        # html2text escapes what would begin a list in Markdown; these three signs pass it as something else.
        lines = self.handled(f"<p>{html.translate(_PLAIN_HELD)}</p>").translate(_PLAIN_SHOWN).split("\n")
        return "\n".join(line.strip() for line in lines)

    def note(self, label: str) -> str:
        """What stands before a footnote."""
        return f"[{label}] "

    def _plain(self, run: Run) -> str:
        if run.style & Style.SUPERSCRIPT and run.text in self.labels:
            return f"[{run.text}]"
        return run.text.translate(_SUBSCRIPT) if run.style & Style.SUBSCRIPT else run.text


def _edges(text: str) -> tuple[str, str, str]:
    """White space before, text, white space after: marks of emphasis must touch the text."""
    found = _EDGES.match(text)
    assert found is not None
    return found[1], found[2], found[3]
