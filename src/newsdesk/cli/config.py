"""`newsdesk config`: where the settings are, and what they are."""

from __future__ import annotations

from dataclasses import fields

import click

from newsdesk import config, paths
from newsdesk.cli import output
from newsdesk.config import Settings
from newsdesk.feed_settings import FeedSettings
from newsdesk.urls import shown


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
        if field.name != "feeds":
            output.row(field.name, getattr(settings, field.name), field.metadata["help"])
    for url, feed in settings.feeds.items():
        _show_feed(shown(url, private=feed.private), feed)


def _show_feed(name: str, feed: FeedSettings) -> None:
    """The settings of one feed that are not the defaults; of headers the names, for a value may be a secret."""
    for field in fields(FeedSettings):
        value = getattr(feed, field.name)
        if value != getattr(FeedSettings(), field.name):
            words = ", ".join(value) if field.name == "headers" else value
            words = value[0] if field.name == "password_command" else words
            output.row(f"feeds.{name}.{field.name}", words, field.metadata["help"])
