"""What was changed in an article."""

from __future__ import annotations

from newsdesk.article.changes import changes
from newsdesk.model.blocks import Document, Figure, Image, Quote, Run, Style, Text, runs_text


def document(*texts: str) -> Document:
    """A document of paragraphs."""
    return Document(tuple(Text("paragraph", (Run(text),)) for text in texts))


def marked(made: Document, style: Style) -> list[str]:
    """The stretches of text in that style."""
    return [run.text for block in made.blocks if isinstance(block, Text) for run in block.runs if run.style == style]


def test_words_are_compared() -> None:
    """In a paragraph that was changed the old words are struck out, the new are strong, the rest is plain."""
    made = changes(
        document("Nine people were hurt on the ferry.", "It sank."), document("Twelve people were hurt on the ferry.")
    )
    assert marked(made, Style.STRUCK) == ["Nine", "It sank."]
    assert marked(made, Style.STRONG) == ["Twelve"]
    assert runs_text(made.blocks[0].runs) == "Nine Twelve people were hurt on the ferry."  # type: ignore[union-attr]


def test_another_paragraph_stands_whole() -> None:
    """A paragraph in place of quite another is shown after it, not mixed with it."""
    made = changes(document("The council met on Monday."), document("Rain is expected all week, says nobody."))
    assert marked(made, Style.STRUCK) == ["The council met on Monday."]
    assert marked(made, Style.STRONG) == ["Rain is expected all week, says nobody."]


def test_what_stayed_stays() -> None:
    """Unchanged blocks of any kind are as they are, pictures left out; of nothing changed nothing is marked."""
    quote = Quote((Text("paragraph", (Run("Said."),)),))
    same = Document((Figure(Image("https://x.example/1.jpg")), quote, *document("One.", "Two.").blocks), headline="H")
    assert changes(same, same).blocks == same.blocks[1:]
    assert changes(same, same).headline == "H"
