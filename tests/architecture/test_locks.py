"""The locks: what can be known of the dependencies without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.audit import audit

ROOT = Path(__file__).parents[2]
HASH = "    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_is_pinned_with_hashes_and_not_known_to_be_bad(name: str) -> None:
    """Nothing else can come in by `make setup`."""
    assert list(audit((ROOT / name).read_text())) == []


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ("h11==0.14.0 \\\n" + HASH, "older than 0.16.0"), ("httpx==0.28.1", "no hash"), ("httpx>=0.28", "one version"),
        ("brotli==1.1.0 \\\n" + HASH, "gigabyte"), ("--index-url https://elsewhere.invalid", "one version"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(entry: str, word: str) -> None:
    """An old version, a missing hash, a range, an index of somebody's, a package that undoes the limits."""
    assert any(word in line for line in audit("idna==3.20 \\\n" + HASH + "\n" + entry + "\n"))
