"""The layers: import-linter proves them, a planted wrong import fails, and what is loaded at run time agrees."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "httpx", "httpcore", "feedparser", "sqlite_utils", "html2text", "lxml", "trafilatura", "PIL", "markdown_it",
    "msgspec", "zlib_ng",
)  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run lint-imports on a checkout."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def loaded(code: str) -> set[str]:
    """The top-level modules that are loaded after running `code` in a fresh interpreter."""
    program = f"{code}\nimport sys; print(' '.join(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source in which a wrong import can be planted."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "demo"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_layers_hold(copied: Path) -> None:
    """lint-imports finds no import against the layers."""
    done = lint(copied)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_planted_wrong_import_is_found(copied: Path) -> None:
    """An import of the network from the screen is named with its module."""
    planted = copied / "src/newsdesk/tui/themes.py"
    text = planted.read_text()
    planted.write_text(text + "\nfrom newsdesk.net import client\n")
    try:
        done = lint(copied)
    finally:
        planted.write_text(text)
    assert done.returncode != 0
    assert "newsdesk.tui.themes" in done.stdout


def test_a_library_away_from_home_is_found(copied: Path) -> None:
    """Feedparser imported by the store is named."""
    planted = copied / "src/newsdesk/store/marks.py"
    text = planted.read_text()
    planted.write_text("import feedparser\n" + text)
    try:
        done = lint(copied)
    finally:
        planted.write_text(text)
    assert done.returncode != 0
    assert "feedparser" in done.stdout


def test_sqlite_is_only_in_the_store() -> None:
    """No other package names sqlite3: callers take the store's own types."""
    users = {
        path.relative_to(ROOT / "src/newsdesk").parts[0]
        for path in (ROOT / "src/newsdesk").rglob("*.py")
        if "import sqlite3" in path.read_text(encoding="utf-8")
    }
    assert users == {"store"}


def test_the_screen_loads_no_heavy_library() -> None:
    """Importing the app loads textual and the standard library, no network, parser or HTML library."""
    found = loaded("import newsdesk.cli.main, newsdesk.cli.program, newsdesk.tui.app, newsdesk.worker.lifecycle")
    assert "textual" in found
    assert not found & set(HEAVY)


def test_the_first_frame_loads_nothing_that_is_loaded_behind_it() -> None:
    """What tui/behind.py loads, and the reading of feeds.opml, the screen does not import by itself."""
    code = (
        "import sys, newsdesk.cli.program, newsdesk.tui.app, newsdesk.worker.lifecycle\n"
        "from newsdesk.tui.behind import MODULES\n"
        "early = [name for name in (*MODULES, 'newsdesk.model.blocks', 'newsdesk.opml') if name in sys.modules]\n"
        "assert not early, early"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_commands_do_not_load_the_screen() -> None:
    """`list` and `export` need no textual and no feedparser."""
    found = loaded("import newsdesk.cli.list, newsdesk.cli.export, newsdesk.cli.commands")
    assert not found & {"textual", "feedparser", "httpx", "sqlite_utils"}
