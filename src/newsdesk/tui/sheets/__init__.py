"""Pages of headlines that are set rather than listed: front page, coverage, edition; pure, drawn by widgets/sheet."""
