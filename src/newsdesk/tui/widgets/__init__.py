"""The widgets, each drawing its own lines."""
