"""Hostile HTML and real feed bodies from beside the checkout: bounded, clean, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsdesk.article.blocks import body_document
from newsdesk.article.export import Head, to_html, to_markdown, to_text
from newsdesk.article.page import page_document
from newsdesk.model.blocks import iter_links, plain_text
from newsdesk.store.documents import dump_document

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAMES = (
    "a-flood", "b64", "cdata-flood", "comment-flood", "links-body", "lt-flood", "md-injection", "nested-list",
    "script-style", "table", "term-body",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_hostile_html_is_bounded_and_clean(shared: Path, name: str) -> None:
    """No error, no controls, links of the web only, no blow-up of the output."""
    data = (shared / "hostile" / "html" / f"{name}.html").read_bytes()
    for document in (
        body_document(data.decode("utf-8", "replace"), "https://e.example/"),
        page_document(data, "https://e.example/"),
    ):
        made = [form(document, Head("t")) for form in (to_html, to_markdown, to_text)]
        assert not any(CONTROLS.search(text) for text in (*made, plain_text(document.blocks)))
        assert all(url.startswith(("http://", "https://", "mailto:")) for _text, url in iter_links(document.blocks))
        assert len(dump_document(document)) <= 4 * len(data) + 100_000


def test_script_and_style_are_not_text(shared: Path) -> None:
    """Visible text stays, scripts, styles and hidden parts go."""
    html = (shared / "hostile" / "html" / "script-style.html").read_text(encoding="utf-8")
    assert plain_text(body_document(html, "").blocks).split() == ["Keep", "End"]
