"""Subscription lists: read, edited in place, merged, exported."""
