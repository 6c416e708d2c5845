"""What the screen and the command line read."""
