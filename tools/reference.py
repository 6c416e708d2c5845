"""Writes the reference pages from the tables they derive from: `python -m tools.reference`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path

from newsdesk.config import Settings
from newsdesk.feed_settings import FeedSettings
from newsdesk.tui.commands import COMMANDS

DOCS = Path(__file__).parents[1] / "docs"


def settings_page() -> str:
    """docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "`newsdesk config path` says where `config.toml` is. No setting is needed; a wrong one is named and its",
        "default used. (Made by `python -m tools.reference`.)",
        "",
        "| setting | default | may be | what it does |",
        "|---|---|---|---|",
    ]
    for field in fields(Settings):
        default = getattr(Settings(), field.name)
        lines.append(
            f"| `{field.name}` | `{_toml(default)}` | {_range(field.metadata, default)} | {field.metadata['help']} |"
        )
    lines += [
        "",
        "## Of one feed",
        "",
        'Each stands in a table that is named by the feed\'s address: `[feeds."https://paper.example/members.xml"]`.',
        "[members.md](members.md) says how they work together.",
        "",
        "| setting | default | may be | what it does |",
        "|---|---|---|---|",
    ]
    for field in fields(FeedSettings):
        default = getattr(FeedSettings(), field.name)
        about = field.metadata
        lines.append(f"| `{field.name}` | `{_toml(default)}` | {about['may_be']} | {_cell(about['help'])} |")
    return "\n".join(lines) + "\n"


def keys_page() -> str:
    """docs/keys.md."""
    lines = [
        "# Keys",
        "",
        "`?` shows the keys as they are now. To change one, name its id in `config.toml`:",
        "",
        "```toml",
        "[keys]",
        '"move.down" = "e,down"',
        "```",
        "",
        "(Made by `python -m tools.reference`.)",
        "",
        "| keys | id | does | |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{_cell(c.keys)}` | `{c.id}` | {c.title} | {c.help} |" for c in COMMANDS]
    return "\n".join(lines) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {"settings.md": settings_page, "keys.md": keys_page}
"""The pages by their names in docs/."""


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else "{}" if isinstance(value, Mapping) else str(value)


def _range(about: Mapping[str, object], default: object) -> str:
    if about["one_of"]:
        return ", ".join(f"`{word}`" for word in about["one_of"])  # type: ignore[attr-defined]
    if isinstance(default, bool):
        return "`true`, `false`"
    if isinstance(default, int | float):
        return f"{about['low']:g} to {about['high']:g}"
    if isinstance(default, tuple):
        return "a list of texts"
    return "a table" if isinstance(default, Mapping) else "a text"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
