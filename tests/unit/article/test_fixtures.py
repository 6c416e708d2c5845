"""Layouts of real publishers' kinds, text invented: HTML in, blocks out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsdesk.article.blocks import body_document
from newsdesk.article.page import page_document
from newsdesk.model.blocks import block_data

_FOLDER = Path(__file__).parents[2] / "data" / "articles"
_PAIRS = sorted(_FOLDER.glob("*.json"))


def test_there_are_enough_layouts() -> None:
    """At least 25 layouts are held, each a pair."""
    assert len(_PAIRS) >= 25
    assert [pair.stem for pair in _PAIRS] == sorted(page.stem for page in _FOLDER.glob("*.html"))


@pytest.mark.parametrize("pair", _PAIRS, ids=lambda pair: pair.stem)
def test_layout(pair: Path) -> None:
    """Each layout gives the blocks beside it, whole."""
    wanted = json.loads(pair.read_text(encoding="utf-8"))
    html = pair.with_suffix(".html").read_bytes()
    if wanted["page"]:
        made = page_document(html, wanted["url"], "text/html; charset=utf-8")
    else:
        made = body_document(html.decode(), wanted["url"], wanted["title"])
    said = made._asdict() | {"blocks": [block_data(block) for block in made.blocks]}
    # The files beside the layouts need not say what is not so.
    said = {name: value for name, value in said.items() if value or name in wanted["document"]}
    assert said == wanted["document"]
