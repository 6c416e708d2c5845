"""The version and the home of newsdesk, as pyproject.toml says them (the one place)."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The version, for example 0.1.0."""
    return metadata.version("newsdesk")


def project_url() -> str:
    """The address of the project's home page."""
    for line in metadata.metadata("newsdesk").get_all("Project-URL") or ():
        label, _, url = line.partition(", ")
        if label == "Homepage":
            return str(url)
    return ""


def user_agent() -> str:
    """What newsdesk calls itself to servers."""
    return f"newsdesk/{version()} (+{project_url()})"
