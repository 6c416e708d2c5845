"""HTML into article blocks, whole pages into articles, blocks into text, Markdown and HTML."""
