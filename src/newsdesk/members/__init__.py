"""Signing in to sources: where secrets and cookies come from, and where they are kept."""
