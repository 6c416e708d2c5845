"""The reference pages say what the program does: they are made from the same tables."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from tools import reference

from newsdesk.cli.commands import COMMANDS
from newsdesk.config import Settings

ROOT = Path(__file__).parents[2]


def test_the_reference_pages_are_up_to_date() -> None:
    """docs/settings.md and docs/keys.md are what `python -m tools.reference` writes."""
    for name, make in reference.PAGES.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == make(), f"run python -m tools.reference: {name}"


def test_every_setting_has_its_sentence() -> None:
    """No setting is without help, and each stands on the page."""
    page = reference.settings_page()
    for field in fields(Settings):
        assert field.metadata["help"].endswith((".", ":")), field.name
        assert f"`{field.name}`" in page


def test_every_command_is_in_the_readme() -> None:
    """A person finds each command in the README; the internal ones are left out."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS.keys() - {"worker", "upgrade"}:
        assert f"newsdesk {name}" in readme, name


def test_every_invariant_names_its_test() -> None:
    """The numbered invariants of ARCHITECTURE.md each name a test that exists."""
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    part = text.partition("## Invariants")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line[:1].isdigit()]
    assert len(lines) >= 12
    assert_tests_exist(lines)


def test_every_promise_and_fault_names_its_test() -> None:
    """So does each row of docs/trust.md; one names a case of the battery."""
    text = (ROOT / "docs/trust.md").read_text(encoding="utf-8")
    rows = [line for line in text.partition("## The promises")[2].splitlines() if line.startswith("| ")]
    rows = [line for line in rows if "held by" not in line and "the battery's case" not in line]
    assert len(rows) >= 40
    assert_tests_exist(rows)


def assert_tests_exist(lines: list[str]) -> None:
    """Every line names a test, and each that it names is there."""
    for line in lines:
        named = [word for word in line.split("`") if word.startswith("tests/")]
        assert named, line
        for name in named:
            file, _, test = name.partition("::")
            assert (ROOT / file).exists(), line
            if test:
                assert f"def {test}" in (ROOT / file).read_text(encoding="utf-8"), line
