"""Keeps out of the screen's process what Textual and asyncio import and newsdesk never uses: a tenth of its start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

UNUSED = ("textual.command", "textual.canvas", "rich.table", "asyncio.sslproto")
"""Textual's command palette with the widgets that it brings along, its key lines, tables, TLS. Of these an importer
gets classes without anything in them."""
ABSENT = ("ssl",)
"""Modules whose importers can do without: asyncio has no TLS then."""


class _StandIn(ModuleType):
    """A module that has a class of every name."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


@contextmanager
def kept_out() -> Iterator[None]:
    """While Textual is imported for the first time in the block; whoever imports these modules later gets them."""
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    missing = [name for name in (*UNUSED, *ABSENT) if name not in modules]
    # None is what Python itself takes for a module that is not there.
    modules.update((name, None if name in ABSENT else _StandIn(name)) for name in missing)
    try:
        yield
    finally:
        for name in missing:
            del modules[name]
