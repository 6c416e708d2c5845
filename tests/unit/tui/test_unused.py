"""What Textual imports and newsdesk never uses stays out of the screen's process."""

from __future__ import annotations

import json
import subprocess
import sys

from newsdesk.tui.unused import ABSENT, UNUSED

LOAD = "import json, sys\nfrom newsdesk.cli.program import _load_screen\n_load_screen()\n"


def answer(code: str) -> object:
    """What a fresh Python prints as JSON."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_never_used_is_not_loaded() -> None:
    """Neither the modules nor the widgets that they bring along are there when the screen is loaded."""
    brought = ("textual.widgets._select", "textual.widgets._directory_tree", "_ssl")
    names = [*UNUSED, *ABSENT, *brought]
    assert answer(f"{LOAD}print(json.dumps([name for name in {names!r} if name in sys.modules]))") == []


def test_later_importers_get_the_modules_themselves() -> None:
    """Nothing of the stand-ins is left to who imports a module when the screen is loaded."""
    ask = "import ssl, asyncio.sslproto, rich.table, textual.canvas, textual.command\n"
    ask += "print(json.dumps([ssl.OP_ALL > 0, hasattr(textual.command.CommandPalette, 'compose')]))"
    assert answer(LOAD + ask) == [True, True]


def test_textual_takes_from_them_what_is_known_to_be_unused() -> None:
    """A new name that Textual takes from one of them has to be looked at: is it used where newsdesk comes by?"""
    ask = (
        "import json, sys\nfrom newsdesk.tui import unused\n"
        "with unused.kept_out():\n"
        "    import newsdesk.tui.app\n"
        "    put = {name: vars(sys.modules[name]) for name in unused.UNUSED}\n"
        "print(json.dumps({name: sorted(n for n in taken if n[0] != '_') for name, taken in put.items()}))"
    )
    assert answer(ask) == {
        "textual.command": ["CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider",
                            "SimpleProvider"],
        "textual.canvas": ["Canvas", "Rectangle"],
        "rich.table": ["Table"],
        "asyncio.sslproto": [],
    }  # fmt: skip


def test_modules_that_are_loaded_already_stay() -> None:
    """Who has imported Textual before keeps what is there."""
    ask = (
        "import json, sys\nimport textual.app\nfrom newsdesk.tui import unused\n"
        "before = sys.modules['textual.command']\n"
        "with unused.kept_out():\n    import newsdesk.tui.app\n"
        "print(json.dumps(sys.modules['textual.command'] is before and 'ssl' in sys.modules))"
    )
    assert answer(ask) is True
