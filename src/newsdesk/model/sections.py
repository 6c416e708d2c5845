"""The sections of the newspaper."""

from __future__ import annotations

SUBJECTS = ("Politics", "Business", "Technology", "Science", "Health", "Climate", "Sport", "Culture", "Opinion")
REGIONS = ("Europe", "Asia-Pacific", "Africa", "Middle East", "Americas")
MIXED = "Top"
"""The section of what is about anything."""
SECTIONS = (MIXED, "World", *SUBJECTS, *REGIONS)
"""All sections, in the order the sidebar shows them."""
