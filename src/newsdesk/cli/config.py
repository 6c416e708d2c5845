"""`newsdesk config`: where the settings are, and what they are."""

from __future__ import annotations

from dataclasses import fields

import click

from newsdesk import config, paths
from newsdesk.cli import output
from newsdesk.config import Settings


@click.group("config")
def command() -> None:
    """The settings."""


@command.command("path")
def path() -> None:
    """Print where config.toml is (or would be)."""
    output.row(paths.find().config)


@command.command("show")
def show() -> None:
    """Print every setting with the value in force; a wrong config.toml exits 1 and says where."""
    settings = config.load(paths.find().config)
    for field in fields(Settings):
        output.row(field.name, getattr(settings, field.name), field.metadata["help"])
