"""newsdesk: the news, all of it, in a terminal."""
