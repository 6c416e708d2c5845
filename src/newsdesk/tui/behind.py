"""What the first frame does not need: loaded behind it, so that neither the start nor a key has to wait."""

from __future__ import annotations

import importlib

MODULES = (
    "newsdesk.tui.actions",
    "newsdesk.store.queries.articles",
    "newsdesk.tui.page",
    "newsdesk.tui.related",
    "newsdesk.tui.matter",
    "newsdesk.tui.sheets.front",
    "newsdesk.store.queries.query",
    "newsdesk.tui.widgets.prompt_line",
    "newsdesk.tui.screens.choose",
)
"""In the order in which a person is likely to need them."""


def load() -> None:
    """Import them; for a thread, which leaves the processor to the keys between any two."""
    for name in MODULES:
        importlib.import_module(name)
