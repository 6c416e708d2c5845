"""Measurements: each module is one, run by name; ratios within one run, never a verdict in a test."""
