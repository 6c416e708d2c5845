"""What the key commands do, one file a subject; `registry` finds them by the command's id."""
