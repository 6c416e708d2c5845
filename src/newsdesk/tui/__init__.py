"""The screen: what draws, and what answers keys. Nothing here fetches, parses or blocks."""
