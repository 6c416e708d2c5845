"""The desk's mind: sections, stories, ranking, related, picks; pure, the time and the data handed in."""
