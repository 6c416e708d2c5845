"""What can be done with an open article, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdesk.model.blocks import Document, Figure, Image, Run, Text
from newsdesk.model.headlines import Article, Headline
from newsdesk.model.pictures import Thumbnail
from newsdesk.text import file_name
from newsdesk.tui.actions.reading import next_reading, save_article
from newsdesk.tui.glyphs import UNICODE
from newsdesk.tui.lines import width_of
from newsdesk.tui.page import Look, Page
from newsdesk.tui.pictures import whole_picture

ROW = Headline(
    1, "Ferry: runs/again?", "https://a.example/1", "Harbour Post", "World", 1, "", "A summary.", 1_760_000_000, None,
    False, False, False,
)  # fmt: skip
ARTICLE = Article(ROW, Document((Text("paragraph", (Run("The text of it."),)),)))
PICTURE = "https://a.example/1.jpg"


def test_f_goes_round() -> None:
    """Page, feed, changes and back; where there is no page it is asked for."""
    here = ARTICLE._replace(full_text="here", revisions=2)
    assert next_reading(here) == "feed"
    assert next_reading(here._replace(reading="feed")) == "changes"
    assert next_reading(here._replace(reading="changes")) == "best"
    assert next_reading(here._replace(reading="feed", revisions=0)) == "best"
    assert next_reading(ARTICLE) is None
    assert next_reading(ARTICLE._replace(revisions=1, full_text="failed")) == "changes"


@pytest.mark.parametrize("format_", [0, 1, 2])
def test_saving_overwrites_nothing(tmp_path: Path, format_: int) -> None:
    """Every save is a new file in a folder that is made, named like the article."""
    folder = tmp_path / "new" / "folder"
    first, second = save_article(ARTICLE, folder, format_), save_article(ARTICLE, folder, format_)
    assert first.stem == "Ferry runs again"
    assert second.stem == "Ferry runs again 2"
    assert "The text of it." in first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")


def test_a_summary_can_be_saved(tmp_path: Path) -> None:
    """Of an article without text its summary is saved."""
    assert "A summary." in save_article(ARTICLE._replace(document=None), tmp_path, 1).read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["", "../../etc/passwd", "CON", "a" * 500, "\x1b]0;x\x07", "..", "a\nb"])
def test_file_names_stay_in_their_folder(title: str) -> None:
    """Whatever the title, the name is one that stays where it is put."""
    name = file_name(title)
    assert 0 < len(name) <= 100
    assert not set(name) & set('/\\:*?"<>|\n\x1b')
    assert name.strip(".")


def set_page(*, here: bool, text_first: bool = False, failed: bool = False) -> list[str]:
    """An article with a picture, before or after the picture has come."""
    figure = Figure(Image(PICTURE, width=1600, height=900), (Run("The ferry."),), "A. Bell")
    article = ARTICLE._replace(document=Document((figure, Text("paragraph", (Run("The text of it."),)))))
    picture = Thumbnail(160, 90, bytes(160 * 90 * 3))
    awaited = frozenset[str]() if here or failed else frozenset((PICTURE,))
    look = Look(72, UNICODE, "world", 1_760_000_000, picture_lines=20)
    page = Page(article, look, {PICTURE: picture} if here else {}, awaited, text_first)
    page.finish()
    return ["".join(part.text for part in line) for line in page.lines]


def test_a_picture_that_comes_moves_nothing() -> None:
    """Its place is kept free until it is here; where none comes the caption stands alone."""
    before, after, without = set_page(here=False), set_page(here=True), set_page(here=False, failed=True)
    assert len(before) == len(after) == len(without) + 20
    assert before.index("The text of it.") == after.index("The text of it.")
    assert any("The ferry." in line for line in without)


def test_a_picture_can_stand_below_what_is_read() -> None:
    """Where text was shown first, the pictures that come above it stand behind its first paragraph."""
    lines = set_page(here=True, text_first=True)
    assert lines.index("The text of it.") < lines.index("The ferry.")


@pytest.mark.parametrize("shape", [(160, 40), (40, 160), (100, 100), (2, 2)])
def test_a_whole_picture_fits(shape: tuple[int, int]) -> None:
    """Full screen a picture is shown in whole, whatever its shape."""
    width, height = shape
    lines = whole_picture(Thumbnail(width, height, bytes(3 * width * height)), 120, 40)
    assert 0 < len(lines) <= 40
    assert max(map(width_of, lines)) <= 120
