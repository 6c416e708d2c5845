"""What is said once in pyproject.toml, and what the package carries."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from newsdesk import about, paths

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_version_and_home_page_are_said_once() -> None:
    """The program takes both from the installed metadata, and no source repeats them."""
    assert about.version() == PROJECT["project"]["version"]
    assert about.project_url() == PROJECT["project"]["urls"]["Homepage"]
    assert about.user_agent() == f"newsdesk/{about.version()} (+{about.project_url()})"
    for path in (ROOT / "src").rglob("*.py"):
        assert f'"{about.version()}"' not in path.read_text(encoding="utf-8"), path


def test_the_catalogue_is_found_in_an_editable_install() -> None:
    """feeds.opml stands at the top level; without a copy in the package it is found there."""
    assert paths.bundled_opml().read_bytes() == (ROOT / "feeds.opml").read_bytes()


def test_the_catalogue_goes_into_the_wheel() -> None:
    """The build puts feeds.opml into the package (`make wheel-test` installs one and looks)."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"feeds.opml": "newsdesk/feeds.opml"}


def test_the_locks_have_hashes_and_no_index() -> None:
    """Every locked package has a hash, and no line names where to get it."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE | re.IGNORECASE)
        blocks = re.split(r"^(?=[a-z0-9][\w.-]*==)", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
        assert len(packages) == len(blocks) > 10
        assert all("--hash=sha256:" in block for block in blocks)
        assert "://" not in text
        assert not re.search(r"^--", text, re.MULTILINE)


def test_every_dependency_is_explained() -> None:
    """Each run-time dependency has its line in docs/ARCHITECTURE.md."""
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8").lower()
    for dependency in PROJECT["project"]["dependencies"]:
        name = re.split(r"[<>=\[]", dependency)[0].strip()
        assert f"| {name} |" in text, name
