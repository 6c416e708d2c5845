"""The commands, one file each; `program` puts the screen and the worker together."""
